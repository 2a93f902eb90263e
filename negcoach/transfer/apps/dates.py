"""Dates and times as other programs write them: in many languages, with twelve hours or twenty-four."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise

_FIRST_YEAR, _LAST_YEAR = 1000, 9998
"""The years that are read; which of them can be those of a session is for the reader of a row to judge."""

_LEAP_YEAR = 1972
"""A year whose local time every system knows: some know none before 1970."""

_NOON = time(12)
"""The time of a set of which only the day is known: the middle of it, so that no offset changes the day."""

_LOCALES = ("en", "en_GB", "en_AU", "fr", "fr_CA", "de", "de_AT", "es", "es_MX", "pt", "pt_PT", "it", "nl")


_TWO_DIGITS_FROM = 50
"""The first year of two digits that is of the last century: 50 is 1950, 49 is 2049."""


class DayOrder(Enum):
    """Which of day and month comes first in ``03/04/2026``."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class WallTime:
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

    def later(self, seconds: float) -> WallTime:
        """Return the time that many seconds later."""
        return WallTime(self.at + timedelta(seconds=seconds), self.zone, self.timed)


_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap])?\.?(?(half)\s*m\.?)\s*(?:uhr)?\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2})?\Z"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_WORDS = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=65536)
def parse_wall_time(text: str, order: DayOrder = DayOrder.DAY_FIRST) -> WallTime | None:
    """Return a date, with its time of day if it has one, ``None`` if it cannot be read.

    It may have month names in English, French, German, Spanish, Portuguese, Italian or Dutch, be in ISO 8601, or
    consist of numbers, whose day and month are in ``order``.
    """
    folded = _fold(text)
    found = _TIME.search(folded)
    day = _day(folded[: found.start()].rstrip(" t") if found else folded, order)
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    if found is None:
        return WallTime(datetime.combine(day, _NOON), timed=False)
    clock, zone = _clock(found), _zone(found["offset"])
    return None if clock is None else WallTime(datetime.combine(day, clock), zone)


def with_time_of_day(text: str, day: WallTime) -> WallTime:
    """Return ``day`` at the time of day in another cell; unchanged if that cannot be read."""
    found = _TIME.fullmatch(_fold(text))
    clock = _clock(found) if found else None
    return day if clock is None else WallTime(datetime.combine(day.at.date(), clock), day.zone)


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Return whether day or month comes first in numeric dates, ``None`` where nothing shows it.

    A number over 12 shows it, points between the numbers, and the order of the rows: these files are sorted by date.
    """
    numbers = [found.groups() for text in dict.fromkeys(texts) if (found := _NUMBERS.match(_fold(text)))]
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


@cache
def month_names() -> dict[str, int]:
    """Return the months, 1 to 12, by their folded names and short names in all languages."""
    from babel.dates import get_month_names  # loaded only for dates that spell their month

    names: dict[str, int] = {}
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    names.setdefault(_fold(str(name)).strip(". "), number)
    return names


def _fold(text: str) -> str:
    """Return text in lower case, without accents and commas, and with plain spaces (am and pm follow U+202F)."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.casefold().replace(",", " ").split())


def _day(text: str, order: DayOrder) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _NUMBERS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        day_first = order is DayOrder.DAY_FIRST or found[2] == "."
        return _date(year, second, first) if day_first else _date(year, first, second)
    return _named_day(_WORDS.findall(text)) if any(letter.isalpha() for letter in text) else None


def _named_day(words: list[str]) -> date | None:
    """Return the date of ``25 de jul de 2026`` or ``jul 25 2026``: a month's name, a day, a year of four digits."""
    months = [month for word in words if (month := month_names().get(word))]
    numbers = [word for word in words if word.isdecimal()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        return None
    return _date(years[0], months[0], days[0])


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


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(sign * offset) if offset < timedelta(hours=24) else None


def _is_sorted(days: list[tuple[int, int, int]]) -> bool:
    return all(one <= next_ for one, next_ in pairwise(days)) or all(one >= next_ for one, next_ in pairwise(days))
