"""The lines of the body's log, formatted for a given width."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from negcoach.formatting import long_month_text
from negcoach.screens.body.soreness import RATING_STYLES
from negcoach.store.queries.body_log import BodyEntry, BodyWeight, OneRm, SorenessEntry
from negcoach.texts import clean, shortened
from negcoach.training.progress.soreness import WORDS, WORST
from negcoach.training.units import Unit, format_load
from negcoach.widgets.drawing.cells import fitted

_VALUE = 10
_SAID = 26
_TIMED_FROM = 44


def month_of(entry: BodyEntry) -> str:
    """Return the month that an entry is listed under, "JULY 2026"."""
    return long_month_text(entry.at).upper()


def month_line(month: str) -> Content:
    """Return the heading of a month."""
    return Content.styled(month, "bold $foreground-muted")


def entry_line(entry: BodyEntry, width: int, unit: Unit, exercise: str = "") -> Content:
    """Return an entry's line: day, kind, value and, where it fits, the rating in words.

    ``exercise`` is the name of a 1RM test's exercise.
    """
    day = f"{entry.at:%a %d}  " if width < _TIMED_FROM else f"{entry.at:%a %d  %H:%M}  "
    said, style = "", "bold"
    match entry:
        case BodyWeight():
            what, value = "body weight", format_load(entry.kg, unit)
        case OneRm():
            what, value = f"1RM {exercise}", format_load(entry.kg, unit)
        case SorenessEntry():
            what, value, style = entry.muscle, f" {entry.rating} of {WORST} ", RATING_STYLES[entry.rating]
            said = WORDS[entry.rating]
            if entry.hours:
                said += f" · {' and '.join(map(str, entry.hours))} h after"
    room = max(6, min(_SAID, width - len(day) - _VALUE - 1))
    parts = [(day, "$foreground-muted"), (fitted(clean(what), room) + " ", "")]
    parts += [(" " * max(0, _VALUE - len(value)), ""), (value, style)]
    left = width - sum(cell_len(text) for text, _ in parts) - 2
    if said and left >= len(WORDS[WORST]) // 2:
        parts.append((f"  {shortened(said, left)}", "$foreground-muted"))
    return Content.assemble(*parts)
