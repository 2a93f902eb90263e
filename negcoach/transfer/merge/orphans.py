"""Rows of a merge that cannot show themselves yet: kept as facts, until another merge asks anew.

A row without its parent is kept as a whole. A set that lives in a deleted session is in the bin with it, and only
that it lives is kept. A row that was changed since then is as it is now: what was withheld of it is forgotten.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from negcoach.store.database.tables import TABLES, SqlTable, insert_row, json_text, key_text, read_row, update_row

PREFIX = "withheld "
"""What the names of these facts begin with; no other's does."""

_FACTS = "SELECT name, value, changed_ms FROM facts WHERE substr(name, 1, ?) = ? ORDER BY name"
_REMOVED = "SELECT 1 FROM removed_rows WHERE table_name = ? AND row_key = ? AND removed_ms >= ?"


def withhold(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: Sequence[object],
    row: sqlite3.Row,
    *,
    hidden_at: str | None = None,
) -> None:
    """Keep what a row really is: all of it or, where it is put into the bin as of ``hidden_at``, that it lives."""
    was = {"deleted_at": None} if hidden_at else {name: row[name] for name in table.columns}
    connection.execute(
        "INSERT OR REPLACE INTO facts (name, value, changed_ms) VALUES (?, ?, ?)",
        (f"{PREFIX}{table.name} {key_text(key)}", json_text(was), row["changed_ms"]),
    )
    if hidden_at:
        update_row(connection, table, key, {"deleted_at": hidden_at})


def release(connection: sqlite3.Connection) -> None:
    """Put back every row that was withheld, parent or not: foreign keys are to be off, or deferred."""
    for name, value, ms in connection.execute(_FACTS, (len(PREFIX), PREFIX)).fetchall():
        connection.execute("DELETE FROM facts WHERE name = ?", (name,))
        table_name, _, text = name.removeprefix(PREFIX).partition(" ")
        table, key = TABLES[table_name], json.loads(text)
        present = read_row(connection, table, key)
        was = json.loads(value)
        if present is not None:
            if present["changed_ms"] == ms:
                update_row(connection, table, key, was)
        elif "changed_ms" in was and not connection.execute(_REMOVED, (table_name, text, ms)).fetchone():
            insert_row(connection, table, was)
            connection.execute("DELETE FROM removed_rows WHERE table_name = ? AND row_key = ?", (table_name, text))
