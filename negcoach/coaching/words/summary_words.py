"""The words of a session's summary: how each set went, what a test gave, and when the next session is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from negcoach.coaching.guided_test import lowerings_done, single_of, singles_done
from negcoach.coaching.session.running_session import SessionSet
from negcoach.coaching.session.session_review import ExerciseReview
from negcoach.coaching.words.set_words import (
    OPEN_LOWERING,
    STOP_WORDS,
    open_stop_text,
    result_in_words,
    single_stop_text,
)
from negcoach.coaching.words.way_words import load_done_in_words
from negcoach.formatting import long_day_text
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.texts import time_of_day_text
from negcoach.training.effort import effort_text
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.terms import SetPurpose
from negcoach.training.units import Unit

MOST_IN_NOTE = 500
"""The most characters of the note that is asked for with the summary (our own choice)."""


def tempo_text(prescribed: PrescribedSet) -> str:
    """Return the tempo that was asked for: ``5-1-A-1``, or as slowly as the lifter can."""
    return OPEN_LOWERING if prescribed.open_lowering else prescribed.tempo


def set_done_words(one: SessionSet, sets: Sequence[SessionSet], unit: Unit) -> tuple[str, tuple[str, ...]]:
    """Return what one of the ``sets`` of an exercise is called (``Set 2``), and how it went, in a few parts.

    The load is one of them where that of another set differs.
    """
    outcome = one.outcome
    effort = [f"effort {effort_text(outcome.rpe)}"] if outcome.rpe else []
    if one.prescribed.open_lowering:
        ending = open_stop_text(outcome.stop, [rep.measured_ms for rep in outcome.reps])
        return f"Lowering {outcome.number}", (ending, *effort)
    tempo = [outcome.target_time_text(counts=one.prescribed.counts_tempo)] if outcome.reps else []
    alike = len({each.outcome.load_kg for each in sets}) == 1
    load = [] if alike else [load_done_in_words(one, sets, unit)]
    ending = STOP_WORDS[outcome.stop]
    if one.prescribed.purpose is SetPurpose.TEST:
        ending = single_stop_text(single_of(outcome, unilateral=one.prescribed.unilateral))
    return f"Set {outcome.number}", (*load, *tempo, ending, *effort)


def tested_words(performed: Sequence[SessionSet], exercise: Exercise, unit: Unit) -> str:
    """Return what a test of an exercise in the session came to, as ``result_in_words`` says it; "" for none."""
    singles, lowerings = singles_done(performed, exercise), lowerings_done(performed, exercise)
    tests = [
        one.prescribed
        for one in performed
        if one.prescribed.exercise == exercise.slug and one.prescribed.purpose is SetPurpose.TEST
    ]
    if not tests:
        return ""
    return result_in_words(singles, lowerings, tests[-1].tempo, tests[-1].load_unit or unit)


def next_day_text(about: ExerciseReview, now: datetime) -> str:
    """Return when an exercise is next: ``Monday 3 March or later``, ``today from 18:05 on``."""
    if about.next_from.date() == now.date():
        return f"today from {time_of_day_text(about.next_from)} on"
    return f"{long_day_text(about.next_from, year=False)} or later"
