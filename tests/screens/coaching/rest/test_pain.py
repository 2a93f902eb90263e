"""Pain can be said after any set; then nothing begins by itself, and ending is offered first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.gate.readiness import WORD
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import LOWER_MS, QUIET_MS, WITH_TINY, Bench, HeardPlayer, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import HEALTHY, LEAD_IN_MS, Clock, prescribed


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).replace("│", " ").split())


def stored(bench: Bench) -> list[tuple[int, StopReason | None]]:
    """The number of reps of each set on disk, and why it ended."""
    return [(len(one.reps), one.stop_reason) for record in bench.records() for one in record.sets]


async def type_the_word(bench: Bench) -> None:
    """Overrule what stands against another set after pain, and say that the spotter is there."""
    assert isinstance(bench.app.screen, ReadinessScreen)
    assert "It hurt today: no more of this exercise today." in shown(bench)
    await bench.press(*WORD, "enter")
    if isinstance(bench.app.screen, SpottersScreen):
        await bench.press("1", "enter")
    await settle(bench.pilot)


@pytest.mark.parametrize("slug", ["bench-press", "negative-push-up"])
async def test_after_pain_nothing_begins_by_itself_and_space_ends_the_session(
    services: Services, clock: Clock, slug: str
) -> None:
    async with on_the_bench(services, clock, prescribed(services, slug, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x")
        assert stored(bench) == [(1, StopReason.PAIN)]
        assert "It hurts: no more of this exercise today." in shown(bench)
        assert "space end session" in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert bench.records()[0].ended_at is not None


async def test_pain_that_is_merged_in_before_the_first_set_passes_the_gate_again(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up")) as bench:
        perform("negative-dip", days_ago=0.1, sets=1, stop=StopReason.PAIN)
        await bench.press("space")
        assert isinstance(bench.app.screen, ReadinessScreen)
        assert "Negative dip hurt today" in shown(bench)
        await bench.press("enter")
        assert (bench.phase, bench.coach._sets.prescription.sets) == (Phase.READY, 2)
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN


@pytest.mark.parametrize("slug", ["bench-press", "negative-push-up"])
async def test_pain_that_is_merged_in_during_the_rest_stops_the_next_set(
    services: Services, clock: Clock, perform: Callable[..., None], slug: str
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock, prescribed(services, slug, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.at(30_000)
        perform("negative-dip", days_ago=0.1, sets=1, stop=StopReason.PAIN)
        await bench.at(60_000)
        if slug == "bench-press":
            await bench.press("space")
        assert isinstance(bench.app.screen, RestScreen)
        assert "Negative dip hurt today: stop here. Go on only if the pain is gone." in shown(bench)
        assert "space end session" in shown(bench)
        await bench.press("g")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, ReadinessScreen)
        assert "Negative dip hurt today" in shown(bench)
        await bench.press("escape", "space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_after_pain_a_running_rest_asks_again_before_it_ends_the_session(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "space")
        assert "Press Space again to end the session" in shown(bench)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_going_on_after_pain_needs_a_key_of_its_own_the_typed_word_and_less_load(
    services: Services, clock: Clock
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("g")
        await bench.press("g")
        assert isinstance(bench.app.screen, RestScreen)
        assert "again" not in shown(bench)
        await bench.press("x")
        assert "If you go on all the same: set 2 of 2 · 1 rep · 82.5 kg" in shown(bench)
        assert "Next:" not in shown(bench)
        await bench.press("e", "g")
        await type_the_word(bench)
        assert isinstance(bench.app.screen, RestScreen)
        assert "space begin now" in shown(bench)
        assert "Next: set 2 of 2 · 1 rep · 82.5 kg" in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, CoachScreen)
        assert bench.phase is Phase.LEAD_IN
        await bench.until_rest()
        assert stored(bench) == [(1, StopReason.PAIN), (1, StopReason.TARGET_REACHED)]
        assert [one.prescribed.load_kg for one in bench.records()[0].sets] == [105, 82.5]


async def test_after_a_second_painful_set_going_on_is_not_offered(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=4, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "g")
        await type_the_word(bench)
        await bench.press("space", "space")
        await bench.until_rest()
        await bench.press("x")
        assert "It hurt in two sets: no more of this exercise today. Have it looked at." in shown(bench)
        assert "g go on" not in shown(bench)
        await bench.press("g")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("x")
        assert "It hurt" not in shown(bench)
        assert "space begin now" in shown(bench)


async def test_after_a_second_pain_before_the_first_rep_going_on_is_not_offered(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=4, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "g")
        await type_the_word(bench)
        await bench.press("space", "space", "escape")
        await bench.until_no_rep()
        assert stored(bench) == [(1, StopReason.PAIN)]
        await bench.press("x")
        assert stored(bench) == [(1, StopReason.PAIN), (0, StopReason.PAIN)]
        assert "It hurt in two sets" in shown(bench)
        await bench.press("g")
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("x")
        assert stored(bench) == [(1, StopReason.PAIN)]
        await bench.press("x", "space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_going_back_from_the_gate_leaves_the_end_of_the_session_first(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "g")
        assert isinstance(bench.app.screen, ReadinessScreen)
        await bench.at(600_000)
        await bench.press("escape")
        assert isinstance(bench.app.screen, RestScreen)
        assert "It hurts: no more of this exercise today." in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_pain_that_comes_after_one_more_set_was_asked_for_ends_first_all_the_same(
    services: Services, clock: Clock
) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=1, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("a")
        while isinstance(bench.app.screen, ReadinessScreen):
            await bench.press("enter")
        assert "Next: set 2 of 2" in shown(bench)
        await bench.press("x")
        assert "space end session" in shown(bench)
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert stored(bench) == [(1, StopReason.PAIN)]


async def test_a_touched_bar_does_not_take_the_place_of_pain(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("escape")
        await bench.until_rest()
        await bench.press("t", "x", "t")
        assert stored(bench) == [(1, StopReason.PAIN)]


async def test_pain_said_by_mistake_is_taken_back(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "x")
        assert stored(bench) == [(1, StopReason.TARGET_REACHED)]
        assert "begin now" in shown(bench)


async def test_a_set_whose_only_rep_was_taken_back_still_counts_as_pain(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, reps=1)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.press("x", "left")
        assert stored(bench) == [(0, StopReason.PAIN)]
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert "ended in pain" in shown(bench)
        assert stored(bench) == [(0, StopReason.PAIN)]


@pytest.mark.parametrize("into_ms", [2_000, LEAD_IN_MS + 2_000])
async def test_a_set_ended_before_its_first_rep_asks_whether_it_hurts(
    services: Services, clock: Clock, into_ms: int
) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(into_ms)
        await bench.press("escape")
        await bench.until_no_rep()
        assert "Does it hurt?" in shown(bench)
        await bench.press("x")
        assert "It hurts: stop here." in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert stored(bench) == [(0, StopReason.PAIN)]
        assert bench.records()[0].ended_at is not None


@pytest.mark.parametrize("key", ["x", "X", "f8", "ч"])
@pytest.mark.parametrize(
    ("into_ms", "calls"),
    [(LEAD_IN_MS + 2_000, ["lift", "rack-it"]), (LEAD_IN_MS + LOWER_MS + 1_000, ["lift", "rack-it"])],
    ids=["lowering", "lift"],
)
async def test_pain_in_the_set_calls_the_helper_ends_it_and_is_kept(
    services: Services, clock: Clock, key: str, into_ms: int, calls: list[str]
) -> None:
    player = HeardPlayer(clock)
    services.player = player
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(into_ms - QUIET_MS)
        await bench.press(key)
        assert player.called_from(into_ms) == calls
        await bench.until(Phase.RACK)
        assert "space stop here" in shown(bench)
        assert "rest now" not in shown(bench)
        if into_ms > LEAD_IN_MS + LOWER_MS:
            assert "no more of this exercise today" in shown(bench)
            await bench.at(10_000)
            assert "It hurts: no more of this exercise today. If you go on all the same: set 2" in shown(bench)
        else:
            await bench.at(10_000)
            assert "It hurts: stop here." in shown(bench)
        assert [stop for _, stop in stored(bench)] == [StopReason.PAIN]
        assert len(bench.records()[0].sets[0].reps) == (into_ms > LEAD_IN_MS + LOWER_MS)


async def test_pain_said_in_the_set_by_mistake_can_be_taken_back(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + 2_000)
        await bench.press("x")
        await bench.until_no_rep()
        await bench.press("x")
        assert "Does it hurt?" in shown(bench)
        await bench.press("space")
        assert bench.phase is Phase.READY
        assert stored(bench) == []


async def test_pain_can_be_said_in_a_pause_and_in_the_last_word(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("p", "x")
        await bench.until(Phase.RACK)
        await bench.until_rest()
        assert stored(bench) == [(1, StopReason.PAIN)]
        await bench.press("g")
        await type_the_word(bench)
        await bench.press("space", "space")
        await bench.until(Phase.DONE)
        await bench.press("x")
        await bench.until_rest()
        assert stored(bench) == [(1, StopReason.PAIN), (2, StopReason.PAIN)]


async def test_going_on_after_pain_before_the_first_rep_takes_the_typed_word_and_less_load_and_keeps_the_pain(
    services: Services, clock: Clock
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(2_000)
        await bench.press("escape")
        await bench.until_no_rep()
        await bench.press("x", "escape")
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("g")
        assert isinstance(bench.app.screen, ReadinessScreen)
        await bench.press("escape")
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("g")
        await type_the_word(bench)
        assert bench.phase is Phase.READY
        assert "82.5 kg" in rows_of(bench.app)[0]
        await bench.press("space")
        await bench.until_rest()
        assert stored(bench) == [(0, StopReason.PAIN), (2, StopReason.TARGET_REACHED)]
        assert len(bench.coach._session.performed) == 1


async def test_a_set_ended_before_its_first_rep_without_pain_gets_ready_again(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(2_000)
        await bench.press("escape")
        await bench.until_no_rep()
        for _ in range(30):  # a key of before that is held down
            clock.advance(40)
            await bench.pilot.press("escape")
        await bench.at(60_000)
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("pagedown")
        assert bench.phase is Phase.READY
        assert isinstance(bench.app.screen, CoachScreen)
        assert stored(bench) == []


async def test_the_session_can_be_ended_before_the_first_rep(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(2_000)
        await bench.press("escape")
        await bench.until_no_rep()
        await bench.press("q")
        assert bench.app.stage.results == [None]
        assert stored(bench) == []


async def test_reps_taken_back_before_the_set_was_ended_still_count_as_pain(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("left", "escape")
        await bench.until_no_rep()
        await bench.press("x", "space")
        assert stored(bench) == [(0, StopReason.PAIN)]


async def test_a_set_that_is_left_can_be_ended_on_pain(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock) as bench:
        await bench.press("space")
        await bench.at(LEAD_IN_MS + LOWER_MS + 1_000)
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("x")
        await bench.at(8_000)  # the lift is called, and the bar racked, before it is left
        assert isinstance(bench.app.screen, SummaryScreen)
        assert stored(bench) == [(1, StopReason.PAIN)]


@pytest.mark.parametrize("size", [(30, 5), *WITH_TINY])
async def test_the_question_after_no_rep_fits(services: Services, clock: Clock, size: tuple[int, int]) -> None:
    async with on_the_bench(services, clock, size=size) as bench:
        await bench.press("space")
        await bench.at(2_000)
        await bench.press("escape")
        await bench.until(Phase.RACK)
        assert "space go on" in shown(bench)
        await bench.until_no_rep()
        await settle(bench.pilot)
        assert "rest now" not in shown(bench)
        assert "esc end" not in shown(bench)
        assert "x it hurts" in shown(bench)
        assert "q end the session" in shown(bench)
        await bench.press("x")
        await settle(bench.pilot)
        assert "space end the session" in shown(bench)
        assert "g go on: no pain now" in shown(bench)
