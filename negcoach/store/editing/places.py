"""Places: the session and the times that a set, a rep or a session was given after it was recorded.

A place is stored as a fact of its own, beside the row. When two machines are merged it is decided by itself which place
was given last: a load or an effort that the other machine changed later, without knowing of the move, does not take the
set back to where it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from negcoach.store.database.stamps import changed_sql
from negcoach.store.database.tables import CONCENTRIC_SETS, REPS, SESSIONS, SETS, SqlTable, json_text, key_text

PLACE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    SESSIONS.name: ("started_at", "ended_at"),
    SETS.name: ("session_id", "started_at", "ended_at"),
    REPS.name: ("completed_at",),
    CONCENTRIC_SETS.name: ("session_id", "started_at"),
}
"""By table: the columns that make up a place; of a time the text alone, which gives the milliseconds beside it."""

_PREFIX = "place "
"""Before a table's name and a row's key (JSON): the fact that holds the row's place, as JSON."""

_REGROUPED = "regrouped "
"""Before a session's id: the fact that sets were moved out of it, so that it is no session without any."""

_FACTS = "SELECT name, value FROM facts WHERE substr(name, 1, ?) = ? AND value IS NOT NULL ORDER BY name"


def place_fact(table: SqlTable, key: Sequence[object]) -> str:
    """Return the name of the fact that holds a row's place."""
    return f"{_PREFIX}{table.name} {key_text(key)}"


def place_value(table: SqlTable, row: Mapping[str, object] | sqlite3.Row) -> str:
    """Return the value of that fact for the place that a row has; that of a row of another table never changes."""
    return json_text({name: row[name] for name in PLACE_COLUMNS.get(table.name, ())})


def places(connection: sqlite3.Connection, table: SqlTable) -> Iterator[tuple[list[object], dict[str, object]]]:
    """Yield the key of each row of a table that was given a place, and the place by columns, unchecked."""
    import json  # loaded late: the start of the app, which writes through the journal, needs none

    prefix = f"{_PREFIX}{table.name} "
    for name, value in connection.execute(_FACTS, (len(prefix), prefix)).fetchall():
        with suppress(ValueError, LookupError, TypeError):  # another machine's file may hold anything
            key, place = json.loads(name.removeprefix(prefix)), json.loads(value)
            if len(key) == len(table.key):
                yield key, {column: place[column] for column in PLACE_COLUMNS[table.name]}


def placed_rows(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of the facts that hold a place."""
    query = "SELECT name FROM facts WHERE substr(name, 1, ?) = ?"
    return frozenset(row[0] for row in connection.execute(query, (len(_PREFIX), _PREFIX)))


def keep_place(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], ms: int) -> None:
    """Store the place that a row has now, where it was given one before."""
    columns = ", ".join(PLACE_COLUMNS[table.name])
    of_row = " AND ".join(f"{name} = ?" for name in table.key)
    row = connection.execute(f"SELECT {columns} FROM {table.name} WHERE {of_row}", key).fetchone()
    if row is not None:
        connection.execute(
            f"UPDATE facts SET value = ?, changed_ms = {changed_sql()} WHERE name = ?",
            (place_value(table, row), ms, place_fact(table, key)),
        )


def mark_regrouped(connection: sqlite3.Connection, session_id: str) -> None:
    """Note that sets were moved out of a session: a merge that leaves it without any puts it into the bin."""
    connection.execute(
        "INSERT OR IGNORE INTO facts (name, value, changed_ms) VALUES (?, '', 0)", (_REGROUPED + session_id,)
    )


def regrouped_sessions(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of the sessions that sets were moved out of."""
    rows = connection.execute(_FACTS, (len(_REGROUPED), _REGROUPED))
    return [name.removeprefix(_REGROUPED) for name, _ in rows]
