"""The warm-up is of the load that the session begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.equipment.warm_up import warm_up
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import default


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "expected"),
    [(105, 100, [50.0, 70.0, 85.0]), (120, 100, [50.0, 70.0, 85.0]), (40, 100, [19.0, 25.0, 30.0])],
    ids=["usual", "at the cap", "an easy session"],
)
def test_it_climbs_towards_the_load_and_never_over_it(load_kg: float, one_rm_kg: float, expected: list[float]) -> None:
    sets = warm_up(replace(default("bench-press"), load_kg=load_kg), one_rm_kg, "kg")
    assert [one.load_kg for one in sets] == expected
    assert [one.reps for one in sets] == [5, 3, 2]
    assert all(one.load_kg < load_kg for one in sets)


def test_in_pounds_it_is_plates() -> None:
    sets = warm_up(replace(default("bench-press"), load_kg=230 * KG_PER_LB), 220 * KG_PER_LB, "lb")
    assert [round(one.load_kg / KG_PER_LB) for one in sets] == [105, 150, 185]


def test_a_bodyweight_exercise_and_an_unknown_load_have_none() -> None:
    assert warm_up(default("negative-dip"), None, "kg") == ()
    assert warm_up(default("bench-press"), 100, "kg") == ()
