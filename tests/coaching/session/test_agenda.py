"""The agenda of a session: which exercise has the next set, and what the lifter changes on the way."""

from __future__ import annotations

import pytest

from negcoach.coaching.session.agenda import Agenda, agenda_from, agenda_text, request_of
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import FATIGUE, MOST_ITEMS, Plan, PlanItem
from negcoach.training.units import TypedLoad
from tests.training.plan.test_plan import items


def agenda(*slugs: str) -> Agenda:
    return Agenda.of(Plan("Push day", items(*slugs)))


def slugs(of: Agenda) -> list[str]:
    return [item.exercise + "+" * item.superset for item in of.items]


def test_exercises_begin_in_their_order_and_two_that_alternate_together() -> None:
    left, begun = agenda("a", "b+", "c", "d"), []
    while left.next:
        begun.append("".join(item.exercise for item in left.next))
        left = left.begin()
        assert "".join(item.exercise for item in left.begun) == begun[-1]
    assert begun == ["a", "bc", "d"]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        (0, ["b+", "c", "d"]),
        (1, ["a", "c", "d"]),
        (2, ["a", "b", "d"]),
        (9, ["a", "b+", "c", "d"]),
        (-1, ["a", "b+", "c", "d"]),
    ],
)
def test_a_skipped_exercise_leaves_the_other_of_a_superset_to_be_done_alone(place: int, left: list[str]) -> None:
    assert slugs(agenda("a", "b+", "c", "d").skip(place)) == left


def test_a_swapped_exercise_takes_the_place_as_advised_in_as_many_sets() -> None:
    plan = Plan("x", (PlanItem("a", sets=4, reps=5, load=TypedLoad(80.0, "kg"), superset=True), PlanItem("b")))
    swapped = Agenda.of(plan).swap(0, "c")
    assert swapped.items == (PlanItem("c", sets=4, superset=True), PlanItem("b"))
    assert swapped.swap(7, "d") == swapped


def test_an_added_exercise_comes_last_as_advised() -> None:
    assert agenda("a", "b").add("c").items == (PlanItem("a"), PlanItem("b"), PlanItem("c"))


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [
        (0, 1, "b+cad"),  # not between the two that alternate
        (3, -1, "adb+c"),
        (1, -1, "b+cad"),
        (2, -1, "b+cad"),
        (3, -9, "dab+c"),
        (0, 9, "b+cda"),
        (7, 1, "ab+cd"),
        (-1, 1, "ab+cd"),
    ],
)
def test_exercises_are_moved_and_two_that_alternate_go_together(place: int, by: int, order: str) -> None:
    assert "".join(slugs(agenda("a", "b+", "c", "d").move(place, by))) == order


def test_an_agenda_is_read_as_it_was_stored() -> None:
    full = PlanItem(
        *("a", 3, FATIGUE, Tempo.parse("5-1-A-1"), TypedLoad(24.0, "kg"), 90_500),
        superset=True,
        way=Way.parse("cluster 2, 25 s"),
    )
    pair = (full, PlanItem("b"))
    for left in (Agenda("[b] day", pair), Agenda("[b] day", (), pair), Agenda("[b] day", (), (PlanItem("c"),))):
        assert agenda_from(agenda_text(left)) == left


def test_an_agenda_with_more_exercises_than_a_plan_may_have_is_read_back() -> None:
    items = tuple(PlanItem("bench-press", superset=number % 2 == 0) for number in range(2 * MOST_ITEMS))
    agenda = Agenda("Long day", items)
    assert agenda_from(agenda_text(agenda)) == agenda


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{}", '{"name": "", "left": [{}], "begun": []}', '{"name": 1, "left": [], "begun": [1]}']
)
def test_a_damaged_agenda_is_none(text: str) -> None:
    assert agenda_from(text) is None


def test_a_plan_asks_the_coach_for_what_it_fixes_and_the_advice_for_the_rest(services: Services) -> None:
    request = request_of(
        services, PlanItem("bench-press", reps=FATIGUE, tempo=Tempo.parse("6-0-A-0"), load=TypedLoad(90.0, "kg"))
    )
    asked = request.prescription
    assert (asked.reps, str(asked.tempo), asked.load_kg) == (None, "6-0-A-0", 90.0)
    assert request.advised == {"sets", "rest_ms", "lead_in_ms", "next_lead_in_ms", "lift_ms", "way"}
    assert request.spotters is None
    way = Way.parse("drop 10 %")
    fixed = request_of(services, PlanItem("bench-press", way=way))
    assert fixed.prescription.way == way and "way" not in fixed.advised


def test_help_is_asked_for_only_where_the_body_can_be_helped(services: Services) -> None:
    helped = request_of(services, PlanItem("negative-dip", load=TypedLoad(-20.0, "lb"))).prescription
    assert (helped.load_kg, helped.load_unit) == (-20.0, "lb")
    with pytest.raises(NegcoachError, match="only a bodyweight exercise"):
        request_of(services, PlanItem("bench-press", load=TypedLoad(-20.0, "kg")))
    with pytest.raises(NegcoachError, match="A drop set takes load off"):
        request_of(services, PlanItem("negative-dip", way=Way.parse("drop 10 %")))


def test_an_exercise_that_is_gone_is_not_asked_for(services: Services) -> None:
    with pytest.raises(NegcoachError, match='"slow-row" is not among the exercises'):
        request_of(services, PlanItem("slow-row"))
