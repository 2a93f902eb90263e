"""When each exercise was trained last: all that the first picture needs of the history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from negcoach.store.database.database import Database
from negcoach.texts import clean

LAST_SET_QUERY = """
    SELECT sets.* FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
        AND EXISTS (SELECT 1 FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL)
    ORDER BY sets.started_ms DESC, sets.set_number DESC LIMIT 1
"""
"""The newest set of an exercise in which something was lowered: read backwards along ``sets_by_exercise``."""


def last_set(connection: sqlite3.Connection, exercise: str) -> sqlite3.Row | None:
    """Return the row of the newest set of an exercise (a slug) in which something was lowered."""
    row: sqlite3.Row | None = connection.execute(LAST_SET_QUERY, (clean(exercise),)).fetchone()
    return row


def last_trained(database: Database, exercises: Iterable[str]) -> dict[str, datetime]:
    """Return when each of the exercises (slugs) was begun last; those never performed are left out.

    Raises ``NegcoachError`` when the database cannot be used.
    """
    with database.read() as connection:
        found = {exercise: last_set(connection, exercise) for exercise in exercises}
        return {
            exercise: datetime.fromisoformat(row["started_at"]) for exercise, row in found.items() if row is not None
        }
