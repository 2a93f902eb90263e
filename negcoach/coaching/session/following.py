"""The exercise that is offered after another one: the next of the session's plan, else the one that usually follows."""

from __future__ import annotations

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.usual_next import usual_next
from negcoach.coaching.sets_to_do import Following
from negcoach.training.exercise.exercise import Exercise


def following_exercise(session: RunningSession, exercise: Exercise) -> Following | None:
    """Return the exercise to offer after this one, ``None`` where none is known."""
    if session.agenda is not None and session.agenda.next:
        return planned_exercise(session)
    return usual_next(session, exercise)


def planned_exercise(session: RunningSession) -> Following | None:
    """Return what the session's plan has next, ``None`` where it has nothing, or what the library does not have."""
    planned = session.agenda.next if session.agenda is not None else ()
    found = [session.services.exercise(item.exercise) for item in planned]
    first, partner = (*found, None, None)[:2]
    return None if first is None else Following(first, planned=True, partner=partner)
