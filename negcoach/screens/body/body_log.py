"""The log of the body: its list, and the lines of its entries."""

from __future__ import annotations

from typing import ClassVar

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

_VALUE_WIDTH = 10
_WIDEST_NAME = 26
_TIME_FROM = 44


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


def entry_line(entry: BodyEntry, width: int, unit: Unit, exercise: str = "") -> Content:
    """Return an entry's line: day, kind, value and, where it fits, the rating or the kind of 1RM in words.

    ``exercise`` is the name of a 1RM's exercise.
    """
    day = f"{day_cell(entry.at)}  {time_of_day_text(entry.at)}  " if width >= _TIME_FROM else f"{day_cell(entry.at)}  "
    words, style = "", "bold"
    match entry:
        case BodyWeight():
            what, value = "body weight", format_load(entry.kg, unit)
        case OneRm():
            what, value, words = f"1RM {exercise}", format_load(entry.kg, entry.unit or unit), entry.kind.value
        case SorenessEntry():
            what, value, style = entry.muscle, f" {entry.rating} of {WORST} ", RATING_STYLES[entry.rating]
            words = WORDS[entry.rating]
            if entry.hours:
                days = [hours // 24 for hours in entry.hours]
                words += f" · {' and '.join(map(str, days))} {noun(days[-1], 'day')} after"
    room = max(6, min(_WIDEST_NAME, width - len(day) - _VALUE_WIDTH - 1))
    parts = [(day, "$foreground-muted"), (fitted(clean(what), room) + " ", "")]
    parts += [(" " * max(0, _VALUE_WIDTH - len(value)), ""), (value, style)]
    left = width - sum(cell_len(text) for text, _ in parts) - 2
    if words and left >= len(WORDS[WORST]) // 2:
        parts.append((f"  {shortened(words, left)}", "$foreground-muted"))
    return Content.assemble(*parts)
