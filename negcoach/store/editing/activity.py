"""What was done in a session and when: its sets as spans of time, and the session's times that follow from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from negcoach.store.database.stamps import moment_of, stamp, utc_ms
from negcoach.store.database.tables import CONCENTRIC_SETS, SETS, SqlTable, read_row
from negcoach.store.editing.edit_log import EditRecorder


@dataclass(frozen=True, slots=True)
class Activity:
    """A set, lowered or lifted, as a span of time; a lifted one has no end of its own."""

    table: SqlTable
    id: str
    number: int
    started_at: datetime
    ended_at: datetime
    deleted: bool

    @property
    def order(self) -> tuple[int, int, str]:
        """The key that puts the sets of a session in order."""
        return utc_ms(self.started_at), self.number, self.id


def activities(connection: sqlite3.Connection, session_id: str) -> list[Activity]:
    """Return the sets of a session in order, also those in the bin; a lowered one ends with its last rep."""
    found: list[Activity] = []
    for row in connection.execute("SELECT * FROM sets WHERE session_id = ?", (session_id,)).fetchall():
        reps = connection.execute(
            "SELECT completed_at FROM reps WHERE set_id = ? AND deleted_at IS NULL", (row["id"],)
        ).fetchall()
        started_at = moment_of(row["started_at"])
        ended_at = max([started_at, *(moment_of(rep["completed_at"]) for rep in reps)])
        found.append(_activity(SETS, row, ended_at))
    for row in connection.execute("SELECT * FROM concentric_sets WHERE session_id = ?", (session_id,)).fetchall():
        found.append(_activity(CONCENTRIC_SETS, row, moment_of(row["started_at"])))
    return sorted(found, key=lambda one: one.order)


def last_moment(done: Sequence[Activity]) -> datetime:
    """Return when the last of these sets ended; there is at least one."""
    return max(one.ended_at for one in done)


def shift(edit: EditRecorder, done: Sequence[Activity], by: timedelta, zone: tzinfo | None) -> None:
    """Move sets and their reps in time, and write their times with the offset of ``zone``."""
    for one in done:
        row = read_row(edit.connection, one.table, (one.id,))
        assert row is not None, "it was just read"
        at, ms = _shifted(row["started_at"], by, zone)
        values: dict[str, object] = {"started_at": at, "started_ms": ms}
        if one.table is SETS and row["ended_at"] is not None:
            values["ended_at"], _ = _shifted(row["ended_at"], by, zone)
        edit.move(one.table.name, (one.id,), values)
        if one.table is not SETS:
            continue
        for rep in edit.connection.execute("SELECT * FROM reps WHERE set_id = ?", (one.id,)).fetchall():
            at, ms = _shifted(rep["completed_at"], by, zone)
            edit.move("reps", (one.id, rep["ordinal"]), {"completed_at": at, "completed_ms": ms})


def renumber(edit: EditRecorder, session_id: str) -> None:
    """Give the sets of a session new numbers, as ``renumbered`` says."""
    for table, set_id, number in renumbered(edit.connection, session_id):
        edit.update(table.name, (set_id,), {"set_number": number})


def renumbered(connection: sqlite3.Connection, session_id: str) -> Iterator[tuple[SqlTable, str, int]]:
    """Yield a new number for each set of an exercise of which two sets have the same one, in the order of the sets.

    Lifted sets are counted through the whole session.
    """
    counts = (
        (SETS, "SELECT exercise AS of, id, set_number FROM sets"),
        (CONCENTRIC_SETS, "SELECT '' AS of, id, set_number FROM concentric_sets"),
    )
    for table, query in counts:
        numbered: dict[str, list[tuple[str, int]]] = {}
        for row in connection.execute(
            f"{query} WHERE session_id = ? AND deleted_at IS NULL ORDER BY started_ms, set_number, id", (session_id,)
        ):
            numbered.setdefault(row["of"], []).append((row["id"], row["set_number"]))
        for sets in numbered.values():
            if len({number for _, number in sets}) < len(sets):
                yield from ((table, set_id, number) for number, (set_id, _) in enumerate(sets, 1))


def _activity(table: SqlTable, row: sqlite3.Row, ended_at: datetime) -> Activity:
    started_at = moment_of(row["started_at"])
    deleted = row["deleted_at"] is not None
    return Activity(table, row["id"], row["set_number"], started_at, ended_at, deleted)


def _shifted(text: str, by: timedelta, zone: tzinfo | None) -> tuple[str, int]:
    return stamp((moment_of(text) + by).astimezone(zone))
