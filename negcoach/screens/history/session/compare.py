"""The screen that compares two sessions side by side, the earlier one first."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, ItemGrid, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from negcoach.formatting import padded_day_text, short_weekday_text
from negcoach.screens.history.session.compare_chart import SetBars, chart_lines
from negcoach.screens.history.session.compare_rows import (
    LEFT_OUT_FIRST,
    NONE,
    SAME,
    Block,
    Fact,
    SetsOfOne,
    bars,
    blocks,
)
from negcoach.screens.history.session.screen import read_session
from negcoach.screens.shared.history.history_view import BREAKPOINTS
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord
from negcoach.texts import time_of_day_text
from negcoach.widgets.lists.key_footer import KeyFooter

_NAME = 13
"""Cells of a figure's name."""

_CHANGE = 20
"""Cells of its change, "▲ 231.49 lb heavier"."""

_LEAST_VALUE, _WIDEST_VALUE = 8, 24
_GAPS = 5
"""Cells between the columns."""

_MORE = "  …"
"""What the heading of a table ends with where figures are left out."""

_LEAST_ROOM = _NAME + 2 * _LEAST_VALUE + _GAPS + _CHANGE
"""With fewer cells the change has a line of its own, below its figures."""


class ComparedBlock(Widget):
    """The widget of a block: its title over the figures of both sessions and their changes."""

    def __init__(self, block: Block | SetsOfOne, heads: tuple[str, str]) -> None:
        """Show ``block`` under ``heads``, the days of the sessions."""
        super().__init__(classes="block")
        self._block = block
        self._day_headings = heads

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the block has in this width."""
        return self._content(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Return the block in columns that fit the width."""
        return self._content(self.content_size.width)

    def _content(self, width: int) -> Content:
        if isinstance(self._block, SetsOfOne):
            return sets_content(self._block, self._day_headings, width)
        return block_content(self._block, self._day_headings, width)


