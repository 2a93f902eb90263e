"""The visits that are stored as several sessions, which may become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from negcoach.store.database.connection import tuple_cursor
from negcoach.store.database.stamps import moment_of
from negcoach.store.queries.sessions.history import SESSION_COLUMNS, SessionRow, session_row
from negcoach.training.progress.recovery import SAME_VISIT
from negcoach.training.progress.visits import LONGEST_SESSION, SessionSpan, visits_of

SPANS_QUERY = """
    SELECT id, started_at, ended_at FROM sessions
    WHERE deleted_at IS NULL AND ended_at IS NOT NULL AND set_count + lifted_sets > 0
"""
"""The sessions that can belong to a visit. It is one pass over all of them: about 50 ms for 10,000."""

NEIGHBOURS_QUERY = """
    SELECT EXISTS (
        SELECT 1 FROM sessions AS one JOIN sessions AS other ON other.id <> one.id
            AND other.started_ms >= one.started_ms
            AND other.started_ms < min(
                one.started_ms + :longest_ms, (julianday(one.ended_at) - 2440587.5) * 86400000 + :same_visit_ms
            )
        WHERE one.deleted_at IS NULL AND one.ended_at IS NOT NULL AND one.set_count + one.lifted_sets > 0
            AND other.deleted_at IS NULL AND other.ended_at IS NOT NULL AND other.set_count + other.lifted_sets > 0
    )
"""
"""Whether a session starts soon after another one, which takes SQLite half the time, without Python's lock."""

_ROUNDING = timedelta(seconds=1)
"""``julianday`` is exact to some milliseconds."""

_SESSION_QUERY = f"SELECT {SESSION_COLUMNS} FROM sessions WHERE id = ?"


def count_joinable_visits(connection: sqlite3.Connection, same_visit: timedelta = SAME_VISIT) -> int:
    """Return how many visits of several sessions there are; see ``joinable_visits``."""
    same_visit_ms, longest_ms = (
        (span + _ROUNDING) // timedelta(milliseconds=1) for span in (same_visit, LONGEST_SESSION + same_visit)
    )
    limits = {"same_visit_ms": same_visit_ms, "longest_ms": longest_ms}
    if not connection.execute(NEIGHBOURS_QUERY, limits).fetchone()[0]:
        return 0
    return len(_visits(connection, same_visit))


def joinable_visits(
    connection: sqlite3.Connection, same_visit: timedelta = SAME_VISIT
) -> tuple[Sequence[SessionRow], ...]:
    """Return the visits of several sessions, oldest first; sessions without a set, or not ended, are left out."""
    return tuple(
        [session_row(connection.execute(_SESSION_QUERY, (one.id,)).fetchone()) for one in visit]
        for visit in _visits(connection, same_visit)
    )


def _visits(connection: sqlite3.Connection, same_visit: timedelta) -> tuple[tuple[SessionSpan, ...], ...]:
    moment = moment_of
    rows = tuple_cursor(connection).execute(SPANS_QUERY)
    return visits_of((SessionSpan(one, moment(start), moment(end)) for one, start, end in rows), same_visit)
