"""Safety: the cap and the spotters, at their limits and a hair beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import cap_kg, is_over_cap, is_same_load, second_spotter_from_kg, spotters_needed
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit, format_load, parse_load

HAIR_KG = 0.02
"""A little more than what two decimals in pounds or kilograms leave open."""

EXERCISES = shipped_exercises()
CAPPED = [exercise for exercise in EXERCISES if exercise.load is not None]
BENCH = next(exercise for exercise in EXERCISES if exercise.slug == "bench-press")

ONE_RMS_KG = [
    *(half / 2 for half in range(1, 2 * MOST_KG + 1)),
    *(pounds * KG_PER_LB for pounds in range(1, int(MOST_KG / KG_PER_LB) + 1)),
]
"""Every 1RM in half kilograms and in whole pounds."""


@pytest.mark.parametrize("exercise", CAPPED, ids=lambda exercise: exercise.slug)
def test_a_load_at_the_cap_is_never_over_it_and_one_a_hair_above_always(exercise: Exercise) -> None:
    for one_rm_kg in ONE_RMS_KG:
        cap = cap_kg(exercise, one_rm_kg)
        assert cap is not None
        judged = [is_over_cap(exercise, cap + hair, one_rm_kg) for hair in (-HAIR_KG, 0.0, HAIR_KG)]
        assert judged == [False, False, True], f"1RM {one_rm_kg}"


@given(st.sampled_from(ONE_RMS_KG), st.sampled_from(["kg", "lb"]))
def test_a_cap_that_is_shown_and_typed_again_is_the_same_load(one_rm_kg: float, unit: Unit) -> None:
    cap = one_rm_kg * 0.8
    again_kg = parse_load(format_load(cap, unit), unit)
    assert is_same_load(again_kg, cap)


def test_nothing_is_over_a_cap_that_is_not_known() -> None:
    assert not is_over_cap(BENCH, 500.0, None)
    dip = next(exercise for exercise in EXERCISES if exercise.load is None)
    assert not is_over_cap(dip, 500.0, 100.0)


@pytest.mark.parametrize(
    ("load_kg", "spotters"), [(135.98, 1), (135.995, 2), (136.0, 2), (136.02, 2), (299.83 * KG_PER_LB, 2)]
)
def test_a_load_at_the_limit_in_all_needs_the_second_spotter_whatever_its_unit(load_kg: float, spotters: int) -> None:
    assert spotters_needed(BENCH, load_kg, 120.0) == spotters


@pytest.mark.parametrize("one_rm_kg", [10.0, 20.0, 35.5, 45 * KG_PER_LB])
def test_a_load_at_the_limit_above_the_1rm_needs_the_second_spotter(one_rm_kg: float) -> None:
    limit_kg = second_spotter_from_kg(BENCH, one_rm_kg)
    assert limit_kg == min(one_rm_kg + 100, 136)
    judged = [spotters_needed(BENCH, limit_kg + hair, one_rm_kg) for hair in (-HAIR_KG, 0.0, HAIR_KG)]
    assert judged == [1, 2, 2]


def test_an_exercise_that_always_needs_two_needs_no_third() -> None:
    rule = replace(BENCH.spotters, at_least=2)
    assert spotters_needed(replace(BENCH, spotters=rule), 500.0, 100.0) == 2


def test_a_rule_without_limits_asks_for_no_second_spotter() -> None:
    rule = replace(BENCH.spotters, second_from_total_kg=None, second_from_above_1rm_kg=None)
    assert second_spotter_from_kg(replace(BENCH, spotters=rule), 100.0) is None
