"""The bin: the sessions and sets that are deleted but can be brought back, and their removal for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import changed_sql, moment_of, stamp, utc_ms
from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    FACTS,
    REPS,
    SESSIONS,
    SETS,
    SqlTable,
    delete_with_tombstone,
    key_text,
    read_row,
)
from negcoach.store.editing.edit_log import discard_undone
from negcoach.store.editing.joins import joined_sessions
from negcoach.store.editing.lookups import exercise_names_in, find_set
from negcoach.store.editing.places import place_fact
from negcoach.texts import name_text

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.training.units import Unit

OPEN_FOR_MS = 24 * 3_600_000
"""How long after its start a session that has not ended may still be written to; none lasts a day."""

SESSIONS_QUERY = """
    SELECT sessions.*,
        (SELECT count(*) FROM sets WHERE session_id = sessions.id AND rep_count > 0
            AND sets.deleted_at = sessions.deleted_at) AS with_sets,
        (SELECT coalesce(sum(rep_count), 0) FROM sets WHERE session_id = sessions.id
            AND sets.deleted_at = sessions.deleted_at) AS with_reps,
        (SELECT count(*) FROM concentric_sets WHERE session_id = sessions.id AND kind <> 'warm-up'
            AND concentric_sets.deleted_at = sessions.deleted_at) AS with_lifted,
        (SELECT coalesce(sum(reps), 0) FROM concentric_sets WHERE session_id = sessions.id AND kind <> 'warm-up'
            AND concentric_sets.deleted_at = sessions.deleted_at) AS with_lifted_reps
    FROM sessions WHERE deleted_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id AND rep_count > 0)
        OR EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = sessions.id AND kind <> 'warm-up')
    )
"""
"""The deleted sessions, except those with a warm-up at most, with the totals of the sets that were deleted with them.

A warm-up is in no total, as in the history.
"""

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
class BinItem:
    """A deleted session, or a deleted set of a session that is not deleted.

    ``started_at`` is the session's; ``name`` the session's title or exercises, or the set's exercise. ``sets`` and
    ``reps`` count lowered and lifted ones; ``set_number`` and ``load_kg`` are ``None`` for a session,
    ``load_unit`` also where it is not known in which unit the load was typed.
    """

    id: str
    started_at: datetime
    deleted_at: datetime
    name: str
    sets: int
    reps: int
    set_number: int | None = None
    load_kg: float | None = None
    load_unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class PurgeResult:
    """How much of the bin was removed for good; ``edits`` counts those that can no longer be undone or redone."""

    sessions: int
    sets: int
    edits: int


def bin_items(connection: sqlite3.Connection) -> list[BinItem]:
    """Return the contents of the bin, the last deleted first."""
    found = [_session(connection, row) for row in connection.execute(SESSIONS_QUERY).fetchall()]
    found += [_set(row, row["rep_count"]) for row in connection.execute(SETS_QUERY)]
    found += [_set(row, row["reps"]) for row in connection.execute(CONCENTRIC_QUERY)]
    return sorted(found, key=lambda item: (utc_ms(item.deleted_at), utc_ms(item.started_at), item.id), reverse=True)


def purge(database: Database, ids: Iterable[str], now: datetime) -> PurgeResult:
    """Remove sessions and sets from the bin for good, with all rows below them.

    They cannot be brought back; only another machine's copy that was edited later can. Edits that changed nothing else
    are deleted, and those that moved sets into such a session or out of it. Raises ``NegcoachError`` for what is not in
    the bin, and for a session that may still be under way.
    """
    with database.write(patient=True) as connection:
        sessions: list[str] = []
        sets: list[tuple[SqlTable, str]] = []
        for one in dict.fromkeys(ids):
            session = read_row(connection, SESSIONS, (one,))
            table, row = (SESSIONS, session) if session is not None else find_set(connection, one)
            if row["deleted_at"] is None:
                raise NegcoachError("That is not in the bin. Delete it first.")
            if session is not None:
                sessions.append(one)
            else:
                sets.append((table, one))
            if _may_be_under_way(connection, row["id"] if session is not None else row["session_id"], now):
                raise NegcoachError("That session has not ended. End it first.")
        return _purge(connection, sessions, sets, now)


def purge_all(database: Database, now: datetime, *, asked: Collection[BinItem] | None = None) -> PurgeResult:
    """Empty the bin for good, and remove deleted sets and sessions in which nothing was lowered; see ``purge``.

    Raises ``NegcoachError`` where something else is in it than what the lifter was ``asked`` about.
    Sessions that may still be under way stay, with all that is in them, and so do those joined into one that stays.
    """
    with database.write(patient=True) as connection:
        items = bin_items(connection)
        if asked is not None and not {*items} <= {*asked}:
            raise NegcoachError("Something else was put into the bin meanwhile. Look at it again.")
        listed = {item.id for item in items}
        joined = joined_sessions(connection)
        deleted = connection.execute("SELECT id FROM sessions WHERE deleted_at IS NOT NULL").fetchall()
        sessions = [
            row["id"]
            for row in deleted
            if row["id"] not in joined and not _may_be_under_way(connection, row["id"], now)
        ]
        sets = [
            (table, row["id"])
            for table in (SETS, CONCENTRIC_SETS)
            for row in connection.execute(f"SELECT id, session_id FROM {table.name} WHERE deleted_at IS NOT NULL")
            if not _may_be_under_way(connection, row["session_id"], now)
        ]
        purged = _purge(connection, sessions, sets, now)
        return PurgeResult(len(listed & set(sessions)), len(listed & {one for _, one in sets}), purged.edits)


def _may_be_under_way(connection: sqlite3.Connection, session_id: str, now: datetime) -> bool:
    """Return whether the session may still be under way, so that a set runner writes to it."""
    session = read_row(connection, SESSIONS, (session_id,))
    return session is not None and session["ended_at"] is None and utc_ms(now) < session["started_ms"] + OPEN_FOR_MS


def _purge(
    connection: sqlite3.Connection, sessions: list[str], sets: list[tuple[SqlTable, str]], now: datetime
) -> PurgeResult:
    """Remove rows, children first, and overwrite their data in the file: it is about somebody's body."""
    connection.execute("PRAGMA secure_delete = ON")
    _, ms = stamp(now)
    before = _count_edits(connection)
    discard_undone(connection)
    alone, named = len(sets), len(sessions)
    joined = joined_sessions(connection)
    sessions = list(dict.fromkeys((*sessions, *(one for one, join in joined.items() if join.into in sessions))))
    for session_id in sessions:
        connection.execute(_DELETE_EDITS_BETWEEN, (session_id,))
        for table in (SETS, CONCENTRIC_SETS):
            rows = connection.execute(f"SELECT id FROM {table.name} WHERE session_id = ?", (session_id,))
            sets = [*sets, *((table, row["id"]) for row in rows)]
    for table, set_id in dict.fromkeys(sets):
        if table is SETS:
            for row in connection.execute("SELECT ordinal FROM reps WHERE set_id = ?", (set_id,)).fetchall():
                _remove(connection, REPS, (set_id, row["ordinal"]), ms)
        _remove(connection, table, (set_id,), ms)
    for session_id in sessions:
        # A soreness rating stays: it is about the body, not only about this session.
        connection.execute(
            f"UPDATE soreness SET session_id = NULL, changed_ms = {changed_sql()} WHERE session_id = ?",
            (ms, session_id),
        )
        _remove(connection, SESSIONS, (session_id,), ms)
    connection.execute("DELETE FROM edits WHERE id NOT IN (SELECT edit_id FROM edited_rows)")
    connection.execute("PRAGMA secure_delete = OFF")
    return PurgeResult(named, alone, before - _count_edits(connection))


