"""Lookups of the rows to edit, which raise when a row is gone or in the bin, and the names of these rows in edits."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.formatting import day_text
from negcoach.store.database.stamps import moment_of, utc_ms
from negcoach.store.database.tables import CONCENTRIC_SETS, REPS, SESSIONS, SETS, SqlTable, read_row
from negcoach.store.prescribed_set import PrescribedSet, prescribed_from_row
from negcoach.texts import name_text


def find_session(connection: sqlite3.Connection, session_id: str) -> sqlite3.Row:
    """Return a session, deleted or not; raise ``NegcoachError`` when it is gone."""
    row = read_row(connection, SESSIONS, (session_id,))
    if row is None:
        raise NegcoachError("That session is not in the database any more.")
    return row


def find_live_session(connection: sqlite3.Connection, session_id: str) -> sqlite3.Row:
    """Return a session; raise ``NegcoachError`` when it is gone or in the bin."""
    row = find_session(connection, session_id)
    if row["deleted_at"] is not None:
        raise NegcoachError("That session is in the bin. Bring it back first.")
    return row


def find_ended_session(connection: sqlite3.Connection, session_id: str) -> sqlite3.Row:
    """Return a session; raise ``NegcoachError`` when it is gone, in the bin, or may still be under way."""
    row = find_live_session(connection, session_id)
    if row["ended_at"] is None:
        raise NegcoachError("That session has not ended. End it first.")
    return row


def find_set(connection: sqlite3.Connection, set_id: str) -> tuple[SqlTable, sqlite3.Row]:
    """Return a lowered or lifted set and its table, deleted or not; raise ``NegcoachError`` when it is gone."""
    for table in (SETS, CONCENTRIC_SETS):
        row = read_row(connection, table, (set_id,))
        if row is not None:
            return table, row
    raise NegcoachError("That set is not in the database any more.")


def find_live_set(connection: sqlite3.Connection, set_id: str) -> tuple[SqlTable, sqlite3.Row]:
    """Return a lowered or lifted set and its table; raise ``NegcoachError`` when it is gone or in the bin."""
    table, row = find_set(connection, set_id)
    if row["deleted_at"] is not None:
        raise NegcoachError("That set is in the bin. Bring it back first.")
    return table, row


def find_live_rep(connection: sqlite3.Connection, set_id: str, ordinal: int) -> tuple[sqlite3.Row, str]:
    """Return a rep and its name in edits; raise ``NegcoachError`` when it, or its set, is gone or deleted."""
    _, parent = find_live_set(connection, set_id)
    row = read_row(connection, REPS, (set_id, ordinal))
    if row is None or row["deleted_at"] is not None:
        raise NegcoachError("That rep is not in the set any more.")
    side = f" {row['side']}" if row["side"] else ""
    return row, f"rep {row['number']}{side} of {set_label(connection, parent)}"


def sets_deleted_at(
    connection: sqlite3.Connection, session_id: str, deleted_at: str | None
) -> list[tuple[SqlTable, tuple[object, ...]]]:
    """Return the sets of a session that were deleted at this time; with ``None``, those that are not deleted."""
    return [
        (table, (row["id"],))
        for table in (SETS, CONCENTRIC_SETS)
        for row in connection.execute(
            f"SELECT id FROM {table.name} WHERE session_id = ? AND deleted_at IS ? ORDER BY id",
            (session_id, deleted_at),
        )
    ]


def performed_sets_in(connection: sqlite3.Connection, session_id: str) -> list[tuple[SqlTable, tuple[object, ...]]]:
    """Return the sets of a session in which something was lowered or lifted."""
    lowered = "AND EXISTS (SELECT 1 FROM reps WHERE set_id = sets.id AND deleted_at IS NULL)"
    return [
        (table, (row["id"],))
        for table, some in ((SETS, lowered), (CONCENTRIC_SETS, ""))
        for row in connection.execute(
            f"SELECT id FROM {table.name} WHERE session_id = ? {some} ORDER BY id", (session_id,)
        )
    ]


def insertion_point(connection: sqlite3.Connection, session: sqlite3.Row) -> tuple[datetime, bool]:
    """Return the time at which to insert manual sets into a session, and whether they begin (else end) then.

    They come after the other sets. While the session is open they come before its newest set, which must stay the
    last: it is the one that is resumed.
    """
    rows = connection.execute(
        "SELECT started_at, ended_at FROM sets WHERE session_id = ? AND deleted_at IS NULL", (session["id"],)
    ).fetchall()
    started = moment_of(session["started_at"])
    if session["ended_at"] is None:
        starts = [moment_of(row["started_at"]) for row in rows]
        return max(starts, key=utc_ms, default=started), False
    ends = [moment_of(row["ended_at"] or row["started_at"]) for row in rows]
    return max([started, *ends], key=utc_ms), True


def last_prescribed(connection: sqlite3.Connection, session_id: str, exercise: str) -> PrescribedSet | None:
    """Return the set of an exercise (a slug) with the highest number as prescribed, ``None`` if there is none."""
    row = connection.execute(
        "SELECT * FROM sets WHERE session_id = ? AND exercise = ? AND deleted_at IS NULL "
        "ORDER BY set_number DESC, started_ms DESC LIMIT 1",
        (session_id, exercise),
    ).fetchone()
    return None if row is None else prescribed_from_row(row)


def set_label(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Return the name of a lowered or lifted set in edits: "set 2, Bench press, 25 Jul 2026"."""
    day = session_day_text(find_session(connection, row["session_id"]))
    return f"set {row['set_number']}, {name_text(row['exercise_name'])}, {day}"


def session_label(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    """Return the name of a session, deleted or not, in edits: "session of 25 Jul 2026, Bench press"."""
    found = [row["title"]] if row["title"] else exercise_names_in(connection, row["id"], row["deleted_at"])
    names = map(name_text, found)
    return ", ".join([f"session of {session_day_text(row)}", *names])


def exercise_names_in(connection: sqlite3.Connection, session_id: str, deleted_at: str | None) -> list[str]:
    """Return the exercises of a session's sets that were deleted at this time (``None``: are not deleted)."""
    rows = connection.execute(
        "SELECT exercise_name FROM ("
        "SELECT exercise_name, started_ms, set_number FROM sets WHERE session_id = :id AND deleted_at IS :at "
        "UNION ALL SELECT exercise_name, started_ms, set_number FROM concentric_sets "
        "WHERE session_id = :id AND deleted_at IS :at"
        ") GROUP BY exercise_name ORDER BY min(started_ms), min(set_number), exercise_name",
        {"id": session_id, "at": deleted_at},
    )
    return [row["exercise_name"] for row in rows]


def session_day_text(session: sqlite3.Row) -> str:
    """Return the day of a session, "25 Jul 2026"."""
    return day_text(moment_of(session["started_at"]))
