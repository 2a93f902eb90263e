"""Driving the coach with a standing clock: time passes only where a test says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.app import App
from textual.pilot import Pilot

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.screens.coaching.coach import CoachScreen, OpenWarmUp
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.rest.base import WARNING_MS
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.set_screen import SetScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.coaching.trouble import TroubleLine
from negcoach.screens.shared.keys.fresh_keys import FreshKeys, FreshKeysApp
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Cue, Moment, Phase, RescueCall
from negcoach.widgets.coach.coach_face import CoachFace
from tests.screens.conftest import SIZES, StageApp, started, until_drawn, wait_for_workers
from tests.services import Clock, prescribed

LOWER_MS = 5_000
WITH_TINY = [(40, 12), *SIZES]
"""The sizes that a set is coached at."""
NAMES = [f"{width}x{height}" for width, height in WITH_TINY]
STEP_MS = 500
REST_STEP_MS = 1_500
"""The step while a rest is far from its end: nothing is due then, and the computer is not taken to have stood still."""
SHOWN_EVERY = 8
"""Which of these steps are shown: only the time that is left changes in them."""
EVENT_MS = 100
"""How much later than necessary a key is pressed on a new screen."""
QUIET_MS = 300
"""Longer than a press can bounce."""


class HeardPlayer(SilentPlayer):
    """A silent player that says how loud it was told to be, and whether it stands."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock.monotonic_ns)
        self.percent: int | None = None
        self.muted: bool | None = None
        self.cues: tuple[Cue, ...] = ()

    def set_volume(self, percent: int) -> None:
        self.percent = percent

    def mute(self, muted: bool) -> None:
        self.muted = muted

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        super().load(cues, at_ms)
        self.cues = tuple(cues)

    def replace(self, cues: Sequence[Cue], rescue: Sequence[RescueCall] = ()) -> None:
        super().replace(cues)
        self.cues = tuple(cues)

    @property
    def running(self) -> bool:
        return self._since_ns is not None

    def called(self) -> str:
        """The newest call that has begun to sound."""
        return [cue.sound for cue in self.cues if cue.at_ms <= self.position()][-1]

    def called_from(self, at_ms: int) -> list[str]:
        """What is called from a position on, ticks and all."""
        return [cue.sound for cue in self.cues if cue.at_ms >= at_ms]


