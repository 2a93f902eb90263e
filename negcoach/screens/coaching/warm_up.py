"""The coach's screen of a warm-up: its sets are led like any other, and stored apart from the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.warm_up import HURT, PainRecorder, WarmUpAnswer, WarmUpInTurn
from negcoach.coaching.set_runner import RepRecorder
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_words import as_work_text
from negcoach.screens.coaching.leave import LeaveAnswer
from negcoach.screens.coaching.no_rep import NoRepAnswer, NoRepScreen
from negcoach.screens.coaching.rest.warm_up_rest import ComingSet, WarmUpRestResult, WarmUpRestScreen
from negcoach.screens.coaching.set_screen import SetScreen
from negcoach.screens.shared.keys.key_groups import BEFORE_SET, grouped
from negcoach.training.equipment.unloading import bar_left
from negcoach.training.equipment.warm_up import WarmUpSet, bar_for
from negcoach.training.score.stop_rules import NEVER_STOPS, StopRules
from negcoach.training.terms import StopReason
from negcoach.widgets.bindings import bound
from negcoach.widgets.lists.key_line import Keys


class WarmUpScreen(SetScreen):
    """The warm-up before the first set of an exercise; ``ends_session`` is whether the lifter ended the session in it.

    No tempo is judged. A set is stored as a lifted one, marked as a warm-up; pain in it is stored as pain of the
    exercise, and ends the session. Each set can be skipped.
    """

    CSS_PATH = "set_screen.tcss"

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            BEFORE_SET,
            bound("warm-up.skip", "skip", "skip", "Skip this set of the warm-up"),
        ),
    ]

    def __init__(self, session: RunningSession, work: SetsToDo, sets: Sequence[WarmUpSet]) -> None:
        """Prepare the first of ``sets``, of the warm-up before ``work``."""
        self._warm_up = WarmUpInTurn(session, work, sets)
        super().__init__(session, self._warm_up)
        self._work = work
        self._began_at: datetime | None = None

    @property
    def _rules(self) -> StopRules:
        """A warm-up is not stopped."""
        return NEVER_STOPS

    @property
    def _rep_recorder(self) -> RepRecorder:
        return PainRecorder(self._recorder)

    @property
    def _first_keys(self) -> Keys:
        return ((self._services.keymap.short("warm-up.skip"), "skip"),)

    @property
    def _set_label(self) -> str:
        return self._warm_up.name(self._turn.exercise_index)

    def action_next_thing(self) -> None:
        """Handle the *next thing* key; note when a set begins."""
        if not self._runner.started:
            self._began_at = self._session.now()
        super().action_next_thing()

    def action_skip(self) -> None:
        """Leave out the set that waits for its first key."""
        if not self._runner.started and self._presses.accepts("skip"):
            self._next()
            self.await_fresh_keys()

    def _next(self) -> None:
        """Get ready for the next set, or go on to the work."""
        self._turns.pop(0)
        self._began_at = None
        if not self._turns:
            self._resting = True
            self.dismiss(None)
            return
        self._show_card()
        self._prepare_again()

    def _continue_after_set(self) -> None:
        """Store the set, and rest; ask where nothing was done, or where it hurts."""
        self._services.player.stop()
        reps, stop = self._warm_up.store(self._runner, self._began_at), self._runner.stop_reason
        self._resting = True
        if self._leaving is not None:
            self._add(self._end_set(StopReason.PAIN if self._leaving is LeaveAnswer.END_ON_PAIN else None))
            self._finish()
        elif not reps or stop is StopReason.PAIN:
            self._ask(pain=stop is StopReason.PAIN, lowered=bool(reps))
        else:
            self._rest()

    def _rest(self) -> None:
        coming = [
            ComingSet(
                self._warm_up.name(turn.exercise_index),
                self._alternating[turn.exercise_index].prescription,
                self._warm_up.bar(turn.exercise_index),
                as_work_text(self._work.prescription, self._work.spotters)
                if self._warm_up.is_as_work(turn.exercise_index)
                else "",
            )
            for turn in self._turns[1:]
        ]
        work, equipment = self._work, self._services.settings.equipment
        bar = bar_for(work.prescription, work.warm_up_one_rm_kg, equipment)
        coming.append(ComingSet(work.label(work.first_set), work.prescription, bar))
        lifted_last, place = self._runner.lifted_last, self._turn.exercise_index
        before = bar_left(
            self._sets.prescription, work.warm_up_one_rm_kg, self._warm_up.bar(place), lifted_last=lifted_last
        )
        screen = WarmUpRestScreen(self._session, self._sets.prescription, before, coming, self._loudness)
        self.app.push_screen(screen, self._on_rest_ended)

    def _on_rest_ended(self, result: WarmUpRestResult | None) -> None:
        if result is None or result.answer is WarmUpAnswer.FINISH:
            self._finish()
        elif result.answer is WarmUpAnswer.PAIN:
            self._ask(pain=True, lowered=True)
        else:
            del self._turns[1 : 1 + result.skipped]
            self._next()
            if self._turns:
                self._begin()

    def _begin(self) -> None:
        self._began_at = self._session.now()
        self._session.begin_set()
        self._runner.begin()
        self._draw_frame()

    def _ask(self, *, pain: bool, lowered: bool) -> None:
        self._key_line.keys, self._keys_shown = (), None
        question = NoRepScreen(lambda: self._session.is_idle, self._say_whether_it_hurts, pain=pain, lowered=lowered)
        self.app.push_screen(question, lambda answer: self._on_asked(answer, lowered=lowered))

    def _say_whether_it_hurts(self, pain: bool) -> str:
        """Record at once that it hurt, or that it did not; after pain no work is offered."""
        self._end_set(StopReason.PAIN if pain else StopReason.LIFTERS_CALL)
        return HURT if pain else ""

    def _on_asked(self, answer: NoRepAnswer | None, *, lowered: bool) -> None:
        if answer is not None and (answer.pain or not answer.go_on):
            self._add(self._end_set(StopReason.PAIN if answer.pain else StopReason.LIFTERS_CALL))
            self._finish()
        elif lowered:
            self._rest()
        else:
            self._prepare_again()

    def _go_back(self) -> None:
        """Leave the warm-up for the work."""
        self._resting = True
        self.dismiss(None)

    def _finish(self) -> None:
        """End the session: the coach below does it."""
        self._resting = True
        self.ends_session = True
        self.dismiss(None)
