"""Dialogs that ask before something is deleted: a key confirms what can be undone, a typed word what cannot."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from negcoach.screens.shared.fields import line_of_keys
from negcoach.screens.shared.inputs import FieldInput
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import clean


class ConfirmScreen(ModalScreen[bool]):
    """The question before an action that can be undone."""

    CSS_PATH = [DIALOG, FIELDS]  # noqa: RUF012  # as Screen declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", "yes", id="confirm.yes", tooltip="Do it"),
        Binding("escape,n,q", "answer(False)", "no", id="confirm.no", tooltip="Leave it"),
    ]

    def __init__(self, question: str, explained: str, verb: str) -> None:
        """Ask the question; ``verb`` is what Enter does."""
        super().__init__()
        self._question, self._explained, self._verb = question, explained, verb

    def compose(self) -> ComposeResult:
        """Yield the question and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)), classes="title")
            yield Static(Content(clean(self._explained, lines=True)))
            yield Static(line_of_keys([("enter", self._verb), ("esc", "leave it")], apart=6), classes="keys")

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)


class TypedConfirmScreen(ModalScreen[bool]):
    """The question before an action that cannot be undone: only the typed word confirms it."""

    CSS_PATH = [DIALOG, FIELDS]  # noqa: RUF012  # as Screen declares it
    AUTO_FOCUS = "#word"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "leave it", id="typed.no", tooltip="Leave it"),
    ]

    def __init__(self, question: str, explained: str, word: str) -> None:
        """Ask the question; ``word`` is the word to type."""
        super().__init__()
        self._question, self._explained, self._word = question, explained, word

    def compose(self) -> ComposeResult:
        """Yield the question, the field and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)), classes="title")
            yield Static(Content(clean(self._explained, lines=True)))
            yield FieldInput("", id="word")
            yield Static("", id="says")
            keys = (("type ", ""), (self._word, "bold"), (" and ", ""), ("enter", "bold"), "      ", ("esc", "bold"))
            yield Static(Content.assemble(*keys, " leave it"), classes="keys")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip().casefold() == self._word.casefold():
            self.dismiss(True)
            return
        self.query_one("#says", Static).update(Content.styled(f"✕ Type {self._word}, or press Esc.", "$text-error"))
        self.app.bell()

    def action_back(self) -> None:
        """Cancel."""
        self.dismiss(False)
