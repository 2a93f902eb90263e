"""A rest as it goes: when the next set begins by itself, and when it waits for the key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from negcoach.coaching.rest.after_set import AfterSet, RestChoice
from negcoach.coaching.rest.running_rest import RunningRestAfterSet
from negcoach.training.terms import StopReason
from tests.services import Clock, stand_still

After = Callable[..., AfterSet]
REST_MS = 60_000


def resting(after: AfterSet) -> RunningRestAfterSet:
    rest = RunningRestAfterSet(after)
    rest.start()
    assert not rest.look()
    return rest


def test_who_trains_alone_begins_when_the_rest_is_over(after: After, clock: Clock) -> None:
    rest = resting(after(StopReason.TARGET_REACHED, alone=True))
    clock.advance(REST_MS - 1)
    assert not rest.look() and not rest.begins_now
    clock.advance(1)
    assert rest.look() and rest.begins_now
    assert not rest.look()  # that it is over is new only once


def test_spotters_are_waited_for(after: After, clock: Clock) -> None:
    rest = resting(after(StopReason.TARGET_REACHED))
    clock.advance(REST_MS)
    assert rest.look() and rest.waits_for_key and not rest.begins_now


@pytest.mark.parametrize("why", ["nobody could see it", "the computer stood still", "it was told to", "away"])
def test_a_rest_that_ended_unseen_waits_for_the_key_from_then_on(after: After, clock: Clock, why: str) -> None:
    rest = resting(after(StopReason.TARGET_REACHED, alone=True))
    if why == "the computer stood still":
        stand_still(clock, REST_MS, asleep=False)
    elif why == "it was told to":
        rest.wait()
    elif why == "away":
        rest.hand_over()
        assert rest.is_away and not rest.look()
        clock.advance(20_000)
        assert rest.take_back() and not rest.is_away
        assert rest.clock is not None and rest.clock.left_ms == REST_MS - 20_000
    clock.advance(REST_MS)
    rest.look(goes_on=why != "nobody could see it")
    assert rest.over and not rest.begins_now
    rest.look()
    assert not rest.begins_now


def test_one_more_set_waits_for_what_is_left_of_the_rest(after: After, clock: Clock) -> None:
    rest = resting(after(StopReason.TARGET_REACHED, last=True, alone=True))
    assert rest.clock is None
    assert rest.choice_of_next_thing is not RestChoice.NEXT_SET
    assert rest.press(RestChoice.FINISH)  # no time is counted: one press is enough
    clock.advance(20_000)
    sets, number = rest.one_more()
    rest.go_on_with_one_more(sets, number)
    assert (number, rest.choice_of_next_thing) == (2, RestChoice.NEXT_SET)
    assert rest.clock is not None and rest.clock.left_ms == REST_MS - 20_000
    assert not rest.press(RestChoice.NEXT_SET) and rest.press(RestChoice.NEXT_SET)


def test_after_pain_nothing_begins_and_the_next_thing_is_the_end(after: After, clock: Clock) -> None:
    done = after(StopReason.TARGET_REACHED, alone=True)
    rest = resting(done)
    done.give_reason(StopReason.PAIN)
    assert rest.choice_of_next_thing is RestChoice.FINISH
    clock.advance(REST_MS)
    assert rest.look() and not rest.begins_now
