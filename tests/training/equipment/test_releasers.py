"""The hooks of accentuated sets: what they carry, and what stays on the bar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.sets_to_do import Choice
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.equipment.releasers import bar_kg, hooks_text
from negcoach.training.equipment.warm_up import bar_for
from negcoach.training.exercise.safety import CountedOneRm
from negcoach.training.exercise.way import STRAIGHT, Way
from tests.training.advice.builders import default

KG = UsualLoads("kg")
BENCH = replace(default("bench-press"), load_kg=105.0, way=Way.parse("accentuated 70 %"))
GYM = Equipment(parse_weight("20 kg"), parse_plates("25 x 2, 20 x 2, 15, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))


@pytest.mark.parametrize(
    ("percent", "one_rm_kg", "on_bar_kg", "hooks"),
    [
        (70, 100.0, 70.0, "17.5 kg on each end"),
        (65, 99.0, 62.5, "21.25 kg on each end"),  # 64.35 rounded down
        (80, None, 105.0, ""),  # nothing is made of a guess
        (80, 300.0, 105.0, ""),  # a load that is light for the lifter
    ],
)
def test_the_hooks_carry_what_is_not_lifted(
    percent: int, one_rm_kg: float | None, on_bar_kg: float, hooks: str
) -> None:
    plan = replace(BENCH, way=Way.parse(f"accentuated {percent}"))
    assert bar_kg(plan, one_rm_kg, KG) == on_bar_kg and hooks_text(plan, one_rm_kg, KG) == hooks


def test_straight_sets_have_all_of_it_on_the_bar() -> None:
    plan = replace(BENCH, way=STRAIGHT)
    assert bar_kg(plan, 100.0, KG) == 105.0 and hooks_text(plan, 100.0, KG) == ""


@settings(max_examples=60)
@given(st.integers(40, 250), st.integers(60, 80), st.integers(100, 110))
def test_bar_and_hooks_are_the_whole_load_and_no_more_is_lifted_than_asked(one_rm: int, up: int, down: int) -> None:
    plan = replace(BENCH, load_kg=one_rm * down / 100, way=Way.parse(f"accentuated {up}"))
    on_bar = bar_kg(plan, float(one_rm), KG)
    assert 0 < on_bar <= one_rm * up / 100 + 0.01
    hung = float(hooks_text(plan, float(one_rm), KG).split()[0])
    assert abs(on_bar + 2 * hung - plan.load_kg) < 0.02


def test_the_plates_that_are_shown_are_those_on_the_bar() -> None:
    bar = bar_for(BENCH, 100.0, GYM)
    assert bar is not None and bar.load_kg == 70.0


def test_the_warm_up_has_the_plates_of_the_bar_where_none_make_the_load_that_the_hooks_make() -> None:
    question = SpottersQuestion(Choice(replace(BENCH, load_kg=106.0), 100.0), CountedOneRm(100.0), "kg", equipment=GYM)
    *sets, work = question.warm_up_steps
    assert [one.plates for one in sets] == [""] * 4
    assert (work.load, work.plates) == ("106 kg", "2 × 10 + 5 a side on the 20 kg bar, and the hooks")
