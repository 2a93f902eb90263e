"""What readiness says today of the session that a programme has next: whatever shows when it is due asks here."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.services import Services
from negcoach.training.advice.advice import Advice
from negcoach.training.plan.course import Course


def advice_in(services: Services, course: Course) -> Advice | None:
    """Return the advice on the exercise that is due in a programme, ``None`` where there is none.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    exercise = None if course.week is None or not course.leads else services.exercise(course.week.exercise)
    if exercise is None:
        return None
    recent = read_recent_training(services, exercise)
    return advice_on(recent, recent.one_rm_kg)


def as_of_today(services: Services, course: Course) -> Course:
    """Return the course of a programme, held where its session is due and readiness lets none be done today.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    advice = advice_in(services, course) if course.is_for_today else None
    return held_by(advice, course)


def held_by(advice: Advice | None, course: Course) -> Course:
    """Return a course, held where the advice on its exercise (``None``: there is none) is to do nothing."""
    return replace(course, held=advice is not None and advice.stopped and course.is_due)
