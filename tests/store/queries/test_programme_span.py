"""What was performed while a programme was followed, read from the totals of the sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from negcoach.coaching.advice.recent_training import past_session
from negcoach.services import Services
from negcoach.store.database.stamps import utc_ms
from negcoach.store.queries.programme_span import PERFORMED_QUERY, performed_since
from negcoach.training.terms import StopReason
from tests.services import clock, perform, services
from tests.training.lifters.lifter import performed_of

__all__ = ["clock", "perform", "services"]  # the fixtures


def since(services: Services, days_ago: float) -> int:
    """Return a time some days ago."""
    return utc_ms(services.now() - timedelta(days=days_ago))


@pytest.mark.parametrize("slug", ["bench-press", "negative-dip", "copenhagen", "nordic-curl"])
def test_it_is_what_the_reps_say(services: Services, perform: Callable[..., None], slug: str) -> None:
    load_kg = 85.0 if slug == "bench-press" else 0.0
    perform(slug, days_ago=9, load_kg=load_kg)
    perform(slug, days_ago=6, load_kg=load_kg, reps=3, stop=StopReason.TEMPO_LOSS)
    perform(slug, days_ago=3, load_kg=load_kg, stop=StopReason.PAIN)
    perform(slug, days_ago=2, load_kg=load_kg, adherence=None)
    perform(slug, days_ago=1, load_kg=load_kg, reps=12)  # from so many on a Nordic's tempo counts
    with services.database.read() as connection:
        found = list(performed_since(connection, slug, since(services, 10), 100.0))
    exercise = services.exercise(slug)
    assert exercise is not None
    by_rep = [performed_of(slug, past_session(sets, exercise), 100.0) for sets in services.lifter.recent(slug, 9)]
    assert [one.at for one in found] == [one.at for one in reversed(by_rep)]
    for one, other in zip(found, reversed(by_rep), strict=True):
        for measured, expected in ((one.timed, other.timed), (one.held, other.held)):
            assert measured.reps == expected.reps
            assert measured.adherence == pytest.approx(expected.adherence, abs=0.01)
        assert (one.load_kg, one.sets, one.reps, one.seconds) == (other.load_kg, other.sets, other.reps, other.seconds)
        assert (one.one_rm_kg, one.pain, one.lost) == (other.one_rm_kg, other.pain, other.lost)


def test_in_one_session_each_set_is_held_or_in_time_by_its_own_prescription(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("nordic-curl", days_ago=1, sets=1, reps=5, adherence=0.6)
    perform("nordic-curl", days_ago=1, sets=1, reps=12, adherence=0.9)
    with services.database.write() as connection:
        first, second = (row[0] for row in connection.execute("SELECT id FROM sessions ORDER BY id").fetchall())
        connection.execute("UPDATE sets SET session_id = ? WHERE session_id = ?", (first, second))
    with services.database.read() as connection:
        (one,) = performed_since(connection, "nordic-curl", since(services, 2), None)
    assert (one.held.reps, one.timed.reps) == (5, 12)
    assert one.held.mean_s == pytest.approx(0.6 * one.seconds)
    assert one.timed.adherence == pytest.approx(0.9)


def test_nothing_before_the_time_is_read(services: Services, perform: Callable[..., None]) -> None:
    perform("bench-press", days_ago=9, load_kg=85)
    with services.database.read() as connection:
        assert list(performed_since(connection, "bench-press", since(services, 8), None)) == []


def test_it_reads_no_more_than_the_exercises_sets(services: Services) -> None:
    with services.database.read() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {PERFORMED_QUERY}", ("bench-press", 0)).fetchall()
    assert any("sets_by_exercise (exercise=? AND started_ms>?)" in row["detail"] for row in plan)
