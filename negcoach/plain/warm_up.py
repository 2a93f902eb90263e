"""The warm-up in lines: its sets are led like any other, and stored apart from the work."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetRunner
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.warm_up import HURT, PainRecorder, WarmUpAnswer, WarmUpInTurn
from negcoach.plain.leading import NEXT_KEYS, PAIN_KEYS, Left, SetLead
from negcoach.plain.rest_base import LOOK_S
from negcoach.plain.set_lines import lines_of
from negcoach.plain.terminal import LineTerminal
from negcoach.plain.warm_up_rest import LineWarmUpRest
from negcoach.plain.warm_up_words import warm_up_text
from negcoach.training.equipment.warm_up import WarmUpSet
from negcoach.training.score.stop_rules import NEVER_STOPS
from negcoach.training.terms import StopReason


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
            runner = in_turn.prepare(in_turn.lead_in_ms, PainRecorder(self._session.recorder), NEVER_STOPS)
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
            outcome = self._in_turn.end(runner, StopReason.PAIN if leaving is StopReason.PAIN else None)
            self._session.add(self._in_turn.prescribed, outcome)
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
                self._session.recorder.retry_when_due()
                self._lead.say_notices()
                key = await self._terminal.key(LOOK_S)
                leaves = key == "q" or self._session.is_idle
                if leaves or (key is not None and key in NEXT_KEYS):
                    self._session.add(self._in_turn.prescribed, outcome)
                    self.ends_session = hurt or leaves
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
        turns = self._in_turn.turns
        while True:
            rest = LineWarmUpRest(self._terminal, self._session, self._lead.loudness, self._work, self._in_turn)
            match await rest.rest():
                case WarmUpAnswer.GO_ON:
                    turns.pop(0)
                    return bool(turns)
                case WarmUpAnswer.FINISH:
                    self.ends_session = True
                    return False
                case WarmUpAnswer.PAIN:
                    if not await self._ask_whether_it_hurts(runner, hurt=True):
                        return False

    def _say_set(self, *, waits: bool) -> None:
        place, unit = self._in_turn.turn.exercise_index, self._services.settings.unit
        self._terminal.say(warm_up_text(self._in_turn, place, self._work, unit))
        if waits:
            self._terminal.say("Space begins. s: skip this set. q: leave the warm-up.")
