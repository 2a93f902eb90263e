"""What is under way in a database whose file was replaced while it was open goes on in the file that is there now.

A program that keeps folders alike on two machines replaces a file so, and anybody who copies a backup over it. Where a
file was removed, what was shown as kept would be nowhere: it is put back.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from negcoach.files import staged_file
from negcoach.store.database.connection import copy_all, opened
from negcoach.store.database.errors import DATABASE_ERRORS, is_busy
from negcoach.store.database.files import not_writable, prepare_folder
from negcoach.store.database.tables import CONCENTRIC_SETS, FACTS, REPS, SESSIONS, SETS, SqlTable
from negcoach.store.database.totals import update_totals

_OPEN_SESSIONS = "SELECT id FROM sessions WHERE ended_at IS NULL AND deleted_at IS NULL"
_OPEN_SETS = f"SELECT id FROM sets WHERE session_id IN ({_OPEN_SESSIONS})"

_UNDER_WAY = (
    (SESSIONS, f"id IN ({_OPEN_SESSIONS})"),
    (SETS, f"id IN ({_OPEN_SETS})"),
    (REPS, f"set_id IN ({_OPEN_SETS})"),
    (CONCENTRIC_SETS, f"session_id IN ({_OPEN_SESSIONS})"),
    (FACTS, f"name = 'agenda' AND substr(value, 1, instr(value, char(10)) - 1) IN ({_OPEN_SESSIONS})"),
)
"""The tables with what belongs to a session, what is referred to first, and which rows are of one under way."""


def take_along(left: sqlite3.Connection, connection: sqlite3.Connection) -> None:
    """Store what is under way in the file that was left; a row that is there and was not changed earlier stays.

    Where that file cannot be read any more, because its disk is gone say, it is left as it is: whoever coaches has
    what was done, and stores it once more. Both are of the newest version, and ``connection`` is in a transaction that
    is watched. Raises SQLite's errors of ``connection``, and of the file that was left while another program has it.
    """
    try:
        found = [
            (table, left.execute(f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {under_way}").fetchall())
            for table, under_way in _UNDER_WAY
        ]
    except DATABASE_ERRORS as error:
        if is_busy(error):
            raise
        return
    for table, rows in found:
        connection.executemany(_store_newer(table), [tuple(row) for row in rows])
    update_totals(connection, *(row["id"] for table, rows in found if table is SESSIONS for row in rows))


def put_back(left: sqlite3.Connection, path: Path) -> None:
    """Copy a database whose file was removed to where it was, unless another program has put one there meanwhile.

    While it is open all of it can be read. Where ``path`` is a link, the file that is meant is put back. Raises
    ``NegcoachError`` where there is no place for it, and SQLite's errors where it cannot be read any more.
    """
    target = Path(os.path.realpath(path))
    prepare_folder(target.parent)
    try:
        with staged_file(target) as staged:
            with opened(staged.path, "rw") as copy:
                copy_all(left, copy)
            staged.commit_unless_there()
    except OSError as error:
        raise not_writable(target, error.strerror or str(error)) from None


def _store_newer(table: SqlTable) -> str:
    """Return the SQL that stores a row of a table, unless one with its key was not changed earlier."""
    values = ", ".join("?" * len(table.columns))
    changes = ", ".join(f"{column} = excluded.{column}" for column in table.columns if column not in table.key)
    return (
        f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({values}) "
        f"ON CONFLICT ({', '.join(table.key)}) DO UPDATE SET {changes} "
        f"WHERE excluded.changed_ms > {table.name}.changed_ms"
    )
