"""What meets on a screen: text and scroll bars, the lines of a text, and neighbours in a layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from textual.app import App
from textual.widget import Widget
from textual.widgets._toast import Toast

_CHUNK = re.compile(r"\S(?:.*?\S)??(?=\s{2,}|\s*$)")
"""What stands in one column of a table: two blanks part it from the next."""

_UNIT = re.compile(r"(?:%|kg|lb|s|min|h|d)(?!\w)")


def edge_faults(app: App[None]) -> Iterator[str]:
    """Yield what meets and should not on the screen that is shown, at its present size."""
    rows = [strip.text for strip in app.screen._compositor.render_strips()]
    for widget in _displayed(app):
        yield from _beside_bar(widget, rows)
        yield from _parted_numbers(widget)
        yield from _overlapping(widget)


def _beside_bar(widget: Widget, rows: Sequence[str]) -> Iterator[str]:
    """Yield text that touches a scroll bar: one column is free between them."""
    bar = widget.vertical_scrollbar if widget.show_vertical_scrollbar else None
    if bar is None or bar.window_size >= bar.window_virtual_size:
        return
    shown = widget.screen._compositor.visible_widgets.get(bar)
    if shown is not None:
        region = shown[0].intersection(shown[1])
        beside = region.right - 2
        noticed = {y for toast in widget.screen.query(Toast) for y in toast.region.line_range}  # over text and bar
        lines = [y for y in region.line_range if y not in noticed]
        touching = [rows[y][: beside + 1].strip() for y in lines if rows[y][beside].strip()]
        if touching:
            yield f"the scroll bar of {widget} is touched by {touching}"


def _parted_numbers(widget: Widget) -> Iterator[str]:
    """Yield numbers at the end of a line whose unit begins the next one, also within a column of a table."""
    if widget.children or not widget.size.area or widget.styles.text_wrap == "nowrap":
        return
    lines = [strip.text for strip in widget.render_lines(widget.size.region)]
    for before, after in pairwise(lines):
        below = {match.start(): match[0] for match in _CHUNK.finditer(after)}
        for match in _CHUNK.finditer(before):
            if match[0][-1].isdigit() and _UNIT.match(below.get(match.start(), "")):
                yield f"{widget} parts {match[0]!r} from {below[match.start()]!r}"


def _overlapping(parent: Widget) -> Iterator[str]:
    """Yield children that cover each other, as docked ones do what is too high beside them."""
    visible = parent.screen._compositor.visible_widgets
    shown = [child for child in parent.children if child in visible and child.display and child.visible]
    for one, other in combinations(shown, 2):
        covered = visible[one][0].intersection(visible[other][0])
        if one.layer == other.layer and covered.area and "screen" not in (one.styles.overlay, other.styles.overlay):
            yield f"{one} and {other} cover each other: {covered}"


def _displayed(app: App[None]) -> Iterator[Widget]:
    """Yield the widgets that are displayed, and whose parents are."""
    for widget in app.screen.walk_children(Widget, with_self=True):
        if all(node.display for node in widget.ancestors_with_self if isinstance(node, Widget)):
            yield widget
