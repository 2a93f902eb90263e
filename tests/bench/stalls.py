"""How long the machine itself stood still: where cores are shared, even what is served first is woken late at times.

A watcher for each core, of the highest priority there is, asks to be woken every 5 ms. Whatever it is kept from, a
program with less priority is kept from too. A holder for each core does the same to all others but the watchers, on
purpose: what a sound bears can be told with it. Run as a program it does either on the core that is named
(``watch CORE`` or ``hold CORE MS``), until its input ends.
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

HELD_EVERY_S = 1.973
"""How often a holder holds its core: at moments that fall anywhere among the sound's blocks."""

_WATCHING, _HOLDING = 50, 40  # real-time priorities; a sound server takes 5 for itself


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
    with _on_each_core("watch") as watchers:
        yield stalls
    for watcher, said in watchers:
        if watcher.returncode or stalls.late_ms is None:
            stalls.late_ms = None
        else:
            stalls.late_ms += [float(line) for line in said.split()]


@contextmanager
def held_up(for_ms: int) -> Iterator[None]:
    """Hold all cores at once during the block, for so long every :data:`HELD_EVERY_S`.

    Raises ``PermissionError`` at its end without the right to be served first.
    """
    with _on_each_core("hold", str(for_ms)) as holders:
        yield
    if any(holder.returncode for holder, _ in holders):
        raise PermissionError("no right to real-time priority")


@contextmanager
def _on_each_core(what: str, *more: str) -> Iterator[list[tuple[subprocess.Popen[str], str]]]:
    """Run this file for each core during the block; the processes and what they said are known after it."""
    running = [
        subprocess.Popen(
            [sys.executable, __file__, what, str(core), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            text=True,
        )
        for core in sorted(os.sched_getaffinity(0))
    ]
    ended: list[tuple[subprocess.Popen[str], str]] = []
    try:
        yield ended
    finally:
        ended += [(process, process.communicate()[0]) for process in running]  # which ends their input


def watch(core: int) -> None:
    """Tell of each late wake on standard output. Raises ``PermissionError`` without the right to be served first."""
    _take(core, _WATCHING)
    while True:
        asked = time.monotonic()
        if _ended_within(EVERY_S):
            return
        late_ms = (time.monotonic() - asked - EVERY_S) * 1000
        if late_ms >= LATE_MS:
            print(f"{late_ms:.1f}", flush=True)


def hold(core: int, for_ms: float) -> None:
    """Let nothing else run here, again and again. Raises ``PermissionError`` without the right to be served first."""
    _take(core, _HOLDING)
    while True:
        # Counted from the clock's own beginning, so that all cores are held at the same moments.
        due = (time.monotonic() // HELD_EVERY_S + 1) * HELD_EVERY_S
        if _ended_within(due - time.monotonic()):
            return
        while time.monotonic() < due + for_ms / 1000:
            pass


def _take(core: int, priority: int) -> None:
    os.sched_setaffinity(0, {core})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(priority))


def _ended_within(seconds: float) -> bool:
    return bool(select.select([sys.stdin], [], [], max(0.0, seconds))[0])


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["watch", core]:
                watch(int(core))
            case ["hold", core, for_ms]:
                hold(int(core), float(for_ms))
    except PermissionError:
        sys.exit(1)
