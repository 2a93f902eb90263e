"""What the demo says beside the coach fits into the narrowest terminal, and follows the phase."""

from __future__ import annotations

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.demo.guide import MARGIN
from negcoach.demo.words import roles_at, roles_in_rest
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.score.timeline import Moment, Phase, Segment

NARROWEST, USUAL = 40, 80
OF_A_ROLE = NARROWEST - MARGIN - len(" Spotter ")
EXERCISES = {exercise.slug: exercise for exercise in shipped_exercises()}
SPOTTED, SQUAT, ALONE = (EXERCISES[slug] for slug in ("bench-press", "eccentric-squat", "negative-push-up"))


def moment(phase: Phase) -> Moment:
    return Moment(0, Segment(phase, 0, 5_000, 5_000, rep=1), None, (), 3, (), None, False)


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.REST])
@pytest.mark.parametrize("exercise", [SPOTTED, SQUAT, ALONE])
def test_each_phase_has_a_sentence_for_each_role_that_fits(phase: Phase, exercise: Exercise) -> None:
    roles = roles_at(moment(phase), exercise)
    assert 0 < len(roles.lifter[0]) <= OF_A_ROLE
    assert len(roles.spotter[0]) <= OF_A_ROLE
    assert bool(roles.spotter[0]) is (exercise is not ALONE)
    assert len(roles.note) < USUAL - MARGIN


@pytest.mark.parametrize("left_ms", [None, 60_000, 0, -1_000])
def test_a_rest_says_what_comes_next(left_ms: int | None) -> None:
    roles = roles_in_rest(left_ms, SPOTTED, begins=True)
    assert 0 < len(roles.lifter[0]) <= OF_A_ROLE
    assert 0 < len(roles.spotter[0]) <= OF_A_ROLE
    assert ("Space: finish" in roles.note) is (left_ms is None)
    other = roles_in_rest(left_ms, SPOTTED, begins=True, space_finishes=False)
    assert ("q: finish" in other.note) is (left_ms is None)
    assert len(roles.note) < USUAL - MARGIN


@pytest.mark.parametrize("offers_more", [True, False])
def test_one_more_set_is_named_only_where_it_is_offered(offers_more: bool) -> None:
    note = roles_in_rest(None, SPOTTED, begins=False, offers_more=offers_more).note
    assert ("a: one more" in note) is offers_more
    assert "n: another exercise" in note


def test_before_the_set_it_says_when_the_demo_begins_it() -> None:
    assert "in 3 s" in roles_at(moment(Phase.READY), SPOTTED, begins_in_s=3).note
    assert not roles_at(moment(Phase.READY), SPOTTED).note


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.REST, Phase.RELOAD)])
def test_only_the_bench_press_is_explained_by_lying_under_a_bar(phase: Phase) -> None:
    roles = roles_at(moment(phase), SQUAT)
    said = " ".join((*roles.lifter, *roles.spotter))
    assert not any(word in said for word in ("Lie", "rack", "behind", "chest"))
