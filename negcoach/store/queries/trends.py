"""Queries of an exercise over the years: which exercises there are, their points per session, their 1RMs and records.

SQLite sums up and preselects; ``negcoach.training`` decides what a record or an estimate is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from negcoach.store.database.bounds import within_kg, within_ms
from negcoach.store.database.record_flags import PERFORMED_COLUMNS, performed_set
from negcoach.store.database.totals import BODY_KG_OF_SET, COUNTED, HELD, IS_KEPT
from negcoach.store.queries.eccentric_tests import StoredLowering, StoredTest, eccentric_tests, longest_lowerings
from negcoach.store.queries.tries import tries_of
from negcoach.texts import name_text
from negcoach.training.plan.full_rep import Try
from negcoach.training.progress.one_rm import MOST_REPS_FOR_ESTIMATE, OneRmPoint, estimate_one_rm
from negcoach.training.progress.records import MIN_REPS, PerformedSet, Records, records
from negcoach.training.progress.trends import SessionPoint
from negcoach.training.terms import OneRmKind, Side

EXERCISES_QUERY = """
    WITH RECURSIVE
        lowered (slug) AS (
            SELECT min(exercise) FROM sets WHERE deleted_at IS NULL UNION ALL
            SELECT (SELECT min(exercise) FROM sets WHERE deleted_at IS NULL AND exercise > slug)
            FROM lowered WHERE slug IS NOT NULL
        ),
        lifted (slug) AS (
            SELECT min(exercise) FROM concentric_sets WHERE deleted_at IS NULL UNION ALL
            SELECT (SELECT min(exercise) FROM concentric_sets WHERE deleted_at IS NULL AND exercise > slug)
            FROM lifted WHERE slug IS NOT NULL
        ),
        entered (slug) AS (
            SELECT min(exercise) FROM one_rms WHERE deleted_at IS NULL UNION ALL
            SELECT (SELECT min(exercise) FROM one_rms WHERE deleted_at IS NULL AND exercise > slug)
            FROM entered WHERE slug IS NOT NULL
        ),
        known (slug) AS (SELECT slug FROM lowered UNION SELECT slug FROM lifted UNION SELECT slug FROM entered)
    SELECT
        slug,
        (SELECT count(*) FROM sets WHERE exercise = slug AND deleted_at IS NULL) AS lowered_sets,
        (SELECT count(*) FROM concentric_sets WHERE exercise = slug AND deleted_at IS NULL AND kind <> 'warm-up')
            AS lifted_sets,
        (SELECT exercise_name FROM sets WHERE exercise = slug AND deleted_at IS NULL
            ORDER BY started_ms DESC LIMIT 1) AS lowered_name,
        (SELECT exercise_name FROM concentric_sets WHERE exercise = slug AND deleted_at IS NULL
            ORDER BY started_ms DESC LIMIT 1) AS lifted_name,
        max(
            coalesce((SELECT max(started_ms) FROM sets WHERE exercise = slug AND deleted_at IS NULL), 0),
            coalesce((SELECT max(started_ms) FROM concentric_sets WHERE exercise = slug AND deleted_at IS NULL), 0),
            coalesce((SELECT max(tested_ms) FROM one_rms WHERE exercise = slug AND deleted_at IS NULL), 0)
        ) AS last_ms
    FROM known WHERE slug IS NOT NULL ORDER BY last_ms DESC, slug
"""
"""The exercises that have a history, the newest first: each is found from the one before along an index."""

SESSIONS_QUERY = f"""
    SELECT
        session_id,
        min(started_at) AS started_at,
        max(load_kg) AS load_kg,
        sum(tension_ms) AS tension_ms,
        sum(max(0.0, load_kg + coalesce(body_kg, 0.0)) * rep_count) AS volume_kg,
        max(body_kg) AS body_kg,
        coalesce(sum(measured_ms) FILTER (WHERE NOT is_held), 0) AS measured_ms,
        coalesce(sum(measured_target_ms) FILTER (WHERE NOT is_held), 0) AS measured_target_ms,
        max(longest_ms) AS longest_ms,
        max(bodyweight) AS bodyweight,
        max(unilateral) AS unilateral
    FROM (
        SELECT sets.*, {BODY_KG_OF_SET} AS body_kg, coalesce({HELD}, 0) AS is_held FROM sets
        WHERE exercise = ? AND deleted_at IS NULL AND rep_count > 0 AND purpose = 'work'
    )
    GROUP BY session_id ORDER BY min(started_ms), session_id
