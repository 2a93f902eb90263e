"""Rows whose key is no text any more: a flipped bit made a byte of it one that UTF-8 does not have.

SQLite finds no row by such a key as it is read, so nothing could take the row out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from negcoach.store.database.connection import tolerant_text
from negcoach.store.database.tables import TABLES

_REPLACED = "\ufffd"
"""What stands for a byte that could not be read."""


def is_unreadable(keys: Iterable[Sequence[object]]) -> bool:
    """Return whether one of the keys, as they were read, holds a byte that could not be."""
    return any(isinstance(part, str) and _REPLACED in part for key in keys for part in key)


def make_keys_readable(connection: sqlite3.Connection) -> None:
    """Give each row with such a key the key as it is read, by which it is found from then on.

    Call it in a transaction, at the end of which no row may refer to one that is not there. A row that would get the
    key of another one stays as it is.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES.values():
        for column in table.key:
            query = f"SELECT DISTINCT CAST({column} AS BLOB) FROM {table.name} WHERE typeof({column}) = 'text'"
            for (stored,) in connection.execute(query).fetchall():
                readable = tolerant_text(stored)
                if readable.encode() != stored:
                    connection.execute(
                        f"UPDATE OR IGNORE {table.name} SET {column} = ? WHERE CAST({column} AS BLOB) = ?",
                        (readable, stored),
                    )
