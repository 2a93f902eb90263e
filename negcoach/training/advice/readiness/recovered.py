"""How long the muscles of an exercise rest after whatever trained them."""

from __future__ import annotations

from datetime import datetime, timedelta

from negcoach.training.advice.facts import Facts, Training
from negcoach.training.advice.readiness.muscles import shared_muscles
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.recovery import RestHours, is_daily, rest_hours


def muscles_trained_by(exercise: Exercise, one: Training) -> tuple[str, ...]:
    """Return the muscles of an exercise that a training tired: none where that was lifted, and not heavy."""
    return () if one.lifted and not one.overload else shared_muscles(exercise, one.muscles)


def is_tired_by(exercise: Exercise, one: Training) -> bool:
    """Return whether an exercise rests after a training: of its muscles, or of itself, whatever its muscles are.

    A calf needs no rest days, and an own exercise may name no muscles; done again, both rest all the same, unless that
    is done every day on purpose.
    """
    itself = one.slug == exercise.slug and not is_daily(exercise) and (one.overload or not one.lifted)
    return itself or bool(muscles_trained_by(exercise, one))


def rest_after(one: Training, facts: Facts) -> RestHours:
    """Return how many hours the muscles rest after a training."""
    return rest_hours(overload=one.overload, older=facts.older, light=one.light)


def recovered_at(exercise: Exercise, facts: Facts) -> datetime:
    """Return when an exercise has had its usual rest, ``now`` where it has had it."""
    tired = [one for one in facts.trained if is_tired_by(exercise, one)]
    times = [one.at + timedelta(hours=rest_after(one, facts).usual) for one in tired]
    return max([facts.now, *(at.astimezone(facts.now.tzinfo) for at in times)])
