"""What is heard is computed from a device's first call, and follows the steady calls after it."""

from __future__ import annotations

from negcoach.audio.playback.heard_clock import FIRST_FRAME_NS, HeardClock

BLOCK = 300 * 48
BLOCK_NS = 300_000_000
BEGAN_NS = 7_000_000_000


class Device:
    """Asks for its first block at ``BEGAN_NS``, for the next after 60 ms, and for the others every 300 ms."""

    def __init__(self) -> None:
        self.clock = HeardClock()
        self.clock.start(BEGAN_NS, frame=0)
        self._calls = 0

    def call(self, late_ns: int = 0) -> int:
        """Ask once more; return when (ns)."""
        now = BEGAN_NS + 60_000_000 + self._calls * BLOCK_NS + late_ns
        self._calls += 1
        self.clock.follow(now, self._calls * BLOCK)
        return now

    def error(self, now: int) -> int:
        """How many frames the clock is ahead of the line on which the device began."""
        return self.clock.frame_at(now) - (now - BEGAN_NS - FIRST_FRAME_NS) * 48 // 1_000_000


def test_the_first_frame_is_heard_a_little_after_the_first_call() -> None:
    clock = Device().clock
    assert clock.frame_at(BEGAN_NS + FIRST_FRAME_NS) == 0
    assert clock.frame_at(BEGAN_NS + FIRST_FRAME_NS + 1_000_000) == 48


def test_how_early_a_device_asks_does_not_matter() -> None:
    device = Device()
    assert {device.error(device.call()) for _ in range(20)} == {0}


def test_calls_that_come_late_do_not_move_it() -> None:
    device = Device()
    late = [0, 9, 0, 17, 60, 0, 100, 3, 0, 41] * 3
    assert {device.error(device.call(ms * 1_000_000)) for ms in late} == {0}


def test_a_gap_in_the_sound_is_followed_once_the_calls_are_steady_again() -> None:
    device = Device()
    for _ in range(10):
        device.call()
    for _ in range(8):
        now = device.call(late_ns=50_000_000)
    assert device.error(now) == -50 * 48


def test_two_clocks_that_drift_stay_together() -> None:
    device = Device()
    for call in range(400):
        now = device.call(late_ns=call * 30_000)  # 100 parts in a million
    assert abs(device.error(now) + 399 * 30 * 48 // 1_000) <= 7 * 30 * 48 // 1_000 + 1


def test_it_runs_from_a_devices_first_call_until_it_is_stopped() -> None:
    clock = HeardClock()
    assert not clock.running
    clock.start(BEGAN_NS, 0)
    assert clock.running
    clock.stop()
    assert not clock.running
