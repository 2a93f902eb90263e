"""After a set that was stopped on lost tempo less is offered, and after a second one the end of the session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.coaching.resume import resumed_sets
from negcoach.coaching.session.running_session import RunningSession
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import NAMES, QUIET_MS, WITH_TINY, Bench, coach_app, on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import Clock, prescribed


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
async def test_a_key_takes_load_off_the_sets_to_come(
    services: Services, clock: Clock, bench_press: Prescription, lowered_ms: int, load: float, percent: int
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench, lowered_ms)
        assert f"Tempo lost. Take {load:g} kg (-{percent} %)? Press e. Next: set 2 of 4 · 3 reps · 105 kg" in shown(
            bench
        )
        await bench.press("e")
        assert f"Next: set 2 of 4 · 3 reps · {load:g} kg" in shown(bench)
        assert "Tempo lost" not in shown(bench)
        await bench.press("space", "space")
        assert isinstance(bench.app.screen, CoachScreen)
        assert f"{load:g} kg" in rows_of(bench.app)[0]
        await bench.until_rest()
        assert f"Next: set 3 of 4 · 3 reps · {load:g} kg" in shown(bench)
        assert loads_kg(bench) == [105, load]
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert f"{load:g} – 105 kg" in shown(bench)
        assert f"Set 2 {load:g} kg · " in shown(bench)


async def test_less_is_offered_not_imposed(services: Services, clock: Clock, bench_press: Prescription) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("e", "e")
        assert "Tempo lost. Take 100 kg" in shown(bench)
        await bench.press("space", "space")
        await bench.until_rest()
        assert loads_kg(bench) == [105, 105]


async def test_a_second_stop_is_enough_for_today(services: Services, clock: Clock, bench_press: Prescription) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("e", "space", "space")
        await lose_the_tempo(bench)
        assert "That is enough for today." in shown(bench)
        assert "space end session" in shown(bench)
        await bench.at(600_000)
        assert isinstance(bench.app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert loads_kg(bench) == [105, 100]


async def test_going_on_after_a_second_stop_needs_a_key_of_its_own(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
        await bench.press("e", "space", "space")
        await lose_the_tempo(bench)
        await bench.press("e", "g", "g")
        assert isinstance(bench.app.screen, CoachScreen)
        await bench.until_rest()
        assert loads_kg(bench) == [105, 100, 95]


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
        assert "Bar touched. Take 100 kg (-5 %)? Press e." in shown(bench)


async def test_added_load_comes_off_first_and_then_a_rep(services: Services, clock: Clock) -> None:
    added = replace(prescribed(services, "negative-push-up", sets=3, reps=3), load_kg=5.0)
    async with on_the_bench(services, clock, added) as bench:
        await lose_the_tempo(bench)
        assert "Tempo lost. Take bodyweight + 4 kg (-5 %)? Press e." in shown(bench)


async def test_without_load_a_rep_less_is_offered(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, "negative-push-up", sets=3, reps=3)) as bench:
        await lose_the_tempo(bench)
        assert "Tempo lost. Do 2 reps? Press e." in shown(bench)
        await bench.press("e", "space", "space")
        await bench.until_rest()
        assert "2 of 2 reps" in shown(bench)


async def test_nothing_is_offered_after_the_last_set_or_after_pain(services: Services, clock: Clock) -> None:
    async with on_the_bench(services, clock, prescribed(services, sets=2, reps=3)) as bench:
        await lose_the_tempo(bench)
        await bench.press("x")
        assert "Press e" not in shown(bench)
        assert "It hurts: stop here." in shown(bench)
        await bench.press("x", "e", "space", "space")
        await lose_the_tempo(bench)
        assert "That was the last set." in shown(bench)
        await bench.press("e", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        assert loads_kg(bench) == [105, 100]


async def test_a_stop_before_an_interruption_counts_with_the_one_after_it(
    services: Services, clock: Clock, bench_press: Prescription
) -> None:
    async with on_the_bench(services, clock, bench_press) as bench:
        await lose_the_tempo(bench)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    plan = resumed_sets(unfinished, services)
    assert plan is not None
    session = RunningSession(services)
    session.take_up(unfinished)
    app = StageApp(lambda: CoachScreen(session, [plan]))
    app.clock = services.clock
    async with app.run_test() as pilot:
        await pilot.pause()
        bench = Bench(app, pilot, services, clock)
        await lose_the_tempo(bench)
        assert "That is enough for today." in shown(bench)


@pytest.mark.parametrize("size", WITH_TINY)
async def test_the_offer_is_seen_at_every_size(
    services: Services, clock: Clock, bench_press: Prescription, size: tuple[int, int]
) -> None:
    async with on_the_bench(services, clock, bench_press, size=size) as bench:
        await lose_the_tempo(bench)
        await settle(bench.pilot)
        percent = " (-5 %)" if size[0] >= 60 else ""
        assert f"Tempo lost. Take 100 kg{percent}? Press e." in shown(bench)
        assert "105 kg" in shown(bench)


OFFERS = {"less": "", "taken": "e", "enough": "e space space lose", "pain": "x", "again": "space"}


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
