"""The rest's screen after a set: the set that was done, its effort, and the time until the next one."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from negcoach.coaching.advice.standing import Standings
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_set import AfterSet, RestChoice, RestResult
from negcoach.coaching.rest.after_test_words import words_after
from negcoach.coaching.rest.pain_entry import PainEntry
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.rest_words import RestWords
from negcoach.coaching.rest.running_rest import RunningRestAfterSet
from negcoach.coaching.rest.sleeve import sleeve_of
from negcoach.coaching.session.agenda import Agenda
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import Following, SetsToDo, Upcoming
from negcoach.coaching.words.set_words import SHORT_STOP_WORDS
from negcoach.errors import NegcoachError
from negcoach.screens.coaching.pass_again import pass_again
from negcoach.screens.coaching.rest.base import RestScreenBase
from negcoach.screens.coaching.rest.rest_header import RestHeader
from negcoach.screens.coaching.trouble import TroubleLine
from negcoach.screens.shared.history.between_sets import BetweenSets
from negcoach.screens.shared.keys.fresh_keys import FreshKeysApp
from negcoach.screens.shared.keys.key_groups import LAST_SET, NEXT, grouped
from negcoach.texts import clean
from negcoach.training.effort import next_effort
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.bindings import bound
from negcoach.widgets.charts.pain_scales import PainScales
from negcoach.widgets.charts.rep_columns import RepColumns, rows_for
from negcoach.widgets.charts.rpe_scale import RpeScale
from negcoach.widgets.coach.giant_clock import GiantClock
from negcoach.widgets.coach.giant_word import GiantWord
from negcoach.widgets.coach.loaded_sleeve import LoadedSleeve
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.drawing.shapes import Shape
from negcoach.widgets.lists.key_line import KeyLine, Keys
from negcoach.widgets.prose import Prose

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, RestShown

NARROW, LOW = 60, 20
"""The columns and rows below which the advice on the next set is put in fewer words."""
EFFORT_KEYS = "How hard the set was, with 0 for 10; of a tendon, how much it hurt"
"""What the help says of the ten digits in one row."""


class RestScreen(BetweenSets, RestScreenBase[RestChoice, RestResult]):
    """The rest after a set: a countdown and the set's result; after the last set, the result and what can come next.

    After a set that lost its tempo the next one is lighter and waits for the key; ``e`` keeps what was planned. After
    pain, and after a second such set, the same key ends the session, and only ``g`` goes on, through the gate.

    After the last set the key goes on to the exercise that follows, or ends the session where none is known. Another
    set passes the gate like any other, and waits for what is left of the rest.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *grouped(
            LAST_SET,
            bound("rest.pain", "reason('pain')", "it hurts", "It hurts, or hurt in the set"),
            *(
                Binding(str(rpe % 10), f"rate({rpe})", str(rpe), id=f"rest.rpe-{rpe}", tooltip=EFFORT_KEYS)
                for rpe in range(1, 11)
            ),
            bound("rest.effort-more", "change_effort(1)", "more effort", "One more than that"),
            bound("rest.effort-less", "change_effort(-1)", "less effort", "One less"),
            bound("rest.switch", "switch_side", "other side", "For a tendon: how much the other side hurt"),
            bound("rest.touched", "reason('spotter-touched')", "spotter touched", "The spotter helped"),
            bound("rest.take-back", "take_back", "take back", "The last rep does not count"),
            bound("rest.bring-back", "bring_back", "bring back"),
        ),
        *grouped(
            NEXT,
            bound("rest.less", "keep", "as planned", "After lost tempo: the planned load or the lighter one"),
            bound("rest.go-on", "go_on", "go on", "Go on anyway"),
            bound("rest.another", "another_set", "another set"),
            bound("rest.other", "other_exercise", "other exercise"),
            bound("rest.plan", "plan", "plan"),
            bound("rest.swap", "app.swap_lifters", "other lifter"),
        ),
    ]

    def __init__(self, session: RunningSession, loudness: Loudness, after: AfterSet, standings: Standings) -> None:
        """Rest ``after`` a set; ``standings`` are what the exercises that alternate have passed the gate by."""
        self._rest: RunningRestAfterSet = RunningRestAfterSet(after)
        super().__init__(session, loudness, self._rest)
        self._after = after
        self._rules = after.rules
        self._entry = PainEntry(after) if after.asks_pain else None
        self._verdict: list[str] = []
        self._standings = standings

    def compose(self) -> ComposeResult:
        """Yield the clock, the set's result, and a line on what comes next."""
        with Horizontal(id="top"):
            yield RestHeader()
            yield Static(id="sound", markup=False)
        with Horizontal(id="middle"):
            yield GiantWord("DONE", id="word")
            yield GiantClock(id="clock")
            yield LoadedSleeve(id="bar")
        with Vertical(id="set"):
            yield Static(id="verdict", markup=False)
            yield Static(id="tempo", markup=False)
            yield RepColumns(rules=self._rules, id="bars")
            if self._entry is None:
                yield RpeScale(id="rpe")
            else:
                switch = self._services.keymap.name("rest.switch")
                yield PainScales(self._after.sides, switch, first=self._entry.side)
        yield Prose(id="next", markup=False)
        yield TroubleLine(self._session.recorder)
        yield KeyLine(id="keys")

    def _take_colours(self, mode: ColourMode) -> None:
        super()._take_colours(mode)
        self.query_one(RepColumns).colour_mode = mode
        self.query_one(GiantWord).colour_mode = mode

    def _begin_rest(self) -> None:
        self._rest.start()
        self._show_what_counts()
        self._show_set()

    def wait_for_other_lifter(self) -> None:
        """Let the rest go on in silence while the other lifter has the screen and the sound."""
        self._rest.hand_over()

    def on_screen_resume(self) -> None:
        """Show what the history has changed, and count down aloud again when this lifter is back."""
        changed, is_back = self._follow_history(), self._rest.take_back()
        if is_back:
            self._loudness.apply()  # the other lifter has it as they like it
        if changed or is_back:
            self.show_rest()

    def mirrored(self) -> tuple[RestShown, Now]:
        """Return the rest with the result of the set."""
        shown, now = super().mirrored()
        verdict, reps = " · ".join(self._verdict), self._after.outcome.reps
        return replace(shown, verdict=verdict, tempo=self._text_of("#tempo"), reps=reps, rules=self._rules), now

    @property
    def exercise(self) -> Exercise:
        """The exercise of the set that was done."""
        return self._after.sets.prescription.exercise

    @property
    def is_rated(self) -> bool:
        """Whether it was said how hard the set was, or how much it hurt."""
        outcome = self._after.outcome
        return outcome.rpe is not None or outcome.pain.worst is not None

    @property
    def next_thing_finishes(self) -> bool:
        """Whether the *next thing* key ends the session."""
        return self._rest.choice_of_next_thing is RestChoice.FINISH

    @property
    def offers_more(self) -> bool:
        """Whether one more set of this exercise is offered."""
        return self._after.offers_more

    @property
    def left_ms(self) -> int | None:
        """Milliseconds until the rest is over, negative afterwards; ``None`` where no set comes after it."""
        return None if self._clock is None else self._clock.left_ms

    def on_resize(self) -> None:
        """Fit the reps into the new size."""
        self._fit_result()

    def _follow_history(self) -> bool:
        """Take the set as it is stored now, and return whether it changed: the history can be opened in a rest."""
        with contextlib.suppress(NegcoachError):  # then nothing could be changed there either
            if self._after.follow_history():
                self._begin_asking_again()
                self._show_set()
                return True
        return False

    def action_next_thing(self) -> None:
        """Go on: to the next set or exercise; where ending is offered first, end the session."""
        if self._rest.is_too_early:
            self.refuse_press()
        elif self._presses.accepts("next"):
            self._choose(self._rest.choice_of_next_thing)

    def action_go_on(self) -> None:
        """Go on where ending is offered first: through the gate to the same exercise, or to another one."""
        after = self._after
        if not after.can_go_on or not self._presses.accepts("go-on"):
            return
        if after.asks_gate:
            self.run_worker(self._ask_to_go_on(), exclusive=True)
        else:
            self._choose(after.goes_on)

    def action_other_exercise(self) -> None:
        """Choose the next exercise, after the last set or where ending is offered first."""
        if (self._after.upcoming is None or self._after.ends_first) and self._presses.accepts("other"):
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
        if self._after.upcoming is None:
            self._after.find_following()
            self._show_set()

    def action_another_set(self) -> None:
        """Do one more set, after the last one, if the gate lets it pass."""
        if self._after.can_add_set and self._presses.accepts("another"):
            self.run_worker(self._ask_for_another_set(), exclusive=True)

    async def _ask_for_another_set(self) -> None:
        """Ask the gate for one more set."""
        sets, number = self._rest.one_more()
        passed = await self._pass_gate(sets, number)
        if passed is not None:
            self._rest.go_on_with_one_more(passed, number)
            self._show_gone_on()

    async def _ask_to_go_on(self) -> None:
        """Ask the gate for the next set."""
        upcoming = self._after.upcoming
        passed = None if upcoming is None else await self._pass_gate(self._after.next_sets, upcoming.number)
        if passed is not None and upcoming is not None:
            self._go_on_with(replace(upcoming, sets=passed))

    async def _pass_gate(self, sets: SetsToDo, number: int) -> SetsToDo | None:
        """Return the sets from a number on as the gate lets them pass; end the rest where others take their place."""
        passed = await pass_again(self.app, self._services, sets, number - 1)
        if isinstance(passed, Following):
            self._after.following = passed
            self._end_rest(RestChoice.NEXT_EXERCISE)
            return None
        return passed

    def _go_on_with(self, upcoming: Upcoming) -> None:
        """Take a set that has passed the gate for the next one."""
        self._rest.go_on_with(upcoming)
        self._show_gone_on()

    def _show_gone_on(self) -> None:
        self._show_what_counts()
        self._standings.forget(self._after.next_sets)
        self._begin_asking_again()
        self.show_rest()

    def action_keep(self) -> None:
        """Keep the planned load or reps after a set that lost its tempo; the same key again takes the lighter ones."""
        if self._after.less is None or not self._presses.accepts("keep"):
            return
        self._after.keeps_plan = not self._after.keeps_plan
        self._show_change()

    def key_here(self, key: str) -> str:
        """Return the key that a pressed one is in a rest."""
        return self._services.keymap.in_rest(key, azerty=self._on_azerty)

    def action_take_back(self) -> None:
        """Take the set's last rep back."""
        if self._presses.accepts("take-back"):
            self._after.take_back()
            self._show_change()

    def action_bring_back(self) -> None:
        """Let the rep count again that was taken back last."""
        if self._after.taken_back and self._presses.accepts("bring-back"):
            self._after.bring_back()
            self._show_change()

    def action_rate(self, rpe: int) -> None:
        """Rate the set's effort, or its pain, for which the 0 is none; the same key again keeps it."""
        if not self._presses.accepts(f"rate {rpe}"):
            return
        if self._entry is not None:
            self._show_pain(self._entry.digit(rpe % 10, self._services.clock()))
        else:
            self._rate(rpe)

    def action_change_effort(self, by: int) -> None:
        """Rate the set's effort one higher or lower, with keys that every layout has; the first press begins at 7.

        One below 1 clears it. Of a tendon it is the pain, which begins at its least, and one below that clears it.
        """
        if not self._presses.accepts(f"effort {by}"):
            return
        if self._entry is not None:
            self._show_pain(self._entry.change(by))
        else:
            self._rate(next_effort(self._after.outcome.rpe, by))

    def action_switch_side(self) -> None:
        """Say of the other side how much it hurts."""
        if self._entry is None or self._entry.other is None or not self._presses.accepts("switch-side"):
            return
        self._go_to_side(self._entry.other)
        self.show_rest()

    def _go_to_side(self, side: Side | None) -> None:
        if self._entry is not None:
            self._entry.go_to(side)
            self.query_one(PainScales).go_to(side)

    def _show_pain(self, changes: bool) -> None:
        """Show what was said of the pain, and whether that changes what comes next."""
        if changes:
            self._rest.wait()
            self._begin_asking_again()
        self._show_set()
        self.show_rest()

    def _rate(self, rated: float | None) -> None:
        self._after.rate(rated)
        self._show_set()

    def action_reason(self, value: str) -> None:
        """Set the reason why the lifter ended the set; the same key again clears it. Any set can end in pain."""
        reason = StopReason(value)
        if reason is StopReason.SPOTTER_TOUCHED and not self._after.can_be_touched:
            return
        if not self._presses.accepts(value):
            return
        self._after.give_reason(reason)
        if self._after.outcome.stop is StopReason.PAIN:
            self._go_to_side(self._after.stopped_side)
        self._follow_history()  # pain brings back a set that was deleted
        self._show_change()

    def action_finish(self) -> None:
        """Finish the session; while sets are left, only after a question."""
        if self._after.upcoming is not None:
            super().action_finish()
        elif self._presses.accepts("finish"):
            self._end_rest(RestChoice.FINISH)

    def _end_rest(self, choice: RestChoice) -> None:
        """End the rest; the next set comes only if no pain came into the store meanwhile, and nothing else stops it."""
        if choice is not RestChoice.NEXT_SET:
            super()._end_rest(choice)
        elif self._stops_for_pain():
            return
        elif self._standings.have_changed(self._after.next_sets):
            self._rest.wait()
            self.run_worker(self._ask_to_go_on(), exclusive=True)
        else:
            self._standings.forget(self._after.next_sets)
            super()._end_rest(choice)

    def on_screen_suspend(self) -> None:
        """Remember what the next set has passed the gate by: the history, which covers this screen, can change it.

        A rest that is over is left: what its own set changed is no reason to ask about the next one.
        """
        upcoming = self._after.upcoming
        if upcoming is not None and self in self.app.screen_stack:
            self._standings.remember(self._after.next_sets, upcoming.number)

    def _stops_for_pain(self) -> bool:
        """Return whether the next set does not begin as pain of today was found in the store, and say so."""
        if not self._after.look_for_pain():
            return False
        self._show_change()
        return True

    def _show_change(self) -> None:
        """Show that something else comes next now, and drop keys that were meant for what was to come until now."""
        self._begin_asking_again()
        self._show_set()
        self.show_rest()

    def _show_what_counts(self) -> None:
        """Show the countdown, where a set comes after the rest; else the word, or what comes off before a drop."""
        upcoming, drops = self._after.upcoming, self._after.drops
        self.query_one(GiantWord).display = upcoming is None or drops
        self.query_one(GiantClock).display = upcoming is not None and not drops

    @property
    def _next_bar(self) -> SleeveState | None:
        return sleeve_of(self._after.next_bar)

    @property
    def _next_weight(self) -> WeightState | None:
        return self._after.next_weight

    @property
    def _finish_choice(self) -> RestChoice:
        return RestChoice.FINISH

    def _result_of(self, choice: RestChoice) -> RestResult:
        return self._after.result(choice)

    def show_rest(self) -> None:
        """Show how much rest is left, and what comes after it, unless the other lifter has the screen."""
        if not self._rest.is_away:
            super().show_rest()

    def _goes_on_by_itself(self) -> bool:
        """Begin the next set when the rest is over, unless that waits for the key; return whether it began."""
        if not self._rest.begins_now:
            return False
        self._end_rest(RestChoice.NEXT_SET)
        return True

    @property
    def _waits_for_key(self) -> bool:
        """Whether the next set waits for the key; it does as long as the keys go to another window."""
        return self._rest.waits_for_key or not self.app.app_focus

    @property
    def _on_azerty(self) -> bool:
        """Whether the digits of the keyboard need shift, so that the key of the 6 sends a minus."""
        return isinstance(self.app, FreshKeysApp) and self.app.azerty

    @property
    def _words(self) -> RestWords:
        """The words of what comes next."""
        other_side = None if self._entry is None else self._entry.other
        unit = self._services.settings.unit
        return words_after(self._after, unit, narrow=self._narrow, low=self._low, other_side=other_side)

    @property
    def _narrow(self) -> bool:
        return self.size.width < NARROW

    @property
    def _low(self) -> bool:
        return self.size.height < LOW

    @property
    def _set_done(self) -> tuple[str, ...]:
        sets = self._after.sets
        name, label = clean(sets.prescription.exercise.name), sets.label(self._after.outcome.number)
        return (*filter(None, [clean(self._services.lifter_name)]), name, label)

    def _second_press_text(self, choice: RestChoice) -> str:
        return self._words.second_press_text(choice)

    def _next_lines(self, clock: RestClock) -> list[Content]:
        words, asked = self._words, self._rest.presses.asked_for is not None
        advice, line = words.advice_line, words.next_set_line(clock, asked=asked, waits=self._waits_for_key)
        return [*([Content.styled(advice, "bold")] if advice else []), Content(line)]

    def _keys(self, *, over: bool) -> Keys:
        return self._words.keys(over=over, counts_down=self._clock is not None, azerty=self._on_azerty)

    def _show_set(self) -> None:
        after = self._after
        if self._rest.fit():
            self._show_what_counts()
        after.ask_what_the_gate_refuses()
        outcome = after.outcome
        self.query_one(RestHeader).show(self._set_done)
        words = self._words
        self._verdict = list(words.verdict_parts)
        self.query_one("#tempo", Static).update(words.tempo_line)
        word = self.query_one(GiantWord)
        word.shape = Shape.BARS if after.drops else Shape.CHECK if words.outcome_is_good else Shape.CROSS
        word.word = words.drop_word if after.drops else words.outcome_word
        self.query_one(RepColumns).reps = outcome.reps
        self._fit_result()
        if self._entry is not None:
            self.query_one(PainScales).levels = outcome.pain
        else:
            self.query_one(RpeScale).value = None if outcome.rpe is None else round(outcome.rpe)
        if after.upcoming is None:
            first, *more = words.after_last_lines
            line = Content.styled(first, "bold" if after.ends_first and more else "")
            self.query_one("#next", Static).update(Content("\n").join([line, *map(Content, more)]))

    def _fit_result(self) -> None:
        """Fit the result into the screen: many reps in columns, without empty rows and the verdict's last parts."""
        width, height = self.size
        parts, outcome = self._verdict, self._after.outcome
        if len(" · ".join(parts[:2])) > width - 4 and parts[1:]:
            parts = [parts[0], SHORT_STOP_WORDS[outcome.stop], *parts[2:]]
        while len(parts) > 1 and height < 20 and len(" · ".join(parts)) > width - 4:
            parts = parts[:-1]
        self.query_one("#verdict", Static).update(" · ".join(parts))
        max_rows = max(3, height // 4)
        self.query_one(RepColumns).max_rows = max_rows
        self.set_class(rows_for(len(outcome.reps), width - 4, max_rows) > max_rows, "-dense")
