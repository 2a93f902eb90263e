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
from negcoach.training.terms import StopReason


class UnfinishedScreen(FreshKeys, ModalScreen[bool]):
    """The question whether to resume a session. ``can_go_on`` is false when its exercise no longer exists.

    After a set that ended on pain, the keys that go on leave it as it is, and only ``g`` goes on.
    """

    CSS_PATH = DIALOG
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,y,space,pagedown,right,down",
            "first_choice",
            "go on",
            id="unfinished.go-on",
            tooltip="Go on with that session",
        ),
        Binding("g", "go_on_after_pain", "go on", id="unfinished.after-pain", tooltip="Go on after pain that is gone"),
        Binding("n,escape,f5", "leave_it", "finish it", id="unfinished.finish", tooltip="Leave it as it is"),
    ]

    def __init__(self, unfinished: UnfinishedSession, *, can_go_on: bool) -> None:
        super().__init__()
        self._unfinished = unfinished
        self._can_go_on = can_go_on
        self._pain = unfinished.last_set_stop is StopReason.PAIN

    def compose(self) -> ComposeResult:
        """Yield what was recorded, and the keys that answer."""
        with Vertical(classes="dialog"):
            title = "A session was cut off."
            yield Static(
                title if self.size.height < 20 else f"{title} Nothing that was lowered is lost.", classes="title"
            )
            yield Static(kept_text(self._unfinished), markup=False)
            if self._pain:
                yield Static("The last set ended on pain: leave it there.", id="pain")
            keys = "[b]enter[/b] go on with it\n[b]n[/b] leave it as it is"
            if self._pain:
                keys = "[b]enter[/b] leave it as it is\n[b]g[/b] go on: no pain now"
            yield Static(keys if self._can_go_on else "[b]enter[/b] all right", classes="keys")

    def action_first_choice(self) -> None:
        """Go on; after pain, and where the session cannot be resumed, leave it as it is."""
        self.dismiss(self._can_go_on and not self._pain)

    def action_go_on_after_pain(self) -> None:
        """Go on after pain."""
        if self._pain and self._can_go_on:
            self.dismiss(True)

    def action_leave_it(self) -> None:
        """Leave the session as it is."""
        self.dismiss(False)


def kept_text(unfinished: UnfinishedSession) -> str:
    """Return "Kept from Sunday 22 November, 10:28:" and on a second line "Bench press, 2 sets with 7 reps."."""
    exercise = clean(unfinished.last_set.exercise_name) if unfinished.last_set else "no exercise"
    sets, reps = counted(unfinished.sets, "set"), counted(unfinished.reps, "rep")
    at = unfinished.started_at
    return f"Kept from {long_day_text(at, year=False)}, {at:%H:%M}:\n{exercise}, {sets} with {reps}."
