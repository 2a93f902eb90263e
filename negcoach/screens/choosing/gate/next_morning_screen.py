"""The question before a tendon's first set of a day: how much it hurts on the morning after yesterday's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from negcoach.coaching.gate.asker import NextMorning
from negcoach.coaching.gate.next_morning import WHAT_FOLLOWS
from negcoach.coaching.keys.pain_digits import PainDigits
from negcoach.keys.layouts import digit_keys
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.pain import WORST, next_pain
from negcoach.training.terms import Side
from negcoach.widgets.bindings import bound
from negcoach.widgets.charts.pain_scales import PainScales
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose


class NextMorningScreen(PageScreen[NextMorning]):
    """The question, for each side that was trained; digits mark an answer, Enter gives what is marked, if anything."""

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
        bound("next-morning.switch", "switch", "other side", "How much the other side hurts", key_display="s"),
        Binding(
            "enter,space", "answer", "go on", id="next-morning.answer", tooltip="Go on with the level that is marked"
        ),
        BACK,
    ]

    def __init__(self, services: Services, exercise: Exercise, sides: Sequence[Side] = ()) -> None:
        """Ask about an exercise after yesterday's sets of these sides, none where it has no sides."""
        super().__init__()
        self._sides = sides
        self._clock = services.clock
        self._exercise = exercise
        self._digits = PainDigits()

    def compose(self) -> ComposeResult:
        """Ask, with what the answer is for."""
        switch = keymap_of(self).name("rest.switch")
        with Page():
            yield Prose("How much does it hurt this morning?", classes="title")
            about = f"{self._exercise.name}: on the morning after yesterday's sets, 0 none to {WORST} the worst."
            yield Prose(clean(about), classes="lead", markup=False)
            yield PainScales(self._sides or (None,), switch, classes="lead")
            yield Prose(WHAT_FOLLOWS, classes="lead")
            each = f" for each side, {switch} between them" if len(self._sides) > 1 else ""
            how = f"Type 0 to {WORST}{each}, then press Enter. Enter alone skips the question."
            yield Prose(how, classes="keys", markup=False)
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another side only where there are two."""
        return len(self._sides) > 1 if action == "switch" else super().check_action(action, parameters)

    def action_mark(self, digit: int) -> None:
        """Mark the pain that was typed."""
        self._mark(self._digits.level(digit, self._clock()))

    def action_change(self, by: int) -> None:
        """Mark one more or less, with keys that every layout has; the first press begins at 0, one below it clears."""
        self._mark(next_pain(self._marked, by))

    def action_switch(self) -> None:
        """Say of the other side how much it hurts."""
        scales = self.query_one(PainScales)
        scales.go_to(scales.other)
        self._digits = PainDigits()  # a 0 is of this side now, whatever the last digit was

    def action_answer(self) -> None:
        """Go on with what is marked, if anything is."""
        self.dismiss(NextMorning(self.query_one(PainScales).levels))

    def go_on(self) -> None:
        """Go on as Enter does, with a clicker's key."""
        self.action_answer()

    @property
    def _marked(self) -> int | None:
        scales = self.query_one(PainScales)
        return scales.levels.of(scales.side)

    def _mark(self, level: int | None) -> None:
        scales = self.query_one(PainScales)
        scales.levels = scales.levels.rated(scales.side, level)
