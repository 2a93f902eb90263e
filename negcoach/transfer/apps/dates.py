"""Dates and times as other programs write them: in many languages, with twelve hours or twenty-four."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from negcoach.transfer.apps.months import Language, common_language, fold, other_languages

_FIRST_YEAR, _LAST_YEAR = 1000, 9998
"""The years that are read; which of them can be those of a session is for the reader of a row to judge."""

_LEAP_YEAR = 1972
"""A year whose local time every system knows: some know none before 1970."""

_NOON = time(12)
"""The time of a set of which only the day is known: the middle of it, so that no offset changes the day."""

_TWO_DIGITS_FROM = 50
"""The first year of two digits that is of the last century: 50 is 1950, 49 is 2049."""


class DayOrder(Enum):
    """Which of day and month comes first in ``03/04/2026``."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How the dates of a file are written: the order of day and month, and the language of the months' names."""

    order: DayOrder
    language: Language | None = None


class WallTime(NamedTuple):
    """A local time as the clock on the wall showed it: ``at`` has no offset, ``zone`` is the file's if it has one.

    ``timed`` is whether the file has a time of day.
    """

    at: datetime
    zone: timezone | None = None
    timed: bool = True

    @property
    def text(self) -> str:
        """The time as text without an offset: it is the same wherever the file is read."""
        return self.at.isoformat(timespec="seconds") if self.timed else self.at.date().isoformat()

    def moment(self, zone: tzinfo | None = None) -> datetime:
        """Return the time with the file's own offset, else that of ``zone``; ``None`` means this machine's.

        A time that the clocks left out becomes the one that they showed instead, on the same day.
        """
        if self.zone is not None:
            return self.at.replace(tzinfo=self.zone)
        found = _local(self.at, zone)
        if found.replace(tzinfo=None) == self.at:
            return found
        both = (found, _local(self.at.replace(fold=1), zone))
        return max((one for one in both if one.date() == self.at.date()), default=found)

    def shown_in(self, zone: tzinfo | None = None) -> WallTime:
        """Return a time that the file has in UTC as the lifter's clock showed it (``None``: in this machine's zone).

        A time with another offset, or without one, is returned as it is.
        """
        if self.zone != UTC:
            return self
        shown = self.at.replace(tzinfo=UTC).astimezone(zone)
        return WallTime(shown.replace(tzinfo=None), timezone(shown.utcoffset() or timedelta(0)), self.timed)

    def later(self, seconds: float) -> WallTime:
        """Return the time that many seconds later."""
        return WallTime(self.at + timedelta(seconds=seconds), self.zone, self.timed)


