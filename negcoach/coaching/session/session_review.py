"""The review of a session: for each exercise how it went last time, its records, and what is advised next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from negcoach.coaching.advice.alternative import advice_on
from negcoach.coaching.advice.programme_today import as_of_today
from negcoach.coaching.advice.programmes import begun_programmes
from negcoach.coaching.advice.recent_training import RecentTraining, read_recent_training
from negcoach.coaching.session.running_session import EndedSession
from negcoach.formatting import course_text
from negcoach.services import Services
from negcoach.store.queries.lifter import LastPerformed
from negcoach.store.queries.sessions.history import SetRecord, session
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_time import facts_at, next_time
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.course import Course, State
from negcoach.training.plan.full_rep import records_of
from negcoach.training.units import Unit


@dataclass(frozen=True, slots=True)
class ExerciseReview:
    """What a summary says of an exercise: the session before (``None``: none), its records, what is next.

    ``next_what`` is the advice for ``next_from``, when the muscles have had their usual rest. Of an exercise that is
    followed in a programme it is what that asks for next, of whichever exercise, when it is due; ``programme`` says
    where the lifter is in it, or that it is finished. ``unit`` is that of the exercise's advice. ``reached`` are the
    rungs of full reps that were reached in the session, such as ``First full dip``.
    """

    exercise: Exercise
    last: LastPerformed | None
    records: tuple[SetRecord, ...]
    next_what: str
    next_from: datetime
    programme: str = ""
    unit: Unit = "kg"
    reached: tuple[str, ...] = ()


def review(services: Services, ended: EndedSession) -> dict[str, ExerciseReview]:
    """Return the review of each exercise (by slug) that the library has.

    Raises ``NegcoachError`` when the database cannot be read.
    """
    session_id = ended.recorder.session_id
    if session_id is None:
        return {}
    with services.database.read() as connection:
        stored = session(connection, session_id)
    reviews = {}
    for slug in dict.fromkeys(one.prescribed.exercise for one in ended.performed):
        exercise = services.exercise(slug)
        if exercise is not None:
            sets = [one for one in (stored.sets if stored else ()) if one.prescribed.exercise == slug and one.record]
            reviews[slug] = _review(services, exercise, tuple(sets), session_id, ended.recorder.last_rep_at)
    return reviews


def _review(
    services: Services,
    exercise: Exercise,
    records: tuple[SetRecord, ...],
    session_id: str,
    trained_at: datetime | None,
) -> ExerciseReview:
    recent = read_recent_training(services, exercise)
    unit, next_from = recent.unit, next_time(exercise, recent.facts)
    tries = recent.facts.tries
    reached = tuple(text for text, one in records_of(exercise.slug, tries) if one.session_id == session_id)
    last = services.lifter.last_performed(exercise.slug, other_than=session_id)
    course = _course(services, exercise, trained_at or recent.facts.now)
    following = None if course is None or course.week is None else services.exercise(course.week.exercise)
    if course is None or following is None or not course.leads:
        what = _what_then(recent, next_from)
        where = "" if course is None else _state(course)
        return ExerciseReview(exercise, last, records, what, next_from, where, unit, reached)
    if following != exercise:
        recent = read_recent_training(services, following)
    next_from = max(next_time(following, recent.facts), course.due_at)
    what = _what_then(recent, next_from)
    named = "" if following == exercise else f"{following.name}: "
    goes_on = course.goes_on and as_of_today(services, course).is_for_today
    course = replace(course, due_at=next_from, goes_on=goes_on)
    return ExerciseReview(exercise, last, records, f"{named}{what}", next_from, _state(course), unit, reached)


def _course(services: Services, exercise: Exercise, trained_at: datetime) -> Course | None:
    """Return the course of a programme that an exercise is followed in, or that the last session finished."""
    for one in reversed(begun_programmes(services, exercise.slug).values()):
        course, last = one.course, one.course.last
        if course.leads or (
            course.state is State.FINISHED and last is not None and last.at.date() == trained_at.date()
        ):
            return course
    return None


def _state(course: Course) -> str:
    done = f"{len(course.done)} of {course.programme.session_count} done"
    if not course.last_counts:
        done = f"{done}, today fell short of what it asks for"
        done = f"{done}: go on with it now, or do all of it then" if course.goes_on else done
    then = f" · {course.afterwards}" if course.afterwards else ""
    return f"{course.programme.name}: {course_text(course, ' · ')} · {done}{then}"


def _what_then(recent: RecentTraining, then: datetime) -> str:
    """Return what is advised at a time, and that it is for somebody without pain where the last set ended in pain."""
    advice = advice_on(_as_of(recent, then), recent.one_rm_kg)
    asked = {finding.rule for finding, level in advice.demands_for(advice.prescription) if level is Level.WARNING}
    return f"if pain-free: {advice.what_then}" if asked & {PAIN} else advice.what_then


def _as_of(recent: RecentTraining, now: datetime) -> RecentTraining:
    """Return recent training as it will be then, where nothing is trained before."""
    return replace(recent, facts=facts_at(recent.facts, now))
