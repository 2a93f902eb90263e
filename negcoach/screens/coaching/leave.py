"""The dialog that asks before a session is left."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG


class LeaveScreen(FreshKeys, ModalScreen[bool]):
    """The question whether to leave. Only ``y`` leaves: the *next thing* keys and Esc, which a clicker sends, stay.

    ``q``, which opens this dialog, does nothing in it: a key that is held down may arrive twenty times.
    """

    CSS_PATH = DIALOG

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "leave", id="leave.yes", tooltip="End the session; what was lowered is kept"),
        Binding(
            "n,escape,f5,space,enter,pagedown,right,down,p",
            "answer(False)",
            "stay",
            id="leave.no",
            tooltip="Stay here",
        ),
    ]

    def __init__(self, *, in_set: bool) -> None:
        """Ask; ``in_set`` is whether a set is under way, which is paused meanwhile."""
        super().__init__()
        self._in_set = in_set

    def compose(self) -> ComposeResult:
        """Yield the question."""
        with Vertical(classes="dialog"):
            yield Static("End the session?", classes="title")
            yield Static(
                "The set is paused. Every rep lowered so far is kept."
                if self._in_set
                else "Every rep lowered so far is kept."
            )
            yield Static("[b]y[/b] end it      [b]n[/b] stay", classes="keys")

    def action_answer(self, leave: bool) -> None:
        """Give the answer."""
        self.dismiss(leave)
