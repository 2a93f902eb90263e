"""Rows that cannot be read, set aside: out of the tables that everything reads, whole and as they are, until repaired.

One nonsense value would else end every list and every advice that its row is in. Nothing is lost: each value lies in
the table ``set_aside`` as it was stored, and a repair puts the row back. A row that has come back another way, by a
merge for instance, counts no longer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from negcoach.store.database.stamps import LATEST_MS, utc_ms
from negcoach.store.database.tables import STAMPS, TABLES, SqlTable, delete_row, read_row, was_removed
from negcoach.store.database.totals import update_totals

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.store.database.database import Database

_CHILDREN = {
    "sessions": (("sets", "session_id"), ("concentric_sets", "session_id"), ("soreness", "session_id")),
    "sets": (("reps", "set_id"),),
}
"""By table: the tables whose rows go along with one of its rows, and the column that refers to it."""


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that was set aside at ``since_ms``: its values by column; a column that was added since has its default."""

    table: str
    values: Mapping[str, object]
    since_ms: int

    @property
    def at_ms(self) -> int:
        """The time of the row in ms, that of setting it aside where its own is what cannot be read."""
        at, ms = STAMPS[self.table]
        try:
            stored = utc_ms(datetime.fromisoformat(str(self.values[at])))
        except (ValueError, TypeError, OverflowError):
            return self.since_ms
        return stored if stored == self.values[ms] else self.since_ms

    @property
    def is_deleted(self) -> bool:
        """Whether it was in the bin."""
        deleted = self.values["deleted_at"]
        try:
            return deleted is not None and datetime.fromisoformat(str(deleted)) is not None
        except ValueError:
            return False


def set_aside(connection: sqlite3.Connection, rows: Iterable[tuple[str, Sequence[object]]], now: datetime) -> None:
    """Take rows, each a table's name and a key, out of their tables, with those that belong to them.

    Call it in a transaction. The totals and records of what stays are computed again.
    """
    # Late: they load the rules about records, and almost no database has such a row.
    from negcoach.store.database.record_flags import exercises_in, update_record_flags

    chosen = [(table, tuple(key)) for table, key in rows]
    sessions = {str(one) for table, key in chosen for one in _session_of(connection, table, key)}
    exercises = exercises_in(connection, *sessions)
    for table, key in chosen:
        _move(connection, TABLES[table], key, utc_ms(now))
    update_totals(connection, *sorted(sessions))
    update_record_flags(connection, *sorted(exercises))


def has_set_aside(connection: sqlite3.Connection) -> bool:
    """Return whether any row is set aside, also one that is back."""
    return connection.execute("SELECT 1 FROM set_aside LIMIT 1").fetchone() is not None


def set_aside_rows(connection: sqlite3.Connection) -> list[SetAsideRow]:
    """Return the rows that are set aside and not back in their tables, in the order in which they were set aside.

    What was removed for good on another machine since is none of them, nor is what negcoach never wrote there, which
    ``foreign_entries`` counts.
    """
    rows, _ = _stored(connection)
    return [one for one in rows.values() if not (_is_back(connection, one) or _is_removed(connection, one))]


def foreign_entries(connection: sqlite3.Connection) -> int:
    """Return how many entries the table ``set_aside`` has that are no row of one of our tables."""
    return len(_stored(connection)[1])


def forget_foreign_entries(connection: sqlite3.Connection) -> int:
    """Remove these entries, and return how many they were. Call it in a transaction."""
    numbers = _stored(connection)[1]
    connection.executemany("DELETE FROM set_aside WHERE number = ?", ((one,) for one in numbers))
    return len(numbers)


def _stored(connection: sqlite3.Connection) -> tuple[dict[int, SetAsideRow], list[int]]:
    """Return the rows that are stored by their numbers, and the numbers of what negcoach never wrote there.

    Names of tables and columns come from the file, and go into statements: only ours do.
    """
    found: dict[int, tuple[str, int, dict[str, object]]] = {}
    for number, table, column, value, since_ms in connection.execute(
        "SELECT number, table_name, column_name, value, since_ms FROM set_aside ORDER BY number"
    ):
        found.setdefault(number, (table, since_ms, {}))[2][column] = value
    rows: dict[int, SetAsideRow] = {}
    for number, (table, since_ms, values) in found.items():
        if table in TABLES and _needed(table) <= values.keys() and abs(since_ms) <= LATEST_MS:
            defaults = _defaults(connection, table)
            if values.keys() <= defaults.keys():  # the table may have got columns since
                rows[number] = SetAsideRow(table, {**defaults, **values}, since_ms)
    return rows, [number for number in found if number not in rows]


