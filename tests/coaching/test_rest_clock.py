"""A rest is counted down, and its end moved."""

from __future__ import annotations

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.rest_clock import RestClock
from tests.services import Clock


def test_a_rest_can_be_made_longer_and_shorter_but_not_shorter_than_now(clock: Clock) -> None:
    rest = RestClock(30_000, SilentPlayer(clock.monotonic_ns))
    clock.advance(10_000)
    assert rest.left_ms == 20_000
    rest.longer()
    assert rest.left_ms == 35_000
    for _ in range(5):
        rest.shorter()
    assert rest.over
    rest.longer()
    assert rest.left_ms == 15_000
