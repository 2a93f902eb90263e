"""The question before a set: how sore its muscles are, where they were trained recently and not rated since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from negcoach.screens.body.soreness import SorenessLines, SorenessScreen
from negcoach.training.progress.soreness import Question
from negcoach.widgets.bindings import bound


class SorenessBeforeSetScreen(SorenessScreen):
    """The dialog before a set: every muscle is to be rated, and Esc starts nothing."""

    OPENS_WHOLE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        bound("soreness.back", "pass_over", "Back", "Back, as Esc", show=False),
    ]

    def __init__(self, questions: Sequence[Question]) -> None:
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