def _defaults(connection: sqlite3.Connection, table: str) -> dict[str, object]:
    """Return what each column of one of our tables holds where nothing is said, ``None`` where that is not allowed."""
    info = {str(row[1]): row[4] for row in connection.execute(f"PRAGMA main.table_info({table})")}
    values = connection.execute(f"SELECT {', '.join('NULL' if one is None else str(one) for one in info.values())}")
    return dict(zip(info, values.fetchone(), strict=True))


def _needed(table: str) -> set[str]:
    """Return the columns without which a row of a table is none."""
    return {*TABLES[table].key, *STAMPS[table], "deleted_at"}


def exercise_of(connection: sqlite3.Connection, row: SetAsideRow) -> str | None:
    """Return the slug of the exercise that a row is of, "" where just that cannot be read; ``None`` for none."""
    if row.table == "reps":
        found = connection.execute("SELECT exercise FROM sets WHERE id = ?", (row.values["set_id"],)).fetchone()
        return None if found is None else str(found[0])
    slug = row.values.get("exercise")
    return None if slug is None else str(slug)


def put_back(database: Database) -> int:
    """Put what was set aside back into its tables, as it was, and return how many rows that were.

    What has come back another way, or was removed for good on another machine, stays where it is. Totals are not
    computed again. Raises ``NegcoachError``.
    """
    with without_foreign_keys(database), database.write(patient=True) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")  # the value may be what cannot be read
        try:
            return sum(_put_row_back(connection, number, row) for number, row in _stored(connection)[0].items())
        finally:
            connection.execute("PRAGMA ignore_check_constraints = OFF")


@contextmanager
def without_foreign_keys(database: Database) -> Iterator[None]:
    """Let rows refer in the block to what is not there: it may be what cannot be read. Nothing else may use it then."""
    database.connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        database.connection.execute("PRAGMA foreign_keys = ON")


def _put_row_back(connection: sqlite3.Connection, number: int, row: SetAsideRow) -> bool:
    """Insert a row from its values, and forget these; return whether that could be done.

    Text that is no text any more has no checksum, and comes back as it can be read.
    """
    if _is_removed(connection, row):
        return False
    places = ", ".join("?" * len(row.values))
    try:
        connection.execute(
            f"INSERT INTO main.{row.table} ({', '.join(row.values)}) VALUES ({places})", tuple(row.values.values())
        )
    except sqlite3.IntegrityError:
        return False
    connection.execute("DELETE FROM set_aside WHERE number = ?", (number,))
    return True


def _move(connection: sqlite3.Connection, table: SqlTable, key: Sequence[object], now_ms: int) -> None:
    """Copy each value of a row, and of those that belong to it, and remove them; a row that is gone is none."""
    for child, column in _CHILDREN.get(table.name, ()):
        keys = connection.execute(f"SELECT {', '.join(TABLES[child].key)} FROM {child} WHERE {column} = ?", key)
        for row in keys.fetchall():
            _move(connection, TABLES[child], tuple(row), now_ms)
    number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM set_aside").fetchone()[0]
    where = " AND ".join(f"{name} = ?" for name in table.key)
    for column in [row[1] for row in connection.execute(f"PRAGMA main.table_info({table.name})")]:
        connection.execute(
            f"INSERT INTO set_aside SELECT ?, ?, ?, {column}, ? FROM main.{table.name} WHERE {where}",
            (number, table.name, column, now_ms, *key),
        )
    delete_row(connection, table, key)


def _session_of(connection: sqlite3.Connection, table: str, key: Sequence[object]) -> list[object]:
    """Return the session whose totals a row is in, as the only item; nothing for a row that is in none."""
    query = {
        "sets": "SELECT session_id FROM sets WHERE id = ?",
        "concentric_sets": "SELECT session_id FROM concentric_sets WHERE id = ?",
        "reps": "SELECT session_id FROM sets WHERE id = ?",
        "sessions": "SELECT id FROM sessions WHERE id = ?",
    }.get(table)
    return [] if query is None else [row[0] for row in connection.execute(query, key[:1])]


def _is_back(connection: sqlite3.Connection, row: SetAsideRow) -> bool:
    table = TABLES[row.table]
    return read_row(connection, table, [row.values[name] for name in table.key]) is not None


def _is_removed(connection: sqlite3.Connection, row: SetAsideRow) -> bool:
    """Return whether the row was removed for good, on another machine, after it was changed last."""
    table = TABLES[row.table]
    key = [row.values[name] for name in table.key]
    is_readable = not any(isinstance(one, bytes) for one in key)
    return is_readable and was_removed(connection, table, key, row.values["changed_ms"])
