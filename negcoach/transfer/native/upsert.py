"""The upsert of an export of negcoach: rows that are new are inserted, rows that are older replaced, the rest stays.

Rows are matched by their keys, so importing a file twice changes nothing. Of two versions of a row the one changed
later wins, as between two machines (``negcoach.transfer.merge.merge``); of the same age, the stored one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain, count

from negcoach.store.database.stamps import stamp
from negcoach.store.database.tables import BATCH_SIZE, TABLES, SqlTable, live_by_id, read_row, removal_times
from negcoach.store.editing.edit_log import EditRecorder
from negcoach.transfer.native.row_schema import Rows

_PROGRESS_EVERY = 2000
"""Rows from one call of ``on_progress`` to the next."""

_PARENT_MISSING = {
    "sessions": "its session is not there",
    "sets": "its set is not there",
}
_PARENT_IN_BIN = {
    "sessions": "its session is in the bin",
    "sets": "its set is in the bin",
}
_HIDDEN_IN_BIN = ("sets", "reps", "concentric_sets")
"""The tables whose rows nobody would see, and yet count, below something deleted; soreness is shown all the same."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many rows of a table are left out for one reason."""

    table: str
    why: str
    rows: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of a file by outcome of an upsert, each a count by table name for all of ``TABLES``.

    ``new`` are inserted; ``newer`` replace what is stored; ``same`` are stored as they are; ``older`` are stored in a
    version that was changed later (or at the same time), which stays.
    """

    new: Mapping[str, int]
    newer: Mapping[str, int]
    same: Mapping[str, int]
    older: Mapping[str, int]
    skipped: tuple[Skipped, ...]

    @property
    def changes(self) -> int:
        """How many rows are inserted or replaced."""
        return sum(self.new.values()) + sum(self.newer.values())

    @property
    def rows(self) -> int:
        """How many rows the file has: each is counted once."""
        unchanged = sum(self.same.values()) + sum(self.older.values())
        return self.changes + unchanged + sum(skipped.rows for skipped in self.skipped)


def plan_upsert(connection: sqlite3.Connection, rows: Rows) -> Counts:
    """Return the counts that ``apply_upsert`` would have; change nothing."""
    return _count(chain.from_iterable(_planned_batches(connection, rows)))


def apply_upsert(
    connection: sqlite3.Connection,
    recorder: EditRecorder,
    rows: Rows,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Counts:
    """Insert the rows that are new and replace those that are older; all else stays.

    It is part of the edit that ``recorder`` records, so it is undone as one. ``rows`` were checked
    (``negcoach.transfer.native.row_schema``); one whose parent is missing, or in the bin, is skipped. A row that was
    removed for good comes back, as changed now: whoever imports it wants it. A session whose sets are all in others by
    the file, which were joined where that was made, is deleted. ``on_progress`` is called every now and then with the
    number of rows that are done.
    """
    removals = removal_times(connection)
    left: dict[str, None] = {}
    _, now_ms = stamp(recorder.now)

    def applied() -> Iterator[_PlannedRow]:
        numbers = count(1)
        for batch in _planned_batches(connection, rows):
            table, new = TABLES[batch[0].table], list[dict[str, object]]()
            for planned, number in zip(batch, numbers, strict=False):
                row, key = planned.row, tuple(planned.row[name] for name in table.key)
                if planned.outcome is Outcome.NEW:
                    was_removed = removals[table.name].get(key, -1) >= _changed_ms(row)
                    new.append({**row, "changed_ms": now_ms} if was_removed else row)
                elif planned.outcome is Outcome.NEWER:
                    if "session_id" in row and table.name in _HIDDEN_IN_BIN:
                        stored = read_row(connection, table, key)
                        if stored is not None and stored["session_id"] != row["session_id"]:
                            left[stored["session_id"]] = None
                    recorder.move(table.name, key, row)
                if number % _PROGRESS_EVERY == 0:
                    on_progress(number)
                yield planned
            if new:
                recorder.insert_many(table.name, new)

    counts = _count(applied())
    in_file = {row["id"] for row in rows.get("sessions", [])}
    for session_id in left:
        if session_id not in in_file and not _has_sets(connection, session_id):
            recorder.update("sessions", (session_id,), {"deleted_at": stamp(recorder.now)[0]})
    return counts


def _has_sets(connection: sqlite3.Connection, session_id: str) -> bool:
    query = (
        "SELECT EXISTS (SELECT 1 FROM sets WHERE session_id = :id AND deleted_at IS NULL) "
        "OR EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = :id AND deleted_at IS NULL)"
    )
    return bool(connection.execute(query, {"id": session_id}).fetchone()[0])


class Outcome(Enum):
    """The outcome of an upsert for a row; see ``Counts``."""

    NEW = "new"
    NEWER = "newer"
    SAME = "same"
    OLDER = "older"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class _PlannedRow:
    """A row of the file and its outcome; ``why`` it is skipped, "" when it is not."""

    table: str
    row: dict[str, object]
    outcome: Outcome
    why: str = ""


def _planned_batches(connection: sqlite3.Connection, rows: Rows) -> Iterator[list[_PlannedRow]]:
    """Yield each row with its outcome, some rows of one table at a time.

    Parents come first, since the outcome of a child depends on its parent.
    """
    live: dict[str, dict[object, bool]] = {"sessions": {}, "sets": {}}
    for name, table in TABLES.items():
        for batch in _batches(rows.get(name, [])):
            stored = _stored_rows(connection, table, batch)
            for column, parent in table.parents:
                unknown = {row[column] for row in batch} - live[parent].keys()
                live[parent].update(live_by_id(connection, parent, unknown - {None}))
            planned = [_plan(table, row, stored.get(tuple(row[column] for column in table.key)), live) for row in batch]
            if name in live:
                changed = (one.row for one in planned if one.outcome in (Outcome.NEW, Outcome.NEWER))
                live[name].update((row["id"], row["deleted_at"] is None) for row in changed)
            yield planned


def _plan(
    table: SqlTable, row: dict[str, object], stored: sqlite3.Row | None, live: Mapping[str, Mapping[object, bool]]
) -> _PlannedRow:
    if stored is not None:
        if all(row[name] == stored[name] for name in table.entered):
            return _PlannedRow(table.name, row, Outcome.SAME)
        if _changed_ms(row) <= stored["changed_ms"]:
            return _PlannedRow(table.name, row, Outcome.OLDER)
    for column, parent in table.parents:
        if row[column] is None:
            continue
        parent_is_live = live[parent].get(row[column])
        if parent_is_live is None:
            return _PlannedRow(table.name, row, Outcome.SKIPPED, _PARENT_MISSING[parent])
        if not parent_is_live and table.name in _HIDDEN_IN_BIN:
            return _PlannedRow(table.name, row, Outcome.SKIPPED, _PARENT_IN_BIN[parent])
    return _PlannedRow(table.name, row, Outcome.NEW if stored is None else Outcome.NEWER)


def _count(planned_rows: Iterable[_PlannedRow]) -> Counts:
    counts: dict[Outcome, Counter[str]] = {outcome: Counter(dict.fromkeys(TABLES, 0)) for outcome in Outcome}
    skipped: Counter[tuple[str, str]] = Counter()
    for planned in planned_rows:
        counts[planned.outcome][planned.table] += 1
        if planned.outcome is Outcome.SKIPPED:
            skipped[planned.table, planned.why] += 1
    return Counts(
        new=dict(counts[Outcome.NEW]),
        newer=dict(counts[Outcome.NEWER]),
        same=dict(counts[Outcome.SAME]),
        older=dict(counts[Outcome.OLDER]),
        skipped=tuple(Skipped(table, why, count) for (table, why), count in skipped.items()),
    )


def _stored_rows(
    connection: sqlite3.Connection, table: SqlTable, rows: list[dict[str, object]]
) -> dict[tuple[object, ...], sqlite3.Row]:
    """Return the stored rows, by key, that have the keys of these rows; perhaps some more."""
    firsts = list(dict.fromkeys(row[table.key[0]] for row in rows))
    query = f"SELECT * FROM {table.name} WHERE {table.key[0]} IN ({', '.join('?' * len(firsts))})"
    return {tuple(row[name] for name in table.key): row for row in connection.execute(query, firsts)}


def _batches(rows: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(rows), BATCH_SIZE):
        yield rows[start : start + BATCH_SIZE]


def _changed_ms(row: Mapping[str, object]) -> int:
    value = row["changed_ms"]
    assert isinstance(value, int), "checked rows have it in milliseconds"
    return value