"""
"""One row per session that had sets other than a test's: the exercise's sets are read once, along ``sets_by_exercise``.
The volume is the SQL of ``negcoach.training.progress.volume``."""

_OF_EXERCISE = f"""
    FROM sets WHERE exercise = :exercise AND unilateral = 0 AND deleted_at IS NULL AND rep_count > 0 AND {COUNTED}
"""

CONCENTRIC_QUERY = f"""
    SELECT session_id, min(started_at), reps, max(load_kg), max(load_unit) FROM concentric_sets
    WHERE exercise = ? AND deleted_at IS NULL AND kind <> 'warm-up' AND load_kg > 0 AND reps <= {MOST_REPS_FOR_ESTIMATE}
    GROUP BY session_id, reps ORDER BY min(started_ms), session_id
"""
"""Of a session's lifted sets with the same number of reps, only the heaviest can give the best estimate."""

ENTERED_QUERY = """
    SELECT tested_at, tested_ms, kg, unit, kind FROM one_rms
    WHERE exercise = ? AND deleted_at IS NULL ORDER BY tested_ms, id
"""

FULL_COUNT_QUERY = f"""
    WITH best AS (
        SELECT round(load_kg, 2) AS load, measured_target_ms / measured_count AS count_ms,
            max(longest_ms) AS longest, min(started_ms) AS first_ms
        {_OF_EXERCISE} AND longest_ms IS NOT NULL GROUP BY 1, 2
    )
    SELECT {PERFORMED_COLUMNS} FROM sets CROSS JOIN best
        ON round(load_kg, 2) = load AND measured_target_ms / measured_count = count_ms
        AND (longest_ms = longest OR started_ms = first_ms)
    WHERE exercise = :exercise AND unilateral = 0 AND deleted_at IS NULL AND rep_count > 0 AND longest_ms IS NOT NULL
"""
"""The sets that were lowered to the full count first or longest at a load and prescribed count: the heaviest and the
longest are among them."""

BEST_KEPT_QUERY = f"""
    SELECT {PERFORMED_COLUMNS} {_OF_EXERCISE} AND measured_count = rep_count AND rep_count >= {MIN_REPS}
    ORDER BY CAST(off_ms AS REAL) / rep_count, started_ms, id LIMIT 1
"""

SIDES_QUERY = f"""
    SELECT
        side, id, session_id, started_ms, substr(started_at, 1, 10), tempo, load_kg, count(*),
        sum(coalesce(measured, target)), count(measured), coalesce(sum(target) FILTER (WHERE measured IS NOT NULL), 0),
        coalesce(sum(abs(measured - target)), 0), max(measured) FILTER (WHERE kept), load_unit
    FROM sets JOIN (
        SELECT set_id, side, target_ms AS target, measured_ms AS measured, {IS_KEPT} AS kept
        FROM reps WHERE deleted_at IS NULL AND side IS NOT NULL
    ) ON set_id = id
    WHERE exercise = ? AND unilateral = 1 AND deleted_at IS NULL
    GROUP BY id, side
"""
"""Each side of the one-sided sets of an exercise: the side, then the columns of a ``PerformedSet``."""

