"""What a stored row is called in a message: by what it is of, and its day."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from negcoach.store.database.tables import STAMPS
from negcoach.texts import clean, shortened

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

NAME_OF_ROW = {
    "sets": "exercise_name",
    "reps": "(SELECT exercise_name FROM sets WHERE id = set_id)",
    "concentric_sets": "exercise_name",
    "one_rms": "exercise",
    "soreness": "muscle",
    "programme_runs": "programme",
}
"""By table: what a row is of, in SQL; a table that is missing here has no name for it."""


def row_name(table: str, row: Mapping[str, object] | sqlite3.Row, row_of: object = None) -> str:
    """Return ``the set of Bench press on 2026-11-22``; ``row_of`` is the value of ``NAME_OF_ROW``."""
    named = "" if row_of is None else f" of {shortened(clean(str(row_of)))}"
    return f"{_WORDS[table]}{named} on {shortened(clean(str(row[STAMPS[table][0]])[:10]))}"


def stored_row_name(connection: sqlite3.Connection, table: str, row_id: str) -> str:
    """Return the name of the row with this id."""
    at, _ = STAMPS[table]
    query = f"SELECT {at}, {NAME_OF_ROW.get(table, 'NULL')} FROM {table} WHERE id = ?"
    found = connection.execute(query, (row_id,)).fetchone()
    if found is None:  # its id is no text any more, and is not found as it was read
        return f"{_WORDS[table]} {shortened(clean(row_id))}"
    return row_name(table, {at: found[0]}, found[1])
