"""Checksums of what was entered: a value that something else than negcoach changed in the file is noticed.

SQLite has none, so one flipped bit in a load would be believed for good. Each session, set and measurement carries the
CRC-32 of its entered columns (``SqlTable.columns``), and that of a set is of its reps too. Temporary triggers, which
are in no file, note which rows a transaction changes, and their checksums are written before it ends: no code that
writes has to think of them. Totals have none: they can be computed again.
"""

from __future__ import annotations

import sqlite3
from binascii import crc32
from collections.abc import Iterator
from contextlib import contextmanager

from negcoach.store.database.tables import REPS, SETS, TABLES, SqlTable

_CARRIERS = {name: table for name, table in TABLES.items() if table is not REPS}
"""The tables that have the column ``checksum``."""


def watch(connection: sqlite3.Connection) -> None:
    """Begin to note which rows are changed through this connection; call it in a transaction, whose end counts."""
    _register(connection)
    for name in _CARRIERS:
        connection.execute(f"CREATE TEMP TABLE {_changed(name)} (id INTEGER PRIMARY KEY)")  # of rowids
    for name, table in TABLES.items():
        _note_inserted(connection, name)
        _note(connection, f"updated_{name}", f"UPDATE OF {', '.join(table.columns)} ON main.{name}", name)
    _note(connection, "deleted_reps", "DELETE ON main.reps", REPS.name, "OLD")


def seal(connection: sqlite3.Connection) -> None:
    """Write the checksums of the rows that this transaction has changed so far; ``watch`` has noted them."""
    for name in [str(row[0]) for row in connection.execute(_CHANGED_TABLES)]:
        noted = f"SELECT id FROM temp.{_changed(name)}"
        connection.execute(f"UPDATE main.{name} SET checksum = {_checksum_sql(name)} WHERE rowid IN ({noted})")
        connection.execute(f"DELETE FROM temp.{_changed(name)}")


