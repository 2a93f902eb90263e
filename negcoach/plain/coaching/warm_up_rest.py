"""The rest after a set of a warm-up, in lines: nothing begins by itself after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.running_rest import RunningRest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.warm_up import WarmUpAnswer, WarmUpInTurn
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.coaching.words.set_words import load_in_words
from negcoach.plain.coaching.leading import capital, is_help
from negcoach.plain.coaching.rest_base import LOOK_S, LineRestBase, over
from negcoach.plain.coaching.warm_up_words import warm_up_text
from negcoach.plain.terminal.speech import duration
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.texts import clean
from negcoach.training.equipment.load_note import plates_text
from negcoach.training.equipment.warm_up import bar_for
from negcoach.widgets.drawing.shapes import Shape

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown


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
        has = self._keymap.has
        if has("coach.next", key) and accepts("next"):
            return WarmUpAnswer.GO_ON if self._is_chosen(WarmUpAnswer.GO_ON) else None
        if has("coach.pain", key) and accepts("pain"):
            return WarmUpAnswer.PAIN
        if has("coach.leave", key) and accepts("finish"):
            return WarmUpAnswer.FINISH if await self._ask_whether_to_end() else None
        if has("warm-up.skip", key) and turns[1:] and accepts("skip"):
            del turns[1]
            self._rest.presses.forget()
            self._terminal.await_fresh_keys()
            self._say_next()
        elif is_help(self._keymap, key) and accepts("help"):
            for line in self._key_lines(skips=bool(turns[1:])):
                self._terminal.say(line)
        else:
            self._common(key)
        return None

    def _key_lines(self, *, skips: bool) -> Iterator[str]:
        """Yield the keys, one action a line."""
        spoken = self._keymap.spoken
        yield capital(f"{self._next_key}: go on; while the rest runs, press it twice.")
        yield capital(f"{spoken('coach.pain')}: it hurts.")
        if skips:
            yield capital(f"{spoken('warm-up.skip')}: skip the next set.")
        yield capital(f"{spoken('rest.longer')}, {spoken('rest.shorter')}: 15 seconds more or less.")
        yield capital(f"{spoken('coach.mute')}: mute. i: say this again.")
        yield capital(f"{spoken('coach.leave')}: finish; you are asked first.")

    def _second_press_text(self, choice: WarmUpAnswer) -> str:
        return f"Press {self._next_key} again to go on now"

    def _say_that_it_is_over(self) -> None:
        self._terminal.say(over(self._next_key))

    def mirrored(self) -> tuple[Shown, Now]:
        """Return the rest with what comes after it."""
        from negcoach.broadcast.message import RestShown  # without mirrors nobody asks

        name = clean(self._in_turn.sets.prescription.exercise.name.upper())
        rules = self._services.settings.stop_rules
        lines = (self._next_text,)
        return RestShown(f"{name}  warm-up", True, "", Shape.CHECK, "", "", (), rules, None, lines), self._now

    def _say_next(self) -> None:
        """Say the next set of the warm-up, or that the work comes."""
        first = self._keymap.spoken_first
        skip = f" {first('warm-up.skip')}: skip it." if self._in_turn.turns[1:] else ""
        keys = f"{first('coach.pain')}: it hurts. {first('coach.leave')}: finish. h: all keys."
        self._terminal.say(f"{self._next_text}{skip} {keys}")

    @property
    def _next_text(self) -> str:
        """The next set of the warm-up, or of the work."""
        turns, work, services = self._in_turn.turns, self._work, self._services
        if turns[1:]:
            return f"Next: {warm_up_text(self._in_turn, turns[1].exercise_index, work, services.settings.unit)}"
        bar = bar_for(work.prescription, work.warm_up_one_rm_kg, services.settings.equipment)
        plates = "" if bar is None else f", {plates_text(bar)}"
        load = load_in_words(work.prescription, services.settings.unit)
        exercise = work.prescription.exercise.name
        name = "" if exercise == self._in_turn.sets.prescription.exercise.name else f"{exercise}, "
        return clean(f"Next: {name}{work.label(work.first_set)}, {load}{plates}.")
