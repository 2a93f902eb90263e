"""The sets of exercises in their order, as they are done and as others take their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.sets_to_do import SetsToDo, Turn
from negcoach.services import Services
from tests.services import clock, prescribed, services

__all__ = ["clock", "services"]  # the fixtures


def in_turn_of(services: Services, *counts: int) -> SetsInTurn:
    """So many sets of exercises that alternate."""
    slugs = ("negative-push-up", "negative-dip")
    alternating = [
        SetsToDo(prescribed(services, slug, sets=count), 0, None) for slug, count in zip(slugs, counts, strict=False)
    ]
    return SetsInTurn(RunningSession(services), alternating)


def with_sets(sets: SetsToDo, count: int) -> SetsToDo:
    return replace(sets, prescription=replace(sets.prescription, sets=count))


@pytest.mark.parametrize("done", [0, 1])
@pytest.mark.parametrize("count", [2, 3, 6])
def test_as_many_sets_are_led_as_there_are_of_what_takes_their_place(services: Services, done: int, count: int) -> None:
    in_turn = in_turn_of(services, 4)
    for _ in range(done):
        in_turn.begin_next(in_turn.sets)
    in_turn.replace(with_sets(in_turn.sets, count))
    led = [in_turn.sets.label(in_turn.number)]
    while in_turn.upcoming is not None:
        in_turn.begin_next(in_turn.sets)
        led.append(in_turn.sets.label(in_turn.number))
    assert led == [f"set {number} of {count}" for number in range(done + 1, count + 1)]


def test_sets_that_alternate_with_others_leave_these_in_their_order(services: Services) -> None:
    in_turn = in_turn_of(services, 3, 3)
    in_turn.begin_next(in_turn.alternating[1])
    in_turn.replace(with_sets(in_turn.sets, 1))
    assert in_turn.turns == [Turn(1, 1), Turn(0, 2), Turn(0, 3)]
    in_turn.replace(with_sets(in_turn.sets, 2))
    assert in_turn.turns == [Turn(1, 1), Turn(0, 2), Turn(1, 2), Turn(0, 3)]


def test_one_more_set_follows_the_last_one(services: Services) -> None:
    in_turn = in_turn_of(services, 1)
    in_turn.begin_next(in_turn.sets.with_one_more(2))
    assert (in_turn.turns, in_turn.sets.label(2)) == ([Turn(0, 2)], "set 2 of 2")
