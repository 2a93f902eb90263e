"""What cannot be read is taken for the worst: nothing that is left out makes the advice bolder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.facts import Facts, UnreadableKind, UnreadableRow
from negcoach.training.advice.finding import Level, is_at_most
from negcoach.training.advice.readiness.unreadable import UNREADABLE
from negcoach.training.exercise.safety import SAME_LOAD_KG
from tests.training.advice.builders import NOW, default, facts, session

SLUG = "bench-press"
AT_WORK = tuple(session(SLUG, 105, days_ago=4 + 4 * number) for number in range(6))


def row(kind: UnreadableKind, *, days_ago: float) -> UnreadableRow:
    return UnreadableRow("the set of Bench press on 2026-07-23", NOW - timedelta(days=days_ago), kind)


def advice_with(known: Facts, *unreadable: UnreadableRow) -> Advice:
    return advise_on(default(SLUG), replace(known, unreadable=unreadable))


@pytest.mark.parametrize("days_ago", [0.1, 2, 60])
def test_a_set_that_may_have_hurt_stops_its_exercise(days_ago: float) -> None:
    known = facts(SLUG, one_rm_kg=100)
    advice = advice_with(known, row(UnreadableKind.SET, days_ago=days_ago))
    assert advice.stopped
    assert advice.rule is UNREADABLE
    assert advice.level_for(replace(advice.prescription, sets=1, load_kg=20)) is Level.REFUSED
    assert "The set of Bench press on 2026-07-23 cannot be read, and it may have hurt" in advice.why


def test_it_does_not_once_the_exercise_was_done_again_without_pain() -> None:
    known = facts(SLUG, *AT_WORK, one_rm_kg=100)
    older, newer = row(UnreadableKind.SET, days_ago=5), row(UnreadableKind.SET, days_ago=3)
    assert advice_with(known, older) == advise_on(default(SLUG), known)
    assert advice_with(known, newer).level_for(default(SLUG)) is Level.REFUSED


@pytest.mark.parametrize("days_ago", [0.1, 3])
def test_a_row_about_its_muscles_leaves_a_light_session(days_ago: float) -> None:
    advice = advice_with(facts(SLUG, *AT_WORK, one_rm_kg=100), row(UnreadableKind.MUSCLES, days_ago=days_ago))
    assert advice.rule is UNREADABLE
    assert advice.prescription.load_kg == 52.5
    assert advice.prescription.sets == 2
    assert advice.level_for(advice.prescription) is Level.WARNING
    assert advice.level_for(replace(advice.prescription, load_kg=105)) is Level.TYPED


def test_after_two_weeks_a_row_about_its_muscles_counts_no_longer() -> None:
    known = facts(SLUG, one_rm_kg=100)
    assert advice_with(known, row(UnreadableKind.MUSCLES, days_ago=14.1)) == advise_on(default(SLUG), known)


def test_a_1rm_that_cannot_be_read_lets_nothing_grow_until_it_is_entered_again() -> None:
    known, lost = facts(SLUG, *AT_WORK), row(UnreadableKind.ONE_RM, days_ago=2)  # the store gives no older one then
    advice = advice_with(known, lost)
    assert advice.level_for(replace(advice.prescription, load_kg=107.5)) is Level.TYPED
    assert advice.prescription.load_kg <= 105 + SAME_LOAD_KG
    entered = replace(known, unreadable=(lost,)).with_one_rm(100)
    assert not [one for one in advise_on(default(SLUG), entered).findings if one.rule is UNREADABLE]


@pytest.mark.parametrize("kind", UnreadableKind)
@pytest.mark.parametrize("days_ago", [0, 1, 6, 13, 40])
@pytest.mark.parametrize("one_rm_kg", [None, 100])
def test_no_row_that_is_left_out_makes_more_of_the_advice(
    kind: UnreadableKind, days_ago: float, one_rm_kg: float | None
) -> None:
    known = facts(SLUG, *AT_WORK, one_rm_kg=one_rm_kg)
    usual, careful = advise_on(default(SLUG), known), advice_with(known, row(kind, days_ago=days_ago))
    assert is_at_most(careful.prescription, usual.prescription)
    for load_kg in (20, 60, 105, 107.5, 115, 135):
        chosen = replace(default(SLUG), load_kg=load_kg)
        assert careful.level_for(chosen) >= usual.level_for(chosen)
