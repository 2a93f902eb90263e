"""Sentences in which a number and its unit stay on one line, and lines hang behind a mark: a widget, and tables."""

from __future__ import annotations

import re
from itertools import pairwise

from rich._wrap import divide_line
from rich.console import Console, JustifyMethod, OverflowMethod, RenderableType
from rich.containers import Lines
from rich.padding import PaddingDimensions
from rich.style import StyleType
from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.css.styles import RulesMap
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Static

from negcoach.texts import held_together

_NO_BREAK = "_"
"""What stands for a space at which no line breaks while a text is broken: of the same width, and no space."""
_MARK = re.compile(r"^(?:[•✕!·] {1,2}|\d {2}|[A-Z][a-z]+(?: [a-z]+)? {2,})(?=\S)", re.MULTILINE)
"""The mark that a line begins with, the number of a step or a label in a column of its own ("Next time  2 × 4") too:
where it breaks, the rest hangs behind it."""
_POINT = " · "
"""What parts the items of a line: where a list of them breaks, the new line does that; in a sentence it stays."""
_LEAST_HUNG = 16
"""The least columns that are worth it to hang a text behind its mark."""


class Prose(Static):
    """A text that breaks into lines between its words, but never within ``120 %``, ``3 × 4`` or ``Monday 14:21``.

    A line that begins with a mark hangs behind it. The point between two items is left out where a line of them
    breaks; no line begins with one.
    """

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
    """Return a text with a line break wherever it needs one in so many columns."""
    plain = text.plain
    if width < 1 or not (held_together(plain, _NO_BREAK) != plain or _MARK.search(plain) or _POINT in plain):
        return text
    lines: list[Content] = []
    for line in text.split(allow_blank=True):
        lines += [line[start:end].pad_left(indent) for start, end, indent in _spans(line.plain, width)]
    return Content("\n").join(lines)


def prose_lines(line: str, width: int, most: int | None = None) -> list[str]:
    """Return the lines into which ``Prose`` breaks one of a text in so many columns: none for an empty one.

    If they are more than ``most``, the last of so many goes on, as long as it is.
    """
    spans = _spans(line, width) if line else []
    if most is not None and len(spans) > most:
        start, _, indent = spans[most - 1]
        spans[most - 1 :] = [(start, len(line), indent)]
    return [" " * indent + line[start:end] for start, end, indent in spans]


def _spans(line: str, width: int) -> list[tuple[int, int, int]]:
    """Return where each part of a line that breaks in so many columns begins and ends, and how far it is indented."""
    mark = _MARK.match(line)
    hang = len(mark[0]) if mark is not None and width - len(mark[0]) >= _LEAST_HUNG else 0
    held, is_list = held_together(line, _NO_BREAK), not line.rstrip().endswith((".", "?", "!"))
    if not is_list:
        held = held.replace(_POINT, _NO_BREAK + _POINT.lstrip())
    breaks = divide_line(held[hang:], width - hang)
    spans: list[tuple[int, int, int]] = []
    for start, end in pairwise((0, *(hang + at for at in breaks), len(line))):
        part = line[start:end]
        if end < len(line):
            part = part.rstrip()
            end = start + len(part.removesuffix(_POINT.rstrip()) if is_list else part)
        if start and part.startswith(_POINT.lstrip()):
            start += len(_POINT.lstrip())
        spans.append((start, end, hang if spans else 0))
    return spans


class ProseTable(Table):
    """A Rich table without lines and heads, whose texts break into lines as those of ``Prose``."""

    def __init__(self, padding: PaddingDimensions) -> None:
        """Take all the width there is, with ``padding`` around each cell."""
        super().__init__(
            box=None,
            padding=padding,
            collapse_padding=True,
            show_header=False,
            show_footer=False,
            show_edge=False,
            pad_edge=False,
            expand=True,
        )

    def add_row(
        self, *renderables: RenderableType | None, style: StyleType | None = None, end_section: bool = False
    ) -> None:
        """Add a row of texts, or of what else Rich draws."""
        cells = [_ProseText.of(cell) if isinstance(cell, Text) else cell for cell in renderables]
        super().add_row(*cells, style=style, end_section=end_section)


class _ProseText(Text):
    """A Rich text that is broken into lines for the width in which it is drawn."""

    @classmethod
    def of(cls, text: Text) -> _ProseText:
        return cls(text.plain, text.style, justify=text.justify, overflow=text.overflow, spans=[*text.spans])

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        lines = Lines()
        for line in self.split(allow_blank=True):
            for start, end, indent in [(0, len(line), 0)] if no_wrap else _spans(line.plain, width):
                part = line[start:end]
                part.pad_left(indent)
                part.rstrip_end(width)
                lines.extend(
                    part.wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
                )
        return lines
