"""The mirror shows what the program shows, at its own size, and takes no key but those that close it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import cached_property

import pytest
from textual import events
from textual.pilot import Pilot

from negcoach.broadcast.message import Message, Now, SetShown, WordsShown, line_of, read_line
from negcoach.config.settings.settings import Settings
from negcoach.mirror.feed import Lost
from negcoach.mirror.screen import (
    ABOUT,
    FREE_THE_LIFTER,
    KEYS_ELSEWHERE,
    NO_ANSWER,
    OTHER_VERSION,
    SILENT_NS,
    WAITING,
    MirrorScreen,
)
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.mirroring import ASKS
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment, Weight
from negcoach.training.equipment.plates import Plates
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.coach.giant_clock import GiantClock
from tests.screens.coaching.stage import LOWER_MS, NAMES, WITH_TINY, Bench, on_the_bench, three_reps
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed

MS = 1_000_000
PLATES = Equipment(Weight(2_000, "kg"), Plates("kg", ((2_500, 2), (2_000, 2), (1_500, 1), (1_000, 1), (250, 1))))
Said = tuple[WordsShown | SetShown | Message, Now]


async def nothing() -> AsyncIterator[Message | Lost]:
    """Wait for ever."""
    await asyncio.Event().wait()
    yield Lost.ENDED


class MirrorStage(StageApp):
    """An app with a mirror whose clock stands; it takes its messages from the test."""

    def __init__(self, clock: Clock, *said: Message | Lost) -> None:
        super().__init__(lambda: self.mirror)
        self.standing = clock
        self.said = said

    @cached_property
    def mirror(self) -> MirrorScreen:
        """The mirror, made in the app's loop."""
        return MirrorScreen(nothing(), "the folder", Settings(colours="full"), self.standing.monotonic_ns)

    async def take(self, pilot: Pilot[None], *more: Message | Lost) -> None:
        """Have the mirror take messages as they come through the socket, and show them."""
        for message in (*self.said, *more):
            self.mirror.take(message if isinstance(message, Lost) else read_line(line_of(message)))
        self.said = ()
        await settle(pilot)

    def look(self) -> list[str]:
        """Return what is shown now, as the next frame would be."""
        self.mirror._draw()
        return rows_of(self)


async def said_by(services: Services, clock: Clock, act: Callable[[Bench], object], **more: object) -> tuple[Said, str]:
    """Return what the coach tells its mirrors after some keys, and what its own face shows."""
    async with on_the_bench(services, clock, prescribed(services, tempo="5-1-A-1", reps=4, **more)) as bench:  # type: ignore[arg-type]
        outcome = act(bench)
        if asyncio.iscoroutine(outcome):
            await outcome
        await settle(bench.pilot)
        said = bench.app.screen.mirrored()  # type: ignore[attr-defined]
        assert said is not None
        return said, "\n".join(rows_of(bench.app)[:-1])


async def begin_lowering(bench: Bench) -> None:
    await bench.press("space")
    await bench.at(LEAD_IN_MS + 2_300)
    bench.look()


