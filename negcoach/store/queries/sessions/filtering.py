"""The filter of sessions, parsed from a lifter's text: words, dates and flags. Each key typed narrows it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.formatting import long_month_text
from negcoach.texts import clean, folded


class SessionFlag(Enum):
    """The flags of a session that a word after ``is:`` filters by."""

    RECORD = "record"
    LOST = "lost"
    PAIN = "pain"
    OPEN = "open"
    LIFTED = "lifted"
    LOWERED = "lowered"


@dataclass(frozen=True, slots=True)
class Filter:
    """The conditions on sessions, all of which must hold.

    ``words``, folded by ``negcoach.texts.folded``, occur in the title, a name of an exercise or a note. ``first`` and
    ``last`` are local days, both included; ``None`` means no limit.
    """

    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    flags: frozenset[SessionFlag] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether the filter matches every session."""
        return self == Filter()


_TOKEN = re.compile(r'"([^"]*)"?|(\S+)')

_DAY = r"[0-9]{4}(?:-(?:[0-9]{1,2}(?:-(?:[0-9]{1,2})?)?)?)?"
"""A year, a month or a day; it may be incomplete, while it is typed."""

_RANGE = re.compile(rf"({_DAY})?\.\.({_DAY}|[0-9]{{0,3}})")

_YEARS = range(1900, 2100)
"""Four digits outside this range are a word, not a year."""

_INCOMPLETE_DATE = re.compile(r"1|19[0-9]?|20?[0-9]?|\.{1,2}")
"""The beginnings of a date: while one is the last thing typed, it does not filter yet."""

_LAST_SPAN = re.compile(r"([0-9]{1,4})([dwmy])")


def parse_filter(text: str, today: date) -> Filter:
    """Return the filter that ``text`` asks for.

    Words and "phrases in quotes" are looked for in titles, exercises and notes; ``2026``, ``2026-03`` and
    ``2026-03-12`` are a year, month and day, ``2026-01..2026-03``, ``2025..`` and ``..2024-06-30`` ranges of them;
    ``30d``, ``8w``, ``3m`` and ``1y`` reach back from ``today``; ``is:record``, ``is:lost`` (a set stopped on lost
    tempo), ``is:pain`` (a set that ended in pain), ``is:open``, ``is:lowered`` and ``is:lifted`` ask for flags, also
    when shortened. All conditions must hold.
    An incomplete date at the end of the text does not filter yet; a space after it makes it a word.

    Raises ``NegcoachError`` for a day that does not exist, a range that ends before it begins, and an unknown flag.
    """
    text = clean(text)
    words: list[str] = []
    first, last = date.min, date.max
    flags: set[SessionFlag] = set()
    for found in _TOKEN.finditer(text):
        phrase, token = found[1], found[2]
        if token is None:
            words.append(folded(phrase))
            continue
        token = folded(token)
        if found.end() == len(text) and _INCOMPLETE_DATE.fullmatch(token):
            continue
        if token.startswith("is:"):
            flags |= _flags(token)
        elif (days := _days(token, today)) is not None:
            first, last = max(first, days[0]), min(last, days[1])
        else:
            words.append(token)
    return Filter(
        tuple(word for word in dict.fromkeys(words) if word.strip()),
        None if first == date.min else first,
        None if last == date.max else last,
        frozenset(flags),
    )


def _flags(token: str) -> set[SessionFlag]:
    """Return the flag that a token abbreviates; none while several are possible."""
    possible = {flag for flag in SessionFlag if flag.value.startswith(token.removeprefix("is:"))}
    if not possible:
        raise NegcoachError("After is: comes record, lost, pain, open, lowered or lifted.")
    return possible if len(possible) == 1 else set()


def _days(token: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day that a token names, ``None`` if it is a word."""
    token = token.replace("/", "-")
    if span := _LAST_SPAN.fullmatch(token):
        return _start_of_last(today, int(span[1]), span[2]), today
    if found := _RANGE.fullmatch(token):
        first = _span(found[1])[0] if found[1] else date.min
        last = _span(found[2])[1] if len(found[2]) >= 4 else date.max
        if last < first:
            raise NegcoachError(f"{found[1]} comes after {found[2]}. The earlier date stands before the two dots.")
        return first, last
    single = token.removesuffix(".")
    if re.fullmatch(_DAY, single) and int(single[:4]) in _YEARS:
        return _span(single)
    return None


def _span(text: str) -> tuple[date, date]:
    """Return the first and last day of a year, month or day; an incomplete part does not count yet."""
    parts = ["" if part == "0" else part for part in (text + "--").split("-")[:3]]
    year = int(parts[0])
    if year not in _YEARS:
        raise NegcoachError(f"{parts[0]} is not a year of training. Write one such as 2026.")
    if not parts[1]:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= (month := int(parts[1])) <= 12:
        raise NegcoachError(f"There is no month {parts[1]}. March is {year}-03.")
    days = monthrange(year, month)[1]
    if not parts[2]:
        return date(year, month, 1), date(year, month, days)
    if not 1 <= (day := int(parts[2])) <= days:
        raise NegcoachError(f"{long_month_text(date(year, month, 1))} has the days 1 to {days}.")
    return date(year, month, day), date(year, month, day)


def _start_of_last(today: date, number: int, unit: str) -> date:
    """Return the first day of the last ``number`` days, weeks, months or years."""
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1) - 1)
        months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])) + timedelta(days=1)
    except (ValueError, OverflowError):
        return date.min
