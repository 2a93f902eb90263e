"""The stored facts about the lifter that are needed before a set: recent sets, 1RMs, the health screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import new_id, stamp
from negcoach.texts import clean
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.terms import StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:  # the first picture needs to know when exercises were trained, and no plan
    from negcoach.store.plan import SetPlan
    from negcoach.training.exercise.safety import HealthAnswers

RECENT_SETS_QUERY = """
    SELECT sets.* FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.deleted_at IS NULL AND sets.rep_count > 0 AND sessions.deleted_at IS NULL
    ORDER BY sets.started_ms DESC, sets.set_number DESC
"""
"""The sets of an exercise in which something was lowered, newest first: read along ``sets_by_exercise`` as far as
needed."""

LAST_SET_QUERY = f"{RECENT_SETS_QUERY} LIMIT 1"

_MEASURED_REPS = """
    SELECT measured_ms, target_ms FROM reps
    WHERE set_id = ? AND deleted_at IS NULL AND measured_ms IS NOT NULL ORDER BY ordinal
"""

_SETS_IN_SESSION = """
    SELECT sets.load_kg, count(*) AS reps,
        coalesce(sum(reps.measured_ms), 0) AS measured_ms,
        coalesce(sum(reps.target_ms) FILTER (WHERE reps.measured_ms IS NOT NULL), 0) AS measured_target_ms,
        sum(coalesce(reps.measured_ms, reps.target_ms)) AS tension_ms
    FROM sets JOIN reps ON reps.set_id = sets.id
    WHERE sets.session_id = ? AND sets.exercise = ? AND sets.deleted_at IS NULL AND reps.deleted_at IS NULL
    GROUP BY sets.id ORDER BY sets.started_ms, sets.set_number
"""

_NEWEST_ONE_RM = """
    SELECT kg FROM one_rms WHERE exercise = ? AND deleted_at IS NULL ORDER BY tested_ms DESC, id DESC LIMIT 1
