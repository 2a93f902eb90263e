"""Ticks of a plot's axes: round values, and the first days of days, weeks, months or years.

Pure, so that the screens' plots and the report's share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count
from math import ceil, floor

from negcoach.formatting import day_text, short_month_text

_DECIMAL_STEPS = tuple(base * 10.0**power for power in range(-2, 6) for base in (1, 2, 5))
_ROW_STEPS = tuple(sorted((*_DECIMAL_STEPS, *(2.5 * 10.0**power for power in range(6)))))
_SECOND_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)

_ROUNDING = 1e-9
"""How far a computed value may be off, in steps."""

_MIN_SPAN = 1e-6
"""A smaller span counts as zero."""

_WORTH_FEWER = 1.1
"""How many times the rows of a plot must be used for a step with fewer values."""

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


def round_values(low: float, high: float, limit: int, *, seconds: bool = False) -> tuple[float, ...]:
    """Return at most ``limit`` (3 or more) round values, evenly spaced, that enclose ``low`` to ``high``.

    Where both are equal, they are in the middle. With ``seconds``, minutes and half minutes are round.
    """
    steps = _SECOND_STEPS if seconds else _DECIMAL_STEPS
    low, high = _spread(low, high)
    for step in _endless(steps):
        first, last = _enclosing(low, high, step)
        if last - first < limit:
            return tuple(round(step * number, 6) for number in range(first, last + 1))
    raise AssertionError("the steps never end")


def even_values(
    low: float, high: float, rows: int, limit: int, *, seconds: bool = False
) -> tuple[tuple[float, ...], float]:
    """Return round values as ``round_values`` does, as many rows apart each, and the value of the uppermost row.

    ``rows`` is how many a plot has; the lowest is that of the first value. Of all steps it is the one with which the
    values use the most rows, or the finest of several like it, with three values or more where they
    can be; the rows that are left over are above. In fewer than three rows they cannot be evenly spaced.
    """
    low, high = _spread(low, high)
    best: tuple[float, ...] = ()
    top, most = 0.0, 0.0
    for step in _endless(_SECOND_STEPS if seconds else _ROW_STEPS):
        first, last = _enclosing(low, high, step)
        apart = (rows - 1) // (last - first)
        used = apart * (high - low) / step
        if last - first < limit and used > most * _WORTH_FEWER and (last - first > 1 or not best):
            number = (rows - 1) // apart + 1
            best = tuple(round(step * place, 6) for place in range(first, first + number))
            top, most = step * (first + (rows - 1) / apart), used
        if last - first <= 2 and step >= high - low:
            break
    if not best:
        best = round_values(low, high, max(3, rows), seconds=seconds)
        top = best[-1]
    return best, top


def _spread(low: float, high: float) -> tuple[float, float]:
    """Return two values with some distance between them."""
    if high - low < _MIN_SPAN:
        return low - abs(low) / 20, high + (abs(high) / 20 if abs(high) > _MIN_SPAN else 1)
    return low, high


def _endless(steps: tuple[float, ...]) -> Iterator[float]:
    return chain(steps, (steps[-1] * 10**power for power in count(1)))


def _enclosing(low: float, high: float, step: float) -> tuple[int, int]:
    """Return which multiple of a step is the last one up to ``low``, and which the first from ``high`` on."""
    first = floor(low / step + _ROUNDING)
    return first, max(first + 1, ceil(high / step - _ROUNDING))


def days_to_label(first: date, last: date, limit: int) -> tuple[tuple[date, str], ...]:
    """Return at most ``limit`` (1 or more) days from ``first`` to ``last``, each with its label.

    Days and weeks are labelled "24 Jul", months "Jul" (January as its year), years "2026".
    """
    for step in _DAY_STEPS:
        if (last - first).days // step < limit:
            return tuple((day, day_text(day, year=False)) for day in _days(first, last, step))
    for months in _MONTH_STEPS:
        found = tuple(_months(first, last, months))
        if len(found) <= limit:
            return tuple((day, short_month_text(day) if day.month > 1 else str(day.year)) for day in found)
    return ()


def _days(first: date, last: date, step: int) -> Iterator[date]:
    """Yield every ``step``-th day; with steps of weeks, Mondays."""
    day = first + timedelta(days=-first.weekday() % 7) if step >= 7 else first
    while day <= last:
        yield day
        day += timedelta(days=step)


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """Yield the first day of every ``step``-th month, counted from the year 0."""
    month = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // step) * step
    while (day := date(month // 12, month % 12 + 1, 1)) <= last:
        yield day
        month += step
