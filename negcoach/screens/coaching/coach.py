"""The coach's screen, from the first lead-in of an exercise to its last rep."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from negcoach.coaching.eccentric_test import single_of, singles_done
from negcoach.coaching.keep_awake import WakeLock
from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_set import AfterSet, RestChoice, RestResult, refusal_of
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import RepRecorder, SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import Following, SetsToDo, Turn, Upcoming, turns_of
from negcoach.coaching.standstill import StandstillWatch
from negcoach.formatting import stopwatch_text
from negcoach.screens.coaching.base import CALL_S, KEYS_ELSEWHERE, CoachScreenBase
from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from negcoach.screens.coaching.no_rep import NoRepAnswer, NoRepScreen
from negcoach.screens.coaching.pass_sets import pass_sets
from negcoach.screens.coaching.rest.eccentric_test_rest import EccentricTestRestScreen
from negcoach.screens.coaching.rest.next_bar import bar_after
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.colours import colour_mode
from negcoach.screens.shared.notices import notify_error
from negcoach.screens.shared.set_words import load_with_percent
from negcoach.store.prescribed_set import PrescribedSet, prescribed_set_of
from negcoach.terminal.driver import direct_writer
from negcoach.texts import clean
from negcoach.training.equipment.unloading import with_unload_note
from negcoach.training.equipment.warm_up import WarmUpSet, warm_up
from negcoach.training.plan.eccentric_test import Ending
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Moment, Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.coach.coach_lines import SetCard, phase_word
from negcoach.widgets.coach.coach_picture import Labels
from negcoach.widgets.lists.key_line import KeyLine, Keys

STEP_S = 1 / 16
"""The time between two steps of the bar, each less than a third of a row. Counts and phases are drawn as they begin."""
_REFRESH_S = 1 / 4
"""The longest time between two frames: the notices and the session's clock change without a key."""
_LEAST_PAUSE_S = 0.002
"""The shortest time between two frames, for keys to be handled."""
_MOVING = frozenset({Phase.LOWER, Phase.LIFT})
END_KEYS = frozenset({"escape", "f5"})
PAIN_KEYS = frozenset({"x", "f8"})
NARROW = 60
"""The columns below which words are cut short, for all keys of safety to fit."""
FAILED = 1
"""The status that Textual gives an app that failed. An app that is told to end has waited for the call already."""
STOOD_STILL = "The computer stood still, so the set is paused."
NOTICE_NS = 8_000_000_000
"""How long a notice about the sound is shown."""


OpenWarmUp = Callable[[RunningSession, SetsToDo, Sequence[WarmUpSet]], CoachScreenBase]
"""What makes the screen that leads the warm-up before the sets of an exercise."""


