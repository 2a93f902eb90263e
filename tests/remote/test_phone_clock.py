"""The phone's clock: what is worked out of round trips of any length, and the bounds that hold whatever it says."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from negcoach.remote.phone_clock import NS_PER_MS, PhoneClock

S = 1_000_000_000
AHEAD_MS = 123_456.75
"""How far the phone's clock is ahead of ours here."""


def phone_ms(at_ns: int) -> float:
    return at_ns / NS_PER_MS + AHEAD_MS


def answer(clock: PhoneClock, sent_ns: int, there_ms: float, back_ms: float) -> int:
    """Have the phone answer; return when the answer is heard."""
    there_ns = sent_ns + round(there_ms * NS_PER_MS)
    received_ns = there_ns + round(back_ms * NS_PER_MS)
    clock.take(sent_ns, received_ns, phone_ms(there_ns))
    return received_ns


def test_a_press_is_dated_to_the_millisecond_however_long_it_was_on_its_way() -> None:
    chance = random.Random(1)
    clock = PhoneClock()
    at_ns = S
    for _ in range(40):
        answer(clock, at_ns, 2 + chance.expovariate(1 / 30), 2 + chance.expovariate(1 / 30))
        at_ns += S // 4
    for late_ms in (3, 40, 200):
        answer(clock, at_ns, 3, 3)
        pressed_ns = at_ns + 150 * NS_PER_MS
        heard_ns = pressed_ns + late_ms * NS_PER_MS
        found_ns = clock.pressed_ns(phone_ms(pressed_ns), heard_ns)
        assert abs(found_ns - pressed_ns) < 2 * NS_PER_MS
        at_ns += S // 4


def test_it_is_wrong_by_half_of_the_shortest_round_trip_at_most() -> None:
    clock = PhoneClock()
    for number in range(10):
        answer(clock, S + number * S // 4, 8, 0)  # all of it on the way there
    pressed_ns = 4 * S
    found_ns = clock.pressed_ns(phone_ms(pressed_ns), pressed_ns + 30 * NS_PER_MS)
    assert abs(found_ns - pressed_ns) <= 4 * NS_PER_MS + 1


def test_a_phone_whose_clock_runs_fast_is_followed() -> None:
    clock, at_ns = PhoneClock(), S
    fast = 1 + 40e-6
    for _ in range(4 * 600):  # ten minutes
        clock.take(at_ns, at_ns + 6 * NS_PER_MS, (at_ns + 3 * NS_PER_MS) / NS_PER_MS * fast)
        at_ns += S // 4
    pressed_ns = at_ns - S // 8
    found_ns = clock.pressed_ns(pressed_ns / NS_PER_MS * fast, at_ns)
    assert abs(found_ns - pressed_ns) < NS_PER_MS


def test_without_answers_a_press_is_of_when_it_is_heard_of() -> None:
    clock = PhoneClock()
    assert clock.pressed_ns(5.0, S) == S
    answer(clock, S, 1, 1)
    assert clock.pressed_ns(5.0, 2 * S) == 2 * S
    assert clock.trip_ms == 2


def test_a_phone_that_comes_back_with_another_clock_is_measured_anew() -> None:
    clock = PhoneClock()
    for number in range(20):
        answer(clock, S + number * S // 4, 3, 3)
    slept_ns, at_ns = 20 * S, 30 * S
    for number in range(2):
        sent_ns = at_ns + number * S // 4
        clock.take(sent_ns, sent_ns + 6 * NS_PER_MS, phone_ms(sent_ns + 3 * NS_PER_MS - slept_ns))
    pressed_ns = at_ns + S // 2
    found_ns = clock.pressed_ns(phone_ms(pressed_ns - slept_ns), pressed_ns + 50 * NS_PER_MS)
    assert abs(found_ns - pressed_ns) < NS_PER_MS


@given(
    trips=st.lists(st.tuples(st.integers(0, 2_000), st.floats(0, 1e12)), max_size=80),
    said=st.floats(0, 1e12),
    heard_ms=st.integers(0, 5_000),
)
def test_whatever_a_phone_says_a_press_is_neither_later_than_it_was_heard_of_nor_older_than_the_last_answers(
    trips: list[tuple[int, float]], said: float, heard_ms: int
) -> None:
    clock, at_ns, sent = PhoneClock(), S, [S]
    for trip_ms, phone in trips:
        sent.append(at_ns)
        clock.take(at_ns, at_ns + trip_ms * NS_PER_MS, phone)
        at_ns += max(S // 4, trip_ms * NS_PER_MS)
    heard_ns = at_ns + heard_ms * NS_PER_MS
    found_ns = clock.pressed_ns(said, heard_ns)
    assert found_ns <= heard_ns
    assert found_ns >= (sent[-2] if len(trips) > 1 else 0)
