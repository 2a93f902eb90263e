"""Dialogs that ask before something is deleted; only a key that no typed word has in it confirms."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.form.inputs import FieldInput
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import clean
from negcoach.widgets.prose import Prose

DELETE = Binding("ctrl+d,f8", "answer(True)", "delete", id="confirm.yes", tooltip="Delete it", priority=True)
"""The keys that confirm; F8 is for keyboard layouts without a d."""


class ConfirmScreen(FreshKeys, ModalScreen[bool]):
    """The question before something is deleted that can be brought back.

    Neither a letter nor Enter nor Space confirms: it may come from a word that is being typed, or from a clicker.
    """

    CSS_PATH = [DIALOG, FIELDS]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        DELETE,
        Binding("escape,n,q", "answer(False)", "keep it", id="confirm.no", tooltip="Keep it"),
    ]

    def __init__(self, question: str, explained: str) -> None:
        """Ask the question."""
        super().__init__()
        self._question, self._explained = question, explained

    def compose(self) -> ComposeResult:
        """Yield the question and the keys."""
        with Vertical(classes="dialog"):
            yield Prose(Content(clean(self._question)), classes="title")
            yield Prose(Content(clean(self._explained, lines=True)))
            yield DialogKeys([("ctrl+d", "delete it"), ("esc", "keep it")])

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)


class TypedConfirmScreen(FreshKeys, ModalScreen[bool]):
    """The question before something is deleted for good: the key confirms only behind a typed word."""

    CSS_PATH = [DIALOG, FIELDS]  # noqa: RUF012  # as Screen declares it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it
    AUTO_FOCUS = "#word"
    BINDINGS: ClassVar[list[BindingType]] = [
        DELETE,
        Binding("escape", "answer(False)", "keep it", id="typed.no", tooltip="Keep it"),
    ]

    def __init__(self, question: str, explained: str, word: str) -> None:
        """Ask the question; ``word`` is the word to type."""
        super().__init__()
        self._question, self._explained, self._word = question, explained, word

    def compose(self) -> ComposeResult:
        """Yield the question, the field and the keys."""
        with Vertical(classes="dialog"):
            yield Prose(Content(clean(self._question)), classes="title")
            yield Prose(Content(clean(self._explained, lines=True)))
            yield FieldInput("", id="word")
            yield Prose("", id="says")
            yield DialogKeys([(f"type {self._word}", "first"), ("ctrl+d", "delete it"), ("esc", "keep it")])

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self._say("Press Ctrl+D." if self._is_typed else f"Type {self._word}, then press Ctrl+D.")

    def action_answer(self, yes: bool) -> None:
        """Give the answer; yes only if the word is typed."""
        if yes and not self._is_typed:
            self._say(f"Type {self._word}, or press Esc.")
            return
        self.dismiss(yes)

    @property
    def _is_typed(self) -> bool:
        return self.query_one("#word", Input).value.strip().casefold() == self._word.casefold()

    def _say(self, text: str) -> None:
        self.query_one("#says", Static).update(Content.styled(f"✕ {text}", "$text-error"))
        self.app.bell()
