"""A heat map of up to twelve months: a column for each week, a row for each weekday, a shade a day, and a cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.formatting import clock_text, long_day_text, month_text, short_month_text, short_weekday_text
from negcoach.training.progress.days import EARLIEST, WEEKS, Day, DayMeasure, Scale, months_over, week_columns
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.option_lists import MARK

SHADES = ("·", "░", "▒", "▓", "█")
"""The character for each level, from none on: they distinguish the levels without colour too."""

LIFTED = "+"
"""The character for a day with only lifted sets, which has no time under tension to shade it by."""

LABEL_WIDTH = 5
"""Cells for the names of the weekdays, left of the weeks."""

_NARROWEST_WEEK, _WIDEST_WEEK = 2, 3
"""The least and the most cells for a week. Its last one stays empty, so that days are told apart: where the room is
short, there are fewer weeks."""

_BEYOND_CURSOR = 4
"""How many weeks are shown beyond the cursor when it leaves those in view, and they move."""

_TALL_FROM = 40
"""From this many rows of the terminal on, days are two rows tall where there is width for all weeks."""

YEAR_WEEKS = 52
"""A year back is the same weekday, so the cursor stays in its row."""

_OTHER_ROWS = 2
"""Rows other than those of the weekdays: the months' names, and the arrow below the cursor's week."""


@dataclass(frozen=True, slots=True)
class HeatMapContent:
    """The content of a map: the days with a session, their shades, and the weeks from ``first`` on, which begins one.

    Days after ``last`` are not drawn, and the cursor stays between ``earliest`` and ``last``.
    """

    days: Mapping[date, Day]
    scale: Scale
    first: date
    earliest: date
    last: date


class HeatMap(Widget, can_focus=True):
    """Shows days and moves the cursor; the screen decides which weeks to show around it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "heat-map--name",
        "heat-map--chosen-name",
        "heat-map--cursor",
        *(f"heat-map--level-{level}" for level in range(len(SHADES))),
    }

    DEFAULT_CSS = """
    HeatMap {
        width: 1fr;
        height: auto;
        & > .heat-map--name { color: $text-muted; }
        & > .heat-map--chosen-name { color: $text-accent; text-style: bold; }
        & > .heat-map--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        & > .heat-map--level-0 { color: $foreground-disabled; }
        & > .heat-map--level-1 { color: $heat-1; }
        & > .heat-map--level-2 { color: $heat-2; }
        & > .heat-map--level-3 { color: $heat-3; }
        & > .heat-map--level-4 { color: $heat-4; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "open", id="calendar.open", tooltip="Open the day's session"),
        Binding("left", "move(-7)", "week back", id="calendar.left", show=False, tooltip="The week before"),
        Binding("right", "move(7)", "week on", id="calendar.right", show=False, tooltip="The week after"),
        Binding("up", "move(-1)", "day back", id="calendar.up", show=False, tooltip="The day before"),
        Binding("down", "move(1)", "day on", id="calendar.down", show=False, tooltip="The day after"),
        bound("calendar.back", "move_years(-1)", "year back", "A year back"),
        bound("calendar.on", "move_years(1)", "year on", "A year on"),
        Binding("home", "end(-1)", "first day", id="calendar.home", show=False, tooltip="The first day of all"),
        Binding("end", "end(1)", "last day", id="calendar.end", show=False, tooltip="Today"),
    ]

    content: reactive[HeatMapContent | None] = reactive(None)
    """The content to show; ``None`` shows nothing."""

    cursor: reactive[date] = reactive(EARLIEST)
    """The day that the cursor is on."""

    class Moved(Message):
        """The cursor was moved to another day; the map should move by ``years`` full years."""

        def __init__(self, day: date, years: int = 0) -> None:
            super().__init__()
            self.day = day
            self.years = years

    class Opened(Message):
        """The day was opened."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class SpanShown(Message):
        """Other days than before are in view: from ``first`` to ``last``."""

        def __init__(self, first: date, last: date) -> None:
            super().__init__()
            self.first = first
            self.last = last

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with nothing to show."""
        super().__init__(id=id)
        self._skipped = (
            WEEKS  # weeks of the content before the first that is in view; at most what leaves the room full
        )
        self._span: tuple[date, date] | None = None

    @property
    def cell(self) -> int:
        """The width of a week in cells."""
        return max(_NARROWEST_WEEK, min(_WIDEST_WEEK, (self.size.width - LABEL_WIDTH) // WEEKS))

    @property
    def tall(self) -> int:
        """The height of a day in rows."""
        return max(1, min(2, (self.size.height - _OTHER_ROWS) // 7))

    @property
    def chosen_place(self) -> Offset:
        """Where the cursor's day begins, its week's first column at the left edge."""
        columns = self._columns()
        if not columns:
            return Offset(0, 0)
        week, weekday = divmod((self.cursor - columns[0][0]).days, 7)
        return Offset(LABEL_WIDTH + week * self.cell, 1 + weekday * self.tall)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows it needs: two for each weekday where all weeks fit and the terminal is tall."""
        is_tall = (width - LABEL_WIDTH) // WEEKS >= _NARROWEST_WEEK and viewport.height >= _TALL_FROM
        return 7 * (2 if is_tall else 1) + _OTHER_ROWS

    def render_line(self, y: int) -> Strip:
        """Return a row: the months, a weekday, or the arrow below the week."""
        width = self.size.width
        if not self._columns():
            return Strip.blank(width, self.rich_style)
        if y == 0:
            return self._month_row()
        row, below = divmod(y - 1, self.tall)
        if row < 7:
            return self._weekday_row(row, named=below == 0)
        return self._arrow_row() if not below else Strip.blank(width, self.rich_style)

    def watch_content(self) -> None:
        """Keep the cursor in view."""
        self._bring_into_view()

    def watch_cursor(self) -> None:
        """Keep the cursor in view."""
        self._bring_into_view()

    def on_resize(self) -> None:
        """Show as many weeks as there is room for now."""
        self._bring_into_view()

    def action_move(self, days: int) -> None:
        """Move the cursor by days."""
        self._move_to(self.cursor + timedelta(days=days))

    def action_move_years(self, years: int) -> None:
        """Move the cursor by years, and the map with it."""
        self._move_to(self.cursor + timedelta(weeks=years * YEAR_WEEKS), years=years)

    def action_end(self, side: int) -> None:
        """Move the cursor to the first day or the last."""
        if self.content is not None:
            self._move_to(self.content.earliest if side < 0 else self.content.last)

    def action_open(self) -> None:
        """Open the day under the cursor."""
        self.post_message(self.Opened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the day that was clicked, or open the day that it is on already."""
        day = self.day_at(event.x, event.y)
        if day is None:
            return
        if day == self.cursor:
            self.action_open()
        else:
            self._move_to(day)

    def day_at(self, x: int, y: int) -> date | None:
        """Return the day drawn in a cell of the widget, ``None`` where there is none."""
        column, row = (x - LABEL_WIDTH) // self.cell, (y - 1) // self.tall
        columns = self._columns()
        if not (0 <= column < len(columns) and 0 <= row < 7):
            return None
        day = columns[column][row]
        return day if self.content is not None and day <= self.content.last else None

    def _move_to(self, day: date, *, years: int = 0) -> None:
        if self.content is None:
            return
        day = min(max(day, self.content.earliest), self.content.last)
        if day != self.cursor:
            self.cursor = day
            self.post_message(self.Moved(day, years))

    def _columns(self) -> tuple[tuple[date, ...], ...]:
        """Return the weeks in view: all, or as many as there is room for."""
        if self.content is None or self._room < 1:
            return ()
        skipped = min(self._skipped, WEEKS - self._room)
        return week_columns(self.content.first + timedelta(weeks=skipped), self._room)

    @property
    def _room(self) -> int:
        """How many weeks there is room for."""
        return min(WEEKS, (self.size.width - LABEL_WIDTH) // self.cell)

    def _bring_into_view(self) -> None:
        """Move the weeks in view if the cursor has left them, and say which days they are."""
        content, room = self.content, self._room
        if content is None or room < 1:
            return
        cursor_at, skipped = (self.cursor - content.first).days // 7, min(self._skipped, WEEKS - room)
        if not 0 <= cursor_at < WEEKS:  # the days around it are about to be read
            return
        beyond = min(_BEYOND_CURSOR, (room - 1) // 2)
        if cursor_at < skipped:
            skipped = max(0, cursor_at - beyond)
        elif cursor_at >= skipped + room:
            skipped = min(WEEKS - room, cursor_at - room + 1 + beyond)
        if skipped != self._skipped:
            self._skipped = skipped
            self.refresh()
        columns = self._columns()
        span = columns[0][0], min(columns[-1][-1], content.last)
        if span != self._span:
            self._span = span
            self.post_message(self.SpanShown(*span))

    def _month_row(self) -> Strip:
        """Return the months' names; January, and the first of all, with the year where it fits."""
        marks = [(LABEL_WIDTH + index * self.cell, day) for index, day in months_over(self._columns())]
        ends = [at - 1 for at, _ in marks[1:]] + [self.size.width]
        line = ""
        for (at, day), end in zip(marks, ends, strict=True):
            name = month_text(day) if day.month == 1 or not line else short_month_text(day)
            line = line.ljust(at) + (name if at + len(name) <= end else short_month_text(day))
        return Strip([Segment(line, self._style("name"))]).adjust_cell_length(self.size.width, self.rich_style)

    def _weekday_row(self, row: int, *, named: bool) -> Strip:
        """Return a row of days; with ``named``, the first row of its weekday, which has the name."""
        columns = self._columns()
        has_cursor = row == (self.cursor - columns[0][0]).days % 7
        name = f"{MARK if has_cursor else ' '}{short_weekday_text(columns[0][row])}" if named else ""
        style = self._style("chosen-name" if has_cursor else "name")
        segments = [Segment(name[: LABEL_WIDTH - 1].ljust(LABEL_WIDTH), style)]
        cell = self.cell
        segments += [self._day_cells(column[row], cell, named=named) for column in columns]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _day_cells(self, day: date, cell: int, *, named: bool) -> Segment:
        """Return a day's cells in one row; only the first (``named``) has any, so that a gap follows."""
        assert self.content is not None
        if day > self.content.last or not named:
            return Segment(" " * cell, self.rich_style)
        if day == self.cursor:
            return Segment(f"{day.day:>2}".ljust(cell), self._style("cursor"))
        training = self.content.days.get(day)
        level = self.content.scale.level(training) if training is not None else 0
        char = shade_of(training, self.content.scale)
        text = char * (cell - 1) if level else char
        return Segment(text.ljust(cell), self._style(f"level-{level if level or training is None else 4}"))

    def _arrow_row(self) -> Strip:
        """Return the arrow below the cursor's week, with the week's first day on the side where there is room."""
        assert self.content is not None
        columns = self._columns()
        column = (self.cursor - columns[0][0]).days // 7
        if not 0 <= column < len(columns):  # the screen has not read the days around it yet
            return Strip.blank(self.size.width, self.rich_style)
        at, start = LABEL_WIDTH + column * self.cell, columns[column][0]
        arrow = "▴▴"
        label = f"week of {long_day_text(start, weekday=False, year=False)}"
        right = f"{arrow} {label}"
        text = f"{'':{at}}{right}" if at + len(right) <= self.size.width else f"{label:>{at - 1}} {arrow}"
        return Strip([Segment(text, self._style("chosen-name"))]).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"heat-map--{name}")


def shade_of(day: Day | None, scale: Scale) -> str:
    """Return the character for a day (``None`` for one without training)."""
    if day is None:
        return SHADES[0]
    level = scale.level(day)
    return SHADES[level] if level else LIFTED


def legend(scale: Scale, days: Mapping[date, Day]) -> tuple[tuple[str, str, int], ...]:
    """Return the legend: character, words and level, for each level that occurs on the scale."""
    entries = [(SHADES[0], "none", 0)]
    for level, (low, after) in enumerate(zip(scale.thresholds, (*scale.thresholds[1:], None), strict=True), 1):
        if after != low:
            entries.append((SHADES[level], _range_text(low, after, scale.measure), level))
    if any(not scale.level(day) for day in days.values()):
        entries.append((LIFTED, "lifted only", 4))
    return tuple(entries)


def _range_text(low: int, after: int | None, measure: DayMeasure) -> str:
    if measure is DayMeasure.SESSIONS:
        if after is None:
            return f"{low} or more" if low > 1 else "1"
        return str(low) if after - low == 1 else f"{low} to {after - 1}"
    if low < 1000:
        return f"under {clock_text(after or 0)}"
    return f"from {clock_text(low)}"
