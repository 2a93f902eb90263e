"""What advice is made from: the exercise's own last sessions, and what was rated sore."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.alternative import advised_choice
from negcoach.coaching.advice.recent_training import (
    RECENT_SESSIONS,
    RecentTraining,
    catalogue_default,
    empty_recent_training,
    read_recent_training,
)
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.training.advice.facts import KnownOneRm, UnreadableKind
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import FULL_REPS_FIRST, RECOVERY, SORENESS
from negcoach.training.exercise.way import Way
from negcoach.training.progress.soreness import Question
from negcoach.training.terms import OneRmKind, Side, StopReason
from negcoach.transfer.native.left_out import leave_out_unreadable
from tests.services import NOW


def known(services: Services, slug: str = "bench-press") -> RecentTraining:
    exercise = services.exercise(slug)
    assert exercise is not None
    return read_recent_training(services, exercise)


def imported(
    services: Services, sessions: int, slug: str = "bench-press", load_kg: float = 80.0, reps: int = 5
) -> None:
    """Sessions of lifted sets, the newest today."""
    with services.database.write() as connection:
        for number in range(sessions):
            at = NOW - timedelta(hours=number)
            ms = int(at.timestamp() * 1000)
            connection.execute(
                "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES (?, ?, ?, ?, 0)",
                (f"imported {number} {slug}", at.isoformat(), ms, at.isoformat()),
            )
            connection.execute(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, "
                "reps, started_at, started_ms, changed_ms) "
                "VALUES (?, ?, ?, 'As imported', 1, 'normal', ?, ?, ?, ?, 0)",
                (f"set {number} {slug}", f"imported {number} {slug}", slug, load_kg, reps, at.isoformat(), ms),
            )


def test_two_sessions_are_found_behind_any_number_of_imported_ones(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=8, load_kg=100)
    perform("bench-press", days_ago=4, load_kg=100)
    imported(services, 80)
    news = known(services)
    assert [past.sets[0].load_kg for past in news.facts.sessions] == [100, 100]
    assert news.advice.rule is RECOVERY  # what was lifted today, heavy, trained the same muscles
    assert news.base.load_kg == 100


@pytest.mark.parametrize(
    ("load_kg", "reps", "level"),
    [(0.0, 8, Level.NOTE), (10.0, 5, Level.NOTE), (-20.0, 8, Level.WARNING), (0.0, 2, Level.WARNING)],
)
def test_full_reps_that_were_imported_are_enough_to_add_load(
    services: Services, perform: Callable[..., None], load_kg: float, reps: int, level: Level
) -> None:
    for days in (20, 16, 12, 8):
        perform("negative-chin-up", days_ago=days)
    imported(services, 1, "negative-pull-up", 0.0, 12)  # another exercise says nothing of this one
    assert known(services, "negative-chin-up").facts.lifted_reps == 0
    imported(services, 1, "negative-chin-up", load_kg, reps)
    advice = known(services, "negative-chin-up").advice
    with_load = replace(advice.prescription, load_kg=2.5)
    asked = [asks for finding, asks in advice.demands_for(with_load) if finding.rule is FULL_REPS_FIRST]
    assert max(asked, default=Level.NOTE) is level


def test_no_more_sessions_are_read_than_advice_is_made_from(services: Services, perform: Callable[..., None]) -> None:
    for day in range(RECENT_SESSIONS + 3):
        perform("negative-dip", days_ago=day + 1, sets=1, reps=1)
    past = known(services, "negative-dip").facts.sessions
    assert len(past) == RECENT_SESSIONS
    assert past[0].started_at == NOW - timedelta(days=1)


def test_nothing_performed_gives_the_catalogues_default(services: Services) -> None:
    exercise = services.exercise("bench-press")
    assert exercise is not None
    assert known(services) == empty_recent_training(services, exercise)


@pytest.mark.parametrize(("rating", "level"), [(3, Level.NOTE), (4, Level.WARNING), (5, Level.TYPED)])
def test_what_was_rated_sore_is_found_before_the_set(services: Services, rating: int, level: Level) -> None:
    Body(services.database).answer({Question("chest"): rating, Question("quadriceps"): 6}, NOW - timedelta(hours=20))
    advice = known(services).advice
    (finding,) = (one for one in advice.findings if one.rule is SORENESS)
    assert finding.level_for(advice.prescription) is level


def test_only_the_newest_rating_counts(services: Services) -> None:
    body = Body(services.database)
    body.answer({Question("chest"): 6}, NOW - timedelta(hours=20))
    body.answer({Question("chest"): 1}, NOW - timedelta(hours=1))
    assert SORENESS not in [one.rule for one in known(services).advice.findings]


def test_a_number_out_of_range_hides_nothing_else_of_the_last_prescription(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4, load_kg=102.5, sets=2, reps=3, tempo="6-0-A-1")
    with services.database.write() as connection:  # as an import can have it
        connection.execute("UPDATE sets SET lead_in_ms = 90000, rest_ms = 200000")
    recent = known(services)
    base = recent.base
    assert recent.refused == (
        "The lead-in lasts from 1 to 60 s, not 90 s. It was used last time; the usual is used instead.",
    )
    assert (base.sets, base.reps, str(base.tempo), base.load_kg) == (2, 3, "6-0-A-1", 102.5)
    assert base.rest_ms == 200_000
    assert base.lead_in_ms == services.settings.lead_in_first_s * 1000


def hurry(services: Services) -> None:
    """Let the last sets have had a rest of 30 s, a lead-in of 1 s and a lift of 1 s."""
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET rest_ms = 30000, lead_in_ms = 1000, lift_ms = 1000")


def test_overload_in_a_hurry_is_not_advised_again_but_known_as_last_time(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4, load_kg=100)
    hurry(services)
    recent = known(services)
    exercise, first_ms = recent.base.exercise, services.settings.lead_in_first_s * 1000
    for plan in (recent.base, recent.advice.prescription):
        assert (plan.rest_ms, plan.lead_in_ms, plan.lift_ms) == (exercise.rest_ms, first_ms, exercise.lift_ms)
    last = recent.as_last_time
    assert (last.rest_ms, last.lead_in_ms, last.lift_ms) == (30_000, 1_000, 1_000)


def test_more_rest_than_usual_and_a_lift_that_waits_are_advised_again(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4, load_kg=100)
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET rest_ms = 300000, lead_in_ms = 20000, lift_ms = NULL")
    plan = known(services).advice.prescription
    assert (plan.rest_ms, plan.lead_in_ms, plan.lift_ms) == (300_000, 20_000, None)


def test_a_short_rest_of_a_bodyweight_exercise_is_the_lifters_own(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("negative-push-up", days_ago=4, reps=5)
    hurry(services)
    assert known(services, "negative-push-up").advice.prescription.rest_ms == 30_000


def test_pain_in_another_exercise_is_known_for_two_weeks_and_until_that_one_is_done_again(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=3, load_kg=100, stop=StopReason.PAIN)
    perform("leg-press", days_ago=13, load_kg=100, stop=StopReason.PAIN)
    perform("leg-curl", days_ago=25, load_kg=60, stop=StopReason.PAIN)
    perform("leg-curl", days_ago=15, load_kg=40)
    perform("biceps-curl", days_ago=90, load_kg=10)
    perform("biceps-curl", days_ago=80, load_kg=10, stop=StopReason.PAIN)
    perform("negative-dip", days_ago=2, stop=StopReason.PAIN)
    perform("negative-push-up", days_ago=1)
    found = {one.name: (NOW - one.at).days for one in known(services, "negative-dip").facts.painful}
    assert found == {"Bench press": 3, "Leg press": 13, "Biceps curl": 80}


def test_the_load_that_was_performed_counts_and_not_the_planned_one(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4, load_kg=105)
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET load_kg = 95")
    recent = known(services)
    assert recent.base.load_kg == recent.advice.prescription.load_kg == 95


def test_a_set_that_hurt_before_its_first_rep_is_among_the_facts(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=4, load_kg=105)
    perform("bench-press", days_ago=2, load_kg=105, sets=1, reps=1, stop=StopReason.PAIN)
    with services.database.write() as connection:
        newest = "SELECT id FROM sets ORDER BY started_ms DESC LIMIT 1"
        connection.execute(f"UPDATE reps SET deleted_at = 'now' WHERE set_id = ({newest})")
        connection.execute(f"UPDATE sets SET rep_count = 0 WHERE id = ({newest})")
    recent = known(services)
    assert [len(one.sets[0].adherences) for one in recent.facts.sessions] == [0, 4]
    assert recent.advice.rule is PAIN
    assert recent.last is not None and recent.last.reps == ()  # the last time is when it hurt


def test_the_1rm_comes_with_its_day_and_the_first_load_since(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=20, load_kg=105)
    services.lifter.set_one_rm("bench-press", 100, NOW - timedelta(days=14))
    perform("bench-press", days_ago=9, load_kg=70)  # light
    perform("bench-press", days_ago=6, load_kg=107.5)
    perform("bench-press", days_ago=3, load_kg=110)
    facts = known(services).facts
    assert facts.one_rm == KnownOneRm(100, NOW - timedelta(days=14), OneRmKind.ENTERED)
    assert facts.first_load_kg == 107.5


@pytest.mark.parametrize(("load_kg", "light"), [(60, True), (62.5, True), (65, False), (105, False)])
def test_light_is_what_is_light_beside_the_load_that_is_worked_with(
    services: Services, perform: Callable[..., None], load_kg: float, light: bool
) -> None:
    """A 1RM of 180 kg that is entered later makes no light session of one at 105 kg."""
    for days in (30, 26, 22, 18, 14, 10, 6):
        perform("bench-press", days_ago=days, load_kg=105)
    perform("bench-press", days_ago=2, load_kg=load_kg)
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET one_rm_kg = 100")  # as it was known then
    services.lifter.set_one_rm("bench-press", 180, NOW - timedelta(days=1))
    assert [one.light for one in known(services).facts.trained] == [False, light]


def test_the_first_session_of_a_ramp_in_is_light_by_the_1rm(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.set_one_rm("bench-press", 100, NOW - timedelta(days=14))
    perform("bench-press", days_ago=4, load_kg=40)
    perform("bench-press", days_ago=2, load_kg=70)
    assert [one.light for one in known(services).facts.trained] == [True, False]


def test_lifted_sets_give_an_estimate_only_where_no_1rm_is_known(services: Services) -> None:
    imported(services, 1)
    assert known(services).facts.estimated_one_rm_kg == pytest.approx(80 * (1 + 5 / 30))
    services.lifter.set_one_rm("bench-press", 100, NOW)
    assert known(services).facts.estimated_one_rm_kg is None


def test_the_weaker_side_begins_also_as_last_time(services: Services) -> None:
    journal, at = services.journal, NOW - timedelta(days=4)
    exercise = services.exercise("two-up-one-down")
    assert exercise is not None
    plan = prescribed_set_of(replace(catalogue_default(services, exercise), load_kg=70), 1, spotters=0, one_rm_kg=100)
    session = journal.begin_session(at)
    set_id = journal.begin_set(session, plan, at)
    for ordinal, (side, measured_ms) in enumerate(((Side.LEFT, 5000), (Side.RIGHT, 3500)), start=1):
        journal.store_rep(set_id, ordinal=ordinal, number=1, side=side, target_ms=5000, measured_ms=measured_ms, now=at)
    journal.end_set(set_id, StopReason.LIFTERS_CALL, at)
    journal.end_session(session, at)
    recent = known(services, "two-up-one-down")
    assert recent.base.sides == recent.advice.prescription.sides == (Side.RIGHT, Side.LEFT)


def leave_out(services: Services, statement: str) -> None:
    """Spoil a row behind negcoach's back, and leave it out."""
    with closing(sqlite3.connect(services.database.path)) as connection, connection:
        connection.execute(statement)
    assert leave_out_unreadable(services.database, NOW, every_row=False)


