"""The bin: the sessions and sets that are marked as deleted, and their removal for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import stamp, utc_ms
from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    REPS,
    SESSIONS,
    SETS,
    SqlTable,
    delete_with_tombstone,
    key_text,
    read_row,
)
from negcoach.store.editing.edit_log import drop_undone
from negcoach.store.editing.lookups import names_in, set_row
from negcoach.texts import clean

OPEN_FOR_MS = 24 * 3_600_000
"""How long after its begin a session that has not ended may still be written to; none lasts a day."""

SESSIONS_QUERY = """
    SELECT sessions.*,
        (SELECT count(*) FROM sets WHERE session_id = sessions.id AND rep_count > 0
            AND sets.deleted_at = sessions.deleted_at) AS with_sets,
        (SELECT coalesce(sum(rep_count), 0) FROM sets WHERE session_id = sessions.id
            AND sets.deleted_at = sessions.deleted_at) AS with_reps,
        (SELECT count(*) FROM concentric_sets WHERE session_id = sessions.id
            AND concentric_sets.deleted_at = sessions.deleted_at) AS with_lifted,
        (SELECT coalesce(sum(reps), 0) FROM concentric_sets WHERE session_id = sessions.id
            AND concentric_sets.deleted_at = sessions.deleted_at) AS with_lifted_reps
    FROM sessions WHERE deleted_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id AND rep_count > 0)
        OR EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = sessions.id)
    )
"""
"""The deleted sessions, but those in which nothing was lowered or lifted, with what was deleted with them."""

SETS_QUERY = """
    SELECT sets.*, sessions.started_at AS session_at FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.deleted_at IS NOT NULL AND sets.rep_count > 0 AND sessions.deleted_at IS NULL
"""

CONCENTRIC_QUERY = """
    SELECT concentric_sets.*, sessions.started_at AS session_at FROM concentric_sets
    JOIN sessions ON sessions.id = concentric_sets.session_id
    WHERE concentric_sets.deleted_at IS NOT NULL AND sessions.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Binned:
    """Something in the bin: a session, or a set of a session that is not.

    ``started_at`` is the session's; ``name`` the session's title or exercises, or the set's exercise. ``sets`` and
    ``reps`` count lowered and lifted ones; ``set_number`` is ``None`` for a session, ``load_kg`` too.
    """

    id: str
    started_at: datetime
    deleted_at: datetime
    name: str
    sets: int
    reps: int
    set_number: int | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Purged:
    """What was removed for good of what the bin listed; ``edits`` are those that can no longer be undone or redone."""

    sessions: int
    sets: int
    edits: int


def binned(connection: sqlite3.Connection) -> list[Binned]:
    """Return what is in the bin, what was deleted last first."""
    found = [_session(connection, row) for row in connection.execute(SESSIONS_QUERY).fetchall()]
    found += [_set(row, row["rep_count"]) for row in connection.execute(SETS_QUERY)]
    found += [_set(row, row["reps"]) for row in connection.execute(CONCENTRIC_QUERY)]
    return sorted(found, key=lambda item: (utc_ms(item.deleted_at), utc_ms(item.started_at), item.id), reverse=True)


def purge(database: Database, ids: Iterable[str], now: datetime) -> Purged:
    """Remove sessions and sets of the bin for good, with all that is below them.

    They cannot be brought back, by another machine's copy only if it was edited there later, and edits of nothing else
    are forgotten.
    Raises ``NegcoachError`` for what is not in the bin, and for a session that may still go on.
    """
    with database.write(patient=True) as connection:
        sessions: list[str] = []
        sets: list[tuple[SqlTable, str]] = []
        for one in dict.fromkeys(ids):
            session = read_row(connection, SESSIONS, (one,))
            table, row = (SESSIONS, session) if session is not None else set_row(connection, one)
            if row["deleted_at"] is None:
                raise NegcoachError("That is not in the bin. Delete it first.")
            if session is not None:
                sessions.append(one)
            else:
                sets.append((table, one))
            if _may_go_on(connection, row["id"] if session is not None else row["session_id"], now):
                raise NegcoachError("That session has not ended. End it first.")
        return _purge(connection, sessions, sets, now)


