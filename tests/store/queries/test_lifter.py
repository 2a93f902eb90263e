"""What is known before a set: last time, 1RMs, the health screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.bounds import LAST_MS
from negcoach.store.database.database import Database
from negcoach.store.editing.body import Body
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import RECENT_SETS_QUERY, UNANSWERED_PAIN_QUERY, Lifter
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.plan.eccentric_test import SingleOutcome
from negcoach.training.terms import OneRmKind, SetPurpose, Side, StopReason
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, keep, later


@pytest.fixture
def lifter(database: Database) -> Lifter:
    return Lifter(database)


def test_nothing_is_known_at_first(lifter: Lifter) -> None:
    assert lifter.recent("bench-press", 2) == []
    assert lifter.last_performed("bench-press") is None
    assert lifter.one_rm("bench-press") is None
    assert lifter.health_answers() is None
    assert lifter.body_kg() is None


def test_the_newest_sessions_of_an_exercise_are_found_behind_any_number_of_others(
    lifter: Lifter, journal: Journal
) -> None:
    for day, load_kg in enumerate((100.0, 102.5, 107.5)):
        a_session(journal, later(day * 86_400), plan=replace(BENCH, load_kg=load_kg), sets=2, measured_ms=4_900)
    for day in range(3, 9):
        a_session(journal, later(day * 86_400), plan=HEEL_DROP)
    a_session(journal, later(9 * 86_400), plan=replace(BENCH, load_kg=999.0), reps=0)
    newest, before = lifter.recent("bench-press", 2)
    assert [(one.set_number, one.planned_sets, one.planned_reps) for one in newest] == [
        (number, BENCH.sets, BENCH.reps) for number in (1, 2)
    ]
    assert [(one.tempo, one.rest_ms, one.load_kg) for one in newest] == [(BENCH.tempo, BENCH.rest_ms, 107.5)] * 2
    assert [one.load_kg for one in before] == [102.5, 102.5]
    assert newest[0].reps == ((4_900, 5_000, None), (4_900, 5_000, None))
    assert (newest[0].started_at, newest[0].stop_reason) == (
        later(2 * 86_400 + 240).replace(microsecond=123_000),
        StopReason.TARGET_REACHED,
    )


def test_recent_sets_are_read_along_their_index(database: Database) -> None:
    plan = [
        row["detail"]
        for row in database.connection.execute(f"EXPLAIN QUERY PLAN {RECENT_SETS_QUERY}", ("bench-press",))
    ]
    assert plan[:2] == [
        "SEARCH sets USING INDEX sets_by_exercise (exercise=?)",
        "SEARCH sessions USING INDEX sqlite_autoindex_sessions_1 (id=?)",
    ]
    assert "SEARCH reps USING PRIMARY KEY (set_id=?)" in plan


def test_pain_of_long_ago_is_found_by_one_look_up_an_exercise(database: Database) -> None:
    steps = database.connection.execute(f"EXPLAIN QUERY PLAN {UNANSWERED_PAIN_QUERY}", ('["bench-press"]', 0))
    plan = [row["detail"] for row in steps]
    assert "SEARCH sets USING INDEX sets_by_session (session_id=?)" in plan
    assert "SEARCH newest USING INDEX sets_by_exercise (exercise=?)" in plan
    assert not any(step.startswith("SCAN") and "other" not in step for step in plan)


def test_last_time_is_told_set_by_set(lifter: Lifter, journal: Journal) -> None:
    a_session(journal, later(-86_400))
    session_id = journal.begin_session(NOW)
    for number, (reps, load) in enumerate(((4, 105.0), (4, 105.0), (3, 100.0)), start=1):
        plan = replace(BENCH, set_number=number, load_kg=load)
        set_id = journal.begin_set(session_id, plan, later(100 * number))
        for ordinal in range(1, reps + 1):
            keep(journal, set_id, ordinal, measured_ms=4850 if ordinal == 1 else None)
        stop = StopReason.TARGET_REACHED if reps == 4 else StopReason.TEMPO_LOSS
        journal.end_set(set_id, stop, later(100 * number + 50))
    last = lifter.last_performed("bench-press")
    assert last is not None
    assert (last.exercise_name, last.tempo) == ("Bench press", "5-1-A-1")
    assert (last.reps, last.loads_kg) == ((4, 4, 3), (105.0, 105.0, 100.0))
    assert last.adherence == pytest.approx(0.97)
    assert last.tension_ms == 3 * 4850 + 8 * 5000
    assert last.started_at.date() == NOW.date()


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [(3, 3, ((3,), True, None)), (3, 2, ((5,), False, (3, 2))), (0, 2, ((2,), False, (0, 2)))],
)
def test_the_reps_of_uneven_sides_are_told_apart(
    lifter: Lifter, journal: Journal, left: int, right: int, told: object
) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    for ordinal, side in enumerate([Side.LEFT] * left + [Side.RIGHT] * right, start=1):
        journal.store_rep(
            set_id, ordinal=ordinal, number=ordinal, side=side, target_ms=5_000, measured_ms=4_900, now=later(ordinal)
        )
    journal.end_set(set_id, StopReason.LIFTERS_CALL, later(60))
    last = lifter.last_performed("bench-press")
    assert last is not None and (last.reps, last.a_side, last.left_right) == told


def a_test(journal: Journal, session_id: str, number: int, load_kg: float, stop: StopReason, measured_ms: int) -> None:
    plan = replace(BENCH, set_number=number, reps=1, load_kg=load_kg, purpose=SetPurpose.TEST)
    set_id = journal.begin_set(session_id, plan, later(1_000 + 300 * number))
    keep(journal, set_id, 1, measured_ms=measured_ms)
    journal.end_set(set_id, stop, later(1_050 + 300 * number))


def test_a_test_is_told_apart_from_the_sets_of_work_before_it(lifter: Lifter, journal: Journal) -> None:
    session_id = a_session(journal, NOW, sets=2, reps=4, measured_ms=4_850)
    a_test(journal, session_id, 1, 110.0, StopReason.TARGET_REACHED, 4_900)
    a_test(journal, session_id, 2, 115.0, StopReason.TARGET_REACHED, 3_000)
    last = lifter.last_performed("bench-press")
    assert last is not None and last.test is not None
    assert (last.reps, last.loads_kg) == ((4, 4), (105.0, 105.0))
    assert last.adherence == pytest.approx(0.97)
    assert [(one.load_kg, one.outcome) for one in last.test.singles] == [
        (110.0, SingleOutcome.SUCCESS),
        (115.0, SingleOutcome.MISS),
    ]
    assert (last.test.tempo, last.test.lowerings) == ("5-1-A-1", ())


def test_of_a_session_with_a_test_alone_there_are_no_sets_of_work(lifter: Lifter, journal: Journal) -> None:
    a_session(journal, NOW, sets=3, reps=4)
    session_id = journal.begin_session(later(86_400))
    plan = replace(BENCH, reps=1, purpose=SetPurpose.TEST, bodyweight=True, load_kg=0.0)
    set_id = journal.begin_set(session_id, plan, later(86_500))
    keep(journal, set_id, 1, measured_ms=9_400)
    journal.end_set(set_id, StopReason.TARGET_REACHED, later(86_520))
    last = lifter.last_performed("bench-press")
    assert last is not None and last.test is not None
    assert (last.reps, last.loads_kg, last.adherence) == ((), (), None)
    assert [one.ms for one in last.test.lowerings] == [9_400] and last.test.singles == ()


@pytest.mark.parametrize("purpose", [SetPurpose.WORK, SetPurpose.TEST])
def test_a_set_that_hurt_before_its_first_rep_is_the_last_time_too(
    lifter: Lifter, journal: Journal, purpose: SetPurpose
) -> None:
    """The card read "The last set ended in pain" below a last time of weeks ago that went well."""
    a_session(journal, NOW, sets=3, reps=4)
    plan = replace(BENCH, purpose=purpose)
    a_session(journal, later(86_400), plan=plan, reps=0, stop_reason=StopReason.PAIN)
    a_session(journal, later(2 * 86_400), plan=plan, reps=0, stop_reason=StopReason.LIFTERS_CALL)
    last = lifter.last_performed("bench-press")
    assert last is not None
    assert (last.started_at.date(), last.reps) == (later(86_400).date(), ())
    tested = None if last.test is None else [one.outcome for one in last.test.singles]
    assert tested == ([SingleOutcome.PAIN] if purpose is SetPurpose.TEST else None)


def test_the_newest_one_rm_counts_and_the_ones_before_stay(lifter: Lifter, database: Database) -> None:
    for second, kg in ((0, 100.0), (10, 110.0), (20, 110.0), (30, 105.0)):
        lifter.set_one_rm("bench-press", kg, later(second))
    lifter.set_one_rm("leg-press", 200, NOW)
    assert (lifter.one_rm("bench-press"), lifter.one_rm("leg-press")) == (105.0, 200.0)
    with database.read() as connection:
        kept = connection.execute("SELECT kg FROM one_rms WHERE exercise = 'bench-press' ORDER BY tested_ms")
        assert [row["kg"] for row in kept] == [100.0, 110.0, 105.0]


@pytest.mark.parametrize("days", [-2000, -1, 1, 300])
def test_what_is_said_after_the_clock_was_set_counts_though_it_had_shown_another_day(
    lifter: Lifter, database: Database, days: int
) -> None:
    now, body = NOW + timedelta(days=days), Body(database)
    lifter.set_one_rm(BENCH.exercise, 150.0, NOW)
    body.add_weight(95.0, NOW, NOW)
    for kg in (140.0, 110.0):
        lifter.set_one_rm(BENCH.exercise, kg, now)
        assert lifter.one_rm(BENCH.exercise) == kg
    body.add_weight(80.0, now, now)
    body.add_one_rm(BENCH.exercise, "Bench press", 100.0, now, now)
    assert (lifter.one_rm(BENCH.exercise), lifter.body_kg()) == (100.0, 80.0)
    body.add_one_rm(BENCH.exercise, "Bench press", 60.0, NOW - timedelta(days=3000), NOW)  # of another day
    assert lifter.one_rm(BENCH.exercise) == 100.0


def test_a_one_rm_after_one_of_the_end_of_time_is_one_that_negcoach_writes(lifter: Lifter, database: Database) -> None:
    lifter.set_one_rm(BENCH.exercise, 150.0, datetime.fromtimestamp(LAST_MS / 1000, UTC))
    lifter.set_one_rm(BENCH.exercise, 110.0, NOW)
    with database.read() as connection:
        assert connection.execute("SELECT max(tested_ms) FROM one_rms").fetchone()[0] == LAST_MS


def test_a_one_rm_that_was_typed_is_not_called_tested_and_a_tested_one_stays_so(lifter: Lifter) -> None:
    lifter.set_one_rm("bench-press", 100, NOW)
    assert _newest(lifter) == (100, OneRmKind.ENTERED)
    lifter.set_one_rm("bench-press", 105, later(1), kind=OneRmKind.TESTED)
    lifter.set_one_rm("bench-press", 105, later(2), kind=OneRmKind.ENTERED)
    assert _newest(lifter) == (105, OneRmKind.TESTED)


def _newest(lifter: Lifter) -> tuple[float, OneRmKind] | None:
    found = lifter.newest_one_rm("bench-press")
    return None if found is None else (found[0], found[2])


@pytest.mark.parametrize("kg", [-1.0, float("nan"), float("inf")])
def test_a_one_rm_that_is_no_load_is_refused(lifter: Lifter, kg: float) -> None:
    with pytest.raises(NegcoachError, match="1RM"):
        lifter.set_one_rm("bench-press", kg, NOW)
    assert lifter.one_rm("bench-press") is None


def test_the_newest_answers_to_the_health_screen_are_known(lifter: Lifter) -> None:
    first = HealthAnswers(NOW.date(), clear=True, age=34, lifting_months=18)
    lifter.store_health_answers(first, NOW)
    assert lifter.health_answers() == first
    second = replace(first, answered_on=date(2027, 2, 20), clear=False)
    lifter.store_health_answers(second, NOW + timedelta(days=90))
    assert lifter.health_answers() == second


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "{",
        "[]",
        "7",
        '{"answered_on": "2026-11-22"}',
        '{"answered_on": "soon", "clear": true, "age": 34, "lifting_months": 18}',
        '{"answered_on": "2026-11-22", "clear": "yes", "age": 34, "lifting_months": 18}',
    ],
)
def test_damaged_answers_are_none_so_that_they_are_asked_for_again(
    lifter: Lifter, database: Database, stored: str
) -> None:
    database.connection.execute("INSERT INTO facts VALUES ('health-answers', ?, 0)", (stored,))
    assert lifter.health_answers() is None


def test_what_an_older_version_asked_is_not_enough(lifter: Lifter, database: Database) -> None:
    database.connection.execute("INSERT INTO facts VALUES ('health-screen', '2026-11-22', 0)")
    assert lifter.health_answers() is None


def test_the_side_that_the_lifter_named_is_known_by_exercise(lifter: Lifter, database: Database) -> None:
    assert lifter.weaker_side("heel-drop") is None
    lifter.set_weaker_side("heel-drop", Side.LEFT, NOW)
    lifter.set_weaker_side("heel-drop", Side.RIGHT, later(9))
    assert (lifter.weaker_side("heel-drop"), lifter.weaker_side("biceps-curl")) == (Side.RIGHT, None)
    database.connection.execute("UPDATE facts SET value = 'both'")
    assert lifter.weaker_side("heel-drop") is None


def test_the_newest_body_weight_is_known(lifter: Lifter, database: Database) -> None:
    body = Body(database)
    body.add_weight(81.5, NOW, NOW)
    body.add_weight(79.0, NOW - timedelta(days=9), NOW)
    assert lifter.body_kg() == 81.5
