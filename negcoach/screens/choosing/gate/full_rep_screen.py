"""The question at the end of a ladder: full reps, tried fresh, and how they went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from negcoach.coaching.recent_training import read_recent_training
from negcoach.coaching.session.running_session import RunningSession
from negcoach.screens.shared.page import BACK, Page, PageScreen
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.texts import clean
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.plan.full_rep import FULL_REPS, RUNGS, WHAT_COUNTS, FullRung, full_rep_in_words
from negcoach.training.terms import Attempt, SetPurpose
from negcoach.widgets.lists.key_footer import KeyFooter


@dataclass(frozen=True, slots=True)
class Tried:
    """How the full reps went, ``None`` where they were not tried today."""

    attempt: Attempt | None


async def ask_full_rep(app: App[None], session: RunningSession, exercise: Exercise) -> bool:
    """Ask how the full reps went that the advice has today, and store it; call it from a worker.

    Returns ``False`` when the lifter went back. Raises ``NegcoachError`` when the database cannot be used.
    """
    services = session.services
    if exercise.slug not in FULL_REPS:
        return True
    recent = read_recent_training(services, exercise)
    rung = recent.advice.full_rep
    if rung is None:
        return True
    answer = await app.push_screen_wait(FullRepScreen(exercise, rung))
    if answer is None or answer.attempt is None:
        return answer is not None
    tried = prescribed_set_of(recent.base, 1, spotters=0, one_rm_kg=None, purpose=SetPurpose.TRY)
    session.begin_set()
    session.recorder.store_try(tried, answer.attempt)
    if answer.attempt is Attempt.YES:
        app.notify(f"{rung.record.format(FULL_REPS[exercise.slug])}!", title="A record", timeout=10, markup=False)
    return True


class FullRepScreen(PageScreen[Tried]):
    """The question, answered with one key; Enter and a clicker leave it for another day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,1", "tried('yes')", "yes", id="full-rep.yes", tooltip="All of it, without help"),
        Binding("a,2", "tried('almost')", "almost", id="full-rep.almost", tooltip="Most of the way"),
        Binding("n,3", "tried('no')", "no", id="full-rep.no", tooltip="Not yet"),
        Binding("enter,space", "not_today", "not today", id="full-rep.not-today", tooltip="Go on without trying"),
        BACK,
    ]

    def __init__(self, exercise: Exercise, rung: FullRung) -> None:
        super().__init__()
        self._exercise, self._rung = exercise, rung

    def compose(self) -> ComposeResult:
        """Say what to try, and how to answer."""
        what = full_rep_in_words(self._rung, self._exercise.slug)
        with Page():
            yield Static(clean(f"{what}, fresh"), classes="title", markup=False)
            about = "Before anything else, while you are fresh and nothing hurts. Then say how it went."
            yield Static(about, classes="lead")
            yield Static(f"{WHAT_COUNTS[self._exercise.slug]} {self._rung.how}", classes="lead", markup=False)
            last = self._rung is RUNGS[-1]
            then = "Do these and you graduate." if last else "If not, the negatives go on, and it is tried again."
            yield Static(then, classes="lead")
            yield Static("Press y for yes, a for almost, n for no. Enter: not today.", classes="keys")
        yield KeyFooter()

    def action_tried(self, attempt: str) -> None:
        """Answer."""
        self.dismiss(Tried(Attempt(attempt)))

    def action_not_today(self) -> None:
        """Go on without trying."""
        self.dismiss(Tried(None))

    def go_on(self) -> None:
        """Go on as Enter does, with a clicker's key."""
        self.action_not_today()
