"""Recovery of muscles: how long they rest, by convention; what that means before a set, readiness says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.training.exercise.exercise import BY_MACHINE, Exercise, Family

SAME_VISIT = timedelta(hours=3)
"""Exercises started within this time count as the same session and need no rest between them (our own choice).

The setting for when a session ends begins with it, but does not change it: who rests longer in a visit is still
asked how sore the muscles are, and warned.
"""

GRACE_HOURS = 6
"""A rest that is shorter by up to this draws no warning: the same hour three days later is silent (our own choice)."""

OLDER_FROM, OLDER_HOURS = 60, 24
"""From this age on muscles rest this many hours longer after overload (textbook knowledge: 72-96 h)."""

STILL_SORE = timedelta(hours=72)
"""How long a strong rating counts when there is no newer one: soreness peaks within 72 h (textbook knowledge)."""

_DAILY_MUSCLES = frozenset({"calf"})
"""Trained every day on purpose: Alfredson's heel drops are done twice daily (PMC6356409)."""


@dataclass(frozen=True, slots=True)
class LastTraining:
    """The last time that an exercise was trained."""

    exercise: Exercise
    at: datetime


def recovery_hours(exercise: Exercise) -> int:
    """Return how many hours muscles usually rest after this exercise."""
    return usual_hours(overload=exercise.family is Family.OVERLOAD)


def usual_hours(*, overload: bool) -> int:
    """Return how many hours muscles usually rest: soreness peaks 24-72 h after (Lau 2013: 48 h); a convention."""
    return 72 if overload else 48


def least_hours(*, overload: bool) -> int:
    """Return after how many hours muscles are trained again at the earliest (our own choice)."""
    return 48 if overload else 24


def needs_rest(muscle: str) -> bool:
    """Return whether rest days are counted for a muscle group."""
    return muscle not in _DAILY_MUSCLES and muscle != BY_MACHINE


def is_daily(exercise: Exercise) -> bool:
    """Return whether it is trained every day on purpose, as a tendon's protocol is: its pain is stored, and leads it.

    An own exercise that names no muscles is not taken for one.
    """
    if exercise.daily is not None:
        return exercise.daily
    muscles = exercise.muscles
    return exercise.family is Family.REGRESSION and bool(muscles) and not any(needs_rest(one) for one in muscles)
