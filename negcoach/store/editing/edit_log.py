"""The edit log: the lifter's changes to stored rows, each undone and redone as a unit, also after a restart.

The log stores for each row the values that undoing needs (``edited_rows.other``, JSON). For a row that the edit
inserted: nothing, or once it is undone the full row; an import inserts the rows below a new session with that
(``negcoach.store.editing.rows_below``). For a row that it changed: each changed column with two values,
the one to restore (that before the edit or, once it is undone, that after it) and the one last written; where the coach
has written another value since, in a session that is open, that one is newer and stays.

A row's ``changed_ms`` is not among them: undoing is a change too, and of two machines' copies of the row the one that
was undone later must win.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import compress
from operator import itemgetter, not_
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.store.database.record_flags import exercises_in, update_record_flags
from negcoach.store.database.stamps import changed_after, moment_of, stamp
from negcoach.store.database.tables import (
    BATCH_SIZE,
    FACTS,
    REPS,
    SESSIONS,
    SETS,
    SORENESS,
    TABLES,
    SqlTable,
    Values,
    delete_with_tombstone,
    insert_removed_row,
    insert_sealed_values,
    insert_values,
    json_text,
    key_text,
    read_row,
    update_row,
    values_of,
)
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.places import place_fact, place_value
from negcoach.store.editing.rows_below import (
    ROWS_BELOW,
    RowsBelowSessions,
    each_row,
    first_in_the_way,
    packed,
    remove_rows_below,
    unpacked,
)
from negcoach.texts import clean

_MANY_SESSIONS = 2_000
"""From so many rows in its log on - sessions, for what is below them is not logged - an import is undone in a copy."""

_TABLES = {**TABLES, FACTS.name: FACTS}
"""The tables that an edit can change, by name."""


class EditKind(Enum):
    """The kinds of edits."""

    CHANGE = "change"
    ADD = "add"
    DELETE = "delete"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit; ``what`` describes it in a few words, such as "load of set 2, Bench press: 100 kg to 105 kg".

    ``stays`` is whether it was just undone or redone, and nothing became of that: all that it had changed was changed
    once more since, as by a merge.
    """

    id: int
    kind: EditKind
    what: str
    made_at: datetime
    undone: bool
    stays: bool = False

    @property
    def done_text(self) -> str:
        """What is said of it once it was undone or redone."""
        done = "undone" if self.undone else "redone"
        if self.stays:
            return f"Not {done}: {self.what}. It was changed again since, and that stays."
        return f"{done.capitalize()}: {self.what}"


