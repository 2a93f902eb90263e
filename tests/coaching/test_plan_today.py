"""What the exercises of a plan are today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from negcoach.coaching.plan_today import ItemToday, PlansToday, total_ms
from negcoach.screens.plans.item_block import item_text
from negcoach.services import Services
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.plan.plan import FATIGUE, PlanItem
from negcoach.training.units import TypedLoad
from tests.services import HEALTHY, clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures

PUSH_UP = PlanItem("negative-push-up")


def today(services: Services, *items: PlanItem) -> tuple[ItemToday, ...]:
    return PlansToday(services).of(items)


def test_what_the_plan_fixes_takes_the_place_of_the_advice_and_the_rest_is_as_advised(services: Services) -> None:
    (one,) = today(services, PlanItem("negative-push-up", sets=2))
    assert one.prescription is not None
    assert one.advice is not None
    assert (one.prescription.sets, one.prescription.reps) == (2, one.advice.prescription.reps)
    assert not one.is_more_than_advised


def test_a_plan_that_fixes_more_than_is_advised_says_so(services: Services) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100, services.now())
    (one,) = today(services, PlanItem("bench-press", load=TypedLoad(105, "kg")))
    assert one.is_more_than_advised


def test_an_exercise_that_is_in_no_library_is_left_open(services: Services) -> None:
    (one,) = today(services, PlanItem("slow-row"))
    assert (one.exercise, one.prescription, one.duration_ms, one.days) == (None, None, None, frozenset())


def test_the_days_on_which_it_was_trained_are_known(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-push-up", days_ago=3)
    perform("negative-push-up", days_ago=9)
    (one,) = today(services, PUSH_UP)
    assert one.days == {(services.now() - timedelta(days=days)).date() for days in (3, 9)}


def test_an_exercise_is_read_again_once_the_rest_is_forgotten(services: Services, perform: Callable[..., None]) -> None:
    plans = PlansToday(services)
    assert plans.of([PUSH_UP])[0].days == frozenset()
    perform("negative-push-up", days_ago=1)
    assert plans.of([PUSH_UP])[0].days == frozenset()
    plans.forget()
    assert len(plans.of([PUSH_UP])[0].days) == 1


def test_last_time_is_in_the_unit_of_the_weights(services: Services, perform: Callable[..., None]) -> None:
    pounds = Equipment(parse_weight("45 lb"), parse_plates("45 x 5, 35, 25, 10 x 2, 5 x 2, 2.5 lb"))
    services.settings = replace(services.settings, own_equipment=pounds)
    perform("bench-press", days_ago=5, load_kg=97.5)
    (one,) = today(services, PlanItem("bench-press"))
    assert "at 214.95 lb" in item_text(one, services.now(), services.settings.unit, edited=False).last


def test_two_that_alternate_take_their_rests_once(services: Services) -> None:
    alone, other = PlanItem("negative-push-up", sets=3), PlanItem("negative-dip", sets=3)
    apart = today(services, alone, other)
    together = today(services, PlanItem("negative-push-up", sets=3, superset=True), other)
    rests = [2 * one.prescription.rest_ms for one in apart if one.prescription is not None]
    assert total_ms(apart)[0] - total_ms(together)[0] == min(rests) > 0
    assert total_ms(together)[1]


def test_a_set_to_fatigue_leaves_open_how_long_the_plan_takes(services: Services) -> None:
    plan = today(services, PUSH_UP, PlanItem("negative-dip", reps=FATIGUE))
    assert total_ms(plan) == (plan[0].duration_ms, False)
