"""After a set that lost its tempo the next one is lighter, and after a second one ending is offered first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.coaching.gate.readiness import WORD
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.start.resume import resumed_sets
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import NAMES, QUIET_MS, WITH_TINY, Bench, coach_app, on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import HEALTHY, Clock, prescribed


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def loads_kg(bench: Bench) -> list[float]:
    """The load of each set on disk."""
    return [one.prescribed.load_kg for record in bench.records() for one in record.sets]


async def lose_the_tempo(bench: Bench, lowered_ms: int = 2_500) -> None:
    """Let the first lowering of the set be too fast, and wait for the rest."""
    if bench.phase is Phase.READY:
        await bench.press("space")
    await bench.until(Phase.LOWER)
    await bench.at(lowered_ms - QUIET_MS - bench.moment.elapsed_ms)
    await bench.press("space")
    await bench.until_rest()


async def pass_the_gate(bench: Bench) -> None:
    """Overrule whatever stands against another set, and say that the spotter is there."""
    while not isinstance(bench.app.screen, RestScreen):
        keys = ("1",) if isinstance(bench.app.screen, SpottersScreen) else WORD
        await bench.press(*keys, "enter")
    await settle(bench.pilot)


async def test_a_load_that_is_rounded_down_says_how_much_less_it_is(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, replace(prescribed(services, sets=3, reps=3), load_kg=40.0)) as bench:
        await lose_the_tempo(bench, 1_900)
        assert "Tempo lost, so 35 kg next (-12.5 %, rounded down). Press e to keep 40 kg." in shown(bench)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_the_result_says_in_every_size_that_the_tempo_was_lost(
    services: Services, clock: Clock, size: tuple[int, int]
) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1), size=size) as bench:
        await lose_the_tempo(bench)
        assert "tempo" in next(row for row in rows_of(bench.app) if "1 of 2 reps" in row)


@pytest.fixture
def bench_press(services: Services) -> Prescription:
    return prescribed(services, sets=4, reps=3)


@pytest.mark.parametrize(("lowered_ms", "load", "percent"), [(2_500, 100, 5), (1_900, 95, 10)])
@pytest.mark.parametrize("key", ["space", "pagedown"])
async def test_after_lost_tempo_the_key_that_goes_on_starts_the_lighter_set(
    services: Services, clock: Clock, bench_press: Prescription, lowered_ms: int, load: float, percent: int, key: str
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench, lowered_ms)
        offer = f"Tempo lost, so {load:g} kg next (-{percent} %). Press e to keep 105 kg."
        assert f"{offer} Next: set 2 of 4 · 3 reps · {load:g} kg" in shown(bench)
        await bench.press(key)
        assert f"of rest left. {offer}" in shown(bench)
        assert f"Next: set 2 of 4 · 3 reps · {load:g} kg" in shown(bench)
        await bench.press(key)
        assert isinstance(bench.app.screen, CoachScreen)
        assert f"{load:g} kg" in rows_of(bench.app)[0]
        await bench.until_rest()
        assert f"Next: set 3 of 4 · 3 reps · {load:g} kg" in shown(bench)
        assert "Tempo lost" not in shown(bench)
        assert loads_kg(bench) == [105, load]
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert f"{load:g} – 105 kg" in shown(bench)
        assert f"Set 2 {load:g} kg · " in shown(bench)


@pytest.mark.parametrize("key", ["e", "f7"])
async def test_keeping_the_load_takes_a_key_of_its_own(
    services: Services, clock: Clock, bench_press: Prescription, key: str
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        assert "e 105 kg" in rows_of(bench.app)[-1]
        await bench.press(key)
        assert "Tempo lost, 105 kg kept. Press e for 100 kg. Next: set 2 of 4 · 3 reps · 105 kg" in shown(bench)
        assert "e 100 kg" in rows_of(bench.app)[-1]
        await bench.press("space", "space")
        await bench.until_rest()
        assert loads_kg(bench) == [105, 105]
        assert "Next: set 3 of 4 · 3 reps · 105 kg" in shown(bench)


async def test_a_rep_taken_back_takes_the_lost_tempo_with_it(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.until(Phase.LIFT)
        await lose_the_tempo(bench)
        assert "stopped: the tempo was lost" in shown(bench) and "100 kg next" in shown(bench)
        await bench.press("left")
        assert "Rep 2 taken back." in shown(bench)
        assert "ended by the lifter" in shown(bench) and "kg next" not in shown(bench)
        assert "Next: set 2 of 4 · 3 reps · 105 kg" in shown(bench)
        assert bench.records()[0].sets[0].stop_reason is StopReason.LIFTERS_CALL
        await bench.press("x", "left")  # what the lifter said of the end stays, whatever is taken back
        assert bench.records()[0].sets[0].stop_reason is StopReason.PAIN


async def test_a_lighter_load_is_said_to_be_as_much_lighter_as_it_is(services: Services, clock: Clock) -> None:
    """35 kg less 10 % is 31.5 kg; the nearest that can be loaded is 32.5 kg."""
    light = replace(prescribed(services, sets=4, reps=3), load_kg=35)
    async with on_the_bench(services, clock, light) as bench:
        await lose_the_tempo(bench, 1_900)
        assert "Tempo lost, so 32.5 kg next (-7.1 %). Press e to keep 35 kg." in shown(bench)


async def test_the_lighter_load_can_be_taken_again(services: Services, clock: Clock, bench_press: Prescription) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("e", "e")
        assert "Tempo lost, so 100 kg next" in shown(bench)
        await bench.press("space", "space")
        await bench.until_rest()
        assert loads_kg(bench) == [105, 100]


async def test_a_press_for_one_load_does_not_begin_the_set_with_the_other(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("space", "e", "space")
        assert isinstance(bench.app.screen, RestScreen)
        assert "Press Space again to begin now" in shown(bench)


async def test_after_lost_tempo_no_set_begins_by_itself(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=3, reps=3)) as bench:
        await lose_the_tempo(bench)
        assert "Tempo lost, so 2 reps next. Press e to keep 3 reps." in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        assert "Tempo lost, so 2 reps next." in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, CoachScreen)
        await bench.until_rest()
        assert "2 of 2 reps" in shown(bench)


async def test_a_second_stop_is_enough_for_today(services: Services, clock: Clock, bench_press: Prescription) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("space", "space")
        await lose_the_tempo(bench)
        assert "That is enough for today. If you go on all the same: set 3 of 4 · 3 reps · 95 kg" in shown(bench)
        assert "space end session" in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert loads_kg(bench) == [105, 100]


@pytest.mark.parametrize(("keys", "load"), [(("g",), 95), (("e", "g"), 100)])
async def test_going_on_after_a_second_stop_needs_a_key_of_its_own_and_passes_the_gate(
    services: Services, clock: Clock, bench_press: Prescription, keys: tuple[str, ...], load: float
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("space", "space")
        await lose_the_tempo(bench)
        await bench.press(*keys)
        assert isinstance(bench.app.screen, ReadinessScreen)
        assert "enough for today" in shown(bench).lower()
        await pass_the_gate(bench)
        assert f"Next: set 3 of 4 · 3 reps · {load:g} kg" in shown(bench)
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, CoachScreen)
        await bench.until_rest()
        assert loads_kg(bench) == [105, 100, load]


async def test_after_a_second_stop_another_exercise_can_be_chosen(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("n")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space", "space")
        await lose_the_tempo(bench)
        await bench.press("n")
        assert bench.app.stage.results == [None]
        assert bench.records()[0].ended_at is None


async def test_a_touched_bar_counts_as_a_stopped_set(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await bench.press("space")
        await bench.until(Phase.LIFT)
        await bench.press("escape")
        await bench.until_rest()
        assert "Press e" not in shown(bench)
        await bench.press("t")
        assert bench.records()[0].sets[0].stop_reason is StopReason.SPOTTER_TOUCHED
        assert "Bar touched, so 100 kg next (-5 %). Press e to keep 105 kg." in shown(bench)
        await bench.press("t")
        assert "Bar touched" not in shown(bench)
        assert "Next: set 2 of 4 · 3 reps · 105 kg" in shown(bench)


async def test_added_load_comes_off_first_and_then_a_rep(services: Services, clock: Clock) -> None:
    added = replace(prescribed(services, "negative-push-up", sets=3, reps=3), load_kg=5.0)
    async with on_the_bench(services, clock, added) as bench:
        await lose_the_tempo(bench)
        assert "Tempo lost, so bodyweight + 4 kg next (-5 %). Press e to keep bodyweight + 5 kg." in shown(bench)


async def test_a_set_whose_lost_rep_was_taken_back_takes_nothing_off(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("space", "left")
        assert "Tempo lost" not in shown(bench)
        assert "Next: set 2 of 4 · 3 reps · 105 kg" in shown(bench)
        assert "again to begin now" not in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, RestScreen)


async def test_a_rep_that_dropped_counts_also_where_no_rule_stops_the_set(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    services.settings = replace(services.settings, stop_single_percent=0, stop_double_percent=0)
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench, 1_900)
        assert "3 of 3 reps" in shown(bench)
        assert "Tempo lost, so 95 kg next (-10 %)." in shown(bench)


async def test_after_the_last_set_another_one_is_lighter_and_passes_the_gate(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=1, reps=3)) as bench:
        await lose_the_tempo(bench)
        assert "That was the last set. One more set: 2 reps." in shown(bench)
        await bench.press("e")
        assert "One more set: 3 reps." in shown(bench)
        await bench.press("e", "a")
        await pass_the_gate(bench)
        assert "Next: set 2 of 2 · 2 reps" in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        await lose_the_tempo(bench)
        assert "That is enough for today." in shown(bench)
        assert "space finish" in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_after_pain_in_the_last_set_nothing_more_is_offered(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=1, reps=3)) as bench:
        await lose_the_tempo(bench)
        await bench.press("x")
        assert "It hurts: stop here." in shown(bench)
        assert "One more set" not in shown(bench)
        await bench.press("e", "a", "g")
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)


async def test_of_two_that_alternate_the_one_that_lost_its_tempo_is_lighter_when_its_turn_comes(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    push_up = prescribed(services, "negative-push-up", sets=4, reps=2)
    alternating = [SetsToDo(bench_press, 1, 100.0), SetsToDo(push_up, 0, None)]
    app = StageApp(lambda: CoachScreen(RunningSession(services), alternating))
    app.clock = services.clock
    async with app.run_test() as pilot:
        await pilot.pause()
        bench = Bench(app, pilot, services, clock)
        await lose_the_tempo(bench)
        assert "Tempo lost: Bench press goes on with 100 kg." in shown(bench)
        assert "Next: Negative push-up, set 1 of 4 · 2 reps" in shown(bench)
        await bench.press("e", "space")
        await bench.until_rest()
        assert "Tempo lost, so 100 kg next (-5 %). Press e to keep 105 kg." in shown(bench)
        assert "Next: Bench press, set 2 of 4 · 3 reps · 100 kg" in shown(bench)
        await bench.press("space", "space")
        await lose_the_tempo(bench)
        assert "That is enough for today." in shown(bench)
        await bench.press("g")
        await bench.until_rest()
        assert "That is enough for today. If you go on all the same: Bench press, set 3 of 4 · 3 reps · 95 kg" in shown(
            bench
        )
        await bench.press("g")
        await pass_the_gate(bench)
        await bench.press("space", "space")
        await bench.until_rest()
        assert loads_kg(bench) == [105, 0, 100, 0, 95]


async def test_a_stop_before_an_interruption_makes_the_next_set_lighter_and_counts(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    left = resumed_sets(unfinished, services)
    assert left is not None
    assert (left.first_set, left.prescription.load_kg) == (2, 100)
    session = RunningSession(services)
    session.resume(unfinished)
    app = StageApp(lambda: CoachScreen(session, [left]))
    app.clock = services.clock
    async with app.run_test() as pilot:
        await pilot.pause()
        bench = Bench(app, pilot, services, clock)
        await lose_the_tempo(bench)
        assert "That is enough for today. If you go on all the same: set 3 of 4 · 3 reps · 95 kg" in shown(bench)


async def test_a_first_side_that_lost_the_tempo_counts_although_the_program_ended_in_the_second(
    services: Services, clock: Clock
) -> None:
    plan = replace(prescribed(services, "biceps-curl", sets=3, reps=3), load_kg=20.0)
    async with on_the_bench(services, clock, plan) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        first = bench.moment.segment.side
        await bench.at(2_500 - QUIET_MS - bench.moment.elapsed_ms)
        await bench.press("space")
        await bench.until(Phase.SWITCH)
        await bench.until(Phase.LOWER)
        assert bench.moment.segment.side is not first
        assert bench.moment.stop is None
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    left = resumed_sets(unfinished, services)
    assert left is not None
    assert left.prescription.load_kg < plan.load_kg


@pytest.mark.parametrize("size", WITH_TINY)
async def test_the_offer_is_seen_at_every_size(
    services: Services, clock: Clock, bench_press: Prescription, size: tuple[int, int]
) -> None:
    async with on_the_bench(services, clock, bench_press, size=size) as bench:
        await lose_the_tempo(bench)
        await settle(bench.pilot)
        offer = "Tempo lost, so 100 kg next (-5 %). Press e to keep 105 kg."
        offer = offer if size[0] >= 60 else "Tempo lost: 100 kg next. e: 105 kg"
        assert offer in shown(bench)
        assert "Next: set 2 of 4 · 3 reps · 100 kg" in shown(bench)
        await bench.press("space")
        await settle(bench.pilot)
        assert "Press Space again to begin now" in shown(bench)
        assert offer in shown(bench)


OFFERS = {"less": "", "kept": "e", "enough": "space space lose", "pain": "x", "again": "space"}


@pytest.fixture
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("in_colour")
@pytest.mark.parametrize("size", WITH_TINY[:3], ids=NAMES[:3])
@pytest.mark.parametrize("offer", OFFERS)
def test_what_is_offered_looks_as_it_should(
    services: Services,
    clock: Clock,
    bench_press: Prescription,
    snap_compare: Callable[..., bool],
    size: tuple[int, int],
    offer: str,
) -> None:
    services.settings = replace(services.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await lose_the_tempo(bench)
        for key in OFFERS[offer].split():
            await (lose_the_tempo(bench) if key == "lose" else bench.press(key))
        await settle(pilot)

    assert snap_compare(coach_app(services, bench_press), terminal_size=size, run_before=act)
