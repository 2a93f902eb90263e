"""The rest: its clock, its keys, and what may not happen beneath another screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.formatting import countdown_text
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.services import Services
from negcoach.store.editing.editor import Editor
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock
from tests.screens.coaching.stage import (
    LOWER_MS,
    NAMES,
    QUIET_MS,
    WITH_TINY,
    Bench,
    HeardPlayer,
    coach_app,
    on_the_bench,
    three_reps,
)
from tests.screens.conftest import rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def bodyweight(services: Services) -> Prescription:
    """Two sets of one negative push-up, with a minute of rest."""
    return prescribed(services, "negative-push-up", reps=1)


async def rest(bench: Bench) -> RestScreen:
    await bench.press("space")
    return await bench.until_rest()


async def ended_early(bench: Bench) -> None:
    """Rest after a set that the lifter ended with one rep done."""
    await bench.press("space")
    await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
    await bench.press("escape")
    await bench.until_rest()


def left_s(bench: Bench) -> int:
    return -(-bench.app.screen.query_one(GiantClock).left_ms // 1000)


def shown(bench: Bench) -> str:
    return "\n".join(rows_of(bench.app))


async def test_a_regression_begins_its_next_set_by_itself(
    services: Services, clock: Clock, bodyweight: Prescription
) -> None:
    async with on_the_bench(services, clock, bodyweight) as bench:
        await rest(bench)
        await bench.at(59_000)
        assert bench.app.screen.query_one(GiantClock).state is ClockState.WARNING
        await bench.at(2_000)
        assert isinstance(bench.app.screen, CoachScreen)
        assert (bench.phase, bench.face.card and bench.face.card.set_label) == (Phase.LEAD_IN, "set 2 of 2")


async def test_an_overload_set_waits_for_the_spotter(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        assert bench.app.screen.query_one(GiantClock).state is ClockState.OVER
        await bench.press("pagedown")
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.LEAD_IN


async def test_a_next_key_that_bounces_begins_one_set_only(
    services: Services, clock: Clock, bodyweight: Prescription
) -> None:
    async with on_the_bench(services, clock, bodyweight) as bench:
        await rest(bench)
        await bench.press("space")
        await bench.bounce("space")
        assert bench.phase is Phase.LEAD_IN
        await bench.until_rest()
        await bench.bounce("enter")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert bench.app.screen.query_one("#rpe").has_focus


async def test_a_press_that_ended_the_set_does_not_end_the_rest(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.DONE)
        clock.advance(300)
        for _ in range(6):  # "go on" in the closing words
            await bench.pilot.press("space")
            clock.advance(30)
            bench.look()
            await bench.pilot.pause()
        assert isinstance(bench.app.screen, RestScreen)


@pytest.mark.parametrize("slug", ["bench-press", "negative-push-up"])
@pytest.mark.parametrize("key", ["space", "enter", "pagedown", "right", "down"])
async def test_a_running_rest_is_ended_by_two_presses_of_which_it_shows_the_first(
    services: Services, clock: Clock, slug: str, key: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, slug, reps=1, rest_ms=180_000)) as bench:
        await rest(bench)
        await bench.at(8_000)
        await bench.press(key)
        assert isinstance(bench.app.screen, RestScreen)
        left = countdown_text(left_s(bench) * 1000)
        assert f"Press Space again to begin now: {left} of rest left." in shown(bench)
        await bench.press(key)
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.LEAD_IN


async def test_the_second_press_that_ends_a_rest_is_not_awaited_for_long(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1, rest_ms=180_000)) as bench:
        await rest(bench)
        await bench.press("space")
        assert "again" in shown(bench)
        await bench.at(5_000)
        assert "again" not in shown(bench)
        await bench.press("space")
        assert "again" in shown(bench)
        assert isinstance(bench.app.screen, RestScreen)


async def test_a_key_that_is_held_down_never_ends_a_rest(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1, rest_ms=60_000)) as bench:
        await rest(bench)
        await bench.press("space")
        for pause_ms in (660, *[40] * 40, 500, 500, 500):
            clock.advance(pause_ms)
            await bench.pilot.press("space")
            bench.look()
        assert isinstance(bench.app.screen, RestScreen)


async def test_a_press_for_the_running_rest_does_not_begin_the_set_when_the_rest_is_just_over(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.at(bench.app.screen.query_one(GiantClock).left_ms)
        for _ in range(20):
            clock.advance(30)
            await bench.pilot.press("pagedown")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("pagedown")
        assert isinstance(bench.app.screen, CoachScreen)


async def test_presses_late_for_the_closing_words_end_no_rest(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        for late_ms in (50, 250, 500, 500):
            clock.advance(late_ms)
            await bench.pilot.press("space")
            bench.look()
        assert isinstance(bench.app.screen, RestScreen)


async def test_a_rest_is_never_made_so_short_that_it_ends(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", reps=1)) as bench:
        await rest(bench)
        for _ in range(20):
            await bench.press("minus")
        assert isinstance(bench.app.screen, RestScreen)


async def test_the_rest_is_made_longer_and_shorter(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        before = left_s(bench)
        await bench.press("plus")
        assert left_s(bench) - before in (14, 15)
        await bench.bounce("minus")
        assert before - left_s(bench) in (0, 1)


@pytest.mark.parametrize(("key", "effort"), [("1", 1), ("7", 7), ("0", 10)])
async def test_effort_is_one_keystroke(services: Services, clock: Clock, key: str, effort: int) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.bounce(key)
        assert bench.records()[0].sets[0].rpe == effort
        await bench.press(key)
        assert bench.records()[0].sets[0].rpe == effort  # who confirms what stands there does not clear it


async def test_an_effort_is_cleared_by_one_less_than_the_least(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.press("1", "backspace")
        assert bench.records()[0].sets[0].rpe is None


async def test_the_reason_of_an_early_end_is_one_keystroke(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await ended_early(bench)

        def stop() -> StopReason | None:
            return bench.records()[0].sets[0].stop_reason

        assert stop() is StopReason.LIFTERS_CALL
        await bench.bounce("t")
        assert stop() is StopReason.SPOTTER_TOUCHED
        await bench.press("x", "t")
        assert stop() is StopReason.PAIN
        await bench.press("x")
        assert stop() is StopReason.LIFTERS_CALL


async def test_nobody_touched_the_bar_in_a_set_that_reached_its_target(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.press("t")
        assert bench.records()[0].sets[0].stop_reason is StopReason.TARGET_REACHED


async def test_a_rep_is_taken_back_in_the_rest(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await rest(bench)
        assert "target reached" in shown(bench)
        await bench.bounce("left")
        assert bench.stored() == [(1, 1, None)]
        assert "1 of 2 reps · ended by the lifter" in shown(bench)
        assert "Rep 2 taken back." in shown(bench)
        await bench.press("pageup")
        assert bench.stored() == []
        assert "Reps 1 and 2 taken back." in shown(bench)
        await bench.press("space", "space")
        assert bench.phase is Phase.LEAD_IN


async def test_a_rep_that_was_taken_back_in_the_rest_is_brought_back(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await rest(bench)
        before, verdict = bench.stored(), "2 of 2 reps · target reached"
        assert verdict in shown(bench)
        await bench.press("u")
        assert (bench.stored(), "bring" in shown(bench)) == (before, False)
        await bench.press("left", "left")
        assert bench.stored() == []
        assert "Reps 1 and 2 taken back. u brings it back." in shown(bench)
        await bench.bounce("u")
        assert bench.stored() == before[:1]
        assert "1 of 2 reps · ended by the lifter" in shown(bench)
        assert "Rep 2 taken back. u brings it back." in shown(bench)
        await bench.press("u", "u")
        assert bench.stored() == before
        assert bench.records()[0].sets[0].stop_reason is StopReason.TARGET_REACHED
        assert verdict in shown(bench)
        assert "brings" not in shown(bench)
        await bench.press("x", "left", "u")  # what was said of its end stays
        assert bench.records()[0].sets[0].stop_reason is StopReason.PAIN
        assert bench.stored() == before


async def test_a_rep_is_brought_back_as_the_history_has_corrected_it(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await rest(bench)
        record = bench.records()[0].sets[0]
        Editor(services.database).change_rep(record.id, 2, 4_200, services.now())
        await bench.press("f3", "escape")
        assert bench.stored()[1][-1] == 4_200
        await bench.press("left", "u")
        assert bench.stored()[1][-1] == 4_200


async def test_a_rep_is_taken_back_after_closing_words_cut_short(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.until(Phase.DONE)
        await bench.press("space")
        await bench.until_rest()
        assert bench.records()[0].sets[0].stop_reason is StopReason.TARGET_REACHED
        await bench.press("left")
        assert bench.stored() == [(1, 1, None)]
        assert bench.records()[0].sets[0].stop_reason is StopReason.LIFTERS_CALL


@pytest.mark.parametrize(
    ("single", "double", "stop", "mark", "words"),
    [
        (60, 80, StopReason.TARGET_REACHED, "~", "Rep 1 a little fast."),
        (88, 80, StopReason.TEMPO_LOSS, "!", "Rep 1 came down too fast."),
        (0, 88, StopReason.TARGET_REACHED, "!", "Rep 1 came down too fast."),  # one alone does not stop the set
        (0, 0, StopReason.TARGET_REACHED, "~", "Rep 1 a little fast."),
    ],
)
async def test_the_marks_follow_the_setting_that_the_stop_follows(
    services: Services, clock: Clock, single: int, double: int, stop: StopReason, mark: str, words: str
) -> None:
    services.settings = replace(services.settings, stop_single_percent=single, stop_double_percent=double)
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.at(4_300 - QUIET_MS - bench.moment.elapsed_ms)
        await bench.press("space")
        assert f"{mark} 4.3 s" in shown(bench)
        await bench.until_rest()
        assert bench.records()[0].sets[0].stop_reason is stop
        assert words in shown(bench)
        assert f"{mark} 4.3 s / 5 s" in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert f"{mark} 4.3 s / 5 s" in shown(bench)


async def test_muting_is_shown(services: Services, clock: Clock) -> None:
    player = HeardPlayer(clock)
    player.engine = "miniaudio"
    services.player = player
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        assert "voice 80 %" in rows_of(bench.app)[0]
        await bench.press("full_stop")
        assert "muted" in rows_of(bench.app)[0]


async def test_the_last_rest_leads_to_the_summary(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await rest(bench)
        await bench.at(600_000)
        assert "That was the last set" in shown(bench)
        assert not bench.app.screen.query_one(GiantClock).display
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_finishing_early_asks_and_then_shows_the_summary(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.bounce("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.bounce("space")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert bench.records()[0].ended_at is not None


async def test_the_end_keys_do_not_end_the_rest(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await rest(bench)
        await bench.press("escape", "f5")
        assert isinstance(bench.app.screen, RestScreen)


async def test_history_over_the_rest_neither_loses_it_nor_begins_a_set(
    services: Services, clock: Clock, bodyweight: Prescription
) -> None:
    app = NegcoachApp(services, CoachRequest(bodyweight, None))
    async with on_the_bench(services, clock, app=app) as bench:
        await rest(bench)
        await bench.press("7")
        await bench.at(10_000)
        await bench.press("h")
        assert isinstance(app.screen, HistoryScreen)
        await bench.at(20_000)
        await bench.press("escape")
        assert isinstance(app.screen, RestScreen)
        assert left_s(bench) <= 30
        await bench.press("h")
        await bench.at(120_000)
        assert isinstance(app.screen, HistoryScreen)
        await bench.press("escape")
        await bench.at(1_000)
        assert isinstance(app.screen, RestScreen)
        assert "Press Space" in shown(bench)
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN
        assert bench.records()[0].sets[0].rpe == 7


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
async def test_thirty_reps_on_two_sides_leave_room_for_the_rest(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    prescription = prescribed(services, "heel-drop", tempo="1-0-A-0", reps=15, lift_ms=1_000)
    async with on_the_bench(services, clock, prescription, size=size) as bench:
        await rest(bench)
        rows = rows_of(bench.app)
        assert any("30 of 30 reps" in row for row in rows)
        assert any("▸pain left" in row for row in rows[:-1])
        assert any("Next: set 2" in row for row in rows)
        assert rows[-1].strip().startswith("space")
        if size[1] > 20:
            assert "L15" in "\n".join(rows)
            assert "R15" in "\n".join(rows)
            assert " L1 " in "\n".join(rows)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
@pytest.mark.parametrize("sets", [3, 1])
def test_the_rest_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int], sets: int
) -> None:
    services.settings = replace(services.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await three_reps(bench)
        await bench.press("8")
        await bench.at(20_000)
        await settle(pilot)

    app = coach_app(services, prescribed(services, reps=4, sets=sets, rest_ms=150_000))
    assert snap_compare(app, terminal_size=size, run_before=act)
