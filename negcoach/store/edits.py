"""Edits: changes that the lifter made to what is kept, each one undone and redone as a whole, also after a restart.

An edit remembers, for each row that it changed, the columns as they are *not* now: as before the edit or, once it
is undone, as after it. Undoing and redoing are then the same exchange. A row's ``changed_ms`` is not among them:
undoing is a change too, and of two machines' copies of the row the one that was undone later must win.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.store.marks import exercises_of, mark_records
from negcoach.store.stamps import stamp
from negcoach.store.tables import TABLES, Table
from negcoach.store.totals import update_totals
from negcoach.texts import clean


class EditKind(Enum):
    """What sort of edit it was."""

    CHANGE = "change"
    ADD = "add"
    DELETE = "delete"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit; ``what`` says it in a few words, such as "load of set 2, Bench press: 100 kg to 105 kg"."""

    id: int
    kind: EditKind
    what: str
    made_at: datetime
    undone: bool


class Recorder:
    """Changes rows of ``TABLES`` and remembers how they were. Made by ``recorded``."""

    def __init__(self, connection: sqlite3.Connection, edit_id: int, now_ms: int) -> None:
        self.connection = connection
        self._edit_id = edit_id
        self._now_ms = now_ms
        self._sessions: set[str] = set()
        self._exercises: set[str] = set()
        self.changes = 0
        """How many rows were changed so far."""

    def insert(self, table: str, values: Mapping[str, object]) -> None:
        """Insert a row: all of its ``Table.columns`` that have no default; ``changed_ms`` is now unless given."""
        row = {"changed_ms": self._now_ms, **values}
        _insert(self.connection, TABLES[table], row)
        key = [row[name] for name in TABLES[table].key]
        self._forget_removal(table, key)
        self._remember(table, key, "insert", None)
        self._touch(table, row)

    def update(self, table: str, key: tuple[object, ...], values: Mapping[str, object]) -> None:
        """Set columns of the row with this key; those that are so already are left alone. Raises ``NegcoachError``."""
        row = _row(self.connection, TABLES[table], list(key))
        if row is None:
            raise NegcoachError("That is not in the database any more.")
        before = {name: row[name] for name, value in values.items() if row[name] != value and name != "changed_ms"}
        if not before:
            return
        after = {"changed_ms": self._now_ms, **values}
        _update(self.connection, TABLES[table], list(key), after)
        self._remember(table, list(key), "update", before)
        self._touch(table, {**dict(row), **after})

    def finish(self) -> None:
        """Bring all totals and marks up to date. ``recorded`` calls it."""
        update_totals(self.connection, *sorted(self._sessions))
        mark_records(self.connection, *sorted(self._exercises))

    def _remember(self, table: str, key: list[object], change: str, other: Mapping[str, object] | None) -> None:
        self.changes += 1
        self.connection.execute(
            "INSERT INTO edited_rows (edit_id, position, table_name, row_key, change, other) VALUES (?, ?, ?, ?, ?, ?)",
            (self._edit_id, self.changes, table, _json(key), change, None if other is None else _json(other)),
        )

    def _forget_removal(self, table: str, key: list[object]) -> None:
        self.connection.execute("DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?", (table, _json(key)))

    def _touch(self, table: str, row: Mapping[str, object]) -> None:
        sessions, exercises = _affected(self.connection, table, row)
        self._sessions |= sessions
        self._exercises |= exercises


@contextmanager
def recorded(connection: sqlite3.Connection, kind: EditKind, what: str, now: datetime) -> Iterator[Recorder]:
    """One edit, within a transaction that the caller holds; an edit that changed nothing is not kept.

    What was undone before cannot be redone after it.
    """
    at, ms = stamp(now)
    _drop_undone(connection)
    cursor = connection.execute(
        "INSERT INTO edits (kind, what, made_at, made_ms) VALUES (?, ?, ?, ?)", (kind.value, clean(what), at, ms)
    )
    edit_id = cursor.lastrowid
    assert edit_id is not None, "SQLite numbers every row of a table with an INTEGER PRIMARY KEY"
    recorder = Recorder(connection, edit_id, ms)
    yield recorder
    recorder.finish()
    if not recorder.changes:
        connection.execute("DELETE FROM edits WHERE id = ?", (edit_id,))


def edits(connection: sqlite3.Connection, limit: int = 100) -> list[Edit]:
    """Return the newest edits, newest first, the undone ones too."""
    rows = connection.execute("SELECT * FROM edits ORDER BY id DESC LIMIT ?", (limit,))
    return [_edit(row) for row in rows]


def undo(connection: sqlite3.Connection, now: datetime, edit_id: int | None = None) -> Edit:
    """Undo an edit, the newest that is not undone unless named, and return it.

    Raises ``NegcoachError`` when there is none, or when a later edit changed the same rows and is to be undone first.
    """
    row = connection.execute(
        "SELECT * FROM edits WHERE undone = 0 AND (id = :id OR :id IS NULL) ORDER BY id DESC LIMIT 1", {"id": edit_id}
    ).fetchone()
    if row is None:
        raise NegcoachError("There is nothing to undo.")
    later = connection.execute(_LATER_ON_SAME_ROWS, {"id": row["id"]}).fetchone()
    if later is not None:
        raise NegcoachError(f'Undo "{clean(later["what"])}" first: it changed the same.')
    _exchange(connection, row["id"], now, undone=True)
    return _edit(row)


