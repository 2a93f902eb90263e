"""The stored sessions and lifted sets that a file's may be, and what the lifter changed in them here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from negcoach.store.database.tables import BATCH_SIZE, CONCENTRIC_SETS
from negcoach.store.editing.edit_log import EditKind
from negcoach.store.editing.places import places
from negcoach.training.units import Unit

_IMPORTED_VERSION = "5"
"""The version of the UUIDs of imported rows, which are made from the file; all other rows have another (RFC 9562)."""


class SetState(Enum):
    """Where a stored set is: live, put into the bin by the lifter, or put there by an import that had it no more."""

    LIVE = "live"
    BINNED = "binned"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A stored session; its times are what the clock on the wall showed.

    ``started_at`` is the start as it is stored, with its offset. ``dropped`` is whether an import put it into the bin;
    ``lowered`` is whether it has sets that were lowered here.
    """

    id: str
    started_at: str
    start: datetime
    end: datetime | None
    title: str
    note: str
    live: bool
    lowered: bool
    dropped: bool

    @property
    def is_imported(self) -> bool:
        """Whether it came with an import, and was not recorded or typed here."""
        return _is_imported(self.id)


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A stored lifted set; ``at`` is what the clock on the wall showed.

    ``of_file`` is whether it belongs to its session by an import: one that was typed here, or moved here from another
    session, is not missed where the file does not have it.
    """

    id: str
    session: str
    exercise: str
    number: int
    kind: str
    load_kg: float
    unit: Unit | None
    reps: int
    rpe: float | None
    note: str
    at: datetime
    state: SetState
    of_file: bool


@dataclass(slots=True)
class LoggedEdits:
    """What the log of edits has about imported rows.

    ``before`` has by row's id the columns that the lifter changed since the last import, and what that had brought;
    ``first`` has the first value of each column that was ever changed. ``dropped`` are the sessions and sets that an
    import put into the bin, ``moved`` the sets that the lifter moved.
    """

    first: dict[str, dict[str, object]] = field(default_factory=dict)
    before: dict[str, dict[str, object]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)


_UPDATES = """
    SELECT edits.kind, edited_rows.row_key, edited_rows.other
    FROM edits JOIN edited_rows ON edited_rows.edit_id = edits.id
    WHERE edits.undone = 0 AND edited_rows.change = 'update'
        AND edited_rows.table_name IN ('sessions', 'concentric_sets')
    ORDER BY edits.id, edited_rows.position
"""


def read_edits(connection: sqlite3.Connection) -> LoggedEdits:
    """Return what the log of edits has about sessions and lifted sets."""
    found = LoggedEdits(moved={str(key[0]) for key, _ in places(connection, CONCENTRIC_SETS)})
    for kind, key, other in connection.execute(_UPDATES):
        row_id = json.loads(key)[0]
        columns = json.loads(other)
        before, first = found.before.setdefault(row_id, {}), found.first.setdefault(row_id, {})
        for name, (was, _) in columns.items():
            first.setdefault(name, was)
        if kind == EditKind.IMPORT.value:
            for name in columns:
                before.pop(name, None)
        else:
            for name, (was, _) in columns.items():
                before.setdefault(name, was)
        if "deleted_at" in columns:
            dropped = kind == EditKind.IMPORT.value and columns["deleted_at"][1] is not None
            (found.dropped.add if dropped else found.dropped.discard)(row_id)
    return found


_SESSION_COLUMNS = (
    "id, started_at, ended_at, title, note, deleted_at IS NULL, "
    "EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id)"
)

_LIFTED_SESSIONS = f"""
    SELECT {_SESSION_COLUMNS} FROM sessions
    WHERE started_ms BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = sessions.id)
"""


def read_sessions(
    connection: sqlite3.Connection, first_ms: int, last_ms: int, ids: Iterable[str], edits: LoggedEdits
) -> dict[str, StoredSession]:
    """Return the sessions of a span of time that have lifted sets, and those with these ids, by their ids."""
    found = {row[0]: _session(row, edits) for row in connection.execute(_LIFTED_SESSIONS, (first_ms, last_ms))}
    missing = [one for one in dict.fromkeys(ids) if one not in found]
    for batch in _batches(missing):
        query = f"SELECT {_SESSION_COLUMNS} FROM sessions WHERE id IN ({', '.join('?' * len(batch))})"
        found.update((row[0], _session(row, edits)) for row in connection.execute(query, batch))
    return found


_SET_COLUMNS = (
    "id, session_id, exercise_name, set_number, kind, load_kg, load_unit, reps, rpe, note, started_at, "
    "deleted_at IS NULL"
)


def read_sets(
    connection: sqlite3.Connection, session_ids: Sequence[str], edits: LoggedEdits
) -> Iterator[Mapping[str, Sequence[StoredSet]]]:
    """Yield the lifted sets of these sessions in their order, by session: some sessions at a time."""
    for batch in _batches(session_ids):
        query = (
            f"SELECT {_SET_COLUMNS} FROM concentric_sets WHERE session_id IN ({', '.join('?' * len(batch))}) "
            "ORDER BY set_number, started_ms, id"
        )
        found: dict[str, list[StoredSet]] = {one: [] for one in batch}
        for row in connection.execute(query, batch):
            found[row[1]].append(_set(row, edits))
        yield found


def read_sets_by_id(connection: sqlite3.Connection, ids: Sequence[str], edits: LoggedEdits) -> dict[str, StoredSet]:
    """Return the lifted sets with these ids, by their ids."""
    found: dict[str, StoredSet] = {}
    for batch in _batches(ids):
        query = f"SELECT {_SET_COLUMNS} FROM concentric_sets WHERE id IN ({', '.join('?' * len(batch))})"
        found.update((row[0], _set(row, edits)) for row in connection.execute(query, batch))
    return found


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), BATCH_SIZE):
        yield ids[start : start + BATCH_SIZE]


def _session(row: sqlite3.Row, edits: LoggedEdits) -> StoredSession:
    session_id, started, ended, title, note, live, lowered = row
    dropped = not live and session_id in edits.dropped
    end = None if ended is None else _wall(ended)
    return StoredSession(session_id, started, _wall(started), end, title, note, bool(live), bool(lowered), dropped)


def _set(row: sqlite3.Row, edits: LoggedEdits) -> StoredSet:
    set_id, session, exercise, number, kind, load_kg, unit, reps, rpe, note, at, live = row
    state = SetState.LIVE if live else SetState.DROPPED if set_id in edits.dropped else SetState.BINNED
    of_file = _is_imported(set_id) and set_id not in edits.moved
    return StoredSet(set_id, session, exercise, number, kind, load_kg, unit, reps, rpe, note, _wall(at), state, of_file)


def _is_imported(row_id: str) -> bool:
    return row_id[14:15] == _IMPORTED_VERSION


def _wall(text: str) -> datetime:
    """Return what the clock on the wall showed at a stored time, to the second."""
    return datetime.fromisoformat(text[:19])
