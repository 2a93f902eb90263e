"""The dialog after a set that was ended before its first rep was lowered: it asks whether it hurts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.screens.coaching.leave import LOOK_S
from negcoach.screens.shared.keys.fresh_keys import FreshKeys
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.screens.shared.styles import DIALOG
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_line import Keys

if TYPE_CHECKING:
    from negcoach.screens.shared.keys.phone_button import Button


@dataclass(frozen=True, slots=True)
class NoRepAnswer:
    """What comes after a set without a rep: the same set again or the end of the session, and whether it hurts."""

    go_on: bool
    pain: bool


class NoRepScreen(FreshKeys, ModalScreen[NoRepAnswer]):
    """The question of what comes after a set without a rep.

    The *next thing* keys get ready again. After pain they end the session, and only ``g`` goes on, where the gate could
    let another set pass.
    """

    CSS_PATH = DIALOG
    OPENS_WHOLE = False
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (9, "-low"), (20, "-high")]  # noqa: RUF012 - so does Textual

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("no-rep.first", "first_choice", "first choice", "The answer that is offered first"),
        bound("no-rep.stay", "stay", "get ready again", "Get ready for the same set"),
        bound("no-rep.pain", "pain", "it hurts", "The set was ended because it hurts"),
        bound("no-rep.go-on", "go_on", "go on", "Go on after pain that is gone"),
        bound("no-rep.end", "end", "end the session", "End the session"),
    ]

    def __init__(
        self, is_forgotten: Callable[[], bool], say: Callable[[bool], str], *, pain: bool, lowered: bool = False
    ) -> None:
        """Ask; ``is_forgotten`` tells whether the session is over, for nobody comes back: then it is ended.

        ``pain`` is whether the set was ended because it hurts, ``lowered`` whether a rep was done before.
        ``say`` takes whether it hurts, and returns why no further set is offered then, "" where one could be.
        """
        super().__init__()
        self._is_forgotten = is_forgotten
        self._say = say
        self._refused = ""
        self._lowered = lowered
        self._pain = pain

    def compose(self) -> ComposeResult:
        """Yield the question and its keys."""
        with Vertical(classes="dialog"):
            yield Static(id="title", classes="title")
            yield Static(id="explained")
            yield Static(id="answers", classes="keys")

    def on_mount(self) -> None:
        """Ask whether it hurts."""
        self._refused = self._say(self._pain)
        self._show_question()
        self.set_interval(LOOK_S, self._end_if_forgotten)

    def _end_if_forgotten(self) -> None:
        if self._is_forgotten() and self.is_current:
            self.action_end()

    def action_pain(self) -> None:
        """Say that it hurts, or that it does not."""
        self._pain = not self._pain
        self._refused = self._say(self._pain)
        self.await_fresh_keys()
        self._show_question()

    def action_first_choice(self) -> None:
        """Take the answer that is offered first."""
        self.dismiss(NoRepAnswer(go_on=not self._pain, pain=self._pain))

    def action_stay(self) -> None:
        """Get ready again; after pain that is not enough to go on."""
        if not self._pain:
            self.action_first_choice()

    def action_go_on(self) -> None:
        """Go on after pain."""
        if self._pain and not self._refused:
            self.dismiss(NoRepAnswer(go_on=True, pain=True))

    def action_end(self) -> None:
        """End the session."""
        self.dismiss(NoRepAnswer(go_on=False, pain=self._pain))

    def phone_button(self) -> Button:
        """Return what a phone's buttons mean: that it hurts, where that was not said yet."""
        from negcoach.screens.shared.keys.phone_button import question  # without a phone nobody asks

        return question("Does it hurt?", self, hurts=not self._pain)

    def _show_question(self) -> None:
        short = keymap_of(self).short
        on, hurts = short("coach.next"), short("coach.pain")
        if self._pain:
            title, explained = "It hurts: stop here.", self._refused or "It is saved as a set that ended in pain."
            goes_on = () if self._refused else ((short("rest.go-on"), "go on: no pain now"),)
            keys: Keys = ((on, "end the session"), *goes_on, (hurts, "it does not hurt"))
        else:
            title, explained, first = "Does it hurt?", "Then stop here.", "go on"
            if not self._lowered:
                title, explained = "No rep was lowered. Does it hurt?", "The set is saved only if it hurts."
                first = "get ready again"
            keys = ((hurts, "it hurts"), (on, first), (short("coach.leave"), "end the session"))
        self.query_one("#title", Static).update(title)
        self.query_one("#explained", Static).update(explained)
        self.query_one("#answers", Static).update(
            Content("\n").join(Content.assemble((f"{key:<7}", "bold"), f" {meaning}") for key, meaning in keys)
        )