def test_where_the_newest_1rm_cannot_be_read_neither_an_older_one_nor_an_estimate_counts(services: Services) -> None:
    imported(services, 1)
    services.lifter.set_one_rm("bench-press", 120, NOW - timedelta(days=20))
    services.lifter.set_one_rm("bench-press", 90, NOW - timedelta(days=3))
    leave_out(services, "UPDATE one_rms SET kg = 1e308 WHERE kg = 90")
    facts = known(services).facts
    assert (facts.one_rm, facts.estimated_one_rm_kg, services.lifter.one_rm("bench-press")) == (None, None, None)
    (unreadable,) = facts.unreadable
    assert (unreadable.kind, unreadable.at) == (UnreadableKind.ONE_RM, NOW - timedelta(days=3))
    assert known(services, "leg-press").facts.unreadable == ()
    services.lifter.set_one_rm("bench-press", 95, NOW)
    assert known(services).one_rm_kg == 95


def test_an_older_1rm_that_cannot_be_read_changes_nothing(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 120, NOW - timedelta(days=20))
    services.lifter.set_one_rm("bench-press", 90, NOW - timedelta(days=3))
    usual = known(services).advice
    leave_out(services, "UPDATE one_rms SET kg = 1e308 WHERE kg = 120")
    assert known(services).one_rm_kg == 90
    assert known(services).advice == usual


