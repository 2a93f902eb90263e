"""Where a plot's axes are labelled: round values, and days where a day, a month or a year begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count
from math import ceil, floor

_DECIMAL = tuple(base * 10.0**power for power in range(-2, 6) for base in (1, 2, 5))
_SECONDS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)

_ROUNDING = 1e-9
"""Steps by which a value may be off, having been computed."""

_ALIKE = 1e-6
"""A span that is none."""

_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


def round_values(low: float, high: float, most: int, *, seconds: bool = False) -> tuple[float, ...]:
    """Return at most ``most`` (3 or more) round values, a step apart, that span what lies from ``low`` to ``high``.

    One value alone stands in the middle of them. Of ``seconds`` minutes and halves of them are round.
    """
    steps = _SECONDS if seconds else _DECIMAL
    if high - low < _ALIKE:
        low, high = low - abs(low) / 20, high + (abs(high) / 20 if abs(high) > _ALIKE else 1)
    for step in chain(steps, (steps[-1] * 10**power for power in count(1))):
        first, last = floor(low / step + _ROUNDING), ceil(high / step - _ROUNDING)
        if last - first < most:
            return tuple(round(step * place, 6) for place in range(first, last + 1))
    raise AssertionError("the steps never end")


def days_to_label(first: date, last: date, most: int) -> tuple[tuple[date, str], ...]:
    """Return at most ``most`` (1 or more) days between two with what to write under each.

    Days and weeks are told as "24 Jul", months as "Jul" - January as its year -, years as "2026".
    """
    for step in _DAYS:
        if (last - first).days // step < most:
            return tuple((day, f"{day.day} {day:%b}") for day in _every(first, last, step))
    for months in _MONTHS:
        found = tuple(_months(first, last, months))
        if len(found) <= most:
            return tuple((day, f"{day:%b}" if day.month > 1 else str(day.year)) for day in found)
    return ()


def _every(first: date, last: date, step: int) -> Iterator[date]:
    """Each so manieth day, weeks on their Monday."""
    day = first + timedelta(days=-first.weekday() % 7) if step >= 7 else first
    while day <= last:
        yield day
        day += timedelta(days=step)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """The first day of each so manieth month, counted from the year 0."""
    month = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        yield day
        month += step
