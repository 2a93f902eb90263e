"""The record flags of sets: recomputed from all sets of an exercise whenever one of them has changed.

The sides of a one-sided exercise have records of their own: a set has the flag of the side that broke one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from negcoach.store.database.connection import tuple_cursor
from negcoach.store.database.totals import IS_KEPT, update_totals
from negcoach.training.progress.records import PerformedSet, Standards
from negcoach.training.terms import RecordFlag

PERFORMED_COLUMNS = """
    id, session_id, started_ms, substr(started_at, 1, 10), tempo, load_kg, rep_count, tension_ms, measured_count,
    measured_target_ms, off_ms, longest_ms, load_unit
"""
"""The columns of ``sets`` that make a ``PerformedSet``, in its order."""

FLAGS_QUERY = """
    SELECT rowid, session_id, load_kg, longest_ms, record, unilateral
    FROM sets WHERE exercise = ? AND deleted_at IS NULL AND (longest_ms IS NOT NULL OR record <> 0)
    ORDER BY started_ms, set_number, id
"""
"""The sets of an exercise that can have, or do have, a flag, oldest first: read along ``sets_by_exercise``."""


LONGEST_BY_SIDE_QUERY = f"""
    SELECT sets.rowid, side, max(measured)
    FROM sets JOIN (
        SELECT set_id, side, measured_ms AS measured FROM reps WHERE deleted_at IS NULL AND {IS_KEPT}
    ) ON set_id = id
    WHERE exercise = ? AND unilateral = 1 AND deleted_at IS NULL
    GROUP BY sets.rowid, side ORDER BY sets.rowid, side
"""
"""The longest lowering to the full count of each side in the one-sided sets of an exercise."""


def performed_set(row: sqlite3.Row) -> PerformedSet:
    """Return the set that a row of ``PERFORMED_COLUMNS`` holds."""
    return PerformedSet(*row)


def update_record_flags(connection: sqlite3.Connection, *exercises: str) -> None:
    """Recompute the flags of exercises (slugs); call it in the transaction that changed their sets' totals."""
    for exercise in exercises:
        changed = _changed_flags(connection, exercise)
        connection.executemany(
            "UPDATE sets SET record = ? WHERE rowid = ?", [(int(flags), row) for row, _, flags in changed]
        )
        update_totals(connection, *sorted({session for _, session, _ in changed}))


def update_all_record_flags(connection: sqlite3.Connection) -> None:
    """Recompute the flags of all exercises."""
    update_record_flags(connection, *[row[0] for row in connection.execute("SELECT DISTINCT exercise FROM sets")])


def exercises_in(connection: sqlite3.Connection, *session_ids: str) -> set[str]:
    """Return the slugs of the exercises lowered in sessions, also those of deleted sets."""
    return {
        row[0]
        for session_id in session_ids
        for row in connection.execute("SELECT DISTINCT exercise FROM sets WHERE session_id = ?", (session_id,))
    }


def _changed_flags(connection: sqlite3.Connection, exercise: str) -> list[tuple[int, str, RecordFlag]]:
    """Return rowid, session and new flags of the sets whose flags are out of date.

    It runs after every edit over all sets of an exercise, so it creates no object for each of them.
    """
    cursor = tuple_cursor(connection)
    none = RecordFlag.NONE
    standards: dict[str | None, Standards] = defaultdict(Standards)
    sides: dict[int, list[tuple[str | None, int]]] = defaultdict(list)
    for row, side, longest_ms in cursor.execute(LONGEST_BY_SIDE_QUERY, (exercise,)):
        sides[row].append((side, longest_ms))
    changed: list[tuple[int, str, RecordFlag]] = []
    for row, session_id, load_kg, longest_ms, record, unilateral in cursor.execute(FLAGS_QUERY, (exercise,)):
        if longest_ms is None:
            flags = none
        elif unilateral:
            broken = {standards[side].judge(session_id, load_kg, longest) for side, longest in sides[row]}
            flags = next((flag for flag in (RecordFlag.HEAVIEST, RecordFlag.LONGEST) if flag in broken), none)
        else:
            flags = standards[None].judge(session_id, load_kg, longest_ms)
        if record != flags:
            changed.append((row, session_id, flags))
    return changed
