"""The last set of a drop set: at once after the one before it, with less load on the bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.coaching.start.resume import resumed_sets
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import Way
from negcoach.training.score.cues import LESS_WEIGHT
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.giant_clock import GiantClock
from negcoach.widgets.coach.giant_word import GiantWord
from tests.screens.coaching.rest.test_next_bar import GYM, lose_the_tempo
from tests.screens.coaching.stage import NAMES, WITH_TINY, Bench, HeardPlayer, coach_app, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import Clock, prescribed


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def drop_set(services: Services) -> Prescription:
    """Two sets at 105 kg and the drop, of one rep each; the plates are known."""
    services.settings = replace(services.settings, own_equipment=GYM, colours="full")
    return replace(prescribed(services, sets=3, reps=1), way=Way.parse("drop 10 %"))


def word(bench: Bench) -> GiantWord:
    return bench.app.screen.query_one(GiantWord)


def loads_kg(bench: Bench) -> list[float]:
    """The load of each set on disk, as planned and as performed."""
    stored = [one for record in bench.records() for one in record.sets]
    assert [one.load_kg for one in stored] == [one.prescribed.load_kg for one in stored]
    return [one.load_kg for one in stored]


async def before_the_drop(bench: Bench) -> None:
    """Do both sets at the full load, and wait for what comes after them."""
    await bench.press("space")
    await bench.until_rest()
    assert not word(bench).display and bench.app.screen.query_one(GiantClock).display
    await bench.press("space", "space")
    await bench.until_rest()


async def test_the_load_comes_off_at_once_and_both_loads_are_kept(
    services: Services, clock: Clock, drop_set: Prescription
) -> None:
    player = services.player = HeardPlayer(clock)
    async with on_the_bench(services, clock, drop_set) as bench:
        ready = "after set 2: 15 kg off · 5 + 2.5 from each end then set 3 straight after, no rest"
        assert ready in " ".join(" ".join(rows_of(bench.app)).split())
        await before_the_drop(bench)
        assert word(bench).display and word(bench).word == "5+2.5 OFF"
        assert player.called_from(0) == [LESS_WEIGHT]
        text = " ".join(rows_of(bench.app))
        assert "set 3 of 3, drop · 1 rep · 90 kg" in text and "No rest: 15 kg off, 5 + 2.5 from each end." in text
        await bench.press("space")
        assert isinstance(bench.app.screen, RestScreen)  # the bar is still being racked
        await bench.at(30_000)
        assert isinstance(bench.app.screen, RestScreen)  # it waits for the key
        await bench.press("space")
        assert bench.phase is Phase.LEAD_IN and loads_kg(bench) == [105.0, 105.0]
        await bench.until(Phase.LOWER)
        await bench.until_rest()
        assert loads_kg(bench) == [105.0, 105.0, 90.0]
        await bench.press("a")
        rest = bench.app.screen_stack[-2]  # below what the gate asks first
        assert isinstance(rest, RestScreen) and rest._set_done[-1] == "set 3 of 3, drop"


async def test_the_summary_says_of_the_drop_from_what_to_what(
    services: Services, clock: Clock, drop_set: Prescription
) -> None:
    async with on_the_bench(services, clock, replace(drop_set, sets=2)) as bench:
        await bench.press("space")
        await bench.until_rest()
        await bench.at(30_000)
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.until_rest()
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        text = " ".join(" ".join(rows_of(bench.app)).split())
        assert "Set 1 105 kg ·" in text and "Set 2 drop 10 %: 105 → 90 kg ·" in text


async def test_after_lost_tempo_or_pain_nothing_follows_at_once(
    services: Services, clock: Clock, drop_set: Prescription
) -> None:
    async with on_the_bench(services, clock, replace(drop_set, sets=2)) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert word(bench).display
        await bench.press("x")  # it hurts
        assert not word(bench).display and bench.app.screen.query_one(GiantClock).display
        await bench.press("x")
        assert word(bench).display
    async with on_the_bench(services, clock, replace(drop_set, sets=2)) as bench:
        await lose_the_tempo(bench)
        assert not word(bench).display and "drop" not in " ".join(rows_of(bench.app))


async def test_a_session_that_was_cut_off_before_the_drop_goes_on_with_less_load(
    services: Services, clock: Clock, drop_set: Prescription
) -> None:
    async with on_the_bench(services, clock, drop_set) as bench:
        await before_the_drop(bench)
    unfinished = services.journal.unfinished()
    assert unfinished is not None
    left = resumed_sets(unfinished, services)
    assert left is not None and left.first_set == 3 and left.dropped
    assert left.prescription.load_kg == 90.0


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
def test_what_comes_off_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], drop_set: Prescription, size: tuple[int, int]
) -> None:
    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await bench.press("space")
        await bench.until_rest()
        await settle(pilot)

    assert snap_compare(coach_app(services, replace(drop_set, sets=2)), run_before=act, terminal_size=size)
