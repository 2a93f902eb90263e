"""One press that arrives many times counts once."""

from __future__ import annotations

from negcoach.coaching.keys.debounce import Debounce
from tests.services import Clock


def test_one_press_that_arrives_twenty_times_counts_once(clock: Clock) -> None:
    presses = Debounce(250, clock.monotonic_ns)
    accepted = []
    for _ in range(20):
        accepted.append(presses.accepts())
        clock.advance(30)
    clock.advance(250)
    accepted.append(presses.accepts())
    assert accepted == [True] + [False] * 19 + [True]


def test_presses_of_one_action_do_not_swallow_another(clock: Clock) -> None:
    presses = Debounce(250, clock.monotonic_ns)
    assert [presses.accepts(action) for action in ("mute", "end-set", "mute")] == [True, True, False]


def test_another_key_in_between_makes_the_next_press_a_new_one(clock: Clock) -> None:
    presses = Debounce(250, clock.monotonic_ns)
    assert presses.accepts("next")
    presses.reset()
    assert presses.accepts("next")
