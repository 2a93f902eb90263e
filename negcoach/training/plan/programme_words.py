"""A programme in words: its weeks as lines, those that are alike together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from negcoach.texts import noun
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.plan.programme import EccentricTest, Item, Programme, Week, Work


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Weeks that are alike, ``first`` to ``last`` (from 0): their sessions, each with how often it comes in a row."""

    first: int
    last: int
    week: Week

    @property
    def numbers(self) -> str:
        """``3``, or ``5-10``, as people count them."""
        return f"{self.first + 1}" if self.first == self.last else f"{self.first + 1}-{self.last + 1}"

    @property
    def sessions(self) -> str:
        """``2x10 @ 40%, 2x6 @ 70%``, or ``3x4 @ 85%, twice``."""
        return ", ".join(f"{item}{_times(count)}" for item, count in _runs(self.week.sessions))

    @property
    def short(self) -> str:
        """``2 × 10 · 40 %, 2 × 6 · 70 %``, or ``3 × 4 · 85 %`` for sessions that are alike."""
        return ", ".join(short_item(item) for item, _ in _runs(self.week.sessions))


def week_lines(programme: Programme) -> tuple[WeekLine, ...]:
    """Return the weeks of a programme as lines."""
    lines: list[WeekLine] = []
    for index, week in enumerate(programme.weeks):
        if lines and lines[-1].week == week:
            lines[-1] = WeekLine(lines[-1].first, index, week)
        else:
            lines.append(WeekLine(index, index, week))
    return tuple(lines)


def item_in_words(item: Item) -> str:
    """Return ``3 × 4 at 85 % of the 1RM`` or ``3 × 15 a side, 3 s each, more load as you progress``."""
    if isinstance(item, EccentricTest):
        return "a test of eccentric strength, led by the coach"
    return _work_in_words(item)


def apart_in_words(programme: Programme) -> str:
    """Return ``twice a day`` or ``3 days from one session to the next``."""
    if programme.days_apart < 1:
        return "twice a day"
    return f"{programme.days_apart:g} {noun(programme.days_apart, 'day')} from one session to the next"


def _work_in_words(work: Work) -> str:
    amount = _amount(work, work.reps_text if work.reps == work.most_reps else f"{work.reps} to {work.most_reps}")
    side = " a side" if work.a_side else ""
    seconds = f", {work.seconds} s each" if work.seconds else ""
    load = {
        "percent": f" at {work.amount:g} % of the 1RM",
        "percent of the eccentric 1RM": f" at {work.amount:g} % of the eccentric 1RM",
        "added": f", {work.amount:g} {work.unit} added",
        "up": ", more load as you progress",
        "same": ", as last time",
        "bw": "",
    }[work.load.value]
    way = "" if work.way == STRAIGHT else f", {work.way}"
    return f"{amount}{side}{seconds}{load}{', easy' if work.easy else ''}{way}"


def _amount(work: Work, reps: str) -> str:
    """Return ``3 × 4``, or ``12, 10, 8 reps`` where the sets have fewer and fewer."""
    return f"{reps} reps" if work.fewer else f"{work.sets} × {reps}"


def short_item(item: Item) -> str:
    """Return ``3 × 4 · 85 %``, ``3 × 5 · 8 s`` or ``3 × 15 a side · 3 s · up``: a body's own weight is not said."""
    if isinstance(item, EccentricTest):
        return "eccentric test"
    load = {
        "percent": f"{item.amount:g} %",
        "percent of the eccentric 1RM": f"{item.amount:g} % ecc",
        "added": f"+{item.amount:g} {item.unit}",
        "bw": "",
    }.get(item.load.value, item.load.value)
    seconds = f"{item.seconds} s" if item.seconds else ""
    parts = (
        f"{_amount(item, item.reps_text)}{' a side' if item.a_side else ''}",
        seconds,
        load,
        "easy" if item.easy else "",
        "" if item.way == STRAIGHT else str(item.way),
    )
    return " · ".join(part for part in parts if part)


def _runs(items: tuple[Item, ...]) -> Iterator[tuple[Item, int]]:
    """Yield the items, each with how often it comes in a row."""
    index = 0
    while index < len(items):
        end = index
        while end < len(items) and items[end] == items[index]:
            end += 1
        yield items[index], end - index
        index = end


def _times(count: int) -> str:
    return "" if count == 1 else ", twice" if count == 2 else f", {count} times"
