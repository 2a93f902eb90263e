"""What advice is made from: the exercise's own last sessions, and what was rated sore."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from negcoach.coaching.recent_training import (
    RECENT_SESSIONS,
    RecentTraining,
    empty_recent_training,
    read_recent_training,
)
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.advice.readiness import RECOVERY, SORENESS
from negcoach.training.advice.rules import Level
from negcoach.training.progress.soreness import Question
from tests.services import NOW


def known(services: Services, slug: str = "bench-press") -> RecentTraining:
    exercise = services.exercise(slug)
    assert exercise is not None
    return read_recent_training(services, exercise)


def imported(services: Services, sessions: int) -> None:
    """Sessions of lifted sets, the newest today."""
    with services.database.write() as connection:
        for number in range(sessions):
            at = NOW - timedelta(hours=number)
            ms = int(at.timestamp() * 1000)
            connection.execute(
                "INSERT INTO sessions (id, started_at, started_ms, ended_at, changed_ms) VALUES (?, ?, ?, ?, 0)",
                (f"imported {number}", at.isoformat(), ms, at.isoformat()),
            )
            connection.execute(
                "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, "
                "reps, started_at, started_ms, changed_ms) "
                "VALUES (?, ?, 'bench-press', 'Bench', 1, 'normal', 80, 5, ?, ?, 0)",
                (f"set {number}", f"imported {number}", at.isoformat(), ms),
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
