"""The warm-up is of the load that the session begins with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.equipment.warm_up import warm_up
from negcoach.training.exercise.alternative import tempo_version
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import default


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "expected"),
    [
        (105, 100, [(50.0, 5), (70.0, 3), (85.0, 2), (95.0, 1)]),
        (120, 100, [(50.0, 5), (70.0, 3), (85.0, 2), (95.0, 1)]),
        (40, 100, [(25.0, 3), (30.0, 2)]),  # 19 kg would be less than the bar
    ],
    ids=["usual", "at the cap", "an easy session"],
)
def test_it_climbs_towards_the_load_and_never_over_it(
    load_kg: float, one_rm_kg: float, expected: list[tuple[float, int]]
) -> None:
    sets = warm_up(replace(default("bench-press"), load_kg=load_kg), one_rm_kg, "kg")
    assert [(one.load_kg, one.reps) for one in sets] == expected
    assert all(one.load_kg < load_kg for one in sets)


def test_of_a_load_that_was_only_typed_it_is_taken_of_what_the_last_ones_stand_for() -> None:
    typed = SetsToDo(replace(default("bench-press"), load_kg=160), 2, None, assumed_one_rm_kg=100.0)
    sets = warm_up(typed.prescription, typed.warm_up_one_rm_kg, "kg")
    assert [one.load_kg for one in sets] == [50.0, 70.0, 85.0, 95.0]
    assert replace(typed, one_rm_kg=140.0).warm_up_one_rm_kg == 140.0


def test_no_set_is_lighter_than_the_bar_but_where_the_work_is() -> None:
    pounds = warm_up(replace(default("bench-press"), load_kg=90 * KG_PER_LB), 225 * KG_PER_LB, "lb")
    assert [round(one.load_kg / KG_PER_LB) for one in pounds] == [60, 70]
    light = warm_up(replace(default("bar-curl"), load_kg=16), 40, "kg")
    assert light and all(one.load_kg < 16 for one in light)


def test_in_pounds_it_is_plates() -> None:
    sets = warm_up(replace(default("bench-press"), load_kg=230 * KG_PER_LB), 220 * KG_PER_LB, "lb")
    assert [round(one.load_kg / KG_PER_LB) for one in sets] == [105, 150, 185, 205]


def test_on_a_machine_two_steps_are_enough_below_the_1rm() -> None:
    sets = warm_up(replace(default("leg-press"), load_kg=100), 120, "kg")
    assert [(one.percent, one.reps) for one in sets] == [(50, 6), (74, 3)]  # 70 kg of 95.2 kg


def test_what_is_lifted_alone_is_warmed_up_for_below_its_own_load() -> None:
    bench = default("bench-press")
    assert bench.exercise.alternative is not None
    alone = replace(bench, exercise=tempo_version(bench.exercise, bench.exercise.alternative), load_kg=65)
    assert [one.load_kg for one in warm_up(alone, 100, "kg")] == [50.0]


def test_the_bar_alone_comes_first_where_its_weight_is_known() -> None:
    plan = replace(default("bench-press"), load_kg=105)
    gym = Equipment(parse_weight("20 kg"), parse_plates("25 x 2, 20 x 2, 15, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))
    assert [(one.load_kg, one.reps, one.rest_ms // 1000) for one in warm_up(plan, 100, "kg", gym)] == [
        (20.0, 8, 60),
        (50.0, 5, 90),
        (70.0, 3, 120),
        (80.0, 2, 180),
        (100.0, 1, 180),
    ]


def test_the_rep_as_the_work_takes_plates_that_come_anyway() -> None:
    gym = Equipment(parse_weight("20 kg"), parse_plates("25 x 2, 20 x 2, 15, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))
    *_, last = warm_up(replace(default("bench-press"), load_kg=110), 100, "kg", gym)
    assert (last.as_work, last.load_kg, last.reps) == (True, 100.0, 1)


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "expected"),
    [
        (105, 100, [(20.0, 8, 0), (50.0, 5, 50), (70.0, 3, 70), (85.0, 2, 85), (100.0, 1, 100)]),
        (110, 100, [(20.0, 8, 0), (50.0, 5, 50), (70.0, 3, 70), (85.0, 2, 85), (100.0, 1, 100)]),
        (62.5, 60, [(20.0, 8, 0), (25.0, 5, 42), (40.0, 3, 67), (50.0, 2, 84), (57.5, 1, 97)]),
        (220, 200, [(20.0, 8, 0), (80.0, 5, 40), (130.0, 3, 65), (170.0, 2, 85), (200.0, 1, 100)]),  # only added
        (40, 100, [(20.0, 8, 0), (25.0, 3, 66), (30.0, 2, 79)]),
    ],
)
def test_with_few_plates_no_set_comes_twice_and_each_says_what_it_is(
    load_kg: float, one_rm_kg: float, expected: list[tuple[float, int, int]]
) -> None:
    """``65 kg x 2`` after ``65 kg x 3`` was called 85 %, and 105 kg came next."""
    few = Equipment(parse_weight("20 kg"), parse_plates("25 x 2, 20, 15, 10, 5, 2.5, 1.25 kg"))
    sets = warm_up(replace(default("bench-press"), load_kg=load_kg), one_rm_kg, "kg", few)
    assert [(one.load_kg, one.reps, one.percent) for one in sets] == expected


def test_it_is_lifted_and_lowered_alone_but_the_last_rep_is_done_as_the_work_is() -> None:
    plan = replace(default("bench-press"), load_kg=105)
    *easy, last = [one.prescription(plan) for one in warm_up(plan, 100, "kg")]
    assert {str(one.tempo) for one in easy} == {"2-0-1-0"}
    assert {one.exercise.words.lift for one in easy} == {"LIFT"}
    assert {one.exercise.spotters.at_least for one in easy} == {0}
    assert (last.tempo, last.exercise, last.reps) == (plan.tempo, plan.exercise, 1)


def test_a_bodyweight_exercise_and_an_unknown_load_have_none() -> None:
    assert warm_up(default("negative-dip"), None, "kg") == ()
    assert warm_up(default("bench-press"), 100, "kg") == ()