def redo(connection: sqlite3.Connection, now: datetime) -> Edit:
    """Make the edit that was undone last once more, and return it. Raises ``NegcoachError`` when there is none."""
    row = connection.execute("SELECT * FROM edits WHERE undone = 1 ORDER BY id LIMIT 1").fetchone()
    if row is None:
        raise NegcoachError("There is nothing to redo.")
    _exchange(connection, row["id"], now, undone=False)
    return _edit(row)


_LATER_ON_SAME_ROWS = """
    SELECT edits.what FROM edited_rows AS mine
    JOIN edited_rows AS theirs ON theirs.table_name = mine.table_name AND theirs.row_key = mine.row_key
    JOIN edits ON edits.id = theirs.edit_id
    WHERE mine.edit_id = :id AND theirs.edit_id > :id AND edits.undone = 0 ORDER BY edits.id DESC LIMIT 1
"""


def _exchange(connection: sqlite3.Connection, edit_id: int, now: datetime, *, undone: bool) -> None:
    """Exchange what the edit remembers with what is there, in the opposite order when it is undone."""
    _, ms = stamp(now)
    order = "DESC" if undone else "ASC"
    sessions: set[str] = set()
    exercises: set[str] = set()
    query = f"SELECT * FROM edited_rows WHERE edit_id = ? ORDER BY position {order}"
    try:
        for change in connection.execute(query, (edit_id,)).fetchall():
            table, key = TABLES[change["table_name"]], json.loads(change["row_key"])
            present = _row(connection, table, key)
            other = None if change["other"] is None else json.loads(change["other"])
            more_sessions, more_exercises = _affected(connection, table.name, present or other or {})
            sessions |= more_sessions
            exercises |= more_exercises
            kept = (_exchange_row if change["change"] == "insert" else _exchange_columns)(
                connection, table, key, present, other, ms
            )
            connection.execute(
                "UPDATE edited_rows SET other = ? WHERE edit_id = ? AND position = ?",
                (None if kept is None else _json(kept), edit_id, change["position"]),
            )
    except sqlite3.IntegrityError:
        raise NegcoachError("That cannot be undone: something was added to it since. Delete that first.") from None
    connection.execute("UPDATE edits SET undone = ? WHERE id = ?", (int(undone), edit_id))
    update_totals(connection, *sorted(sessions))
    mark_records(connection, *sorted(exercises))


def _exchange_row(
    connection: sqlite3.Connection,
    table: Table,
    key: list[object],
    present: sqlite3.Row | None,
    other: Mapping[str, object] | None,
    ms: int,
) -> Mapping[str, object] | None:
    """Take an inserted row out or put it back; return what is to be remembered."""
    if present is not None:
        _delete(connection, table, key)
        connection.execute("INSERT OR REPLACE INTO removed_rows VALUES (?, ?, ?)", (table.name, _json(key), ms))
        return {name: present[name] for name in table.columns}
    if other is not None:
        _insert(connection, table, {**other, "changed_ms": ms})
        connection.execute("DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?", (table.name, _json(key)))
    return None


def _exchange_columns(
    connection: sqlite3.Connection,
    table: Table,
    key: list[object],
    present: sqlite3.Row | None,
    other: Mapping[str, object] | None,
    ms: int,
) -> Mapping[str, object] | None:
    """Put changed columns back; return what they were. A row that is gone for good stays so."""
    if present is None or other is None:
        return other
    _update(connection, table, key, {**other, "changed_ms": ms})
    return {name: present[name] for name in other}


def _affected(
    connection: sqlite3.Connection, table: str, row: sqlite3.Row | Mapping[str, object]
) -> tuple[set[str], set[str]]:
    """Return the sessions and exercises whose totals and marks depend on the row."""
    if not row:
        return set(), set()
    match table:
        case "sessions":
            session_id = str(row["id"])
            return {session_id}, exercises_of(connection, session_id)
        case "sets":
            return {str(row["session_id"])}, {str(row["exercise"])}
        case "reps":
            parent = connection.execute(
                "SELECT session_id, exercise FROM sets WHERE id = ?", (row["set_id"],)
            ).fetchone()
            return ({parent["session_id"]}, {parent["exercise"]}) if parent else (set(), set())
        case "concentric_sets":
            return {str(row["session_id"])}, set()
        case _:
            return set(), set()


def _drop_undone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM edited_rows WHERE edit_id IN (SELECT id FROM edits WHERE undone = 1)")
    connection.execute("DELETE FROM edits WHERE undone = 1")


def _row(connection: sqlite3.Connection, table: Table, key: list[object]) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(f"SELECT * FROM {table.name} WHERE {_is(table)}", key).fetchone()
    return row


def _insert(connection: sqlite3.Connection, table: Table, row: Mapping[str, object]) -> None:
    names = [name for name in table.columns if name in row]
    marks = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names])


def _update(connection: sqlite3.Connection, table: Table, key: list[object], values: Mapping[str, object]) -> None:
    names = [name for name in table.columns if name in values]
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.execute(
        f"UPDATE {table.name} SET {assignments} WHERE {_is(table)}", [*(values[name] for name in names), *key]
    )


def _delete(connection: sqlite3.Connection, table: Table, key: list[object]) -> None:
    connection.execute(f"DELETE FROM {table.name} WHERE {_is(table)}", key)


def _is(table: Table) -> str:
    return " AND ".join(f"{name} = ?" for name in table.key)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _edit(row: sqlite3.Row) -> Edit:
    return Edit(
        row["id"],
        EditKind(row["kind"]),
        clean(row["what"]),
        datetime.fromisoformat(row["made_at"]),
        bool(row["undone"]),
    )
