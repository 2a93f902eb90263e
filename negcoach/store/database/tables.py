"""The tables that hold what people entered: their keys and columns, and how one row is read and written.

All other columns are totals, computed from other rows (``negcoach.store.database.totals``,
``negcoach.store.database.record_flags``), and ``changed_ms``, when the row was last changed: of two machines' copies
the newer one wins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter

from negcoach.store.database.stamps import changed_after, changed_sql
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.store.prescribed_set import PRESCRIBED_FIELDS

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    import json


@dataclass(frozen=True, slots=True)
class SqlTable:
    """A table: its name, the columns of its primary key, the entered ones, and those that refer to another table."""

    name: str
    key: tuple[str, ...]
    entered: tuple[str, ...]
    parents: tuple[tuple[str, str], ...] = ()
    """``(column, table)``: the foreign keys, whose rows must exist before this one."""
    columns: tuple[str, ...] = field(init=False, compare=False)
    """The columns that make up a row: its key, what was entered, and when it was changed."""

    def __post_init__(self) -> None:
        """Make up the columns once: an import asks for them with every row."""
        columns = (*self.key, *(name for name in self.entered if name not in self.key), "changed_ms")
        object.__setattr__(self, "columns", columns)


SESSIONS = SqlTable("sessions", ("id",), ("started_at", "started_ms", "ended_at", "title", "note", "rpe", "deleted_at"))
SETS = SqlTable(
    "sets",
    ("id",),
    (
        "session_id",
        *(field.column for field in PRESCRIBED_FIELDS),
        *("load_kg", "load_unit", "started_at", "started_ms", "ended_at", "stop_reason", "rpe", "note", "deleted_at"),
        *PAIN_COLUMNS.values(),
        *NEXT_MORNING_COLUMNS.values(),
        "attempt",
    ),
    (("session_id", "sessions"),),
)
REPS = SqlTable(
    "reps",
    ("set_id", "ordinal"),
    ("number", "side", "target_ms", "measured_ms", "completed_at", "completed_ms", "deleted_at"),
    (("set_id", "sets"),),
)
CONCENTRIC_SETS = SqlTable(
    "concentric_sets",
    ("id",),
    (
        *("session_id", "exercise", "exercise_name", "muscles", "set_number", "kind", "load_kg", "load_unit", "reps"),
        *("rpe", "note", "started_at", "started_ms", "deleted_at"),
    ),
    (("session_id", "sessions"),),
)
ONE_RMS = SqlTable("one_rms", ("id",), ("exercise", "kg", "unit", "kind", "tested_at", "tested_ms", "deleted_at"))
BODY_WEIGHTS = SqlTable("body_weights", ("id",), ("kg", "measured_at", "measured_ms", "deleted_at"))
SORENESS = SqlTable(
    "soreness",
    ("id",),
    ("session_id", "muscle", "hours", "rating", "rated_at", "rated_ms", "deleted_at"),
    (("session_id", "sessions"),),
)
PROGRAMME_RUNS = SqlTable(
    "programme_runs", ("id",), ("programme", "begun_at", "begun_ms", "pauses", "stopped_at", "deleted_at")
)

TABLES = {
    table.name: table
    for table in (SESSIONS, SETS, REPS, CONCENTRIC_SETS, ONE_RMS, BODY_WEIGHTS, SORENESS, PROGRAMME_RUNS)
}
"""All tables by name, in an order in which rows can be inserted: parents first."""

STAMPS = {
    "sessions": ("started_at", "started_ms"),
    "sets": ("started_at", "started_ms"),
    "reps": ("completed_at", "completed_ms"),
    "concentric_sets": ("started_at", "started_ms"),
    "one_rms": ("tested_at", "tested_ms"),
    "body_weights": ("measured_at", "measured_ms"),
    "soreness": ("rated_at", "rated_ms"),
    "programme_runs": ("begun_at", "begun_ms"),
}
"""By table: the column of a row's time as text, and the one of the same time in ms, which no file holds."""

FACTS = SqlTable("facts", ("name",), ("value",))
"""Single facts by name, which a merge brings over one by one; an export has those of ``negcoach.store.sides``."""

BATCH_SIZE = 500
"""Ids looked up in one query; SQLite takes at least 999 values in one."""


def read_row(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object]) -> sqlite3.Row | None:
    """Return the row with this key, ``None`` when there is none."""
    row: sqlite3.Row | None = connection.execute(f"SELECT * FROM {table.name} WHERE {_by_key(table)}", key).fetchone()
    return row


def live_by_id(connection: sqlite3.Connection, table: str, ids: Iterable[object]) -> dict[object, bool]:
    """Return which of these ids a table has, and whether their rows are live (``False``: in the bin)."""
    wanted = list(ids)
    live: dict[object, bool] = {}
    for start in range(0, len(wanted), BATCH_SIZE):
        batch = wanted[start : start + BATCH_SIZE]
        query = f"SELECT id, deleted_at IS NULL FROM {table} WHERE id IN ({', '.join('?' * len(batch))})"
        live.update((row[0], bool(row[1])) for row in connection.execute(query, batch))
    return live


def insert_row(connection: sqlite3.Connection, table: SqlTable, row: Mapping[str, object]) -> None:
    """Insert a row; values for other than ``SqlTable.columns`` are ignored."""
    insert_rows(connection, table, (row,))


