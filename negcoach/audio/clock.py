"""Time as the player measures it: the clock that both processes read, and its nanoseconds in frames."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from negcoach.audio.sounds.sounds import FRAME_RATE

NS_PER_MS = 1_000_000
NS_PER_S = 1_000_000_000

now_ns: Callable[[], int] = (
    time.perf_counter_ns if sys.platform == "win32" and sys.version_info < (3, 13) else time.monotonic_ns
)
"""Never goes back, and is the same for the program and its sound process.

On Windows before Python 3.13 ``monotonic`` moves in steps of 16 ms, the performance counter in steps of 100 ns.
"""


def frames_in(ns: int) -> int:
    """Return how many frames are played in ``ns`` nanoseconds."""
    return ns * FRAME_RATE // NS_PER_S
