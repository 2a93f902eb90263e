"""The coach's screen: the sets of an exercise, from the warm-up to the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from negcoach.coaching.advice.standing import Standings
from negcoach.coaching.guided_test import no_test_text
from negcoach.coaching.rest.after_set import RestChoice, RestResult, asks_before_end, refusal_after_pain
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.rest.done_of_test import DoneOfTest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.set_runner import SetOutcome
from negcoach.coaching.sets_to_do import Following, SetsToDo, Upcoming
from negcoach.screens.coaching.base import CoachScreenBase
from negcoach.screens.coaching.leave import LeaveAnswer
from negcoach.screens.coaching.no_rep import NoRepAnswer, NoRepScreen
from negcoach.screens.coaching.pass_again import pass_again
from negcoach.screens.coaching.rest.eccentric_test_rest import EccentricTestRestScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.set_screen import SetScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.keys.key_groups import BEFORE_SET, grouped
from negcoach.screens.shared.notices import notify_error
from negcoach.texts import clean
from negcoach.training.equipment.warm_up import WarmUpSet
from negcoach.training.terms import StopReason
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_line import Keys

OpenWarmUp = Callable[[RunningSession, SetsToDo, Sequence[WarmUpSet]], CoachScreenBase]
"""What makes the screen that leads the warm-up before the sets of an exercise."""


EARLY_NS = 2_000_000_000
"""How long before the coach opens its warm-up may be asked for: the screen before names the key (our own choice)."""


class CoachScreen(SetScreen):
    """The coach: runs the sets of an exercise, or of two that alternate. The rest is pushed on top of it.

    So is the summary, where the session ends with it.
    """

    CSS_PATH = "set_screen.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            BEFORE_SET,
            bound("coach.warm-up", "warm_up", "warm up"),
        ),
    ]

    def __init__(
        self, session: RunningSession, alternating: Sequence[SetsToDo], open_warm_up: OpenWarmUp | None = None
    ) -> None:
        """Prepare the first set; it begins with the *next thing* key.

        Several exercises are ``alternating``, one set of each in turn. ``open_warm_up`` makes the screen that leads the
        warm-up (``None``: none is offered).
        """
        super().__init__(session, SetsInTurn(session, alternating))
        self._open_warm_up = open_warm_up
        self._warmed_up = set[str]()  # the exercises (slugs) whose warm-up was led
        self._standings = Standings(self._services, self._alternating)
        self._asked_from_ns = self._services.clock() - EARLY_NS
        session.pain_watch.take_as_known()
        self._done_of_test = DoneOfTest(session, alternating[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the warm-up only where there is one."""
        return action != "warm_up" or self._warm_up is not None

    def action_warm_up(self) -> None:
        """Lead the warm-up, before the first set."""
        found = self._warm_up
        if self._open_warm_up is None or found is None or not self._presses.accepts("warm-up"):
            return
        self._standings.remember(self._sets, self._number)  # the history can be opened in its rests
        self._resting = True  # until it is over: what is under it is not drawn
        self._asked_from_ns = self._services.clock()
        work, sets = found
        self._warmed_up.add(work.prescription.exercise.slug)
        screen = self._open_warm_up(self._session, work, sets)
        self.app.push_screen(screen, lambda _: self._finish() if screen.ends_session else self._prepare_again())

    def action_next_thing(self) -> None:
        """Handle the *next thing* key; it leads the warm-up where that was asked for before this screen took keys."""
        if self._warm_up is None or not self._is_warm_up_asked_for:
            super().action_next_thing()
        elif self._presses.accepts("next"):
            self.action_warm_up()

    def on_screen_suspend(self) -> None:
        """Remember what the set that waits for its first key has passed the gate by: the history can change it."""
        if not (self._runner.started or self._resting):
            self._standings.remember(self._sets, self._number)

    def _may_begin(self) -> bool:
        """Return whether nothing that the set has passed the gate by has changed; else it is passed again, a test left.

        That is pain of today which came into the store, and what was changed while another screen covered this one.
        """
        hurt = self._session.pain_watch.look(self._sets.prescription.exercise, self._session.recorder.session_id)
        changed = bool(hurt) or self._standings.have_changed(self._sets)
        self._standings.forget(self._sets)
        if changed and self._sets.is_test:
            self.app.notify(no_test_text(hurt), markup=False)
            self._go_back()
        elif changed:
            self.run_worker(self._pass_gate_again(), exclusive=True)
        return not changed

    async def _pass_gate_again(self) -> None:
        """Go on with the sets as the gate lets them pass, else leave the exercise."""
        passed = await pass_again(self.app, self._services, self._sets, self._number - 1)
        self._standings.forget(self._sets)
        if passed is None:
            self._go_back()
        else:
            self._go_on_with(passed)

    def _go_on_with(self, passed: SetsToDo | Following) -> None:
        """Get ready for the sets as they passed the gate, or leave for the exercise that takes their place."""
        if isinstance(passed, Following):
            self.dismiss(passed)
            return
        self._in_turn.replace(passed)
        self._show_card()
        self._prepare_again()

    @property
    def _is_warm_up_asked_for(self) -> bool:
        """Whether a press of the warm-up's key was dropped: nobody who meant it is to lie under the work set."""
        app = self.app
        warm_up_keys = self._services.keymap.keys("coach.warm-up")
        dropped_ns = app.dropped_ns if isinstance(app, FreshKeysApp) else {}
        return any(dropped_ns.get(key, self._asked_from_ns) > self._asked_from_ns for key in warm_up_keys)

    @property
    def _warm_up(self) -> tuple[SetsToDo, tuple[WarmUpSet, ...]] | None:
        """The warm-up that is offered while the first set here waits for its first key, and the sets it comes before.

        So it is where an interrupted session goes on: the muscles may be cold again.
        """
        if self._open_warm_up is None or self._runner.started or self._outcomes:
            return None
        return self._in_turn.warm_up(self._warmed_up)

    @property
    def _first_keys(self) -> Keys:
        """The keys that mean something only before the first set."""
        found = self._warm_up
        if found is None:
            return ()
        exercise = found[0].prescription.exercise
        return (
            (
                self._services.keymap.short("coach.warm-up"),
                f"warm up: {clean(exercise.name)}" if self._alternating[1:] else "warm up",
            ),
        )

    def _continue_after_set(self) -> None:
        """Go to the rest; when nothing was lowered, ask whether it hurts, and what comes next; or finish."""
        leaving, self._leaving = self._leaving, None
        outcome = self._end_set(StopReason.PAIN if leaving is LeaveAnswer.END_ON_PAIN else None)
        if leaving is not None and not asks_before_end(self._session, self._sets, outcome):
            self._leaving = leaving
            self._add(outcome)
            self._finish()
            return
        self._resting = True
        if not outcome.reps and not (self._sets.is_test and self._runner.lowering_began):
            self._ask_after_no_rep(pain=outcome.stop is StopReason.PAIN)
            return
        upcoming = self._upcoming if leaving is None else None
        self.app.push_screen(self._rest_after(outcome, upcoming), self._on_rest_ended)

    def _rest_after(self, outcome: SetOutcome, upcoming: Upcoming | None) -> RestScreen:
        """Return the screen of the rest after a set: of a test's single it asks about the next load."""
        after = self._done_of_test.after(self._sets, self._runner, outcome, upcoming)
        if isinstance(after, AfterSingle):
            return EccentricTestRestScreen(self._session, self._loudness, after, self._standings)
        return RestScreen(self._session, self._loudness, after, self._standings)

    def _on_no_rep_answered(self, answer: NoRepAnswer | None) -> None:
        """Record whether it hurts, and prepare the same set again or finish; after pain only through the gate."""
        if answer is None:
            self._prepare_again()
            return
        outcome = self._end_set(StopReason.PAIN if answer.pain else StopReason.LIFTERS_CALL)
        if answer.go_on and answer.pain:
            self.run_worker(self._go_on_after_pain(outcome), exclusive=True)
            return
        self._add(outcome)
        if answer.go_on:
            self._prepare_again()
        else:
            self._finish()

    async def _go_on_after_pain(self, outcome: SetOutcome) -> None:
        """Prepare the same set again, lighter, if the gate lets it pass; else ask again what comes next."""
        offer = self._session.next_set(self._sets.prescription, outcome)
        sets = self._sets if offer is None else self._sets.with_less(offer)
        passed = await pass_again(self.app, self._services, sets, self._number - 1)
        if passed is None:
            self._ask_after_no_rep(pain=True)
            return
        self._add(outcome)
        self._go_on_with(passed)

    def _ask_after_no_rep(self, *, pain: bool) -> None:
        self._key_line.keys, self._keys_shown = (), None  # the question has its own
        question = NoRepScreen(lambda: self._session.is_idle, self._say_whether_it_hurts, pain=pain)
        self.app.push_screen(question, self._on_no_rep_answered)

    def _say_whether_it_hurts(self, pain: bool) -> str:
        """Record at once whether a set without a rep hurt; return why no other one is offered, "" where one is."""
        self._end_set(StopReason.PAIN if pain else StopReason.LIFTERS_CALL)
        return refusal_after_pain(self._services, self._sets) if pain else ""

    def _on_rest_ended(self, result: RestResult | None) -> None:
        """Begin the next set, go on with another exercise, or finish."""
        if result is None:
            self._resting = False
            self._draw_frame()
            return
        self._add(result.outcome)
        self._done_of_test.add(self._sets, result.outcome)
        match result.choice:
            case RestChoice.NEXT_SET:
                self._begin_next_set(result.sets)
            case RestChoice.NEXT_EXERCISE:
                self.dismiss(result.following)
            case RestChoice.OTHER_EXERCISE:
                self.dismiss(None)
            case RestChoice.FINISH:
                self._finish()

    def _begin_next_set(self, sets: SetsToDo) -> None:
        """Begin the next set at once, as its exercise's sets are done from now on; after the last one, one more."""
        lead_in_ms = self._in_turn.begin_next(sets)
        self._resting = False
        self._runner = self._prepare_set(lead_in_ms)
        self._show_card()
        self._session.begin_set()
        self._runner.begin()
        self._draw_frame()

    def _go_back(self) -> None:
        """Leave an exercise of which nothing was done; a session that has other sets goes on."""
        if self._session.performed:
            self._resting = True
            self.dismiss(None)
        else:
            self._finish()

    def _finish(self) -> None:
        """End the session, and show its summary if any set was done."""
        self._resting = True
        ended = self._session.end()
        if not ended.performed:
            if ended.recorder.trouble:  # no screen is left to show its line
                notify_error(self, ended.recorder.trouble)
            self.dismiss(None)
            return
        self.app.push_screen(SummaryScreen(self._services, ended), self._on_summary_closed)

    def _on_summary_closed(self, _: None) -> None:
        """Go back to the exercises; a callback must not return the awaitable of ``dismiss``."""
        self.dismiss(None)
