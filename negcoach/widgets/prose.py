"""The widget for sentences, in which a number and its unit stay on one line."""

from __future__ import annotations

import re

from rich._wrap import divide_line
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|kg|lb|s|min|h|d)(?!\w))")
"""The space between a number and its unit."""
_NO_BREAK = "_"
"""What stands for that space while a text is broken into lines: of the same width, and no space."""


class Prose(Static):
    """A text that breaks into lines between its words, but never between a number and its unit, ``120 %``."""

    @property
    def visual(self) -> Visual:
        """The text, as it is drawn."""
        shown = super().visual
        return _Lines(shown) if isinstance(shown, Content) else shown

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the part of the text that is selected, in the lines that are shown."""
        shown = super().visual
        if not isinstance(shown, Content):
            return super().get_selection(selection)
        return selection.extract(_broken(shown, self.content_size.width).plain), "\n"


class _Lines(Visual):
    """A text that is broken into lines for the width in which it is drawn."""

    def __init__(self, text: Content) -> None:
        self._text = text

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._text.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        return self._text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._in(width, rules).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._in(width, options.rules).render_strips(width, height, style, options)

    def _in(self, width: int, rules: RulesMap) -> Content:
        return self._text if rules.get("text_wrap") == "nowrap" else _broken(self._text, width)


def _broken(text: Content, width: int) -> Content:
    """Return a text with a line break wherever it needs one in so many columns, if it has a number with a unit."""
    if width < 1 or not _BEFORE_UNIT.search(text.plain):
        return text
    lines: list[Content] = []
    for line in text.split(allow_blank=True):
        offsets = divide_line(_BEFORE_UNIT.sub(_NO_BREAK, line.plain), width)
        lines += [part.rstrip() for part in line.divide(offsets)]
    return Content("\n").join(lines)
