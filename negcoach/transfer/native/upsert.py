"""The upsert of an export of negcoach: rows that are new are inserted, rows that are older replaced, the rest stays.

Rows are matched by their keys, so importing a file twice changes nothing. Of two versions of a row the one changed
later wins, as between two machines (``negcoach.transfer.merge.merge``); of the same age, the stored one.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from negcoach.store.database.stamps import changed_after, stamp
from negcoach.store.database.tables import (
    BATCH_SIZE,
    FACTS,
    SESSIONS,
    TABLES,
    SqlTable,
    live_by_id,
    read_row,
    removal_times,
)
from negcoach.store.editing.edit_log import EditRecorder
from negcoach.store.editing.places import place_fact, place_value, placed_rows
from negcoach.store.sides import side_fact
from negcoach.transfer.native.row_schema import SIDES, Rows

_PROGRESS_EVERY = 2000
"""Rows from one call of ``on_progress`` to the next, about."""

_STORED_IN = {**TABLES, SIDES: FACTS}
"""By list of ``Rows``: the table that its rows are stored in, in an order in which they can be inserted."""

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
    """The rows of a file by outcome of an upsert, each a count by the name of each list of ``Rows``.

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


def plan_upsert(connection: sqlite3.Connection, rows: Rows | Iterable[Rows]) -> Counts:
    """Return the counts that ``apply_upsert`` would have; change nothing."""
    return _count(_planned_batches(connection, rows))


def apply_upsert(
    connection: sqlite3.Connection,
    recorder: EditRecorder,
    rows: Rows | Iterable[Rows],
    on_progress: Callable[[int], None] = lambda done: None,
) -> Counts:
    """Insert the rows that are new and replace those that are older; all else stays.

    It is part of the edit that ``recorder`` records, so it is undone as one. ``rows`` were checked
    (``negcoach.transfer.native.row_schema``), and may come in parts, each session in one. A row whose parent is
    missing, or in the bin, is skipped. A row that was removed for good comes back, as changed now: whoever imports it
    wants it. A session whose sets are all in others by the file, which were joined where that was made, is deleted.
    ``on_progress`` is called every now and then with the number of rows that are done.
    """
    removals, placed = removal_times(connection), placed_rows(connection)
    left: dict[str, None] = {}
    in_file: set[object] = set()
    _, now_ms = stamp(recorder.now)

    def applied() -> Iterator[_Batch]:
        done = 0
        for batch in _planned_batches(connection, rows):
            table = _STORED_IN[batch.table]
            if table is SESSIONS:
                in_file.update(batch.ids)
            if removed := removals.get(table.name):
                for number, row in enumerate(batch.new):
                    removed_ms = removed.get(tuple(row[name] for name in table.key), -1)
                    if removed_ms >= _changed_ms(row):
                        batch.new[number] = {**row, "changed_ms": changed_after(removed_ms, now_ms)}
            for row in batch.newer:
                key = tuple(row[name] for name in table.key)
                if "session_id" in row and table.name in _HIDDEN_IN_BIN:
                    stored = read_row(connection, table, key)
                    if stored is not None and stored["session_id"] != row["session_id"]:
                        left[stored["session_id"]] = None
                recorder.move(table.name, key, row)
            if table is FACTS:
                for row in batch.new:
                    _add_fact(recorder, row)
            elif batch.new:
                recorder.insert_many(table.name, batch.new)
                if placed:
                    _give_places(recorder, table, batch.new, placed)
            before, done = done, done + batch.rows
            if done // _PROGRESS_EVERY > before // _PROGRESS_EVERY:
                on_progress(done)
            yield batch

    counts = _count(applied())
    for session_id in left:
        if session_id not in in_file and not _has_sets(connection, session_id):
            recorder.update("sessions", (session_id,), {"deleted_at": stamp(recorder.now)[0]})
    return counts


def _add_fact(recorder: EditRecorder, row: Mapping[str, object]) -> None:
    """Give a fact its value: undoing takes that from it, and the fact stays. One that was undone is changed now."""
    added = recorder.connection.execute(
        "INSERT OR IGNORE INTO facts (name, value, changed_ms) VALUES (?, NULL, 0)", (row["name"],)
    ).rowcount
    recorder.update(FACTS.name, (row["name"],), row if added else {"value": row["value"]})


def _give_places(
    recorder: EditRecorder, table: SqlTable, rows: Iterable[Mapping[str, object]], placed: AbstractSet[str]
) -> None:
    """Give rows that are there again the places that they have in the file, where they had been given another one."""
    for row in rows:
        fact = place_fact(table, [row[name] for name in table.key])
        if fact in placed:
            recorder.update(FACTS.name, (fact,), {"value": place_value(table, row)})


