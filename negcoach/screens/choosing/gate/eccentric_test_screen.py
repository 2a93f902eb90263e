"""The screen before the test of the eccentric 1RM: how it goes, or what stands against it today."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.eccentric_test import TestAnswer, TestOffer
from negcoach.coaching.words.set_words import load_with_percent
from negcoach.formatting import day_text
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.training.plan.eccentric_test import (
    ECCENTRIC_LOADS,
    ECCENTRIC_TEST,
    MOST_SINGLES,
    REST_MS,
    USED_PERCENTS,
    USED_REPS,
    EccentricOneRm,
)
from negcoach.training.progress.adherence import KEPT_PERCENT
from negcoach.training.units import Unit, format_load
from negcoach.widgets.lists.key_footer import KeyFooter


class EccentricTestScreen(PageScreen[TestAnswer]):
    """The screen that explains the test and begins it, or says why it cannot be today; ``None`` if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "begin the test", id="test.begin", tooltip="Go on to the spotters and the warm-up"),
        Binding("f8", "ordinary", "ordinary sets", id="test.ordinary", tooltip="Train as usual instead"),
        BACK,
    ]

    def __init__(self, offer: TestOffer, unit: Unit) -> None:
        super().__init__()
        self._offer, self._unit = offer, unit
        self._open = offer.entry.open and offer.first is not None

    def compose(self) -> ComposeResult:
        """Lay out how the test goes, or what stands against it; then what there is to know."""
        entry = self._offer.entry
        with Page():
            yield Static(clean(f"{self._offer.exercise.name}: eccentric 1RM"), classes="title", markup=False)
            if not self._open:
                yield Static("Not today:", classes="lead")
                for one in entry.obstacles:
                    yield Static(Content.styled(clean(f"✕ {one}"), "bold $text-error"), classes="item")
            else:
                yield Static(Content(clean(self._about())), classes="lead")
                for line in self._rules():
                    yield Static(Content(clean(f"· {line}")), classes="item")
                for one in entry.notes:
                    yield Static(Content.styled(clean(f"! {one}"), "$text-warning"), classes="item")
            yield Static(Content.styled(ECCENTRIC_TEST.marked, "$foreground-muted"), classes="item")
            if self._offer.newest is not None:
                yield Static(Content(clean(result_text(self._offer.newest, self._unit))), classes="after")
                yield Static(Content.styled(ECCENTRIC_LOADS.marked, "$foreground-muted"))
            keys = "Press Enter to go on." if self._open else "Press F8 to train as usual."
            yield Static(keys, classes="keys")
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to begin only where nothing stands against it."""
        return action != "begin" or self._open

    def action_begin(self) -> None:
        """Begin the test."""
        self.dismiss(TestAnswer.BEGIN)

    def action_ordinary(self) -> None:
        """Train as usual instead."""
        self.dismiss(TestAnswer.ORDINARY_SETS)

    def go_on(self) -> None:
        """Begin the test as a clicker may, where nothing stands against it."""
        if self._open:
            self.action_begin()
        else:
            self.app.bell()

    def _about(self) -> str:
        due = f"{self._offer.due} asks for it. " if self._offer.due else ""
        tempo = self._offer.exercise.tempo
        return f"{due}The heaviest load that you lower in full at {tempo}: singles, each with more load."

    def _rules(self) -> list[str]:
        first, lines = self._offer.first, []
        if first is not None:
            load = load_with_percent(first.prescription, self._unit, first.one_rm_kg)
            lines.append(f"First single {load}; at most {MOST_SINGLES}, with {REST_MS // 60_000} min of rest.")
        lines += [
            f"A single succeeds at {KEPT_PERCENT} % of the count or more, untouched and without pain. "
            "Someone beside you presses Space when the bar is down.",
            "Rate the effort of each: after an easy one the next step is bigger.",
            "After the first miss, halfway back, once. A second miss, or pain, ends the test.",
        ]
        return lines


def result_text(result: EccentricOneRm, unit: Unit) -> str:
    """Return the result of a test, and which loads follow from it."""
    (low, high), (few, many) = USED_PERCENTS, USED_REPS
    loads = f"{low} to {high} % of it for {few} to {many} reps"
    kg = format_load(result.kg, unit)
    return f"Tested on {day_text(result.at.date())}: {kg} at {result.tempo}. Train with {loads}."
