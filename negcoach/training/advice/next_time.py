"""When an exercise is next, and the facts as they will be then: the card and the summary ask here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.progression.planned import leads
from negcoach.training.advice.progression.tendon import next_session_after
from negcoach.training.advice.readiness.recovered import recovered_at
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.recovery import is_daily


def next_time(exercise: Exercise, facts: Facts) -> datetime:
    """Return when an exercise is next, ``now`` at the earliest: once its muscles have had their usual rest.

    What is done every day on purpose is next half a day or a day later; a programme that leads may ask for more.
    """
    at = recovered_at(exercise, facts)
    if is_daily(exercise):
        done = [one.at for one in facts.trained if one.slug == exercise.slug]
        at = max(facts.now, max(done) + next_session_after(exercise)) if done else facts.now
    course = facts.course
    return at if course is None or not leads(course, exercise) else max(at, course.due_at)


def facts_at(facts: Facts, at: datetime) -> Facts:
    """Return the facts as they will be at a time, where nothing is trained before."""
    course = None if facts.course is None else replace(facts.course, now=at)
    return replace(facts, now=at, course=course)
