"""The widgets of the exercise view: the lists of exercises and of records, and the search; and their lines."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from negcoach.formatting import day_text, days_ago_cell
from negcoach.screens.shared.form.inputs import CleanInput
from negcoach.store.queries.trends import ExerciseRow
from negcoach.texts import counted
from negcoach.widgets.clickable import clickable
from negcoach.widgets.lists.noted_line import NotedLine
from negcoach.widgets.lists.option_lists import MARK, SELECTED, HeadedList, PagedList, moves


class NameList(PagedList, inherit_bindings=False):
    """The list of exercises that have a history, the one trained last on top."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,tab", "screen.records", "records", id="trends.records", tooltip="Go to the records"),
        *moves("trends", "exercise"),
    ]


class RecordList(HeadedList, inherit_bindings=False):
    """The list of records; its headings cannot be highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "open session", id="records.open", tooltip="Show the session it was set in"),
        Binding("tab,shift+tab,escape", "screen.names", "exercises", id="records.back", tooltip="Back to the list"),
        *moves("records", "record"),
    ]

    class Resized(Message):
        """The list has another width, for which its lines must be shortened."""

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())


class NameSearch(CleanInput):
    """The input of the search by name; the arrow keys move in the list meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,tab", "screen.names", "exercises", id="trends.found", tooltip="Go to what was found"),
        Binding("escape", "screen.clear", "all exercises", id="trends.clear", tooltip="Show all exercises again"),
        Binding("up", "screen.move(-1)", "Up", id="trends.search-up", show=False, tooltip="The exercise above"),
        Binding("down", "screen.move(1)", "Down", id="trends.search-down", show=False, tooltip="The exercise below"),
    ]


def name_line(name: str, row: ExerciseRow, now: datetime) -> NotedLine:
    """Return an exercise's line: its name, and at the right edge how long ago it was trained."""
    days = (now.date() - _day(row.last_ms, now)).days
    return NotedLine(name, days_ago_cell(days, years=True) if row.last_ms else "")


def exercise_heading(name: str, row: ExerciseRow, now: datetime) -> Content:
    """Return "Bench press   41 sets lowered · 5 sets lifted · last 24 Jul 2026"."""
    facts = [
        f"{counted(number, 'set', commas=False)} {how}"
        for number, how in ((row.lowered_sets, "lowered"), (row.lifted_sets, "lifted"))
        if number
    ]
    if row.last_ms:
        facts.append(f"last {day_text(_day(row.last_ms, now))}")
    return Content.assemble((name, "bold $text-accent"), ("   " + " · ".join(facts), "$foreground-muted"))


def choices_line(names: list[str], chosen: str, choose: str) -> Content:
    """Return names in a row, the chosen one behind an arrow, since colour alone may not show.

    A click on one calls the screen's action ``choose`` with its place in the row.
    """
    return Content.assemble(
        *(
            (f"{MARK}{name} ", SELECTED)
            if name == chosen
            else clickable(f" {name} ", "$foreground-muted", f"screen.{choose}({place})")
            for place, name in enumerate(names)
        )
    )


def _day(ms: int, now: datetime) -> date:
    """Return the date of a Unix time in milliseconds, in the time zone of ``now``."""
    return datetime.fromtimestamp(ms / 1000, now.tzinfo).date()
