"""The selection for an export: sessions and sets, read one session at a time, oldest first.

Deleted rows are left out. Only one session is in memory at a time: an export of twenty years needs no more than one of
a day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from negcoach.errors import NegcoachError
from negcoach.store.database.bounds import LAST_MS
from negcoach.store.database.connection import tuple_cursor
from negcoach.store.sides import BOTH, ONLY_SIDE, SIDE_FACTS
from negcoach.transfer.native.row_schema import ROW_SCHEMAS, SIDES, checked_values

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import Any

_SELECTED_SESSIONS = """
    FROM sessions
    WHERE deleted_at IS NULL AND substr(started_at, 1, 10) BETWEEN :since AND :until AND (
        :exercise IS NULL
        OR EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id AND exercise = :exercise AND deleted_at IS NULL)
        OR EXISTS (
            SELECT 1 FROM concentric_sets
            WHERE session_id = sessions.id AND exercise = :exercise AND deleted_at IS NULL
        )
    )
    ORDER BY started_ms, id
"""

_SESSIONS = f"SELECT {{columns}} {_SELECTED_SESSIONS}"

_DAYS = f"SELECT substr(started_at, 1, 10) {_SELECTED_SESSIONS}"

_SETS = """
    SELECT {columns} FROM sets WHERE session_id = :session AND deleted_at IS NULL
        AND (:exercise IS NULL OR exercise = :exercise)
    ORDER BY started_ms, set_number, id
"""

_REPS = """
    SELECT {columns} FROM sets CROSS JOIN reps ON reps.set_id = sets.id
    WHERE sets.session_id = :session AND sets.deleted_at IS NULL AND reps.deleted_at IS NULL
        AND (:exercise IS NULL OR sets.exercise = :exercise)
    ORDER BY reps.set_id, reps.ordinal
"""
"""The reps of a session: to read those of each set by itself takes longer."""

_CONCENTRIC = """
    SELECT {columns} FROM concentric_sets WHERE session_id = :session AND deleted_at IS NULL
        AND (:exercise IS NULL OR exercise = :exercise)
    ORDER BY set_number, id
"""

_ONE_RMS = """
    SELECT {columns} FROM one_rms
    WHERE deleted_at IS NULL AND substr(tested_at, 1, 10) BETWEEN :since AND :until
        AND (:exercise IS NULL OR exercise = :exercise)
    ORDER BY tested_ms, id
"""

_BODY_WEIGHTS = """
    SELECT {columns} FROM body_weights
    WHERE deleted_at IS NULL AND substr(measured_at, 1, 10) BETWEEN :since AND :until AND :exercise IS NULL
    ORDER BY measured_ms, id
"""

_SORENESS = """
    SELECT {columns} FROM soreness
    WHERE deleted_at IS NULL AND substr(rated_at, 1, 10) BETWEEN :since AND :until AND :exercise IS NULL
    ORDER BY rated_ms, id
"""

_PROGRAMME_RUNS = """
    SELECT {columns} FROM programme_runs
    WHERE deleted_at IS NULL AND substr(begun_at, 1, 10) BETWEEN :since AND :until AND :exercise IS NULL
    ORDER BY begun_ms, id
"""

_SIDE_FACTS = " UNION ALL ".join(
    f"SELECT '{which}' AS which, '{begins}' AS begins" for which, begins in SIDE_FACTS.items()
)

_SIDES = f"""
    SELECT {{columns}} FROM (
        SELECT substr(name, length(begins) + 1) AS exercise, which, value AS side, changed_ms
        FROM ({_SIDE_FACTS}) JOIN facts ON substr(name, 1, length(begins)) = begins
        WHERE (value IN ('left', 'right') OR (value = '{BOTH}' AND begins = '{ONLY_SIDE}'))
    ) AS sides
    WHERE exercise <> '' AND changed_ms BETWEEN 0 AND {LAST_MS} AND (:exercise IS NULL OR exercise = :exercise)
        AND date(changed_ms / 1000, 'unixepoch') BETWEEN :since AND :until
    ORDER BY changed_ms, exercise, which
"""
"""Any other value says nothing to the coach either. A fact has no offset: its day is that of UTC."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The days from ``since`` up to ``until``, both included, and one exercise (a slug); ``None`` for no limit.

    Days are those of the lifter's wall clock; a set belongs to the day of its session. With an exercise, what belongs
    to none (body weight, soreness, a programme) is left out.
    """

    since: date | None = None
    until: date | None = None
    exercise: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """The values for a query that has ``:since``, ``:until`` and ``:exercise``."""
        return {
            "since": (self.since or date.min).isoformat(),
            "until": (self.until or date.max).isoformat(),
            "exercise": self.exercise,
        }


PARENTS = {"sets": "session_id", "reps": "set_id", "concentric_sets": "session_id"}
"""By table: the column with the id of the row's parent, by which it is selected."""

