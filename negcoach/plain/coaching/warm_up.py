"""The warm-up in lines: its sets are led like any other, and stored apart from the work."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.warm_up import HURT, PainRecorder, WarmUpAnswer, WarmUpInTurn
from negcoach.coaching.set_runner import SetRunner
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_card import set_card
from negcoach.plain.coaching.leading import Left, SetLead
from negcoach.plain.coaching.rest_base import LOOK_S
from negcoach.plain.coaching.set_lines import SetLines
from negcoach.plain.coaching.warm_up_rest import LineWarmUpRest
from negcoach.plain.coaching.warm_up_words import warm_up_text
from negcoach.plain.terminal.terminal import LineTerminal
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
            keymap, name = self._services.keymap, in_turn.name(in_turn.turn.exercise_index)
            card = set_card(self._session, in_turn, NEVER_STOPS, name)
            lines = SetLines(card, keymap.spoken_first("coach.next"))
            left = await self._lead.lead(runner, lines, dict.fromkeys(keymap.keys("warm-up.skip"), Left.SKIP))
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
        has = self._services.keymap.has
        while True:
            outcome = self._in_turn.end(runner, StopReason.PAIN if hurt else StopReason.LIFTERS_CALL)
            self._say_whether_it_hurts(hurt=hurt, lowered=bool(runner.counting_reps))
            self._terminal.await_fresh_keys()
            key = None
            while not has("coach.pain", key):
                self._session.recorder.retry_when_due()
                self._lead.say_notices()
                key = await self._terminal.key(LOOK_S)
                leaves = has("coach.leave", key) or self._session.is_idle
                if leaves or has("coach.next", key):
                    self._session.add(self._in_turn.prescribed, outcome)
                    self.ends_session = hurt or leaves
                    return not self.ends_session
            hurt = not hurt

    def _say_whether_it_hurts(self, *, hurt: bool, lowered: bool) -> None:
        say, first = self._terminal.say, self._services.keymap.spoken_first
        on, hurts, leave = first("coach.next"), first("coach.pain"), first("coach.leave")
        if hurt:
            say(HURT)
            say(f"{on}: end the session. {hurts}: it does not hurt.")
            return
        say("Does it hurt? Then stop here." if lowered else "No rep was lowered. Does it hurt? Then stop here.")
        say(f"{hurts}: it hurts. {on}: {'go on' if lowered else 'get ready again'}. {leave}: end the session.")

    async def _rest(self, runner: SetRunner) -> bool:
        """Rest, and make the next set the one that is due; return whether it begins."""
        turns = self._in_turn.turns
        while True:
            rest = LineWarmUpRest(self._terminal, self._session, self._lead.loudness, self._work, self._in_turn)
            self._lead.rest = rest
            try:
                answer = await rest.rest()
            finally:
                self._lead.rest = None
            match answer:
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
            first = self._services.keymap.spoken_first
            on, skip, leave = first("coach.next"), first("warm-up.skip"), first("coach.leave")
            self._terminal.say(f"{on} begins. {skip}: skip this set. {leave}: leave the warm-up.")
