"""The question before a set: how sore its muscles are, where they were trained recently and not rated since."""

from __future__ import annotations

from collections.abc import Iterable

from negcoach.coaching.gate.asker import Asker
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.soreness import Question


async def ask_soreness(asker: Asker, services: Services, muscles: tuple[str, ...]) -> bool:
    """Ask how sore these muscles are and store it; return whether all were rated.

    It also answers the questions after a session that are still open. Raises ``NegcoachError`` when the
    database cannot be used.
    """
    body = Body(services.database, services.settings.unit)
    open_now = {
        question.muscle: question
        for question in body.questions(muscles_by_slug(services.library), services.session_now())
    }
    answers = await asker.ask_soreness([open_now.get(muscle, Question(muscle)) for muscle in muscles])
    if answers is None:
        return False
    body.answer(answers, services.session_now())
    return True


def muscles_by_slug(library: Iterable[Exercise]) -> dict[str, tuple[str, ...]]:
    """Return the muscle groups of each exercise, by slug."""
    return {exercise.slug: exercise.muscles for exercise in library}
