"""The union of two histories: each row once, in the form that was changed last.

For each row one thing is kept: the form that was changed last or, when it was taken out for good later than that,
the moment of its removal. Which of two wins depends on the two alone, so it does not matter who brings in whom,
in which order or how often. What such a winner cannot do is stand without its parent, or show itself in a deleted
session. It is withheld then (``negcoach.transfer.merge.orphans``) until a merge brings its parent back: were it
forgotten, the order would matter after all.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.record_flags import update_record_flags
from negcoach.store.database.stamps import iso, utc_ms
from negcoach.store.database.tables import (
    CONCENTRIC_SETS,
    SETS,
    SORENESS,
    TABLES,
    SqlTable,
    delete_row,
    json_text,
    key_text,
    read_row,
    update_row,
)
from negcoach.store.database.totals import FILL_TOTALS, update_totals
from negcoach.texts import clean
from negcoach.transfer.merge.orphans import PREFIX, release, withhold
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, STAMPS, checked_values

_AT_ONCE = 1000
"""Rows read and inserted in one go."""

_MANY = 500
"""From so many sessions on, the totals of all are filled at once: that is quicker than one by one."""


class NothingNewError(Exception):
    """Nothing differs, so the transaction is not needed."""


class Union:
    """The union of the databases ``main`` and ``other`` of one connection, made in ``main``.

    ``file`` is where ``other`` came from. ``new``, ``newer`` and ``removed`` count rows by table name.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self.new: Counter[str] = Counter()
        self.newer: Counter[str] = Counter()
        self.removed: Counter[str] = Counter()
        self._connection = connection
        self._file = file
        self._removals: dict[str, dict[tuple[object, ...], int]] = {}
        self._brought: set[tuple[object, ...]] = set()
        self._changed = False
        self._sessions: set[str] = set()
        self._sets: set[str] = set()
        self._exercises: set[str] = set()

    def make(self) -> None:
        """Bring everything in, within a transaction that the caller holds.

        Raises ``NothingNewError``, and ``NegcoachError`` for a value that negcoach does not write: roll back then.
        """
        self._connection.execute("PRAGMA defer_foreign_keys = ON")  # until the COMMIT: parents may come and go
        release(self._connection)
        self._removals = _removals(self._connection)
        self._bury()
        for table in TABLES.values():
            self._bring(table)
            self._withhold_orphans(table)
        self._bring_facts()
        if not self._changed:
            raise NothingNewError
        self._hide()
        self._finish()

    def _bury(self) -> None:
        """Take out what the other has taken out for good, unless it was changed here later."""
        for name, text, ms in self._connection.execute(_THEIR_REMOVALS).fetchall():
            table, key = self._key_of(name, text)
            ours = read_row(self._connection, table, key)
            if ours is not None:
                if ours["changed_ms"] > ms:
                    continue
                self._touch(table, ours)
                delete_row(self._connection, table, key)
                self.removed[name] += 1
            self._changed = True
            self._removals[name][tuple(key)] = ms
            self._connection.execute("INSERT OR REPLACE INTO main.removed_rows VALUES (?, ?, ?)", (name, text, ms))

    def _bring(self, table: SqlTable) -> None:
        """Bring in the rows of a table that win over what is here."""
        self._brought = set()
        cursor = self._connection.execute(_differing(table))
        while rows := cursor.fetchmany(_AT_ONCE):
            new = []
            for theirs in rows:
                key = tuple(theirs[name] for name in table.key)
                if self._removals[table.name].get(key, -1) >= theirs["changed_ms"]:
                    continue
                row = self._sound(table, theirs)
                if not theirs["here"]:
                    new.append(row)
                    self._brought.add(key)
                elif not self._replaces(table, key, row):
                    continue
                self._changed = True
                self._touch(table, row)
                if self._removals[table.name].pop(key, None) is not None:
                    self._connection.execute(_FORGET_REMOVAL, (table.name, key_text(key)))
            if new:
                self._connection.executemany(_insertion(table), new)
                self.new[table.name] += len(new)

    def _replaces(self, table: SqlTable, key: tuple[object, ...], row: Mapping[str, object]) -> bool:
        """Replace ours by their form of a row if it wins: it is not older than ours."""
        ours = read_row(self._connection, table, key)
        assert ours is not None, "the query found it"
        if row["changed_ms"] == ours["changed_ms"] and _entered(table, row) <= _entered(table, ours):
            return False
        self._touch(table, ours)
        update_row(self._connection, table, key, row)
        self.newer[table.name] += 1
        return True

    def _bring_facts(self) -> None:
        for name, value, ms in self._connection.execute(_THEIR_FACTS, {"withheld": PREFIX}).fetchall():
            self._changed = True
            fact = (clean(name), value and clean(value), ms)
            self._connection.execute("INSERT OR REPLACE INTO main.facts VALUES (?, ?, ?)", fact)

    def _withhold_orphans(self, table: SqlTable) -> None:
        """Withhold the rows whose parent is gone, and so, table by table, what is below them.

        How sore somebody was stays to be seen, without the link: it is about the body, not only about a session.
        """
        for column, parent in table.parents:
            for row in self._connection.execute(_orphans(table, column, parent)).fetchall():
                key = [row[name] for name in table.key]
                self._touch(table, row)
                withhold(self._connection, table, key, row)
                if table is SORENESS:
                    update_row(self._connection, table, key, {column: None})
                    continue
                delete_row(self._connection, table, key)
                if tuple(key) in self._brought:
                    self.new[table.name] -= 1
                else:
                    self.removed[table.name] += 1

    def _hide(self) -> None:
        """Put what lives in a deleted session into the bin with it: there it would count, and nobody see it."""
        for table in (SETS, CONCENTRIC_SETS):
            for row in self._connection.execute(_living_in_bin(table)).fetchall():
                self._touch(table, row)
                withhold(self._connection, table, [row["id"]], row, hidden_at=row["session_deleted_at"])

    def _finish(self) -> None:
        """Bring totals and marks up to date."""
        query = "SELECT session_id, exercise FROM sets WHERE id = ?"
        for set_id in self._sets:
            if (row := self._connection.execute(query, (set_id,)).fetchone()) is not None:
                self._touch(SETS, row)
        if len(self._sessions) < _MANY:
            update_totals(self._connection, *sorted(self._sessions))
        else:
            for statement in FILL_TOTALS:
                self._connection.execute(statement)
        update_record_flags(self._connection, *sorted(self._exercises))

    def _touch(self, table: SqlTable, row: Mapping[str, object] | sqlite3.Row) -> None:
        """Remember which totals and marks depend on the row."""
        match table.name:
            case "sessions":
                self._sessions.add(str(row["id"]))
            case "sets":
                self._sessions.add(str(row["session_id"]))
                self._exercises.add(str(row["exercise"]))
            case "reps":
                self._sets.add(str(row["set_id"]))
            case "concentric_sets":
                self._sessions.add(str(row["session_id"]))

    def _sound(self, table: SqlTable, row: sqlite3.Row) -> dict[str, object]:
        """Return a row of the other's as it is kept here: cleaned, and of values that are written here too."""
        try:
            found = checked_values(table.name, [row[name] for name in ROW_SCHEMAS[table.name]], table.name)
            deleted_at = row["deleted_at"]
            found["deleted_at"] = None if deleted_at is None else iso(datetime.fromisoformat(deleted_at))
        except (NegcoachError, ValueError) as error:
            raise self._nonsense(str(error)) from error
        at, ms = STAMPS[table.name]
        return {**found, ms: utc_ms(datetime.fromisoformat(str(found[at])))}

    def _key_of(self, name: str, text: str) -> tuple[SqlTable, list[object]]:
        """Return the table and the key of a removal."""
        try:
            table, key = TABLES[name], json.loads(text)
        except (KeyError, ValueError) as error:
            raise self._nonsense(f"removed_rows: {error}") from error
        if not isinstance(key, list) or len(key) != len(table.key) or key_text(key) != text:
            raise self._nonsense(f"removed_rows: {text}")
        return table, key

    def _nonsense(self, what: str) -> NegcoachError:
        return NegcoachError(
            f"{self._file} holds a value that negcoach does not write ({clean(what).rstrip('.')}). Nothing was changed."
        )


