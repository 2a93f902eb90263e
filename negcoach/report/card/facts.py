"""The facts of a card: what was lowered on one training day, and which records it broke."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import date

from negcoach.store.prescribed_set import is_held_in, is_open_in
from negcoach.texts import clean
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.score.timeline import is_judged
from negcoach.training.terms import RecordFlag
from negcoach.training.units import Unit
from negcoach.transfer.native.selection import ExportedSession, ExportedSet, Selection, stored_sessions

_LAST_DAY = """
    SELECT substr(sessions.started_at, 1, 10) FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.deleted_at IS NULL AND sessions.deleted_at IS NULL AND sets.rep_count > 0
        AND substr(sessions.started_at, 1, 10) <= ? AND (NOT ? OR sets.record <> 0)
    ORDER BY sessions.started_ms DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class CardRep:
    """A lowering: its prescribed time, and the measured one, ``None`` where nobody measured it.

    An ``open`` one has no count to keep: ``target_ms`` is the longest that it could last. Of one that is ``held`` the
    tempo does not count yet.
    """

    target_ms: int
    measured_ms: int | None
    open: bool = False
    held: bool = False

    @property
    def judged(self) -> bool:
        """Whether it counts in a share of target time."""
        return is_judged(self.measured_ms, self.open, self.held)

    @property
    def adherence(self) -> float | None:
        """Measured / prescribed time, ``None`` where it was not measured, or is open."""
        return None if self.measured_ms is None or self.open else adherence_of(self.measured_ms, self.target_ms)


@dataclass(frozen=True, slots=True)
class CardSet:
    """A set with at least one lowering; ``record`` are the records that it broke."""

    load_kg: float
    load_unit: Unit | None
    tempo: str
    reps: tuple[CardRep, ...]
    record: RecordFlag


@dataclass(frozen=True, slots=True)
class CardExercise:
    """The sets of an exercise, in their order; there is at least one."""

    name: str
    bodyweight: bool
    sets: tuple[CardSet, ...]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What was lowered on a day; there is at least one exercise. Notes, pain and body weight stay private."""

    day: date
    exercises: tuple[CardExercise, ...]

    @property
    def reps(self) -> tuple[CardRep, ...]:
        """All lowerings."""
        return tuple(rep for exercise in self.exercises for one in exercise.sets for rep in one.reps)


def last_day(connection: sqlite3.Connection, today: date, *, of_record: bool) -> date | None:
    """Return the last day up to ``today`` on which something was lowered, or a record broken; ``None`` without one."""
    row = connection.execute(_LAST_DAY, (today.isoformat(), of_record)).fetchone()
    return None if row is None else date.fromisoformat(row[0])


def read_card(connection: sqlite3.Connection, day: date) -> CardFacts | None:
    """Return the facts of a day, ``None`` where nothing was lowered. Call it within ``Database.read``."""
    exercises: dict[str, CardExercise] = {}
    for session in stored_sessions(connection, Selection(day, day)):
        records = _records(connection, session)
        for stored in session.sets:
            if not stored.reps:
                continue
            values = stored.values
            empty = CardExercise(clean(values["exercise_name"] or values["exercise"]), bool(values["bodyweight"]), ())
            known = exercises.get(values["exercise"], empty)
            done = _set(stored, records.get(values["id"], RecordFlag.NONE))
            exercises[values["exercise"]] = replace(known, sets=(*known.sets, done))
    return CardFacts(day, tuple(exercises.values())) if exercises else None


def _records(connection: sqlite3.Connection, session: ExportedSession) -> dict[str, RecordFlag]:
    query = "SELECT id, record FROM sets WHERE session_id = ? AND record <> 0 AND deleted_at IS NULL"
    return {row[0]: RecordFlag(row[1]) for row in connection.execute(query, (session.values["id"],))}


def _set(stored: ExportedSet, record: RecordFlag) -> CardSet:
    values = stored.values
    is_open, is_held = is_open_in(values), is_held_in(values)
    reps = tuple(CardRep(rep["target_ms"], rep["measured_ms"], is_open, is_held) for rep in stored.reps)
    return CardSet(values["load_kg"], values["load_unit"], values["tempo"], reps, record)
