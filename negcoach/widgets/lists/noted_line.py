"""A line of a list with a note at its right edge."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from negcoach.widgets.drawing.cells import fitted


class NotedLine(Visual):
    """A line as wide as its list: a text, cut if need be, and a fainter note at the right edge. All texts are clean.

    The home screen starts with a list of such lines; a Rich table would take fifteen times as long for each.
    """

    def __init__(self, text: str, note: str, short: str = "") -> None:
        """Show ``text``, or ``short`` where there is one and the text has no room, and ``note`` where there is one."""
        self._text = text
        self._short = short or text
        self._note = f" {note}" if note else ""

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width in which nothing is cut."""
        return cell_len(self._text) + cell_len(self._note)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the one line."""
        return 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the line."""
        room, faint = max(0, width - cell_len(self._note)), style + Style.parse("$foreground-muted")
        text = fitted(self._text if cell_len(self._text) <= room else self._short, room)
        segments = [Segment(text, style.rich_style), Segment(self._note, faint.rich_style)]
        return [Strip(segments).crop(0, width)]