class EditRecorder:
    """Changes rows of ``TABLES``, and facts, and logs how they were. Created by ``record_edit``."""

    def __init__(self, connection: sqlite3.Connection, edit_id: int, kind: EditKind, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self._edit_id = edit_id
        _, self._now_ms = stamp(now)
        self._sessions: set[str] = set()
        self._exercises: set[str] = set()
        self._below = RowsBelowSessions(connection, edit_id) if kind is EditKind.IMPORT else None
        # An edit removes nothing for good: what is not remembered at its beginning need not be sought at every row.
        self._has_tombstones = connection.execute("SELECT EXISTS (SELECT 1 FROM removed_rows)").fetchone()[0] == 1
        self.changes = 0
        """How many rows were changed so far."""

    def insert(self, table: str, values: Mapping[str, object]) -> None:
        """Insert a row: all of its ``SqlTable.columns`` that have no default; ``changed_ms`` is now unless given."""
        self.insert_many(table, (values,))

    def insert_many(self, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Insert rows, as ``insert`` does each; there is at least one, and all have the same columns."""
        if "changed_ms" not in rows[0]:
            rows = [{"changed_ms": self._now_ms, **values} for values in rows]
        self.insert_values(table, *values_of(_TABLES[table], rows))

    def insert_values(self, table: str, names: tuple[str, ...], rows: Sequence[Values]) -> None:
        """Insert rows by the values of these columns, in the order of ``SqlTable.columns``; there is at least one."""
        of_table = _TABLES[table]
        key = len(of_table.key)  # the columns begin with it
        numbered = range(self.changes + 1, self.changes + 1 + len(rows))
        self.changes += len(rows)
        sessions = self._note_inserted(table, names, rows)
        others: Iterable[tuple[int, Values]] = zip(numbered, rows, strict=True)
        if self._below is not None and table == SESSIONS.name:
            for at, row in zip(numbered, rows, strict=True):
                self._below.add_session(row[0], at)
        elif self._below is not None and sessions:
            is_below = self._below.take(sessions)
            others = compress(others, map(not_, is_below))
            self._insert_below(of_table, names, list(compress(rows, is_below)))
        logged = list(others)
        insert_values(self.connection, of_table, names, (row for _, row in logged))
        if self._has_tombstones:
            self.connection.executemany(_DELETE_TOMBSTONE, ((table, key_text(row[:key])) for row in rows))
        log = ((self._edit_id, at, table, key_text(row[:key]), "insert", None) for at, row in logged)
        self.connection.executemany(_LOG, log)

    def _insert_below(self, table: SqlTable, names: tuple[str, ...], rows: Sequence[Values]) -> None:
        """Insert rows below sessions that came in with this edit."""
        if not rows:
            return
        # Loaded by the write already.
        from negcoach.store.database.checks.checksums import copying, inserting, with_checksum

        if table is SETS:
            with inserting(self.connection, table.name):
                insert_values(self.connection, table, names, rows)
            return
        with copying(self.connection, table.name):
            if table is REPS:  # the checksums of their sets are written anyway
                insert_values(self.connection, table, names, rows)
            else:
                insert_sealed_values(self.connection, table, rows, with_checksum)

    def update(self, table: str, key: tuple[object, ...], values: Mapping[str, object]) -> None:
        """Set columns of the row with this key, those that differ. Raises ``NegcoachError`` when it is gone."""
        row = read_row(self.connection, _TABLES[table], list(key))
        if row is None:
            raise NegcoachError("That is not in the database any more.")
        changed = {name: value for name, value in values.items() if row[name] != value and name != "changed_ms"}
        if not changed:
            return
        after = {"changed_ms": changed_after(row["changed_ms"], self._now_ms), **values}
        update_row(self.connection, _TABLES[table], list(key), after)
        self.changes += 1
        before_and_after = json_text({name: (row[name], value) for name, value in changed.items()})
        self.connection.execute(_LOG, (self._edit_id, self.changes, table, key_text(key), "update", before_and_after))
        self._note_affected(table, dict(row))
        self._note_affected(table, {**dict(row), **after})

    def move(self, table: str, key: tuple[object, ...], values: Mapping[str, object]) -> None:
        """Do as ``update`` does; where the row gets another session or time, a merge knows that for a move."""
        row = read_row(self.connection, _TABLES[table], list(key))
        before = None if row is None else place_value(_TABLES[table], row)
        self.update(table, key, values)
        row = read_row(self.connection, _TABLES[table], list(key))
        assert row is not None, "update raises where it is gone"
        after = place_value(_TABLES[table], row)
        if after != before:
            fact = place_fact(_TABLES[table], key)
            # So that undoing gives the row its first place, whatever another machine has changed in it meanwhile.
            self.connection.execute(
                "INSERT OR IGNORE INTO facts (name, value, changed_ms) VALUES (?, ?, 0)", (fact, before)
            )
            self.update(FACTS.name, (fact,), {"value": after})

    def finish(self) -> None:
        """Update the totals and record flags of the changed rows. ``record_edit`` calls it."""
        if self._below is not None:
            self._below.log()
        update_totals(self.connection, *sorted(self._sessions))
        update_record_flags(self.connection, *sorted(self._exercises))

    def _note_inserted(self, table: str, names: tuple[str, ...], rows: Sequence[Values]) -> list[object]:
        """Note what ``_note_affected`` would, and return the session of each row of a set, a lifted set or a rep.

        Nothing is in a session yet that was just inserted.
        """
        sessions: list[object] = []

        def column(name: str) -> list[object]:
            return list(map(itemgetter(names.index(name)), rows))

        match table:
            case "sessions":
                self._sessions.update(map(str, column("id")))
            case "sets":
                sessions = column("session_id")
                self._exercises.update(map(str, dict.fromkeys(column("exercise"))))
            case "reps":
                session_of: dict[object, object] = {}
                set_ids = column("set_id")
                ids = list(dict.fromkeys(set_ids))
                for start in range(0, len(ids), BATCH_SIZE):
                    batch = ids[start : start + BATCH_SIZE]
                    query = f"SELECT id, session_id, exercise FROM sets WHERE id IN ({', '.join('?' * len(batch))})"
                    for set_id, session_id, exercise in self.connection.execute(query, batch):
                        session_of[set_id] = session_id
                        self._exercises.add(exercise)
                sessions = list(map(session_of.__getitem__, set_ids))
            case "concentric_sets":
                sessions = column("session_id")
        self._sessions.update(map(str, dict.fromkeys(sessions)))
        return sessions

    def _note_affected(self, table: str, row: Mapping[str, object]) -> None:
        sessions, exercises = _affected(self.connection, table, row)
        self._sessions |= sessions
        self._exercises |= exercises


_LOG = "INSERT INTO edited_rows (edit_id, position, table_name, row_key, change, other) VALUES (?, ?, ?, ?, ?, ?)"

_DELETE_TOMBSTONE = "DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?"


@contextmanager
def record_edit(connection: sqlite3.Connection, kind: EditKind, what: str, now: datetime) -> Iterator[EditRecorder]:
    """Record the block's changes as one edit, within the caller's transaction; without a change there is no edit.

    Edits that are undone cannot be redone after it.
    """
    at, ms = stamp(now)
    cursor = connection.execute(
        "INSERT INTO edits (kind, what, made_at, made_ms) VALUES (?, ?, ?, ?)", (kind.value, clean(what), at, ms)
    )
    edit_id = cursor.lastrowid
    assert edit_id is not None, "SQLite numbers every row of a table with an INTEGER PRIMARY KEY"
    recorder = EditRecorder(connection, edit_id, kind, now)
    yield recorder
    recorder.finish()
    if recorder.changes:
        discard_undone(connection)
    else:
        connection.execute("DELETE FROM edits WHERE id = ?", (edit_id,))


def edits(connection: sqlite3.Connection, limit: int = 100) -> list[Edit]:
    """Return the newest edits, newest first, the undone ones too; one that negcoach did not write is left out."""
    found: list[Edit] = []
    for row in connection.execute("SELECT * FROM edits ORDER BY id DESC LIMIT ?", (limit,)):
        with suppress(ValueError):
            found.append(_edit(row))
    return found


def next_edit(connection: sqlite3.Connection, *, redone: bool = False, edit_id: int | None = None) -> tuple[str, int]:
    """Return the next edit to undo (or redo), in words, and its number of rows; ``("", 0)`` for none."""
    row = connection.execute(_NEXT, {"redone": redone, "id": edit_id}).fetchone()
    return ("", 0) if row is None else (clean(row["what"]), row["size"])


def is_large_import(connection: sqlite3.Connection, *, redone: bool = False, edit_id: int | None = None) -> bool:
    """Return whether the next edit to undo (or redo) is an import with which very many rows go, or come again."""
    row = connection.execute(_NEXT, {"redone": redone, "id": edit_id}).fetchone()
    return row is not None and row["kind"] == EditKind.IMPORT.value and row["size"] >= _MANY_SESSIONS


_NEXT = """
    SELECT kind, what, (SELECT coalesce(max(position), 0) FROM edited_rows WHERE edit_id = edits.id) AS size
    FROM edits
    WHERE (undone > 0) = :redone AND (id = :id OR :id IS NULL)
    ORDER BY undone DESC, id DESC LIMIT 1
"""


def undo(connection: sqlite3.Connection, now: datetime, edit_id: int | None = None) -> Edit:
    """Undo the edit with this id, or the newest that is not undone, and return it.

    Raises ``NegcoachError`` when there is none, or when a later edit changed the same rows and is to be undone first.
    """
    row = connection.execute(
        "SELECT * FROM edits WHERE undone = 0 AND (id = :id OR :id IS NULL) ORDER BY id DESC LIMIT 1", {"id": edit_id}
    ).fetchone()
    if row is None:
        raise NegcoachError("There is nothing to undo." if edit_id is None else "That is undone already.")
    with _as_logged(row, "undone"):
        edit = replace(_edit(row), undone=True)
        _require_none_in_the_way(connection, row, _LATER, "Undo")
        return replace(edit, stays=not _swap(connection, row["id"], now, undone=True))


def redo(connection: sqlite3.Connection, now: datetime, edit_id: int | None = None) -> Edit:
    """Redo the edit with this id, or the one undone last, and return it.

    Raises ``NegcoachError`` when there is none, or when one undone later changed the same rows and is to be redone
    first.
    """
    row = connection.execute(
        "SELECT * FROM edits WHERE undone > 0 AND (id = :id OR :id IS NULL) ORDER BY undone DESC LIMIT 1",
        {"id": edit_id},
    ).fetchone()
    if row is None:
        raise NegcoachError("There is nothing to redo." if edit_id is None else "That is not undone.")
    with _as_logged(row, "redone"):
        edit = replace(_edit(row), undone=False)
        _require_none_in_the_way(connection, row, _UNDONE_LATER, "Redo")
        return replace(edit, stays=not _swap(connection, row["id"], now, undone=False))


_OF_A_FOREIGN_LOG = (
    *(ValueError, TypeError, LookupError, AttributeError),
    *(sqlite3.ProgrammingError, sqlite3.InterfaceError),  # a value that SQLite takes none of
)
"""What reading the log of an edit can end in where something else than negcoach wrote it."""


@contextmanager
def _as_logged(row: sqlite3.Row, done: str) -> Iterator[None]:
    """Turn the errors of a log that negcoach did not write so into ``NegcoachError``: the edit stays as it is."""
    try:
        yield
    except _OF_A_FOREIGN_LOG as error:
        what = clean(str(row["what"]))
        raise NegcoachError(
            f'"{what}" cannot be {done}: something else than negcoach changed the log of it.'
        ) from error


def discard_undone(connection: sqlite3.Connection) -> None:
    """Delete the edits that are undone: they cannot be redone after another edit."""
    connection.execute("DELETE FROM edited_rows WHERE edit_id IN (SELECT id FROM edits WHERE undone > 0)")
    connection.execute("DELETE FROM edits WHERE undone > 0")


_LATER = "edits.id > :id AND edits.undone = 0 ORDER BY edits.id DESC"

_UNDONE_LATER = "edits.undone > :undone ORDER BY edits.undone DESC"

_ON_SAME_ROWS = """
    SELECT edits.what FROM edited_rows AS mine
    JOIN edited_rows AS theirs ON theirs.table_name = mine.table_name AND theirs.row_key = mine.row_key
    JOIN edits ON edits.id = theirs.edit_id
    WHERE mine.edit_id = :id AND
"""


def _require_none_in_the_way(connection: sqlite3.Connection, edit: sqlite3.Row, others: str, do: str) -> None:
    """Raise ``NegcoachError`` where one of the ``others``, a condition, changed the same as the edit.

    ``do`` says what is to be done with that one first.
    """
    values = {"id": edit["id"], "undone": edit["undone"]}
    found = connection.execute(f"{_ON_SAME_ROWS} {others} LIMIT 1", values).fetchone()
    if found is None:
        ids = [row["id"] for row in connection.execute(f"SELECT id FROM edits WHERE {others}", values)]
        first = first_in_the_way(connection, edit["id"], ids)
        if first is None:
            return
        found = connection.execute("SELECT what FROM edits WHERE id = ?", (first,)).fetchone()
    raise NegcoachError(f'{do} "{clean(found["what"])}" first: it changed the same.')


def _swap(connection: sqlite3.Connection, edit_id: int, now: datetime, *, undone: bool) -> bool:
    """Swap the logged values with the stored ones, in reverse order when the edit is undone.

    Return whether any row is another one then.
    """
    _, ms = stamp(now)
    query = f"SELECT * FROM edited_rows WHERE edit_id = ? ORDER BY position {'DESC' if undone else 'ASC'}"
    changes = connection.execute(query, (edit_id,)).fetchall()
    if not changes:
        raise LookupError("an edit without a row")
    sessions, exercises = _affected_by_all(connection, changes)
    hidden = _hiding_sessions(connection, sessions)
    try:
        swapped = [_swap_row(connection, change, ms, undone=undone) for change in changes]
    except sqlite3.IntegrityError:
        raise NegcoachError(_ADDED_SINCE if undone else "That cannot be redone: what it belongs to is gone.") from None
    for more, found in zip(_affected_by_all(connection, changes), (sessions, exercises), strict=True):
        found |= more
    if _hiding_sessions(connection, sessions) - hidden:
        of_session = any(change["table_name"] == "sessions" for change in changes)
        raise NegcoachError(_ADDED_SINCE if of_session else "Its session is in the bin. Bring that back first.")
    connection.execute(
        "UPDATE edits SET undone = CASE WHEN ? THEN (SELECT max(undone) + 1 FROM edits) ELSE 0 END WHERE id = ?",
        (undone, edit_id),
    )
    update_totals(connection, *sorted(sessions))
    update_record_flags(connection, *sorted(exercises))
    return any(swapped)


_ADDED_SINCE = "That cannot be done: something was added to the session since. Undo that first, or delete it."

_HIDING_QUERY = """
    SELECT 1 FROM sessions WHERE id = :id AND deleted_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM sets WHERE session_id = :id AND deleted_at IS NULL)
        OR EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = :id AND deleted_at IS NULL)
    )
