"""The last weeks of the exercises of a plan, a mark for each day on which one was trained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.plan_today import ItemToday
from negcoach.formatting import day_text
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.widgets.drawing.cells import fitted

FEWEST, MOST = 3, 8
"""How many weeks are shown, by the room."""

_WEEK = 16
"""Columns of a week: two for each day, and a gap."""

_LONGEST_NAME = 30

WIDEST = 150
"""The columns that a plan is wide at most: with more, the eye loses its line."""


class TrainedWeeks(Static):
    """The last weeks of the exercises of a plan, where there is room for them."""

    def show(self, weeks: Content | None) -> None:
        """Show the weeks, or nothing."""
        self.display = weeks is not None
        self.update(weeks or "")


def share_rows(
    services: Services, today: Sequence[ItemToday], width: int, rows: int, each: int
) -> tuple[int, Content | None]:
    """Return how many of the rows are for the exercises, and the weeks to be shown in the others, if any.

    The weeks come after ``each`` line of an exercise; ``width`` is that of the room for both.
    """
    first = services.settings.first_weekday
    weeks = trained_weeks(today, services.now().date(), first, min(width, WIDEST) - 6)
    taken = 0 if weeks is None else weeks.plain.count("\n") + 2
    return (rows, None) if rows - taken < (each + 1) * len(today) else (rows - taken, weeks)


def trained_weeks(today: Sequence[ItemToday], day: date, first_weekday: int, width: int) -> Content | None:
    """Return the last weeks up to the one of ``day``, which begin on ``first_weekday`` (0: Monday).

    ``None`` where there is no room for them, or nothing was trained in them.
    """
    known = {one.exercise.slug: one for one in today if one.exercise is not None}
    names = {slug: clean(one.exercise.name) for slug, one in known.items() if one.exercise is not None}
    longest = min(_LONGEST_NAME, max(map(cell_len, names.values()), default=0))
    weeks = min(MOST, (width - longest - 2) // _WEEK)
    first = day - timedelta(days=(day.weekday() - first_weekday) % 7 + 7 * (weeks - 1))
    if weeks < FEWEST or not any(trained >= first for one in known.values() for trained in one.days):
        return None
    starts = [first + timedelta(days=7 * week) for week in range(weeks)]
    head = "".join(fitted(day_text(start, year=False), _WEEK) for start in starts)
    lines = [Content.assemble((f"{'Trained':{longest}}  ", "bold"), (head.rstrip(), "$foreground-muted"))]
    for slug, one in known.items():
        parts: list[tuple[str, str] | str] = [f"{fitted(names[slug], longest)}  "]
        for start in starts:
            for number in range(7):
                parts.append(_mark(start + timedelta(days=number), day, one))
            parts.append("  ")
        lines.append(Content.assemble(*parts))
    return Content("\n").join(lines)


def _mark(day: date, today: date, one: ItemToday) -> tuple[str, str]:
    """Return the two cells of a day: trained, not trained, today, or still to come."""
    if day in one.days:
        return "● ", "$text-success"
    if day == today:
        return "▸ ", "bold $text-accent"
    return ("· ", "$foreground-muted") if day < today else ("  ", "")
