"""Orphans of a merge: rows without their parent, and live sets of a deleted session, stored aside for the next merge.

They are stored in the table of facts. A row without its parent is stored in full. A live set of a deleted session
goes into the bin with it, and only the fact that it is live is stored. Where the row has been changed since, the change
counts, and the stored orphan is dropped.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from negcoach.store.database.tables import TABLES, SqlTable, insert_row, json_text, key_text, read_row, update_row

PREFIX = "withheld "
"""The prefix of the names of these facts; no other fact's name has it."""

_ORPHANS = "SELECT name, value, changed_ms FROM facts WHERE substr(name, 1, ?) = ? ORDER BY name"
_TOMBSTONE = "SELECT 1 FROM removed_rows WHERE table_name = ? AND row_key = ? AND removed_ms >= ?"


def store_orphan(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: Sequence[object],
    row: sqlite3.Row,
    *,
    hidden_at: str | None = None,
) -> None:
    """Store a row aside: all of it or, when it is put into the bin as of ``hidden_at``, that it is not deleted."""
    stored = {"deleted_at": None} if hidden_at else {name: row[name] for name in table.columns}
    connection.execute(
        "INSERT OR REPLACE INTO facts (name, value, changed_ms) VALUES (?, ?, ?)",
        (f"{PREFIX}{table.name} {key_text(key)}", json_text(stored), row["changed_ms"]),
    )
    if hidden_at:
        update_row(connection, table, key, {"deleted_at": hidden_at})


def restore_orphans(connection: sqlite3.Connection) -> None:
    """Put back every orphan, with a parent or without: foreign keys must be off, or deferred."""
    for name, value, ms in connection.execute(_ORPHANS, (len(PREFIX), PREFIX)).fetchall():
        connection.execute("DELETE FROM facts WHERE name = ?", (name,))
        table_name, _, text = name.removeprefix(PREFIX).partition(" ")
        table, key = TABLES[table_name], json.loads(text)
        present = read_row(connection, table, key)
        stored = json.loads(value)
        if present is not None:
            if present["changed_ms"] == ms:
                update_row(connection, table, key, stored)
        elif "changed_ms" in stored and not connection.execute(_TOMBSTONE, (table_name, text, ms)).fetchone():
            insert_row(connection, table, stored)
            connection.execute("DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?", (table_name, text))
