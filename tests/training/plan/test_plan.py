"""A plan: what it can hold, and how it is made from a past session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.errors import NegcoachError
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import (
    FATIGUE,
    Plan,
    PlanItem,
    SourceSet,
    plan_of_session,
    same_name,
    without_wrong_supersets,
)
from negcoach.training.units import TypedLoad


def items(*slugs: str) -> tuple[PlanItem, ...]:
    """Return items as advised; a ``+`` behind a slug makes it a superset."""
    return tuple(PlanItem(slug.rstrip("+"), superset=slug.endswith("+")) for slug in slugs)


def done(slugs: str) -> list[SourceSet]:
    """Return a set for each letter."""
    return [SourceSet(slug, sets=slugs.count(slug), rest_ms=90_000) for slug in slugs]


def test_an_item_as_advised_fixes_nothing() -> None:
    assert PlanItem("bench-press").fixed == {}


def test_a_fixed_value_is_one_of_the_prescription_and_an_open_set_has_no_reps() -> None:
    item = PlanItem(
        "bench-press", sets=3, reps=FATIGUE, tempo=Tempo.parse("5-1-A-1"), load=TypedLoad(0.0, "lb"), rest_ms=0
    )
    assert item.fixed == {
        "sets": 3,
        "reps": None,
        "tempo": Tempo.parse("5-1-A-1"),
        "load_kg": 0.0,
        "load_unit": "lb",
        "rest_ms": 0,
    }


@pytest.mark.parametrize("name", ["Push day", "[b]x", "Drücken", "x" * 60])
def test_a_name_is_kept_as_it_is(name: str) -> None:
    assert Plan(name, items("bench-press")).name == name


def test_a_name_is_cleaned_of_what_a_terminal_acts_on() -> None:
    assert Plan(" Push\x1b]0;x\x07 \n day ", items("bench-press")).name == "Push day"


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "The name is empty"), ("\x1b[2J", "The name is empty"), ("x" * 300, "300 characters long. Write at most 60")],
)
def test_a_name_that_cannot_be_is_refused(name: str, says: str) -> None:
    with pytest.raises(NegcoachError, match=says):
        Plan(name, items("bench-press"))


@pytest.mark.parametrize(
    ("slugs", "says"),
    [
        ((), "at least one exercise"),
        (("a",) * 21, "at most 20 exercises, not 21"),
        (("a+",), "the last one has none"),
        (("a+", "b+", "c"), "Only two exercises alternate"),
    ],
)
def test_exercises_that_cannot_be_led_are_refused(slugs: tuple[str, ...], says: str) -> None:
    with pytest.raises(NegcoachError, match=says):
        Plan("Push day", items(*slugs))


@pytest.mark.parametrize("dropped", [0, 1])
def test_no_load_is_lowered_at_once_where_two_alternate(dropped: int) -> None:
    pair = list(items("a+", "b"))
    pair[dropped] = replace(pair[dropped], way=Way.parse("drop 10 %"))
    with pytest.raises(NegcoachError, match="A superset cannot have a drop set"):
        Plan("Push day", tuple(pair))
    assert not any(one.superset for one in without_wrong_supersets(pair))


def test_a_superset_that_lost_its_partner_is_undone() -> None:
    assert without_wrong_supersets(items("a+", "b+", "c+")) == items("a+", "b", "c")
    assert without_wrong_supersets(items("a+")) == items("a")


def test_two_supersets_can_follow_each_other() -> None:
    assert Plan("x", items("a+", "b", "c+", "d")).items == items("a+", "b", "c+", "d")


@pytest.mark.parametrize(("one", "other", "same"), [("Push Day", "push  day", True), ("Push", "Pull", False)])
def test_names_are_the_same_whatever_their_case_and_spaces(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


def test_a_plan_of_a_session_keeps_order_sets_and_rests_and_leaves_what_grows_to_the_advice() -> None:
    plan = plan_of_session("Push day", done("aabbb"))
    assert plan.items == (PlanItem("a", sets=2, rest_ms=90_000), PlanItem("b", sets=3, rest_ms=90_000))


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        ("abab", ("a+", "b")),
        ("aba", ("a+", "b")),
        ("abbb", ("a", "b")),
        ("aabba", ("a", "b")),
        ("ababcdcd", ("a+", "b", "c+", "d")),
        ("abcabc", ("a", "b", "c")),
        ("cabab", ("c", "a+", "b")),
    ],
)
def test_two_exercises_that_alternated_are_a_superset(sets: str, expected: tuple[str, ...]) -> None:
    plan = plan_of_session("x", done(sets))
    assert [replace(item, sets=None, rest_ms=None) for item in plan.items] == list(items(*expected))


def test_a_session_in_which_nothing_was_lowered_is_no_plan() -> None:
    with pytest.raises(NegcoachError, match="Nothing was lowered"):
        plan_of_session("x", [])
