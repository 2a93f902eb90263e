"""What comes off each end of a bar that is unloaded before it comes up again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.coaching.gate.spotters import SpottersQuestion
from negcoach.coaching.sets_to_do import Choice
from negcoach.training.equipment.equipment import Equipment, plates_after, side_text
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.equipment.load_note import unload_note
from negcoach.training.equipment.plates import change_between
from negcoach.training.equipment.unloading import STAND_UP_SHARE, stand_up_tempo, unloaded_bar, with_unload_note
from negcoach.training.equipment.warm_up import bar_for, warm_up
from negcoach.training.exercise.safety import CountedOneRm
from tests.training.advice.builders import default

GYM = Equipment(parse_weight("20 kg"), parse_plates("25 x 4, 20 x 2, 15 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))
SQUAT = default("eccentric-squat")


@given(load=st.integers(8, 120), one_rm_kg=st.none() | st.integers(40, 300))
def test_what_stays_can_be_stood_up_with_and_plates_only_come_off(load: int, one_rm_kg: int | None) -> None:
    plan = replace(SQUAT, load_kg=load * 2.5)
    bar = bar_for(plan, one_rm_kg, GYM)
    assert bar is not None
    left = unloaded_bar(plan, one_rm_kg, bar)
    limit_kg = STAND_UP_SHARE * (plan.load_kg / 1.05 if one_rm_kg is None else one_rm_kg)
    if left is None:
        assert plan.load_kg <= limit_kg + 0.011 or not bar.side
        return
    assert left.side == bar.side[: len(left.side)]
    assert left.load_kg <= limit_kg + 0.011 or not left.side
    assert sum(bar.side[: len(left.side) + 1]) * 2 / 100 + 20 > limit_kg, "a plate more could have stayed"


@given(load=st.integers(20, 90))
def test_the_first_bar_is_what_goes_on_most_quickly_after_the_single_of_the_warm_up(load: int) -> None:
    """It had six plates an end, five of which came off at each rep: those of the single, which were off already."""
    plan, one_rm_kg = replace(SQUAT, load_kg=load * 2.5), load * 2.5 / 1.05
    single, bar = warm_up(plan, one_rm_kg, "kg", GYM)[-1], bar_for(plan, one_rm_kg, GYM)
    assert bar is not None and bar.load_kg == plan.load_kg
    if not single.as_work or single.loaded is None:
        return
    left = unloaded_bar(single.prescription(plan), one_rm_kg, single.loaded)
    assert left is not None
    assert bar == plates_after(left, plan.load_kg)
    off = change_between(bar.side, (unloaded_bar(plan, one_rm_kg, bar) or bar).side).off
    assert len(off) <= 5


def test_the_warm_up_says_what_goes_on_after_the_single_was_unloaded() -> None:
    few = Equipment(parse_weight("20 kg"), parse_plates("25 x 3, 20, 15, 10 x 2, 5, 2.5, 1.25 kg"))
    choice = Choice(replace(SQUAT, load_kg=127.5), 120.0)
    *_, single, work = SpottersQuestion(choice, CountedOneRm(120.0), "kg", equipment=few).warm_up_steps
    assert (single.load, single.plates, work.load) == ("120 kg", "add 15 a side", "127.5 kg")
    assert work.plates == "after unloading: add 25 + 5 + 2.5 + 1.25 a side"
    bar = bar_for(choice.prescription, 120.0, few)
    assert bar is not None and side_text(bar.side) == "25 + 20 + 5 + 2.5 + 1.25"


def test_the_call_says_what_comes_off_each_end() -> None:
    plan = replace(SQUAT, load_kg=147.5)
    bar = bar_for(plan, 140, GYM)
    assert bar is not None
    left = unloaded_bar(plan, 140, bar)
    assert left is not None
    words = with_unload_note(plan, 140, bar).exercise.words
    assert words.lift == "UNLOAD" and words.lift_note.startswith("take ") and words.lift_note.endswith(" off each end")
    assert unload_note(plan, 140, GYM) == f"{words.lift_note}: {left.load_kg:g} kg stays"


@pytest.mark.parametrize(
    "plan",
    [replace(stand_up_tempo(SQUAT), load_kg=60.0), replace(default("bench-press"), load_kg=105.0)],
    ids=["a light squat is stood up with", "no other bar is unloaded"],
)
def test_nothing_is_said_where_nothing_comes_off(plan: object) -> None:
    assert isinstance(plan, type(SQUAT))
    bar = bar_for(plan, 100, GYM)
    assert bar is not None
    assert unload_note(plan, 100, GYM) == ""
    assert with_unload_note(plan, 100, bar) == plan


def test_without_plates_the_call_is_as_ever() -> None:
    assert with_unload_note(replace(SQUAT, load_kg=105.0), 100, None).exercise.words.lift_note == (
        "bar on the pins: unload it, then stand up"
    )
