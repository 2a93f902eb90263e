"""A check of every stored row by the schema of exports and by its checksum: what negcoach did not write is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.checks.row_names import NAME_OF_ROW, row_name, stored_row_name
from negcoach.store.database.connection import untrusted
from negcoach.store.database.stamps import utc_ms
from negcoach.store.database.tables import STAMPS, TABLES
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, checked_values, excerpt, wrong_column

_ITS = {"sessions": "its session", "sets": "its set"}


@dataclass(frozen=True, slots=True)
class WrongValue:
    """The first value of a stored row that negcoach does not write.

    ``key`` has the values of the table's key. ``sentence`` names the row by its day and what it is of, the column, the
    value, and what would be right. ``parent`` is the table that lacks the row which this one belongs to, else "".
    ``column`` is "" where a value could be right and only the checksum says that it is another one than was written;
    the row is the set where that may be one of its reps.
    """

    table: str
    key: tuple[object, ...]
    column: str
    sentence: str
    parent: str = ""


def wrong_values(path: Path) -> Iterator[WrongValue]:
    """Yield a wrong value for each row of the database at ``path`` that has one, or belongs to a row that is not there.

    Then each row whose checksum is wrong, if it and its reps have no such value. Rows in the bin count too: they can
    come back. The file must be of the newest version, and is only read. Raises SQLite's errors.
    """
    named = set[tuple[str, object]]()
    with untrusted(path) as connection:
        for name, table in TABLES.items():
            query = _rows_query(name)
            for row in connection.execute(query):
                wrong = wrong_value_in(name, dict(row), row["name_of_row"])
                if wrong is not None:
                    named.add(("sets" if name == "reps" else name, wrong.key[0]))
                    yield wrong
            for column, parent in table.parents:
                for row in connection.execute(
                    f"{query} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
                ):
                    sentence = _sentence(row_name(name, row, row["name_of_row"]), f"{_ITS[parent]} is not there.")
                    yield WrongValue(name, tuple(row[one] for one in table.key), column, sentence, parent)
        yield from (one for one in changed_rows(connection) if (one.table, one.key[0]) not in named)


def unreadable_rows(connection: sqlite3.Connection, *, every_row: bool) -> Iterator[WrongValue]:
    """Yield a wrong value for each row of ``main`` that has one: of every row, or of those whose checksum is wrong.

    A row that negcoach did not write has a wrong checksum, so that almost always few rows are to be looked at. Raises
    SQLite's errors.
    """
    chosen: list[tuple[str, str, tuple[str, ...]]] = [(name, "", ()) for name in TABLES]
    if not every_row:
        changed = [(table.name, row_id) for table, row_id in changed_elsewhere(connection)]
        chosen = [(name, " WHERE id = ?", (row_id,)) for name, row_id in changed]
        chosen += [("reps", " WHERE set_id = ?", (row_id,)) for name, row_id in changed if name == "sets"]
    for name, where, values in chosen:
        for row in connection.execute(f"{_rows_query(name)}{where}", values):
            wrong = wrong_value_in(name, dict(row), row["name_of_row"])
            if wrong is not None:
                yield wrong


def changed_rows(connection: sqlite3.Connection) -> Iterator[WrongValue]:
    """Yield each row of ``main``, of the newest version, whose checksum is wrong. Raises SQLite's errors."""
    for table, row_id in changed_elsewhere(connection):
        where = stored_row_name(connection, table.name, row_id)
        yield WrongValue(table.name, (row_id,), "", _sentence(f"{where} is not as negcoach wrote it."))


def wrong_value_in(table: str, row: Mapping[str, object], row_of: object = None) -> WrongValue | None:
    """Return the first wrong value of a row with all columns of its table; ``row_of`` is what the row is of."""
    at, ms = STAMPS[table]
    where = row_name(table, row, row_of)

    def wrong(column: str, sentence: str) -> WrongValue:
        return WrongValue(table, tuple(row[name] for name in TABLES[table].key), column, sentence)

    try:
        checked = checked_values(table, [row[name] for name in ROW_SCHEMAS[table]], where)
    except NegcoachError as error:
        return wrong(wrong_column(table, row), _sentence(str(error)))
    right = utc_ms(datetime.fromisoformat(str(checked[at])))
    if row[ms] != right:
        return wrong(ms, _sentence(where, f"{ms} must be {right}, as {at} has it, not {excerpt(row[ms])}."))
    try:
        if row["deleted_at"] is not None:
            datetime.fromisoformat(str(row["deleted_at"]))
    except ValueError:
        deleted = excerpt(row["deleted_at"])
        return wrong("deleted_at", _sentence(where, f"deleted_at must be a time or nothing, not {deleted}."))
    return None


def _rows_query(table: str) -> str:
    return f"SELECT *, {NAME_OF_ROW.get(table, 'NULL')} AS name_of_row FROM {table}"


def _sentence(*parts: str) -> str:
    """Return the parts of a sentence with a colon between them, and a capital letter."""
    text = ": ".join(parts)
    return f"{text[0].upper()}{text[1:]}"
