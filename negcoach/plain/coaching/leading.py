"""Leading a set in lines: its keys, what is said of it, and its notices, from the first key to its last word."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.session_recorder import SAVED_AGAIN
from negcoach.coaching.set_runner import SetRunner
from negcoach.coaching.words.set_words import SLEPT, STOOD_STILL
from negcoach.formatting import stopwatch_text
from negcoach.keys.keymap import Keymap
from negcoach.plain.coaching.set_lines import SetLines
from negcoach.plain.terminal.terminal import LineTerminal
from negcoach.presses.lost import LostPresses
from negcoach.training.score.timeline import Moment, Phase
from negcoach.training.terms import StopReason

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown

LOOK_S = 0.25
"""The longest time between two looks at the set: notices come without a key."""
_CALL_LOOKS, _CALL_LOOK_S = 10, 0.03
"""How often a call is looked for after its key at most, and the time between two looks."""


def capital(line: str) -> str:
    """Return a line that begins with the name of a key; the name of a letter stays as it is pressed."""
    return f"{line[:1].upper()}{line[1:]}" if line[1:2].isalpha() else line


def is_help(keymap: Keymap, key: str) -> bool:
    """Return whether a key asks for all keys; in lines of text h always does."""
    return key == "h" or keymap.has("app.help", key)


def stays(keymap: Keymap, key: str) -> bool:
    """Return whether a key answers the question whether to end the session with no."""
    return key == "n" or any(keymap.has(action, key) for action in ("coach.next", "coach.end-set", "coach.pause"))


def _keys_of_a_set(keymap: Keymap) -> Iterator[str]:
    """Yield the keys of a set, one action a line."""
    spoken = keymap.spoken
    yield capital(f"{spoken('coach.next')}: the next thing. Bottom reached, lift done, go on.")
    yield capital(f"{spoken('coach.pause')}: pause. The load is taken first.")
    yield capital(f"{spoken('coach.end-set')}: end the set. The load is taken first.")
    yield capital(f"{spoken('coach.pain')}: it hurts, end the set.")
    yield capital(f"{spoken('coach.take-back')}: the last rep does not count.")
    yield capital(f"{spoken('coach.switch')}: the other side, in an open set.")
    yield capital(
        f"{spoken('coach.mute')}: mute. {spoken('coach.louder')}: louder. {spoken('coach.quieter')}: quieter."
    )
    yield "c: counts in lines. i: where the set is."
    yield capital(f"{spoken('coach.leave')}: leave; you are asked first.")


class Left(Enum):
    """How a set was left: it is over, or before it began with one of the keys that mean something only then."""

    OVER = "over"
    BACK = "back"
    WARM_UP = "warm-up"
    SKIP = "skip"
    MAY_NOT_BEGIN = "may-not-begin"
    IDLE = "idle"


class Mirrored(Protocol):
    """What mirrors can show."""

    def mirrored(self) -> tuple[Shown, Now]:
        """Return what they show of it."""


class SetLead:
    """Leads one set after the other; ``runner`` is that of the one under way, for who must free the lifter."""

    def __init__(self, terminal: LineTerminal, session: RunningSession, loudness: Loudness) -> None:
        self._terminal = terminal
        self._session = session
        self._services = session.services
        self._keymap = session.services.keymap
        self.loudness = loudness
        """How loud the sound of the session is."""
        debounce_ms = self._services.settings.debounce_ms
        self._presses = Debounce(debounce_ms, self._services.clock, lambda: terminal.press_source)
        self._counts = False
        self._trouble = self._gone = ""
        self._lost = LostPresses(lambda: self._services.presses)
        self.runner: SetRunner | None = None
        self._lines: SetLines | None = None
        self.rest: Mirrored | None = None
        """The rest that the session is in, ``None`` outside of rests."""
        self.began_at: datetime | None = None
        """When the newest set began."""
        self.ends_session: StopReason | None = None
        """Why the session ends with the set that is over, ``None`` where it goes on."""

    @property
    def in_set(self) -> bool:
        """Whether a set is under way."""
        return self.runner is not None and self.runner.started

    @property
    def always_act(self) -> frozenset[str]:
        """The keys that end a set or pause it, however it stands now."""
        return self._keymap.stops_set(running=self.in_set and self.runner is not None and not self.runner.paused)

    def mirrored(self) -> tuple[Shown, Now] | None:
        """Return what mirrors show of the set that waits for its first key or is under way, or of the rest."""
        if self.rest is not None:
            return self.rest.mirrored()
        runner, lines, session = self.runner, self._lines, self._session
        if runner is None or lines is None:
            return None
        from negcoach.broadcast.message import Now, SetShown  # without mirrors nobody asks

        clock = stopwatch_text(session.length_ms) if session.under_way else ""
        now = Now(self._services.clock(), runner.position_ms, None, self.loudness.label, clock, self._trouble)
        return SetShown(runner.run, lines.card, runner.started), now

    def suspend(self) -> None:
        """Pause the set that is under way, if there is one: a call frees the lifter of the load, and is said."""
        if self.runner is not None and not self.runner.paused:
            self.runner.pause()
        self.tell()

    def tell(self) -> None:
        """Say what is new in the set that is under way: a call is heard some moments after its key or signal."""
        if self.runner is not None and self.runner.started and self._lines is not None:
            self._say(self._lines.after(self.runner.advance()))

    async def lead(
        self,
        runner: SetRunner,
        lines: SetLines,
        first_keys: Mapping[str, Left],
        comes_first: Callable[[], Left | None] = lambda: None,
    ) -> Left:
        """Lead a set from its first key to its end, unless one of the ``first_keys`` comes before that.

        A set that is begun already, as after a rest, goes on. ``comes_first`` is asked as the first key is pressed:
        what it returns comes before the set (``None``: nothing does, and the set begins). Raises ``InputEndedError``;
        the set then stays that of ``runner``.
        """
        self.runner, self._lines, self.ends_session = runner, lines, None
        self._lost.begin()
        lines.counts = self._counts
        asks_to_leave = stood_still = False
        while True:
            self._heed_standstill(runner)
            moment = runner.advance()
            self._say(lines.after(moment))
            if runner.stood_still is not stood_still:
                stood_still = runner.stood_still
                if stood_still:
                    on = self._keymap.spoken_first("coach.next")
                    self._terminal.say(f"{STOOD_STILL} {on} goes on.")
                    self._await_keys_after_standstill()
            if moment.finished and not asks_to_leave:
                return self._left(Left.OVER)
            if self._ends_as_idle(runner):
                return self._left(Left.IDLE)
            asks_to_leave = asks_to_leave and self.ends_session is None
            self.say_notices()
            self._services.on_drawn()
            key = await self._terminal.key(self._wait_s(runner, moment), tells=not runner.started)
            if key is None:
                continue
            woke_computer = self._heed_standstill(runner) and not self._terminal.press_source
            if woke_computer and not asks_to_leave and self._goes_on(key, runner):
                on = self._keymap.spoken_first("coach.next")
                self._terminal.say(f"{SLEPT} {on} {'goes on' if runner.started else 'begins'}.")
            elif asks_to_leave:
                asks_to_leave = self._answer(key, runner)
            elif runner.started:
                asks_to_leave = self._act(key, runner, lines, moment)
                if asks_to_leave:
                    await self._ask_to_leave(runner)
            elif self._keymap.has("coach.next", key):
                if not self._presses.accepts("next"):
                    continue
                first = comes_first()
                if first is not None:
                    return self._left(first)
                self.begin(runner)
            else:
                left = self._before(key, first_keys, lines, moment)
                if left is not None:
                    return self._left(left)

    def _heed_standstill(self, runner: SetRunner) -> bool:
        """Return whether the program stood still while the set waited: then only keys that are pressed anew count."""
        stood_still = runner.stood_still_waiting()
        if stood_still:
            self._await_keys_after_standstill()
        return stood_still

    def _await_keys_after_standstill(self) -> None:
        """Take only keys that are pressed from now on, and see that they come: a shell may have had the terminal."""
        self._terminal.keep_modes()
        self._terminal.await_fresh_keys(self.always_act)

    def _goes_on(self, key: str, runner: SetRunner) -> bool:
        """Return whether a key begins the set, or goes on with it where it is paused."""
        return self._keymap.has("coach.next", key) or (runner.paused and self._keymap.has("coach.pause", key))

    def begin(self, runner: SetRunner) -> None:
        """Begin a set, as its first key does, or a rest that is over."""
        self.runner, self.began_at = runner, self._session.now()
        self._session.begin_set()
        runner.begin()

    def _left(self, left: Left) -> Left:
        self.runner = None
        return left

    async def _ask_to_leave(self, runner: SetRunner) -> None:
        """Ask whether to leave, after the call that frees the lifter, which comes some moments after its key."""
        looks = 0
        while runner.advance().phase not in (Phase.TAKE, Phase.PAUSED) and looks < _CALL_LOOKS:
            looks += 1
            await asyncio.sleep(_CALL_LOOK_S)
        self.tell()
        yes, hurts = self._keymap.spoken_first("leave.yes"), self._keymap.spoken_first("coach.pain")
        asks = f"{yes}: end it. {hurts}: it hurts, end it. n: stay."
        self._terminal.say(f"End the session? {self._session.recorder.saved} {asks}")

    def _before(self, key: str, first_keys: Mapping[str, Left], lines: SetLines, moment: Moment) -> Left | None:
        """Take a key before the set has begun; return how it is left, ``None`` where it is not."""
        if self._keymap.has("coach.leave", key):
            return Left.BACK
        self._common(key, lines, moment)
        return first_keys.get(key)

    def _act(self, key: str, runner: SetRunner, lines: SetLines, moment: Moment) -> bool:
        """Take a key in the set; return whether it asks to leave."""
        accepts, has, frees = self._presses.accepts, self._keymap.has, runner.can_free
        if has("coach.next", key) and accepts("next"):
            runner.next_thing(self._terminal.late_ms)
        elif has("coach.end-set", key) and accepts("end-set", frees=frees):
            runner.stop(StopReason.LIFTERS_CALL)
        elif has("coach.pain", key) and accepts("pain", frees=frees):
            runner.stop(StopReason.PAIN)
        elif has("coach.pause", key) and accepts("pause", frees=frees):
            if runner.paused:
                runner.resume(self._terminal.late_ms)
            else:
                self._pause(runner)
        elif has("coach.halt", key) and accepts("halt", frees=frees):
            self._pause(runner)
        elif has("coach.take-back", key) and accepts("take-back"):
            runner.take_back()
        elif has("coach.switch", key) and accepts("switch"):
            runner.switch_side()
        elif has("coach.leave", key) and accepts("leave"):
            self._pause(runner)
            return True
        else:
            self._common(key, lines, moment)
        return False

    def _common(self, key: str, lines: SetLines, moment: Moment) -> None:
        """Take a key that means the same at any time."""
        accepts, has = self._presses.accepts, self._keymap.has
        if has("coach.mute", key) and accepts("mute"):
            self.loudness.toggle()
            self._terminal.say(f"Sound: {self.loudness.label}.")
        elif has("coach.louder", key) and accepts("volume 1"):
            self._change_volume(1)
        elif has("coach.quieter", key) and accepts("volume -1"):
            self._change_volume(-1)
        elif key == "c" and accepts("counts"):
            self._counts = lines.counts = not self._counts
            self._terminal.say("Counts on." if self._counts else "Counts off.")
        elif key == "i" and accepts("where"):
            self._terminal.say(lines.where(moment))
        elif is_help(self._keymap, key) and accepts("help"):
            self._say(list(_keys_of_a_set(self._keymap)))

    def _change_volume(self, direction: int) -> None:
        self.loudness.change(direction)
        self._terminal.say(f"Sound: {self.loudness.label}.")

    def _answer(self, key: str, runner: SetRunner) -> bool:
        """Take the answer to the question whether to leave; return whether it is still asked."""
        hurts = self._keymap.has("coach.pain", key)
        if hurts or self._keymap.has("leave.yes", key):
            reason = StopReason.PAIN if hurts else StopReason.LIFTERS_CALL
            self.ends_session = reason
            runner.stop(reason)
            return False
        if stays(self._keymap, key):
            on = self._keymap.spoken_first("coach.next")
            self._terminal.say(f"Paused. {on} goes on." if runner.paused else "The session goes on.")
            self._terminal.await_fresh_keys()
            return False
        return True

    def _pause(self, runner: SetRunner) -> None:
        """Pause; a key that was meant for the running set does not go on, but the set can be ended at once."""
        runner.pause()
        self._terminal.await_fresh_keys(self.always_act)

    def _ends_as_idle(self, runner: SetRunner) -> bool:
        """Return whether a session that was forgotten ends here; a set that stood paused is ended first."""
        if not self._session.is_idle:
            if runner.started and not runner.paused:
                self._session.keep_alive()
            return False
        if not runner.started:
            return True
        if self.ends_session is None:
            self.ends_session = StopReason.INTERRUPTED
            runner.stop(StopReason.INTERRUPTED)
        return False

    def _wait_s(self, runner: SetRunner, moment: Moment) -> float:
        still_ms = runner.still_ms(moment)
        return LOOK_S if still_ms is None else max(0.002, min(LOOK_S, still_ms / 1000))

    def _say(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._terminal.say(line)

    def say_notices(self) -> None:
        """Say what is new about the sound, about what could not be stored, and of what is gone that was pressed."""
        notice = self._services.player.notice()
        if notice:
            self._terminal.say(notice)
        self._trouble = say_trouble(self._terminal, self._session, self._trouble)
        gone = self._lost.look() if self.in_set else ""
        if gone and gone != self._gone:
            self._terminal.say(gone)
        self._gone = gone


def say_trouble(terminal: LineTerminal, session: RunningSession, before: str) -> str:
    """Say what could not be stored, where it is other than ``before``, and return it; "" for nothing."""
    trouble = session.recorder.trouble or ""
    if trouble != before:
        terminal.say(trouble or SAVED_AGAIN)
    return trouble
