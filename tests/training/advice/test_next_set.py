"""The next set after one that lost its tempo or hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_set import EndedSet, NextSet, next_set
from negcoach.training.equipment.equipment import NO_EQUIPMENT
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.terms import StopReason
from tests.training.advice.builders import NOW, advise, default, session

BENCH = replace(default("bench-press"), load_kg=105.0)
DIP = default("negative-dip")
KG = UsualLoads("kg")
LOST = StopReason.TEMPO_LOSS


def lost(*adherences: float) -> EndedSet:
    return EndedSet(StopReason.TEMPO_LOSS, adherences or (1.0, 0.7, 0.7))


KEPT = EndedSet(StopReason.TARGET_REACHED, (1.0, 1.0))


def test_a_stopped_set_offers_five_percent_less() -> None:
    assert next_set(BENCH, [KEPT, lost()], KG) == NextSet(LOST, 100.0, 5, None, enough=False, taken_percent=4.8)


@pytest.mark.parametrize(("adherence", "load_kg"), [(0.4, 100.0), (0.39, 95.0)])
def test_a_dropped_rep_offers_ten_percent_less(adherence: float, load_kg: float) -> None:
    found = next_set(BENCH, [lost(1.0, adherence)], KG)
    assert found is not None and found.load_kg == load_kg


def test_a_dropped_rep_counts_whatever_ended_its_set() -> None:
    dropped = EndedSet(StopReason.TARGET_REACHED, (1.0, 0.39, None))
    assert next_set(BENCH, [dropped], KG) == NextSet(LOST, 95.0, 10, None, enough=False, taken_percent=9.5)
    found = next_set(BENCH, [dropped, lost()], KG)
    assert found is not None and found.enough


@pytest.mark.parametrize(
    ("plan", "load_kg", "percent"),
    [(BENCH, 82.5, 20), (replace(BENCH, reps=None), 82.5, 20), (DIP, None, 0), (replace(DIP, load_kg=-20.0), None, 0)],
)
def test_pain_takes_a_fifth_off_and_is_enough_for_today(
    plan: Prescription, load_kg: float | None, percent: int
) -> None:
    found = next_set(plan, [EndedSet(StopReason.PAIN, ())], KG)
    taken = 21.4 if load_kg else 0
    assert found == NextSet(StopReason.PAIN, load_kg, percent, None, enough=True, taken_percent=taken)


@pytest.mark.parametrize(("load_kg", "less_kg", "taken"), [(40.0, 35.0, 12.5), (60.0, 55.0, 8.3), (70.0, 62.5, 10.7)])
def test_what_is_rounded_down_says_how_much_less_it_really_is(load_kg: float, less_kg: float, taken: float) -> None:
    found = next_set(replace(BENCH, load_kg=load_kg), [EndedSet(LOST, (1.0, 0.3))], KG)
    assert found is not None
    assert (found.load_kg, found.percent, found.taken_percent) == (less_kg, 10, taken)


def test_the_next_set_is_never_more_than_was_planned() -> None:
    offer = NextSet(LOST, 100.0, 5, None, enough=False)
    assert offer.of(BENCH).load_kg == 100.0
    assert offer.of(replace(BENCH, load_kg=80.0)).load_kg == 80.0
    rep_less = NextSet(LOST, None, 0, 3, enough=False)
    assert [rep_less.of(replace(DIP, reps=reps)).reps for reps in (2, 4, None)] == [2, 3, 3]


def test_a_second_stopped_set_is_enough_for_today() -> None:
    found = next_set(BENCH, [lost(), KEPT, EndedSet(StopReason.SPOTTER_TOUCHED, (1.0,))], KG)
    assert found is not None and found.enough


@pytest.mark.parametrize("stop", [StopReason.TARGET_REACHED, StopReason.INTERRUPTED, StopReason.LIFTERS_CALL])
def test_any_other_end_offers_nothing(stop: StopReason) -> None:
    assert next_set(BENCH, [lost(), EndedSet(stop, (1.0,))], KG) is None
    assert next_set(BENCH, [], KG) is None


def test_an_open_set_ends_in_lost_tempo_by_design() -> None:
    assert next_set(replace(BENCH, reps=None), [lost()], KG) is None


def test_without_a_load_a_rep_is_taken_off() -> None:
    assert next_set(DIP, [lost()], KG) == NextSet(LOST, None, 0, 4, enough=False)
    assert next_set(replace(DIP, reps=1), [lost()], KG) == NextSet(LOST, None, 0, None, enough=False)
    weighted = next_set(replace(DIP, load_kg=5.0), [lost()], KG)
    assert weighted is not None and weighted.load_kg == 4.0


def test_the_load_goes_down_in_the_unit_in_which_it_was_typed() -> None:
    plan = replace(BENCH, load_kg=24.0, load_unit="kg")
    offer = next_set(plan, [lost()], NO_EQUIPMENT.loads_for(plan, "lb"))
    assert offer is not None
    assert offer.load_kg == 22.5


def on_one_day(*sets: tuple[float, StopReason]) -> PastSession:
    """A session an hour ago: the load of each set of three reps, and why it ended."""
    (template,) = session("bench-press", 105, days_ago=1 / 24, sets=1, reps=3, of_reps=3).sets
    return PastSession(
        NOW - timedelta(hours=1),
        tuple(replace(template, load_kg=load_kg, stop=stop) for load_kg, stop in sets),
    )


@pytest.mark.parametrize(
    ("sets", "load_kg"),
    [
        (((105, LOST),), 100),
        (((105, LOST), (100, StopReason.TARGET_REACHED)), 100),
        (((105, LOST), (100, LOST)), 95),
        (((105, StopReason.TARGET_REACHED),), 105),
    ],
)
def test_on_the_day_on_which_a_set_lost_its_tempo_every_way_to_another_one_is_lighter(
    sets: tuple[tuple[float, StopReason], ...], load_kg: float
) -> None:
    worked = [session("bench-press", 105, days_ago=days_ago, reps=3, of_reps=3) for days_ago in (20, 16, 12, 8, 4)]
    found = advise("bench-press", *worked, on_one_day(*sets), one_rm_kg=100)
    assert found.prescription.load_kg == load_kg
    stops = sum(stop is LOST for _, stop in sets)
    assert stops == 0 or found.rule.name == ("tempo lost today", "enough for today")[stops - 1]
    if load_kg < 105:
        assert found.level_for(replace(found.prescription, load_kg=105.0)) >= Level.WARNING