"""


def _hiding_sessions(connection: sqlite3.Connection, session_ids: set[str]) -> set[str]:
    """Return those of the sessions that are deleted and hold a set that is not: nobody would see that set."""
    return {one for one in session_ids if connection.execute(_HIDING_QUERY, {"id": one}).fetchone()}


def _swap_row(connection: sqlite3.Connection, change: sqlite3.Row, ms: int, *, undone: bool) -> bool:
    """Swap the logged values of a row with the stored ones; return whether anything is stored otherwise then."""
    before = connection.total_changes
    table, key = _TABLES[change["table_name"]], json.loads(change["row_key"])
    present = read_row(connection, table, key)
    other = None if change["other"] is None else json.loads(change["other"])
    logged: Mapping[str, object] | None = None
    if change["change"] == "update":
        logged = _swap_columns(connection, table, key, present, other or {}, ms)
    elif undone:
        logged = _remove_inserted(connection, table, key, present, other, ms)
    else:
        logged = _insert_again(connection, table, key, present, other, ms)
    is_another = connection.total_changes != before
    connection.execute(
        "UPDATE edited_rows SET other = ? WHERE edit_id = ? AND position = ?",
        (None if logged is None else json_text(logged), change["edit_id"], change["position"]),
    )
    return is_another


def _remove_inserted(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: list[object],
    present: sqlite3.Row | None,
    other: Mapping[str, Any] | None,
    ms: int,
) -> Mapping[str, object] | None:
    """Remove an inserted row, with those below it that were inserted with it, and return their values."""
    if present is None:
        return None
    values: dict[str, object] = {name: present[name] for name in table.columns}
    if table is SESSIONS:
        # Skipping a question about soreness is no edit, so nobody can undo that first.
        skipped = connection.execute("SELECT id FROM soreness WHERE session_id = ? AND rating IS NULL", key).fetchall()
        for row in skipped:
            delete_with_tombstone(connection, SORENESS, [row["id"]], ms)
        if other is not None:
            below = remove_rows_below(connection, key[0], ms)
            if len(each_row(below)) > other[ROWS_BELOW]:
                raise NegcoachError(_ADDED_SINCE)
            values[ROWS_BELOW] = packed(below)
    delete_with_tombstone(connection, table, key, ms)
    return values


def _insert_again(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: list[object],
    present: sqlite3.Row | None,
    other: Mapping[str, Any] | None,
    ms: int,
) -> Mapping[str, object] | None:
    """Insert a row again, and those below it, unless another machine's copy has brought it back since."""
    if other is None:
        return None
    if present is None:
        insert_removed_row(connection, table, other, ms)
    if ROWS_BELOW not in other:
        return None
    below = each_row(unpacked(other[ROWS_BELOW]))
    for of_table, row in below:
        of_row = [row[name] for name in of_table.key]
        if read_row(connection, of_table, of_row) is None:
            insert_removed_row(connection, of_table, row, ms)
    return {ROWS_BELOW: len(below)}