def test_a_set_that_cannot_be_read_is_known_of_its_exercise_and_of_its_muscles(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=3, load_kg=100, sets=1, stop=StopReason.PAIN)
    leave_out(services, "UPDATE sets SET tempo = 'x'")
    assert known(services).facts.sessions == ()
    assert known(services).advice.step is Step.REFUSED
    assert known(services).facts.unreadable[0].name.startswith("the set of Bench press on ")
    kinds = {
        slug: [one.kind for one in known(services, slug).facts.unreadable]
        for slug in ("bench-press", "negative-push-up", "nordic-curl")
    }
    assert kinds == {
        "bench-press": [UnreadableKind.SET],
        "negative-push-up": [UnreadableKind.MUSCLES],
        "nordic-curl": [],
    }


def test_where_the_newest_body_weight_cannot_be_read_none_is_known(services: Services) -> None:
    body = Body(services.database)
    body.add_weight(95, NOW - timedelta(days=9), NOW)
    body.add_weight(80, NOW - timedelta(days=1), NOW)
    leave_out(services, "UPDATE body_weights SET kg = -1 WHERE kg = 80")
    assert services.lifter.body_kg() is None
    body.add_weight(81, NOW, NOW)
    assert services.lifter.body_kg() == 81


def test_of_forced_reps_those_that_were_done_tell_whether_help_was_needed(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=5, load_kg=65.0)
    for way, helped in (("forced 2", True), ("straight", False)):
        with services.database.write() as connection:
            connection.execute("UPDATE sets SET way = ?", (way,))
        assert known(services).facts.sessions[0].sets[0].helped_up is helped


