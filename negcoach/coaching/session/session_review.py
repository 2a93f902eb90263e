"""The review of a session: for each exercise how it went last time, its records, and what is advised next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from negcoach.coaching.alternative import advice_on
from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.session.running_session import EndedSession
from negcoach.services import Services
from negcoach.store.queries.history import SetRecord, session
from negcoach.store.queries.lifter import LastPerformed
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.progress.recovery import OLDER_HOURS, recovery_hours


@dataclass(frozen=True, slots=True)
class ExerciseReview:
    """What a summary says of an exercise: the session before (``None``: none), its records, what is next.

    ``next_what`` is the advice for ``next_from``, when the muscles have had their usual rest.
    """

    exercise: Exercise
    last: LastPerformed | None
    records: tuple[SetRecord, ...]
    next_what: str
    next_from: datetime


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
    older = OLDER_HOURS if exercise.family is Family.OVERLOAD and recent.facts.older else 0
    now = recent.facts.now
    next_from = max(now, (trained_at or now) + timedelta(hours=recovery_hours(exercise) + older))
    then = replace(recent, facts=replace(recent.facts, now=next_from))
    return ExerciseReview(
        exercise,
        services.lifter.last_performed(exercise.slug, other_than=session_id),
        records,
        advice_on(then, recent.one_rm_kg).what_then,
        next_from,
    )
