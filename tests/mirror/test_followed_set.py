"""A mirror computes the same moments as the program does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.audio.rescue import due_rescue
from negcoach.broadcast.message import Now, SetShown
from negcoach.coaching.set_runner import SCREEN_LEAD_MS
from negcoach.config.library import shipped_exercises
from negcoach.mirror.followed_set import FollowedSet
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_lines import notes
from negcoach.widgets.coach.set_card import SetCard
from tests.training.score.test_set_run import played, run_of
from tests.training.strategies import prescriptions_in_any_way, presses

MS = 1_000_000
EXERCISES = shipped_exercises()


def card_of(exercise: Exercise) -> SetCard:
    return SetCard(exercise.name, "set 1 of 3", "105 kg", "5-1-A-1", exercise.words, exercise.unilateral, StopRules())


def shown(run: SetRun, *, started: bool = True) -> SetShown:
    return SetShown(run, card_of(run.prescription.exercise), started)


@given(prescriptions_in_any_way, presses, st.integers(0, 200_000), st.integers(0, 400_000))
def test_it_shows_the_same_moment_at_every_position_however_long_ago_it_was_told(
    chosen: Prescription, keys: list[tuple[str, int, int]], told_ms: int, later_ms: int
) -> None:
    run, runs = played(run_of(chosen), keys)
    followed = FollowedSet(shown(runs[0]), Now(5 * MS, 0))
    for one in runs:
        followed.follow(shown(one), Now(5 * MS, told_ms))
    position_ms = told_ms + later_ms + SCREEN_LEAD_MS
    assert followed.moment((5 + later_ms) * MS) == run.score(position_ms).at(position_ms)
    assert followed.drawn_ms((5 + later_ms) * MS) == position_ms


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_who_is_left_under_the_load_is_freed_by_a_call_and_nobody_else_is(exercise: Exercise) -> None:
    chosen = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    run = SetRun(chosen, chosen.lead_in_ms)
    score = run.score()
    called = 0
    for position_ms in range(0, 90_000, 700):
        if score.at(position_ms).finished:
            break
        rescue = FollowedSet(shown(run), Now(0, position_ms)).rescue(0)
        assert (rescue is not None) == (due_rescue(score.rescue_calls, position_ms) is not None)
        if rescue is not None:
            called += 1
            assert rescue.phase in (Phase.LIFT, Phase.TAKE, Phase.RACK)
            assert rescue.stop is StopReason.INTERRUPTED
            assert not any("press space" in note or "goes on" in note for note in notes(card_of(exercise), rescue))
    assert called


def test_nobody_is_under_the_load_before_the_first_key() -> None:
    run = SetRun(default_prescription(EXERCISES[0], lead_in_ms=10_000, next_lead_in_ms=5_000), 10_000)
    followed = FollowedSet(shown(run, started=False), Now(0, 0))
    assert followed.moment(60_000 * MS).phase is Phase.READY
    assert followed.changes_ms(followed.moment(0)) is None
    assert followed.rescue(12_000 * MS) is None