_THEIR_REMOVALS = """
    SELECT theirs.table_name, theirs.row_key, theirs.removed_ms
    FROM other.removed_rows AS theirs LEFT JOIN main.removed_rows AS ours
        ON ours.table_name = theirs.table_name AND ours.row_key = theirs.row_key
    WHERE ours.removed_ms IS NULL OR ours.removed_ms < theirs.removed_ms
"""

_THEIR_FACTS = """
    SELECT theirs.name, theirs.value, theirs.changed_ms
    FROM other.facts AS theirs LEFT JOIN main.facts AS ours ON ours.name = theirs.name
    WHERE substr(theirs.name, 1, length(:withheld)) <> :withheld AND (
        ours.name IS NULL OR theirs.changed_ms > ours.changed_ms
        OR (theirs.changed_ms = ours.changed_ms AND coalesce(theirs.value, '') > coalesce(ours.value, ''))
    )
"""

_FORGET_REMOVAL = "DELETE FROM main.removed_rows WHERE table_name = ? AND row_key = ?"


def _differing(table: SqlTable) -> str:
    """The other's rows that may win: those not here, those changed later, those of the same age that differ."""
    same = " AND ".join(f"ours.{name} = theirs.{name}" for name in table.key)
    columns = ", ".join(f"theirs.{name}" for name in table.columns)
    differ = " OR ".join(f"theirs.{name} IS NOT ours.{name}" for name in table.entered)
    return f"""
        SELECT {columns}, ours.changed_ms IS NOT NULL AS here
        FROM other.{table.name} AS theirs LEFT JOIN main.{table.name} AS ours ON {same}
        WHERE ours.changed_ms IS NULL OR theirs.changed_ms > ours.changed_ms
            OR (theirs.changed_ms = ours.changed_ms AND ({differ}))
    """


def _orphans(table: SqlTable, column: str, parent: str) -> str:
    return f"""
        SELECT * FROM main.{table.name} AS child WHERE {column} IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM main.{parent} WHERE id = child.{column})
    """


def _living_in_bin(table: SqlTable) -> str:
    return f"""
        SELECT child.*, sessions.deleted_at AS session_deleted_at
        FROM main.sessions JOIN main.{table.name} AS child ON child.session_id = sessions.id
        WHERE child.deleted_at IS NULL AND sessions.deleted_at IS NOT NULL
    """


def _insertion(table: SqlTable) -> str:
    values = ", ".join(f":{name}" for name in table.columns)
    return f"INSERT INTO main.{table.name} ({', '.join(table.columns)}) VALUES ({values})"


def _entered(table: SqlTable, row: Mapping[str, object] | sqlite3.Row) -> str:
    """What was entered in a row, as a text: it decides between two forms of the same age."""
    return json_text([row[name] for name in table.entered])


def _removals(connection: sqlite3.Connection) -> dict[str, dict[tuple[object, ...], int]]:
    """When which rows were taken out for good, by table and key."""
    found: dict[str, dict[tuple[object, ...], int]] = {name: {} for name in TABLES}
    for name, text, ms in connection.execute("SELECT table_name, row_key, removed_ms FROM main.removed_rows"):
        found[name][tuple(json.loads(text))] = ms
    return found
