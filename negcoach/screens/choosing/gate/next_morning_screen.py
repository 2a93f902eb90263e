"""The question before a tendon's first set of a day: how much it hurts on the morning after yesterday's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.progress.pain import ACCEPTABLE, FINE, WORST
from negcoach.widgets.lists.key_footer import KeyFooter


@dataclass(frozen=True, slots=True)
class NextMorning:
    """How much it hurts this morning, 0 to 10, ``None`` where the lifter left that out."""

    pain: int | None


async def ask_next_morning(app: App[None], services: Services, exercise: Exercise) -> bool:
    """Ask how much a tendon hurts today, if it was trained yesterday and nobody has asked yet; store it.

    Returns ``False`` when the lifter went back. Call it from a worker. Raises ``NegcoachError`` when the database
    cannot be used.
    """
    now = services.now()
    set_id = services.lifter.last_set_of_yesterday(exercise.slug, now.date())
    if set_id is None:
        return True
    answer = await app.push_screen_wait(NextMorningScreen(exercise))
    if answer is not None and answer.pain is not None:
        services.lifter.rate_next_morning(set_id, answer.pain, now)
    return answer is not None


class NextMorningScreen(PageScreen[NextMorning]):
    """The question; one key answers it, and a clicker's leaves it out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(level), f"rate({level})", str(level), id=f"next-morning.{level}", show=False, tooltip="So much")
            for level in range(WORST)
        ),
        Binding("tab", f"rate({WORST})", str(WORST), id="next-morning.worst", show=False, tooltip="The worst"),
        Binding("enter,space", "leave_out", "leave out", id="next-morning.leave-out", tooltip="Go on without saying"),
        BACK,
    ]

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self._exercise = exercise

    def compose(self) -> ComposeResult:
        """Ask, with what the answer is for."""
        with Page():
            yield Static("How much does it hurt this morning?", classes="title")
            about = f"{self._exercise.name}: on the morning after yesterday's sets, 0 none to {WORST} the worst."
            yield Static(clean(about), classes="lead", markup=False)
            why = f"Up to {FINE} is fine. Worse than in the sets, or over {ACCEPTABLE}: one set and 5 kg less today."
            yield Static(why, classes="lead")
            yield Static(f"0-9 answers, Tab is {WORST}. Enter leaves it out.", classes="keys")
        yield KeyFooter()

    def action_rate(self, pain: int) -> None:
        """Answer."""
        self.dismiss(NextMorning(pain))

    def action_leave_out(self) -> None:
        """Go on without an answer."""
        self.dismiss(NextMorning(None))

    def go_on(self) -> None:
        """Go on as Enter does, with a clicker's key."""
        self.action_leave_out()
