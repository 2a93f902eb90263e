"""The floor of a bar that moves: a widget over the whole screen that draws two of its rows so many times a second."""

from __future__ import annotations

import sys

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

GROUND = Style.parse("white on #6b2d00")
BAR = Style.parse("black on #ffffff")


class Rows(Widget):
    """A bright row on a dark ground."""

    DEFAULT_CSS = "Rows { width: 1fr; height: 1fr; }"
    row = 0

    def render_line(self, y: int) -> Strip:
        """Return a row in one colour."""
        return Strip([Segment(" " * self.size.width, BAR if y == self.row else GROUND)], self.size.width)

    def move(self) -> None:
        """Go on to the next row."""
        before, self.row = self.row, (self.row + 1) % max(1, self.size.height)
        self.refresh(*(Region(0, y, self.size.width, 1) for y in (before, self.row)))


class RowsApp(App[None]):
    """Moves the row."""

    def compose(self) -> ComposeResult:
        """Yield the one widget."""
        yield Rows()

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(1 / float(sys.argv[1]), self.query_one(Rows).move)


if __name__ == "__main__":
    RowsApp().run()
