"""The dialog after a session was cut off: resume it, or leave it as it is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.formatting import counted, long_day_text
from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG
from negcoach.store.journal import UnfinishedSession
from negcoach.texts import clean


class UnfinishedScreen(FreshKeys, ModalScreen[bool]):
    """The question whether to resume a session. ``can_go_on`` is false when its exercise no longer exists."""

    CSS_PATH = DIALOG

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,y,space,pagedown,right,down",
            "answer(True)",
            "go on",
            id="unfinished.go-on",
            tooltip="Go on with that session",
        ),
        Binding("n,escape,f5", "answer(False)", "finish it", id="unfinished.finish", tooltip="Leave it as it is"),
    ]

    def __init__(self, unfinished: UnfinishedSession, *, can_go_on: bool) -> None:
        super().__init__()
        self._unfinished = unfinished
        self._can_go_on = can_go_on

    def compose(self) -> ComposeResult:
        """Yield what was recorded, and the keys that answer."""
        with Vertical(classes="dialog"):
            yield Static("A session was cut off. Nothing that was lowered is lost.", classes="title")
            yield Static(kept_text(self._unfinished), markup=False)
            keys = "[b]enter[/b] go on with it      [b]n[/b] leave it as it is"
            yield Static(keys if self._can_go_on else "[b]enter[/b] all right", classes="keys")

    def action_answer(self, go_on: bool) -> None:
        """Give the answer; where the session cannot be resumed, every key leaves it as it is."""
        self.dismiss(go_on and self._can_go_on)


def kept_text(unfinished: UnfinishedSession) -> str:
    """Return "Kept from Sunday 22 November, 10:28:" and on a second line "Bench press, 2 sets with 7 reps."."""
    exercise = clean(unfinished.last_set.exercise_name) if unfinished.last_set else "no exercise"
    sets, reps = counted(unfinished.sets, "set"), counted(unfinished.reps, "rep")
    at = unfinished.started_at
    return f"Kept from {long_day_text(at, year=False)}, {at:%H:%M}:\n{exercise}, {sets} with {reps}."