@contextmanager
def copying(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Note no row that the block inserts into a table: it comes with its checksum, and what that is of.

    Call it in a transaction that is rolled back where the block raises.
    """
    trigger = _inserted(table)
    watched = connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = ?", (trigger,)).fetchone()
    if watched:
        connection.execute(f"DROP TRIGGER temp.{trigger}")
    yield
    if watched:
        _note_inserted(connection, table)


@contextmanager
def inserting(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """Note all rows that the block inserts into a table at once: one by one that takes as long as to insert them.

    It does nothing but insert new rows. Call it in a transaction that is rolled back where the block raises.
    """
    last = f"SELECT coalesce(max(rowid), 0) FROM main.{table}"
    (before,) = connection.execute(last).fetchone()
    with copying(connection, table):
        yield
    noted = f"INSERT OR IGNORE INTO temp.{_changed(table)} SELECT rowid FROM main.{table} WHERE rowid > ?"
    connection.execute(noted, (before,))


def seal_all(connection: sqlite3.Connection) -> None:
    """Write the checksum of every row, as a migration does."""
    _register(connection)
    for name in _CARRIERS:
        connection.execute(f"UPDATE main.{name} SET checksum = {_checksum_sql(name)}")


def changed_elsewhere(connection: sqlite3.Connection) -> Iterator[tuple[SqlTable, str]]:
    """Yield the table and the id of each row that is not as negcoach wrote it; a rep's is that of its set.

    The database must be of the newest version. Raises SQLite's errors.
    """
    _register(connection)
    for name, table in _CARRIERS.items():
        right = f"checksum IS {_checksum_sql(name)}"
        try:
            wrong = connection.execute(f"SELECT id FROM main.{name} WHERE NOT {right}").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            wrong = _unreadable_or_wrong(connection, name, right)  # some text is no text any more
        yield from ((table, str(row[0])) for row in wrong)


def is_as_written(connection: sqlite3.Connection, table: SqlTable, row_id: str) -> bool:
    """Return whether the row with this id, and for a set its reps, are as negcoach wrote them."""
    _register(connection)
    query = f"SELECT checksum IS {_checksum_sql(table.name)} FROM main.{table.name} WHERE id = ?"
    try:
        return bool(connection.execute(query, (row_id,)).fetchone()[0])
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        return False  # some text is no text any more


def _unreadable_or_wrong(connection: sqlite3.Connection, name: str, right: str) -> list[sqlite3.Row]:
    """Look at each row by itself."""
    wrong = []
    for row in connection.execute(f"SELECT id, rowid FROM main.{name}").fetchall():
        try:
            found = connection.execute(f"SELECT {right} FROM main.{name} WHERE rowid = ?", (row[1],)).fetchone()
        except sqlite3.OperationalError:
            found = None
        if found is None or not found[0]:
            wrong.append(row)
    return wrong


def _note_inserted(connection: sqlite3.Connection, table: str) -> None:
    _note(connection, _inserted(table), f"INSERT ON main.{table}", table)


def _inserted(table: str) -> str:
    """Return the name of the trigger that notes the rows inserted into a table."""
    return f"inserted_{table}"


def _changed(table: str) -> str:
    """Return the name of the temporary table with the rowids of the rows of a table that were changed."""
    return f"changed_{table}"


_CHANGED_TABLES = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM temp.{_changed(name)})" for name in _CARRIERS
)


def _note(connection: sqlite3.Connection, trigger: str, when: str, table: str, row: str = "NEW") -> None:
    """Have a trigger note a row of a table, for a rep its set.

    It may be noted already. Where a row is inserted, OR IGNORE is the quickest way to leave it at that. After an UPDATE
    it does not help: the statement that fired a trigger says what a conflict does, and that of an upsert says ABORT.
    """
    carrier = _changed(SETS.name if table == REPS.name else table)
    if table == REPS.name:
        found = f"SELECT rowid FROM main.sets AS of_rep WHERE of_rep.id = {row}.set_id"
        noting = f"INSERT INTO {carrier} {found} AND NOT EXISTS (SELECT 1 FROM {carrier} WHERE id = of_rep.rowid)"
    elif when.startswith("INSERT"):
        noting = f"INSERT OR IGNORE INTO {carrier} VALUES ({row}.rowid)"
    else:
        known = f"SELECT 1 FROM {carrier} WHERE id = {row}.rowid"
        noting = f"INSERT INTO {carrier} SELECT {row}.rowid WHERE NOT EXISTS ({known})"
    connection.execute(f"CREATE TEMP TRIGGER {trigger} AFTER {when} BEGIN {noting}; END")


def _checksum_sql(name: str) -> str:
    """Return the SQL of the checksum of a row of a table."""
    of_row = f"checksum_of({', '.join(f'main.{name}.{column}' for column in _CARRIERS[name].columns)})"
    if name != SETS.name:
        return of_row
    of_rep = f"checksum_of({', '.join(column for column in REPS.columns if column != 'set_id')})"
    of_reps = f"(SELECT sum({of_rep}) FROM main.reps WHERE set_id = main.sets.id)"
    return f"(({of_row} + coalesce({of_reps}, 0)) & {0xFFFF_FFFF})"


def with_checksum(values: tuple[object, ...]) -> tuple[object, ...]:
    """Return the values of a row's columns and their checksum; SQLite stores each of them as it is.

    It is not for a set, whose checksum is of its reps too.
    """
    text = repr(values)
    if "-0.0" in text:  # SQLite has no negative zero
        values = tuple(value + 0.0 if isinstance(value, float) else value for value in values)
        text = repr(values)
    return (*values, _checksum_of(text))


def _checksum_of(text: str) -> int:
    """Return the checksum of values, by the text of the tuple of them."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def _register(connection: sqlite3.Connection) -> None:
    connection.create_function("checksum_of", -1, lambda *values: _checksum_of(repr(values)), deterministic=True)