def purge_all(database: Database, now: datetime) -> Purged:
    """Remove all of the bin for good, and the sets and sessions in which nothing was lowered; see ``purge``.

    Sessions that may still go on stay, with what is in them.
    """
    with database.write(patient=True) as connection:
        listed = {item.id for item in binned(connection)}
        deleted = connection.execute("SELECT id FROM sessions WHERE deleted_at IS NOT NULL").fetchall()
        sessions = [row["id"] for row in deleted if not _may_go_on(connection, row["id"], now)]
        sets = [
            (table, row["id"])
            for table in (SETS, CONCENTRIC_SETS)
            for row in connection.execute(f"SELECT id, session_id FROM {table.name} WHERE deleted_at IS NOT NULL")
            if not _may_go_on(connection, row["session_id"], now)
        ]
        purged = _purge(connection, sessions, sets, now)
        return Purged(len(listed & set(sessions)), len(listed & {one for _, one in sets}), purged.edits)


def _may_go_on(connection: sqlite3.Connection, session_id: str, now: datetime) -> bool:
    """Return whether a coach may still write to the session."""
    session = read_row(connection, SESSIONS, (session_id,))
    return session is not None and session["ended_at"] is None and utc_ms(now) < session["started_ms"] + OPEN_FOR_MS


def _purge(
    connection: sqlite3.Connection, sessions: list[str], sets: list[tuple[SqlTable, str]], now: datetime
) -> Purged:
    """Remove rows, children first, overwriting what they held: it is about a body."""
    connection.execute("PRAGMA secure_delete = ON")
    _, ms = stamp(now)
    before = _count_edits(connection)
    drop_undone(connection)
    alone = len(sets)
    for session_id in sessions:
        for table in (SETS, CONCENTRIC_SETS):
            rows = connection.execute(f"SELECT id FROM {table.name} WHERE session_id = ?", (session_id,))
            sets = [*sets, *((table, row["id"]) for row in rows)]
    for table, set_id in dict.fromkeys(sets):
        if table is SETS:
            for row in connection.execute("SELECT ordinal FROM reps WHERE set_id = ?", (set_id,)).fetchall():
                _remove(connection, REPS, (set_id, row["ordinal"]), ms)
        _remove(connection, table, (set_id,), ms)
    for session_id in sessions:
        # How sore somebody was stays: it is about the body, not only about this session.
        connection.execute(
            "UPDATE soreness SET session_id = NULL, changed_ms = ? WHERE session_id = ?", (ms, session_id)
        )
        _remove(connection, SESSIONS, (session_id,), ms)
    connection.execute("DELETE FROM edits WHERE id NOT IN (SELECT edit_id FROM edited_rows)")
    connection.execute("PRAGMA secure_delete = OFF")
    return Purged(len(sessions), alone, before - _count_edits(connection))


def _remove(connection: sqlite3.Connection, table: SqlTable, key: tuple[object, ...], ms: int) -> None:
    """Remove a row for good, with what edits remember of it."""
    delete_with_tombstone(connection, table, key, ms)
    connection.execute("DELETE FROM edited_rows WHERE table_name = ? AND row_key = ?", (table.name, key_text(key)))


def _count_edits(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM edits").fetchone()[0]
    return count


def _session(connection: sqlite3.Connection, row: sqlite3.Row) -> Binned:
    names = [row["title"]] if row["title"] else names_in(connection, row["id"], row["deleted_at"])
    return Binned(
        id=row["id"],
        started_at=datetime.fromisoformat(row["started_at"]),
        deleted_at=datetime.fromisoformat(row["deleted_at"]),
        name=clean(", ".join(names)),
        sets=row["with_sets"] + row["with_lifted"],
        reps=row["with_reps"] + row["with_lifted_reps"],
    )


def _set(row: sqlite3.Row, reps: int) -> Binned:
    return Binned(
        id=row["id"],
        started_at=datetime.fromisoformat(row["session_at"]),
        deleted_at=datetime.fromisoformat(row["deleted_at"]),
        name=clean(row["exercise_name"]),
        sets=1,
        reps=reps,
        set_number=row["set_number"],
        load_kg=row["load_kg"],
    )
