"""A running rest is ended by two presses for the same, the second one soon after the first."""

from __future__ import annotations

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.rest.after_set import RestChoice
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.two_presses import ASKED_AGAIN_NS, TwoPresses
from negcoach.coaching.standstill import StandstillWatch
from tests.services import Clock

AGAIN_MS = ASKED_AGAIN_NS // 1_000_000


def rest_of(clock: Clock) -> RestClock:
    player = SilentPlayer(clock.monotonic_ns)
    return RestClock(180_000, player, StandstillWatch(clock.monotonic_ns, clock.elapsed_ns, player))


def test_the_second_press_for_the_same_ends_the_rest_only_while_it_is_awaited(clock: Clock) -> None:
    presses, rest = TwoPresses[RestChoice](clock.monotonic_ns), rest_of(clock)
    assert not presses.press(RestChoice.NEXT_SET, rest)
    clock.advance(AGAIN_MS)
    assert presses.asked_for is None
    assert not presses.press(RestChoice.NEXT_SET, rest)
    assert not presses.press(RestChoice.FINISH, rest)
    clock.advance(AGAIN_MS - 1)
    assert presses.asked_for is RestChoice.FINISH
    assert presses.press(RestChoice.FINISH, rest)
    assert not presses.press(RestChoice.NEXT_SET, rest)
    presses.forget()
    assert not presses.press(RestChoice.NEXT_SET, rest)


def test_one_press_is_enough_once_the_rest_is_over_and_where_there_is_none(clock: Clock) -> None:
    presses, rest = TwoPresses[RestChoice](clock.monotonic_ns), rest_of(clock)
    clock.advance(180_000)
    assert presses.press(RestChoice.NEXT_SET, rest)
    assert presses.press(RestChoice.NEXT_SET, None)
