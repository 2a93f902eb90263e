"""Checks of an open database: a quick look at each table, and SQLite's own check of the file."""

from __future__ import annotations

import re
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
"""Reads of a few pages each, at both ends of the tables: they find gross damage without reading twenty years."""

_UNREAD = re.compile(r"unable to get the page\. error code=([0-9]+)")
"""What SQLite's check says of a page that it could not read, with the result code; it gives that as a verdict."""


def probe(connection: sqlite3.Connection, path: Path) -> None:
    """Read a little of each table; raise ``DamagedDatabaseError``, or SQLite's error, when that fails."""
    try:
        for query in _PROBES:
            connection.execute(query).fetchone()
    except sqlite3.OperationalError as error:
        # SQLITE_ERROR: a table or a column is missing that every version has.
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise DamagedDatabaseError(f"The database {path} is damaged ({clean(str(error))}).") from error
        raise


def check_integrity(connection: sqlite3.Connection, path: Path, *, quick: bool = False) -> None:
    """Check all of the file; raise ``DamagedDatabaseError``, or SQLite's error, for the first fault.

    ``quick`` leaves out whether each index has what its table has, which takes almost half of the time.
    """
    result = integrity_result(connection, quick=quick)
    if result != "ok":
        raise DamagedDatabaseError(f"The database {path} is damaged ({result}).")
    probe(connection, path)


def integrity_result(connection: sqlite3.Connection, *, quick: bool = False) -> str:
    """Return SQLite's verdict on the file in one line: ``ok`` or the first fault.

    ``quick`` misses an index that has lost a row. A value that a table's own check would refuse is no fault of the
    file: it is found with the other wrong values, and put right as they are. Nor is a page that could not be read just
    now, of a file that is far away, say: raises ``sqlite3.OperationalError`` then.
    """
    check = "quick_check" if quick else "integrity_check"
    (before,) = connection.execute("PRAGMA ignore_check_constraints").fetchone()
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        result = clean(str(connection.execute(f"PRAGMA {check}(1)").fetchone()[0]))
    finally:
        connection.execute(f"PRAGMA ignore_check_constraints = {before}")
    found = _UNREAD.search(result)
    code = 0 if found is None else int(found[1])
    if code & 0xFF == sqlite3.SQLITE_IOERR and code != sqlite3.SQLITE_IOERR_CORRUPTFS:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error
    return result