async def test_it_waits_with_one_line_for_a_program_and_says_where(clock: Clock) -> None:
    app = MirrorStage(clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        shown = [row.strip() for row in rows_of(app) if row.strip()]
        assert shown[:2] == [WAITING, "the folder"]
        assert len(shown) == 3


async def test_it_shows_the_very_rows_of_the_coach(services: Services, clock: Clock) -> None:
    services.settings = Settings(colours="full")
    (shown, now), rows = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        assert "\n".join(rows_of(app)[:-1]) == rows
        assert app.mirror.query_one(CoachFace).moment == replace(app.mirror.query_one(CoachFace).moment, count=3)


async def test_it_counts_on_by_itself_until_it_is_told_more(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.take(pilot)
        counts = []
        for _ in range(4):
            app.look()
            moment = app.mirror.query_one(CoachFace).moment
            assert moment is not None
            counts.append((moment.phase, moment.count))
            clock.advance(1_000)
        assert counts == [(Phase.LOWER, 3), (Phase.LOWER, 2), (Phase.LOWER, 1), (Phase.HOLD_BOTTOM, 1)]


async def test_a_key_of_the_lifters_is_followed(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    assert isinstance(shown, SetShown)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        at_ms = now.position_ms or 0
        await app.take(pilot, replace(shown, run=shown.run.pause(at_ms, at_ms)), replace(now, position_ms=at_ms + 400))
        assert "SPOTTER TAKE IT" in " ".join(" ".join(app.look()).split())


async def test_a_rest_runs_on_and_shows_the_bar_and_the_result(services: Services, clock: Clock) -> None:
    services.settings = Settings(colours="full", own_equipment=PLATES)
    (shown, now), _ = await said_by(services, clock, three_reps)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(120, 40)) as pilot:
        await app.take(pilot)
        text = "\n".join(rows_of(app))
        assert "BENCH PRESS" in text
        assert "3 of 4 reps" in text
        assert "4.8 s" in text
        assert "Next: set 2 of 2" in text
        clock.advance(20_000)
        app.look()
        assert app.mirror.query_one(GiantClock).left_ms == (now.left_ms or 0) - 20_000


async def test_a_question_at_the_laptop_is_said_over_what_is_shown(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, replace(now, covered=ASKS))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        assert ASKS in "\n".join(rows_of(app))
        await app.take(pilot, WordsShown("", ("The set is over.",)), replace(now, covered=ASKS))
        text = "\n".join(rows_of(app))
        assert "The set is over." in text
        assert ASKS in text


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_where_the_program_ends_under_the_load_the_call_stays_until_another_runs(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=size) as pilot:
        await app.take(pilot, Lost.ENDED)
        for _ in range(3):
            clock.advance(LOWER_MS)
            await app.take(pilot, Lost.ENDED)  # of programs that did not begin
            text = " ".join(" ".join(app.look()).split())
            assert "SPOTTER LIFT" in text
            assert FREE_THE_LIFTER in text
        await app.take(pilot, WordsShown("", ("The next exercise is being chosen.",)), Now(clock.ns))
        assert "LIFT" not in "\n".join(app.look())


async def test_where_it_ends_while_nobody_has_the_load_the_mirror_waits(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, three_reps)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot, Lost.ENDED)
        assert WAITING in "\n".join(rows_of(app))
        await app.take(pilot, Lost.UNREADABLE)
        assert OTHER_VERSION[:40] in "\n".join(rows_of(app))


async def test_a_program_that_does_not_answer_is_said_and_the_count_goes_on(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        assert NO_ANSWER not in "\n".join(app.look())
        clock.advance(SILENT_NS // MS + 1)
        assert NO_ANSWER in "\n".join(app.look())
        moment = app.mirror.query_one(CoachFace).moment
        assert moment is not None
        assert (moment.phase, moment.count) == (Phase.LOWER, 1)


@pytest.mark.parametrize("key", ["space", "enter", "x", "p", "left", "s", "full_stop", "plus", "y", "f8", "f5", "tab"])
async def test_the_keys_of_a_set_do_nothing_but_say_so_for_a_while(services: Services, clock: Clock, key: str) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        before = app.look()
        await pilot.press(key)
        await settle(pilot)
        after = app.look()
        assert after[:-1] == before[:-1]
        assert after[-1].split("mirror")[1].strip() == KEYS_ELSEWHERE
        assert app.is_running
        clock.advance(10_000)
        assert app.look()[-1] == before[-1]


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_that_a_key_does_nothing_is_said_whole_in_any_size(clock: Clock, size: tuple[int, int]) -> None:
    app = MirrorStage(clock)
    async with app.run_test(size=size) as pilot:
        await app.take(pilot)
        await pilot.press("space")
        await settle(pilot)
        assert KEYS_ELSEWHERE in app.look()[-1]


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("scene", ["waiting", "set", "rest", "words"])
async def test_below_every_key_that_is_named_it_says_where_it_is_pressed(
    services: Services, clock: Clock, scene: str, size: tuple[int, int]
) -> None:
    said: tuple[Message, ...] = ()
    if scene == "words":
        said = (WordsShown("", ("Press Space.",)), Now(clock.ns))
    elif scene != "waiting":
        said, _ = await said_by(services, clock, begin_lowering if scene == "set" else three_reps)
    app = MirrorStage(clock, *said)
    async with app.run_test(size=size) as pilot:
        await app.take(pilot)
        line = rows_of(app)[-1].split()
        assert line[0] == "q" and line[-4:] in (["keys", "at", "the", "laptop"], ["others", "at", "the", "laptop"])


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_q_and_esc_close_it(clock: Clock, key: str) -> None:
    app = MirrorStage(clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert app._exit


async def test_help_says_for_a_while_what_it_is(services: Services, clock: Clock) -> None:
    (shown, now), _ = await said_by(services, clock, begin_lowering)
    app = MirrorStage(clock, shown, now)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.take(pilot)
        await pilot.press("f1")
        assert ABOUT in "\n".join(app.look())
        clock.advance(10_000)
        assert ABOUT not in "\n".join(app.look())


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("scene", ["waiting", "set", "rest", "left", "summary"])
def test_it_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], scene: str, size: tuple[int, int]
) -> None:
    services.settings = Settings(colours="full", own_equipment=PLATES)
    said: tuple[Message | Lost, ...] = ()
    if scene in ("set", "left"):
        said = asyncio.run(said_by(services, clock, begin_lowering))[0]
    elif scene == "rest":
        said = asyncio.run(said_by(services, clock, three_reps))[0]
    elif scene == "summary":
        said = (WordsShown("12 REPS", ("SESSION DONE  Bench press", "3 sets · 12 reps")), Now(clock.ns))
    app = MirrorStage(clock, *said, *([Lost.ENDED] if scene == "left" else []))

    async def act(pilot: Pilot[None]) -> None:
        await app.take(pilot)

    assert snap_compare(app, terminal_size=size, run_before=act)


async def test_a_press_before_it_can_be_read_is_dropped_without_a_sound(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[FreshKeysApp] = []
    monkeypatch.setattr(FreshKeysApp, "bell", lambda app: rung.append(app))
    app = MirrorStage(clock)
    async with app.run_test() as pilot:
        await app.take(pilot)
        app.mirror.await_fresh_keys()
        app.post_message(events.Key("x", "x"))
        await pilot.pause()
    assert not rung
