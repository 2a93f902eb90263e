"""What is under way in a database whose file was replaced while it was open goes on in the file that is there now.

A program that keeps folders alike on two machines replaces a file so, and anybody who copies a backup over it.
"""

from __future__ import annotations

import sqlite3

_OPEN_SESSIONS = "SELECT id FROM sessions WHERE ended_at IS NULL AND deleted_at IS NULL"
_OPEN_SETS = f"SELECT id FROM sets WHERE session_id IN ({_OPEN_SESSIONS})"

_UNDER_WAY = {
    "sessions": f"id IN ({_OPEN_SESSIONS})",
    "sets": f"id IN ({_OPEN_SETS})",
    "reps": f"set_id IN ({_OPEN_SETS})",
    "concentric_sets": f"session_id IN ({_OPEN_SESSIONS})",
}
"""The tables with the rows of a session, what is referred to first, and which of their rows are of one under way."""


def take_along(left: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    """Insert the rows of the sessions that are under way in the file that was left; those that are there stay.

    Both are of the newest version, and ``connection`` is in a transaction that is watched. Raises SQLite's errors.
    """
    for table, under_way in _UNDER_WAY.items():
        for row in left.execute(f"SELECT * FROM {table} WHERE {under_way}").fetchall():
            columns = row.keys()
            values = ", ".join("?" * len(columns))
            connection.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({values})", tuple(row))
