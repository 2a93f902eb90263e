"""Days and weeks of training, for a calendar: its weeks, the shades of its days, and streaks of weeks.

A day is the lifter's local date, whatever the time zone. A week begins on a weekday that the caller gives, 0 for Monday
to 6 for Sunday.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

WEEKS = 53
"""Weeks in view: as many as the twelve months up to a day touch (365 days, and the rest of the first week)."""

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)
"""The days that a calendar shows: days before and after these are errors in a file."""

LEVELS = 4
"""How many shades there are for days of training; 0 is for the other days."""

_WEEK = timedelta(days=7)

_MONTH_WEEKS = 4
"""The fewest weeks between the first days of two months."""

_STEPS_MS = tuple(seconds * 1000 for seconds in (10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 3600))
"""The steps between two shades: round times."""

_COMMON_SHARE = 0.85
"""The share of days that stay below the fullest shade, about: a few very long days must not make the others pale."""


class DayMeasure(Enum):
    """What a day is shaded by."""

    TENSION = "time under tension"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Day:
    """A day's training: sessions, time under tension, lowered sets, and lifted sets (which were imported)."""

    day: date
    sessions: int = 0
    tension_ms: int = 0
    sets: int = 0
    lifted_sets: int = 0

    def amount(self, measure: DayMeasure) -> int:
        """Return the day's milliseconds under tension, or its sessions."""
        return self.tension_ms if measure is DayMeasure.TENSION else self.sessions


@dataclass(frozen=True, slots=True)
class Scale:
    """The amount at which each shade begins: ``thresholds[0]`` for shade 1, and so on up to ``LEVELS``."""

    measure: DayMeasure
    thresholds: tuple[int, ...]

    def level(self, day: Day) -> int:
        """Return a day's shade: 0 for none to ``LEVELS``."""
        return bisect_right(self.thresholds, day.amount(self.measure))


@dataclass(frozen=True, slots=True)
class Streaks:
    """Streaks, weeks in a row with a session: the current one (0: there is none), and the longest with its last week.

    They are counted in weeks and not in days: muscles rest between sessions, so a day off must not break a streak.
    """

    current: int
    longest: int
    longest_until: date | None
    """The first day of the longest streak's last week (the newest such streak's); ``None`` without any session."""


def week_of(day: date, first_weekday: int) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


@lru_cache(maxsize=4)  # a map asks for the same weeks row by row
def week_columns(first: date, count: int = WEEKS) -> tuple[tuple[date, ...], ...]:
    """Return the days of ``count`` weeks, week by week; ``first`` is the first day of the first."""
    return tuple(
        tuple(first + timedelta(days=7 * week + weekday) for weekday in range(7)) for week in range(max(0, count))
    )


def months_over(columns: Sequence[Sequence[date]]) -> tuple[tuple[int, date], ...]:
    """Return each month's index among the weeks, that of the week with its first day, and that day.

    The month in which the first week begins has index 0, unless the next month follows too soon to leave room.
    """
    marks = [
        (index, day)
        for index, column in enumerate(columns)
        for day in column
        if day.day == 1 or (index == 0 and day is column[0])
    ]
    if len(marks) > 1 and marks[1][0] - marks[0][0] < _MONTH_WEEKS:
        marks = marks[1:]
    return tuple(marks)


def scale_of(days: Iterable[Day], measure: DayMeasure) -> Scale:
    """Return the shades for these days: in round steps, the fullest for the longest days.

    Four sessions a day and more share the fullest shade; if no day has four, it begins at the maximum.
    """
    amounts = sorted(day.amount(measure) for day in days if day.amount(measure))
    if measure is DayMeasure.SESSIONS:
        highest = min(LEVELS, amounts[-1]) if amounts else LEVELS
        return Scale(measure, tuple(highest * level // LEVELS + 1 for level in range(LEVELS)))
    common = amounts[int((len(amounts) - 1) * _COMMON_SHARE)] if amounts else 0
    step = next((step for step in _STEPS_MS if step * LEVELS > common), _STEPS_MS[-1])
    return Scale(measure, (1, *(step * level for level in range(1, LEVELS))))


def streaks(days: Iterable[date], today: date, first_weekday: int) -> Streaks:
    """Return the streaks of weeks with a day of training in them.

    The week of ``today`` is not over: without a session so far it does not end the streak of last week.
    """
    weeks = sorted({week_of(day, first_weekday) for day in days})
    run, longest, until = 0, 0, None
    before: date | None = None
    for week in weeks:
        run = run + 1 if before is not None and week - before == _WEEK else 1
        before = week
        if run >= longest:
            longest, until = run, week
    goes_on = before is not None and before >= week_of(today, first_weekday) - _WEEK
    return Streaks(run if goes_on else 0, longest, until)
