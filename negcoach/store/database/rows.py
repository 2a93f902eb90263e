"""One row of a table by its key: read, inserted, changed, removed.

``negcoach.store.database.tables`` knows the columns.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from negcoach.store.database.tables import Table


def row_of(connection: sqlite3.Connection, table: Table, key: Sequence[object]) -> sqlite3.Row | None:
    """Return the row with this key, ``None`` when there is none."""
    row: sqlite3.Row | None = connection.execute(f"SELECT * FROM {table.name} WHERE {_is(table)}", key).fetchone()
    return row


def insert_row(connection: sqlite3.Connection, table: Table, row: Mapping[str, object]) -> None:
    """Insert a row; values that are no ``Table.columns`` are left out."""
    names = [name for name in table.columns if name in row]
    marks = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names])


def update_row(
    connection: sqlite3.Connection, table: Table, key: Sequence[object], values: Mapping[str, object]
) -> None:
    """Change columns of a row; values that are no ``Table.columns`` are left out."""
    names = [name for name in table.columns if name in values]
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.execute(
        f"UPDATE {table.name} SET {assignments} WHERE {_is(table)}", [*(values[name] for name in names), *key]
    )


def delete_row(connection: sqlite3.Connection, table: Table, key: Sequence[object]) -> None:
    """Remove a row for good."""
    connection.execute(f"DELETE FROM {table.name} WHERE {_is(table)}", key)


def bury_row(connection: sqlite3.Connection, table: Table, key: Sequence[object], now_ms: int) -> None:
    """Remove a row for good, and keep that it is gone, so that another machine's copy does not bring it back."""
    delete_row(connection, table, key)
    connection.execute("INSERT OR REPLACE INTO removed_rows VALUES (?, ?, ?)", (table.name, key_text(key), now_ms))


def key_text(key: Sequence[object]) -> str:
    """Return a key as ``edited_rows`` and ``removed_rows`` have it: a JSON array."""
    return as_json(list(key))


def as_json(value: object) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is(table: Table) -> str:
    return " AND ".join(f"{name} = ?" for name in table.key)
