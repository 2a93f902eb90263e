"""The agenda of a session: which exercise has the next set, and what the lifter changes on the way."""

from __future__ import annotations

import pytest

from negcoach.coaching.agenda import Agenda, request_of
from negcoach.services import Services
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem
from tests.training.plan.test_plan import items


def agenda(*slugs: str) -> Agenda:
    return Agenda.of(Plan("Push day", items(*slugs)))


def slugs(of: Agenda) -> list[str]:
    return [item.exercise + "+" * item.superset for item in of.items]


def test_exercises_begin_in_their_order_and_two_that_alternate_together() -> None:
    left, begun = agenda("a", "b+", "c", "d"), []
    while left.next:
        begun.append("".join(item.exercise for item in left.next))
        left = left.without_next()
    assert begun == ["a", "bc", "d"]
    assert left.without_next() == left


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
    plan = Plan("x", (PlanItem("a", sets=4, reps=5, load_kg=80.0, superset=True), PlanItem("b")))
    swapped = Agenda.of(plan).swap(0, "c")
    assert swapped.items == (PlanItem("c", sets=4, superset=True), PlanItem("b"))
    assert swapped.swap(7, "d") == swapped


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


def test_a_plan_asks_the_coach_for_what_it_fixes_and_the_advice_for_the_rest(services: Services) -> None:
    request = request_of(services, PlanItem("bench-press", reps=FATIGUE, tempo=Tempo.parse("6-0-A-0"), load_kg=90.0))
    assert request is not None
    asked = request.prescription
    assert (asked.reps, str(asked.tempo), asked.load_kg) == (None, "6-0-A-0", 90.0)
    assert request.advised == {"sets", "rest_ms", "lead_in_ms", "next_lead_in_ms", "lift_ms"}
    assert request.spotters is None


def test_an_exercise_that_is_gone_is_not_asked_for(services: Services) -> None:
    assert request_of(services, PlanItem("slow-row")) is None
