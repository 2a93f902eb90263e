"""One look for what is selected: the sign before it, and one ground from there to the end of its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Offset, Region
from textual.screen import SystemModalScreen
from textual.widget import Widget
from textual.widgets import OptionList

from negcoach.screens.body.soreness import SorenessLines
from negcoach.screens.choosing.gate.spotters_screen import NumberTile
from negcoach.screens.history.session.cursor import TargetKind
from negcoach.screens.history.session.view import CursorCell
from negcoach.widgets.charts.pain_scale import PainScale
from negcoach.widgets.lists.option_lists import MARK
from negcoach.widgets.lists.session_table import SIGNS, SessionTable

Line = tuple[Widget, Region, int, bool]
"""A line that is selected: whose it is, where it is, in which of its columns the sign is (-1 for none: it goes on from
the line above), and whether the lines above and below it are others of the same list, and follow the theme: a screen of
Textual's own does not while it is shown."""


def selected_faults(app: App[None]) -> Iterator[str]:
    """Yield where what is selected on the screen that is shown looks other than it does elsewhere."""
    rows = _Rows(app.screen._compositor.render_strips())
    selected = [*_selected(app)]
    taken = {(widget, region.y) for widget, region, _, _ in selected}
    for widget, region, sign, listed in selected:
        shown = app.screen._compositor.visible_widgets.get(widget)
        if shown is None or region not in shown[1] or any(other.contains_region(region) for other in _above(app)):
            continue
        cells = rows[region.y][region.x : region.right]
        text = "".join(char for char, *_ in cells)
        if sign >= 0 and text[sign] != MARK:
            yield f"{widget} has no {MARK} before {text!r}"
        grounds = {ground for _, ground, _ in cells}
        if len(grounds) > 1:
            yield f"{widget} has {len(grounds)} grounds in {text!r}"
        beside = (y for y in (region.y - 1, region.bottom) if (widget, y) not in taken)
        around = {rows[y][region.x][1:] for y in beside if widget.content_region.contains(region.x, y)}
        if listed and cells[0][1:] in around:
            yield f"{widget} has the ground of the lines beside it in {text!r}"


class _Rows(dict[int, "list[tuple[str, object, bool]]"]):
    """The cells of those rows that are looked at, by their number: most are not."""

    def __init__(self, strips: Sequence[Iterable[Segment]]) -> None:
        super().__init__()
        self._strips = strips

    def __missing__(self, y: int) -> list[tuple[str, object, bool]]:
        self[y] = [*_cells(self._strips[y])]
        return self[y]


def _selected(app: App[None]) -> Iterator[Line]:
    """Yield the lines that are selected on the screen that is shown."""
    for widget in app.screen.walk_children(Widget):
        at, width = widget.content_region.offset, widget.scrollable_content_region.width
        if isinstance(widget, OptionList):
            for y, (option, row) in enumerate(widget._lines):
                if option == widget.highlighted:
                    line = Region(at.x, at.y + y - widget.scroll_offset.y, width, 1)
                    yield widget, line, -1 if row else 0, not isinstance(app.screen, SystemModalScreen)
        elif isinstance(widget, SessionTable) and widget.count:
            yield widget, Region.from_offset(at + widget.chosen_place, (width, 1)), SIGNS - 1, True
        elif isinstance(widget, SorenessLines):
            yield widget, Region.from_offset(at + widget.chosen_place, (width, 1)), 0, True
        elif isinstance(widget, PainScale) and widget.asked:
            yield widget, Region.from_offset(at, (width, 1)), 0, True
        elif isinstance(widget, CursorCell) and widget.has_class("-here"):
            yield widget, _line_of(widget), 0, False
        elif isinstance(widget, NumberTile) and widget.has_class("-chosen"):
            middle = Offset(at.x, at.y + widget.content_size.height // 2)
            label = str(widget.content)
            yield widget, Region.from_offset(middle + Offset((width - len(label)) // 2, 0), (len(label), 1)), 0, False


def _line_of(cell: CursorCell) -> Region:
    """Return the line beside a cell of a session's cursor: the row that it is in, or for a rep that of its bar."""
    row = cell.parent
    if cell.target.kind is TargetKind.REP and row is not None:
        row = row.parent
    assert isinstance(row, Widget)
    right = max(child.region.right for child in row.walk_children(Widget))
    return Region(cell.region.x, cell.region.y, right - cell.region.x, 1)


def _above(app: App[None]) -> Iterator[Region]:
    """Yield where notices lie over the screen."""
    return (widget.region for widget in app.screen.query("Toast"))


def _cells(strip: Iterable[Segment]) -> Iterator[tuple[str, object, bool]]:
    """Yield the characters of a row, each with its ground, and whether it is underlined, which can stand for one."""
    for segment in strip:
        style = segment.style or Style()
        ground = style.color if style.reverse else style.bgcolor
        for char in segment.text:
            yield char, (str(ground and ground.name), bool(style.reverse)), bool(style.underline)
