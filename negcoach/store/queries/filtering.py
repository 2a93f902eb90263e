"""A filter of sessions, read from what a lifter types: words, dates, marks. Typing narrows it key by key."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.formatting import long_month_text
from negcoach.texts import clean


class SessionMark(Enum):
    """What can be told of a session by a word after ``is:``."""

    RECORD = "record"
    LOST = "lost"
    OPEN = "open"
    LIFTED = "lifted"
    LOWERED = "lowered"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which sessions are wanted: those for which all of it holds.

    ``words`` (case-folded) stand somewhere in the title, the exercises' names or a note. ``first`` and ``last`` are
    days on the lifter's wall, both included; ``None`` is without an end.
    """

    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    marks: frozenset[SessionMark] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether every session is wanted."""
        return self == Filter()


_TOKEN = re.compile(r'"([^"]*)"?|(\S+)')

_DAY = r"[0-9]{4}(?:-(?:[0-9]{1,2}(?:-(?:[0-9]{1,2})?)?)?)?"
"""A year, a month or a day; it may end in the middle, while it is typed."""

_RANGE = re.compile(rf"({_DAY})?\.\.({_DAY}|[0-9]{{0,3}})")

_YEARS = range(1900, 2100)
"""Four digits outside of these are a word."""

_BEGUN = re.compile(r"1|19[0-9]?|20?[0-9]?|\.{1,2}")
"""What is likely to become a date with the next key: until then it hides nothing."""

_BACK = re.compile(r"([0-9]{1,4})([dwmy])")


def parse_filter(text: str, today: date) -> Filter:
    """Return the filter that ``text`` asks for.

    Words and "phrases in quotes" are looked for in titles, exercises and notes; ``2026``, ``2026-03`` and
    ``2026-03-12`` are a year, month and day, ``2026-01..2026-03``, ``2025..`` and ``..2024-06-30`` ranges of them;
    ``30d``, ``8w``, ``3m`` and ``1y`` reach back from ``today``; ``is:record``, ``is:lost`` (a set stopped on lost
    tempo), ``is:open``, ``is:lowered`` and ``is:lifted`` ask for marks, also when shortened. All of it has to hold. A
    date that is only begun at the end of the text hides nothing yet; a space after it makes it a word.

    Raises ``NegcoachError`` for a day that there is not, a range that ends before it begins, an unknown mark.
    """
    text = clean(text)
    words: list[str] = []
    first, last = date.min, date.max
    marks: set[SessionMark] = set()
    for found in _TOKEN.finditer(text):
        phrase, token = found[1], found[2]
        if token is None:
            words += [phrase.casefold()] if phrase.strip() else []
            continue
        token = token.casefold()
        if found.end() == len(text) and _BEGUN.fullmatch(token):
            continue
        if token.startswith("is:"):
            marks |= _marks(token)
        elif (days := _days(token, today)) is not None:
            first, last = max(first, days[0]), min(last, days[1])
        else:
            words.append(token)
    return Filter(
        tuple(dict.fromkeys(words)),
        None if first == date.min else first,
        None if last == date.max else last,
        frozenset(marks),
    )


def _marks(token: str) -> set[SessionMark]:
    """Return the mark that a token begins to name; none while it can still become several."""
    possible = {mark for mark in SessionMark if mark.value.startswith(token.removeprefix("is:"))}
    if not possible:
        raise NegcoachError("After is: comes record, lost, open, lowered or lifted.")
    return possible if len(possible) == 1 else set()


def _days(token: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day that a token names, ``None`` where it is a word."""
    token = token.replace("/", "-")
    if back := _BACK.fullmatch(token):
        return _before(today, int(back[1]), back[2]), today
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
    """Return the first and last day of a year, month or day; a part that is only begun does not count yet."""
    parts = ["" if part == "0" else part for part in (text + "--").split("-")[:3]]
    year = int(parts[0])
    if year not in _YEARS:
        raise NegcoachError(f"{parts[0]} is no year of training. Write one such as 2026.")
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


def _before(today: date, number: int, unit: str) -> date:
    """Return the first day of the last so many days, weeks, months or years."""
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1) - 1)
        months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1])) + timedelta(days=1)
    except (ValueError, OverflowError):
        return date.min
