"""The question at the end of a ladder: full reps, tried fresh, and how they went."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from negcoach.coaching.gate.asker import Tried
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.full_rep import RUNGS, WHAT_COUNTS, FullRung, full_rep_in_words
from negcoach.training.terms import Attempt
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose


class FullRepScreen(PageScreen[Tried]):
    """The question, answered with one key; Enter and a clicker leave it for another day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("full-rep.yes", "tried('yes')", "yes", "All of it, without help"),
        bound("full-rep.almost", "tried('almost')", "almost", "Most of the way"),
        bound("full-rep.no", "tried('no')", "no", "Not yet"),
        Binding("enter,space", "not_today", "not today", id="full-rep.not-today", tooltip="Go on without trying"),
        BACK,
    ]

    def __init__(self, exercise: Exercise, rung: FullRung) -> None:
        super().__init__()
        self._exercise, self._rung = exercise, rung

    def compose(self) -> ComposeResult:
        """Say what to try, and how to answer."""
        what = full_rep_in_words(self._rung, self._exercise.slug)
        with Page():
            yield Prose(clean(f"{what}, fresh"), classes="title", markup=False)
            about = "Before anything else, while you are fresh and nothing hurts. Then say how it went."
            yield Prose(about, classes="lead")
            yield Prose(f"{WHAT_COUNTS[self._exercise.slug]} {self._rung.how}", classes="lead", markup=False)
            last = self._rung is RUNGS[-1]
            then = "Do these and you graduate." if last else "If not, the negatives go on, and it is tried again."
            yield Prose(then, classes="lead")
            yes, almost, no = (keymap_of(self).name(f"full-rep.{answer}") for answer in ("yes", "almost", "no"))
            how = f"Press {yes} for yes, {almost} for almost, {no} for no. Enter: not today."
            yield Prose(how, classes="keys", markup=False)
        yield KeyFooter()

    def action_tried(self, attempt: str) -> None:
        """Answer."""
        self.dismiss(Tried(Attempt(attempt)))

    def action_not_today(self) -> None:
        """Go on without trying."""
        self.dismiss(Tried(None))

    def go_on(self) -> None:
        """Go on as Enter does, with a clicker's key."""
        self.action_not_today()
