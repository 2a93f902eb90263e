"""Queries of the training days for a calendar: along the sessions by their start, and from each to its sets.

A day is the local date in ``started_at``. The index knows only UTC, so each range of days is searched with one more day
on both sides (offsets stay below a day) and then filtered by the text of the date. A session counts with all its sets
for the day on which it began, and only if it has a set.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from negcoach.store.database.stamps import moment_of, utc_ms
from negcoach.texts import name_text
from negcoach.training.progress.days import EARLIEST, LATEST, Day
from negcoach.training.progress.muscle_groups import SetDone

_IN_RANGE = """
    sessions.deleted_at IS NULL AND sessions.started_ms >= ? AND sessions.started_ms < ?
        AND substr(sessions.started_at, 1, 10) BETWEEN ? AND ? AND sessions.set_count + sessions.lifted_sets > 0
"""

DAYS_QUERY = f"""
    SELECT substr(started_at, 1, 10) AS day, count(*) AS sessions, sum(tension_ms) AS tension_ms,
        sum(set_count) AS sets, sum(lifted_sets) AS lifted_sets
    FROM sessions WHERE {_IN_RANGE} GROUP BY day ORDER BY day
"""
"""The totals of each day: a range of ``sessions_by_start``."""

SESSIONS_QUERY = f"""
    SELECT id, started_at, title, exercise_names, set_count, lifted_sets, tension_ms
    FROM sessions WHERE {_IN_RANGE} ORDER BY started_ms, id
"""
"""The sessions of some days: a range of ``sessions_by_start``."""

LOWERED_QUERY = f"""
    SELECT sets.exercise, sets.tension_ms FROM sessions CROSS JOIN sets ON sets.session_id = sessions.id
    WHERE {_IN_RANGE} AND sets.deleted_at IS NULL
"""
"""The lowered sets of some days: a range of ``sessions_by_start``, and each session's sets along theirs."""

LIFTED_QUERY = f"""
    SELECT concentric_sets.exercise, concentric_sets.muscles
    FROM sessions CROSS JOIN concentric_sets ON concentric_sets.session_id = sessions.id
    WHERE {_IN_RANGE} AND concentric_sets.deleted_at IS NULL AND concentric_sets.kind <> 'warm-up'
"""
"""The lifted sets of some days."""

ALL_DAYS_QUERY = """
    SELECT DISTINCT substr(started_at, 1, 10) FROM sessions
    WHERE deleted_at IS NULL AND set_count + lifted_sets > 0
"""
"""Every training day. This query reads a small row of each session; it is for totals over the whole history."""

FIRST_QUERY = """
    SELECT started_at FROM sessions WHERE deleted_at IS NULL AND set_count + lifted_sets > 0
    ORDER BY started_ms, id LIMIT 1
"""
LAST_QUERY = """
    SELECT started_at FROM sessions WHERE deleted_at IS NULL AND set_count + lifted_sets > 0
    ORDER BY started_ms DESC, id DESC LIMIT 1
"""
"""The two ends of the history: one step into ``sessions_by_start`` from either side."""


@dataclass(frozen=True, slots=True)
class DaySession:
    """A session in the list of a day; ``title`` and ``lifted_sets`` come from imports, else they are "" and 0."""

    id: str
    started_at: datetime
    title: str
    exercise_names: tuple[str, ...]
    sets: int
    lifted_sets: int
    tension_ms: int


def days_between(connection: sqlite3.Connection, first: date, last: date) -> dict[date, Day]:
    """Return the days from ``first`` to ``last`` that have a session, by date."""
    return {
        (day := date.fromisoformat(row["day"])): Day(
            day, row["sessions"], row["tension_ms"], row["sets"], row["lifted_sets"]
        )
        for row in connection.execute(DAYS_QUERY, range_values(first, last))
    }


def sessions_on(connection: sqlite3.Connection, day: date) -> list[DaySession]:
    """Return the sessions that began on a day, in order."""
    return [
        DaySession(
            id=row["id"],
            started_at=moment_of(row["started_at"]),
            title=name_text(row["title"]),
            exercise_names=_lines(row["exercise_names"]),
            sets=row["set_count"],
            lifted_sets=row["lifted_sets"],
            tension_ms=row["tension_ms"],
        )
        for row in connection.execute(SESSIONS_QUERY, range_values(day, day))
    ]


def sets_between(connection: sqlite3.Connection, first: date, last: date) -> list[SetDone]:
    """Return the sets, lowered and lifted, of the sessions that began from ``first`` to ``last``."""
    bounds = range_values(first, last)
    lowered = [SetDone(row["exercise"], row["tension_ms"]) for row in connection.execute(LOWERED_QUERY, bounds)]
    lifted = [
        SetDone(row["exercise"], lifted=True, muscles=_lines(row["muscles"]))
        for row in connection.execute(LIFTED_QUERY, bounds)
    ]
    return lowered + lifted


def training_days(connection: sqlite3.Connection) -> list[date]:
    """Return every day that has a session, in any order: it takes about 10 ms for 20,000 sessions."""
    return [date.fromisoformat(row[0]) for row in connection.execute(ALL_DAYS_QUERY)]


def history_span(connection: sqlite3.Connection) -> tuple[date, date] | None:
    """Return the days of the first and the last session, from ``EARLIEST`` to ``LATEST``; ``None`` without any."""
    found = [connection.execute(query).fetchone() for query in (FIRST_QUERY, LAST_QUERY)]
    if None in found:
        return None
    first, last = (min(LATEST, max(EARLIEST, moment_of(row[0]).date())) for row in found)
    return min(first, last), max(first, last)


def range_values(first: date, last: date) -> tuple[int, int, str, str]:
    """Return the values for a query's range: UTC bounds wide enough for every offset, and the days as text."""
    midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
    return utc_ms(midnight - timedelta(days=1)), utc_ms(end), first.isoformat(), last.isoformat()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(cleaned for name in text.split("\n") if (cleaned := name_text(name)))
