"""The clock that the program and its sound process share: both read the same nanoseconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

now_ns: Callable[[], int] = (
    time.perf_counter_ns if sys.platform == "win32" and sys.version_info < (3, 13) else time.monotonic_ns
)
"""Never goes back. Windows' ``monotonic`` moved in steps of 16 ms before Python 3.13, its performance counter in
100 ns; it is one counter for all processes, as ``monotonic`` is everywhere."""