class CoachScreen(CoachScreenBase):
    """The coach: runs the sets of an exercise, or of two that alternate. The rest is pushed on top of it.

    So is the summary, where the session ends with it.
    """

    CSS_PATH = "coach.tcss"
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter,pagedown,right,down",
            "next_thing",
            "next",
            id="coach.next",
            tooltip="The next thing: begin, bottom reached, lift done, go on",
        ),
        Binding(
            "pageup,left,up", "take_back", "take back", id="coach.take-back", tooltip="The last rep does not count"
        ),
        Binding(
            ",".join(sorted(END_KEYS)),
            "end_set",
            "end set",
            id="coach.end-set",
            tooltip="End this set: whoever is under the load is freed of it first",
        ),
        Binding(
            ",".join(sorted(PAIN_KEYS)),
            "end_on_pain",
            "it hurts",
            id="coach.pain",
            tooltip="End this set because it hurts",
        ),
        Binding("p,tab", "pause", "pause", id="coach.pause", tooltip="Pause: the load is taken; go on with a hand-off"),
        Binding("ctrl+c,ctrl+z", "halt", "pause", id="coach.halt", show=False, tooltip="Pause, as in a fright"),
        Binding("full_stop,f9", "mute", "mute", id="coach.mute", tooltip="Turn the sound off and on"),
        Binding("plus,equals_sign", "volume(1)", "louder", id="coach.louder", tooltip="Louder"),
        Binding("minus", "volume(-1)", "quieter", id="coach.quieter", tooltip="Quieter"),
        Binding("s", "switch_side", "other side", id="coach.switch", tooltip="Change sides in an open set"),
        Binding("q", "leave", "leave", id="coach.leave", tooltip="End the session; what was lowered is kept"),
        Binding("w,f6", "warm_up", "warm up", id="coach.warm-up", tooltip="Be led through the warm-up first"),
    ]

    def __init__(
        self, session: RunningSession, alternating: Sequence[SetsToDo], open_warm_up: OpenWarmUp | None = None
    ) -> None:
        """Prepare the first set; it begins with the *next thing* key.

        Several exercises are ``alternating``, one set of each in turn. ``open_warm_up`` makes the screen that leads the
        warm-up (``None``: none is offered).
        """
        super().__init__()
        services = session.services
        self._session = session
        self._services = services
        self._alternating = list(alternating)
        self._open_warm_up = open_warm_up
        self._turns = turns_of(alternating)
        self._recorder = session.recorder
        self._presses = Debounce(services.settings.debounce_ms, services.clock)
        self._loudness = Loudness(services)
        self._wake_lock = WakeLock()
        self._outcomes: list[SetOutcome] = []
        exercise = alternating[0].prescription.exercise
        self._singles = list(singles_done(session.performed, exercise)) if alternating[0].is_test else []
        self._lowering_began = False
        self._notice = ""
        self._notice_until_ns = 0
        self._loop = asyncio.get_running_loop()
        self._next_step: asyncio.TimerHandle | None = None
        self._frame_due_s = 0.0  # the latest time of the next frame, on the loop's clock
        self._frame_due_ms: int | None = None  # the same on the set's track
        self._said_stood_still = False
        self._resting = False
        self._leaving: LeaveAnswer | None = None  # how the lifter leaves, once the set is over
        self._runner = self._prepare_set(self._sets.prescription.lead_in_ms)
        self._keys_shown: tuple[Phase, Keys] | None = None
        self._face = CoachFace(id="face")
        self._key_line = KeyLine(id="keys")

    def compose(self) -> ComposeResult:
        """Yield the coach's face and the line of keys."""
        yield self._face
        yield self._key_line

    def on_mount(self) -> None:
        """Show the set that waits for its first key, and follow the sound from there on."""
        settings = self._services.settings
        self.app.clear_notifications()  # nothing lies over the count
        self._face.flash = settings.flash
        self._face.colour_mode = self._key_line.colour_mode = colour_mode(self.app, settings.colours)
        self._face.write_now = self._key_line.write_now = direct_writer(self.app)
        self._show_card()
        self._loudness.apply()
        if settings.keep_awake:
            self._wake_lock.acquire()
        self.watch(self.app, "app_focus", self._on_window_focus, init=False)
        self._draw_frame()

    async def on_unmount(self) -> None:
        """Stop the sound, try a last time to store what is pending, and let the computer's screen sleep again.

        When the program fails mid-set, the lifter is still freed of the load by a call.
        """
        if self._next_step is not None:
            self._next_step.cancel()
        if self.app.return_code == FAILED and self.in_set and not self._runner.paused:
            self._runner.pause()
            await asyncio.sleep(CALL_S)
        self._services.player.stop()
        self._recorder.retry()
        self._wake_lock.release()

    def _on_window_focus(self) -> None:
        """Say at once that the keys go to another window, or no longer."""
        self._draw_frame()

    @property
    def in_set(self) -> bool:
        """Whether a set is under way: then no other screen may cover this one."""
        return self._runner.started and not self._resting

    def suspend(self) -> None:
        """Pause, because the program is about to be suspended or another screen to cover this one."""
        self._pause()

    def action_next_thing(self) -> None:
        """Handle the *next thing* key."""
        if not self._presses.accepts("next"):
            return
        if not self._runner.started:
            self._session.begin_set()
        self._runner.next_thing()
        self._draw_frame()

    def action_take_back(self) -> None:
        """Take the last rep back."""
        if self._presses.accepts("take-back"):
            self._runner.take_back()
            self._draw_frame()

    def action_end_set(self) -> None:
        """End the set, never the screen: a clicker's start button sends this key too."""
        if self._presses.accepts("end-set"):
            self._runner.stop(StopReason.LIFTERS_CALL)
            self._draw_frame()

    def action_end_on_pain(self) -> None:
        """End the set because it hurts."""
        if self._presses.accepts("pain"):
            self._runner.stop(StopReason.PAIN)
            self._draw_frame()

    def action_pause(self) -> None:
        """Pause, or go on."""
        if not self._presses.accepts("pause"):
            return
        if self._runner.paused:
            self._runner.resume()
            self._draw_frame()
        else:
            self._pause()

    def action_halt(self) -> None:
        """Pause; the same key again never goes on, for whoever stops a program in a fright presses it twice."""
        if self._presses.accepts("halt") and self._runner.started:
            self._pause()

    def _pause(self) -> None:
        """Pause; a key that was meant for the running set does not go on, but the set can be ended at once."""
        self._runner.pause()
        self.await_fresh_keys(unchanged=END_KEYS | PAIN_KEYS)
        self._draw_frame()

    def action_switch_side(self) -> None:
        """Change sides in an open set."""
        if self._presses.accepts("switch"):
            self._runner.switch_side()
            self._draw_frame()

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self._presses.accepts("mute"):
            self._loudness.toggle()
            self._draw_frame()

    def action_volume(self, direction: int) -> None:
        """Play louder or quieter."""
        if self._presses.accepts(f"volume {direction}"):
            self._loudness.change(direction)
            self._draw_frame()

    def action_warm_up(self) -> None:
        """Lead the warm-up, before the first set."""
        sets = self._warm_up
        if self._open_warm_up is None or not sets or not self._presses.accepts("warm-up"):
            return
        self._resting = True  # until it is over: what is under it is not drawn
        screen = self._open_warm_up(self._session, self._sets, sets)
        self.app.push_screen(screen, lambda _: self._finish() if screen.ends_session else self._prepare_again())

    @property
    def _warm_up(self) -> tuple[WarmUpSet, ...]:
        """The warm-up before the first set of an exercise, while that waits for its first key; empty for none."""
        sets, settings = self._sets, self._services.settings
        if (
            self._open_warm_up is None
            or self._runner.started
            or self._outcomes
            or self._number > 1
            or sets.interrupted is not None
        ):
            return ()
        plan = sets.prescription
        return warm_up(plan, sets.one_rm_kg, plan.load_unit or settings.unit, settings.equipment)

    def action_leave(self) -> None:
        """Leave; in the middle of a set only after a question, during which the set is paused."""
        if self.app.screen is not self:
            return  # the question is already open
        if not self._runner.started and not self._outcomes:
            self._go_back()
            return
        self._pause()
        moment, words = self._face.moment, self._sets.prescription.exercise.words
        call = phase_word(moment.phase, words) if moment and moment.phase in (Phase.TAKE, Phase.LIFT) else ""
        question = LeaveScreen(in_set=self.in_set, paused=self._runner.paused, call=call)
        self.app.push_screen(question, self._on_leave_answered)

    def _on_leave_answered(self, leave: LeaveAnswer | None) -> None:
        if leave in (None, LeaveAnswer.STAY):
            self._draw_frame()
            return
        if not self._runner.started:
            self._finish()
            return
        self._leaving = leave
        self._runner.stop(StopReason.PAIN if leave is LeaveAnswer.END_ON_PAIN else StopReason.LIFTERS_CALL)
        self._draw_frame()

    @property
    def _turn(self) -> Turn:
        """The set that is done now, or comes next."""
        return self._turns[0]

    @property
    def _sets(self) -> SetsToDo:
        """The sets to do of its exercise."""
        return self._alternating[self._turn.exercise_index]

    @property
    def _number(self) -> int:
        """Its number."""
        return self._turn.number

    @property
    def _prescribed(self) -> PrescribedSet:
        """Its prescription, as it is stored."""
        sets = self._sets
        return prescribed_set_of(
            sets.prescription, self._number, spotters=sets.spotters, one_rm_kg=sets.one_rm_kg, purpose=sets.purpose
        )

    @property
    def _upcoming(self) -> Upcoming | None:
        """The set after it, ``None`` after the last."""
        return Upcoming.after(self._turn, self._turns[1], self._alternating) if self._turns[1:] else None

    @property
    def _rules(self) -> StopRules:
        """The rules by which lost tempo stops a set."""
        return self._services.settings.stop_rules

    @property
    def _reps_to(self) -> RepRecorder:
        """What keeps the reps of a set as they end."""
        return self._recorder

    @property
    def _set_label(self) -> str:
        """Return "set 2 of 3"."""
        return self._sets.label(self._number)

    @property
    def _first_keys(self) -> Keys:
        """The keys that mean something only before the first set."""
        return (("w", "warm up"),) if self._warm_up else ()

    def _prepare_set(self, lead_in_ms: int) -> SetRunner:
        """Return the runner of the current set, which waits for its first key."""
        sets = self._sets
        self._lowering_began = False
        self._recorder.prepare_set(self._prescribed, sets.interrupted_set(self._number))
        run = SetRun(sets.set_prescription(self._number), lead_in_ms, self._rules)
        services = self._services
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        return SetRunner(run, services.player, self._reps_to, watch)

    def _draw_frame(self) -> None:
        """Draw the moment that is heard now in full, and schedule the next frame."""
        if self._resting or not self.is_still_open or self._end_if_idle():
            return
        began_s = self._loop.time()
        moment = self._runner.advance()
        if self._runner.stood_still is not self._said_stood_still:
            self._said_stood_still = self._runner.stood_still
            if self._said_stood_still:
                self.await_fresh_keys(unchanged=END_KEYS)  # a key that was meant for the running set does not go on
        if not moment.finished:
            self._show(moment)
        elif self.app.screen is self:  # else the question covers the end of the set, and the rest begins after it
            self._continue_after_set()
            return
        still = [ms for ms in (self._runner.still_ms(moment), self._face.flash_left_ms(moment)) if ms is not None]
        self._frame_due_s = began_s + _REFRESH_S
        self._frame_due_ms = moment.position_ms + min(still) if still else None
        self._schedule_step(moment, began_s, moment.position_ms)

    def _end_if_idle(self) -> bool:
        """End a session that was forgotten; return whether this screen is done with it.

        A set that stood paused is ended first, as by the lifter.
        """
        if not self._session.is_idle:
            if self._runner.started and not self._runner.paused:
                self._session.keep_alive()
            return False
        if self.app.screen is not self or self._leaving is not None:
            return False
        if self._runner.started:
            self._leaving = LeaveAnswer.END
            self._runner.stop(StopReason.LIFTERS_CALL)
            return False
        self._finish()
        return True

    def _show(self, moment: Moment) -> None:
        self._face.show(moment, Labels(self._loudness.label, self._session_clock(), self._notice_line()))
        self._lowering_began = self._lowering_began or moment.phase is Phase.LOWER
        keys = self._keys_for(moment)
        if (moment.phase, keys) != self._keys_shown:
            self._keys_shown = moment.phase, keys
            self._key_line.phase, self._key_line.keys = self._keys_shown

    def _schedule_step(self, moment: Moment, began_s: float, drawn_ms: int) -> None:
        """Schedule the next step: the frame that is due or, before it, a step of the bar.

        While the bar does not move, one step shortly before the frame is enough: the position that is heard, by which
        the frame is due, is corrected now and then.
        """
        if self._next_step is not None:
            self._next_step.cancel()
        due_s = self._frame_due_s
        if self._frame_due_ms is not None:
            due_s = min(due_s, began_s + (self._frame_due_ms - drawn_ms) / 1000)
            if due_s > began_s + STEP_S:
                due_s = began_s + STEP_S if moment.phase in _MOVING else due_s - STEP_S
        # However long a frame took, keys are handled before the next one.
        self._next_step = self._loop.call_at(max(due_s, self._loop.time() + _LEAST_PAUSE_S), self._step)

    def _step(self) -> None:
        """Draw the next frame, or move the bar by a step; an error ends the program as anywhere else.

        The event loop calls this directly: Textual's timers would cost as much again as moving the bar.
        """
        try:
            now_s, drawn_ms, moment = self._loop.time(), self._runner.drawn_ms(), self._face.moment
            due = self._frame_due_ms is not None and drawn_ms >= self._frame_due_ms
            if due or now_s >= self._frame_due_s or moment is None:
                self._draw_frame()
            elif not self._resting:
                self._face.move_bar(drawn_ms)
                self._schedule_step(moment, now_s, drawn_ms)
        except Exception as error:  # noqa: BLE001 - it is raised again, where Textual sees it
            self.call_next(partial(_raise, error))

    def _notice_line(self) -> str:
        """Return the one line of notice: where the keys go, what could not be stored, or the newest about the sound."""
        if not self.app.app_focus:
            return KEYS_ELSEWHERE
        notice = self._services.player.notice()
        if notice:
            self._notice, self._notice_until_ns = notice, self._services.clock() + NOTICE_NS
        if self._recorder.trouble:
            return self._recorder.trouble
        if self._runner.stood_still and self._runner.paused:
            return STOOD_STILL
        return self._notice if self._services.clock() < self._notice_until_ns else ""

    def _session_clock(self) -> str:
        return stopwatch_text(self._session.length_ms) if self._session.under_way else ""

    def _keys_for(self, moment: Moment) -> Keys:
        """Return the keys that mean something now, those of safety first: next, end, pause."""
        words = self._sets.prescription.exercise.words
        if moment.phase is Phase.READY:
            return (("space", "begin"), ("q", "leave"), *self._first_keys, (". F9", "mute"), ("+ -", "volume"))
        end = ("esc", "end set" if self.size.width >= NARROW else "end")
        if self._runner.paused:
            return (("space", "go on"), end, ("x", "it hurts"), ("←", "take back"), ("q", "leave"))
        mute = (". F9", "mute")
        if moment.segment.rescue:  # the helper's call: nothing ends or pauses it
            return (("←", "take back"), mute, ("q", "leave"))
        keys: Keys = ()
        match self._runner.next_meaning(moment):
            case NextMeaning.BOTTOM_REACHED:
                keys = (("space", words.bottom_reached),)
            case NextMeaning.LIFT_DONE:
                keys = (("space", words.lift_done),)
            case NextMeaning.FINISH:
                rest = "rest now" if self._turns[1:] else "result"
                keys = (("space", rest if moment.reps else "go on"),)
        if moment.phase in (Phase.RACK, Phase.DONE):
            return keys
        prescription = self._sets.prescription
        first_of_two = prescription.reps is None and moment.segment.side in prescription.sides[:-1]
        sides = (("s", "other side"),) if first_of_two else ()
        return (*keys, end, ("tab", "pause"), ("←", "take back"), *sides, mute, ("q", "leave"))

    def _show_card(self) -> None:
        """Show what does not change during the set."""
        sets, settings = self._sets, self._services.settings
        bar = bar_after(sets, self._session.bar, settings.equipment)
        prescription = with_unload_note(sets.prescription, sets.one_rm_kg, bar)
        self._face.card = SetCard(
            exercise=clean(f"{self._services.lifter_name} · {prescription.exercise.name}".removeprefix(" · ")),
            set_label=self._set_label,
            load_label=load_with_percent(prescription, settings.unit, sets.one_rm_kg),
            tempo_label=str(prescription.tempo),
            words=prescription.exercise.words,
            has_sides=prescription.exercise.unilateral,
            rules=self._rules,
            loaded=not prescription.exercise.bodyweight,
        )

    def _continue_after_set(self) -> None:
        """Go to the rest; when nothing was lowered, ask whether it hurts, and what comes next; or finish."""
        if self._leaving is not None:
            self._add(self._end_set(StopReason.PAIN if self._leaving is LeaveAnswer.END_ON_PAIN else None))
            self._finish()
            return
        outcome = self._end_set()
        self._resting = True
        if not outcome.reps and not (self._sets.is_test and self._lowering_began):
            self._ask_after_no_rep(pain=outcome.stop is StopReason.PAIN)
            return
        done = (self._session, self._sets, self._runner, outcome, self._upcoming)
        rest = (
            EccentricTestRestScreen(self._session, self._loudness, AfterSingle(*done, self._singles))
            if self._sets.is_test
            else RestScreen(self._session, self._loudness, AfterSet(*done))
        )
        self.app.push_screen(rest, self._on_rest_ended)

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
        passed = await pass_sets(self.app, self._services, sets, self._number - 1)
        if passed is None:
            self._ask_after_no_rep(pain=True)
            return
        self._add(outcome)
        if isinstance(passed, Following):
            self.dismiss(passed)
            return
        self._alternating[self._turn.exercise_index] = passed
        self._show_card()
        self._prepare_again()

    def _ask_after_no_rep(self, *, pain: bool) -> None:
        self._key_line.keys, self._keys_shown = (), None  # the question has its own
        self.app.push_screen(NoRepScreen(self._say_whether_it_hurts, pain=pain), self._on_no_rep_answered)

    def _say_whether_it_hurts(self, pain: bool) -> str:
        """Record at once whether a set without a rep hurt; return why no other one is offered, "" where one is."""
        self._end_set(StopReason.PAIN if pain else StopReason.LIFTERS_CALL)
        if pain and self._sets.is_test:
            return f"{Ending.PAIN.value}."
        return refusal_of(self._services, self._sets) if pain else ""

    def _prepare_again(self) -> None:
        """Get ready for the same set again."""
        self._resting = False
        first = self._number == self._sets.first_set
        prescription = self._sets.prescription
        self._runner = self._prepare_set(prescription.lead_in_ms if first else prescription.next_lead_in_ms)
        self._draw_frame()

    def _end_set(self, stop: StopReason | None = None) -> SetOutcome:
        """Stop the sound, record why the set ended (``None``: as the runner says), and return its outcome."""
        self._services.player.stop()
        self._runner.record()
        stop = stop or self._runner.stop_reason
        self._recorder.end_set(stop)
        reps, load_kg = self._runner.counting_reps, self._sets.prescription.load_kg
        return SetOutcome(self._number, reps, stop, load_kg=load_kg)

    def _add(self, outcome: SetOutcome) -> None:
        """Add a set to the session, unless nothing was lowered in it and it did not hurt."""
        self._session.add(self._prescribed, outcome)
        if outcome.counts:
            self._outcomes.append(outcome)

    def _on_rest_ended(self, result: RestResult | None) -> None:
        """Begin the next set, go on with another exercise, or finish."""
        if result is None:
            self._resting = False
            self._draw_frame()
            return
        self._add(result.outcome)
        if self._sets.is_test:
            self._singles.append(single_of(result.outcome, unilateral=self._sets.prescription.exercise.unilateral))
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
        if not self._turns[1:]:
            self._turns.append(Turn(self._turn.exercise_index, self._number + 1))
        upcoming = self._upcoming
        self._turns.pop(0)
        self._alternating[self._turn.exercise_index] = sets
        self._resting = False
        self._runner = self._prepare_set(upcoming.lead_in_ms if upcoming else self._sets.prescription.next_lead_in_ms)
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


def _raise(error: Exception) -> None:
    raise error
