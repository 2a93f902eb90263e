"""negcoach's own rows from a file: brought in by their keys, so that what is there already is not there twice.

Of two forms of a row the one that was changed later wins, as between two machines (``negcoach.transfer.merge.merge``);
of the same age, the one that is here.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from negcoach.store.database.rows import key_text
from negcoach.store.database.tables import TABLES, Table
from negcoach.store.editing.edit_log import Recorder
from negcoach.transfer.native.row_schema import Rows

_AT_ONCE = 500
"""Rows looked up in one query; SQLite takes at least 999 values in one."""

_TOLD_EVERY = 2000

_WITHOUT = {
    "sessions": "its session is not there",
    "sets": "its set is not there",
}
_IN_BIN = {
    "sessions": "its session is in the bin",
    "sets": "its set is in the bin",
}
_HIDDEN_IN_BIN = ("sets", "reps", "concentric_sets")
"""What nobody would see, and yet count, when it lay in something deleted; an answer about soreness stays to be seen."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Why so many rows of a table were left out."""

    table: str
    why: str
    rows: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What becomes of the rows of a file, by table name, for all of ``TABLES``.

    ``new`` were not there; ``newer`` replace what is there; ``same`` are there as they are; ``older`` are there in a
    form that was changed later (or at the same time), which stays.
    """

    new: Mapping[str, int]
    newer: Mapping[str, int]
    same: Mapping[str, int]
    older: Mapping[str, int]
    skipped: tuple[Skipped, ...]

    @property
    def changes(self) -> int:
        """How many rows are added or replaced."""
        return sum(self.new.values()) + sum(self.newer.values())

    @property
    def rows(self) -> int:
        """How many rows there were: each is counted once."""
        kept = sum(self.same.values()) + sum(self.older.values())
        return self.changes + kept + sum(one.rows for one in self.skipped)


def weigh_rows(connection: sqlite3.Connection, rows: Rows) -> Counts:
    """Return what ``bring_rows`` would do; change nothing."""
    return _counted(_judged(connection, rows))


def bring_rows(
    connection: sqlite3.Connection,
    recorder: Recorder,
    rows: Rows,
    tell: Callable[[int], None] = lambda done: None,
) -> Counts:
    """Insert the rows that are not there and replace those that are older; all else stays.

    It is part of the edit that ``recorder`` records, so it is undone as one. ``rows`` were checked
    (``negcoach.transfer.native.row_schema``); one whose parent is not there, or in the bin, is skipped. A row that was
    taken out for good comes back, as changed now: whoever imports it wants it. ``tell`` is told every now and then how
    many rows are done.
    """
    removed = _removed(connection)

    def brought() -> Iterator[_Found]:
        for number, found in enumerate(_judged(connection, rows), start=1):
            table, row = TABLES[found.table], found.row
            key = [row[name] for name in table.key]
            if found.fate is _Fate.NEW:
                if removed.get((found.table, key_text(key)), -1) >= _ms(row):
                    row = {name: value for name, value in row.items() if name != "changed_ms"}
                recorder.insert(found.table, row)
            elif found.fate is _Fate.NEWER:
                recorder.update(found.table, tuple(key), row)
            if number % _TOLD_EVERY == 0:
                tell(number)
            yield found

    return _counted(brought())


class _Fate(Enum):
    NEW = "new"
    NEWER = "newer"
    SAME = "same"
    OLDER = "older"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class _Found:
    """A row of the file and what becomes of it."""

    table: str
    row: dict[str, object]
    fate: _Fate
    why: str = ""


def _judged(connection: sqlite3.Connection, rows: Rows) -> Iterator[_Found]:
    """Yield each row with its fate, parents first, so that a child's fate can follow from its parent's."""
    alive: dict[str, dict[object, bool]] = {"sessions": {}, "sets": {}}
    for name, table in TABLES.items():
        for some in _portions(rows.get(name, [])):
            present = _present(connection, table, some)
            for column, parent in table.parents:
                _look_up(connection, parent, {row[column] for row in some} - alive[parent].keys(), alive[parent])
            for row in some:
                found = _fate(table, row, present.get(tuple(row[column] for column in table.key)), alive)
                if name in alive and found.fate in (_Fate.NEW, _Fate.NEWER):
                    alive[name][row["id"]] = row["deleted_at"] is None
                yield found


def _fate(
    table: Table, row: dict[str, object], ours: sqlite3.Row | None, alive: Mapping[str, Mapping[object, bool]]
) -> _Found:
    if ours is not None:
        if all(row[name] == ours[name] for name in table.entered):
            return _Found(table.name, row, _Fate.SAME)
        if _ms(row) <= ours["changed_ms"]:
            return _Found(table.name, row, _Fate.OLDER)
    for column, parent in table.parents:
        if row[column] is None:
            continue
        lives = alive[parent].get(row[column])
        if lives is None:
            return _Found(table.name, row, _Fate.SKIPPED, _WITHOUT[parent])
        if not lives and table.name in _HIDDEN_IN_BIN:
            return _Found(table.name, row, _Fate.SKIPPED, _IN_BIN[parent])
    return _Found(table.name, row, _Fate.NEW if ours is None else _Fate.NEWER)


def _counted(found: Iterator[_Found]) -> Counts:
    fates: dict[_Fate, Counter[str]] = {fate: Counter(dict.fromkeys(TABLES, 0)) for fate in _Fate}
    skipped: Counter[tuple[str, str]] = Counter()
    for one in found:
        fates[one.fate][one.table] += 1
        if one.fate is _Fate.SKIPPED:
            skipped[one.table, one.why] += 1
    return Counts(
        new=dict(fates[_Fate.NEW]),
        newer=dict(fates[_Fate.NEWER]),
        same=dict(fates[_Fate.SAME]),
        older=dict(fates[_Fate.OLDER]),
        skipped=tuple(Skipped(table, why, count) for (table, why), count in skipped.items()),
    )


def _present(
    connection: sqlite3.Connection, table: Table, rows: list[dict[str, object]]
) -> dict[tuple[object, ...], sqlite3.Row]:
    """Return those of our rows that have the keys of some others, by key."""
    firsts = list(dict.fromkeys(row[table.key[0]] for row in rows))
    query = f"SELECT * FROM {table.name} WHERE {table.key[0]} IN ({', '.join('?' * len(firsts))})"
    return {tuple(row[name] for name in table.key): row for row in connection.execute(query, firsts)}


def _look_up(connection: sqlite3.Connection, table: str, ids: set[object], alive: dict[object, bool]) -> None:
    """Add which of these sessions or sets are there, and whether they are not in the bin."""
    wanted = list(ids - {None})
    query = f"SELECT id, deleted_at IS NULL FROM {table} WHERE id IN ({', '.join('?' * len(wanted))})"
    alive.update((row[0], bool(row[1])) for row in connection.execute(query, wanted))


def _removed(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    return {
        (row["table_name"], row["row_key"]): row["removed_ms"]
        for row in connection.execute("SELECT table_name, row_key, removed_ms FROM removed_rows")
    }


def _portions(rows: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _ms(row: Mapping[str, object]) -> int:
    value = row["changed_ms"]
    assert isinstance(value, int), "checked rows have it in milliseconds"
    return value