ALL = Selection()
"""Everything that is not deleted."""

Values = dict[str, "Any"]
"""The values of a row as it is exported: the columns of ``ROW_SCHEMAS``, checked and cleaned."""


@dataclass(frozen=True, slots=True)
class ExportedSet:
    """A row of ``sets`` with its rows of ``reps``."""

    values: Values
    reps: list[Values]


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """A row of ``sessions`` with its sets, in the order in which they were done."""

    values: Values
    sets: list[ExportedSet]
    concentric: list[Values]


def days_of(connection: sqlite3.Connection, selection: Selection = ALL) -> list[str]:
    """Return the day of each session of the selection ("2026-11-22"), oldest first."""
    return [row[0] for row in connection.execute(_DAYS, selection.values)]


def ignore() -> None:
    """Do nothing: nobody wants to know how many sessions were read."""


def stored_sessions(
    connection: sqlite3.Connection,
    selection: Selection = ALL,
    on_session: Callable[[], None] = ignore,
    *,
    of_sets: tuple[str, ...] | None = None,
) -> Iterator[ExportedSession]:
    """Yield the sessions of the selection, oldest first; ``on_session`` is called once each was taken.

    ``of_sets`` are the columns that are wanted of their sets where not all are, with those that ``checked_values``
    needs: the sets have no reps then, and it takes a third of the time. This and the functions below raise
    ``ValueError`` for a stored value that no import would take; call them within ``Database.read``, which names the
    file.
    """
    for values in _stored(connection, "sessions", selection.values):
        parameters = {"session": values["id"], "exercise": selection.exercise}
        reps: dict[object, list[Values]] = {}
        for rep in _stored(connection, "reps", parameters) if of_sets is None else ():
            reps.setdefault(rep["set_id"], []).append(rep)
        sets = [
            ExportedSet(performed, reps.get(performed["id"], []))
            for performed in _stored(connection, "sets", parameters, of_sets)
        ]
        yield ExportedSession(values, sets, list(_stored(connection, "concentric_sets", parameters)))
        on_session()


def require_readable_reps(connection: sqlite3.Connection, session_id: str) -> None:
    """Raise ``ValueError`` for a value of a session's reps that no import would take."""
    for _ in _stored(connection, "reps", {"session": session_id, "exercise": None}):
        pass


def stored_one_rms(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[Values]:
    """Yield the concentric 1RMs of the selection, oldest first."""
    return _stored(connection, "one_rms", selection.values)


def stored_body_weights(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[Values]:
    """Yield the body weights of the selection, oldest first."""
    return _stored(connection, "body_weights", selection.values)


def stored_soreness(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[Values]:
    """Yield the answers about soreness of the selection, oldest first."""
    return _stored(connection, "soreness", selection.values)


def stored_programme_runs(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[Values]:
    """Yield the programmes that were begun in the selection, oldest first."""
    return _stored(connection, "programme_runs", selection.values)


def stored_sides(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[Values]:
    """Yield what was said in the selection about the sides of exercises, oldest first."""
    return _stored(connection, SIDES, selection.values)


def _stored(
    connection: sqlite3.Connection, table: str, values: Mapping[str, object], columns: tuple[str, ...] | None = None
) -> Iterator[Values]:
    for row in tuple_cursor(connection).execute(_query(table, columns), values):
        try:
            yield checked_values(table, row, f"{table} {row[0]}", columns)
        except NegcoachError as error:
            raise ValueError(str(error).rstrip(".")) from error


@cache
def _query(table: str, columns: tuple[str, ...] | None) -> str:
    """Return the query for the rows of a table, with these columns or all, in the order of ``ROW_SCHEMAS``."""
    wanted = [name for name in ROW_SCHEMAS[table] if columns is None or name in columns]
    return _QUERIES[table].format(columns=", ".join(f"{table}.{name}" for name in wanted))


_QUERIES = {
    "sessions": _SESSIONS,
    "sets": _SETS,
    "reps": _REPS,
    "concentric_sets": _CONCENTRIC,
    "one_rms": _ONE_RMS,
    "body_weights": _BODY_WEIGHTS,
    "soreness": _SORENESS,
    "programme_runs": _PROGRAMME_RUNS,
    SIDES: _SIDES,
}
