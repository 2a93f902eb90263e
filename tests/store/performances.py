"""Made-up sets written straight into tables in memory, for properties of what is read from many of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from negcoach.store.database.record_flags import PERFORMED_COLUMNS, performed_set
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.stamps import stamp
from negcoach.store.database.totals import register_functions, update_totals
from negcoach.training.progress.records import PerformedSet

EPOCH = datetime(2026, 1, 1, 18, tzinfo=UTC)


@dataclass(frozen=True)
class Performance:
    """A set of the exercise "x": the day of its session (two on the same day are one), load and reps as measured."""

    id: str
    day: int
    number: int
    load_kg: float
    target_ms: int
    measured_ms: tuple[int | None, ...]
    deleted: bool = False


PERFORMANCES = st.lists(
    st.builds(
        Performance,
        id=st.uuids().map(str),
        day=st.integers(0, 6),
        number=st.integers(1, 3),
        load_kg=st.sampled_from((0.0, 60.0, 62.5, 100.0, 100.00000000001)),
        target_ms=st.sampled_from((3000, 5000)),
        measured_ms=st.lists(st.sampled_from((None, 1000, 4400, 4499, 4500, 5000, 5500, 6000)), max_size=4).map(tuple),
        deleted=st.sampled_from((False, False, False, True)),
    ),
    max_size=12,
    unique_by=lambda each: each.id,
)


def in_memory(performances: Sequence[Performance]) -> sqlite3.Connection:
    """Return a store in memory that these were written into, in their order, with its totals up to date."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    register_functions(connection)
    _empty().backup(connection)
    for each in performances:
        _write(connection, each)
    update_totals(connection, *{f"day {each.day}" for each in performances})
    return connection


@cache
def _empty() -> sqlite3.Connection:
    """Made once in a run: a hundred examples of a property each begin with a copy."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    register_functions(connection)
    for migration in MIGRATIONS:
        for statement in migration:
            connection.execute(statement)
    return connection


def performed_sets(connection: sqlite3.Connection) -> list[PerformedSet]:
    """Return all sets of the exercise "x" in which something was lowered, oldest first."""
    rows = connection.execute(
        f"SELECT {PERFORMED_COLUMNS} FROM sets WHERE exercise = 'x' AND deleted_at IS NULL AND rep_count > 0 "
        "ORDER BY started_ms, set_number, id"
    )
    return [performed_set(row) for row in rows]


def _write(connection: sqlite3.Connection, each: Performance) -> None:
    at, ms = stamp(EPOCH + timedelta(days=each.day))
    deleted_at = at if each.deleted else None
    connection.execute(
        "INSERT OR IGNORE INTO sessions (id, started_at, started_ms, changed_ms) VALUES (?, ?, ?, ?)",
        (f"day {each.day}", at, ms, ms),
    )
    connection.execute(
        "INSERT INTO sets (id, session_id, exercise, exercise_name, set_number, planned_sets, planned_load_kg, tempo, "
        "rest_ms, lead_in_ms, next_lead_in_ms, starts_with, unilateral, bodyweight, spotters, load_kg, started_at, "
        "started_ms, changed_ms, deleted_at) "
        "VALUES (?, ?, 'x', 'X', ?, 3, ?, '5-0-A-0', 0, 0, 0, 'lowering', 0, 0, 0, ?, ?, ?, ?, ?)",
        (each.id, f"day {each.day}", each.number, each.load_kg, each.load_kg, at, ms, ms, deleted_at),
    )
    connection.executemany(
        "INSERT INTO reps (set_id, ordinal, number, target_ms, measured_ms, completed_at, completed_ms, changed_ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (each.id, ordinal, ordinal, each.target_ms, measured, at, ms, ms)
            for ordinal, measured in enumerate(each.measured_ms, 1)
        ],
    )
