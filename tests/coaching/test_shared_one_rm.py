"""Exercises that are the same lift share its 1RM: it is entered once, and nothing else of them is mixed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.queries.body_log import one_rms
from negcoach.store.queries.trends import ExerciseTrend, exercise_trend
from negcoach.training.terms import OneRmKind, SetPurpose, StopReason
from negcoach.transfer.native.left_out import leave_out_unreadable
from tests.services import NOW
from tests.store.histories import an_exercise
from tests.store.samples import BENCH, a_session

TWINS = [("bench-press", "tempo-bench-press"), ("eccentric-squat", "tempo-squat"), ("leg-press", "tempo-leg-press")]


def trend(services: Services, slug: str) -> ExerciseTrend:
    with services.database.read() as connection:
        return exercise_trend(connection, slug, sharing=services.one_rm_slugs(slug))


def stored(services: Services) -> list[tuple[str, float]]:
    with services.database.read() as connection:
        return [(one.exercise, one.kg) for one in one_rms(connection)]


@pytest.mark.parametrize(("own", "twin"), TWINS)
def test_what_is_entered_for_either_is_the_one_rm_of_both_and_stored_once(
    services: Services, own: str, twin: str
) -> None:
    services.lifter.set_one_rm(twin, 100.0, NOW - timedelta(days=2))
    assert services.lifter.one_rm(own) == services.lifter.one_rm(twin) == 100.0
    services.lifter.set_one_rm(own, 100.0, NOW - timedelta(days=1))
    assert stored(services) == [(own, 100.0)]
    services.lifter.set_one_rm(own, 105.0, NOW, kind=OneRmKind.TESTED)
    assert stored(services) == [(own, 100.0), (own, 105.0)]
    for slug in (own, twin):
        facts = read_recent_training(services, an_exercise(slug)).facts
        assert facts.one_rm is not None and (facts.one_rm.kg, facts.one_rm.kind) == (105.0, OneRmKind.TESTED)


@pytest.mark.parametrize("slug", ["machine-bench-press", "two-up-one-down-leg-press", "tempo-row"])
def test_other_lifts_keep_their_own(services: Services, slug: str) -> None:
    services.lifter.set_one_rm("bench-press", 100.0, NOW)
    services.lifter.set_one_rm("leg-press", 200.0, NOW)
    assert services.one_rm_slugs(slug) == (slug,)
    assert services.lifter.one_rm(slug) is None


@pytest.mark.parametrize(("newer", "kg"), [("bench-press", 110.0), ("tempo-bench-press", 90.0)])
def test_where_both_have_one_the_newer_holds_and_none_is_lost(services: Services, newer: str, kg: float) -> None:
    older = "tempo-bench-press" if newer == "bench-press" else "bench-press"
    body = Body(services.database)
    body.add_one_rm(older, older, 100.0, NOW - timedelta(days=30), NOW)
    body.add_one_rm(newer, newer, kg, NOW - timedelta(days=3), NOW)
    for slug in (older, newer):
        assert services.lifter.one_rm(slug) == kg
        assert [point.kg for point in trend(services, slug).entered] == [100.0, kg]
    assert sorted(stored(services)) == sorted([(older, 100.0), (newer, kg)])


def test_the_estimate_of_lifted_sets_is_that_of_both(services: Services) -> None:
    at, ms = NOW.isoformat(), int(NOW.timestamp() * 1000)
    with services.database.write() as connection:
        connection.execute(
            "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES ('s', ?, ?, ?, 0)",
            (at, ms, at),
        )
        connection.execute(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
            "started_at, started_ms, changed_ms) VALUES ('l', 's', 'bench-press', 'B', 1, 'normal', 80, 5, ?, ?, 0)",
            (at, ms),
        )
    facts = read_recent_training(services, an_exercise("tempo-bench-press")).facts
    assert facts.estimated_one_rm_kg == pytest.approx(80 * (1 + 5 / 30))
    assert [round(point.kg, 1) for point in trend(services, "tempo-bench-press").estimated] == [93.3]


def test_negatives_are_no_records_of_the_tempo_lift_nor_the_other_way_round(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=3, load_kg=110.0)
    perform("tempo-bench-press", days_ago=2, load_kg=75.0)
    for slug, load_kg in (("bench-press", 110.0), ("tempo-bench-press", 75.0)):
        found = trend(services, slug)
        assert [point.load_kg for point in found.sessions] == [load_kg]
        assert {one.load_kg for one in found.records.heaviest} == {load_kg}


def test_a_tested_eccentric_1rm_is_that_of_its_exercise_alone(services: Services) -> None:
    single = replace(BENCH, purpose=SetPurpose.TEST, reps=1, tempo="5-0-A-1")
    a_session(services.journal, NOW - timedelta(days=2), plan=single, reps=1, measured_ms=5000)
    assert read_recent_training(services, an_exercise("bench-press")).facts.eccentric_one_rms
    assert read_recent_training(services, an_exercise("tempo-bench-press")).facts.eccentric_one_rms == ()


def test_a_newer_one_that_cannot_be_read_hides_the_older_one_of_both(services: Services) -> None:
    services.lifter.set_one_rm("bench-press", 100.0, NOW - timedelta(days=9))
    Body(services.database).add_one_rm("tempo-bench-press", "t", 90.0, NOW - timedelta(days=1), NOW)
    with services.database.write() as connection:
        connection.execute("UPDATE one_rms SET kg = 1e308 WHERE exercise = 'tempo-bench-press'")
    leave_out_unreadable(services.database, NOW, every_row=True)
    for slug in ("bench-press", "tempo-bench-press"):
        assert services.lifter.one_rm(slug) is None
        assert read_recent_training(services, an_exercise(slug)).facts.unreadable


def test_a_bench_negative_after_a_tempo_bench_is_in_percent_of_the_same(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("tempo-bench-press", days_ago=2, load_kg=65.0, stop=StopReason.TARGET_REACHED)
    services.lifter.set_one_rm("tempo-bench-press", 100.0, NOW)
    assert read_recent_training(services, an_exercise("bench-press")).advice.prescription.load_kg == 40.0
