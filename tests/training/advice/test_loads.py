"""Loads that can be loaded: steps, rounding and growth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.advice.loads import increased_load, less_load, load_at, next_load
from negcoach.training.equipment.loading import UsualLoads, round_down
from negcoach.training.exercise.safety import is_over_cap
from negcoach.training.units import KG_PER_LB, Unit
from tests.training.advice.builders import EXERCISES, exercise

UNITS = st.sampled_from(["kg", "lb"])


@pytest.mark.parametrize(
    ("load_kg", "unit", "expected"),
    [
        (107.4, "kg", 105.0),
        (107.5, "kg", 107.5),
        (22.9, "kg", 22.5),
        (19.9, "kg", 19.0),
        (0.4, "kg", 0.4),
        (0.0, "kg", 0.0),
        (229.9 * KG_PER_LB, "lb", 225 * KG_PER_LB),
        (44.0 * KG_PER_LB, "lb", 42.5 * KG_PER_LB),
    ],
)
def test_loads_are_rounded_down_to_what_can_be_loaded(load_kg: float, unit: Unit, expected: float) -> None:
    assert round_down(load_kg, UsualLoads(unit)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("load_kg", "unit", "expected"),
    [
        (105, "kg", 107.5),
        (130, "kg", 135.0),
        (10, "kg", 11.0),
        (106.3, "kg", 110.0),
        (225 * KG_PER_LB, "lb", 230 * KG_PER_LB),
    ],
)
def test_the_next_load_is_two_percent_more_or_the_next_after_that(load_kg: float, unit: Unit, expected: float) -> None:
    assert next_load(load_kg, UsualLoads(unit)) == pytest.approx(expected)


@pytest.mark.parametrize(("load_kg", "expected"), [(105, 110.0), (80, 82.5), (200, 210.0)])
def test_an_easy_bar_grows_by_two_steps_within_five_percent(load_kg: float, expected: float) -> None:
    assert increased_load(exercise("bench-press"), load_kg, UsualLoads("kg"), easy=True) == expected
    assert increased_load(exercise("bench-press"), load_kg, UsualLoads("kg"), easy=False) == next_load(
        load_kg, UsualLoads("kg")
    )


def test_an_easy_machine_grows_by_two_steps_within_ten_percent() -> None:
    assert increased_load(exercise("leg-press"), 60, UsualLoads("kg"), easy=True) == 65.0


@given(load_kg=st.floats(1, 600), unit=UNITS)
def test_rounding_never_adds_and_growth_never_takes(load_kg: float, unit: Unit) -> None:
    assert round_down(load_kg, UsualLoads(unit)) <= load_kg + 0.011
    assert (next_load(load_kg, UsualLoads(unit)) or 0) > load_kg
    assert 0 <= less_load(load_kg, 0.95, UsualLoads(unit)) <= load_kg


@given(slug=st.sampled_from(sorted(EXERCISES)), percent=st.floats(5, 200), one_rm_kg=st.floats(5, 500), unit=UNITS)
def test_a_percentage_is_never_over_the_cap(slug: str, percent: float, one_rm_kg: float, unit: Unit) -> None:
    assert not is_over_cap(exercise(slug), load_at(exercise(slug), percent, one_rm_kg, UsualLoads(unit)), one_rm_kg)