_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?P<sign>:|(?<=[\s]\d)\.|(?<=[\s]\d\d)\.)(?P<minute>\d{2})(?:(?P=sign)(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap])?\.?(?(half)\s*m\.?)\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?[^\W\d]*[\s.]*\Z"
)
"""A time of day at the end of a date: with a point only after a space, and with a word behind it ("14:21 Uhr")."""

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?([-/.年년])\s?(\d{1,2})\s?(?:\2|[月월])\s?(\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_SPACED_NUMBERS = re.compile(r"(?<!\S)(\d{1,2})( )(\d{1,2}) (\d{4})(?!\S)")
_CLOCK_IN_WORDS = re.compile(r"(\d{1,2})\s?[時时点시]\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?")
_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = frozenset(
    ("de", "del", "d", "of", "at", "um", "uhr", "t", "z", "utc", "gmt", "a", "p", "m", "am", "pm", *"年月日년월일")
)
"""Words in dates of many languages that have no meaning of their own."""

_DIGITS = re.compile(r"\d+")
_PLAIN_MARKS = str.maketrans("", "", "tz")


@lru_cache(maxsize=16384)
def parse_wall_time(
    text: str, order: DayOrder = DayOrder.DAY_FIRST, language: Language | None = None
) -> WallTime | None:
    """Return a date, with its time of day if it has one, ``None`` if it cannot be read.

    It may spell its month in ``language`` (``None``: in one of the most common ones), be in ISO 8601, or consist of
    numbers, whose day and month are in ``order``.
    """
    folded = fold(text)
    words = language or common_language() if any(letter.isalpha() for letter in folded) else None
    is_pm, rest = (None, folded) if words is None else words.half(_CLOCK_IN_WORDS.sub(_clock_in_numbers, folded))
    found = _TIME.search(rest)
    day = _day(rest[: found.start()].rstrip(" t") if found else rest, order, words)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    if found is None:
        return WallTime(datetime.combine(day, _NOON), timed=False)
    clock, zone = _clock(found, is_pm), _zone(found["offset"])
    return None if clock is None else WallTime(datetime.combine(day, clock), zone)


def with_time_of_day(text: str, day: WallTime) -> WallTime:
    """Return ``day`` at the time of day in another cell; unchanged if that cannot be read."""
    found = _TIME.fullmatch(fold(text))
    clock = _clock(found) if found else None
    return day if clock is None else WallTime(datetime.combine(day.at.date(), clock), day.zone)


def language_of(texts: Iterable[str]) -> Language | None:
    """Return the language in which the dates of a file spell their months, ``None`` for the most common ones.

    It is the one that reads the most of them, and leaves the fewest letters unexplained. Where two read as many, and
    differently, the one counts by which the dates are in order; where that shows nothing, no date whose month they take
    for two is read.
    """
    spelt = [text for text in dict.fromkeys(texts) if _is_spelt(text)]
    best = [_read_in(spelt, None, 0)]
    for languages in other_languages() if best[0].unread or best[0].unexplained else ():
        for language in languages:
            reading = _read_in(spelt, language, best[0].unread)
            if reading.rank <= best[0].rank:
                best = [*(best if reading.rank == best[0].rank else ()), reading]
        if not best[0].unread and not best[0].unexplained:
            break
    return _clearest(best)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The dates of a file in one language: how many are not read, and how many letters have no meaning."""

    language: Language | None
    days: tuple[datetime | None, ...]
    unread: int
    unexplained: int

    @property
    def rank(self) -> tuple[int, int]:
        """The best reading has the least."""
        return self.unread, self.unexplained


def _is_spelt(text: str) -> bool:
    """Return whether a date may have the name of a month: more letters than the T and the Z of ISO 8601."""
    return any(letter.isalpha() for letter in text.casefold().translate(_PLAIN_MARKS))


def _read_in(texts: Sequence[str], language: Language | None, most_unread: int) -> _Reading:
    """Return the texts as dates; it is given up where more than ``most_unread`` of them, if not 0, are not read."""
    parse = parse_wall_time.__wrapped__  # there are too many languages for its cache
    days: list[datetime | None] = []
    unread = 0
    for text in texts:
        found = parse(text, language=language)
        days.append(None if found is None else found.at)
        unread += found is None
        if language is not None and unread > most_unread:
            return _Reading(language, (), len(texts), 0)
    return _Reading(language, tuple(days), unread, sum(_unexplained(text, language) for text in texts))


def _unexplained(text: str, language: Language | None) -> int:
    """Return how many letters of a date are neither its month's, nor its time's, nor of a word between them."""
    words = language or common_language()
    _, rest = words.half(fold(text))
    named = words.month(rest)
    rest = rest if named is None else named[1]
    return sum(len(word) for word in _LETTERS.findall(rest) if word not in _BETWEEN)


def _clearest(best: Sequence[_Reading]) -> Language | None:
    """Return the language by which the dates are in order, else the first one with no other reading beside it."""
    readings: dict[tuple[datetime | None, ...], Language | None] = {}
    for reading in best:
        readings.setdefault(reading.days, reading.language)
    if len(readings) > 1:
        in_order = {days: language for days, language in readings.items() if _is_in_order(days)}
        readings = in_order or readings
    if len(readings) == 1:
        return next(iter(readings.values()))
    return _agreed([language or common_language() for language in readings.values()])


def _is_in_order(days: Sequence[datetime | None]) -> bool:
    return _is_sorted([(day.year, day.month, day.day) for day in days if day is not None])


def _agreed(languages: Sequence[Language]) -> Language:
    """Return the names that mean the same month in all of these languages."""
    months: dict[str, set[int]] = {}
    halves: dict[str, set[bool]] = {}
    for language in languages:
        for name, month in language.months:
            months.setdefault(name, set()).add(month)
        for half, is_pm in language.halves:
            halves.setdefault(half, set()).add(is_pm)
    return Language(
        tuple((name, next(iter(found))) for name, found in months.items() if len(found) == 1),
        tuple((name, next(iter(found))) for name, found in halves.items() if len(found) == 1),
    )


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Return whether day or month comes first in numeric dates, ``None`` where nothing shows it.

    A number over 12 shows it, points between the numbers, and the order of the rows: these files are sorted by date.
    """
    folded = (fold(text) for text in dict.fromkeys(texts))
    numbers = [found.groups() for text in folded if not _YEAR_FIRST.search(text) and (found := _numbers(text))]
    slashed = [(int(first), int(second), _full_year(year)) for first, sign, second, year in numbers if sign != "."]
    if not slashed or any(first > 12 for first, _, _ in slashed):
        return DayOrder.DAY_FIRST
    if any(second > 12 for _, second, _ in slashed):
        return DayOrder.MONTH_FIRST
    if all(first == second for first, second, _ in slashed):
        return DayOrder.DAY_FIRST
    day_first = _is_sorted([(year, month, day) for day, month, year in slashed])
    month_first = _is_sorted([(year, month, day) for month, day, year in slashed])
    if day_first != month_first:
        return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    return None


def _day(text: str, order: DayOrder, words: Language | None) -> date | None:
    if words is not None and (named := words.month(text)) is not None:
        return _named_day(*named)
    if found := _YEAR_FIRST.search(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _numbers(text):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        day_first = order is DayOrder.DAY_FIRST or found[2] == "."
        return _date(year, second, first) if day_first else _date(year, first, second)
    return None


def _numbers(text: str) -> re.Match[str] | None:
    """Return the three numbers of a date, whose year comes last, and the sign between them."""
    return _NUMBERS.search(text) or _SPACED_NUMBERS.search(text)


def _named_day(month: int, rest: str) -> date | None:
    """Return the date of ``25 de jul de 2026`` or ``jul 25 2026``: a month's name, a day, a year of four digits."""
    numbers = _DIGITS.findall(rest)
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    return _date(years[0], month, days[0]) if len(years) == 1 and len(days) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _local(at: datetime, zone: tzinfo | None) -> datetime:
    """Return a local time with its offset; one that the clocks left out becomes another, by its ``fold``."""
    if zone is not None:
        return at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    try:
        return at.astimezone()
    except (OSError, OverflowError):  # Windows, before 1970
        return at.replace(tzinfo=at.replace(year=_LEAP_YEAR).astimezone().tzinfo)


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= _TWO_DIGITS_FROM else 2000)


def _clock(found: re.Match[str], is_pm: bool | None = None) -> time | None:
    hour = int(found["hour"])
    is_pm = found["half"] == "p" if found["half"] else is_pm
    if is_pm is not None and hour <= 12:
        hour = hour % 12 + (12 if is_pm else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _clock_in_numbers(found: re.Match[str]) -> str:
    return f"{found[1]}:{found[2]:0>2}:{found[3] or 0:0>2}"


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(sign * offset) if offset < timedelta(hours=24) else None


def _is_sorted(days: Sequence[tuple[int, int, int]]) -> bool:
    return all(one <= next_ for one, next_ in pairwise(days)) or all(one >= next_ for one, next_ in pairwise(days))