TENSION_QUERY = f"SELECT {PERFORMED_COLUMNS} {_OF_EXERCISE} ORDER BY tension_ms DESC, started_ms, id LIMIT 1"


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise that has a history.

    It has the number of sets lowered and lifted, and the time of the last of them, or of a 1RM where that is later.
    """

    slug: str
    name: str
    lowered_sets: int
    lifted_sets: int
    last_ms: int


@dataclass(frozen=True, slots=True)
class ExerciseTrend:
    """The trend of one exercise over all years.

    ``sessions`` are those in which it was lowered, oldest first. The concentric 1RM is separate: ``entered`` by the
    lifter, tested or not, and ``estimated`` from lifted sets, at most one per session, oldest first. With
    ``bodyweight``, loads are what was added to the body (below 0: help), and nothing can be estimated from them.
    ``records`` are those of sets without sides, and ``records_by_side`` those of each side of the others; the session
    with the most tension is among ``records``. ``tests`` are those of the eccentric 1RM, ``lowerings`` those of the
    longest lowering, ``tries`` of the full reps at the end of its ladder, oldest first.
    """

    exercise: str
    bodyweight: bool
    sessions: tuple[SessionPoint, ...]
    entered: tuple[OneRmPoint, ...]
    estimated: tuple[OneRmPoint, ...]
    records: Records
    records_by_side: Mapping[Side, Records] = field(default_factory=dict)
    tests: tuple[StoredTest, ...] = ()
    lowerings: tuple[StoredLowering, ...] = ()
    tries: tuple[Try, ...] = ()


def exercises_with_history(connection: sqlite3.Connection) -> list[ExerciseRow]:
    """Return the exercises that were lowered or lifted, or have a 1RM, the newest first, by their latest names."""
    return [
        ExerciseRow(
            slug=row["slug"],
            name=name_text(row["lowered_name"] or row["lifted_name"] or row["slug"]),
            lowered_sets=row["lowered_sets"],
            lifted_sets=row["lifted_sets"],
            last_ms=within_ms(row["last_ms"]),
        )
        for row in connection.execute(EXERCISES_QUERY)
    ]


def exercise_trend(
    connection: sqlite3.Connection, exercise: str, *, bodyweight: bool = False, sharing: Sequence[str] = ()
) -> ExerciseTrend:
    """Return the trend and the records of an exercise (a slug), empty if it was never performed.

    ``sharing`` are the exercises that share its concentric 1RM, itself among them: their 1RMs and what was lifted of
    them count, and nothing else of them. ``bodyweight`` is whether it is a bodyweight exercise, for one whose sets do
    not show it since all were lifted.
    """
    rows = connection.execute(SESSIONS_QUERY, (exercise,)).fetchall()
    bodyweight = bodyweight or any(row["bodyweight"] for row in rows)
    sessions = tuple(_session_point(row) for row in rows)
    return ExerciseTrend(
        exercise=exercise,
        bodyweight=bodyweight,
        sessions=sessions,
        entered=_entered_of(connection, sharing or (exercise,)),
        estimated=() if bodyweight else _estimated(connection, sharing or (exercise,)),
        records=records(_record_candidates(connection, exercise), sessions),
        records_by_side=_records_by_side(connection, exercise) if any(row["unilateral"] for row in rows) else {},
        tests=() if bodyweight else eccentric_tests(connection, exercise),
        lowerings=longest_lowerings(connection, exercise) if bodyweight else (),
        tries=tries_of(connection, exercise),
    )


def _record_candidates(connection: sqlite3.Connection, exercise: str) -> set[PerformedSet]:
    """Return a selection of sets that includes every record."""
    values = {"exercise": exercise}
    queries = (FULL_COUNT_QUERY, BEST_KEPT_QUERY, TENSION_QUERY)
    return {performed_set(row) for query in queries for row in connection.execute(query, values)}


def _records_by_side(connection: sqlite3.Connection, exercise: str) -> dict[Side, Records]:
    """Return the records of each side, left first."""
    sets: dict[Side, list[PerformedSet]] = {side: [] for side in Side}
    for side, *columns in connection.execute(SIDES_QUERY, (exercise,)):
        sets[Side(side)].append(PerformedSet(*columns))
    return {side: records(performed, ()) for side, performed in sets.items() if performed}


def _entered_of(connection: sqlite3.Connection, exercises: Sequence[str]) -> tuple[OneRmPoint, ...]:
    """Return the 1RMs that were entered of exercises that share it, oldest first."""
    rows = [row for exercise in exercises for row in connection.execute(ENTERED_QUERY, (exercise,))]
    return tuple(map(_entered, sorted(rows, key=lambda row: row["tested_ms"])))


def _estimated(connection: sqlite3.Connection, exercises: Sequence[str]) -> tuple[OneRmPoint, ...]:
    """Return the best estimate of each session that has one of these exercises, which share their 1RM, in order."""
    best: dict[str, OneRmPoint] = {}
    found = (connection.execute(CONCENTRIC_QUERY, (exercise,)) for exercise in exercises)
    for session_id, started_at, reps, load_kg, unit in (row for cursor in found for row in cursor):
        kg = estimate_one_rm(within_kg(load_kg), reps)
        if kg is not None and (session_id not in best or kg > best[session_id].kg):
            best[session_id] = OneRmPoint(_day(started_at), kg, session_id, load_kg, reps, unit=unit)
    return tuple(sorted(best.values(), key=lambda one: one.day) if len(exercises) > 1 else best.values())


def _entered(row: sqlite3.Row) -> OneRmPoint:
    kind = OneRmKind(row["kind"])
    return OneRmPoint(_day(row["tested_at"]), within_kg(row["kg"]), None, row["kg"], 1, kind, row["unit"])


def _session_point(row: sqlite3.Row) -> SessionPoint:
    return SessionPoint(
        session_id=row["session_id"],
        day=_day(row["started_at"]),
        load_kg=within_kg(row["load_kg"]),
        tension_ms=row["tension_ms"],
        volume_kg=row["volume_kg"],
        with_body=row["body_kg"] is not None,
        measured_ms=row["measured_ms"],
        measured_target_ms=row["measured_target_ms"],
        longest_ms=row["longest_ms"],
    )


def _day(moment: str) -> date:
    """Return the local date of a stored time."""
    return date.fromisoformat(moment[:10])
