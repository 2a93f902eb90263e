"""Rows that cannot be read, left out everywhere: they are found, named and set aside, until a repair puts them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from negcoach.store.database.backups import back_up_file
from negcoach.store.database.checks.row_names import NAME_OF_ROW
from negcoach.store.database.checks.unreadable_keys import is_unreadable, make_keys_readable
from negcoach.store.database.connection import untrusted
from negcoach.store.database.database import Database
from negcoach.store.database.errors import DATABASE_ERRORS, explain
from negcoach.store.database.set_aside import SetAsideRow, foreign_entries, set_aside, set_aside_rows
from negcoach.store.database.tables import TABLES, read_row
from negcoach.transfer.native.stored_rows import WrongValue, unreadable_rows, wrong_value_in

_LABEL = "before-leaving-out"
"""In the name of the backup that is made before rows are left out."""


def leave_out_unreadable(database: Database, now: datetime, *, every_row: bool) -> tuple[str, ...]:
    """Set aside the rows that cannot be read, and return a sentence about each; nothing where there is none.

    Looked at is ``every_row``, or only those whose checksum is wrong. The database as it was is kept as a backup. It
    reads through a connection of its own, and writes in one short transaction, so it may run in any thread. Raises
    ``NegcoachError``.
    """
    wrong = _unreadable(database, every_row=every_row)
    database.met_wrong_value = False
    if not wrong:
        return ()
    back_up_file(database.path, now, label=_LABEL)
    with database.write(patient=True) as connection:
        if is_unreadable(one.key for one in wrong):
            make_keys_readable(connection)
        set_aside(connection, [(one.table, one.key) for one in wrong], now)
        # One of two rows whose damaged keys read the same stays.
        gone = [one for one in wrong if read_row(connection, TABLES[one.table], one.key) is None]
    return _sentences(gone)


def left_out(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return a sentence about each row that cannot be read and is set aside; none about those that went along."""
    found = (wrong_value_in(row.table, row.values, _name(connection, row)) for row in set_aside_rows(connection))
    foreign = foreign_entries(connection)
    sentences = _sentences([wrong for wrong in found if wrong is not None])
    if not foreign:
        return sentences
    of_nothing = (
        f"{foreign} of the rows that were set aside {'is' if foreign == 1 else 'are'} none that negcoach wrote."
    )
    return (*sentences, f"{of_nothing} negcoach doctor says how to take {'it' if foreign == 1 else 'them'} out.")


def left_out_in(path: Path) -> tuple[str, ...]:
    """Do so for the database at ``path``, of the newest version, which is only read. Raises SQLite's errors."""
    with untrusted(path) as connection:
        return left_out(connection)


def left_out_there(path: Path, ours: sqlite3.Connection) -> tuple[str, ...]:
    """Return a sentence about each row that the database at ``path`` has set aside and that ``ours`` lacks.

    No merge brings it; it comes with the next one after a repair there. Raises SQLite's errors.
    """
    with untrusted(path) as theirs:
        rows = [row for row in set_aside_rows(theirs) if _is_missing(ours, row)]
        found = [wrong_value_in(row.table, row.values, _name(theirs, row)) for row in rows]
    return tuple(
        f"{one.sentence} It is left out there, so it did not come: put it right there (negcoach doctor says how), and "
        "merge again."
        for one in found
        if one is not None
    )


def _is_missing(connection: sqlite3.Connection, row: SetAsideRow) -> bool:
    table = TABLES[row.table]
    return read_row(connection, table, [row.values[name] for name in table.key]) is None


def _unreadable(database: Database, *, every_row: bool) -> list[WrongValue]:
    with untrusted(database.path) as connection:
        try:
            return list(unreadable_rows(connection, every_row=every_row))
        except DATABASE_ERRORS as error:
            raise explain(error, database.path) from error


def _name(connection: sqlite3.Connection, row: SetAsideRow) -> object:
    """Return what a row is of, as ``NAME_OF_ROW`` says it."""
    if row.table == "reps":
        of = connection.execute("SELECT exercise_name FROM sets WHERE id = ?", (row.values["set_id"],)).fetchone()
        return None if of is None else of[0]
    column = NAME_OF_ROW.get(row.table)
    return None if column is None else row.values[column]


def _sentences(wrong: Sequence[WrongValue]) -> tuple[str, ...]:
    return tuple(f"{one.sentence} It is left out until it is put right: negcoach doctor says how." for one in wrong)
