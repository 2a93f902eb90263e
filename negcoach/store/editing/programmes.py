"""The programmes that the lifter began: read, begun, paused, resumed and stopped, each as an edit to undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import moment_of, new_id, stamp
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.store.programme_run import pauses_of, pauses_text
from negcoach.texts import clean
from negcoach.training.plan.course import Record

RUNS_QUERY = """
    SELECT id, programme, begun_at, pauses, stopped_at FROM programme_runs
    WHERE deleted_at IS NULL ORDER BY begun_ms, id
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A programme that was begun, and the id of its row."""

    id: str
    record: Record


class ProgrammeRuns:
    """The programmes that were begun. Methods raise ``NegcoachError`` when the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Run]:
        """Return every programme that was begun, oldest first; what cannot be read is left out."""
        with self._database.read() as connection:
            rows = connection.execute(RUNS_QUERY).fetchall()
        return [run for run in map(_run, rows) if run is not None]

    def newest(self) -> dict[str, Run]:
        """Return of each programme (a slug) how it was begun last.

        One that was stopped before it was begun has its beginning from a clock that was ahead: it counts from its stop.
        """
        return {run.record.slug: run for run in sorted(self.all(), key=_begun_and_stopped)}

    def begin(self, slug: str, name: str, now: datetime) -> None:
        """Begin a programme at its first week; one of the same slug that is still followed is stopped."""
        at, ms = stamp(now)
        earlier = self.newest().get(slug)
        values = {"id": new_id(now), "programme": slug, "begun_at": at, "begun_ms": ms, "pauses": ""}
        with (
            self._database.write(patient=True) as connection,
            record_edit(connection, EditKind.ADD, f"programme started: {clean(name)}", now) as recorder,
        ):
            if earlier is not None and earlier.record.stopped_at is None:
                recorder.update("programme_runs", (earlier.id,), {"stopped_at": at})
            recorder.insert("programme_runs", values)

    def pause(self, run: Run, name: str, now: datetime) -> None:
        """Pause a programme."""
        pauses = pauses_text(run.record.paused_at(now).pauses)
        self._change(run, {"pauses": pauses}, f"programme paused: {clean(name)}", now)

    def resume(self, run: Run, name: str, now: datetime) -> None:
        """Resume a programme that is paused."""
        pauses = pauses_text(run.record.resumed_at(now).pauses)
        self._change(run, {"pauses": pauses}, f"programme resumed: {clean(name)}", now)

    def stop(self, run: Run, name: str, now: datetime) -> None:
        """Stop a programme; its sessions stay."""
        self._change(run, {"stopped_at": stamp(now)[0]}, f"programme stopped: {clean(name)}", now)

    def _change(self, run: Run, values: Mapping[str, object], what: str, now: datetime) -> None:
        with (
            self._database.write(patient=True) as connection,
            record_edit(connection, EditKind.CHANGE, what, now) as recorder,
        ):
            recorder.update("programme_runs", (run.id,), values)


def _begun_and_stopped(run: Run) -> tuple[datetime, datetime]:
    """Return when a programme was begun at the latest, and when it was stopped, if ever."""
    stopped_at = run.record.stopped_at or datetime.max.replace(tzinfo=UTC)
    return min(run.record.begun_at, stopped_at), stopped_at


def _run(row: sqlite3.Row) -> Run | None:
    """Return a stored row; ``None`` where a version that stores it otherwise wrote it."""
    try:
        begun_at, pauses = moment_of(row["begun_at"]), pauses_of(row["pauses"])
        stopped_at = None if row["stopped_at"] is None else moment_of(row["stopped_at"])
    except ValueError:
        return None
    return Run(row["id"], Record(clean(row["programme"]), begun_at, pauses, stopped_at))
