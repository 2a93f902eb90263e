"""When the coach's screen shows what: each moment when it is heard, by the program's own timers, in flying time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.config.library import shipped_exercises
from negcoach.config.settings.settings import Settings
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.frame_schedule import STEP_S
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Moment, Phase
from tests.screens.coaching.flying_time import LoopClock, fly
from tests.screens.coaching.stage import coach_app
from tests.services import PATIENT_S, prescribed

LATE_MS = 5
"""As often the screen is compared with what is heard: the loop's timers are kept to within 2 ms."""


class JumpyPlayer(SilentPlayer):
    """A silent player that finds out at some position that it is elsewhere, and says what became of the sound."""

    def __init__(self, clock: LoopClock) -> None:
        super().__init__(clock.monotonic_ns)
        self.jumps: list[tuple[int, int]] = []  # at which position, by how much (ms)
        self.word: str | None = None

    def position(self) -> int:
        position_ms = super().position()
        if self.jumps and position_ms >= self.jumps[0][0]:
            self._at_ms += self.jumps.pop(0)[1]
        return super().position()

    def notice(self) -> str | None:
        word, self.word = self.word, None
        return word


@pytest.fixture
def player() -> JumpyPlayer:
    return JumpyPlayer(LoopClock())


@pytest.fixture
def services(tmp_path: Path, player: JumpyPlayer) -> Iterator[Services]:
    """Real services on the loop's time."""
    clock = LoopClock()
    database = open_database(tmp_path / "data", now=clock.wall)
    yield Services(
        library=shipped_exercises(),
        settings=Settings(keep_awake=False),
        config_path=tmp_path / "config.toml",
        database=database,
        open_player=lambda: player,
        now=clock.now,
        clock=clock.monotonic_ns,
        patience_s=PATIENT_S,
    )
    database.close()


class Watch:
    """Compares what is shown with what is heard, and keeps the longest time that they differed, by phase."""

    def __init__(self, screen: CoachScreen) -> None:
        self.screen = screen
        self.stale_ms: dict[Phase, int] = {}
        self.behind_ms = 0
        self.seen: list[tuple[Phase, int | None]] = []
        self._since: dict[str, int] = {}

    async def during(self, ms: int) -> None:
        """Compare for so long, or until the set is over."""
        for _ in range(0, ms, LATE_MS):
            await asyncio.sleep(LATE_MS / 1000)
            if self.screen._resting:
                return
            self._compare()

    def _compare(self) -> None:
        face, runner = self.screen._face, self.screen._runner
        shown = face.moment
        assert shown is not None
        drawn_ms = runner.drawn_ms()
        due = runner._score.at(drawn_ms)
        self._note("moment", self._signs(shown) == self._signs(due), due.phase)
        self._note("keys", self.screen._keys_shown == (due.phase, self.screen._keys_for(due)), due.phase)
        if due.phase is Phase.LOWER and due.segment is shown.segment:
            self.behind_ms = max(self.behind_ms, drawn_ms - face._position_ms)
        if not self.seen or self.seen[-1] != (shown.phase, shown.count):
            self.seen.append((shown.phase, shown.count))

    def _signs(self, moment: Moment) -> tuple[object, ...]:
        """All that is seen of a moment but the bar's place."""
        return replace(moment, position_ms=0), self.screen._face._flashing(moment)

    def _note(self, what: str, right: bool, phase: Phase) -> None:
        if right:
            self._since.pop(what, None)
            return
        late_ms = self._since[what] = self._since.get(what, 0) + LATE_MS
        self.stale_ms[phase] = max(self.stale_ms.get(phase, 0), late_ms)


async def begin(pilot: Pilot[None], screen: CoachScreen) -> None:
    """Press the first key, late enough not to be taken for that which opened the screen."""
    await asyncio.sleep(1)
    await pilot.press("space")
    assert screen._runner.started


@asynccontextmanager
async def coached(services: Services, prescription: Prescription | None = None) -> AsyncIterator[Pilot[None]]:
    """Run the coach by its own timers, ready for the first key."""
    async with coach_app(services, prescription or prescribed(services)).run_test() as pilot:
        yield pilot


