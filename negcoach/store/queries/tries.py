"""The stored tries of full reps at the end of a ladder."""

from __future__ import annotations

import sqlite3

from negcoach.store.database.stamps import moment_of
from negcoach.training.plan.full_rep import Try
from negcoach.training.terms import Attempt, SetPurpose

TRIES_QUERY = f"""
    SELECT sets.session_id, sets.started_at, sets.attempt
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.purpose = '{SetPurpose.TRY.value}' AND sets.attempt IS NOT NULL
        AND sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
    ORDER BY sets.started_ms, sets.id
"""
"""The tries of an exercise, oldest first: read along ``sets_tried``."""


def tries_of(connection: sqlite3.Connection, exercise: str) -> tuple[Try, ...]:
    """Return the tries of an exercise (a slug), oldest first."""
    rows = connection.execute(TRIES_QUERY, (exercise,)).fetchall()
    return tuple(Try(moment_of(row["started_at"]), Attempt(row["attempt"]), row["session_id"]) for row in rows)
