"""Whether an open file holds what a database of ours holds."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from negcoach.store.database.errors import DamagedDatabaseError
from negcoach.texts import clean

_PROBES = (
    "SELECT * FROM sessions LIMIT 1",
    "SELECT * FROM sessions WHERE deleted_at IS NULL ORDER BY started_ms DESC LIMIT 1",
    "SELECT * FROM sets LIMIT 1",
    "SELECT * FROM sets ORDER BY id DESC LIMIT 1",
    "SELECT * FROM reps ORDER BY set_id LIMIT 1",
    "SELECT * FROM reps ORDER BY set_id DESC LIMIT 1",
)
"""Reads of a few pages each, at both ends of the tables: they meet gross damage without reading twenty years."""


def distrust(connection: sqlite3.Connection) -> None:
    """Let SQLite look closely at what it reads (sqlite.org/security.html); call it before the first read."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


def probe(connection: sqlite3.Connection, path: Path) -> None:
    """Read a little of each table; raise ``DamagedDatabaseError``, or the error of SQLite, when that fails."""
    try:
        for query in _PROBES:
            connection.execute(query).fetchone()
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:  # what every version has is not there
            raise DamagedDatabaseError(f"The database {path} is damaged ({clean(str(error))}).") from error
        raise


def check_all(connection: sqlite3.Connection, path: Path) -> None:
    """Read the whole file; raise ``DamagedDatabaseError``, or the error of SQLite, for the first fault."""
    verdict = integrity(connection)
    if verdict != "ok":
        raise DamagedDatabaseError(f"The database {path} is damaged ({verdict}).")
    probe(connection, path)


def integrity(connection: sqlite3.Connection) -> str:
    """Return SQLite's word on the whole file, on one line: ``ok`` or the first fault.

    ``quick_check`` would not see an index that has lost a row.
    """
    return clean(str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0]))
