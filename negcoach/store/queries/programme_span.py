"""What was performed, rated and tested while a programme was followed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from negcoach.store.database.stamps import moment_of
from negcoach.store.pain import pain_levels
from negcoach.store.prescribed_set import is_held_in
from negcoach.training.equipment.loading import OwnLoads
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.course import Performed
from negcoach.training.progress.measured import NOT_MEASURED, Measured
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.terms import Knee, SetPurpose, Side, StopReason

PERFORMED_QUERY = """
    SELECT sets.session_id, sets.started_at, sets.exercise, sets.bodyweight, sets.load_kg, sets.tempo, sets.rep_count,
        sets.planned_reps, sets.planned_fewer, sets.set_number,
        sets.measured_count, sets.measured_ms, sets.measured_target_ms, sets.stop_reason, sets.one_rm_kg, sets.purpose,
        sets.pain, sets.pain_left, sets.pain_right,
        CASE WHEN sets.stop_reason = 'pain' THEN (
            SELECT side FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL ORDER BY ordinal DESC LIMIT 1
        ) END AS last_side,
        CASE WHEN sets.unilateral THEN (
            SELECT count(*) FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL AND side = 'left'
        ) END AS left_reps,
        CASE WHEN sets.unilateral THEN (
            SELECT count(*) FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL AND side = 'right'
        ) END AS right_reps,
        sets.knee
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.exercise = ? AND sets.started_ms >= ? AND sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
        AND (sets.rep_count > 0 OR sets.stop_reason = 'pain')
    ORDER BY sessions.started_ms, sets.session_id, sets.started_ms, sets.set_number
"""
"""The sets of an exercise since a time, by session and in their order: of their reps only what the totals hold."""

_RATINGS = """
    SELECT rating FROM soreness
    WHERE deleted_at IS NULL AND rating IS NOT NULL AND rated_ms BETWEEN ? AND ? AND muscle IN ({muscles})
    ORDER BY rated_ms
"""

_TESTS = """
    SELECT exercise, kg, tested_at FROM one_rms
    WHERE deleted_at IS NULL AND tested_ms BETWEEN ? AND ? AND exercise IN ({exercises})
    ORDER BY tested_ms
"""


def performed_since(
    connection: sqlite3.Connection,
    exercise: str,
    since_ms: int,
    one_rm_kg: float | None,
    own_loads: OwnLoads | None = None,
) -> Iterator[Performed]:
    """Yield what was performed of an exercise (a slug) in each session since a time.

    ``one_rm_kg`` takes the place of a 1RM that was not known then, ``own_loads`` are what the lifter's equipment has.
    """
    rows = connection.execute(PERFORMED_QUERY, (exercise, since_ms)).fetchall()
    for _, sets in groupby(rows, key=lambda row: row["session_id"]):
        yield replace(_performed(exercise, list(sets), one_rm_kg), own_loads=own_loads)


def _performed(exercise: str, sets: Sequence[sqlite3.Row], one_rm_kg: float | None) -> Performed:
    """Return the sets of one session, in their order, as one."""
    lost = (StopReason.TEMPO_LOSS.value, StopReason.SPOTTER_TOUCHED.value)
    return Performed(
        at=moment_of(sets[0]["started_at"]),
        exercise=exercise,
        load_kg=max(row["load_kg"] for row in sets),
        sets=len(sets),
        reps=sum(row["rep_count"] // (2 if row["left_reps"] and row["right_reps"] else 1) for row in sets),
        seconds=max(Tempo.parse(tempo).eccentric for tempo in {row["tempo"] for row in sets}),
        one_rm_kg=sets[0]["one_rm_kg"] or one_rm_kg,
        tested=any(row["purpose"] == SetPurpose.TEST.value for row in sets),
        pain=any(_hurt_too_much(row) for row in sets),
        lost=any(row["stop_reason"] in lost and row["planned_reps"] is not None for row in sets),
        reps_on={side: reps for side in Side if (reps := sum(row[f"{side.value}_reps"] or 0 for row in sets))},
        sets_with={knee: count for knee in Knee if (count := sum(row["knee"] == knee.value for row in sets))},
        timed=sum((_measured(row) for row in sets if not is_held_in(row)), NOT_MEASURED),
        held=sum((_measured(row) for row in sets if is_held_in(row)), NOT_MEASURED),
    )


def _measured(row: sqlite3.Row) -> Measured:
    return Measured(row["measured_count"], row["measured_ms"], row["measured_target_ms"])


def _hurt_too_much(row: sqlite3.Row) -> bool:
    """Return whether a set ended in pain, unless it is known to have been no more than a tendon may hurt."""
    if row["stop_reason"] != StopReason.PAIN.value:
        return False
    level = pain_levels(row).at_stop(row["last_side"] and Side(row["last_side"]))
    return level is None or level > ACCEPTABLE


def ratings_between(connection: sqlite3.Connection, muscles: Sequence[str], since_ms: int, until_ms: int) -> list[int]:
    """Return the soreness ratings (0 to 6) of muscle groups in a time, oldest first."""
    query = _RATINGS.format(muscles=", ".join("?" * len(muscles)))
    return [row[0] for row in connection.execute(query, (since_ms, until_ms, *muscles))]


def one_rms_between(
    connection: sqlite3.Connection, exercises: Sequence[str], since_ms: int, until_ms: int
) -> list[tuple[str, float, str]]:
    """Return the 1RMs of exercises (slugs) that were entered in a time: the exercise, kg and the time as text."""
    query = _TESTS.format(exercises=", ".join("?" * len(exercises)))
    return [(row[0], row[1], row[2]) for row in connection.execute(query, (since_ms, until_ms, *exercises))]
