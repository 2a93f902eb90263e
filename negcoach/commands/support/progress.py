"""Progress of a command on standard error: what is done, and what is left of it, once it takes more than a second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from negcoach.commands.support import output

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER_S = 1.0
"""How long a command may take before its progress is shown (our own choice)."""

Report = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


@contextmanager
def progress(what: str, *, after_s: float = AFTER_S) -> Iterator[Report]:
    """Show a bar while the block runs, if standard error is a terminal that can draw; it is gone when the block ends.

    ``what`` is the work in a word or two ("exporting"). Until the block reports how much is done, the bar only moves.
    """
    if sys.stderr is None or not sys.stderr.isatty() or output.is_plain():
        yield lambda done, total: None
        return
    from threading import Timer

    bar = _Bar(what)
    timer = Timer(after_s, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.report
    finally:
        timer.cancel()
        bar.hide()


class _Bar:
    """The bar, which a timer shows in a thread of its own, unless the work has ended before."""

    def __init__(self, what: str) -> None:
        from threading import Lock

        self._what = what
        self._lock = Lock()
        self._done, self._total = 0, 0
        self._shown: tuple[Progress, TaskID] | None = None
        self._has_ended = False

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[of]}"),
            TimeRemainingColumn(),
        )
        with self._lock:
            if not self._has_ended:
                # Standard output may be a pipe, and is never written to while the bar is there.
                bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
                self._shown = bar, bar.add_task(self._what, total=None, of="")
                bar.start()
                self._update()

    def report(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        if self._shown is not None:
            with self._lock:
                self._update()

    def hide(self) -> None:
        with self._lock:
            self._has_ended = True
            if self._shown is not None:
                self._shown[0].stop()

    def _update(self) -> None:
        if self._shown is not None and self._total:
            bar, task = self._shown
            bar.update(task, completed=self._done, total=self._total, of=f"{self._done:,} of {self._total:,}")
