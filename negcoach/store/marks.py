"""The marks of records on sets: computed anew from all sets of an exercise whenever one of them has changed."""

from __future__ import annotations

import sqlite3

from negcoach.store.totals import update_totals
from negcoach.training.records import Mark, PerformedSet, marks

SETS_QUERY = """
    SELECT id, session_id, started_at, started_ms, tempo, load_kg, rep_count, tension_ms, measured_count, measured_ms,
        measured_target_ms, off_ms, full_count, longest_ms, record
    FROM sets WHERE exercise = ? AND deleted_at IS NULL AND rep_count > 0 ORDER BY started_ms, set_number
"""
"""The sets of one exercise, oldest first: read along ``sets_by_exercise``."""


def performed_sets(connection: sqlite3.Connection, exercise: str) -> list[PerformedSet]:
    """Return the sets of an exercise (a slug) in which something was lowered, oldest first."""
    return [_performed(row) for row in connection.execute(SETS_QUERY, (exercise,))]


def mark_records(connection: sqlite3.Connection, *exercises: str) -> None:
    """Bring the marks of exercises (slugs) up to date; call it in the transaction that changed their sets' totals."""
    for exercise in exercises:
        rows = connection.execute(SETS_QUERY, (exercise,)).fetchall()
        found = marks(_performed(row) for row in rows)
        changed = [row for row in rows if row["record"] != found.get(row["id"], Mark.NONE)]
        connection.executemany(
            "UPDATE sets SET record = ? WHERE id = ?",
            [(int(found.get(row["id"], Mark.NONE)), row["id"]) for row in changed],
        )
        update_totals(connection, *{row["session_id"] for row in changed})


def exercises_of(connection: sqlite3.Connection, *session_ids: str) -> set[str]:
    """Return the slugs of the exercises lowered in sessions, those of deleted sets too."""
    return {
        row[0]
        for session_id in session_ids
        for row in connection.execute("SELECT DISTINCT exercise FROM sets WHERE session_id = ?", (session_id,))
    }


def _performed(row: sqlite3.Row) -> PerformedSet:
    return PerformedSet(
        id=row["id"],
        session_id=row["session_id"],
        started_ms=row["started_ms"],
        day=row["started_at"][:10],
        tempo=row["tempo"],
        load_kg=row["load_kg"],
        reps=row["rep_count"],
        tension_ms=row["tension_ms"],
        measured_count=row["measured_count"],
        measured_ms=row["measured_ms"],
        measured_target_ms=row["measured_target_ms"],
        off_ms=row["off_ms"],
        full_count=row["full_count"],
        longest_ms=row["longest_ms"],
    )
