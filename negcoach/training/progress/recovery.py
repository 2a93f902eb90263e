"""Recovery of muscles: how long they rest, by convention; what that means before a set, readiness says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from negcoach.training.exercise.exercise import BY_MACHINE, Exercise, Family
from negcoach.training.exercise.safety import HealthAnswers

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
    """The last time that ``muscles`` were trained: whether that was overload, or ``lifted`` heavy, and ``light``."""

    muscles: tuple[str, ...]
    at: datetime
    overload: bool
    lifted: bool = False
    light: bool = False


@dataclass(frozen=True, slots=True)
class RestHours:
    """How many hours muscles rest after training: at ``least``, and as is ``usual``."""

    least: int
    usual: int


def rest_hours(*, overload: bool, older: bool, light: bool = False) -> RestHours:
    """Return how long muscles rest after overload, or what the body alone was lowered in; a day more where older.

    Soreness peaks 24-72 h after (Lau 2013: 48 h): what is usual is a convention, the least our own choice. After a
    ``light`` session of overload, as the first of a ramp-in, the least is enough.
    """
    if not overload:
        return RestHours(24, 48)
    longer = OLDER_HOURS if older else 0
    return RestHours(48 + longer, (48 if light else 72) + longer)


def is_older(health: HealthAnswers | None, day: date) -> bool:
    """Return whether a lifter's age asks for more time between sessions."""
    return health is not None and health.age_on(day) >= OLDER_FROM


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