_DELETE_EDITS_BETWEEN = """
    DELETE FROM edited_rows WHERE edit_id IN (
        SELECT edit_id FROM edited_rows
        WHERE table_name IN ('sets', 'concentric_sets') AND change = 'update' AND instr(other, ?)
    )
"""
"""Delete the edits that moved sets into a session or out of it: they cannot be undone without it."""


def _remove(connection: sqlite3.Connection, table: SqlTable, key: tuple[object, ...], ms: int) -> None:
    """Remove a row for good, and its values in the edit log."""
    delete_with_tombstone(connection, table, key, ms)
    connection.execute("DELETE FROM edited_rows WHERE table_name = ? AND row_key = ?", (table.name, key_text(key)))
    fact = place_fact(table, key)
    connection.execute("DELETE FROM facts WHERE name = ?", (fact,))
    connection.execute("DELETE FROM edited_rows WHERE table_name = ? AND row_key = ?", (FACTS.name, key_text([fact])))


def _count_edits(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM edits").fetchone()[0]
    return count


def _session(connection: sqlite3.Connection, row: sqlite3.Row) -> BinItem:
    names = [row["title"]] if row["title"] else exercise_names_in(connection, row["id"], row["deleted_at"])
    return BinItem(
        id=row["id"],
        started_at=moment_of(row["started_at"]),
        deleted_at=moment_of(row["deleted_at"]),
        name=", ".join(map(name_text, names)),
        sets=row["with_sets"] + row["with_lifted"],
        reps=row["with_reps"] + row["with_lifted_reps"],
    )


def _set(row: sqlite3.Row, reps: int) -> BinItem:
    return BinItem(
        id=row["id"],
        started_at=moment_of(row["session_at"]),
        deleted_at=moment_of(row["deleted_at"]),
        name=name_text(row["exercise_name"]),
        sets=1,
        reps=reps,
        set_number=row["set_number"],
        load_kg=row["load_kg"],
        load_unit=row["load_unit"],
    )
