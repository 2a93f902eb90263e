"""The floor of a live screen: a Static over the whole screen that is updated so many times a second."""

from __future__ import annotations

import sys
import time

from textual.app import App, ComposeResult
from textual.widgets import Static


class FramesApp(App[None]):
    """Shows the time in every cell."""

    def compose(self) -> ComposeResult:
        """Yield the one widget."""
        yield Static(id="all")

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1 / float(sys.argv[1]), self._frame)

    def _frame(self) -> None:
        width, height = self.size
        line = f"{time.monotonic():.3f} " * (width // 10)
        self.query_one("#all", Static).update("\n".join([line[:width]] * height))


if __name__ == "__main__":
    FramesApp().run()
