"""The texts of the calendar: a day's facts, the streak, and the table of the muscle groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from textual.content import Content

from negcoach.formatting import (
    day_text,
    long_day_text,
    month_text,
    short_month_text,
    short_weekday_text,
    time_text,
)
from negcoach.store.queries.days import DaySession
from negcoach.texts import clean, counted, days_ago_text, time_of_day_text
from negcoach.training.progress.days import Day, Streaks
from negcoach.training.progress.muscle_groups import GroupRest, GroupTotal
from negcoach.widgets.drawing.cells import fitted

_NAME = 14
_TENSION = 7
_OVERLOAD = 14
_REST = 13
_GAPS = 5
_SHORTEST_BAR = 4

_FEW_MONTHS = 6
"""Over fewer months than these nobody misses the first year of "Nov–Feb 2027"."""

LOWERED_BAR = "━"
LIFTED_BAR = "╌"


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A line of the table: a muscle group, its training in the week, and its rest as of now."""

    name: str
    total: GroupTotal
    rest: GroupRest


def day_facts(day: date, done: Day | None) -> Content:
    """Return "Saturday 25 July 2026 · 2 sessions · 03:12 under tension · 9 sets · 4 lifted"."""
    parts = ["no session"]
    if done is not None:
        parts = [counted(done.sessions, "session")]
        if done.sets:
            parts += [f"{time_text(done.tension_ms)} under tension", counted(done.sets, "set")]
        if done.lifted_sets:
            parts.append(f"{counted(done.lifted_sets, 'set')} lifted")
    return Content.assemble((long_day_text(day), "bold $text-accent"), "  " + " · ".join(parts))


def streak_text(streaks: Streaks) -> str:
    """Return "7 weeks in a row with a session · the longest run: 23, up to 17 March 2024"."""
    if not streaks.longest or streaks.longest_until is None:
        return ""
    now = f"{counted(streaks.current, 'week', commas=False)} in a row with a session"
    if streaks.current == streaks.longest:
        return f"{now}, the most so far" if streaks.current > 1 else now
    last_day = streaks.longest_until + timedelta(days=6)
    longest = f"{streaks.longest}, up to {long_day_text(last_day, weekday=False)}"
    if not streaks.current:
        return f"No session this week or last · most weeks in a row with one: {longest}"
    return f"{now} · the longest run: {longest}"


def group_table(lines: Sequence[GroupLine], week: date, now: datetime, width: int) -> tuple[Content, Content]:
    """Return the heading and the lines of the table, ``width`` cells wide."""
    sets = "sets +lifted" if any(line.total.lifted_sets for line in lines) else "sets"
    bar = max(_SHORTEST_BAR, width - _NAME - len(sets) - _TENSION - _OVERLOAD - _REST - _GAPS)
    shape = ((_NAME, False), (bar, False), *((width, True) for width in (len(sets), _TENSION, _OVERLOAD, _REST)))
    most = max((line.total.sets + line.total.lifted_sets for line in lines), default=0)
    heading = _join_cells(
        (
            ("muscle group", ""),
            (_week_text(week), ""),
            (sets, ""),
            ("tension", ""),
            ("last overload", ""),
            ("rest until", ""),
        ),
        shape,
    ).stylize("$foreground-muted")
    rows = [_join_cells(_cells(line, now, bar, most), shape) for line in lines]
    return heading, Content("\n").join(rows)


def session_line(session: DaySession) -> Content:
    """Return a session's two lines in the dialog of a day's sessions: its exercises, and below them its figures."""
    names = clean(session.title or ", ".join(session.exercise_names)) or "nothing lowered"
    sets = [counted(session.sets, "set")] if session.sets else []
    sets += [f"{counted(session.lifted_sets, 'set')} lifted"] if session.lifted_sets else []
    tension = [time_text(session.tension_ms)] if session.sets else []
    return Content.assemble(
        f"{time_of_day_text(session.started_at)}  ",
        (names, "bold"),
        ("\n       " + " · ".join(sets + tension), "$foreground-muted"),
    )


def span_text(first: date, last: date) -> str:
    """Return the range of months in view, "Dec 2025 – Nov 2026"; of one year, or a few months, "Nov–Feb 2027"."""
    months = 12 * (last.year - first.year) + last.month - first.month
    if first.year == last.year or months < _FEW_MONTHS:
        return f"{short_month_text(first)}–{month_text(last)}"
    return f"{month_text(first)} – {month_text(last)}"


def _cells(line: GroupLine, now: datetime, bar: int, most: int) -> tuple[tuple[str, str], ...]:
    total, rest = line.total, line.rest
    trained = bool(total.sets or total.lifted_sets)
    lowered, lifted = _bar(total, bar, most)
    sets = " ".join([str(total.sets)] * bool(total.sets) + [f"+{total.lifted_sets}"] * bool(total.lifted_sets))
    overload = "never" if rest.overloaded_at is None else days_ago_text((now.date() - rest.overloaded_at.date()).days)
    until = rest.rest_until and rest.rest_until.astimezone(now.tzinfo)
    return (
        (clean(line.name), "bold" if trained else ""),
        (lowered + lifted, "$text-accent"),
        (sets if trained else "–", "" if trained else "$foreground-muted"),
        (time_text(total.tension_ms) if total.sets else "–", "" if total.sets else "$foreground-muted"),
        (overload, "$foreground-muted" if rest.overloaded_at is None else ""),
        (f"{short_weekday_text(until)} {until.day} {time_of_day_text(until)}" if until else "", "bold $text-warning"),
    )


def _join_cells(cells: Sequence[tuple[str, str]], shape: Sequence[tuple[int, bool]]) -> Content:
    """Return a line of (text, style) cells in columns of ``shape``, each a width and whether it is right-aligned."""
    parts: list[tuple[str, str]] = []
    for (width, right), (text, style) in zip(shape, cells, strict=True):
        parts += [(" ", "")] if parts else []
        parts.append((fitted(text, width, right=right), style))
    return Content.assemble(*parts)


def _bar(total: GroupTotal, width: int, most: int) -> tuple[str, str]:
    """Return the bars of the lowered and the lifted sets, scaled so that ``most`` sets fill the width."""
    if not most:
        return "", ""
    both = round((total.sets + total.lifted_sets) * width / most)
    lowered = round(total.sets * width / most)
    return LOWERED_BAR * lowered, LIFTED_BAR * (both - lowered)


def _week_text(week: date) -> str:
    last_day = week + timedelta(days=6)
    first = f"{week.day}" if week.month == last_day.month else day_text(week, year=False)
    return f"{first}–{day_text(last_day, year=False)}"