def _has_sets(connection: sqlite3.Connection, session_id: str) -> bool:
    query = (
        "SELECT EXISTS (SELECT 1 FROM sets WHERE session_id = :id AND deleted_at IS NULL) "
        "OR EXISTS (SELECT 1 FROM concentric_sets WHERE session_id = :id AND deleted_at IS NULL)"
    )
    return bool(connection.execute(query, {"id": session_id}).fetchone()[0])


@dataclass(slots=True)
class _Batch:
    """Some rows of a table, by what becomes of them (see ``Counts``); ``skipped`` counts rows by the reason.

    ``ids`` are those of its sessions.
    """

    table: str
    new: list[dict[str, object]] = field(default_factory=list)
    newer: list[dict[str, object]] = field(default_factory=list)
    same: int = 0
    older: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    ids: set[object] = field(default_factory=set)

    @property
    def rows(self) -> int:
        """How many rows it is of."""
        return len(self.new) + len(self.newer) + self.same + self.older + self.skipped.total()


def _planned_batches(connection: sqlite3.Connection, rows: Rows | Iterable[Rows]) -> Iterator[_Batch]:
    """Yield the rows by what becomes of them, some rows of one table at a time.

    Parents come first, since what becomes of a child depends on its parent.
    """
    empty = {
        table.name
        for table in _STORED_IN.values()
        if connection.execute(f"SELECT NOT EXISTS (SELECT 1 FROM {table.name})").fetchone()[0] == 1
    }
    live: dict[str, dict[object, bool]] = {"sessions": {}, "sets": {}}
    for part in (rows,) if isinstance(rows, dict) else rows:
        live["sets"] = {}  # a set is in one part with its reps
        for name, table in _STORED_IN.items():
            in_part = part.get(name, [])
            for of_file in _batches([side_fact(row) for row in in_part] if name == SIDES else in_part):
                stored = {} if table.name in empty else _stored_rows(connection, table, of_file)
                for column, parent in table.parents:
                    known = live[parent]
                    unknown = dict.fromkeys(row[column] for row in of_file if row[column] not in known)
                    known.update(live_by_id(connection, parent, (one for one in unknown if one is not None)))
                batch = _Batch(name)
                for row in of_file:
                    _plan(batch, table, row, stored, live)
                if name in live:
                    live[name].update((row["id"], row["deleted_at"] is None) for row in (*batch.new, *batch.newer))
                if table is SESSIONS:
                    batch.ids = {row["id"] for row in of_file}
                yield batch


def _plan(
    batch: _Batch,
    table: SqlTable,
    row: dict[str, object],
    stored_rows: Mapping[tuple[object, ...], sqlite3.Row],
    live: Mapping[str, Mapping[object, bool]],
) -> None:
    """Add a row to its batch."""
    stored = stored_rows.get(tuple([row[column] for column in table.key])) if stored_rows else None
    if table is FACTS and stored is not None and stored["value"] is None:
        stored = None  # an import that brought it was undone
    if stored is not None:
        if all(row[name] == stored[name] for name in table.entered):
            batch.same += 1
            return
        if _changed_ms(row) <= stored["changed_ms"]:
            batch.older += 1
            return
    for column, parent in table.parents:
        if (parent_id := row[column]) is None:
            continue
        parent_is_live = live[parent].get(parent_id)
        if parent_is_live is None:
            batch.skipped[_PARENT_MISSING[parent]] += 1
            return
        if not parent_is_live and table.name in _HIDDEN_IN_BIN:
            batch.skipped[_PARENT_IN_BIN[parent]] += 1
            return
    (batch.new if stored is None else batch.newer).append(row)


def _count(batches: Iterable[_Batch]) -> Counts:
    new, newer, same, older = (Counter(dict.fromkeys(_STORED_IN, 0)) for _ in range(4))
    skipped: Counter[tuple[str, str]] = Counter()
    for batch in batches:
        new[batch.table] += len(batch.new)
        newer[batch.table] += len(batch.newer)
        same[batch.table] += batch.same
        older[batch.table] += batch.older
        for why, rows in batch.skipped.items():
            skipped[batch.table, why] += rows
    return Counts(
        new=dict(new),
        newer=dict(newer),
        same=dict(same),
        older=dict(older),
        skipped=tuple(Skipped(table, why, rows) for (table, why), rows in skipped.items()),
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
