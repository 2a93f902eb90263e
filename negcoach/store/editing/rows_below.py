"""The rows below a session that an import inserted: they are undone and redone with it, and not logged one by one.

An import of twenty years inserts half a million rows below its sessions: their keys alone would take as much room as
the rows themselves. So the log holds for such a session how many rows are below it, and once it is undone the rows,
compressed: as they are they would take more room than in their tables, all of which the next edit would have to free,
for after it they cannot come back.
"""

from __future__ import annotations

import json
import sqlite3
from binascii import a2b_base64, b2a_base64
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress

from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    REPS,
    SETS,
    TABLES,
    SqlTable,
    delete_with_tombstone,
    json_text,
)

ROWS_BELOW = "rows_below"
"""The key in the log of the number of rows below a session that an edit inserted, and of the rows once it is undone."""

_OF_SESSION = {
    SETS: "SELECT * FROM sets WHERE session_id = ? ORDER BY started_ms, set_number, id",
    CONCENTRIC_SETS: "SELECT * FROM concentric_sets WHERE session_id = ? ORDER BY set_number, id",
    REPS: "SELECT reps.* FROM sets JOIN reps ON reps.set_id = sets.id WHERE session_id = ? ORDER BY set_id, ordinal",
}
"""By table, parents first: the query for its rows below a session."""

RowsBelow = dict[str, list[dict[str, object]]]
"""Rows by table name, each with ``SqlTable.columns``."""


_LOG_COUNT = "UPDATE edited_rows SET other = ? WHERE edit_id = ? AND position = ?"


class RowsBelowSessions:
    """Counts the rows that an edit inserts below the sessions that it has inserted before."""

    def __init__(self, connection: sqlite3.Connection, edit_id: int) -> None:
        self._connection = connection
        self._edit_id = edit_id
        self._positions: dict[object, int] = {}
        self._counts: Counter[object] = Counter()

    def add_session(self, session_id: object, position: int) -> None:
        """Add a session that the edit inserts, by its position in the log."""
        self._positions[session_id] = position

    def take(self, session_ids: Sequence[object]) -> list[bool]:
        """Count rows by their sessions, and return for each whether it is below one of those, and so not logged."""
        below = [one in self._positions for one in session_ids]
        self._counts.update(compress(session_ids, below))
        return below

    def log(self) -> None:
        """Log the counts."""
        counts = (
            (json_text({ROWS_BELOW: rows}), self._edit_id, self._positions[session])
            for session, rows in self._counts.items()
        )
        self._connection.executemany(_LOG_COUNT, counts)


def remove_rows_below(connection: sqlite3.Connection, session_id: object, now_ms: int) -> RowsBelow:
    """Remove all rows below a session for good, and return them, parents first."""
    found: RowsBelow = {
        table.name: [
            {name: row[name] for name in table.columns} for row in connection.execute(query, (session_id,)).fetchall()
        ]
        for table, query in _OF_SESSION.items()
    }
    for table, row in reversed(each_row(found)):
        delete_with_tombstone(connection, table, [row[name] for name in table.key], now_ms)
    return found


def packed(rows: RowsBelow) -> str:
    """Return rows as the log holds them: their columns as JSON, compressed by zlib, in base 64.

    So most sessions fit into the page of their log, and need none of their own.
    """
    from zlib import compress  # loaded late: only undoing an import needs it

    columns = {
        name: {column: [row[column] for row in found] for column in TABLES[name].columns}
        for name, found in rows.items()
        if found
    }
    return b2a_base64(compress(json_text(columns).encode()), newline=False).decode("ascii")


def unpacked(logged: object) -> RowsBelow:
    """Return rows of the log, as they are where an older version undid them; none where it has their number alone.

    Raises ``ValueError`` for what ``packed`` did not write.
    """
    if not isinstance(logged, str):
        return logged if isinstance(logged, dict) else {}
    import zlib

    try:
        text = zlib.decompress(a2b_base64(logged))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    columns: dict[str, dict[str, list[object]]] = json.loads(text)
    return {
        name: [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]
        for name, found in columns.items()
    }


def each_row(rows: RowsBelow) -> list[tuple[SqlTable, dict[str, object]]]:
    """Return each row with its table, parents first."""
    return [(TABLES[name], row) for name in rows for row in rows[name]]


_INSERTED_SESSIONS = """
    SELECT row_key FROM edited_rows
    WHERE edit_id = ? AND table_name = 'sessions' AND change = 'insert' AND other IS NOT NULL
"""

_CHANGES_BELOW = """
    SELECT table_name, row_key, other FROM edited_rows
    WHERE edit_id = ? AND table_name IN ('sets', 'concentric_sets', 'reps')
"""

_UNDONE_SESSIONS = """
    SELECT other FROM edited_rows JOIN edits ON edits.id = edit_id
    WHERE undone > 0 AND table_name = 'sessions' AND change = 'insert' AND other IS NOT NULL
"""


def first_in_the_way(connection: sqlite3.Connection, edit_id: int, others: Iterable[int]) -> int | None:
    """Return the first of other edits that changed a row below a session which this one inserted, or the reverse.

    ``None`` where there is none. That they changed the same row is not asked here.
    """
    changes = _Changes(connection)
    inserted = changes.inserted(edit_id)
    for one in others:
        if inserted and inserted & changes.below(one):
            return one
        theirs = changes.inserted(one)
        if theirs and theirs & changes.below(edit_id):
            return one
    return None


class _Changes:
    """What edits changed, for one question."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._removed: dict[str, str] | None = None

    def inserted(self, edit_id: int) -> set[str]:
        """Return the sessions that an edit inserted with rows below them."""
        return {json.loads(row[0])[0] for row in self._connection.execute(_INSERTED_SESSIONS, (edit_id,))}

    def below(self, edit_id: int) -> set[str]:
        """Return the sessions in which an edit changed a set or a rep, or out of which it moved one."""
        found: set[str] = set()
        for table, key, other in self._connection.execute(_CHANGES_BELOW, (edit_id,)).fetchall():
            logged = json.loads(other) if other is not None else {}
            moved = logged.get("session_id")
            found.update(moved if isinstance(moved, list) else [moved] if moved is not None else [])
            set_id = json.loads(key)[0]
            session = self._session_of(CONCENTRIC_SETS if table == CONCENTRIC_SETS.name else SETS, set_id)
            found.update([session] if session is not None else [])
        return found

    def _session_of(self, table: SqlTable, set_id: str) -> str | None:
        """Return the session of a set, also of one that was removed with its session by undoing."""
        row = self._connection.execute(f"SELECT session_id FROM {table.name} WHERE id = ?", (set_id,)).fetchone()
        if row is not None:
            return str(row[0])
        if self._removed is None:
            self._removed = {}
            for (other,) in self._connection.execute(_UNDONE_SESSIONS):
                rows = unpacked(json.loads(other).get(ROWS_BELOW))
                for name in (SETS.name, CONCENTRIC_SETS.name):
                    self._removed.update((str(one["id"]), str(one["session_id"])) for one in rows.get(name, ()))
        return self._removed.get(set_id)
