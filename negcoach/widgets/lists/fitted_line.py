"""A line of a list that is written for the width that it has when it is drawn."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class FittedLine(Visual):
    """A line that is as wide as its list: where that changes, also below a dialog, it is written anew."""

    def __init__(self, written: Callable[[int], Content]) -> None:
        """Show what ``written`` returns for a width in cells; it has no line breaks."""
        self._written = written

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width that there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the one line."""
        return 1

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Return the line."""
        return self._written(width).render_strips(width, height, style, options)
