"""The warm-up in lines: its sets are led like any other, and stored apart from the work."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import NullRecorder, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.standstill import StandstillWatch
from negcoach.coaching.warm_up import HURT, WarmUpInTurn
from negcoach.coaching.words.set_words import load_in_words, reps_text
from negcoach.plain.leading import NEXT_KEYS, PAIN_KEYS, Left, SetLead
from negcoach.plain.set_lines import lines_of
from negcoach.plain.speech import duration, sentence
from negcoach.plain.terminal import LineTerminal
from negcoach.texts import clean
from negcoach.training.equipment.load_note import plates_text
from negcoach.training.equipment.warm_up import WarmUpSet, bar_for
from negcoach.training.score.stop_rules import NEVER_STOPS
from negcoach.training.terms import StopReason

_LOOK_S = 0.1


class LineWarmUp:
    """Leads the warm-up before the first set of an exercise; ``ends_session`` is whether the session ends in it.

    No tempo is judged. Pain in it is stored as pain of the exercise, and ends the session. Each set can be skipped.
    """

    def __init__(
        self,
        terminal: LineTerminal,
        lead: SetLead,
        session: RunningSession,
        work: SetsToDo,
        sets: Sequence[WarmUpSet],
    ) -> None:
        """Lead ``sets`` before ``work``."""
        self._terminal = terminal
        self._lead = lead
        self._session = session
        self._services = session.services
        self._work = work
        self._in_turn = WarmUpInTurn(session, work, sets)
        self.ends_session = False

    async def lead(self) -> None:
        """Lead it to its end, or until the lifter leaves it for the work; raises ``InputEndedError``."""
        in_turn, begins = self._in_turn, False
        while in_turn.turns and not self.ends_session:
            runner = in_turn.prepare(in_turn.lead_in_ms, NullRecorder(), NEVER_STOPS)
            self._say_set(waits=not begins)
            if begins:
                self._lead.begin(runner)
            self._terminal.await_fresh_keys()
            lines = lines_of(self._session, in_turn, NEVER_STOPS)
            left = await self._lead.lead(runner, lines, {"s": Left.SKIP, "f2": Left.SKIP})
            if left is Left.BACK:
                return
            if left is Left.SKIP:
                begins = False
                in_turn.turns.pop(0)
            elif left is Left.IDLE:
                self.ends_session = True
            else:
                begins = await self._after_set(runner)

    async def _after_set(self, runner: SetRunner) -> bool:
        """Store the set and rest, or ask what nothing done or pain means; return whether the next one begins."""
        self._services.player.stop()
        reps, hurt = self._in_turn.store(runner, self._lead.began_at), runner.stop_reason is StopReason.PAIN
        leaving = self._lead.ends_session
        if leaving is not None:
            if leaving is StopReason.PAIN:
                self._session.add(self._in_turn.prescribed, self._in_turn.end(runner, StopReason.PAIN))
            self.ends_session = True
            return False
        if hurt or not reps:
            goes_on = await self._ask_whether_it_hurts(runner, hurt=hurt)
            if not goes_on or not reps:
                return False  # the same set again, where the session goes on
        return await self._rest(runner)

    async def _ask_whether_it_hurts(self, runner: SetRunner, *, hurt: bool) -> bool:
        """Ask, and return whether it goes on; after pain the session ends. What is said is recorded at once."""
        while True:
            outcome = self._in_turn.end(runner, StopReason.PAIN if hurt else StopReason.LIFTERS_CALL)
            self._say_whether_it_hurts(hurt=hurt, lowered=bool(runner.counting_reps))
            self._terminal.await_fresh_keys()
            key = None
            while key not in PAIN_KEYS:
                key = await self._terminal.key()
                if key is not None and (key in NEXT_KEYS or key == "q"):
                    self._session.add(self._in_turn.prescribed, outcome)
                    self.ends_session = hurt or key == "q"
                    return not self.ends_session
            hurt = not hurt

    def _say_whether_it_hurts(self, *, hurt: bool, lowered: bool) -> None:
        say = self._terminal.say
        if hurt:
            say(HURT)
            say("Space: end the session. x: it does not hurt.")
            return
        say("Does it hurt? Then stop here." if lowered else "No rep was lowered. Does it hurt? Then stop here.")
        say(f"x: it hurts. Space: {'go on' if lowered else 'get ready again'}. q: end the session.")

    async def _rest(self, runner: SetRunner) -> bool:
        """Rest, and make the next set the one that is due; return whether it begins."""
        services, turns = self._services, self._in_turn.turns
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        clock = RestClock(self._in_turn.sets.prescription.rest_ms, services.player, watch)
        self._terminal.say(f"Rest: {duration(clock.left_ms)}.")
        self._say_coming()
        self._terminal.await_fresh_keys()
        was_over = asked = False
        try:
            while True:
                if self._session.is_idle:
                    self.ends_session = True
                    return False
                clock.catch_up()
                if clock.over and not was_over:
                    was_over = True
                    self._terminal.say("The rest is over. Press Space when everyone is ready.")
                    self._terminal.await_fresh_keys()
                key = await self._terminal.key(_LOOK_S)
                if key in NEXT_KEYS:
                    if clock.over or asked:
                        turns.pop(0)
                        return bool(turns)
                    asked = True
                    self._terminal.say(f"Press Space again to go on now: {duration(clock.left_ms)} of rest left.")
                    self._terminal.await_fresh_keys()
                elif key in ("s", "f2") and turns[1:]:
                    del turns[1]
                    self._say_coming()
                elif key in ("plus", "equals_sign", "minus"):
                    (clock.shorter if key == "minus" else clock.longer)()
                    self._terminal.say(f"{duration(clock.left_ms)} of rest left.")
                elif key in PAIN_KEYS:
                    clock.stop()
                    if not await self._ask_whether_it_hurts(runner, hurt=True):
                        return False
                    return await self._rest(runner)
                elif key == "q":
                    self.ends_session = True
                    return False
        finally:
            clock.stop()

    def _say_set(self, *, waits: bool) -> None:
        self._terminal.say(self._set_text(self._in_turn.turn.exercise_index))
        if waits:
            self._terminal.say("Space begins. s: skip this set. q: leave the warm-up.")

    def _say_coming(self) -> None:
        """Say the next set of the warm-up, or that the work comes."""
        turns = self._in_turn.turns
        if turns[1:]:
            self._terminal.say(f"Next: {self._set_text(turns[1].exercise_index)} s: skip it. x: it hurts. q: finish.")
            return
        work = self._work
        bar = bar_for(work.prescription, work.warm_up_one_rm_kg, self._services.settings.equipment)
        plates = "" if bar is None else f", {plates_text(bar)}"
        load = load_in_words(work.prescription, self._services.settings.unit)
        self._terminal.say(f"Next: {work.label(work.first_set)}, {load}{plates}. x: it hurts. q: finish.")

    def _set_text(self, place: int) -> str:
        """Return ``Warm-up 2 of 3: 3 reps, 70 kg.``, with the plates where they are known.

        Before that the exercise is named where it is an easier one.
        """
        prescription, bar = self._in_turn.alternating[place].prescription, self._in_turn.bar(place)
        name = prescription.exercise.name
        easier = "" if name == self._work.prescription.exercise.name else f"{name}, "
        plates = "" if bar is None else f", {plates_text(bar)}"
        load = load_in_words(prescription, self._services.settings.unit)
        return sentence(clean(f"{self._in_turn.name(place)}: {easier}{reps_text(prescription)}, {load}{plates}"))
