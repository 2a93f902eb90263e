"""The question before a tendon's first set of a day: how much it hurts on the morning after yesterday's."""

from __future__ import annotations

from negcoach.coaching.gate.asker import Asker
from negcoach.services import Services
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.pain import ACCEPTABLE, FINE, NOT_SAID

WHAT_FOLLOWS = f"Up to {FINE} is fine. Worse than in the sets, or over {ACCEPTABLE}: one set and 5 kg less today."
"""What is said of the answer, where it is asked for."""


async def ask_next_morning(asker: Asker, services: Services, exercise: Exercise) -> bool:
    """Ask how much a tendon hurts today, if it was trained yesterday and nobody has asked yet; store it.

    Returns ``False`` when the lifter went back. Raises ``NegcoachError`` when the database cannot be used.
    """
    now = services.now()
    sets = services.lifter.yesterdays_sets(exercise.slug, now.date())
    if sets is None:
        return True
    answer = await asker.ask_next_morning(exercise, sets.sides)
    if answer is not None and answer.pain != NOT_SAID:
        services.lifter.rate_next_morning(sets.last_id, answer.pain, now)
    return answer is not None
