"""The screen for a lifter who may not do an exercise, or should do another first: what takes its place."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from negcoach.coaching.gate.alternative import AlternativeAnswer, AlternativeQuestion
from negcoach.coaching.words.set_words import rep_in_words
from negcoach.screens.choosing.card import steps_table
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose


class AlternativeScreen(PageScreen[AlternativeAnswer]):
    """The offer of another exercise with one key; the result is ``None`` if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take('ALTERNATIVE')", "do this", id="alternative.take", tooltip="Do this exercise instead"),
        bound("alternative.insist", "take('AS_CHOSEN')", "as chosen", "Do what you chose"),
        bound("alternative.answers", "take('ANSWERS')", "my answers"),
        BACK,
    ]

    def __init__(self, question: AlternativeQuestion) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out why, and what to do instead."""
        with Page():
            yield Prose(Content(clean(self._question.title)), classes="title")
            yield Prose(Content(clean(self._question.why)), classes="lead")
            yield Prose(self._offer(), classes="offer")
            if self._question.prescription is not None:
                exercise = self._question.prescription.exercise
                yield Prose(steps_table(exercise.summary, exercise.lifter_steps) or "", classes="after")
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the answers that can be given."""
        if action != "take":
            return True
        if parameters == ("ALTERNATIVE",):
            return self._question.prescription is not None
        if parameters == ("ANSWERS",):
            return self._question.asks_health
        return parameters != ("AS_CHOSEN",) or self._question.can_insist

    def action_take(self, name: str) -> None:
        """Give the answer of that name."""
        self.dismiss(AlternativeAnswer[name])

    def go_on(self) -> None:
        """Do the other exercise, where there is one."""
        if self._question.prescription is None:
            self.app.bell()
        else:
            self.dismiss(AlternativeAnswer.ALTERNATIVE)

    def _offer(self) -> Content:
        prescription = self._question.prescription
        if prescription is None:
            return Content("Press Esc, and choose a bodyweight exercise for these muscles.")
        return Content("\n").join(
            (
                Content.assemble("Do this instead:  ", (clean(prescription.exercise.name), "bold $text-success")),
                Content.styled(clean(self._question.amount_text), "bold"),
                Content.styled(clean(rep_in_words(prescription)), "$foreground-muted"),
            )
        )
