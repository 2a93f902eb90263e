"""The marks of records on sets: computed anew from all sets of an exercise whenever one of them has changed."""

from __future__ import annotations

import sqlite3

from negcoach.store.database.totals import update_totals
from negcoach.training.progress.records import PerformedSet, Standards
from negcoach.training.terms import RecordFlag

PERFORMED_COLUMNS = """
    id, session_id, started_ms, substr(started_at, 1, 10), tempo, load_kg, rep_count, tension_ms, measured_count,
    measured_target_ms, off_ms, longest_ms
"""
"""The columns of ``sets`` that make a ``PerformedSet``, in its order."""

MARKS_QUERY = """
    SELECT rowid, session_id, load_kg, longest_ms, record
    FROM sets WHERE exercise = ? AND deleted_at IS NULL AND (longest_ms IS NOT NULL OR record <> 0)
    ORDER BY started_ms, set_number, id
"""
"""The sets of an exercise that can be, or are, marked, oldest first: read along ``sets_by_exercise``."""


def performed(row: sqlite3.Row) -> PerformedSet:
    """Return the set of a row of ``PERFORMED_COLUMNS``."""
    return PerformedSet(*row)


def mark_records(connection: sqlite3.Connection, *exercises: str) -> None:
    """Bring the marks of exercises (slugs) up to date; call it in the transaction that changed their sets' totals."""
    for exercise in exercises:
        changed = _changed_marks(connection, exercise)
        connection.executemany(
            "UPDATE sets SET record = ? WHERE rowid = ?", [(int(mark), row) for row, _, mark in changed]
        )
        update_totals(connection, *sorted({session for _, session, _ in changed}))


def mark_all_records(connection: sqlite3.Connection) -> None:
    """Do as ``mark_records`` for all exercises that there are."""
    mark_records(connection, *[row[0] for row in connection.execute("SELECT DISTINCT exercise FROM sets")])


def exercises_of(connection: sqlite3.Connection, *session_ids: str) -> set[str]:
    """Return the slugs of the exercises lowered in sessions, those of deleted sets too."""
    return {
        row[0]
        for session_id in session_ids
        for row in connection.execute("SELECT DISTINCT exercise FROM sets WHERE session_id = ?", (session_id,))
    }


def _changed_marks(connection: sqlite3.Connection, exercise: str) -> list[tuple[int, str, RecordFlag]]:
    """Return rowid, session and mark of the sets that are not marked as they should be.

    It runs after every edit, over all of an exercise's sets: it makes no object for each of them.
    """
    cursor = connection.cursor()
    cursor.row_factory = None
    standards, none = Standards(), RecordFlag.NONE
    changed: list[tuple[int, str, RecordFlag]] = []
    for row, session_id, load_kg, longest_ms, record in cursor.execute(MARKS_QUERY, (exercise,)):
        mark = none if longest_ms is None else standards.judge(session_id, load_kg, longest_ms)
        if record != mark:
            changed.append((row, session_id, mark))
    return changed
