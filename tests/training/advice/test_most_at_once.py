"""How much more than is planned takes the typed word, at work and the first time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.most_at_once import TOO_MUCH
from negcoach.training.advice.rules import Level
from negcoach.training.exercise.tempo import Tempo
from tests.training.advice.builders import advise, demand, session


@pytest.mark.parametrize(
    ("sets", "reps", "seconds", "level"),
    [
        (3, 5, 5, Level.NOTE),
        (5, 8, 8, Level.NOTE),
        (6, 5, 5, Level.TYPED),
        (3, 9, 5, Level.TYPED),
        (3, 5, 12, Level.TYPED),
        (20, 100, 5, Level.TYPED),
        (3, None, 5, Level.TYPED),
    ],
)
def test_much_more_than_a_first_bout_of_push_ups_takes_the_word(
    sets: int, reps: int | None, seconds: int, level: Level
) -> None:
    advice = advise("negative-push-up")
    tempo = replace(advice.prescription.tempo, eccentric=seconds)
    assert advice.level_for(replace(advice.prescription, sets=sets, reps=reps, tempo=tempo)) is level


@pytest.mark.parametrize("slug", ["negative-pull-up", "negative-push-up", "nordic-curl"])
def test_twenty_sets_of_a_hundred_take_the_word_after_weeks_of_few(slug: str) -> None:
    done = [session(slug, days_ago=4 * number + 4) for number in range(8)]
    advice = advise(slug, *done)
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, sets=20, reps=100)) is Level.TYPED
    assert advice.level_for(replace(advice.prescription, reps=None)) is Level.NOTE


def test_many_reps_of_overload_take_the_word_and_those_of_a_light_load_do_not() -> None:
    done = [session("bench-press", 105, days_ago=4 * number + 4) for number in range(3)]
    advice = advise("bench-press", *done, one_rm_kg=100)
    plan = advice.prescription
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(plan, reps=100)) is Level.TYPED
    assert advice.level_for(replace(plan, load_kg=105, reps=6, tempo=Tempo.parse("7-0-A-1"))) is Level.NOTE
    assert advice.level_for(replace(plan, load_kg=40, sets=2, reps=10)) is Level.NOTE
    assert advice.level_for(replace(plan, load_kg=40, sets=2, reps=100)) is Level.TYPED


def test_what_was_done_last_may_be_done_again() -> None:
    done = [session("bench-press", 105, days_ago=7 * number + 4, of_sets=8, of_reps=8) for number in range(3)]
    advice = advise("bench-press", *done, one_rm_kg=100)
    as_last = replace(advice.prescription, load_kg=105, sets=8, reps=8)
    assert not [one for one, _ in advice.demands_for(as_last) if one.rule is TOO_MUCH]


def test_heel_drops_may_have_both_knees_the_first_time() -> None:
    advice = advise("heel-drop")
    assert advice.level_for(replace(advice.prescription, sets=6)) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, sets=7)) is Level.TYPED
