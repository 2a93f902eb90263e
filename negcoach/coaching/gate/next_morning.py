"""The question before a tendon's first set of a day: how much it hurts on the morning after yesterday's."""

from __future__ import annotations

from negcoach.coaching.gate.asker import Asker
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise


async def ask_next_morning(asker: Asker, services: Services, exercise: Exercise) -> bool:
    """Ask how much a tendon hurts today, if it was trained yesterday and nobody has asked yet; store it.

    Returns ``False`` when the lifter went back. Raises ``NegcoachError`` when the database cannot be used.
    """
    now = services.now()
    set_id = services.lifter.last_set_of_yesterday(exercise.slug, now.date())
    if set_id is None:
        return True
    answer = await asker.ask_next_morning(exercise)
    if answer is not None and answer.pain is not None:
        services.lifter.rate_next_morning(set_id, answer.pain, now)
    return answer is not None