def test_a_plan_in_clusters_grows_on_clusters_and_straight_sets_do_not(
    services: Services, perform: Callable[..., None]
) -> None:
    services.lifter.set_one_rm("bench-press", 100.0, NOW - timedelta(days=40))
    for days_ago in (23, 20, 16, 13, 9, 5):
        perform("bench-press", days_ago=days_ago, load_kg=105.0)
    pairs = Way.parse("cluster 2, 25 s")
    with services.database.write() as connection:
        connection.execute("UPDATE sets SET way = ?", (str(pairs),))
    exercise = known(services).base.exercise
    assert known(services).facts.sessions[0].sets[0].rests_inside
    assert advised_choice(services, exercise).prescription.load_kg == 105.0
    assert advised_choice(services, exercise, pairs).prescription.load_kg == 107.5


@pytest.mark.parametrize(
    ("sides", "reps", "a_side"),
    [((Side.LEFT, Side.RIGHT), 30, True), ((Side.LEFT,), 30, False), ((None,), 30, False)],
)
def test_the_last_time_of_both_sides_has_the_reps_of_one(
    services: Services, perform: Callable[..., None], sides: tuple[Side | None, ...], reps: int, a_side: bool
) -> None:
    perform("heel-drop", days_ago=2, sets=2, reps=30, sides=sides)
    last = known(services, "heel-drop").last
    assert last is not None
    assert (last.reps, last.a_side) == ((reps, reps), a_side)


def test_tempo_that_was_lost_by_wrong_times_lowers_no_load_once_they_are_corrected(
    services: Services, perform: Callable[..., None]
) -> None:
    for days_ago in (9, 6, 3):
        perform("bench-press", days_ago=days_ago, load_kg=80, adherence=0.3, stop=StopReason.TEMPO_LOSS)
    assert known(services).advice.step is Step.LESS
    with services.database.read() as connection:
        sets = [row["id"] for row in connection.execute("SELECT id FROM sets")]
    for set_id in sets:
        for ordinal in range(1, 5):
            Editor(services.database).change_rep(set_id, ordinal, 4_900, NOW)
    assert known(services).advice.step is not Step.LESS
    assert all(past.kept for one in known(services).facts.sessions for past in one.sets)
