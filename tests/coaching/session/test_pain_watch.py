"""Pain of today that comes into the store while an exercise is under way, as a merge brings it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.session.pain_watch import PainWatch
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.terms import StopReason

PAINFUL = StopReason.PAIN
AN_HOUR = 1 / 24


@pytest.fixture
def watch(services: Services) -> PainWatch:
    return PainWatch(services)


def exercise_of(services: Services, slug: str = "negative-dip") -> Exercise:
    exercise = services.exercise(slug)
    assert exercise is not None
    return exercise


def test_pain_in_the_same_muscles_that_came_meanwhile_is_found_once(
    services: Services, watch: PainWatch, perform: Callable[..., None]
) -> None:
    dip = exercise_of(services)
    watch.take_as_known()
    assert watch.look(dip, None) == ""
    perform("bench-press", days_ago=AN_HOUR, load_kg=105, stop=PAINFUL)
    assert watch.look(exercise_of(services, "leg-press"), None) == ""
    assert watch.look(dip, None) == "Bench press"
    assert watch.look(dip, None) == ""


def test_pain_of_the_exercise_itself_in_another_session_is_found(
    services: Services, watch: PainWatch, perform: Callable[..., None]
) -> None:
    perform("negative-dip", days_ago=AN_HOUR, stop=PAINFUL)
    assert watch.look(exercise_of(services), "another") == "Negative dip"


@pytest.mark.parametrize(
    ("slug", "days_ago", "stop"),
    [
        ("leg-press", AN_HOUR, PAINFUL),
        ("bench-press", 1.0, PAINFUL),
        ("bench-press", AN_HOUR, StopReason.TEMPO_LOSS),
    ],
    ids=["other muscles", "yesterday", "lost tempo"],
)
def test_nothing_else_is_found(
    services: Services, watch: PainWatch, perform: Callable[..., None], slug: str, days_ago: float, stop: StopReason
) -> None:
    perform(slug, days_ago=days_ago, load_kg=105, stop=stop)
    assert watch.look(exercise_of(services), None) == ""


def test_what_the_gate_knew_and_what_hurt_in_the_session_itself_are_not_found(
    services: Services, watch: PainWatch, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=AN_HOUR, load_kg=105, stop=PAINFUL)
    watch.take_as_known()
    assert watch.look(exercise_of(services), None) == ""
    perform("bench-press", days_ago=0, load_kg=105, stop=PAINFUL)
    with services.database.read() as connection:
        own = next(iter(sessions(connection))).id
    assert watch.look(exercise_of(services), own) == ""
    assert watch.look(exercise_of(services), None) == ""  # although it is another session by now


def test_a_tendons_protocol_goes_on_with_pain(
    services: Services, watch: PainWatch, perform: Callable[..., None]
) -> None:
    perform("heel-drop", days_ago=AN_HOUR, stop=PAINFUL)
    assert watch.look(exercise_of(services, "heel-drop"), None) == ""