@dataclass
class Bench:
    """A coach screen on its stage, its clock, and the keys."""

    app: App[None]
    pilot: Pilot[None]
    services: Services
    clock: Clock

    async def press(self, *keys: str) -> None:
        """Press keys one after another, far enough apart to count each, and only once the screen could be read."""
        for key in keys:
            self.clock.advance(QUIET_MS)
            await self._read_first(key)
            await self.pilot.press(key)
            await wait_for_workers(self.pilot)

    async def _read_first(self, key: str) -> None:
        """Let so much time pass that the key counts on a screen that is new."""
        app, screen, now_ns = self.app, self.app.screen, self.clock.ns
        if not isinstance(app, FreshKeysApp) or not isinstance(screen, FreshKeys):
            return
        await until_drawn(app)
        readable_ns = screen._readable_from_ns
        assert readable_ns is not None
        began_ns, last_ns = app._key_runs._runs.get(key, (readable_ns, now_ns))
        quiet_ns = last_ns + app.quiet_ms * 1_000_000 if began_ns < readable_ns else now_ns
        missing_ns = max(readable_ns, quiet_ns) - now_ns
        if missing_ns > 0:
            self.clock.advance(missing_ns // 1_000_000 + EVENT_MS)

    async def bounce(self, key: str, times: int = 5) -> None:
        """Press once, and have it arrive several times, 30 ms apart."""
        self.clock.advance(QUIET_MS)
        await self._read_first(key)
        for _ in range(times):
            await self.pilot.press(key)
            self.clock.advance(30)
        await self.pilot.pause()

    async def at(self, ms: int) -> None:
        """Let time pass, looking twice a second: frames more or fewer change nothing."""
        steps = 0
        while ms > 0:
            if self._is_in_mid_rest and ms > REST_STEP_MS and steps % SHOWN_EVERY:
                self._rest_on()
                ms -= REST_STEP_MS
            else:
                step_ms = min(ms, REST_STEP_MS if self._is_in_mid_rest else STEP_MS)
                await self._step(step_ms)
                ms -= step_ms
            steps += 1
        await self.pilot.pause()

    def _rest_on(self) -> None:
        """Let time pass in a rest that is not shown anew; the program looks at the time."""
        self.clock.advance(REST_STEP_MS)
        for screen in self.app.screen_stack:
            if isinstance(screen, RestScreen) and not screen._rest.is_away:
                screen._rest.stood_still()

    @property
    def _is_in_mid_rest(self) -> bool:
        clock = self.app.screen._clock if isinstance(self.app.screen, RestScreen) else None
        return clock is not None and abs(clock.left_ms) > 2 * WARNING_MS

    async def _step(self, ms: int) -> None:
        self.clock.advance(ms)
        shown = self.app.screen
        self.look()
        if self.app.screen is not shown:
            await self.pilot.pause()

    def look(self) -> None:
        """Show the moment that is heard now, as the next frame would."""
        for screen in self.app.screen_stack:
            if isinstance(screen, SetScreen):
                screen._draw_frame()
            elif isinstance(screen, RestScreen):
                screen.show_rest()
            if isinstance(screen, RestScreen | SummaryScreen):
                screen.query_one(TroubleLine).update_trouble()

    async def until(self, phase: Phase, most_ms: int = 60_000) -> Moment:
        """Let time pass until the phase begins."""
        while self.moment.phase is not phase or not isinstance(self.app.screen, CoachScreen):
            assert most_ms > 0, f"{phase} never came"
            await self._step(STEP_MS)
            most_ms -= STEP_MS
        await self.pilot.pause()
        return self.moment

    async def until_rest(self) -> RestScreen:
        """Let time pass until the set is over."""
        for _ in range(600):
            if isinstance(self.app.screen, RestScreen):
                await self.pilot.pause()
                return self.app.screen
            await self._step(STEP_MS)
        raise AssertionError("the rest never came")

    async def until_no_rep(self) -> None:
        """Let time pass until the question after a set without a rep is asked."""
        for _ in range(40):
            if isinstance(self.app.screen, NoRepScreen):
                await self.pilot.pause()
                return
            await self._step(STEP_MS)
        raise AssertionError("the question never came")

    @property
    def coach(self) -> CoachScreen:
        (coach,) = (screen for screen in self.app.screen_stack if isinstance(screen, CoachScreen))
        return coach

    @property
    def face(self) -> CoachFace:
        return self.coach.query_one(CoachFace)

    @property
    def moment(self) -> Moment:
        moment = self.face.moment
        assert moment is not None
        return moment

    @property
    def phase(self) -> Phase:
        return self.moment.phase

    def records(self) -> list[SessionRecord]:
        """What is on disk, newest first."""
        with self.services.database.read() as connection:
            return list(sessions(connection))

    def stored(self) -> list[tuple[int, int, int | None]]:
        """Set number, rep number and measured time of every rep on disk."""
        return [
            (one.prescribed.set_number, rep.number, rep.measured_ms)
            for record in self.records()
            for one in record.sets
            for rep in one.reps
        ]


def coach_app(
    services: Services, prescription: Prescription, open_warm_up: OpenWarmUp | None = None, *, spotters: int = 1
) -> StageApp:
    """Return an app that shows only the coach."""
    sets = SetsToDo(prescription, spotters, 100.0 if prescription.load_kg else None)
    app = StageApp(lambda: CoachScreen(RunningSession(services), [sets], open_warm_up), services.settings.colours)
    app.clock, app.own_keymap = services.clock, services.keymap
    return app


@asynccontextmanager
async def on_the_bench(
    services: Services,
    clock: Clock,
    prescription: Prescription | None = None,
    *,
    app: App[None] | None = None,
    size: tuple[int, int] = (80, 24),
    open_warm_up: OpenWarmUp | None = None,
) -> AsyncIterator[Bench]:
    """Run the coach with a standing clock; a whole ``app`` has started, and offered what it offers."""
    shown = app or coach_app(services, prescription or prescribed(services), open_warm_up)
    async with shown.run_test(size=size) as pilot:
        if app is None:
            await pilot.pause()
        else:
            await started(pilot)
        yield Bench(shown, pilot, services, clock)


async def three_reps(bench: Bench) -> None:
    """Lower three reps, two of them in tempo and one not measured, and end the set."""
    if bench.phase is Phase.READY:
        await bench.press("space")
    for lowered_ms in (4_800, None, 4_200):
        await bench.until(Phase.LOWER)
        if lowered_ms is None:
            await bench.until(Phase.LIFT)
        else:
            await bench.at(lowered_ms - QUIET_MS - bench.moment.elapsed_ms)
            await bench.press("space")
    await bench.at(1_000)
    await bench.press("escape")
    await bench.until_rest()
