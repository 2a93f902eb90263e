"""The visits that are kept as several sessions, which may become one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from negcoach.store.queries.history import SessionRow, session_row
from negcoach.training.progress.recovery import SAME_VISIT
from negcoach.training.progress.visits import Span, visits_of

CLOSE_QUERY = """
    WITH spans AS (
        SELECT rowid AS row, started_ms, id, strftime('%s', ended_at) * 1000 AS ended_ms FROM sessions
        WHERE deleted_at IS NULL AND ended_at IS NOT NULL AND set_count + lifted_sets > 0
    ), gaps AS (
        SELECT row, started_ms - max(ended_ms) OVER before AS gap_before,
            lead(started_ms) OVER in_order - max(ended_ms) OVER until AS gap_after
        FROM spans
        WINDOW in_order AS (ORDER BY started_ms, id),
            before AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
            until AS (in_order ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    )
    SELECT sessions.* FROM gaps JOIN sessions ON sessions.rowid = gaps.row
    WHERE min(coalesce(gap_before, :gap), coalesce(gap_after, :gap)) < :gap ORDER BY started_ms, id
"""
"""The sessions with another one near before or after them: one pass, of which few rows are left to be read."""

_SECOND_MS = 1000
"""The query knows ends to the second, so it may find a session too many, of which the domain then decides."""


def joinable_visits(
    connection: sqlite3.Connection, same_visit: timedelta = SAME_VISIT
) -> tuple[Sequence[SessionRow], ...]:
    """Return the visits of several sessions, oldest first; sessions without a set, or not ended, are left out."""
    gap = same_visit // timedelta(milliseconds=1) + _SECOND_MS
    rows = {row["id"]: session_row(row) for row in connection.execute(CLOSE_QUERY, {"gap": gap})}
    spans = [Span(row.id, row.started_at, row.ended_at) for row in rows.values() if row.ended_at is not None]
    return tuple([rows[one.id] for one in visit] for visit in visits_of(spans, same_visit))
