"""The screen before a guided test: how it goes, or what stands against it today."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from negcoach.coaching.guided_test import TestAnswer, TestOffer
from negcoach.coaching.words.guided_test_words import words_about
from negcoach.screens.shared.form.page import BACK, Page, PageScreen
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.texts import clean
from negcoach.training.units import Unit
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_footer import KeyFooter
from negcoach.widgets.prose import Prose


class GuidedTestScreen(PageScreen[TestAnswer]):
    """The screen that explains a test and begins it, or says why it cannot be today; ``None`` if cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "begin the test", id="test.begin", tooltip="Go on to the warm-up and the first set"),
        bound("test.ordinary", "ordinary", "ordinary sets", "Train as usual instead"),
        BACK,
    ]

    def __init__(self, offer: TestOffer, unit: Unit, key: str) -> None:
        """Show the test that is offered; ``unit`` is the lifter's own, ``key`` measures a lowering."""
        super().__init__()
        self._offer, self._words = offer, words_about(offer, unit, key)

    def compose(self) -> ComposeResult:
        """Lay out how the test goes, or what stands against it; then what there is to know."""
        entry, words = self._offer.entry, self._words
        with Page():
            yield Prose(words.title, classes="title", markup=False)
            if not self._offer.open:
                yield Prose("Not today:", classes="lead")
                for one in entry.obstacles:
                    yield Prose(Content.styled(clean(f"✕ {one}"), "bold $text-error"), classes="item")
            else:
                yield Prose(Content(words.about), classes="lead")
                for line in words.steps:
                    yield Prose(Content(f"· {line}"), classes="item")
                for one in entry.notes:
                    yield Prose(Content.styled(clean(f"! {one}"), "$text-warning"), classes="item")
            yield Prose(Content.styled(f"Rule: {words.rule.marked}", "$foreground-muted"), classes="item")
            if words.result:
                yield Prose(Content(words.result), classes="after")
                if words.use is not None:
                    yield Prose(Content.styled(f"Rule: {words.use.marked}", "$foreground-muted"))
            keys = (
                "Press Enter to go on."
                if self._offer.open
                else f"Press {keymap_of(self).name('test.ordinary')} to train as usual."
            )
            yield Prose(keys, classes="keys", markup=False)
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to begin only where nothing stands against it."""
        return action != "begin" or self._offer.open

    def action_begin(self) -> None:
        """Begin the test."""
        self.dismiss(TestAnswer.BEGIN)

    def action_ordinary(self) -> None:
        """Train as usual instead."""
        self.dismiss(TestAnswer.ORDINARY_SETS)

    def go_on(self) -> None:
        """Begin the test as a clicker may, where nothing stands against it."""
        if self._offer.open:
            self.action_begin()
        else:
            self.app.bell()
