"""The dialog after a session was interrupted: go on with its exercise, or leave that as it is."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from negcoach.coaching.words.set_words import load_in_words, reps_text
from negcoach.formatting import countdown_text, long_day_text
from negcoach.screens.shared.fresh_keys import FreshKeys
from negcoach.screens.shared.styles import DIALOG
from negcoach.store.journal import UnfinishedSession
from negcoach.texts import clean, counted, joined, time_of_day_text
from negcoach.training.advice.next_set import NextSet
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.terms import StopReason
from negcoach.training.units import Unit


class UnfinishedAnswer(Enum):
    """The answer to the question whether to go on: with the exercise, with another one, or not at all."""

    GO_ON = "go-on"
    LEAVE_EXERCISE = "leave-exercise"
    END = "end"


class UnfinishedScreen(FreshKeys, ModalScreen[UnfinishedAnswer]):
    """The question whether to go on with the exercise of a session that was interrupted.

    ``over`` is whether that was so long ago that the session is over: what is done now is a session of today. Then,
    after a set that ended on pain, and when it is enough for today, the keys that go on leave it as it is, and only
    ``g`` goes on.
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
        Binding("g", "go_on", "go on", id="unfinished.after-pain", tooltip="Go on anyway"),
        Binding("n,escape,f5,pageup", "leave_it", "leave it", id="unfinished.finish", tooltip="Leave it as it is"),
    ]

    def __init__(
        self,
        unfinished: UnfinishedSession,
        left: Prescription,
        offer: NextSet | None,
        unit: Unit,
        *,
        over: bool,
        rest_left_ms: int = 0,
        lifter: str = "",
    ) -> None:
        """Ask; ``left`` is what is left to do, lighter as in ``offer`` where the last set lost its tempo or hurt.

        ``rest_left_ms`` is what is left of the rest after the last set, 0 where it is over. ``lifter`` is whose session
        it was, "" where there is but one lifter.
        """
        super().__init__()
        self._unfinished = unfinished
        self._left = left
        self._offer = offer
        self._unit: Unit = unit
        self._over = over
        self._rest_left_ms = rest_left_ms
        self._lifter = clean(lifter)
        self._pain = unfinished.last_set_stop is StopReason.PAIN
        self._enough = offer is not None and offer.enough and not over

    def compose(self) -> ComposeResult:
        """Yield what was recorded, and the keys that answer."""
        with Vertical(classes="dialog"):
            whose = f"{self._lifter}, your" if self._lifter else "Your"
            title = f"{whose} last session was interrupted."
            text = title if self.size.height < 20 else f"{title} Every rep is saved."
            yield Static(text, classes="title", markup=False)
            yield Static(recorded_text(self._unfinished), markup=False)
            if self._pain:
                yield Static("The last set ended on pain: stop here.", id="pain")
            elif self._enough:
                yield Static("A second set lost its tempo: enough for today.", id="enough")
            elif self._offer is not None and self._offer.is_less:
                load = load_in_words(self._left, self._unit)
                less = reps_text(self._left) if self._offer.load_kg is None else load
                yield Static(f"The last set lost its tempo: {less} next.", id="less", markup=False)
            elif self._unfinished.is_test:
                yield Static(f"The test goes on with {load_in_words(self._left, self._unit)}.", id="test", markup=False)
            if self._rest_left_ms and not self._stays_left:
                left = countdown_text(self._rest_left_ms)
                yield Static(f"Rest first: {left} left.", id="rest")
            if self._over:
                yield Static("That session is over: what you do now is today's.", id="over")
            keys = "[b]enter[/b] go on with it\n[b]n[/b] another exercise, or finish"
            if self._over:
                keys = "[b]enter[/b] leave it as it is\n[b]g[/b] do the rest today"
            if self._enough:
                keys = "[b]enter[/b] leave it as it is\n[b]g[/b] go on anyway"
            if self._pain:
                keys = "[b]enter[/b] leave it as it is\n[b]g[/b] go on: no pain now"
            yield Static(keys, classes="keys")

    def action_first_choice(self) -> None:
        """Go on; in a session that is over, after pain, and when it is enough for today, leave it as it is."""
        if self._stays_left:
            self.action_leave_it()
        else:
            self.dismiss(UnfinishedAnswer.GO_ON)

    def action_go_on(self) -> None:
        """Go on where leaving it is offered first."""
        if self._stays_left:
            self.dismiss(UnfinishedAnswer.GO_ON)

    def action_leave_it(self) -> None:
        """Leave the exercise as it is; the session goes on, unless leaving it was offered first."""
        self.dismiss(UnfinishedAnswer.END if self._stays_left else UnfinishedAnswer.LEAVE_EXERCISE)

    @property
    def _stays_left(self) -> bool:
        """Whether leaving it as it is is offered first."""
        return self._pain or self._over or self._enough


def recorded_text(unfinished: UnfinishedSession) -> str:
    """Return "Sunday 22 November, 10:28" and on a second line "Bench press, 2 sets with 7 reps"."""
    exercise = joined(unfinished.exercise_names) or "no exercise"
    sets, reps = counted(unfinished.sets, "set"), counted(unfinished.reps, "rep")
    at = unfinished.started_at
    return f"{long_day_text(at, year=False)}, {time_of_day_text(at)}\n{exercise}, {sets} with {reps}"
