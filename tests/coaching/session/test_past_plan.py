"""Plans made from past sessions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.plan_today import PlansToday
from negcoach.coaching.session.past_plan import REPEATED, last_session_plan, plan_from
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.training.terms import StopReason

BENCH = PlanItem("bench-press", sets=3, rest_ms=180_000)


def newest(services: Services) -> SessionRecord:
    with services.database.read() as connection:
        return sessions(connection, 1)[0]


def test_a_session_becomes_a_plan_that_leaves_load_reps_and_tempo_to_the_advice(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=105.0, reps=10)
    assert plan_from(newest(services), "Push day") == Plan("Push day", (BENCH,))


def test_the_last_session_is_repeated_but_not_the_one_that_is_running(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=105.0)
    perform("negative-dip", days_ago=0)
    running = newest(services).id
    assert last_session_plan(services, None).exercises == ("negative-dip",)
    assert last_session_plan(services, running) == Plan(REPEATED, (PlanItem("bench-press", rest_ms=180_000),))


def test_of_a_session_that_hurt_no_more_sets_are_repeated_than_are_advised(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=9)
    perform("negative-dip", days_ago=2, sets=2, stop=StopReason.PAIN)
    (today,) = PlansToday(services).of(last_session_plan(services, None).items)
    assert today.prescription is not None and today.advice is not None
    assert today.prescription.sets == today.advice.prescription.sets == 1
    assert not today.is_more_than_advised


def test_without_a_session_there_is_nothing_to_repeat(services: Services) -> None:
    with pytest.raises(NegcoachError, match="There is no session to repeat yet"):
        last_session_plan(services, None)
