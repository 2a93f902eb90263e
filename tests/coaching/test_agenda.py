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
    return [item.plan.exercise for item in of.items]


def led(of: Agenda, sets: dict[str, int]) -> str:
    """Return the exercises of all sets as they are led, a ``.`` for each rest."""
    said = ""
    while (item := of.next) is not None:
        if not item.began:
            of = of.begin(item.key, sets[item.plan.exercise])
        said += item.plan.exercise + ("." if of.rests_after(item.key) else "")
        of = of.set_done(item.key)
    return said


@pytest.mark.parametrize(
    ("plan", "sets", "order"),
    [
        (("a", "b"), {"a": 2, "b": 1}, "a.a.b."),
        (("a+", "b"), {"a": 2, "b": 2}, "ab.ab."),
        (("a+", "b", "c"), {"a": 3, "b": 1, "c": 1}, "ab.a.a.c."),
        (("a+", "b"), {"a": 1, "b": 3}, "ab.b.b."),
        (("a", "b+", "c"), {"a": 1, "b": 2, "c": 2}, "a.bc.bc."),
    ],
)
def test_sets_follow_the_plan_and_the_rest_of_a_superset_comes_after_both(
    plan: tuple[str, ...], sets: dict[str, int], order: str
) -> None:
    assert led(agenda(*plan), sets) == order


def test_an_exercise_leaves_the_agenda_with_its_last_set() -> None:
    begun = agenda("a", "b").begin(0, 2).set_done(0)
    assert slugs(begun) == ["a", "b"]
    assert begun.next is not None
    assert begun.next.done == 1
    assert slugs(begun.set_done(0)) == ["b"]


def test_at_the_end_nothing_is_next() -> None:
    assert agenda("a").begin(0, 1).set_done(0).next is None


def test_one_of_a_superset_goes_on_alone_when_the_other_is_skipped() -> None:
    left = agenda("a+", "b", "c").begin(0, 3).set_done(0).skip(1)
    assert slugs(left) == ["a", "c"]
    assert left.next is not None
    assert left.next.plan.exercise == "a"
    assert left.rests_after(0)


def test_a_swapped_exercise_takes_the_place_as_advised_in_as_many_sets() -> None:
    plan = Plan("x", (PlanItem("a", sets=4, reps=5, load_kg=80.0, superset=True), PlanItem("b")))
    swapped = Agenda.of(plan).begin(0, 4).set_done(0).swap(0, "c").items[0]
    assert swapped.plan == PlanItem("c", sets=4, superset=True)
    assert (swapped.began, swapped.done) == (False, 0)


@pytest.mark.parametrize(
    ("key", "by", "order"),
    [
        (0, 1, "bcad"),  # not between the two that alternate
        (3, -1, "adbc"),
        (1, -1, "bcad"),
        (2, -1, "bcad"),
        (3, -9, "dabc"),
        (0, 9, "bcda"),
        (7, 1, "abcd"),
    ],
)
def test_exercises_are_moved_and_two_that_alternate_go_together(key: int, by: int, order: str) -> None:
    assert "".join(slugs(agenda("a", "b+", "c", "d").move(key, by))) == order


def test_what_is_no_longer_on_the_agenda_changes_nothing() -> None:
    before = agenda("a", "b")
    assert before.skip(9) == before.set_done(9) == before.begin(9, 3) == before.swap(9, "c") == before
    assert before.rests_after(9)


def test_a_plan_asks_the_coach_for_what_it_fixes_and_the_advice_for_the_rest(services: Services) -> None:
    request = request_of(services, PlanItem("bench-press", reps=FATIGUE, tempo=Tempo.parse("6-0-A-0"), load_kg=90.0))
    assert request is not None
    asked = request.prescription
    assert (asked.reps, str(asked.tempo), asked.load_kg) == (None, "6-0-A-0", 90.0)
    assert request.advised == {"sets", "rest_ms", "lead_in_ms", "next_lead_in_ms", "lift_ms"}
    assert request.spotters is None


def test_an_exercise_that_is_gone_is_not_asked_for(services: Services) -> None:
    assert request_of(services, PlanItem("slow-row")) is None
