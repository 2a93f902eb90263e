"""The rest after a set, in lines: how the set went, its effort, the time that is left, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.after_set import AfterSet, RestChoice, RestResult
from negcoach.coaching.rest.after_test_words import words_after
from negcoach.coaching.rest.next_bar import NextBar
from negcoach.coaching.rest.pain_entry import PainEntry
from negcoach.coaching.rest.rest_words import RestWords, over_text
from negcoach.coaching.rest.running_rest import RunningRestAfterSet
from negcoach.coaching.rest.sleeve import sleeve_of
from negcoach.coaching.sets_to_do import Following, SetsToDo
from negcoach.plain.agenda import change_agenda
from negcoach.plain.choosing.gate import LineGate
from negcoach.plain.coaching.leading import capital, is_help
from negcoach.plain.coaching.rest_base import LOOK_S, LineRestBase, over
from negcoach.plain.terminal.floor import Floor
from negcoach.plain.terminal.speech import duration, sentence
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.texts import clean
from negcoach.training.effort import effort_text, next_effort
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.terms import StopReason
from negcoach.widgets.drawing.shapes import Shape

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown

_DIGITS = frozenset("0123456789")


class LineRest(LineRestBase[RestChoice]):
    """The rest after a set, or what comes after the last one; its result is that of the screen."""

    def __init__(
        self, terminal: LineTerminal, gate: LineGate, after: AfterSet, loudness: Loudness, floor: Floor
    ) -> None:
        """Rest ``after`` a set; what comes next passes the ``gate``, and ``floor`` is shared with another lifter."""
        self._rest: RunningRestAfterSet = RunningRestAfterSet(after)
        super().__init__(terminal, after.session, loudness, self._rest)
        self._after = after
        self._gate = gate
        self._floor = floor
        self._entry = PainEntry(after) if after.asks_pain else None
        self._ends: RestChoice | None = None
        self._said: tuple[object, ...] | None = None  # the next set as it was said last
        self._names_all_plates = False  # another bar was said before in this rest: nobody knows what is on it

    async def rest(self) -> RestResult:
        """Rest until the lifter goes on; raises ``InputEndedError``."""
        self._rest.start()
        self._rest.look()  # where no rest is between two sets, what comes next says it
        self._terminal.await_fresh_keys()
        self._say_result()
        self._say_next()
        try:
            while self._ends is None:
                if self._session.is_idle:
                    self._ends = RestChoice.FINISH
                    break
                self._look_at_clock()
                if self._rest.begins_now:
                    await self._end(RestChoice.NEXT_SET)
                    continue
                self._say_trouble()
                key = await self._terminal.key(LOOK_S)
                if key is not None:
                    await self._act(key)
        finally:
            self._rest.stop()
        return self._after.result(self._ends)

    def mirrored(self) -> tuple[Shown, Now]:
        """Return the rest with the result of the set, in the words of the screens."""
        from negcoach.broadcast.message import RestShown  # without mirrors nobody asks

        after, words, clock = self._after, self._words, self._rest.clock
        lines = list(words.after_last_lines)
        if after.upcoming is not None and clock is not None:
            coming = words.next_set_line(clock, asked=False, waits=self._rest.waits_for_key)
            lines = [*filter(None, [words.advice_line]), *coming.split("\n")]
        label = after.sets.label(after.outcome.number)
        shown = RestShown(
            header=clean(f"{after.sets.prescription.exercise.name.upper()}  {label}"),
            counts_down=clock is not None and not after.drops,
            word=words.drop_word if after.drops else words.outcome_word,
            shape=Shape.BARS if after.drops else Shape.CHECK if words.outcome_is_good else Shape.CROSS,
            verdict=" · ".join(words.verdict_parts),
            tempo=words.tempo_line,
            reps=after.outcome.reps,
            rules=after.rules,
            bar=sleeve_of(after.next_bar),
            weight=after.next_weight,
            lines=tuple(lines),
        )
        return shown, self._now

    async def _act(self, key: str) -> None:
        after, accepts = self._after, self._presses.accepts
        key, has = self._keymap.in_rest(key, azerty=self._terminal.azerty), self._keymap.has
        if has("coach.next", key):
            await self._go_on()
        elif has("coach.pain", key) and accepts("pain"):
            self._give_reason(StopReason.PAIN)
        elif has("rest.touched", key) and after.can_be_touched and accepts("touched"):
            self._give_reason(StopReason.SPOTTER_TOUCHED)
        elif key in _DIGITS and accepts(f"rate {key}"):
            self._rate(int(key))
        elif has("rest.effort-more", key) and accepts("effort-more"):
            self._change_rating(1)
        elif has("rest.effort-less", key) and accepts("effort-less"):
            self._change_rating(-1)
        elif has("rest.switch", key) and accepts("switch-side"):
            self._switch_side()
        elif has("coach.take-back", key) and accepts("take-back"):
            after.take_back()
            self._change()
        elif has("rest.bring-back", key) and after.taken_back and accepts("bring-back"):
            after.bring_back()
            self._change()
        elif has("rest.less", key) and after.less is not None and accepts("keep"):
            after.keeps_plan = not after.keeps_plan
            self._change()
        elif has("rest.go-on", key) and after.can_go_on and accepts("go-on"):
            await self._go_on_anyway()
        elif has("rest.another", key) and after.can_add_set and accepts("another"):
            await self._ask_for_another()
        elif has("rest.other", key) and (after.upcoming is None or after.ends_first) and accepts("other"):
            self._ends = RestChoice.OTHER_EXERCISE
        elif has("coach.leave", key) and accepts("finish"):
            await self._finish()
        elif has("rest.plan", key) and self._session.agenda is not None and accepts("plan"):
            await self._change_agenda()
        elif has("rest.swap", key) and self._floor.is_shared and accepts("swap"):
            await self._swap()
        elif is_help(self._keymap, key) and accepts("help"):
            for name, meaning in self._keys:
                self._terminal.say(f"{capital(name)}: {meaning}.")
        else:
            self._common(key)
        if self._ends is None:
            self._follow_next_set()

    def _follow_next_set(self) -> bool:
        """Say what comes next where it is no longer what was said last; return whether it was said.

        Whatever changed it: no key that was meant for what was said may begin another load.
        """
        if self._coming == self._said:
            return False
        self._change()
        return True

    @property
    def _coming(self) -> tuple[object, ...]:
        """What is lifted next: the set with its load and reps, and the plates for it."""
        upcoming = self._after.upcoming
        return (None,) if upcoming is None else (upcoming.number, self._after.next_prescription, self._after.next_bar)

    async def _go_on(self) -> None:
        """Take the *next thing* key."""
        if not self._rest.is_too_early and self._presses.accepts("next"):
            await self._choose(self._rest.choice_of_next_thing)

    async def _choose(self, choice: RestChoice) -> None:
        """End the rest; while it runs, only if the same was chosen a moment ago."""
        if self._is_chosen(choice):
            await self._end(choice)

    async def _end(self, choice: RestChoice) -> None:
        """End the rest; the next set comes only if no pain came into the store meanwhile, and nothing was asked."""
        if choice is RestChoice.NEXT_SET:
            if self._after.look_for_pain():
                self._change()
                return
            if not await self._gate.pass_next(self._after):
                self._terminal.await_fresh_keys()
                self._say_next()
                return
            if self._follow_next_set():
                self._rest.wait()
                return
        self._ends = choice

    async def _go_on_anyway(self) -> None:
        """Go on where ending is offered first: through the gate to the same exercise, or to another one."""
        after = self._after
        if not after.asks_gate:
            await self._choose(after.goes_on)
            return
        upcoming = after.upcoming
        if upcoming is None:
            return
        passed = await self._pass(after.next_sets, upcoming.number)
        if passed is not None:
            self._rest.go_on_with(replace(upcoming, sets=passed))
            self._terminal.await_fresh_keys()
            self._say_next()

    async def _ask_for_another(self) -> None:
        """Ask the gate for one more set."""
        sets, number = self._rest.one_more()
        passed = await self._pass(sets, number)
        if passed is not None:
            self._rest.go_on_with_one_more(passed, number)
            self._terminal.await_fresh_keys()
            self._say_next()

    async def _pass(self, sets: SetsToDo, number: int) -> SetsToDo | None:
        """Return the sets from a number on as the gate lets them pass; end the rest where others take their place."""
        passed = await self._gate.pass_sets(sets, number - 1)
        if isinstance(passed, Following):
            self._after.following = passed
            self._ends = RestChoice.NEXT_EXERCISE
            return None
        if passed is None:
            self._say_next()
        return passed

    async def _finish(self) -> None:
        """Finish the session; while sets are left, only after a question."""
        if self._after.upcoming is None or await self._ask_whether_to_end():
            self._ends = RestChoice.FINISH

    async def _change_agenda(self) -> None:
        """Say what is left of the session's plan, and change it."""
        await change_agenda(self._gate.asker, self._session)
        if self._after.upcoming is None:
            self._after.find_following()
        self._terminal.await_fresh_keys()
        self._say_next()

    async def _swap(self) -> None:
        """Give the floor to the other lifter; when it is given back, say where this one is."""
        self._rest.hand_over()
        await self._floor.swap()
        self._loudness.apply()
        self._rest.take_back()
        self._rest.look()  # what comes next says it where the rest is over
        self._told_ms = None
        self._terminal.await_fresh_keys()
        self._say_result()
        self._say_next()

    def _give_reason(self, reason: StopReason) -> None:
        self._after.give_reason(reason)
        if self._entry is not None and self._after.outcome.stop is StopReason.PAIN:
            self._entry.go_to(self._after.stopped_side)
        self._change()

    def _rate(self, digit: int) -> None:
        """Rate the set's effort, 0 for 10, or its pain; the same again keeps it."""
        if self._entry is None:
            self._say_effort(digit or 10)
        else:
            self._say_pain(self._entry, self._entry.digit(digit, self._services.clock()))

    def _change_rating(self, by: int) -> None:
        """Rate one higher or lower; the first press gives an effort of 7, of a tendon the least pain.

        An effort below 1 is none, and so is a pain below the least.
        """
        if self._entry is None:
            self._say_effort(next_effort(self._after.outcome.rpe, by))
        else:
            self._say_pain(self._entry, self._entry.change(by))

    def _switch_side(self) -> None:
        """Say of the other side how much it hurt."""
        if self._entry is not None and self._entry.other is not None:
            self._entry.go_to(self._entry.other)
            self._ask_pain(self._entry)

    def _say_effort(self, rpe: float | None) -> None:
        self._after.rate(rpe)
        self._terminal.say("Effort cleared." if rpe is None else f"Effort {effort_text(rpe)} of 10.")

    def _ask_pain(self, entry: PainEntry) -> None:
        """Ask how much the side hurt that the keys are for, and name the key for the other one."""
        where = "" if entry.side is None else f" on the {entry.side.value}"
        switch = self._keymap.spoken_first("rest.switch")
        other = "" if entry.other is None else f" {switch}: the {entry.other.value} side."
        self._terminal.say(f"How much did it hurt{where}? 0 none to {WORST_PAIN} the worst.{other}")

    def _say_pain(self, entry: PainEntry, changes: bool) -> None:
        """Say what was said of the pain, and what comes next where that changes it."""
        pain = self._after.outcome.pain.of(entry.side)
        where = "" if entry.side is None else f" on the {entry.side.value}"
        self._terminal.say(f"Pain{where} cleared." if pain is None else f"Pain {pain} of {WORST_PAIN}{where}.")
        if changes:
            self._rest.wait()
            self._change()

    def _change(self) -> None:
        """Say that something else comes next now, and drop keys that were meant for what was to come until now."""
        self._rest.presses.forget()
        self._terminal.await_fresh_keys()
        self._rest.fit()
        self._say_result()
        self._say_next()

    @property
    def _says_what_is_left(self) -> bool:
        """Whether it is said from time to time how much rest is left: not where the session is to end."""
        return not self._after.ends_first

    def _second_press_text(self, choice: RestChoice) -> str:
        return self._words.second_press_text(choice)

    def _say_that_it_is_over(self) -> None:
        if self._rest.waits_for_key and not self._after.ends_first:
            self._say_next()

    def _say_result(self) -> None:
        """Say how the set went."""
        after = self._after
        after.ask_what_the_gate_refuses()
        words, label = self._words, after.sets.label(after.outcome.number)
        self._terminal.say(sentence(f"{label}: {', '.join(words.verdict_parts[:3])}"))
        if words.tempo_line:
            self._terminal.say(words.tempo_line)

    def _say_next(self) -> None:
        """Say what is asked, what comes next, and which key leads to it."""
        after, words, say = self._after, self._words, self._terminal.say
        if self._entry is not None and after.outcome.pain.of(self._entry.side) is None:
            self._ask_pain(self._entry)
        elif self._entry is None and after.outcome.rpe is None:
            say("How hard was it? 1 to 9, and 0 for 10.")
        clock = self._rest.clock
        if after.upcoming is None or clock is None:
            for line in words.after_last_lines:
                say(line)
        else:
            if not clock.over and not after.ends_first:
                say(f"Rest: {duration(clock.left_ms)}.")
            if words.advice_line:
                say(words.advice_line)
            coming = words.next_set_line(clock, asked=False, waits=self._rest.waits_for_key)
            what, *more = coming.replace(over_text(clock, self._next_key), over(self._next_key)).split("\n")
            for line in (what, *self._bar_lines(), *more):
                say(sentence(line))
        self._said = self._coming
        first = self._keys[0]
        say(f"{capital(first[0])}: {first[1]}. h: all keys.")

    def _bar_lines(self) -> list[str]:
        """Return how the bar is loaded: what is changed, or all its plates after another bar was said in this rest.

        Without a bar it is what is chosen of a stack, or the dumbbell.
        """
        bar, weight = self._after.next_bar, self._after.next_weight
        if bar is None:
            return [] if weight is None else [weight.headlines[0]]
        said = None if self._said is None else self._said[-1]
        self._names_all_plates |= isinstance(said, NextBar) and said.after != bar.after
        whole = replace(bar, before=None) if self._names_all_plates else bar
        return [f"bar {whole.texts[0]}"]

    @property
    def _words(self) -> RestWords:
        other_side = None if self._entry is None else self._entry.other
        return words_after(self._after, self._services.settings.unit, other_side=other_side, spoken=True)

    @property
    def _keys(self) -> Sequence[tuple[str, str]]:
        clock, azerty = self._rest.clock, self._terminal.azerty
        keys = self._words.keys(over=clock is None or clock.over, counts_down=clock is not None, azerty=azerty)
        known = [(key, clean(meaning)) for key, meaning in keys]
        return [*known, (self._keymap.spoken_short("coach.mute"), "mute"), ("i", "say this again")]
