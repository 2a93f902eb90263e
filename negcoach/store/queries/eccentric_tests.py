"""The stored tests of the eccentric 1RM: their singles, and what each test came to."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from negcoach.store.queries.bounds import within_kg
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import EccentricOneRm, Single, heaviest_success
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.terms import SetPurpose, StopReason
from negcoach.training.units import Unit

TESTS_QUERY = f"""
    SELECT sets.session_id, sets.started_at, sets.tempo, sets.load_kg, sets.load_unit, sets.stop_reason, sets.rpe,
        sets.unilateral, (
        SELECT group_concat(coalesce(measured_ms, '') || ' ' || target_ms, ',') FROM (
            SELECT measured_ms, target_ms FROM reps
            WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL ORDER BY ordinal
        )
    ) AS reps_text
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.purpose = '{SetPurpose.TEST.value}' AND sets.deleted_at IS NULL
        AND sessions.deleted_at IS NULL
    ORDER BY sets.started_ms, sets.set_number
"""
"""The singles of an exercise's tests, oldest first: read along ``sets_tested``."""


@dataclass(frozen=True, slots=True)
class StoredTest:
    """A test that came to a result: the session it was done in, and the unit in which its load was typed."""

    session_id: str
    result: EccentricOneRm
    unit: Unit | None = None

    @property
    def day(self) -> date:
        """The lifter's local date of the test."""
        return self.result.at.date()


def eccentric_tests(connection: sqlite3.Connection, exercise: str) -> tuple[StoredTest, ...]:
    """Return the tests of an exercise (a slug) that had a success, oldest first: one for each session and tempo."""
    found = []
    rows = connection.execute(TESTS_QUERY, (exercise,)).fetchall()
    for (session_id, tempo), group in groupby(rows, key=lambda row: (row["session_id"], row["tempo"])):
        sets = list(group)
        kg = heaviest_success([_single(row) for row in sets])
        if kg is not None:
            at = datetime.fromisoformat(sets[0]["started_at"])
            result = EccentricOneRm(within_kg(kg), Tempo.parse(tempo), at)
            found.append(StoredTest(session_id, result, sets[0]["load_unit"]))
    return tuple(found)


def _single(row: sqlite3.Row) -> Single:
    reps = [text.split(" ") for text in (row["reps_text"] or "").split(",") if text]
    return Single(
        load_kg=row["load_kg"],
        adherences=tuple(adherence_of(int(measured), int(target)) if measured else None for measured, target in reps),
        stop=StopReason(row["stop_reason"]) if row["stop_reason"] else StopReason.INTERRUPTED,
        rpe=row["rpe"],
        sides=2 if row["unilateral"] else 1,
    )
