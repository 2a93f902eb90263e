"""The screen before a guided test: how it goes, or what stands against it today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.guided_test import TestAnswer, TestOffer
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.texts import clean
from negcoach.training.rule import Rule
from negcoach.widgets.lists.key_footer import KeyFooter


class GuidedTestScreen(PageScreen[TestAnswer]):
    """The screen that explains a test and begins it, or says why it cannot be today; ``None`` if cancelled.

    ``tested`` is what is tested, ``about`` the test in a sentence, ``rules`` how it goes, one line each, ``result``
    that of the last test ("" for none). ``rule`` has the mark of the test, ``use`` that of what follows from a result.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", "begin the test", id="test.begin", tooltip="Go on to the warm-up and the first set"),
        Binding("f8", "ordinary", "ordinary sets", id="test.ordinary", tooltip="Train as usual instead"),
        BACK,
    ]

    def __init__(
        self,
        offer: TestOffer,
        tested: str,
        about: str,
        rules: Sequence[str],
        result: str,
        rule: Rule,
        use: Rule | None = None,
    ) -> None:
        super().__init__()
        self._rule, self._use = rule, use
        self._offer, self._tested, self._about, self._rules, self._result = offer, tested, about, tuple(rules), result
        self._open = offer.entry.open and offer.first is not None

    def compose(self) -> ComposeResult:
        """Lay out how the test goes, or what stands against it; then what there is to know."""
        entry = self._offer.entry
        with Page():
            yield Static(clean(f"{self._offer.exercise.name}: {self._tested}"), classes="title", markup=False)
            if not self._open:
                yield Static("Not today:", classes="lead")
                for one in entry.obstacles:
                    yield Static(Content.styled(clean(f"✕ {one}"), "bold $text-error"), classes="item")
            else:
                due = f"{self._offer.due} asks for it. " if self._offer.due else ""
                yield Static(Content(clean(f"{due}{self._about}")), classes="lead")
                for line in self._rules:
                    yield Static(Content(clean(f"· {line}")), classes="item")
                for one in entry.notes:
                    yield Static(Content.styled(clean(f"! {one}"), "$text-warning"), classes="item")
            yield Static(Content.styled(self._rule.marked, "$foreground-muted"), classes="item")
            if self._result:
                yield Static(Content(clean(self._result)), classes="after")
                if self._use is not None:
                    yield Static(Content.styled(self._use.marked, "$foreground-muted"))
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
