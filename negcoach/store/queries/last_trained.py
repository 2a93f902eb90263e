"""When each exercise was trained last: all that the home screen's first frame reads of the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import moment_of
from negcoach.texts import clean

OF_EXERCISE = """
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
"""
"""The sets of one exercise, without those in the bin."""

NEWEST_FIRST = "ORDER BY sets.started_ms DESC, sets.set_number DESC"

_LAST_START_QUERY = f"SELECT sets.started_at {OF_EXERCISE} AND sets.rep_count > 0 {NEWEST_FIRST} LIMIT 1"


def last_trained(database: Database, exercises: Iterable[str]) -> dict[str, datetime]:
    """Return when the last set of each exercise (slug) began; exercises never performed are left out.

    Raises ``NegcoachError`` when the database cannot be used.
    """
    found: dict[str, datetime] = {}
    with database.read() as connection:
        for exercise in exercises:
            row = connection.execute(_LAST_START_QUERY, (clean(exercise),)).fetchone()
            if row is not None:
                found[exercise] = moment_of(row["started_at"])
    return found
