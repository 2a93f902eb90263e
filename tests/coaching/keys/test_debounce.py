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


def test_what_bounces_for_ever_swallows_nothing_of_another_source(clock: Clock) -> None:
    source = "midi:60"
    presses = Debounce(250, clock.monotonic_ns, lambda: source)
    accepted = []
    for _ in range(30):
        accepted.append(presses.accepts("next"))
        clock.advance(100)
    source = ""
    assert accepted == [True] + [False] * 29
    assert presses.accepts("next")


def test_two_who_press_for_the_same_at_once_count_once(clock: Clock) -> None:
    sources = iter(["", "pad:0", "remote"])
    presses = Debounce(250, clock.monotonic_ns, lambda: next(sources))
    accepted = []
    for _ in range(3):
        accepted.append(presses.accepts("next"))
        clock.advance(124)
    assert accepted == [True, False, False]


def test_what_bounces_for_ever_does_not_swallow_the_press_that_frees_the_lifter(clock: Clock) -> None:
    presses = Debounce(250, clock.monotonic_ns)
    for _ in range(10):
        presses.accepts("end-set")
        clock.advance(100)
    assert presses.accepts("end-set", frees=True)
    clock.advance(100)
    assert not presses.accepts("end-set"), "its repeats are repeats"