def _swap_columns(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: list[object],
    present: sqlite3.Row | None,
    other: Mapping[str, tuple[object, object]],
    ms: int,
) -> Mapping[str, tuple[object, object]]:
    """Put columns back that still have the value last written. A row that was removed for good stays so."""
    if present is not None:
        ours = {name: wanted for name, (wanted, given) in other.items() if present[name] == given}
        if ours:
            update_row(connection, table, key, {**ours, "changed_ms": changed_after(present["changed_ms"], ms)})
    return {name: (given, wanted) for name, (wanted, given) in other.items()}


def _affected_by_all(connection: sqlite3.Connection, changes: list[sqlite3.Row]) -> tuple[set[str], set[str]]:
    """Return the sessions and exercises that the changed rows belong to, now or, for rows that are gone, before."""
    sessions: set[str] = set()
    exercises: set[str] = set()
    for change in changes:
        row: sqlite3.Row | Mapping[str, object] | None = read_row(
            connection, _TABLES[change["table_name"]], json.loads(change["row_key"])
        )
        if row is None and change["change"] == "insert" and change["other"] is not None:
            logged = json.loads(change["other"])
            row = logged if "changed_ms" in logged else None  # it may be the number of the rows below alone
        more_sessions, more_exercises = _affected(connection, change["table_name"], row)
        sessions |= more_sessions
        exercises |= more_exercises
    return sessions, exercises


def _affected(
    connection: sqlite3.Connection, table: str, row: sqlite3.Row | Mapping[str, object] | None
) -> tuple[set[str], set[str]]:
    """Return the sessions and exercises whose totals and record flags depend on the row."""
    if not row:
        return set(), set()
    match table:
        case "sessions":
            session_id = str(row["id"])
            return {session_id}, exercises_in(connection, session_id)
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


def _edit(row: sqlite3.Row) -> Edit:
    return Edit(
        row["id"],
        EditKind(row["kind"]),
        clean(row["what"]),
        moment_of(row["made_at"]),
        bool(row["undone"]),
    )
