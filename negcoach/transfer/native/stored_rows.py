"""A check of every stored row by the schema of exports: a value that no screen and no export can use is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.files import sqlite_uri
from negcoach.store.database.stamps import utc_ms
from negcoach.store.database.tables import TABLES
from negcoach.texts import clean, shortened
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, STAMPS, checked_values, excerpt

_WORDS = {
    "sessions": "the session",
    "sets": "the set",
    "reps": "a rep",
    "concentric_sets": "the lifted set",
    "one_rms": "the 1RM",
    "body_weights": "the body weight",
    "soreness": "the soreness",
    "programme_runs": "the programme",
}

_OF = {
    "sets": "exercise_name",
    "reps": "(SELECT exercise_name FROM sets WHERE id = set_id)",
    "concentric_sets": "exercise_name",
    "one_rms": "exercise",
    "soreness": "muscle",
    "programme_runs": "programme",
}
"""By table: what a row is of, in SQL."""


def wrong_rows(path: Path) -> Iterator[str]:
    """Yield a sentence for each row of the database at ``path`` with a value that negcoach does not write.

    It names the row by its day and what it is of, the column, the value, and what would be right. Rows in the bin
    count too: they can come back. The file must be of the newest version, and is only read. Raises SQLite's errors.
    """
    connection = sqlite3.connect(sqlite_uri(path, "ro"), uri=True, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        for table in TABLES:
            for row in connection.execute(f"SELECT *, {_OF.get(table, 'NULL')} AS name_of_row FROM {table}"):
                fault = _fault(table, row)
                if fault is not None:
                    yield fault
    finally:
        connection.close()


def _fault(table: str, row: sqlite3.Row) -> str | None:
    at, ms = STAMPS[table]
    named = "" if row["name_of_row"] is None else f" of {shortened(clean(str(row['name_of_row'])))}"
    where = f"{_WORDS[table]}{named} on {shortened(clean(str(row[at])[:10]))}"
    try:
        checked = checked_values(table, [row[name] for name in ROW_SCHEMAS[table]], where)
    except NegcoachError as error:
        return str(error)
    right = utc_ms(datetime.fromisoformat(str(checked[at])))
    if row[ms] != right:
        return f"{where}: {ms} is to be {right}, as {at} has it, not {excerpt(row[ms])}."
    try:
        if row["deleted_at"] is not None:
            datetime.fromisoformat(row["deleted_at"])
    except ValueError:
        return f"{where}: deleted_at is to be a time or nothing, not {excerpt(row['deleted_at'])}."
    return None
