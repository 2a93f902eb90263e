"""A text whose Rich tables are laid out once at each width: to know their height, and to draw them."""

from __future__ import annotations

from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, RichVisual, Visual
from textual.widgets import Static


class KeptText(Static):
    """A text as Textual's ``Static``, which would lay a table out anew whenever it is asked for its height.

    Each layout of a screen asks more than once, and a table takes a hundred times as long as plain text.
    """

    _kept: _KeptTable | None = None

    def render(self) -> Visual:
        """Return what is shown."""
        visual = self.visual
        if not isinstance(visual, RichVisual):
            return visual
        if self._kept is None or self._kept.table is not visual:
            self._kept = _KeptTable(self, visual)
        return self._kept


class _KeptTable(Visual):
    """A Rich table with its heights and how it was drawn last; a table is never changed once it is shown."""

    def __init__(self, widget: Static, table: RichVisual) -> None:
        self.table = table
        self._widget = widget
        self._heights: dict[int, int] = {}
        self._drawn: tuple[object, list[Strip]] | None = None

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width that it would have, in cells."""
        return self.table.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many rows it has at a width."""
        if width not in self._heights:
            self._heights[width] = self.table.get_height(rules, width)
        return self._heights[width]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return its rows at a size and in a style."""
        drawn_as = (width, height, style.rich_style, self._widget.link_style)
        if self._drawn is None or self._drawn[0] != drawn_as:
            self._drawn = (drawn_as, self.table.render_strips(width, height, style, options))
        return [*self._drawn[1]]
