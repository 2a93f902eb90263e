"""A heat map of twelve months: weeks as columns, weekdays as rows, a shade for each day, and a cursor on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.progress.days import EARLIEST, WEEKS, Day, Measure, Scale, months_over, week_columns

SHADES = ("·", "░", "▒", "▓", "█")
"""One for each level, from none on: they tell the levels apart without colour too."""

LIFTED = "+"
"""A day that has only lifted sets: there is no time under tension to shade it by."""

LABELS = 5
"""Cells for the names of the weekdays, left of the weeks."""

CELL = 3
"""The widest a week is drawn: two cells of shade and one between it and the next."""

ROOMY = 44
"""From so many rows of the terminal on the days can be two rows tall."""

YEAR_WEEKS = 52
"""A year back is the same weekday, so that the cursor stays in its row."""

_LINES = 2
"""Rows beside the weekdays': the months' names, and the arrow below the week that the cursor is in."""


@dataclass(frozen=True, slots=True)
class HeatDays:
    """What the map shows: the days with a session, their shades, and the weeks from the one of ``first`` on.

    Days after ``last`` are not drawn, and the cursor stays between ``earliest`` and ``last``.
    """

    days: Mapping[date, Day]
    scale: Scale
    first: date
    earliest: date
    last: date


class HeatMap(Widget, can_focus=True):
    """Shows the days and moves the cursor; what is to be shown around it is the screen's affair."""

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
        & > .heat-map--cursor { color: $background; background: $foreground; text-style: bold; }
        & > .heat-map--level-0 { color: $foreground 35%; }
        & > .heat-map--level-1 { color: $accent 75%; }
        & > .heat-map--level-2 { color: $accent 85%; }
        & > .heat-map--level-3 { color: $accent 95%; }
        & > .heat-map--level-4 { color: $accent; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "open", id="calendar.open", tooltip="Open the day's session"),
        Binding("left", "move(-7)", "week back", id="calendar.left", show=False, tooltip="The week before"),
        Binding("right", "move(7)", "week on", id="calendar.right", show=False, tooltip="The week after"),
        Binding("up", "move(-1)", "day back", id="calendar.up", show=False, tooltip="The day before"),
        Binding("down", "move(1)", "day on", id="calendar.down", show=False, tooltip="The day after"),
        Binding("left_square_bracket,pageup", "turn(-1)", "year back", id="calendar.back", tooltip="A year back"),
        Binding("right_square_bracket,pagedown", "turn(1)", "year on", id="calendar.on", tooltip="A year on"),
        Binding("home", "end(-1)", "first day", id="calendar.home", show=False, tooltip="The first day of all"),
        Binding("end", "end(1)", "last day", id="calendar.end", show=False, tooltip="Today"),
    ]

    shown: reactive[HeatDays | None] = reactive(None)
    """The days; ``None`` shows nothing."""

    cursor: reactive[date] = reactive(EARLIEST)
    """The day that the cursor is on."""

    class Moved(Message):
        """The cursor was moved to another day; ``turned`` counts the years by which the whole map is to follow."""

        def __init__(self, day: date, turned: int = 0) -> None:
            super().__init__()
            self.day = day
            self.turned = turned

    class Opened(Message):
        """The day was opened."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    @property
    def cell(self) -> int:
        """How many cells a week is wide."""
        return max(1, min(CELL, (self.size.width - LABELS) // WEEKS))

    @property
    def tall(self) -> int:
        """How many rows a day is tall."""
        return max(1, min(2, (self.size.height - _LINES) // 7))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows that it needs: two for each weekday where its weeks are wide and the terminal is high."""
        roomy = (width - LABELS) // WEEKS >= CELL and viewport.height >= ROOMY
        return 7 * (2 if roomy else 1) + _LINES

    def render_line(self, y: int) -> Strip:
        """Return a row: the months, a weekday, or the arrow below the week."""
        width = self.size.width
        if self.shown is None or width <= LABELS:
            return Strip.blank(width, self.rich_style)
        if y == 0:
            return self._months()
        row, below = divmod(y - 1, self.tall)
        if row < 7:
            return self._weekday(row, named=below == 0)
        return self._arrow() if not below else Strip.blank(width, self.rich_style)

    def action_move(self, days: int) -> None:
        """Move the cursor by days."""
        self._go(self.cursor + timedelta(days=days))

    def action_turn(self, years: int) -> None:
        """Move the cursor by years, and the map with it."""
        self._go(self.cursor + timedelta(weeks=years * YEAR_WEEKS), turned=years)

    def action_end(self, side: int) -> None:
        """Move the cursor to the first day or the last."""
        if self.shown is not None:
            self._go(self.shown.earliest if side < 0 else self.shown.last)

    def action_open(self) -> None:
        """Open the day under the cursor."""
        self.post_message(self.Opened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Go to the day that was clicked; open the one that the cursor is on already."""
        day = self.day_at(event.x, event.y)
        if day is None:
            return
        if day == self.cursor:
            self.action_open()
        else:
            self._go(day)

    def day_at(self, x: int, y: int) -> date | None:
        """Return the day drawn in a cell of the widget, ``None`` where there is none."""
        column, row = (x - LABELS) // self.cell, (y - 1) // self.tall
        columns = self._columns()
        if not (0 <= column < len(columns) and 0 <= row < 7):
            return None
        day = columns[column][row]
        return day if self.shown is not None and day <= self.shown.last else None

    def _go(self, day: date, *, turned: int = 0) -> None:
        if self.shown is None:
            return
        day = min(max(day, self.shown.earliest), self.shown.last)
        if day != self.cursor:
            self.cursor = day
            self.post_message(self.Moved(day, turned))

    def _columns(self) -> tuple[tuple[date, ...], ...]:
        """Return the weeks that there is room for: all, or those up to the cursor's and as many as fit."""
        if self.shown is None:
            return ()
        room = min(WEEKS, (self.size.width - LABELS) // self.cell)
        cursor_at = (self.cursor - self.shown.first).days // 7
        skipped = min(max(0, cursor_at - room + 1), WEEKS - room)
        return week_columns(self.shown.first + timedelta(weeks=skipped), room)

    def _months(self) -> Strip:
        """Return the months' names; the first of a year has the year where the next leaves it room."""
        marks = [(LABELS + index * self.cell, day) for index, day in months_over(self._columns())]
        ends = [at - 1 for at, _ in marks[1:]] + [self.size.width]
        line = ""
        for (at, day), end in zip(marks, ends, strict=True):
            name = f"{day:%b} {day.year}" if day.month == 1 or not line else f"{day:%b}"
            line = line.ljust(at) + (name if at + len(name) <= end else f"{day:%b}")
        return Strip([Segment(line, self._style("name"))]).adjust_cell_length(self.size.width, self.rich_style)

    def _weekday(self, row: int, *, named: bool) -> Strip:
        """Return a row of the days; the first of a weekday's rows has its name."""
        here = row == self.cursor.weekday()
        columns = self._columns()
        name = f"{'▸' if here else ' '}{columns[0][row]:%a}" if named else ""
        segments = [Segment(name[: LABELS - 1].ljust(LABELS), self._style("chosen-name" if here else "name"))]
        cell = self.cell
        segments += [self._day(column[row], cell, named=named) for column in columns]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _day(self, day: date, cell: int, *, named: bool) -> Segment:
        """Return a day's cells in a row; what is written in them, only in its first row."""
        assert self.shown is not None
        if day > self.shown.last:
            return Segment(" " * cell, self.rich_style)
        if day == self.cursor:
            mark = f"{day.day:>2}" if cell > 1 else "X"  # one cell has no room for the day of the month
            return Segment((mark if named else "").ljust(cell), self._style("cursor"))
        done = self.shown.days.get(day)
        level = self.shown.scale.level(done) if done is not None else 0
        glyph = shade_of(done, self.shown.scale)
        drawn = glyph * min(2, cell) if level else glyph if named else ""
        return Segment(drawn.ljust(cell), self._style(f"level-{level if level or done is None else 4}"))

    def _arrow(self) -> Strip:
        """Return the arrow with its week's first day beside it, on the side where there is room."""
        assert self.shown is not None
        columns = self._columns()
        column = (self.cursor - columns[0][0]).days // 7
        if not 0 <= column < len(columns):  # the days to follow it are not read yet
            return Strip.blank(self.size.width, self.rich_style)
        at, start = LABELS + column * self.cell, columns[column][0]
        arrow = "▴" * min(2, self.cell)
        said = f"week of {start.day} {start:%B}"
        right = f"{arrow} {said}"
        text = f"{'':{at}}{right}" if at + len(right) <= self.size.width else f"{said:>{at - 1}} {arrow}"
        return Strip([Segment(text, self._style("chosen-name"))]).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"heat-map--{name}")


def shade_of(day: Day | None, scale: Scale) -> str:
    """Return the glyph of a day (``None``: nothing was done)."""
    if day is None:
        return SHADES[0]
    level = scale.level(day)
    return SHADES[level] if level else LIFTED


def legend(scale: Scale, days: Mapping[date, Day]) -> tuple[tuple[str, str, int], ...]:
    """Return what each glyph says, as glyph, words and level, for the levels that can be told apart."""
    told = [(SHADES[0], "none", 0)]
    for level, (least, after) in enumerate(zip(scale.least, (*scale.least[1:], None), strict=True), 1):
        if after != least:
            told.append((SHADES[level], _range_text(least, after, scale.measure), level))
    if any(not scale.level(day) for day in days.values()):
        told.append((LIFTED, "lifted only", 4))
    return tuple(told)


def _range_text(least: int, after: int | None, measure: Measure) -> str:
    if measure is Measure.SESSIONS:
        if after is None:
            return f"{least} or more" if least > 1 else "1"
        return str(least) if after - least == 1 else f"{least} to {after - 1}"
    if least < 1000:
        return f"under {_clock(after or 0)}"
    return f"from {_clock(least)}"


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
