"""Leading a set on the screen: its keys, its frames and its notices, from the first lead-in to the last rep."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from negcoach.coaching.keep_awake import WakeLock
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.sets_in_turn import SetsInTurn
from negcoach.coaching.set_runner import CALL_S, RepRecorder, SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Turn, Upcoming
from negcoach.coaching.words.set_card import set_card
from negcoach.coaching.words.set_words import STOOD_STILL
from negcoach.config.figures import figure_of
from negcoach.formatting import stopwatch_text
from negcoach.presses.lost import LostPresses
from negcoach.screens.coaching.base import KEYS_ELSEWHERE, MIRRORED_ELSEWHERE, CoachScreenBase
from negcoach.screens.coaching.frame_schedule import FrameSchedule
from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from negcoach.screens.coaching.screen_presses import ScreenPresses
from negcoach.screens.shared.colours import follow_colours
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.keys.key_groups import IN_SET, SOUND, grouped
from negcoach.screens.shared.keys.open_screen import FAILED
from negcoach.screens.shared.motion import is_still
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.terminal.driver import direct_writer, take_back
from negcoach.texts import joined
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.phase_words import called_word, segment_word
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import COUNTED_PHASES, OVER, Moment, Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.bindings import bound
from negcoach.widgets.coach.coach_face import CoachFace
from negcoach.widgets.coach.coach_lines import rep_text, side_of
from negcoach.widgets.coach.coach_picture import Labels
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.lists.key_line import KeyLine, Keys

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown
    from negcoach.screens.shared.keys.phone_button import Button

NARROW = 60
"""The columns below which words are cut short, for all keys of safety to fit."""
DEVICES_S = 1.0
"""How often it is looked before a set what can be pressed beside the keyboard."""
NOTICE_NS = 8_000_000_000
"""How long a notice about the sound is shown."""
TURN_NS = 3_000_000_000
"""How long each of several lasting notices is shown before the next (our own choice)."""


class SetScreen(CoachScreenBase):
    """A screen that leads sets, of one exercise or of several that alternate; a subclass says what comes after each."""

    CSS_PATH = "set_screen.tcss"
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            IN_SET,
            bound("coach.next", "next_thing", "next", "The next thing: begin, bottom reached, lift done, go on"),
            bound("coach.end-set", "end_set", "end set", "End this set: the load is taken first"),
            bound("coach.pain", "end_on_pain", "it hurts", "End this set because it hurts"),
            bound("coach.pause", "pause", "pause", "Pause: the load is taken; go on with a new hand-off"),
            bound("coach.halt", "halt", "pause", show=False),
            bound("coach.take-back", "take_back", "take back"),
            bound("coach.switch", "switch_side", "other side"),
            bound("coach.leave", "leave", "leave", "End the session; every rep is saved"),
        ),
        *grouped(
            SOUND,
            bound("coach.mute", "mute", "mute"),
            bound("coach.louder", "volume(1)", "louder"),
            bound("coach.quieter", "volume(-1)", "quieter"),
        ),
    ]

    def __init__(self, session: RunningSession, in_turn: SetsInTurn) -> None:
        """Prepare the first set of those ``in_turn``; it begins with the *next thing* key."""
        super().__init__()
        services = session.services
        self._session = session
        self._services = services
        self._in_turn = in_turn
        self._alternating, self._turns = in_turn.alternating, in_turn.turns
        self._recorder = session.recorder
        self._presses = ScreenPresses(self, services)
        self._loudness = Loudness(services)
        self._wake_lock = WakeLock()
        self._outcomes: list[SetOutcome] = []
        self._lost = LostPresses(lambda: services.presses)
        self._notice = ""
        self._notice_until_ns = 0
        self._frames = FrameSchedule(self._step)
        self._standstill_shown = False
        self._resting = False
        self._leaving: LeaveAnswer | None = None  # how the lifter leaves, once the set is over
        self._runner = self._prepare_set(self._sets.prescription.lead_in_ms)
        self._keys_shown: tuple[Phase, Keys] | None = None
        self._face = CoachFace(id="face")
        self._key_line = KeyLine(id="keys")

    @abstractmethod
    def _continue_after_set(self) -> None:
        """Go on after the set that is over."""

    @abstractmethod
    def _go_back(self) -> None:
        """Leave before anything was done."""

    @abstractmethod
    def _finish(self) -> None:
        """End the session."""

    def compose(self) -> ComposeResult:
        """Yield the coach's face and the line of keys."""
        yield self._face
        yield self._key_line

    def on_mount(self) -> None:
        """Show the set that waits for its first key, and follow the sound from there on."""
        settings = self._services.settings
        self.app.clear_notifications()  # nothing lies over the count
        self._face.still = is_still(self.app)
        self._face.flash = settings.flash and not self._face.still
        follow_colours(self, self._take_colours)
        self._face.write_now = self._key_line.write_now = direct_writer(self.app)
        self._show_card()
        self._loudness.apply()
        if settings.keep_awake:
            self._wake_lock.acquire()
        if self._services.presses.sources:
            self.set_interval(DEVICES_S, self._show_ready)
        self.watch(self.app, "app_focus", self._on_window_focus, init=False)
        self._draw_frame()

    def _take_colours(self, mode: ColourMode) -> None:
        self._face.colour_mode = self._key_line.colour_mode = mode

    def on_screen_resume(self) -> None:
        """Show what was switched on or off on a screen above."""
        if self._face.card is not None:
            self._show_ready()

    async def on_unmount(self) -> None:
        """Stop the sound, try a last time to store what is pending, and let the computer's screen sleep again.

        When the program fails mid-set, the lifter is still freed of the load by a call. While they may have it, the
        sound is left to go on with that call, which nothing on the screen says any more.
        """
        self._frames.cancel()
        if self.app.return_code == FAILED and self.in_set and not self._runner.paused:
            self._runner.pause()
            await asyncio.sleep(CALL_S)
        if not (self.in_set and self._runner.is_lifter_under_load):
            self._services.player.stop()
        self._recorder.retry()
        self._wake_lock.release()

    def _on_window_focus(self) -> None:
        """Say at once that the keys go to another window, or no longer."""
        self._draw_frame()

    @property
    def exercise(self) -> Exercise:
        """The exercise of the set that is done now, or comes next."""
        return self._sets.prescription.exercise

    @property
    def in_set(self) -> bool:
        """Whether a set is under way: then no other screen may cover this one."""
        return self._runner.started and not self._resting

    @property
    def always_act(self) -> frozenset[str]:
        """The keys that end the set or pause it, however it stands now."""
        return self._services.keymap.stops_set(running=self.in_set and not self._runner.paused)

    @property
    def frees(self) -> frozenset[str]:
        """The keys that end or pause the set while nothing has.

        One that is pressed for something else in a rest may have been meant for that while nobody has the load yet.
        """
        if not (self.in_set and self._runner.can_free):
            return frozenset()
        under_load = self._runner.is_lifter_under_load
        return self.always_act if under_load else self.always_act - self._services.keymap.of_rest_alone

    def mirrored(self) -> tuple[Shown, Now] | None:
        """Return the set as a score, and the position that is heard; once it is over, that."""
        from negcoach.broadcast.message import Now, SetShown, WordsShown  # without mirrors nobody asks

        card, labels = self._face.card, self._face.labels
        if card is None:
            return None
        if self._resting:
            return WordsShown("", ("The set is over.",)), Now(self._services.clock())
        runner = self._runner
        notice = labels.notice.replace(KEYS_ELSEWHERE, MIRRORED_ELSEWHERE)
        now = Now(self._services.clock(), runner.position_ms, None, labels.sound, labels.clock, notice)
        return SetShown(runner.run, card, runner.started), now

    def phone_button(self) -> Button | None:
        """Return what a phone's button means at the moment that is shown."""
        from negcoach.screens.shared.keys.phone_button import Button  # without a phone nobody asks

        card, moment = self._face.card, self._face.moment
        if card is None or moment is None or self._resting:
            return None
        counted = moment.count is not None and moment.phase in COUNTED_PHASES
        about = (card.set_label, rep_text(moment), side_of(card, moment))
        ends = self._runner.started and not moment.segment.rescue and moment.phase not in OVER
        return Button(
            act=self._next_word(moment),
            word=called_word(moment, card.words) or segment_word(moment.segment, card.words),
            count=str(moment.count) if counted else "",
            lines=(card.exercise, " · ".join(filter(None, about))),
            ends=ends,
            hurts=ends,
            phase=moment.phase,
            of=f"{id(self)} {self._turn} {moment.segment.rep}",
        )

    def suspend(self) -> None:
        """Pause, because the program is about to be suspended or another screen to cover this one."""
        self._pause()

    def action_next_thing(self) -> None:
        """Handle the *next thing* key."""
        if not self._presses.accepts("next"):
            return
        if self._woke_computer():
            return
        if not self._runner.started:
            if not self._may_begin():
                return
            self._session.begin_set()
        if not self._runner.next_thing(self._late_ms):
            self.refuse_press()
        self._draw_frame()

    @property
    def _late_ms(self) -> int:
        """How long ago the press that is acted on now went down, where that is known."""
        return self.app.late_ms if isinstance(self.app, FreshKeysApp) else 0

    def _may_begin(self) -> bool:
        """Return whether the set may begin with this key; where not, something else was begun."""
        return True

    def action_take_back(self) -> None:
        """Take the last rep back."""
        if self._presses.accepts("take-back"):
            self._runner.take_back()
            self._draw_frame()

    def action_end_set(self) -> None:
        """End the set, never the screen: a clicker's start button sends this key too."""
        if self._presses.accepts("end-set", frees=self._runner.can_free):
            self._stop(StopReason.LIFTERS_CALL)

    def action_end_on_pain(self) -> None:
        """End the set because it hurts."""
        if self._presses.accepts("pain", frees=self._runner.can_free):
            self._stop(StopReason.PAIN)

    def _stop(self, reason: StopReason) -> None:
        if not self._runner.stop(reason):
            self.refuse_press()
        self._draw_frame()

    def action_pause(self) -> None:
        """Pause, or go on."""
        if not self._presses.accepts("pause", frees=self._runner.can_free):
            return
        if self._runner.paused:
            if not self._woke_computer():
                self._runner.resume(self._late_ms)
            self._draw_frame()
        else:
            self._pause()

    def action_halt(self) -> None:
        """Pause; the same key again never goes on: in a panic Ctrl+C is pressed twice."""
        if self._presses.accepts("halt", frees=self._runner.can_free) and self._runner.started:
            self._pause()

    def _pause(self) -> None:
        """Pause; a key that was meant for the running set does not go on, but the set can be ended at once."""
        self._runner.pause()
        self.await_fresh_keys(unchanged=self.always_act)
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

    def action_leave(self) -> None:
        """Leave; in the middle of a set only after a question, during which the set is paused."""
        if not self.is_active:
            return  # the question is already open
        if not self._runner.started and not self._outcomes:
            self._go_back()
            return
        self._pause()
        moment, words = self._face.moment, self._sets.prescription.exercise.words
        called = moment is not None and moment.phase in (Phase.TAKE, Phase.LIFT)
        call = segment_word(moment.segment, words) if moment is not None and called else ""
        question = LeaveScreen(
            lambda: self._session.is_idle,
            lambda: self._recorder.saved,
            in_set=self.in_set,
            paused=self._runner.paused,
            call=call,
        )
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
        return self._in_turn.turn

    @property
    def _sets(self) -> SetsToDo:
        """The sets to do of its exercise."""
        return self._in_turn.sets

    @property
    def _number(self) -> int:
        """Its number."""
        return self._in_turn.number

    @property
    def _prescribed(self) -> PrescribedSet:
        """Its prescription, as it is stored."""
        return self._in_turn.prescribed

    @property
    def _upcoming(self) -> Upcoming | None:
        """The set after it, ``None`` after the last."""
        return self._in_turn.upcoming

    @property
    def _rules(self) -> StopRules:
        """The rules by which lost tempo stops a set."""
        return self._in_turn.rules

    @property
    def _rep_recorder(self) -> RepRecorder:
        """What stores the reps of a set as they end."""
        return self._recorder

    @property
    def _set_label(self) -> str:
        """Return "set 2 of 3"."""
        return self._sets.label(self._number)

    @property
    def _first_keys(self) -> Keys:
        """The keys that mean something only before the first set."""
        return ()

    def _prepare_set(self, lead_in_ms: int) -> SetRunner:
        """Return the runner of the current set, which waits for its first key."""
        self._lost.begin()
        return self._in_turn.prepare(lead_in_ms, self._rep_recorder, self._rules)

    def _woke_computer(self) -> bool:
        """Return whether the press that is acted on may have woken the computer: no set begins or goes on with it."""
        return self._heed_standstill() and not self.press_source  # a device says when it was pressed

    def _heed_standstill(self) -> bool:
        """Return whether the program stood still while the set waited: then only keys that are pressed anew count."""
        stood_still = self._runner.stood_still_waiting()
        if stood_still:
            self._await_keys_after_standstill()
        return stood_still

    def _await_keys_after_standstill(self) -> None:
        """Take only keys that are pressed from now on, and see that they come: a shell may have had the terminal."""
        take_back(self.app)
        self.await_fresh_keys(unchanged=self.always_act)

    def _draw_frame(self) -> None:
        """Draw the moment that is heard now in full, and schedule the next frame."""
        if self._resting or not self.is_still_open or self._end_if_idle():
            return
        began_s = self._frames.now_s()
        self._heed_standstill()
        moment = self._runner.advance()
        if self._runner.stood_still is not self._standstill_shown:
            self._standstill_shown = self._runner.stood_still
            if self._standstill_shown:
                self._await_keys_after_standstill()  # one that was meant for the running set does not go on
        if not moment.finished:
            self._show(moment)
        elif self.is_active:  # else the question covers the end of the set, and the rest begins after it
            self._continue_after_set()
            return
        still = [ms for ms in (self._runner.still_ms(moment), self._face.flash_left_ms(moment)) if ms is not None]
        self._frames.set_next_frame(began_s, moment.position_ms + min(still) if still else None)
        self._frames.schedule_step(moment.phase, began_s, moment.position_ms)
        self._services.on_drawn()

    def _end_if_idle(self) -> bool:
        """End a session that was forgotten; return whether this screen is done with it.

        A set that stood paused is ended first, as interrupted: the lifter did not end it.
        """
        if not self._session.is_idle:
            if self._runner.started and not self._runner.paused:
                self._session.keep_alive()
            return False
        if not self.is_active or self._leaving is not None:
            return False
        if self._runner.started:
            self._leaving = LeaveAnswer.END
            self._runner.stop(StopReason.INTERRUPTED)
            return False
        self._finish()
        return True

    def _show(self, moment: Moment) -> None:
        ready = self._ready_line() if moment.phase is Phase.READY else ""
        self._face.show(moment, Labels(self._loudness.label, self._session_clock(), self._notice_line(), ready))
        keys = self._keys_for(moment)
        if (moment.phase, keys) != self._keys_shown:
            self._keys_shown = moment.phase, keys
            self._key_line.phase, self._key_line.keys = self._keys_shown

    def _step(self) -> None:
        """Draw the next frame, or move the bar by a step; an error ends the program as anywhere else.

        The event loop calls this directly, not Textual.
        """
        try:
            now_s, drawn_ms, moment = self._frames.now_s(), self._runner.drawn_ms(), self._face.moment
            if moment is None or self._frames.is_frame_due(now_s, drawn_ms):
                self._draw_frame()
            elif not self._resting:
                self._face.move_bar(drawn_ms)
                self._frames.schedule_step(moment.phase, now_s, drawn_ms)
        except Exception as error:  # noqa: BLE001 - it is raised again, where Textual sees it
            self.call_next(partial(_raise, error))

    def _notice_line(self) -> str:
        """Return the one line of notice, where there are several in turn: none of them may hide another.

        It says where the keys go, before a set which of the lifter's own keys are not in use, what is gone that was
        pressed, what could not be stored, that the set stood still, or the newest about the sound.
        """
        notice = self._services.player.notice()
        if notice:
            self._notice, self._notice_until_ns = notice, self._services.clock() + NOTICE_NS
        now_ns = self._services.clock()
        lasting = (
            "" if self.app.app_focus else KEYS_ELSEWHERE,
            self._lost.look() if self._runner.started else self._services.settings.own_keys.notice,
            self._recorder.trouble or "",
            STOOD_STILL if self._runner.stood_still and self._runner.paused else "",
        )
        notices = [each for each in lasting if each]
        if notices:
            return notices[now_ns // TURN_NS % len(notices)]
        return self._notice if now_ns < self._notice_until_ns else ""

    def _ready_line(self) -> str:
        """Return what can be pressed beside the keyboard, "gamepad ready", "" for nothing."""
        ready = self._services.presses.ready
        return f"{joined(ready)} ready" if ready else ""

    def _show_ready(self) -> None:
        """Show before a set what was plugged in or out."""
        if not (self._runner.started or self._resting) and self._face.labels.ready != self._ready_line():
            self._draw_frame()

    def _session_clock(self) -> str:
        return stopwatch_text(self._session.length_ms) if self._session.under_way else ""

    def _keys_for(self, moment: Moment) -> Keys:
        """Return the keys that mean something now, those of safety first: next, end, pause."""
        short = self._services.keymap.short
        on, mute = short("coach.next"), (short("coach.mute"), "mute")
        back, leave = (short("coach.take-back"), "take back"), (short("coach.leave"), "leave")
        if moment.phase is Phase.READY:
            volume = f"{short('coach.louder')} {short('coach.quieter')}"
            return ((on, "begin"), leave, *self._first_keys, mute, (volume, "volume"), (short("app.help"), "help"))
        end = (short("coach.end-set"), "end set" if self.size.width >= NARROW else "end")
        if self._runner.paused:
            return ((on, "go on"), end, (short("coach.pain"), "it hurts"), back, leave)
        if moment.segment.rescue:  # the spotter's call: nothing ends or pauses it
            return (back, mute, leave)
        word = self._next_word(moment)
        keys: Keys = ((on, word),) if word else ()
        if moment.phase in (Phase.RACK, Phase.DONE):
            return keys
        prescription = self._sets.prescription
        first_of_two = prescription.reps is None and moment.segment.side in prescription.sides[:-1]
        sides = ((short("coach.switch"), "other side"),) if first_of_two else ()
        return (*keys, end, (short("coach.pause"), "pause"), back, *sides, mute, leave)

    def _next_word(self, moment: Moment) -> str:
        """Return what the *next thing* key does at a moment, in a few words; "" where it does nothing."""
        words = self._sets.prescription.exercise.words
        if moment.phase is Phase.READY:
            return "begin"
        if self._runner.paused:
            return "go on"
        match self._runner.next_meaning(moment):
            case NextMeaning.BOTTOM_REACHED:
                return words.bottom_reached
            case NextMeaning.LIFT_DONE:
                return words.lift_done
            case NextMeaning.GO_ON:  # inside the set, with the load put down
                if moment.phase is not Phase.RELOAD:
                    return "go on"
                return "bar is loaded" if self._sets.prescription.unloads else "hooks are on"
            case NextMeaning.FINISH:
                rest = "rest now" if self._turns[1:] else "result"
                hurt = self._runner.stop_reason is StopReason.PAIN  # what follows offers to end first
                return "stop here" if hurt else rest if moment.reps else "go on"
            case NextMeaning.NOTHING:
                return ""

    def _show_card(self) -> None:
        """Show what does not change during the set."""
        card = self._face.card = set_card(self._session, self._in_turn, self._rules, self._set_label)
        figure = figure_of(card.figure, card.spotters, alone=card.alone)
        self._face.figure = None if is_still(self.app) else figure

    def _prepare_again(self) -> None:
        """Get ready for the same set again."""
        self._resting = False
        self._runner = self._prepare_set(self._in_turn.lead_in_ms)
        self._draw_frame()

    def _end_set(self, stop: StopReason | None = None) -> SetOutcome:
        """Stop the sound, record why the set ended (``None``: as the runner says), and return its outcome."""
        return self._in_turn.end(self._runner, stop)

    def _add(self, outcome: SetOutcome) -> None:
        """Add a set to the session, unless nothing was lowered in it and it did not hurt."""
        self._session.add(self._prescribed, outcome)
        if outcome.counts:
            self._outcomes.append(outcome)


def _raise(error: Exception) -> None:
    raise error
