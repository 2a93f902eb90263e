"""The screen for a lifter who may not do an exercise, or should do another first: what takes its place."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.words.set_words import amount, load_in_words, percent_in_words, rep_in_words
from negcoach.screens.choosing.card import steps_table
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import Unit
from negcoach.widgets.lists.key_footer import KeyFooter


class AlternativeAnswer(Enum):
    """How the lifter goes on."""

    ALTERNATIVE = "alternative"
    ANSWERS = "answers"
    AS_CHOSEN = "as chosen"


class AlternativeScreen(PageScreen[AlternativeAnswer]):
    """The offer of another exercise with one key; the result is ``None`` if cancelled.

    ``prescription`` is what Enter starts (``None``: no alternative is known), and ``one_rm_kg`` the 1RM that its load
    is a percentage of. ``can_insist`` is whether the exercise may be done as it was chosen, too.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take('ALTERNATIVE')", "do this", id="alternative.take", tooltip="Do this exercise instead"),
        Binding("f2", "take('AS_CHOSEN')", "as chosen", id="alternative.insist", tooltip="Do what you chose"),
        Binding("f4", "take('ANSWERS')", "my answers", id="alternative.answers", tooltip="Change your health answers"),
        BACK,
    ]

    def __init__(
        self,
        title: str,
        why: str,
        prescription: Prescription | None,
        unit: Unit,
        *,
        one_rm_kg: float | None = None,
        can_insist: bool = False,
    ) -> None:
        super().__init__()
        self._title, self._why, self._prescription, self._unit = title, why, prescription, unit
        self._one_rm_kg, self._can_insist = one_rm_kg, can_insist

    def compose(self) -> ComposeResult:
        """Lay out why, and what to do instead."""
        with Page():
            yield Static(Content(clean(self._title)), classes="title")
            yield Static(Content(clean(self._why)), classes="lead")
            yield Static(self._offer(), classes="offer")
            if self._prescription is not None:
                exercise = self._prescription.exercise
                yield Static(steps_table(exercise.summary, exercise.lifter_steps) or "", classes="after")
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the answers that can be given."""
        if action != "take":
            return True
        if parameters == ("ALTERNATIVE",):
            return self._prescription is not None
        return parameters != ("AS_CHOSEN",) or self._can_insist

    def action_take(self, name: str) -> None:
        """Give the answer of that name."""
        self.dismiss(AlternativeAnswer[name])

    def go_on(self) -> None:
        """Do the other exercise, where there is one."""
        if self._prescription is None:
            self.app.bell()
        else:
            self.dismiss(AlternativeAnswer.ALTERNATIVE)

    def _offer(self) -> Content:
        prescription = self._prescription
        if prescription is None:
            return Content("Press Esc, and choose a bodyweight exercise for these muscles.")
        load = (
            load_in_words(prescription, self._unit) if prescription.load_kg or prescription.exercise.bodyweight else ""
        )
        parts = [amount(prescription), load, percent_in_words(prescription, self._one_rm_kg) if load else ""]
        return Content("\n").join(
            (
                Content.assemble("Do this instead:  ", (clean(prescription.exercise.name), "bold $text-success")),
                Content.styled(clean(" · ".join(filter(None, parts))), "bold"),
                Content.styled(clean(rep_in_words(prescription)), "$foreground-muted"),
            )
        )
