"""The exercise that is offered after another one: the next of the session's plan, else the one that usually follows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import Following
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise

LEAST_TIMES = 2
"""How often an exercise must have followed before it is offered: once is no habit (our own choice)."""


def following_exercise(session: RunningSession, exercise: Exercise) -> Following | None:
    """Return the exercise to offer after this one, ``None`` where none is known."""
    if session.agenda is not None and session.agenda.next:
        return planned_exercise(session)
    return usual_exercise(session, exercise)


def planned_exercise(session: RunningSession) -> Following | None:
    """Return what the session's plan has next, ``None`` where it has nothing, or what the library does not have."""
    planned = session.agenda.next if session.agenda is not None else ()
    found = [session.services.exercise(item.exercise) for item in planned]
    first, second = (*found, None, None)[:2]
    return None if first is None else Following(first, planned=True, with_exercise=second)


def usual_exercise(session: RunningSession, exercise: Exercise) -> Following | None:
    """Return the exercise that followed this one most often, of those that the session does not have yet.

    ``None`` where there is none, or the history cannot be read: then nothing is offered.
    """
    services = session.services
    within = timedelta(hours=services.settings.session_gap_h)
    try:
        slugs = services.lifter.followed_by(exercise.slug, within)
    except NegcoachError:
        return None
    done = {one.prescribed.exercise for one in session.performed}
    counts = Counter(slug for slug in slugs if slug not in done and slug != exercise.slug)
    for slug, times in counts.most_common():
        found = services.exercise(slug)
        if times >= LEAST_TIMES and found is not None:
            return Following(found)
    return None
