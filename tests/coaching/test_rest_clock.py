"""A rest is counted down, and its end moved."""

from __future__ import annotations

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.rest_clock import RestClock
from tests.services import Clock


def test_a_rest_can_be_made_longer_and_shorter_but_keeps_ten_seconds(clock: Clock) -> None:
    rest = RestClock(30_000, SilentPlayer(clock.monotonic_ns))
    clock.advance(10_000)
    assert rest.left_ms == 20_000
    rest.longer()
    assert rest.left_ms == 35_000
    for _ in range(5):
        rest.shorter()
    assert rest.left_ms == 10_000
    clock.advance(4_000)
    rest.shorter()
    assert rest.left_ms == 6_000
    clock.advance(8_000)
    rest.shorter()
    assert rest.left_ms == -2_000
    rest.longer()
    assert rest.left_ms == 15_000
