"""The dialog that asks before a session is left."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.screens.shared.form.dialog_keys import DialogKeys
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.bindings import bound

if TYPE_CHECKING:
    from negcoach.screens.shared.keys.phone_button import Button

LOOK_S = 1.0
"""How often a question looks whether the session was forgotten meanwhile."""


class LeaveAnswer(Enum):
    """The answer to the question whether to leave."""

    STAY = "stay"
    END = "end"
    END_ON_PAIN = "end-on-pain"


class LeaveScreen(FreshKeys, ModalScreen[LeaveAnswer]):
    """The question whether to leave. Only ``y`` leaves, and ``x``: the keys that a clicker sends stay.

    ``q``, which opens this dialog, does nothing in it: a key that is held down may arrive twenty times. When nobody
    comes back for so long that the session is over, it closes by itself: what it covers ends the session then.
    """

    CSS_PATH = DIALOG
    OPENS_WHOLE = False
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (9, "-low"), (20, "-high"), (30, "-tall")]  # noqa: RUF012 - so does Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("leave.yes", "answer('END')", "leave", "End the session; every rep is saved"),
        bound("leave.pain", "answer('END_ON_PAIN')", "it hurts", "End the session: it hurts"),
        bound("leave.no", "answer('STAY')", "stay", "Stay here"),
    ]

    def __init__(
        self,
        is_forgotten: Callable[[], bool],
        saved: Callable[[], str],
        *,
        in_set: bool,
        paused: bool = False,
        call: str = "",
    ) -> None:
        """Ask; ``is_forgotten`` tells whether the session is over meanwhile, for nobody comes back.

        ``saved`` says whether every rep is, as the recorder does.

        ``in_set`` is whether a set is under way, which can be ended in pain, ``paused`` whether it waits: one that is
        ending does not. ``call`` frees the lifter of the load ("": it is safe): the giant one stays in sight above this
        dialog, which shows it itself where there is no room for both.
        """
        super().__init__()
        self._is_forgotten = is_forgotten
        self._saved = saved
        self._in_set = in_set
        self._paused = paused
        self._call = call
        self.set_class(bool(call), "-call")

    def compose(self) -> ComposeResult:
        """Yield the question."""
        with Vertical(classes="dialog"):
            if self._call:
                yield Static(self._call, id="call", classes="title", markup=False)
            yield Static("End the session?", classes="title")
            below = "below-call" if self._call else None
            yield Static(self._state(), id="state", classes=below, markup=False)
            short = keymap_of(self).short
            pain = [(short("coach.pain"), "it hurts: end it")] if self._in_set else []
            yield DialogKeys([(short("leave.yes"), "end it"), ("n", "stay"), *pain])

    def on_mount(self) -> None:
        """Look from time to time whether the session was forgotten, and whether the reps are saved."""
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        if not self.is_current:
            return
        if self._is_forgotten():
            self.dismiss(LeaveAnswer.STAY)
            return
        self.query_one("#state", Static).update(self._state())

    def _state(self) -> str:
        return f"The set is paused. {self._saved()}" if self._paused else self._saved()

    def phone_button(self) -> Button:
        """Return what a phone's buttons mean: of a set that it hurts, nothing else."""
        from negcoach.screens.shared.keys.phone_button import question  # without a phone nobody asks

        return question("End the session?", self, call=self._call, hurts=self._in_set)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ask about pain only in a set: in the rest it has a key of its own."""
        return self._in_set or parameters != (LeaveAnswer.END_ON_PAIN.name,)

    def action_answer(self, name: str) -> None:
        """Give the answer of that name."""
        self.dismiss(LeaveAnswer[name])
