"""An exercise's trend and records are read along indexes, and are those of all of its sets."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.body import Body
from negcoach.store.journal import Journal
from negcoach.store.queries import trends
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import sessions
from negcoach.store.queries.trends import ExerciseRow, exercise_trend, exercises_with_history
from negcoach.training.progress.one_rm import OneRmPoint
from negcoach.training.progress.records import Records, records
from negcoach.training.terms import Side
from tests.store.performances import PERFORMANCES, Performance, in_memory, performed_sets
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_one_sided_session, a_session


def lift(
    connection: sqlite3.Connection,
    session_id: str,
    load_kg: float,
    reps: int,
    *,
    kind: str = "normal",
    exercise: str = "bench-press",
    name: str = "Bench Press (Barbell)",
    days: int = 0,
) -> None:
    """Keep a lifted set, as an import does."""
    at, ms = stamp(NOW + timedelta(days=days))
    connection.execute(
        "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
        "started_at, started_ms, changed_ms) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        (new_id(NOW), session_id, exercise, name, kind, load_kg, reps, at, ms, ms),
    )


def test_an_exercise_that_was_never_done_has_an_empty_trend(database: Database) -> None:
    with database.read() as connection:
        found = exercise_trend(connection, "bench-press")
        assert exercises_with_history(connection) == []
    assert (found.sessions, found.entered, found.estimated, found.records) == ((), (), (), Records())
    assert not found.bodyweight


def test_a_session_is_one_point_over_its_sets(database: Database, journal: Journal) -> None:
    session_id = a_session(journal, NOW, sets=3, reps=2, measured_ms=4900)
    a_session(journal, NOW + timedelta(days=1), plan=HEEL_DROP)
    with database.write() as connection:
        connection.execute("UPDATE sets SET load_kg = 110 WHERE set_number = 2")
        (point,) = exercise_trend(connection, "bench-press").sessions
    assert (point.session_id, point.day) == (session_id, date(2026, 11, 22))
    assert (point.load_kg, point.volume_kg) == (110, 2 * (105 + 110 + 105))
    assert (point.tension_ms, point.measured_ms, point.measured_target_ms) == (29_400, 29_400, 30_000)
    assert point.longest_ms == 4900


def test_the_body_weight_of_the_day_counts_in_the_volume_of_what_lowers_the_body(
    database: Database, journal: Journal
) -> None:
    for day, load_kg in ((0, 0.0), (2, -20.0), (4, 10.0)):
        a_session(journal, NOW + timedelta(days=day), plan=replace(HEEL_DROP, load_kg=load_kg), reps=2)
    a_session(journal, NOW + timedelta(days=4), reps=2)
    body = Body(database)
    for day, kg in ((1, 80), (3, 82)):
        body.add_weight(kg, NOW + timedelta(days=day, hours=5), NOW + timedelta(days=9))
    body.add_weight(83, NOW + timedelta(days=4, hours=5), NOW + timedelta(days=9))  # later on the day of training
    with database.read() as connection:
        points = exercise_trend(connection, "heel-drop").sessions
        (bench,) = exercise_trend(connection, "bench-press").sessions
        records = {
            record.started_at.date(): record for record in sessions(connection) if record.sets[0].prescribed.bodyweight
        }
    assert [(point.volume_kg, point.with_body) for point in points] == [(0, False), (120, True), (186, True)]
    assert (bench.volume_kg, bench.with_body) == (210, False)
    volumes = [sum(one.volume_kg for one in records[point.day].sets) for point in points]
    assert volumes == [point.volume_kg for point in points]


def test_help_without_a_known_body_weight_is_no_volume(database: Database, journal: Journal) -> None:
    a_session(journal, NOW, plan=replace(HEEL_DROP, load_kg=-20.0), reps=2)
    with database.read() as connection:
        (point,) = exercise_trend(connection, "heel-drop").sessions
    assert (point.load_kg, point.volume_kg, point.with_body) == (-20, 0, False)


def test_the_day_is_the_one_on_the_lifters_wall(database: Database, journal: Journal) -> None:
    a_session(journal, NOW.replace(hour=0, minute=5))  # the day before in UTC
    with database.read() as connection:
        assert exercise_trend(connection, "bench-press").sessions[0].day == date(2026, 11, 22)


def test_deleted_sets_are_not_in_the_trend(database: Database, journal: Journal) -> None:
    a_session(journal, NOW, sets=2, measured_ms=5000)
    with database.write() as connection:
        connection.execute("UPDATE sets SET deleted_at = started_at WHERE set_number = 2")
        found = exercise_trend(connection, "bench-press")
        assert len(found.sessions) == 1
        assert found.sessions[0].tension_ms == 10_000
        connection.execute("UPDATE sets SET deleted_at = started_at")
        assert exercise_trend(connection, "bench-press").records == Records()
        assert exercises_with_history(connection) == []


def test_each_session_has_its_best_estimate_and_warm_ups_none(database: Database, journal: Journal) -> None:
    first, second = (journal.begin_session(NOW + timedelta(days=day)) for day in (0, 7))
    with database.write() as connection:
        lift(connection, first, 80, 6)
        lift(connection, first, 90, 3)
        lift(connection, first, 140, 5, kind="warm-up")
        lift(connection, first, 100, 11)
        lift(connection, second, 100, 1, kind="failure", days=7)
        lift(connection, second, -20, 5, days=7)
        found = exercise_trend(connection, "bench-press")
    assert found.estimated == (
        OneRmPoint(date(2026, 11, 22), pytest.approx(99.0), first, 90, 3),
        OneRmPoint(date(2026, 11, 29), 100, second, 100, 1),
    )
    assert found.sessions == ()
    assert found.records == Records()


def test_nothing_is_estimated_from_what_was_added_to_the_body(database: Database, journal: Journal) -> None:
    session_id = a_session(journal, NOW, plan=replace(HEEL_DROP, load_kg=10))
    with database.write() as connection:
        lift(connection, session_id, 20, 5, exercise="heel-drop")
        lift(connection, session_id, 20, 5, exercise="negative-pull-up")
        found = exercise_trend(connection, "heel-drop")
        assert (found.bodyweight, found.estimated) == (True, ())
        assert exercise_trend(connection, "negative-pull-up", bodyweight=True).estimated == ()


def test_a_tested_one_rm_is_told_from_an_estimate(database: Database, journal: Journal) -> None:
    Lifter(database).set_one_rm("bench-press", 100, NOW)
    Lifter(database).set_one_rm("bench-press", 102.5, NOW + timedelta(days=30))
    session_id = journal.begin_session(NOW)
    with database.write() as connection:
        lift(connection, session_id, 90, 3)
        found = exercise_trend(connection, "bench-press")
    assert [(point.kg, point.session_id) for point in found.entered] == [(100, None), (102.5, None)]
    assert [point.session_id for point in found.estimated] == [session_id]


def test_exercises_are_listed_the_newest_first_by_their_last_name(database: Database, journal: Journal) -> None:
    a_session(journal, NOW, sets=2)
    a_session(journal, NOW + timedelta(days=1), plan=replace(BENCH, exercise_name="Bench, close grip"))
    session_id = a_session(journal, NOW + timedelta(days=2), plan=HEEL_DROP)
    Lifter(database).set_one_rm("leg-press", 180, NOW + timedelta(days=9))
    with database.write() as connection:
        lift(connection, session_id, 60, 5, exercise="squat", name="Squat\x1b[2J", days=-1)
        lift(connection, session_id, 60, 5, days=-1)
        found = exercises_with_history(connection)
    ms = stamp(NOW)[1]
    day, start = 86_400_000, 240_000
    assert found == [
        ExerciseRow("leg-press", "leg-press", 0, 0, ms + 9 * day),
        ExerciseRow("heel-drop", "Eccentric heel drop", 1, 0, ms + 2 * day + start),
        ExerciseRow("bench-press", "Bench, close grip", 3, 1, ms + day + start),
        ExerciseRow("squat", "Squat", 0, 1, ms - day),
    ]


@given(PERFORMANCES)
def test_what_is_narrowed_down_has_the_records_of_all_sets(performances: list[Performance]) -> None:
    connection = in_memory(performances)
    found = exercise_trend(connection, "x")
    assert found.records == records(performed_sets(connection), found.sessions)
    assert sum(point.tension_ms for point in found.sessions) == sum(
        performed.tension_ms for performed in performed_sets(connection)
    )
    connection.close()


def test_each_side_has_records_of_its_own(database: Database, journal: Journal) -> None:
    a_one_sided_session(journal, NOW, load_kg=10, left_ms=3000, right_ms=5000)
    a_one_sided_session(journal, NOW + timedelta(days=1), load_kg=12, left_ms=3500, right_ms=1000)
    with database.read() as connection:
        found = exercise_trend(connection, "heel-drop", bodyweight=True)
    assert {
        side: [(one.load_kg, one.longest_ms) for one in best.longest] for side, best in found.records_by_side.items()
    } == {
        Side.LEFT: [(12, 3500), (10, 3000)],
        Side.RIGHT: [(10, 5000)],
    }
    assert found.records.longest == ()
    assert found.records.most_tension_session is not None
    assert found.records.most_tension_session.tension_ms == 8000


def test_a_trend_is_read_along_indexes(database: Database) -> None:
    plans: list[str] = []
    statements: list[str] = []
    with database.read() as connection:
        connection.set_trace_callback(statements.append)
        exercise_trend(connection, "bench-press")
        exercises_with_history(connection)
        connection.set_trace_callback(None)
        for statement in statements:
            plans += [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    assert len(statements) == 9
    stored = ("sets", "concentric_sets", "one_rms", "sessions", "reps")
    assert not any(step.startswith(f"SCAN {table}") for step in plans for table in stored), plans
    searches = {step.split(" (")[0] for step in plans if step.startswith("SEARCH") and "AUTOMATIC" not in step}
    assert {search for search in searches if "best" not in search} == {
        "SEARCH sets USING INDEX sets_by_exercise",
        "SEARCH sets USING INDEX sets_tried",
        "SEARCH concentric_sets USING INDEX concentric_sets_by_exercise",
        "SEARCH one_rms USING INDEX one_rms_by_exercise",
        "SEARCH body_weights USING INDEX body_weights_by_time",
        "SEARCH sessions USING INDEX sqlite_autoindex_sessions_1",  # of the sets of a test
        "SEARCH reps USING PRIMARY KEY",
    }


@pytest.mark.parametrize("query", [trends.SESSIONS_QUERY, trends.BEST_KEPT_QUERY, trends.TENSION_QUERY])
def test_each_total_reads_an_exercises_sets_once(database: Database, query: str) -> None:
    values = {"exercise": "x"} if ":exercise" in query else ("x",)
    with database.read() as connection:
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert sum(step.startswith("SEARCH sets") for step in steps) == 1
