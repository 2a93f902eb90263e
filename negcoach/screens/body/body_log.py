"""The log of the body: its list, and the lines of its entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from negcoach.formatting import day_cell, long_month_text
from negcoach.screens.body.soreness import RATING_STYLES
from negcoach.store.queries.body_log import BodyEntry, BodyWeight, OneRm, SorenessEntry
from negcoach.texts import clean, noun, shortened, time_of_day_text
from negcoach.training.progress.soreness import WORDS, WORST
from negcoach.training.units import Unit, format_load
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.lists.option_lists import HeadedList

_GAP = "  "
_DAY_WIDTH = len(f"Mon 02{_GAP}")
_TIME_WIDTH = len(f"18:05{_GAP}")
_TIME_FROM = 44
"""The columns of a line from which it says the time, too."""

_LEAST_NAME, _WIDEST_NAME = 6, 26
_LEAST_BESIDE_NOTE = 20
"""The fewest columns of longer names beside notes: with fewer, the notes are left out."""
_WIDEST_WORDS = max(map(len, WORDS))
"""The columns of a note below which it is not cut, but left out."""


class BodyLog(HeadedList, inherit_bindings=False):
    """The list of entries under month headings that cannot be highlighted; it asks for more when its end is near."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "edit", id="log.edit", show=False, tooltip="Edit the highlighted entry"),
        Binding("up", "cursor_up", "Up", id="log.up", show=False, tooltip="The entry after this one"),
        Binding("down", "cursor_down", "Down", id="log.down", show=False, tooltip="The entry before this one"),
        Binding("home", "first", "Newest", id="log.first", show=False, tooltip="The newest entry"),
        Binding("end", "last", "Last", id="log.last", show=False, tooltip="The oldest entry that is loaded"),
        Binding("pageup", "page_up", "Page up", id="log.page-up", show=False, tooltip="A page up"),
        Binding("pagedown", "page_down", "Page down", id="log.page-down", show=False, tooltip="A page down"),
    ]

    class NearedEnd(Message):
        """The list was scrolled to near the last entry that is loaded."""

    class Resized(Message):
        """The log has another width, for which its lines must be shortened."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post ``NearedEnd`` while there is still a screenful below."""
        super().watch_scroll_y(old_value, new_value)
        if new_value + 2 * self.size.height >= self.virtual_size.height:
            self.post_message(self.NearedEnd())

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())


def month_of(entry: BodyEntry) -> str:
    """Return the month that an entry is listed under, "JULY 2026"."""
    return long_month_text(entry.at).upper()


def month_line(month: str) -> Content:
    """Return the heading of a month."""
    return Content.styled(month, "bold $foreground-muted")


class EntryText(NamedTuple):
    """What the line of an entry says after its day."""

    what: str
    """The muscle group, ``body weight``, or the exercise of a 1RM."""
    value: str
    style: str
    note: str
    """The rating in words, or the kind of a 1RM; empty for a body weight."""


def entry_text(entry: BodyEntry, unit: Unit, exercise: str = "") -> EntryText:
    """Return what the line of an entry says; ``exercise`` is the name of a 1RM's exercise."""
    match entry:
        case BodyWeight():
            return EntryText("body weight", format_load(entry.kg, unit), "bold", "")
        case OneRm():
            return EntryText(
                f"1RM {clean(exercise)}", format_load(entry.kg, entry.unit or unit), "bold", entry.kind.value
            )
        case SorenessEntry():
            note = WORDS[entry.rating]
            if entry.hours:
                days = [hours // 24 for hours in entry.hours]
                note += f" · {' and '.join(map(str, days))} {noun(days[-1], 'day')} after"
            return EntryText(clean(entry.muscle), f" {entry.rating} of {WORST} ", RATING_STYLES[entry.rating], note)


class Columns(NamedTuple):
    """The columns of a log, beside those of the day."""

    name: int
    value: int


def columns_of(texts: Iterable[EntryText], width: int) -> Columns:
    """Return the columns of the lines of these entries, ``width`` wide.

    Names and values get what the longest needs, so that the notes beside them are whole. A longer name gives way to
    the longest rating in words; where there is no room for notes, the names have all that is left.
    """
    texts = tuple(texts)
    name, value, note = (
        max((cell_len(part) for part in parts), default=0)
        for parts in ([text.what for text in texts], [text.value for text in texts], [text.note for text in texts])
    )
    room = width - _day_width(width) - len(" ") - value
    beside_note = room - len(_GAP) - min(note, _WIDEST_WORDS)
    if not note or beside_note < min(name, _LEAST_BESIDE_NOTE):
        return Columns(min(_WIDEST_NAME, max(_LEAST_NAME, room)), value)
    return Columns(min(_WIDEST_NAME, name, beside_note), value)


def entry_line(at: datetime, text: EntryText, columns: Columns, width: int) -> Content:
    """Return an entry's line of ``width`` columns: day, what is measured, value and, where it fits, the note."""
    day = f"{day_cell(at)}{_GAP}"
    if width >= _TIME_FROM:
        day += f"{time_of_day_text(at)}{_GAP}"
    parts = [(day, "$foreground-muted"), (f"{fitted(text.what, columns.name)} ", "")]
    parts += [(" " * (columns.value - cell_len(text.value)), ""), (text.value, text.style)]
    left = width - sum(cell_len(part) for part, _ in parts) - len(_GAP)
    if text.note and left >= min(cell_len(text.note), _WIDEST_WORDS):
        parts.append((_GAP + shortened(text.note, left), "$foreground-muted"))
    return Content.assemble(*parts)


def _day_width(width: int) -> int:
    """Return the columns of the day in a line of ``width`` columns, with the time where there is room for it."""
    return _DAY_WIDTH + (_TIME_WIDTH if width >= _TIME_FROM else 0)
