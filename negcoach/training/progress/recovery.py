"""Recovery of muscles: how long they rest, and warnings where they may still be sore; never a lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.texts import joined
from negcoach.training.exercise.exercise import BY_MACHINE, Exercise, Family
from negcoach.training.progress.soreness import STRONG, WORDS, WORST, Rating

SAME_VISIT = timedelta(hours=3)
"""Exercises started within this time count as the same session and are not warned about (our own choice)."""

STILL_SORE = timedelta(hours=72)
"""How long a strong rating counts when there is no newer one: soreness peaks within 72 h (textbook knowledge)."""

_DAILY_MUSCLES = frozenset({"calf"})
"""Trained every day on purpose: Alfredson's heel drops are done twice daily (PMC6356409)."""


@dataclass(frozen=True, slots=True)
class LastTraining:
    """The last time that an exercise was trained."""

    exercise: Exercise
    at: datetime


def recovery_warnings(exercise: Exercise, trained: Sequence[LastTraining], now: datetime) -> tuple[str, ...]:
    """Return a sentence for each exercise that trained the same muscles a short time ago.

    Short is 72 h after overload and 48 h after bodyweight: soreness peaks 24-72 h after (Lau 2013: 48 h). A
    convention, not a law: a warning, never a lock.
    """
    warnings = []
    for last in trained:
        muscles = _shared_muscles(exercise, last.exercise)
        ago = now - last.at
        hours = recovery_hours(last.exercise)
        if muscles and SAME_VISIT < ago < timedelta(hours=hours):
            what = last.exercise.name if last.exercise.slug != exercise.slug else "This"
            warnings.append(
                f"{what} trained your {joined(muscles)} {ago // timedelta(hours=1)} h ago; {hours} h are usual."
            )
    return tuple(warnings)


def soreness_warnings(exercise: Exercise, newest: Sequence[Rating], now: datetime) -> tuple[str, ...]:
    """Return a stronger warning where muscles of the exercise were last rated ``STRONG`` or more, the sorest first.

    ``newest`` has the newest rating of each muscle group; one older than ``STILL_SORE`` does not count any more.
    """
    sore = [
        one
        for one in newest
        if one.muscle in exercise.muscles and one.rating >= STRONG and timedelta(0) <= now - one.at < STILL_SORE
    ]
    if not sore:
        return ()
    sore.sort(key=lambda one: (-one.rating, exercise.muscles.index(one.muscle)))
    rated = joined([f"your {one.muscle} {one.rating} of {WORST} {_when(one.at, now)}" for one in sore])
    return (f"You rated {rated}: {WORDS[sore[0].rating]}. Give it another day, or go light.",)


def recovery_hours(exercise: Exercise) -> int:
    """Return how many hours muscles usually rest after this exercise (a convention: our own choice)."""
    return 72 if exercise.family is Family.OVERLOAD else 48


def needs_rest(muscle: str) -> bool:
    """Return whether rest days are counted for a muscle group."""
    return muscle not in _DAILY_MUSCLES and muscle != BY_MACHINE


def _shared_muscles(one: Exercise, other: Exercise) -> tuple[str, ...]:
    return tuple(muscle for muscle in one.muscles if muscle in other.muscles and needs_rest(muscle))


def _when(at: datetime, now: datetime) -> str:
    days = (now.date() - at.astimezone(now.tzinfo).date()).days
    return ("today", "yesterday")[days] if days < 2 else f"{days} days ago"
