"""The values of form fields as texts, and the parsers that read them back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from negcoach.errors import NegcoachError
from negcoach.formatting import BY_THE_CLOCK, day_text, short_weekday_text
from negcoach.store.editing.manual_sets import require_lowering, require_same_sides
from negcoach.store.queries.sessions.history import SetRecord
from negcoach.texts import time_of_day_text, whole_number
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.search import closest
from negcoach.training.units import Unit

_SECONDS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?\s*s?")

_NOT_MEASURED = ("", "-", "–", "?", "not measured", BY_THE_CLOCK)

_LENGTH = re.compile(r"(?:([0-9]{1,2})\s*(?::|h)\s*(?=[0-9]{2}(?![0-9])))?([0-9]{1,4})\s*(?:m|min)?")

_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]+([0-9]{1,2}):([0-9]{2}))?")
_WHEN = "Write it like 2026-03-12, 2026-03-12 18:30, today or yesterday."
_MOST_READ = 9_999
"""The most reps that are read: how many a set can have is checked where it is stored."""
_EARLIEST_YEAR = 1950


def lowering_field_text(ms: int | None) -> str:
    """Return the field text of a lowering time."""
    return "" if ms is None else f"{ms / 1000:g}"


def parse_lowering(text: str) -> int | None:
    """Read a lowering time in seconds (``4.8``) as milliseconds, ``None`` for none; raises ``NegcoachError``."""
    typed = text.strip().casefold()
    if typed in _NOT_MEASURED:
        return None
    match = _SECONDS.fullmatch(typed)
    if not match:
        raise NegcoachError("A lowering time is seconds, such as 4.8; leave it empty when it went by the clock.")
    return require_lowering(int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")))


def parse_lowerings(text: str) -> tuple[int | None, ...]:
    """Read the lowering times of several reps, separated by spaces (``4.8 5 - 5.1``); raises ``NegcoachError``."""
    return tuple(parse_lowering(one) for one in text.replace(";", " ").split())


def units_hint(unit: Unit) -> str:
    """Return the hint on the unit of a load: "kg, or write lb"."""
    return f"{unit}, or write {'lb' if unit == 'kg' else 'kg'}"


def parse_lifted_reps(text: str) -> int:
    """Read the reps of a concentric set; raises ``NegcoachError``."""
    reps = whole_number(text, 0, _MOST_READ)
    if reps is None:
        raise NegcoachError("Reps are a whole number, such as 8.")
    return reps


def find_exercise_of(text: str, library: Sequence[Exercise], performed: SetRecord) -> Exercise:
    """Return the exercise that a performed set was really of; raises ``NegcoachError``, also where none can be."""
    found = find_exercise(text, library)
    require_same_sides(found, unilateral=performed.prescribed.unilateral)
    return found


def find_exercise(text: str, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise that best matches the text; raises ``NegcoachError`` if none does."""
    if not text.strip():
        raise NegcoachError("Type a part of its name, such as bench.")
    match = closest(library, text)
    if match is None:
        raise NegcoachError("No exercise has that name.")
    return match


def parse_when(text: str, now: datetime) -> datetime:
    """Read a day with or without a time; a past day without one is read as its noon.

    Its UTC offset is that of ``now``; if ``now`` is in the local time zone, it is the local one on that day.
    Raises ``NegcoachError`` for a text that is no day, and for days in the future.
    """
    word = text.strip().casefold()
    if word in ("", "now", "today"):
        return now
    if word == "yesterday":
        return now - timedelta(days=1)
    match = _DAY.fullmatch(text.strip())
    if not match:
        raise NegcoachError(_WHEN)
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        at = datetime(year, month, day, tzinfo=now.tzinfo)
        clock = time(12) if match[4] is None else time(int(match[4]), int(match[5]))
    except ValueError:
        raise NegcoachError(f"There is no such day or time. {_WHEN}") from None
    if match[4] is None and at.date() == now.date():
        return now
    at = _with_offset(datetime.combine(at.date(), clock), now)
    if at > now:
        raise NegcoachError("That is in the future.")
    if year < _EARLIEST_YEAR:
        raise NegcoachError(f"The year must be {_EARLIEST_YEAR} or later.")
    return at


def when_hint(at: datetime) -> str:
    """Return the hint on a day and time that was read: "Sat 2 Nov 2026, 10:28"."""
    return f"{short_weekday_text(at)} {day_text(at)}, {time_of_day_text(at)}"


def parse_start(text: str, now: datetime, before: datetime) -> datetime:
    """Read the new start of a session, where a day without a time keeps the time of ``before``; see ``parse_when``."""
    at = parse_when(text, now)
    typed = text.strip()
    if not typed or ":" in typed or typed.casefold() == "now":
        return at
    return parse_when(f"{at:%Y-%m-%d} {time_of_day_text(before)}", now)


def parse_minutes(text: str) -> int:
    """Read the length of a session (``62``, ``62 min`` or ``1:02``) in minutes; raises ``NegcoachError``."""
    match = _LENGTH.fullmatch(text.strip().casefold())
    if not match:
        raise NegcoachError("A length is minutes, such as 62, or hours and minutes, such as 1:02.")
    return int(match[1] or 0) * 60 + int(match[2])


def _with_offset(at: datetime, now: datetime) -> datetime:
    """Return a naive time with its UTC offset, which may differ from today's because of daylight saving time."""
    try:
        if now.astimezone().utcoffset() == now.utcoffset():
            return at.astimezone()
    except (OSError, OverflowError, ValueError):  # Windows knows no offsets before 1970
        pass
    return at.replace(tzinfo=now.tzinfo)
