"""The next set after one that lost its tempo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.next_set import EndedSet, NextSet, next_set
from negcoach.training.equipment.equipment import NO_EQUIPMENT
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.terms import StopReason
from tests.training.advice.builders import default

BENCH = replace(default("bench-press"), load_kg=105.0)
DIP = default("negative-dip")


def lost(*adherences: float) -> EndedSet:
    return EndedSet(StopReason.TEMPO_LOSS, adherences or (1.0, 0.7, 0.7))


KEPT = EndedSet(StopReason.TARGET_REACHED, (1.0, 1.0))


def test_a_stopped_set_offers_five_percent_less() -> None:
    assert next_set(BENCH, [KEPT, lost()], UsualLoads("kg")) == NextSet(100.0, 5, None, enough=False)


@pytest.mark.parametrize(("adherence", "load_kg"), [(0.4, 100.0), (0.39, 95.0)])
def test_a_dropped_rep_offers_ten_percent_less(adherence: float, load_kg: float) -> None:
    found = next_set(BENCH, [lost(1.0, adherence)], UsualLoads("kg"))
    assert found is not None and found.load_kg == load_kg


def test_a_second_stopped_set_is_enough_for_today() -> None:
    found = next_set(BENCH, [lost(), KEPT, EndedSet(StopReason.SPOTTER_TOUCHED, (1.0,))], UsualLoads("kg"))
    assert found is not None and found.enough


@pytest.mark.parametrize("stop", [StopReason.TARGET_REACHED, StopReason.PAIN, StopReason.LIFTERS_CALL])
def test_any_other_end_offers_nothing(stop: StopReason) -> None:
    assert next_set(BENCH, [lost(), EndedSet(stop, (1.0,))], UsualLoads("kg")) is None
    assert next_set(BENCH, [], UsualLoads("kg")) is None


def test_an_open_set_ends_in_lost_tempo_by_design() -> None:
    assert next_set(replace(BENCH, reps=None), [lost()], UsualLoads("kg")) is None


def test_without_a_load_a_rep_is_taken_off() -> None:
    assert next_set(DIP, [lost()], UsualLoads("kg")) == NextSet(None, 0, 4, enough=False)
    assert next_set(replace(DIP, reps=1), [lost()], UsualLoads("kg")) == NextSet(None, 0, None, enough=False)
    weighted = next_set(replace(DIP, load_kg=5.0), [lost()], UsualLoads("kg"))
    assert weighted is not None and weighted.load_kg == 4.0


def test_the_load_goes_down_in_the_unit_in_which_it_was_typed() -> None:
    plan = replace(BENCH, load_kg=24.0, load_unit="kg")
    offer = next_set(plan, [lost()], NO_EQUIPMENT.loads_for(plan, "lb"))
    assert offer is not None
    assert offer.load_kg == 22.5
