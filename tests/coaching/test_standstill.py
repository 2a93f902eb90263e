"""A program that stood still is told from one that was slow, and from one whose sound was heard meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.standstill import STOOD_STILL_MS, Standstill, StandstillWatch
from tests.services import Clock, stand_still


class SoundingPlayer(SilentPlayer):
    """A player whose sound is heard until it is told that it was lost."""

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__(clock)
        self.lost_ns: int | None = None

    def heard_ns(self) -> int | None:
        return self._clock() if self.lost_ns is None else self.lost_ns


@pytest.fixture
def player(clock: Clock) -> SoundingPlayer:
    return SoundingPlayer(clock.monotonic_ns)


@pytest.fixture
def watch(clock: Clock, player: SoundingPlayer) -> StandstillWatch:
    player.start()
    return StandstillWatch(clock.monotonic_ns, clock.elapsed_ns, player)


def test_a_slow_program_did_not_stand_still(clock: Clock, player: SoundingPlayer, watch: StandstillWatch) -> None:
    player.lost_ns = 0
    for _ in range(10):
        clock.advance(STOOD_STILL_MS)
        assert watch.look() is None


def test_a_frozen_process_stood_still_at_its_last_look(
    clock: Clock, player: SoundingPlayer, watch: StandstillWatch
) -> None:
    clock.advance(500)
    watch.look()
    player.lost_ns = clock.ns
    stand_still(clock, 15_000, asleep=False)
    assert watch.look() == Standstill(at_ms=500, passed_ms=15_000, counted_ms=15_000)
    assert watch.look() is None


def test_a_computer_that_slept_stood_still_whatever_its_monotonic_clock_says(
    clock: Clock, watch: StandstillWatch
) -> None:
    clock.advance(500)
    watch.look()
    stand_still(clock, 3_600_000, asleep=True)
    assert watch.look() == Standstill(at_ms=500, passed_ms=3_600_000, counted_ms=0)


def test_who_hears_the_count_is_coached_although_the_screen_stands(clock: Clock, watch: StandstillWatch) -> None:
    clock.advance(15_000)
    assert watch.look() is None


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wall_clock_that_is_set_is_no_standstill(clock: Clock, watch: StandstillWatch, hours: int) -> None:
    clock.wall += timedelta(hours=hours)
    clock.advance(100)
    assert watch.look() is None
