"""The question before a tendon's first set of a day: how much it hurts on the morning after yesterday's."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from negcoach.coaching.gate.asker import NextMorning
from negcoach.coaching.keys.layouts import digit_keys
from negcoach.coaching.keys.pain_digits import PainDigits
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.pain import ACCEPTABLE, FINE, WORST
from negcoach.widgets.charts.pain_scale import PainScale
from negcoach.widgets.lists.key_footer import KeyFooter


class NextMorningScreen(PageScreen[NextMorning]):
    """The question; digits mark an answer on the scale, Enter gives it, or leaves it out where none is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                digit_keys(digit),
                f"mark({digit})",
                str(digit),
                id=f"next-morning.{digit}",
                show=False,
                tooltip="How much it hurts",
            )
            for digit in range(10)
        ),
        Binding("tab", "change(1)", "more", id="next-morning.more", show=False, tooltip="One more"),
        Binding("backspace", "change(-1)", "less", id="next-morning.less", show=False, tooltip="One less"),
        Binding(
            "enter,space", "answer", "go on", id="next-morning.answer", tooltip="Go on with the level that is marked"
        ),
        BACK,
    ]

    def __init__(self, services: Services, exercise: Exercise) -> None:
        super().__init__()
        self._clock = services.clock
        self._exercise = exercise
        self._digits = PainDigits()

    def compose(self) -> ComposeResult:
        """Ask, with what the answer is for."""
        with Page():
            yield Static("How much does it hurt this morning?", classes="title")
            about = f"{self._exercise.name}: on the morning after yesterday's sets, 0 none to {WORST} the worst."
            yield Static(clean(about), classes="lead", markup=False)
            yield PainScale(id="pain", classes="lead")
            why = f"Up to {FINE} is fine. Worse than in the sets, or over {ACCEPTABLE}: one set and 5 kg less today."
            yield Static(why, classes="lead")
            yield Static(f"Type 0 to {WORST}, then press Enter. Enter alone skips the question.", classes="keys")
        yield KeyFooter()

    def action_mark(self, digit: int) -> None:
        """Mark the pain that was typed; the same again clears it."""
        scale = self.query_one(PainScale)
        pain = self._digits.level(digit, self._clock())
        scale.value = None if scale.value == pain else pain

    def action_change(self, by: int) -> None:
        """Mark one more or less, with keys that every layout has; the first press begins at 0."""
        scale = self.query_one(PainScale)
        scale.value = 0 if scale.value is None else min(WORST, max(0, scale.value + by))

    def action_answer(self) -> None:
        """Go on with what is marked, if anything is."""
        self.dismiss(NextMorning(self.query_one(PainScale).value))

    def go_on(self) -> None:
        """Go on as Enter does, with a clicker's key."""
        self.action_answer()
