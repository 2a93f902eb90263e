"""A rest is counted down, and its end moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.standstill import StandstillWatch
from tests.services import Clock, stand_still


@pytest.mark.parametrize("asleep", [True, False], ids=["asleep", "frozen"])
def test_time_in_which_the_computer_stood_still_is_rested(clock: Clock, asleep: bool) -> None:
    player = SilentPlayer(clock.monotonic_ns)
    rest = RestClock(180_000, player, StandstillWatch(clock.monotonic_ns, clock.elapsed_ns, player))
    clock.advance(1_000)
    assert not rest.catch_up()
    stand_still(clock, 60_000, asleep=asleep)
    assert rest.catch_up()
    assert rest.left_ms == 119_000
    stand_still(clock, 3_600_000, asleep=asleep)
    assert rest.catch_up()
    assert rest.over
    assert rest.left_ms == -3_481_000
    clock.advance(1_000)
    assert not rest.catch_up()
    rest.longer()
    assert rest.left_ms == 15_000


def test_a_wall_clock_that_is_set_back_lengthens_no_rest(clock: Clock) -> None:
    player = SilentPlayer(clock.monotonic_ns)
    rest = RestClock(180_000, player, StandstillWatch(clock.monotonic_ns, clock.elapsed_ns, player))
    clock.wall -= timedelta(hours=1)
    clock.advance(1_000)
    assert not rest.catch_up()
    assert rest.left_ms == 179_000


def test_a_rest_can_be_made_longer_and_shorter_but_keeps_ten_seconds(clock: Clock) -> None:
    player = SilentPlayer(clock.monotonic_ns)
    rest = RestClock(30_000, player, StandstillWatch(clock.monotonic_ns, clock.elapsed_ns, player))
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
