"""The tables whose rows people made: what identifies a row, and what in it was entered.

All other columns are totals, computed from other rows (``negcoach.store.database.totals``,
``negcoach.store.database.record_flags``), and ``changed_ms``, when the row was last changed: of two machines' copies
the newer one wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.store.plan import PLAN_FIELDS


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the columns of its primary key, the entered ones, and those that lead to another table."""

    name: str
    key: tuple[str, ...]
    entered: tuple[str, ...]
    parents: tuple[tuple[str, str], ...] = ()
    """``(column, table)``: what must be there before this row can be."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that make a row: its key, what was entered, and when it was changed."""
        return (*self.key, *(name for name in self.entered if name not in self.key), "changed_ms")


SESSIONS = Table("sessions", ("id",), ("started_at", "started_ms", "ended_at", "title", "note", "rpe", "deleted_at"))
SETS = Table(
    "sets",
    ("id",),
    (
        "session_id",
        *(field.column for field in PLAN_FIELDS),
        *("load_kg", "started_at", "started_ms", "ended_at", "stop_reason", "rpe", "note", "deleted_at"),
    ),
    (("session_id", "sessions"),),
)
REPS = Table(
    "reps",
    ("set_id", "ordinal"),
    ("number", "side", "target_ms", "measured_ms", "completed_at", "completed_ms", "deleted_at"),
    (("set_id", "sets"),),
)
CONCENTRIC_SETS = Table(
    "concentric_sets",
    ("id",),
    (
        *("session_id", "exercise", "exercise_name", "muscles", "set_number", "kind", "load_kg", "reps", "rpe", "note"),
        *("started_at", "started_ms", "deleted_at"),
    ),
    (("session_id", "sessions"),),
)
ONE_RMS = Table("one_rms", ("id",), ("exercise", "kg", "tested_at", "tested_ms", "deleted_at"))
BODY_WEIGHTS = Table("body_weights", ("id",), ("kg", "measured_at", "measured_ms", "deleted_at"))
SORENESS = Table(
    "soreness",
    ("id",),
    ("session_id", "muscle", "hours", "rating", "rated_at", "rated_ms", "deleted_at"),
    (("session_id", "sessions"),),
)

TABLES = {table.name: table for table in (SESSIONS, SETS, REPS, CONCENTRIC_SETS, ONE_RMS, BODY_WEIGHTS, SORENESS)}
"""By name, in an order in which rows can be inserted: parents first."""
