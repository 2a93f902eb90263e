"""The rest after a set of a warm-up, in lines: nothing begins by itself after it."""

from __future__ import annotations

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.running_rest import RunningRest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.warm_up import WarmUpAnswer, WarmUpInTurn
from negcoach.coaching.words.set_words import load_in_words
from negcoach.plain.leading import HELP_KEYS, NEXT_KEYS, PAIN_KEYS
from negcoach.plain.rest_base import LOOK_S, OVER, LineRestBase
from negcoach.plain.speech import duration
from negcoach.plain.terminal import LineTerminal
from negcoach.plain.warm_up_words import warm_up_text
from negcoach.texts import clean
from negcoach.training.equipment.load_note import plates_text
from negcoach.training.equipment.warm_up import bar_for

_SKIP_KEY = "s or F2: skip the next set."
_KEYS = (
    "Space: go on; while the rest runs, press it twice.",
    "x or F8: it hurts.",
    _SKIP_KEY,
    "Plus and minus: 15 seconds more or less.",
    "Full stop or F9: mute. i: say this again.",
    "q: finish; you are asked first.",
)
_KEYS_SAID = "x: it hurts. q: finish. h: all keys."


class LineWarmUpRest(LineRestBase[WarmUpAnswer]):
    """The rest after a set of a warm-up; its answer is that of the screen."""

    def __init__(
        self,
        terminal: LineTerminal,
        session: RunningSession,
        loudness: Loudness,
        work: SetsToDo,
        in_turn: WarmUpInTurn,
    ) -> None:
        """Rest after the set that is due, of the warm-up before ``work``; what is skipped is taken out of it."""
        super().__init__(terminal, session, loudness, RunningRest(session.services))
        self._work = work
        self._in_turn = in_turn

    async def rest(self) -> WarmUpAnswer:
        """Rest until the lifter goes on; raises ``InputEndedError``."""
        self._rest.count_down(self._in_turn.sets.prescription.rest_ms)
        self._terminal.await_fresh_keys()
        self._terminal.say(f"Rest: {duration(self._in_turn.sets.prescription.rest_ms)}.")
        self._say_next()
        try:
            while not self._session.is_idle:
                self._look_at_clock()
                self._say_trouble()
                key = await self._terminal.key(LOOK_S)
                answer = None if key is None else await self._act(key)
                if answer is not None:
                    return answer
        finally:
            self._rest.stop()
        return WarmUpAnswer.FINISH

    async def _act(self, key: str) -> WarmUpAnswer | None:
        """Take a key; return how the rest ends with it, ``None`` where it goes on."""
        accepts, turns = self._presses.accepts, self._in_turn.turns
        if key in NEXT_KEYS and accepts("next"):
            return WarmUpAnswer.GO_ON if self._is_chosen(WarmUpAnswer.GO_ON) else None
        if key in PAIN_KEYS and accepts("pain"):
            return WarmUpAnswer.PAIN
        if key == "q" and accepts("finish"):
            return WarmUpAnswer.FINISH if await self._ask_whether_to_end() else None
        if key in ("s", "f2") and turns[1:] and accepts("skip"):
            del turns[1]
            self._rest.presses.forget()
            self._terminal.await_fresh_keys()
            self._say_next()
        elif key in HELP_KEYS and accepts("help"):
            for line in _KEYS:
                if turns[1:] or line != _SKIP_KEY:
                    self._terminal.say(line)
        else:
            self._common(key)
        return None

    def _second_press_text(self, choice: WarmUpAnswer) -> str:
        return "Press Space again to go on now"

    def _say_that_it_is_over(self) -> None:
        self._terminal.say(OVER)

    def _say_next(self) -> None:
        """Say the next set of the warm-up, or that the work comes."""
        turns, work, services = self._in_turn.turns, self._work, self._services
        if turns[1:]:
            text = warm_up_text(self._in_turn, turns[1].exercise_index, work, services.settings.unit)
            self._terminal.say(f"Next: {text} s: skip it. {_KEYS_SAID}")
            return
        bar = bar_for(work.prescription, work.warm_up_one_rm_kg, services.settings.equipment)
        plates = "" if bar is None else f", {plates_text(bar)}"
        load = load_in_words(work.prescription, services.settings.unit)
        exercise = work.prescription.exercise.name
        name = "" if exercise == self._in_turn.sets.prescription.exercise.name else f"{exercise}, "
        self._terminal.say(clean(f"Next: {name}{work.label(work.first_set)}, {load}{plates}. {_KEYS_SAID}"))
