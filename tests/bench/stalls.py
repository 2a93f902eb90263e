"""How long the machine itself stood still: where cores are shared, even what is served first is woken late at times.

A watcher for each core, of the highest priority there is, asks to be woken every 5 ms. Whatever it is kept from, a
program with less priority is kept from too. Run as a program it watches the core that is named, until its input ends.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.table import Row

EVERY_S = 0.005
LATE_MS = 10.0
"""From here on it counts: a sound's buffer is asked for again every 25 ms."""

_PRIORITY = 50


class Stalls:
    """What the watchers saw: every wake that came ``LATE_MS`` late or more (ms); ``None`` where they may not watch."""

    def __init__(self) -> None:
        self.late_ms: list[float] | None = []

    def row(self, name: str) -> Row:
        """Return it as a row."""
        what = f"the machine itself stood still, {name}"
        if self.late_ms is None:
            return Row(what, "not known: no right to real-time priority")
        longest, times = max(self.late_ms, default=0.0), len(self.late_ms)
        said = f"{times} times for {LATE_MS:.0f} ms or more, at most {longest:.1f} ms" if times else "never for 10 ms"
        return Row(what, said, {"times": times, "longest": longest})


@contextmanager
def watched() -> Iterator[Stalls]:
    """Watch all cores during the block; what was seen is known after it."""
    stalls = Stalls()
    watchers = [
        subprocess.Popen(
            [sys.executable, __file__, str(core)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            text=True,
        )
        for core in sorted(os.sched_getaffinity(0))
    ]
    try:
        yield stalls
    finally:
        for watcher in watchers:
            said, _ = watcher.communicate()  # which ends its input
            if watcher.returncode or stalls.late_ms is None:
                stalls.late_ms = None
            else:
                stalls.late_ms += [float(line) for line in said.split()]


def watch(core: int) -> None:
    """Tell of each late wake on standard output. Raises ``PermissionError`` without the right to be served first."""
    os.sched_setaffinity(0, {core})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_PRIORITY))
    while True:
        asked = time.monotonic()
        if select.select([sys.stdin], [], [], EVERY_S)[0]:
            return
        late_ms = (time.monotonic() - asked - EVERY_S) * 1000
        if late_ms >= LATE_MS:
            print(f"{late_ms:.1f}", flush=True)


if __name__ == "__main__":
    try:
        watch(int(sys.argv[1]))
    except PermissionError:
        sys.exit(1)
