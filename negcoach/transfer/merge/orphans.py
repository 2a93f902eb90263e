"""Orphans: what a merge stores aside, whole rows without their parent, and columns that depend on other rows.

It is stored in the table of facts, and put back before the next merge, which decides again. A live set of a deleted
session goes into the bin with it, and a set of a joined session into the one that it was joined into: only that one
column is stored aside. Where the row has been changed since, the change counts, and what was stored is dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from negcoach.store.database.tables import TABLES, SqlTable, insert_row, json_text, key_text, read_row, update_row

PREFIX = "withheld "
"""The prefix of the names of these facts; no other fact's name has it."""

_ORPHANS = "SELECT name, value, changed_ms FROM facts WHERE substr(name, 1, ?) = ? ORDER BY name"
_TOMBSTONE = "SELECT 1 FROM removed_rows WHERE table_name = ? AND row_key = ? AND removed_ms >= ?"


def store_orphan(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], row: sqlite3.Row) -> None:
    """Store a row aside, all of it."""
    _store(connection, table, key, {name: row[name] for name in table.columns}, row["changed_ms"])


def override(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: Sequence[object],
    row: sqlite3.Row,
    values: Mapping[str, object],
) -> None:
    """Change columns of a row until the next merge, and store aside what they are."""
    name = _fact_name(table, key)
    before = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    stored = {column: row[column] for column in values} | (json.loads(before["value"]) if before else {})
    _store(connection, table, key, stored, row["changed_ms"])
    update_row(connection, table, key, values)


def orphan_facts(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return all that is stored aside, to compare."""
    return [tuple(row) for row in connection.execute(_ORPHANS, (len(PREFIX), PREFIX))]


def restore_orphans(connection: sqlite3.Connection) -> list[tuple[SqlTable, sqlite3.Row]]:
    """Put back all that was stored aside, with a parent or without: foreign keys must be off, or deferred.

    Return the changed rows as they were before and as they are now.
    """
    changed: list[tuple[SqlTable, sqlite3.Row]] = []
    for name, value, ms in connection.execute(_ORPHANS, (len(PREFIX), PREFIX)).fetchall():
        connection.execute("DELETE FROM facts WHERE name = ?", (name,))
        table_name, _, text = name.removeprefix(PREFIX).partition(" ")
        table, key = TABLES[table_name], json.loads(text)
        present = read_row(connection, table, key)
        stored = json.loads(value)
        if present is not None:
            if present["changed_ms"] == ms:
                changed.append((table, present))
                update_row(connection, table, key, stored)
                changed.append((table, read_row(connection, table, key) or present))
        elif "changed_ms" in stored and not connection.execute(_TOMBSTONE, (table_name, text, ms)).fetchone():
            insert_row(connection, table, stored)
            connection.execute("DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?", (table_name, text))
    return changed


def _store(
    connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], values: Mapping[str, object], ms: int
) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO facts (name, value, changed_ms) VALUES (?, ?, ?)",
        (_fact_name(table, key), json_text(values), ms),
    )


def _fact_name(table: SqlTable, key: Sequence[object]) -> str:
    return f"{PREFIX}{table.name} {key_text(key)}"
