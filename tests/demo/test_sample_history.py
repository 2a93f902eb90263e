"""The sample history is one that the coach could have led, up to today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from negcoach.coaching.advice.programmes import followed_courses
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.config.settings.settings import Settings
from negcoach.demo.run import first_sets
from negcoach.demo.sample_history import BENCH, PROGRAMME, SESSIONS, fill
from negcoach.services import Services
from negcoach.store.editing.edit_log import edits
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.sessions.history import sessions
from negcoach.store.restore.checkup import fault_while_open
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit, format_load
from negcoach.transfer.native.stored_rows import wrong_values
from tests.services import Clock


def test_the_sample_history_ends_before_now_and_has_records_and_a_programme_under_way(
    services: Services, clock: Clock
) -> None:
    fill(services)
    assert fault_while_open(services.database) is None
    assert list(wrong_values(services.database.path)) == []
    with services.database.read() as connection:
        stored = list(sessions(connection))
    assert len(stored) == len(SESSIONS)
    assert {one.prescribed.exercise for session in stored for one in session.sets} == {
        "bench-press",
        "negative-pull-up",
        "nordic-curl",
    }
    assert all(session.ended_at is not None and session.ended_at < clock.now() for session in stored)
    assert clock.now() - stored[0].started_at < timedelta(days=7)
    (course,) = followed_courses(services)
    assert course.programme.slug == PROGRAMME
    assert course.is_due


@pytest.mark.parametrize("hour", [0, 7, 12, 23])
def test_the_bin_lists_the_edits_of_the_sample_history_newest_first(
    services: Services, clock: Clock, hour: int
) -> None:
    clock.wall = clock.wall.replace(hour=hour)
    fill(services)
    with services.database.read() as connection:
        times = [edit.made_at for edit in edits(connection)]
    assert len(times) > len(SESSIONS)
    assert times == sorted(times, reverse=True)
    assert times[0] <= clock.now()


@pytest.mark.parametrize(("unit", "load_kg"), [("kg", 107.5), ("lb", 240 * 0.45359237)])
def test_the_demo_begins_with_what_its_history_advises(services: Services, unit: str, load_kg: float) -> None:
    services.settings = Settings(unit=unit)  # type: ignore[arg-type]  # one of the two
    fill(services)
    first = first_sets(services)
    assert first.prescription.exercise.slug == BENCH
    assert first.prescription.load_kg == pytest.approx(load_kg)
    assert first.spotters >= first.prescription.exercise.spotters.at_least


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_the_body_is_weighed_as_on_a_scale(services: Services, unit: Unit) -> None:
    services.settings = Settings(unit=unit)
    fill(services)
    newest = services.lifter.body_kg()
    assert newest is not None
    value = format_load(newest, unit).removesuffix(f" {unit}")
    assert len(value.partition(".")[2]) <= 1, value


@pytest.mark.parametrize("unit", ["kg", "lb"])
def test_what_the_demo_does_counts_so_that_home_advises_no_second_session_of_the_day(
    services: Services, clock: Clock, unit: str
) -> None:
    services.settings = Settings(unit=unit)  # type: ignore[arg-type]  # one of the two
    fill(services)
    first, journal = first_sets(services), services.journal
    session_id = journal.begin_session(clock.now())
    for number in range(1, first.prescription.sets + 1):
        prescribed = prescribed_set_of(first.prescription, number, spotters=first.spotters, one_rm_kg=first.one_rm_kg)
        set_id = journal.begin_set(session_id, prescribed, clock.now())
        for rep in range(1, (first.prescription.reps or 0) + 1):
            journal.store_rep(
                set_id, ordinal=rep, number=rep, side=None, target_ms=5_000, measured_ms=5_000, now=clock.now()
            )
        journal.end_set(set_id, StopReason.TARGET_REACHED, clock.now())
    journal.end_session(session_id, clock.now())
    clock.wall += timedelta(minutes=5)
    (course,) = followed_courses(services)
    assert course.last_counts
    assert not course.is_for_today
    advice = read_recent_training(services, first.prescription.exercise).advice
    assert advice.stopped
