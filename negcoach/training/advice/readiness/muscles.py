"""The muscles of an exercise that rest: which it shares with another one, and which are to be rated before a set."""

from __future__ import annotations

from datetime import timedelta

from negcoach.training.advice.facts import Facts
from negcoach.training.exercise.exercise import BY_MACHINE, Exercise
from negcoach.training.progress.recovery import SAME_VISIT, needs_rest
from negcoach.training.progress.soreness import ASK_AGAIN_AFTER

ASKED_WITHIN = timedelta(hours=96)
"""How long after training a muscle's soreness is asked before a set: soreness is over by then (textbook knowledge)."""

MACHINE_MUSCLES = ("chest", "triceps", "front shoulder", "quadriceps", "glutes", "hamstrings", "calf")
"""The muscles that the machines for two limbs train, for an exercise whose machine is not known."""


def muscles_of(exercise: Exercise) -> tuple[str, ...]:
    """Return the muscles that an exercise trains and that rest; all that its machine may train where that is open.

    None of them rests after what is done daily on purpose.
    """
    if exercise.daily:
        return ()
    named = tuple(muscle for muscle in exercise.muscles if needs_rest(muscle))
    return tuple(dict.fromkeys(named + MACHINE_MUSCLES)) if BY_MACHINE in exercise.muscles else named


def shared_muscles(exercise: Exercise, muscles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the muscles of an exercise that rest and that another one, which trains ``muscles``, trains too."""
    return tuple(muscle for muscle in muscles_of(exercise) if muscle in trained_muscles(muscles))


def trained_muscles(muscles: tuple[str, ...]) -> tuple[str, ...]:
    """Return what an exercise may have trained: all that its machine may, where that is open."""
    return MACHINE_MUSCLES if BY_MACHINE in muscles else muscles


def muscles_to_ask(exercise: Exercise, facts: Facts) -> tuple[str, ...]:
    """Return the muscles of an exercise whose soreness must be asked now: trained recently, and not rated since."""
    rated = {one.muscle for one in facts.ratings if facts.now - one.at < ASK_AGAIN_AFTER}
    trained = {
        muscle for one in facts.trained if SAME_VISIT <= facts.now - one.at < ASKED_WITHIN for muscle in one.muscles
    }
    return tuple(muscle for muscle in muscles_of(exercise) if muscle in trained and muscle not in rated)
