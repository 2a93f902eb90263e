"""The dialog that asks what becomes of the session that is under way when the program is left."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.styles import DIALOG
from negcoach.texts import clean, counted, joined
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_line import Keys


class Quit(Enum):
    """The answer to the question what becomes of the session: finished first, left open, or the program stays."""

    FINISH = "finish"
    LEAVE = "leave"
    STAY = "stay"


class QuitScreen(FreshKeys, ModalScreen[Quit]):
    """The question whether to finish the session before the program is left between two exercises."""

    CSS_PATH = DIALOG
    OPENS_WHOLE = False
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012  # as Screen declares it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "answer('FINISH')", "finish it", id="quit.finish", tooltip="End the session"),
        bound("quit.leave", "answer('LEAVE')", "quit", "Leave the program; the session stays open"),
        bound("quit.stay", "answer('STAY')", "stay", "Stay here"),
    ]

    def __init__(self, exercise_names: Sequence[str], gap_h: int) -> None:
        """Ask about a session by its sets' exercises, which ends by itself ``gap_h`` hours after its last rep."""
        super().__init__()
        self._names = tuple(dict.fromkeys(clean(name) for name in exercise_names))
        self._sets = len(exercise_names)
        self._gap_h = gap_h

    def compose(self) -> ComposeResult:
        """Yield the question and its keys."""
        with Vertical(classes="dialog"):
            yield Static("Finish the session?", classes="title")
            yield Static(f"{joined(self._names)}: {counted(self._sets, 'set')}.", markup=False)
            keys: Keys = (
                ("enter", "finish it: effort and note"),
                (keymap_of(self).short("coach.leave"), f"quit; it can go on for {self._gap_h} h"),
                ("esc", "stay here"),
            )
            lines = (Content.assemble((f"{key:<5}", "bold"), f" {meaning}") for key, meaning in keys)
            yield Static(Content("\n").join(lines), classes="keys")

    def action_answer(self, name: str) -> None:
        """Give the answer of that name."""
        self.dismiss(Quit[name])
