"""The rest's screen: the set that was done, its effort, and the time until the next one."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.session.agenda import Agenda
from negcoach.coaching.session.following import following_exercise
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import Following, SetsToDo, Upcoming
from negcoach.coaching.standstill import StandstillWatch
from negcoach.errors import NegcoachError
from negcoach.formatting import countdown_text, stopwatch_text, tenths_text
from negcoach.screens.coaching.base import KEYS_ELSEWHERE
from negcoach.screens.coaching.leave import LeaveAnswer, LeaveScreen
from negcoach.screens.coaching.pass_sets import pass_sets, refusal_of
from negcoach.screens.coaching.rest.next_bar import bar_after, next_bar
from negcoach.screens.coaching.trouble import TroubleLine
from negcoach.screens.shared.between_sets import BetweenSets
from negcoach.screens.shared.colours import apply_phase_colours, colour_mode
from negcoach.screens.shared.fresh_keys import FreshKeys, FreshKeysApp
from negcoach.screens.shared.set_words import (
    LOST,
    SHORT_STOP_WORDS,
    STOP_WORDS,
    adherence_text,
    load_in_words,
    load_with_percent,
    reps_text,
    tempo_words,
)
from negcoach.texts import clean, noun
from negcoach.training.advice.next_set import NextSet
from negcoach.training.exercise.exercise import Family
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.pain import ACCEPTABLE
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.progress.recovery import is_daily
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.charts.pain_scale import PainScale
from negcoach.widgets.charts.rep_columns import RepColumns, rows_for
from negcoach.widgets.charts.rpe_scale import RpeScale
from negcoach.widgets.coach.giant_clock import ClockState, GiantClock
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.lists.key_line import KeyLine, Keys

REFRESH_S = 1 / 10
ASKED_AGAIN_NS = 5_000_000_000
"""How long the second press that ends a running rest is awaited; our own choice."""
NARROW, LOW = 60, 20
"""The columns and rows below which the advice on the next set is told in fewer words."""
FIRST_EFFORT = 7
"""The effort that the first press of Tab gives: three reps left, about what a set is to be (our own choice)."""
WARNING_MS = 10_000
"""The time left from which on the rest is shown as nearly over; a sound signals it too."""

_STOPPED = {StopReason.TEMPO_LOSS: "Tempo lost", StopReason.SPOTTER_TOUCHED: "Bar touched"}

_BACK = ("←", "take back")


class RestChoice(Enum):
    """What comes after the rest."""

    NEXT_SET = "next-set"
    NEXT_EXERCISE = "next-exercise"
    OTHER_EXERCISE = "other-exercise"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class RestResult:
    """The result of a rest: what comes next, the set as it was rated and corrected meanwhile, and the sets to come.

    ``following`` is the next exercise, where that was chosen.
    """

    choice: RestChoice
    outcome: SetOutcome
    sets: SetsToDo
    following: Following | None = None


class RestScreen(BetweenSets, FreshKeys, Screen[RestResult]):
    """The rest after a set: a countdown and the set's result; after the last set, the result and what can come next.

    One press begins the next set once the rest is over. A running rest is ended by two: the first one asks for the
    second, which is awaited for a few seconds. After a set that lost its tempo the next one is lighter and waits for
    the key; ``e`` keeps what was planned. After pain, and after a second such set, the same key ends the session, and
    only ``g`` goes on, through the gate.

    After the last set the key goes on to the exercise that follows, or ends the session where none is known. Another
    set passes the gate like any other, and waits for what is left of the rest.
    """

    CSS_PATH = "rest.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012 - so does Textual
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012 - so does Textual
    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter,pagedown,right,down", "next_thing", "go on", id="rest.next", tooltip="Begin the next set"),
        Binding("pageup,left,up", "take_back", "take back", id="rest.take-back", tooltip="The last rep does not count"),
        Binding("plus,equals_sign", "longer", "+15 s", id="rest.longer", tooltip="Rest 15 seconds longer"),
        Binding("minus", "shorter", "-15 s", id="rest.shorter", tooltip="Rest 15 seconds less"),
        *(
            Binding(str(rpe % 10), f"rate({rpe})", str(rpe), id=f"rest.rpe-{rpe}", tooltip=f"The set's effort: {rpe}")
            for rpe in range(1, 11)
        ),
        Binding("t", "reason('spotter-touched')", "spotter touched", id="rest.touched", tooltip="The spotter helped"),
        Binding("x,f8", "reason('pain')", "it hurts", id="rest.pain", tooltip="It hurts, or hurt in the set"),
        Binding(
            "l", "app.swap_lifters", "other lifter", id="rest.swap", tooltip="Change to the other lifter's session"
        ),
        Binding(
            "e,f7",
            "keep",
            "as planned",
            id="rest.less",
            tooltip="After lost tempo: the planned load or the lighter one",
        ),
        Binding("g", "go_on", "go on", id="rest.go-on", tooltip="Go on although ending is offered"),
        Binding("tab", "change_effort(1)", "more effort", id="rest.effort-more", tooltip="The set's effort: one more"),
        Binding("backspace", "change_effort(-1)", "less effort", id="rest.effort-less", tooltip="One less"),
        Binding("full_stop,f9", "mute", "mute", id="rest.mute", tooltip="Turn the sound off and on"),
        Binding("a,f4", "another_set", "another set", id="rest.another", tooltip="One more set of this exercise"),
        Binding("n,f2", "other_exercise", "other exercise", id="rest.other", tooltip="Choose the next exercise"),
        Binding("v,f6", "plan", "plan", id="rest.plan", tooltip="What is left of the plan: skip, swap, move"),
        Binding("q", "finish", "finish", id="rest.finish", tooltip="Finish the session here"),
    ]

    def __init__(
        self,
        session: RunningSession,
        sets: SetsToDo,
        runner: SetRunner,
        loudness: Loudness,
        outcome: SetOutcome,
        upcoming: Upcoming | None,
        following: Following | None = None,
    ) -> None:
        """Show ``outcome``, of one of ``sets``, and rest before the ``upcoming`` one (``None``: it was the last).

        ``following`` is the exercise that is offered after the last one.
        """
        super().__init__()
        services = session.services
        self._session = session
        self._services = services
        self._sets = sets
        self._runner = runner
        self._recorder = session.recorder
        self._loudness = loudness
        self._rules = services.settings.stop_rules
        self._outcome = outcome
        self._upcoming = upcoming
        self._following = following
        self._keeps = False  # what was planned, although less is advised
        self._insists = False  # on going on, although ending was offered first; the gate let it pass
        self._refused = ""  # why the gate would let no further set pass after pain, "" where it could
        self._clock: RestClock | None = None
        self._ended_unseen = False
        self._was_over = False
        self._began_ns = services.clock()
        self._left_when_away: tuple[int, int] | None = None  # what was left (ms) when the other lifter took over (ns)
        self._asked: tuple[RestChoice, int] | None = None  # what was pressed for in the running rest, and when (ns)
        self._verdict: list[str] = []
        self._presses = Debounce(services.settings.debounce_ms, services.clock)

    def compose(self) -> ComposeResult:
        """Yield the clock, the set's result, and a line on what comes next."""
        with Horizontal(id="top"):
            yield Static(id="header", markup=False)
            yield Static(id="sound", markup=False)
        with Horizontal(id="middle"):
            yield GiantWord("DONE", id="word")
            yield GiantClock(id="clock")
            yield LoadedSleeve(id="bar")
        with Vertical(id="set"):
            yield Static(id="verdict", markup=False)
            yield Static(id="tempo", markup=False)
            yield RepColumns(rules=self._rules, id="bars")
            yield PainScale(id="pain") if self._asks_pain else RpeScale(id="rpe")
        yield Static(id="next", markup=False)
        yield TroubleLine(self._recorder)
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Start the countdown, unless this was the last set."""
        self._apply_colours()
        self._start_clock()
        self._show_set()
        self.set_interval(REFRESH_S, self._refresh_clock)
        self._refresh_clock()

    def wait_for_other_lifter(self) -> None:
        """Let the rest go on in silence while the other lifter has the screen and the sound."""
        if self._clock is not None:
            self._left_when_away = self._clock.left_ms, self._services.elapsed()
            self._clock.stop()
            self._clock = None

    def on_screen_resume(self) -> None:
        """Show what the history has changed, and count down aloud again when this lifter is back."""
        self._follow_history()
        if self._left_when_away is not None:
            left_ms, since_ns = self._left_when_away
            self._left_when_away = None
            self._ended_unseen = True  # nothing begins by itself: the bar may be loaded for the other lifter
            self._count_down(left_ms - (self._services.elapsed() - since_ns) // 1_000_000)
            self._refresh_clock()

    def on_resize(self) -> None:
        """Fit the reps into the new size."""
        self._fit_result()

    def _follow_history(self) -> None:
        """Take the set as it is stored now: the history can be opened, and the set changed there, in a rest."""
        with contextlib.suppress(NegcoachError):  # then nothing could be changed there either
            changed = self._session.follow_history(self._outcome)
            if changed is not None and changed != self._outcome:
                self._outcome = changed
                self._begin_asking_again()
                self._show_set()

    def action_next_thing(self) -> None:
        """Go on: to the next set or exercise; where ending is offered first, end the session."""
        if self._presses.accepts("next"):
            self._choose(RestChoice.FINISH if self._ends_first else self._goes_on)

    def action_go_on(self) -> None:
        """Go on where ending is offered first: through the gate to the same exercise, or to another one."""
        if not self._can_go_on or not self._presses.accepts("go-on"):
            return
        if self._upcoming is not None and (self._offer is not None or self._hurts):
            self.run_worker(self._ask_to_go_on(), exclusive=True)
        else:
            self._choose(self._goes_on)

    def action_other_exercise(self) -> None:
        """Choose the next exercise, after the last set or where ending is offered first."""
        if (self._upcoming is None or self._ends_first) and self._presses.accepts("other"):
            self._end_rest(RestChoice.OTHER_EXERCISE)

    def action_plan(self) -> None:
        """Show what is left of the session's plan, to change it."""
        agenda = self._session.agenda
        if agenda is None or not self._presses.accepts("plan"):
            return
        from negcoach.screens.plans.agenda import AgendaScreen  # most sessions do without

        self.app.push_screen(AgendaScreen(self._services, agenda, self._change_agenda))

    def _change_agenda(self, agenda: Agenda) -> None:
        self._session.agenda = agenda
        if self._upcoming is None:
            self._following = following_exercise(self._session, self._sets.prescription.exercise)
            self._show_set()

    def action_another_set(self) -> None:
        """Do one more set, after the last one, if the gate lets it pass."""
        if self._can_add_set and self._presses.accepts("another"):
            self.run_worker(self._ask_for_another_set(), exclusive=True)

    async def _ask_for_another_set(self) -> None:
        """Ask the gate for one more set."""
        number = self._outcome.number + 1
        sets = self._next_sets
        more = replace(sets, prescription=replace(sets.prescription, sets=number))
        passed = await self._pass_gate(more, number)
        if passed is not None:
            one_more = replace(passed, prescription=replace(passed.prescription, sets=number))
            self._go_on_with(Upcoming(one_more, number, one_more.prescription.rest_ms))
            self._start_clock()

    async def _ask_to_go_on(self) -> None:
        """Ask the gate for the next set."""
        upcoming = self._upcoming
        passed = None if upcoming is None else await self._pass_gate(self._next_sets, upcoming.number)
        if passed is not None and upcoming is not None:
            self._go_on_with(replace(upcoming, sets=passed))

    async def _pass_gate(self, sets: SetsToDo, number: int) -> SetsToDo | None:
        """Return the sets from a number on as the gate lets them pass; end the rest where others take their place."""
        passed = await pass_sets(self.app, self._services, sets, number - 1)
        if isinstance(passed, Following):
            self._following = passed
            self._end_rest(RestChoice.NEXT_EXERCISE)
            return None
        return passed

    def _go_on_with(self, upcoming: Upcoming) -> None:
        """Take a set that has passed the gate for the next one."""
        self._upcoming = upcoming
        self._insists = True
        self._begin_asking_again()
        self._refresh_clock()

    def action_keep(self) -> None:
        """Keep the planned load or reps after a set that lost its tempo; the same key again takes the lighter ones."""
        if self._less is None or not self._presses.accepts("keep"):
            return
        self._keeps = not self._keeps
        self._begin_asking_again()
        self._show_set()
        self._refresh_clock()

    def action_take_back(self) -> None:
        """Take the set's last rep back."""
        if self._presses.accepts("take-back"):
            self._runner.take_back_afterwards({rep.ordinal for rep in self._outcome.reps})
            counting = {rep.ordinal for rep in self._runner.counting_reps}
            reps = tuple(rep for rep in self._outcome.reps if rep.ordinal in counting)
            self._outcome = replace(self._outcome, reps=reps)
            self._begin_asking_again()
            self._show_set()
            self._refresh_clock()

    def action_longer(self) -> None:
        """Rest longer."""
        if self._clock and self._presses.accepts("longer"):
            self._clock.longer()
            self._refresh_clock()

    def action_shorter(self) -> None:
        """Rest less; on AZERTY the same key is that of the 6."""
        if self._on_azerty:
            self.action_rate(6)
        elif self._clock and self._presses.accepts("shorter"):
            self._clock.shorter()
            self._refresh_clock()

    def action_rate(self, rpe: int) -> None:
        """Rate the set's effort, or its pain, for which the 0 is none; the same key again clears it."""
        if not self._presses.accepts(f"rate {rpe}"):
            return
        if self._asks_pain:
            pain = rpe % 10
            self._rate_pain(None if self._outcome.pain == pain else pain)
        else:
            self._rate(None if self._outcome.rpe == rpe else rpe)

    def action_change_effort(self, by: int) -> None:
        """Rate the set's effort one higher or lower, with keys that every layout has; the first press begins at 7.

        Of a tendon it is the pain, which begins at 0.
        """
        if not self._presses.accepts(f"effort {by}"):
            return
        if self._asks_pain:
            pain = self._outcome.pain
            self._rate_pain(0 if pain is None else min(WORST_PAIN, max(0, pain + by)))
        else:
            rpe = self._outcome.rpe
            self._rate(FIRST_EFFORT if rpe is None else min(10, max(1, rpe + by)))

    def _rate_pain(self, pain: int | None) -> None:
        """Keep how much the set hurt; with too much pain ending is offered first, as after one that ended on pain."""
        hurt = self._hurts
        self._recorder.rate_pain(pain)
        self._outcome = replace(self._outcome, pain=pain)
        if self._hurts is not hurt:
            self._insists = False
            self._ended_unseen = True  # whatever is said afterwards, the next set waits for the key
            self._begin_asking_again()
        self._show_set()
        self._refresh_clock()

    def _rate(self, rated: float | None) -> None:
        self._recorder.rate_set(rated)
        self._outcome = replace(self._outcome, rpe=rated)
        self._show_set()

    def action_reason(self, value: str) -> None:
        """Set the reason why the lifter ended the set; the same key again clears it. Any set can end on pain."""
        chosen = StopReason(value)
        if chosen is StopReason.SPOTTER_TOUCHED and not self._can_be_touched:
            return
        if not self._presses.accepts(value):
            return
        stop = self._runner.stop_reason if self._outcome.stop is chosen else chosen
        self._recorder.end_set(stop)
        self._outcome = replace(self._outcome, stop=stop)
        self._insists = False
        self._follow_history()  # pain brings back a set that was deleted
        self._begin_asking_again()
        self._show_set()
        self._refresh_clock()

    def action_mute(self) -> None:
        """Turn the sound off or on."""
        if self._presses.accepts("mute"):
            self._loudness.toggle()
            self._refresh_clock()

    def action_finish(self) -> None:
        """Finish the session; while sets are left, only after a question."""
        if not self._presses.accepts("finish"):
            return
        if self._upcoming is None:
            self._end_rest(RestChoice.FINISH)
        else:
            self.app.push_screen(LeaveScreen(in_set=False), self._on_leave_answered)

    def _on_leave_answered(self, leave: LeaveAnswer | None) -> None:
        if leave is LeaveAnswer.END:
            self._end_rest(RestChoice.FINISH)

    def _apply_colours(self) -> None:
        """Apply the colours of the lead-in, so that nothing looks like a call to act."""
        mode = colour_mode(self.app, self._services.settings.colours)
        apply_phase_colours(self, Phase.LEAD_IN, mode)
        for part in ("#top", "#header", "#sound"):
            apply_phase_colours(self.query_one(part), Phase.LEAD_IN, mode, header=True)
        self.query_one(RepColumns).colour_mode = mode
        self.query_one(KeyLine).colour_mode = mode
        self.query_one(GiantWord).colour_mode = mode
        self.query_one(GiantClock).colour_mode = mode
        self.query_one(LoadedSleeve).colour_mode = mode

    def _start_clock(self) -> None:
        """Count down what is left of the rest, where a set comes after it; else say that the exercise is done."""
        upcoming = self._upcoming
        if upcoming is not None:
            rested_ms = (self._services.clock() - self._began_ns) // 1_000_000
            self._count_down(max(0, upcoming.rest_ms - rested_ms))
        self.query_one(GiantWord).display = upcoming is None
        self.query_one(GiantClock).display = upcoming is not None

    def _count_down(self, left_ms: int) -> None:
        services = self._services
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        self._clock = RestClock(left_ms, services.player, watch)

    def _show_bar(self) -> None:
        """Show the bar of the next set, with what changes on it; nothing where its plates are not known.

        Where another exercise or lifter had the bar meanwhile, nobody knows what is on it: all plates are named.
        """
        upcoming, equipment, state = self._upcoming, self._services.settings.equipment, None
        if upcoming is not None and equipment:
            one_rm_kg, changed = upcoming.sets.one_rm_kg, self._changes_exercise or self._services.lifter_name
            before = None if changed else bar_after(self._sets, self._session.bar, equipment)
            state = next_bar(self._next_prescription, one_rm_kg, before, equipment)
        self.query_one(LoadedSleeve).state = state
        self.set_class(state is not None, "-loaded")

    def _choose(self, choice: RestChoice) -> None:
        """End the rest; while it runs, only if the same was chosen a moment ago."""
        if self._clock is None or self._clock.over or self._asked_for is choice:
            self._end_rest(choice)
            return
        self._asked = choice, self._services.clock()
        self.await_fresh_keys()
        self._refresh_clock()

    def _begin_asking_again(self) -> None:
        """Take no key that was meant for what would have come next before: another set, or the end of the session."""
        self._asked = None
        self.await_fresh_keys()

    def _end_rest(self, choice: RestChoice) -> None:
        if self._clock:
            self._clock.stop()
        following = self._following if choice is RestChoice.NEXT_EXERCISE else None
        shown = self.query_one(LoadedSleeve).state
        self._session.bar = None if shown is None else shown.bar
        self.dismiss(RestResult(choice, self._outcome, self._next_sets, following))

    def _refresh_clock(self) -> None:
        """Show how much rest is left; when it is over, begin the next set unless that waits for the key.

        A session that was forgotten here ends by itself.
        """
        if self._left_when_away is not None:
            return
        if self._session.is_idle and self.app.screen is self:
            self._end_rest(RestChoice.FINISH)
            return
        self.query_one("#sound", Static).update(self._loudness.label)
        self._show_bar()
        clock = self._clock
        if clock is None:
            self.query_one(KeyLine).keys = self._keys(over=False)
            return
        if clock.catch_up() and clock.over:
            self._ended_unseen = True
        face = self.query_one(GiantClock)
        face.left_ms = clock.left_ms
        near = clock.left_ms <= WARNING_MS
        if clock.over and not self._was_over:
            self.await_fresh_keys()  # one press is enough from now on: not one that was meant for the running rest
        self._was_over = clock.over
        face.state = ClockState.OVER if clock.over else ClockState.WARNING if near else ClockState.RUNNING
        self._ended_unseen |= clock.over and not self.app.app_focus
        if clock.over and not self._waits_for_key:
            if self.app.screen is self:
                self._end_rest(RestChoice.NEXT_SET)
                return
            self._ended_unseen = True
        self.query_one("#next", Static).update(self._next_line(clock))
        self.query_one(KeyLine).keys = self._keys(over=clock.over)

    @property
    def _on_azerty(self) -> bool:
        """Whether the digits of the keyboard need shift, so that the key of the 6 sends a minus."""
        return isinstance(self.app, FreshKeysApp) and self.app.azerty

    @property
    def _has_spotter(self) -> bool:
        """Whether there may be a spotter, who can have touched the bar."""
        return self._sets.spotters > 0 or self._sets.prescription.exercise.spotters.at_least > 0

    @property
    def _can_be_touched(self) -> bool:
        """Whether the spotter can have touched the bar: not in a set done to its target; and pain comes first."""
        return self._has_spotter and not self._hurts and self._runner.stop_reason is not StopReason.TARGET_REACHED

    @property
    def _asks_pain(self) -> bool:
        """Whether the pain of the set is asked in place of its effort: a tendon's protocol goes by it."""
        return is_daily(self._sets.prescription.exercise)

    @property
    def _hurts(self) -> bool:
        """Whether the set ended on pain, or hurt too much for a tendon.

        Then nothing begins by itself, and ending the session is offered first.
        """
        return self._outcome.ended.hurt

    @property
    def _stopped(self) -> NextSet | None:
        """What the next set of the exercise that was done is, if this one lost its tempo or hurt."""
        return self._session.next_set(self._sets.prescription, self._outcome)

    @property
    def _offer(self) -> NextSet | None:
        """The same of the exercise that is next; what has passed the gate is as it is."""
        if self._insists:
            return None
        if self._upcoming is not None and self._changes_exercise:
            return self._session.next_set(self._upcoming.sets.prescription)
        return self._stopped

    @property
    def _less(self) -> NextSet | None:
        """The offer, if it is less and the planned load can be kept: not after pain."""
        offer = self._offer
        return offer if offer is not None and offer.is_less and offer.after is not StopReason.PAIN else None

    @property
    def _next_sets(self) -> SetsToDo:
        """The sets to come: with less after one that lost its tempo or hurt, unless the planned load is kept."""
        sets = self._sets if self._upcoming is None else self._upcoming.sets
        offer = self._offer
        kept = self._keeps and self._less is not None
        return sets if offer is None or kept else sets.with_less(offer)

    @property
    def _ends_first(self) -> bool:
        """Whether ending the session is offered first: after pain, and when it is enough for today."""
        offers = (self._stopped, self._offer)
        return not self._insists and any(offer is not None and offer.enough for offer in offers)

    @property
    def _can_go_on(self) -> bool:
        """Whether there is something to go on with where ending is offered first."""
        return self._ends_first and not self._refused and self._goes_on is not RestChoice.FINISH

    @property
    def _goes_on(self) -> RestChoice:
        """How the *next thing* key goes on: after the last set with the exercise that follows, if one is known."""
        if self._upcoming is not None:
            return RestChoice.NEXT_SET
        return RestChoice.FINISH if self._following is None else RestChoice.NEXT_EXERCISE

    @property
    def _can_add_set(self) -> bool:
        """Whether one more set is offered: after the last one, without pain."""
        return self._upcoming is None and not self._hurts

    @property
    def _changes_exercise(self) -> bool:
        """Whether the next set is of another exercise, which alternates with this one."""
        return self._upcoming is not None and self._upcoming.exercise != self._sets.prescription.exercise

    @property
    def _next_prescription(self) -> Prescription:
        """The prescription of the next set."""
        return self._next_sets.prescription

    @property
    def _asked_for(self) -> RestChoice | None:
        """What was chosen in the running rest, and awaits its second press; ``None`` if nothing does."""
        if self._asked is None or self._services.clock() - self._asked[1] >= ASKED_AGAIN_NS:
            return None
        return self._asked[0]

    @property
    def _waits_for_key(self) -> bool:
        """Whether the next set waits for the key: overload sets do, since the spotter must be ready.

        So does any set after one that lost its tempo or hurt, any of another exercise than the last one, and any whose
        rest ended while another screen covered this one, while the keys went to another window or while the computer
        stood still.
        """
        waits = self._ended_unseen or self._changes_exercise or not self.app.app_focus
        stopped = self._stopped is not None or self._offer is not None
        return waits or stopped or self._next_prescription.exercise.family is Family.OVERLOAD

    def _refusal(self) -> str:
        """Return why no further set is offered after pain, "" where the gate could let one pass."""
        offer = self._offer
        if self._upcoming is None or offer is None or offer.after is not StopReason.PAIN:
            return ""
        return refusal_of(self._services, self._next_sets)

    def _show_set(self) -> None:
        self._refused = self._refusal()
        outcome, prescription = self._outcome, self._sets.prescription
        name = clean(prescription.exercise.name)
        lifter = f"{clean(self._services.lifter_name)}  " if self._services.lifter_name else ""
        self.query_one("#header", Static).update(
            Content.assemble(lifter, (name.upper(), "bold"), f"  {self._sets.label(outcome.number)}")
        )
        target = None if prescription.reps is None else self._target_reps()
        reps = noun(len(outcome.reps) if target is None else target, "rep")
        self._verdict = [
            f"{len(outcome.reps)} {reps}" if target is None else f"{len(outcome.reps)} of {target} {reps}",
            STOP_WORDS[outcome.stop],
            adherence_text(outcome.adherence),
            f"{tenths_text(outcome.tension_ms)} under tension",
        ]
        self.query_one("#tempo", Static).update(tempo_words(outcome.reps, self._rules))
        word = self.query_one(GiantWord)
        word.lost = outcome.stop in LOST
        word.word = "STOPPED" if word.lost else "DONE"
        self.query_one(RepColumns).reps = outcome.reps
        self._fit_result()
        if self._asks_pain:
            self.query_one(PainScale).value = outcome.pain
        else:
            self.query_one(RpeScale).value = None if outcome.rpe is None else round(outcome.rpe)
        if self._upcoming is None:
            self.query_one("#next", Static).update(self._after_last_line)

    def _fit_result(self) -> None:
        """Fit the result into the screen: many reps in columns, without empty rows and the verdict's last parts."""
        width, height = self.size
        parts = self._verdict
        if len(" · ".join(parts[:2])) > width - 4:
            parts = [parts[0], SHORT_STOP_WORDS[self._outcome.stop], *parts[2:]]
        while len(parts) > 1 and height < 20 and len(" · ".join(parts)) > width - 4:
            parts = parts[:-1]
        self.query_one("#verdict", Static).update(" · ".join(parts))
        max_rows = max(3, height // 4)
        self.query_one(RepColumns).max_rows = max_rows
        self.set_class(rows_for(len(self._outcome.reps), width - 4, max_rows) > max_rows, "-dense")

    def _target_reps(self) -> int:
        prescription = self._sets.set_prescription(self._outcome.number)
        return (prescription.reps or 0) * max(1, len(prescription.sides))

    @property
    def _after_last_line(self) -> Content:
        """What is said after the last set."""
        if self._hurts:
            return Content("It hurts: stop here.")
        line = "That is enough for today." if self._ends_first else "That was the last set."
        if self._following is not None:
            name = clean(self._following.name)
            line += f" Next in the plan: {name}." if self._following.planned else f" {name} usually follows."
        if self._less is None:
            return Content(line)
        more = f"{self._amount(self._next_sets)}{self._percent(self._less)}"
        return Content.assemble((line, "bold" if self._ends_first else ""), f"\nOne more set: {more}.")

    def _next_line(self, clock: RestClock) -> Content:
        """What comes after the rest: what a second press does, what the last set advises, the next set."""
        asked, lines = None if clock.over else self._asked_for, []
        if not self.app.app_focus:
            lines.append(Content.styled(KEYS_ELSEWHERE, "bold"))
        if asked is not None:
            key = "g" if self._ends_first and asked is RestChoice.NEXT_SET else "space"
            act = "begin now" if asked is RestChoice.NEXT_SET else "end the session"
            left = countdown_text(clock.left_ms)
            lines.append(Content.styled(f"Press {key} again to {act}: {left} of rest left.", "bold"))
        if self._advice_line:
            lines.append(Content.styled(self._advice_line, "bold"))
        return Content("\n").join([*lines, Content(self._next_set_line(clock))])

    def _next_set_line(self, clock: RestClock) -> str:
        prescription, upcoming = self._next_prescription, self._upcoming
        number, one_rm_kg = (upcoming.number, upcoming.sets.one_rm_kg) if upcoming else (0, None)
        load = load_with_percent(prescription, self._services.settings.unit, one_rm_kg)
        name = f"{clean(prescription.exercise.name)}, " if self._changes_exercise else ""
        what = f"Next: {name}{self._next_sets.label(number)} · {reps_text(prescription)} · {load}"
        if self._ends_first or (self._asked_for is not None and not clock.over):
            return what
        if not clock.over:
            advised = self._advice_line and self.size.height < LOW
            waits = "waits for you" if self._waits_for_key else "begins by itself"
            return what if advised else f"{what} · {waits} after the rest"
        if upcoming is not None and not upcoming.rest_ms:
            return f"{what}\nNo rest between these two. Press space when everyone is ready."
        return f"{what}\nRest over {stopwatch_text(-clock.left_ms)} ago. Press space when everyone is ready."

    @property
    def _advice_line(self) -> str:
        """What the last set advises for the next one, "" for nothing."""
        if self._insists:
            return ""
        offer = self._offer
        if self._refused:
            return self._refused
        if self._hurts and self._asks_pain:
            return self._tendon_line
        if self._hurts:
            return "It hurts: stop here. Go on only if the pain is gone."
        if offer is not None and offer.after is StopReason.PAIN:
            return f"{clean(self._next_prescription.exercise.name)} hurt: stop here. Go on only if the pain is gone."
        if self._ends_first:
            return "That is enough for today."
        if self._less is not None and self._upcoming is not None:
            return self._less_line(self._less, self._upcoming.sets)
        if self._changes_exercise and self._stopped is not None and self._stopped.is_less:
            less = self._sets.with_less(self._stopped)
            name = clean(self._sets.prescription.exercise.name)
            return f"{_STOPPED[self._stopped.after]}: {name} goes on with {self._amount(less)}."
        return ""

    @property
    def _tendon_line(self) -> str:
        """What the pain of the set says about going on."""
        pain = self._outcome.pain
        if pain is None:
            return f"How much does it hurt, 0 to {WORST_PAIN}? With {ACCEPTABLE} or less g goes on."
        if pain > ACCEPTABLE:
            return f"Pain {pain} of {WORST_PAIN}: stop here."
        return f"Pain {pain} of {WORST_PAIN} is acceptable: g goes on, with no more load."

    def _less_line(self, less: NextSet, planned: SetsToDo) -> str:
        lighter, percent = self._amount(planned.with_less(less)), self._percent(less)
        taken, other = (self._amount(planned), lighter) if self._keeps else (lighter, self._amount(planned))
        if self.size.width < NARROW:
            return f"{_STOPPED[less.after]}: {taken} {'kept' if self._keeps else 'next'}. e: {other}"
        if self._keeps:
            return f"{_STOPPED[less.after]}, {taken} kept. Press e for {other}{percent}."
        return f"{_STOPPED[less.after]}, so {taken} next{percent}. Press e to keep {other}."

    def _amount(self, sets: SetsToDo) -> str:
        """Return what the offer takes less of: ``100 kg`` or ``3 reps``."""
        less = self._stopped if self._less is None else self._less
        if less is None or less.load_kg is None:
            return reps_text(sets.prescription)
        return load_in_words(sets.prescription, self._services.settings.unit)

    def _percent(self, less: NextSet) -> str:
        """Return how much less the lighter load is, `` (-5 %)``; "" for fewer reps, and where there is no room."""
        room = less.load_kg is not None and self.size.width >= NARROW and not self._keeps
        return f" (-{less.percent} %)" if room else ""

    def _keys(self, *, over: bool) -> Keys:
        """Return the keys that mean something now, those of safety first."""
        hurts: Keys = (("x", "no pain" if self._outcome.stop is StopReason.PAIN else "it hurts"),)
        effort: Keys = (("0-9 tab", "pain"),) if self._asks_pain else (("1-9 0 tab", "effort"),)
        if self._upcoming is None:
            on = (self._key_after_last, *hurts, *self._other_keys_after_last)
            return (*on, *self._swap_key, *effort, *self._touched_key, _BACK)
        if self._ends_first:
            go_on: Keys = (("g", "go on"),) if self._can_go_on else ()
            first: Keys = (("space", "end session"), *go_on, *hurts)
        else:
            first = (("space", "begin the set" if over else "begin now"), *hurts)
        rest = (("+" if self._on_azerty else "+ -", "15 s"),) if self._clock and not over else ()
        other: Keys = (("n", "other exercise"),) if self._ends_first else ()
        others = (*other, *self._touched_key, _BACK, *rest, *self._plan_key)
        return (*first, *self._keep_key, ("q", "finish"), *self._swap_key, *effort, *others)

    @property
    def _keep_key(self) -> Keys:
        """The key that keeps what was planned, or takes what is advised again."""
        less = self._less
        if less is None:
            return ()
        planned = self._sets if self._upcoming is None else self._upcoming.sets
        return (("e", self._amount(planned.with_less(less) if self._keeps else planned)),)

    @property
    def _key_after_last(self) -> tuple[str, str]:
        """The key that goes on after the last set."""
        goes_on = self._goes_on is RestChoice.NEXT_EXERCISE and not self._ends_first
        return "space", clean(self._following.name) if self._following and goes_on else "finish"

    @property
    def _other_keys_after_last(self) -> Keys:
        """The other ways to go on after the last set."""
        follows: Keys = (("g", clean(self._following.name)),) if self._following and self._can_go_on else ()
        more: Keys = (("a", "one more"), *self._keep_key) if self._can_add_set else ()
        finish: Keys = () if self._key_after_last[1] == "finish" else (("q", "finish"),)
        return (*follows, *more, *self._plan_key, ("n", "other exercise"), *finish)

    @property
    def _plan_key(self) -> Keys:
        """The key that shows what is left of the plan, where the session follows one."""
        return () if self._session.agenda is None else (("v", "plan"),)

    @property
    def _swap_key(self) -> Keys:
        """The key with which the other lifter is next, where there are two."""
        return (("l", "other lifter"),) if self._services.lifter_name else ()

    @property
    def _touched_key(self) -> Keys:
        """The key that says that the spotter touched the bar, where that can be."""
        return (("t", "spotter touched"),) if self._can_be_touched else ()
