"""The stored tests of the eccentric 1RM and of the longest lowering: their singles, and what each test came to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from negcoach.store.database.bounds import within_kg
from negcoach.store.database.stamps import moment_of
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.eccentric_test import (
    EccentricMiss,
    EccentricOneRm,
    Single,
    heaviest_success,
    lightest_miss,
)
from negcoach.training.plan.longest_lowering import LongestLowering, TestLowering, longest_of
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.terms import SetPurpose, StopReason
from negcoach.training.units import Unit

TESTS_QUERY = f"""
    SELECT sets.session_id, sets.started_at, sets.tempo, sets.load_kg, sets.load_unit, sets.stop_reason, sets.rpe,
        sets.unilateral, sets.bodyweight, (
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


@dataclass(frozen=True, slots=True)
class PerformedTest:
    """A test as it was done in a session, with a result or without: its tempo, its singles or lowerings in order."""

    tempo: str
    singles: tuple[Single, ...]
    lowerings: tuple[TestLowering, ...]


@dataclass(frozen=True, slots=True)
class StoredLowering:
    """A test of the longest lowering that came to a result, and the session it was done in."""

    session_id: str
    result: LongestLowering

    @property
    def day(self) -> date:
        """The lifter's local date of the test."""
        return self.result.at.date()


def eccentric_tests(connection: sqlite3.Connection, exercise: str) -> tuple[StoredTest, ...]:
    """Return the tests of an exercise (a slug) that had a success, oldest first: one for each session and tempo."""
    found = []
    for sets in _loaded_tests(connection, exercise):
        kg = heaviest_success([_single(row) for row in sets])
        if kg is not None:
            result = EccentricOneRm(within_kg(kg), *_tempo_and_time(sets))
            found.append(StoredTest(sets[0]["session_id"], result, sets[0]["load_unit"]))
    return tuple(found)


def eccentric_misses(connection: sqlite3.Connection, exercise: str) -> tuple[EccentricMiss, ...]:
    """Return the tests of an exercise (a slug) in which a load was missed and none lowered in full, oldest first."""
    found = []
    for sets in _loaded_tests(connection, exercise):
        singles = [_single(row) for row in sets]
        missed_kg = lightest_miss(singles)
        if missed_kg is not None and heaviest_success(singles) is None:
            found.append(EccentricMiss(within_kg(missed_kg), *_tempo_and_time(sets)))
    return tuple(found)


def longest_lowerings(connection: sqlite3.Connection, exercise: str) -> tuple[StoredLowering, ...]:
    """Return the tests of the longest lowering of an exercise (a slug) that had a success, oldest first.

    Lowerings with help or with added load, as only an edit makes them, are none of the body alone.
    """
    found = []
    rows = connection.execute(TESTS_QUERY, (exercise,)).fetchall()
    alone = [row for row in rows if row["bodyweight"] and abs(row["load_kg"]) < SAME_LOAD_KG]
    for session_id, group in groupby(alone, key=lambda row: row["session_id"]):
        sets = list(group)
        ms = longest_of([_lowering(row) for row in sets])
        if ms is not None:
            found.append(StoredLowering(session_id, LongestLowering(ms, moment_of(sets[0]["started_at"]))))
    return tuple(found)


def performed_test(connection: sqlite3.Connection, exercise: str, session_id: str) -> PerformedTest | None:
    """Return the test of an exercise (a slug) that was done in a session, ``None`` where none was."""
    rows = [row for row in connection.execute(TESTS_QUERY, (exercise,)) if row["session_id"] == session_id]
    if not rows:
        return None
    return PerformedTest(
        tempo=rows[-1]["tempo"],
        singles=tuple(_single(row) for row in rows if not row["bodyweight"]),
        lowerings=tuple(_lowering(row) for row in rows if row["bodyweight"]),
    )


def _loaded_tests(connection: sqlite3.Connection, exercise: str) -> Iterator[list[sqlite3.Row]]:
    """Yield the singles of each test with a load, oldest first: of one session and tempo."""
    rows = [row for row in connection.execute(TESTS_QUERY, (exercise,)) if not row["bodyweight"]]
    for _, group in groupby(rows, key=lambda row: (row["session_id"], row["tempo"])):
        yield list(group)


def _tempo_and_time(sets: list[sqlite3.Row]) -> tuple[Tempo, datetime]:
    return Tempo.parse(sets[0]["tempo"]), moment_of(sets[0]["started_at"])


def _lowering(row: sqlite3.Row) -> TestLowering:
    reps = _reps(row)
    measured_ms = int(reps[-1][0]) if reps and reps[-1][0] else None
    return TestLowering(lowered=bool(reps), measured_ms=measured_ms, stop=_stop(row))


def _reps(row: sqlite3.Row) -> list[list[str]]:
    """Return the measured and the prescribed ms of each rep, "" for the measured where it was not."""
    return [text.split(" ") for text in (row["reps_text"] or "").split(",") if text]


def _stop(row: sqlite3.Row) -> StopReason:
    return StopReason(row["stop_reason"]) if row["stop_reason"] else StopReason.INTERRUPTED


def _single(row: sqlite3.Row) -> Single:
    reps = _reps(row)
    return Single(
        load_kg=row["load_kg"],
        adherences=tuple(adherence_of(int(measured), int(target)) if measured else None for measured, target in reps),
        stop=_stop(row),
        rpe=row["rpe"],
        sides=2 if row["unilateral"] else 1,
    )