def coach_of(pilot: Pilot[None]) -> CoachScreen:
    assert isinstance(pilot.app.screen, CoachScreen)
    return pilot.app.screen


SETS = [
    ("bench-press", "5-1-A-1", 3_000, 2, ()),
    ("bench-press", "2-0-3-0", 3_000, 3, ((1_400, "space"), (6_000, "space"), (9_500, "left"))),
    ("bench-press", "5-0-A-0", 3_000, 2, ((4_200, "space"), (1_300, "p"), (2_000, "space"), (9_000, "escape"))),
    ("negative-pull-up", "3-1-A-0", None, 2, ((3_700, "space"), (4_000, "space"))),
    ("leg-curl", "3-0-A-0", 2_000, 1, ()),
    ("negative-push-up", "2-0-X-1", 1_000, None, ((9_300, "space"), (30_000, "escape"))),
]


@pytest.mark.parametrize("flash", [True, False], ids=["flash", "still"])
@pytest.mark.parametrize("chosen", SETS, ids=lambda chosen: f"{chosen[0]} {chosen[1]}")
def test_every_moment_is_shown_when_it_is_heard(
    services: Services, player: JumpyPlayer, chosen: tuple[str, str, int | None, int | None, tuple], flash: bool
) -> None:
    slug, tempo, lift_ms, reps, keys = chosen
    services.settings = replace(services.settings, flash=flash)

    async def scene() -> None:
        plan = prescribed(services, slug, tempo=tempo, lift_ms=lift_ms, reps=reps)
        async with coached(services, plan) as pilot:
            watch = Watch(coach_of(pilot))
            await begin(pilot, watch.screen)
            await watch.during(10_000)
            for after_ms, key in keys:
                await watch.during(after_ms)
                await pilot.press(key)
            await watch.during(90_000)
            await pilot.pause()
            assert watch.screen._resting == (lift_ms is not None)
            assert max(watch.stale_ms.values(), default=0) <= LATE_MS, watch.stale_ms
            assert watch.behind_ms <= 1000 * STEP_S + LATE_MS
            assert {Phase.LEAD_IN, Phase.LOWER, Phase.LIFT} <= {phase for phase, _ in watch.seen}

    fly(scene())


@pytest.mark.parametrize(("at_ms", "phase"), [(14_900, Phase.LIFT), (9_880, Phase.LOWER), (17_900, Phase.LOWER)])
def test_a_sound_that_turns_out_to_be_ahead_makes_no_call_late(
    services: Services, player: JumpyPlayer, at_ms: int, phase: Phase
) -> None:
    player.jumps = [(at_ms, 25)]

    async def scene() -> None:
        async with coached(services) as pilot:
            watch = Watch(coach_of(pilot))
            await begin(pilot, watch.screen)
            await watch.during(19_000)
            assert not player.jumps
            assert watch.stale_ms.get(phase, 0) <= LATE_MS

    fly(scene())


def test_what_became_of_the_sound_is_said_within_a_quarter_of_a_second(services: Services, player: JumpyPlayer) -> None:
    async def scene() -> None:
        async with coached(services) as pilot:
            screen = coach_of(pilot)
            await begin(pilot, screen)
            for _ in range(40):
                await asyncio.sleep(0.37)
                player.word = "Sound lost: the count goes on by sight."
                await asyncio.sleep(0.25)
                assert screen._face.labels.notice == "Sound lost: the count goes on by sight."
                screen._notice = ""

    fly(scene())


def test_nothing_is_drawn_while_nothing_changes(services: Services, player: JumpyPlayer) -> None:
    async def scene() -> None:
        async with coached(services) as pilot:
            screen = coach_of(pilot)
            shown: list[int] = []
            screen._face.write_now = screen._key_line.write_now = lambda text: shown.append(len(text))
            await asyncio.sleep(60)
            assert shown == []
            await begin(pilot, screen)
            await asyncio.sleep(9.9)
            # The header's clock and the count, each once a second, a flash at the beginning.
            assert 10 <= len(shown) <= 40

    fly(scene())