"""

_HEALTH_ANSWERS = "health-answers"
"""The fact with the answers as JSON. Older versions kept only a day, "health-screen", and asked for less."""


@dataclass(frozen=True, slots=True)
class LastPerformed:
    """An exercise as it was performed in the newest session that has it.

    ``reps`` and ``loads_kg`` have one entry per set, in order. ``adherence`` is measured / prescribed
    lowering time over the measured reps, ``None`` when none was; ``tension_ms`` is time under tension.
    """

    started_at: datetime
    exercise_name: str
    tempo: str
    reps: tuple[int, ...]
    loads_kg: tuple[float, ...]
    adherence: float | None
    tension_ms: int


@dataclass(frozen=True, slots=True)
class RecentSet:
    """A performed set of an exercise: its plan, its reps, and (measured, prescribed) ms of the measured ones."""

    plan: SetPlan
    load_kg: float
    started_at: datetime
    stop_reason: StopReason | None
    reps: int
    measured: tuple[tuple[int, int], ...]


class Lifter:
    """The stored facts about the lifter. Methods raise ``NegcoachError`` when the database cannot be used.

    None is written during a set, so the writes are patient: nobody should have to answer the health screen twice.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def recent(self, exercise: str, sessions: int) -> list[list[RecentSet]]:
        """Return the exercise's sets in the newest sessions in which it was lowered, newest session first.

        The sets of a session are in the order in which they began.
        """
        found: dict[str, list[RecentSet]] = {}
        with self._database.read() as connection:
            for row in connection.execute(RECENT_SETS_QUERY, (clean(exercise),)):
                if row["session_id"] not in found and len(found) == sessions:
                    break
                found.setdefault(row["session_id"], []).append(_recent_set(connection, row))
        return [sets[::-1] for sets in found.values()]

    def last_performed(self, exercise: str) -> LastPerformed | None:
        """Return how the exercise (a slug) was performed last, ``None`` when it never was."""
        with self._database.read() as connection:
            last = _last_set(connection, exercise)
            if last is None:
                return None
            sets = connection.execute(_SETS_IN_SESSION, (last["session_id"], last["exercise"])).fetchall()
            return _last_performed(last, sets)

    def last_trained(self, exercises: Iterable[str]) -> dict[str, datetime]:
        """Return when the last set of each exercise (slug) began; exercises never performed are left out."""
        with self._database.read() as connection:
            found = {exercise: _last_set(connection, exercise) for exercise in exercises}
            return {
                exercise: datetime.fromisoformat(row["started_at"])
                for exercise, row in found.items()
                if row is not None
            }

    def one_rm(self, exercise: str) -> float | None:
        """Return the newest concentric 1RM of the exercise in kg, ``None`` when there is none."""
        with self._database.read() as connection:
            row = connection.execute(_NEWEST_ONE_RM, (clean(exercise),)).fetchone()
        return None if row is None else float(row["kg"])

    def set_one_rm(self, exercise: str, kg: float, now: datetime) -> None:
        """Store a concentric 1RM; earlier ones stay, and the same value again adds nothing."""
        from negcoach.store.plan import require_kg

        exercise, kg = clean(exercise), require_kg(kg, "1RM")
        at, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            row = connection.execute(_NEWEST_ONE_RM, (exercise,)).fetchone()
            if row is None or row["kg"] != kg:
                connection.execute(
                    "INSERT INTO one_rms (id, exercise, kg, tested_at, tested_ms, changed_ms) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (new_id(now), exercise, kg, at, ms, ms),
                )

    def body_kg(self) -> float | None:
        """Return the newest body weight in kg, ``None`` when there is none."""
        from negcoach.store.queries.body_log import newest_weight

        with self._database.read() as connection:
            weight = newest_weight(connection)
        return None if weight is None else weight.kg

    def health_answers(self) -> HealthAnswers | None:
        """Return the newest answers to the health screen, ``None`` when there are none that can be used."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (_HEALTH_ANSWERS,)).fetchone()
        return None if row is None or row["value"] is None else _health_answers(row["value"])

    def store_health_answers(self, answers: HealthAnswers, now: datetime) -> None:
        """Store the answers to the health screen in place of earlier ones."""
        from negcoach.store.database.tables import json_text

        _, ms = stamp(now)
        value = json_text(
            {
                "answered_on": answers.answered_on.isoformat(),
                "clear": answers.clear,
                "age": answers.age,
                "lifting_months": answers.lifting_months,
            }
        )
        with self._database.write(patient=True) as connection:
            connection.execute(
                "INSERT INTO facts (name, value, changed_ms) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_ms = excluded.changed_ms",
                (_HEALTH_ANSWERS, value, ms),
            )


def _health_answers(text: str) -> HealthAnswers | None:
    """Read stored answers; ``None`` when they are damaged, or of a version that keeps them otherwise: ask again."""
    import json

    from negcoach.training.exercise.safety import HealthAnswers

    try:
        found = json.loads(text)
        answers = HealthAnswers(
            date.fromisoformat(found["answered_on"]), found["clear"], found["age"], found["lifting_months"]
        )
    except (ValueError, TypeError, KeyError):
        return None
    right = type(answers.clear) is bool and type(answers.age) is int and type(answers.lifting_months) is int
    return answers if right else None


def _last_set(connection: sqlite3.Connection, exercise: str) -> sqlite3.Row | None:
    """Return the row of the newest set of an exercise (a slug) in which something was lowered."""
    row: sqlite3.Row | None = connection.execute(LAST_SET_QUERY, (clean(exercise),)).fetchone()
    return row


def _recent_set(connection: sqlite3.Connection, row: sqlite3.Row) -> RecentSet:
    from negcoach.store.plan import plan_from_row

    return RecentSet(
        plan=plan_from_row(row),
        load_kg=row["load_kg"],
        started_at=datetime.fromisoformat(row["started_at"]),
        stop_reason=StopReason(row["stop_reason"]) if row["stop_reason"] else None,
        reps=row["rep_count"],
        measured=tuple(
            (rep["measured_ms"], rep["target_ms"]) for rep in connection.execute(_MEASURED_REPS, (row["id"],))
        ),
    )


def _last_performed(last: sqlite3.Row, sets: list[sqlite3.Row]) -> LastPerformed:
    target_ms = sum(row["measured_target_ms"] for row in sets)
    return LastPerformed(
        started_at=datetime.fromisoformat(last["started_at"]),
        exercise_name=clean(last["exercise_name"]),
        tempo=last["tempo"],
        reps=tuple(row["reps"] for row in sets),
        loads_kg=tuple(row["load_kg"] for row in sets),
        adherence=adherence_of(sum(row["measured_ms"] for row in sets), target_ms),
        tension_ms=sum(row["tension_ms"] for row in sets),
    )
