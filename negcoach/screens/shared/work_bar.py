"""The bar of work that says how much of it is done: its share, and how long the rest will take."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.app import ComposeResult
from textual.widgets import ProgressBar, Static

from negcoach.formatting import left_text

KNOWN_AFTER_S = 1.0
"""How long work is watched before it is said how long the rest of it takes (our own choice)."""


class WorkBar(ProgressBar):
    """A bar that begins empty, with the share that is done beside it and, once that can be told, the time left."""

    DEFAULT_CSS = """
    WorkBar #left { width: 13; text-align: right; display: none; }
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        """Begin with nothing done; ``clock`` gives monotonic seconds."""
        super().__init__(total=1, show_eta=False)
        self._seconds = clock
        self._watched_from: tuple[float, int] | None = None

    def compose(self) -> ComposeResult:
        """Yield the bar, the share, and the time left."""
        yield from super().compose()
        yield Static(id="left", markup=False)

    def show(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done."""
        self.update(total=total, progress=done)
        now = self._seconds()
        began_s, done_before = self._watched_from = self._watched_from or (now, done)
        passed_s, since = now - began_s, done - done_before
        if passed_s >= KNOWN_AFTER_S and since > 0:
            left = self.query_one("#left", Static)
            left.display = True
            left.update(left_text(passed_s * (total - done) / since * 1000))