def insert_rows(connection: sqlite3.Connection, table: SqlTable, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that all have the same columns; values for other than ``SqlTable.columns`` are ignored."""
    insert_values(connection, table, *values_of(table, rows))


Values = tuple[object, ...]
"""The values of some columns of a row: in less room than a mapping of them, which matters for a million rows."""


def values_of(table: SqlTable, rows: Sequence[Mapping[str, object]]) -> tuple[tuple[str, ...], list[Values]]:
    """Return those of ``SqlTable.columns`` that rows have, which all have the same, and of each row their values."""
    names = tuple(name for name in table.columns if name in rows[0])
    return names, list(map(itemgetter(*names), rows))


def insert_values(
    connection: sqlite3.Connection, table: SqlTable, names: tuple[str, ...], rows: Iterable[Values]
) -> None:
    """Insert rows by the values of these columns."""
    connection.executemany(_insertion(table.name, names), rows)


def insert_sealed_values(
    connection: sqlite3.Connection, table: SqlTable, rows: Iterable[Values], seal: Callable[[Values], Values]
) -> None:
    """Insert rows by the values of all columns; ``seal`` adds its checksum to them."""
    insert_values(connection, table, (*table.columns, "checksum"), map(seal, rows))


def update_row(
    connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], values: Mapping[str, object]
) -> None:
    """Change columns of a row; values for other than ``SqlTable.columns`` are ignored."""
    names = [name for name in table.columns if name in values]
    assignments = ", ".join(f"{name} = ?" for name in names)
    connection.execute(
        f"UPDATE {table.name} SET {assignments} WHERE {_by_key(table)}",
        [*(values[name] for name in names), *key],
    )


def change_row(
    connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], values: Mapping[str, object], now_ms: int
) -> None:
    """Change columns of a row as somebody who does so now; where it is gone, nothing."""
    row = read_row(connection, table, key)
    if row is not None:
        update_row(connection, table, key, {**values, "changed_ms": changed_after(row["changed_ms"], now_ms)})


def store_fact(connection: sqlite3.Connection, name: str, value: str | None, now_ms: int) -> None:
    """Store a fact now, in place of what it was."""
    connection.execute(_STORE_FACT, (name, value, now_ms))


_STORE_FACT = f"""
    INSERT INTO facts (name, value, changed_ms) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET
        value = excluded.value, changed_ms = {changed_sql("excluded.changed_ms", "facts.changed_ms")}
"""


def delete_row(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object]) -> None:
    """Remove a row for good."""
    connection.execute(f"DELETE FROM {table.name} WHERE {_by_key(table)}", key)


def delete_with_tombstone(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], now_ms: int) -> None:
    """Remove a row for good, and remember its key, so that another machine's copy does not bring it back."""
    row = read_row(connection, table, key)
    ms = now_ms if row is None else max(now_ms, row["changed_ms"])  # no copy of it as it was is newer
    delete_row(connection, table, key)
    connection.execute("INSERT OR REPLACE INTO removed_rows VALUES (?, ?, ?)", (table.name, key_text(key), ms))


def insert_removed_row(connection: sqlite3.Connection, table: SqlTable, row: Mapping[str, object], now_ms: int) -> None:
    """Insert a row again that was removed for good, as changed after that."""
    key = [row[name] for name in table.key]
    insert_row(connection, table, {**row, "changed_ms": changed_after_removal(connection, table, key, now_ms)})
    connection.execute(f"DELETE {_OF_TOMBSTONE}", (table.name, key_text(key)))


def changed_after_removal(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], now_ms: int) -> int:
    """Return when a row is changed that is inserted now: after it was removed for good, where it was there before."""
    removed = connection.execute(f"SELECT removed_ms {_OF_TOMBSTONE}", (table.name, key_text(key))).fetchone()
    return now_ms if removed is None else changed_after(removed[0], now_ms)


_OF_TOMBSTONE = "FROM removed_rows WHERE table_name = ? AND row_key = ?"


def was_removed(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], since: object) -> bool:
    """Return whether a row was removed for good since a time (ms), and has not come back; never since what is none."""
    row = connection.execute(f"SELECT removed_ms >= ? {_OF_TOMBSTONE}", (since, table.name, key_text(key))).fetchone()
    return row is not None and bool(row[0])


def removal_times(connection: sqlite3.Connection) -> dict[str, dict[tuple[object, ...], int]]:
    """Return when rows of each table were removed for good (ms), by table name and key."""
    import json  # loaded late: an export needs only the columns

    found: dict[str, dict[tuple[object, ...], int]] = {name: {} for name in TABLES}
    for name, text, ms in connection.execute("SELECT table_name, row_key, removed_ms FROM main.removed_rows"):
        found[name][tuple(json.loads(text))] = ms
    return found


def key_text(key: Sequence[object]) -> str:
    """Return a key as ``edited_rows`` and ``removed_rows`` store it: a JSON array."""
    return json_text(list(key))


def json_text(value: object) -> str:
    """Return a value as compact JSON."""
    return _encoder().encode(value)


@cache
def _encoder() -> json.JSONEncoder:
    import json  # loaded late: an export needs only the columns

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def _by_key(table: SqlTable) -> str:
    return " AND ".join(f"{name} = ?" for name in table.key)
