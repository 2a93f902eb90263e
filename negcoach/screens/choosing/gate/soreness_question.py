"""The question before a set: how sore its muscles are, where they were trained recently and not rated since."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from negcoach.screens.body.soreness import SorenessLines, SorenessScreen, muscles_of
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.training.progress.soreness import Question


async def ask_soreness(app: App[None], services: Services, muscles: tuple[str, ...]) -> bool:
    """Ask how sore these muscles are and store it; call it from a worker. Returns whether all were rated.

    It also answers the questions after a session that are still open. Raises ``NegcoachError`` when the
    database cannot be used.
    """
    body = Body(services.database, services.settings.unit)
    open_now = {
        question.muscle: question for question in body.questions(muscles_of(services.library), services.session_now())
    }
    questions = [open_now.get(muscle, Question(muscle)) for muscle in muscles]
    answers = await app.push_screen_wait(SorenessBeforeSetScreen(questions))
    if answers is None:
        return False
    body.answer(answers, services.session_now())
    return True


class SorenessBeforeSetScreen(SorenessScreen):
    """The dialog before a set: every muscle is to be rated, and Esc starts nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "pass_over", "Back", id="soreness.back", show=False, tooltip="Back, as Esc"),
    ]

    def __init__(self, questions: list[Question]) -> None:
        super().__init__(
            questions,
            about="Trained in the last four days: rate each, then Enter.",
            can_leave_out=False,
            esc="back",
        )

    def action_keep(self) -> None:
        """Close the dialog when every muscle is rated, else highlight the first that is not."""
        lines = self.query_one(SorenessLines)
        missing = [index for index, rating in enumerate(lines.ratings) if rating is None]
        if missing:
            lines.highlighted = missing[0]
            self.app.bell()
        else:
            super().action_keep()
