"""What is dated in the future, as after a clock was set back, counts as just done, and is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.day_volume import MUCH_IN_A_DAY
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.dated_ahead import DATED_AHEAD
from negcoach.training.advice.readiness.pain import PAIN_ELSEWHERE
from negcoach.training.advice.readiness.table import ENOUGH_TODAY, RECOVERY, SORENESS
from negcoach.training.progress.soreness import Rating
from tests.training.advice.builders import (
    NOW,
    advise,
    default,
    demand,
    facts,
    hurt,
    session,
    trained,
)


@pytest.mark.parametrize("ahead_days", [0.3, 1, 30, 3650])
def test_a_session_that_is_dated_ahead_counts_as_just_done(ahead_days: float) -> None:
    before = [session("bench-press", 105, days_ago=days) for days in (4, 8)]
    advice = advise("bench-press", *before, session("bench-press", 105, days_ago=-ahead_days), one_rm_kg=100)
    assert advice.step is Step.REST
    assert {RECOVERY, DATED_AHEAD} <= {one.rule for one, _ in advice.demands_for(advice.prescription)}
    assert demand(advice) is Level.TYPED
    assert set(advice.muscles_to_ask) == {"chest", "triceps", "front shoulder"}
    assert "Check the clock" in next(one.text for one in advice.findings if one.rule is DATED_AHEAD)


def test_a_clock_that_was_corrected_by_minutes_is_this_visit() -> None:
    begun = session("bench-press", 105, days_ago=-0.01, sets=1, of_sets=3)
    advice = advise("bench-press", session("bench-press", 105, days_ago=4), begun, one_rm_kg=100)
    assert not advice.muscles_to_ask
    assert DATED_AHEAD not in {one.rule for one in advice.findings}
    whole = session("bench-press", 105, days_ago=-0.01)
    advice = advise("bench-press", session("bench-press", 105, days_ago=4), whole, one_rm_kg=100)
    assert advice.rule is MUCH_IN_A_DAY


def test_other_training_of_the_muscles_that_is_dated_ahead_counts_too() -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (5, 9)]
    press = trained("machine-bench-press", hours_ago=-30, sets=9)
    advice = advise("bench-press", *kept, one_rm_kg=100, trained=[press])
    assert {RECOVERY, ENOUGH_TODAY, DATED_AHEAD} <= {one.rule for one in advice.findings}
    assert advice.muscles_to_ask
    legs = trained("eccentric-squat", hours_ago=-30, sets=9)
    assert demand(advise("bench-press", *kept, one_rm_kg=100, trained=[legs])) is Level.NOTE


def test_pain_elsewhere_that_is_dated_ahead_is_pain_of_today() -> None:
    assert advise("negative-dip", painful=[hurt("bench-press", days_ago=-2)]).rule is PAIN_ELSEWHERE


def rated(*ratings: tuple[int, float]) -> Advice:
    """Return the advice on the bench press two days after training it, with the chest rated so many hours ago."""
    kept = [session("bench-press", 105, days_ago=days) for days in (3.5, 8)]
    known = facts("bench-press", *kept, one_rm_kg=100)
    found = tuple(Rating("chest", rating, NOW - timedelta(hours=hours)) for rating, hours in ratings)
    return advise_on(default("bench-press"), replace(known, ratings=found))


def test_a_rating_that_is_dated_ahead_counts_until_the_muscle_is_rated_again() -> None:
    sore = rated((5, -30))
    assert sore.rule is SORENESS
    assert "chest" in sore.muscles_to_ask
    again = rated((5, -30), (0, 1))
    assert again.rule is not SORENESS
    assert "chest" not in again.muscles_to_ask
    assert "chest" in rated((0, -30), (5, 40)).muscles_to_ask