class LoweringsChart(Widget):
    """The lowerings of both sessions as bars, where they fit."""

    def __init__(self, sets: tuple[SetBars, ...], heads: tuple[str, str]) -> None:
        """Show ``sets`` under ``heads``, the days of the sessions."""
        super().__init__(classes="block")
        self._sets = sets
        self._day_headings = heads

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the bars have in this width; none where they do not fit."""
        lines = chart_lines(self._sets, self._day_headings, width)
        return 0 if lines is None else lines.plain.count("\n") + 1

    def render(self) -> Content:
        """Return the bars."""
        return chart_lines(self._sets, self._day_headings, self.content_size.width) or Content("")


class CompareScreen(OpenScreen, Screen[None]):
    """The comparison of two sessions, the earlier one at the left."""

    CSS_PATH = "compare.tcss"
    AUTO_FOCUS = "#blocks"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,left,h,c", "back", "back", id="compare.back", tooltip="Go back to the list of sessions"),
    ]

    def __init__(self, services: Services, first_id: str, second_id: str) -> None:
        """Compare the sessions with these ids."""
        super().__init__()
        self._services = services
        self._ids = (first_id, second_id)

    def compose(self) -> ComposeResult:
        """Lay out the title and the blocks."""
        records = [read_session(self, self._services, session_id) for session_id in self._ids]
        found = sorted((one for one in records if one is not None), key=lambda one: one.started_at)
        with Horizontal(id="title"):
            yield Static(Content.styled("Compare", "bold $text-accent"), id="name")
            yield Static(Content(_title_text(found)), id="says")
        with VerticalScroll(id="blocks"):
            if len(found) == 2:
                heads = _day_headings(found[0].started_at, found[1].started_at)
                with ItemGrid(min_column_width=78, stretch_height=False):
                    for block in blocks(found[0], found[1], self._services.settings.unit):
                        yield ComparedBlock(block, heads)
                if any(rep.measured_ms is not None for one in found for done in one.sets for rep in done.reps):
                    yield LoweringsChart(bars(found[0], found[1]), heads)
        yield KeyFooter()

    def action_back(self) -> None:
        """Leave."""
        self.dismiss(None)


def block_content(block: Block, heads: tuple[str, str], width: int) -> Content:
    """Return a block as lines of ``width`` cells: the figures of both sessions side by side, then their change."""
    beside = width >= _LEAST_ROOM
    room = (width - _NAME - _CHANGE - _GAPS if beside else width - _NAME - 2) // 2
    value = max(_LEAST_VALUE, min(_WIDEST_VALUE, room))
    title = Content(block.title).truncate(_NAME + value - len(heads[0]) - 1, ellipsis=True, pad=True)
    top = Content.assemble(
        (title.plain, "bold $text-accent"), (f" {heads[0]}  {heads[1].rjust(value)}", "$foreground-muted")
    )
    lines = [top]
    for fact in block.facts:
        figures, change = _figures(fact, value), _change(fact, width - _NAME - 2 * value - _GAPS if beside else width)
        if beside:
            lines.append(Content.assemble(figures, "   ", change))
        else:
            lines += [figures, change.pad_left(width - change.cell_length)] if fact.change else [figures]
    return Content("\n").join(lines)


def sets_content(block: SetsOfOne, heads: tuple[str, str], width: int) -> Content:
    """Return the sets that only one session has as a table, ``width`` cells wide.

    Where not all figures have room, the heading ends with "…".
    """
    head = heads[block.of]
    only = f"only {'at' if ':' in head else 'on'} {head}"
    title = Content(block.title).truncate(max(1, width - cell_len(only) - 2), ellipsis=True)
    columns = {name: [name, *values] for name, *values in zip(block.names, *block.rows, strict=True)}
    widths = {name: max(map(cell_len, texts)) for name, texts in columns.items()}
    more = ""
    for name in LEFT_OUT_FIRST:
        if name in widths and sum(widths.values()) + 2 * (len(widths) - 1) + len(more) > width:
            del widths[name]
            more = _MORE
    first, *others = (
        Content("  ".join(columns[name][row].rjust(cells) for name, cells in widths.items()))
        for row in range(len(block.rows) + 1)
    )
    heading, *sets = (row.truncate(width, ellipsis=True) for row in (Content(f"{first.plain}{more}"), *others))
    return Content("\n").join(
        [
            Content.assemble((title.plain, "bold $text-accent"), (f"  {only}", "bold")),
            heading.stylize("$foreground-muted"),
            *sets,
        ]
    )


def _figures(fact: Fact, value: int) -> Content:
    first, second = fact.values
    return Content.assemble(
        (fact.name.ljust(_NAME), "$foreground-muted"), _right_aligned(first, value), "  ", _right_aligned(second, value)
    )


def _change(fact: Fact, room: int) -> Content:
    change = Content(fact.change).truncate(room, ellipsis=True)
    return Content.styled(change.plain, "$foreground-muted" if fact.change in (SAME, NONE) else "bold")


def _right_aligned(text: str, room: int) -> Content:
    content = Content(text).truncate(room, ellipsis=True)
    return content.pad_left(room - content.cell_length)


def _day_headings(first: datetime, second: datetime) -> tuple[str, str]:
    if first.date() == second.date():
        return time_of_day_text(first), time_of_day_text(second)
    year = first.year != second.year
    return padded_day_text(first, year=year), padded_day_text(second, year=year)


def _title_text(found: list[SessionRecord]) -> str:
    if len(found) < 2:
        return "One of the two sessions no longer exists."
    first, second = (one.started_at for one in found)
    days = (second.date() - first.date()).days
    if not days:
        day = f"{short_weekday_text(first)} {padded_day_text(first)}"
        return f"{day}, {time_of_day_text(first)} and {time_of_day_text(second)}"
    later = "a day later" if days == 1 else f"{days:,} days later"
    days_text = [
        f"{short_weekday_text(at)} {padded_day_text(at, year=year)}"
        for at, year in ((first, first.year != second.year), (second, True))
    ]
    return f"{' and '.join(days_text)}, {later}"
