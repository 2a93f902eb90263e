"""What the rests in lines share: what is left of the time, the keys for it, the sound, and the question of the end."""

from __future__ import annotations

from abc import ABC, abstractmethod

from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import WARNING_MS, RestClock
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.standstill import StandstillWatch
from negcoach.plain.leading import END_KEYS, LOUDER_KEYS, MUTE_KEYS, NEXT_KEYS, PAUSE_KEYS
from negcoach.plain.speech import duration
from negcoach.plain.terminal import LineTerminal

LOOK_S = 0.1
"""The time between two looks at the clock of the rest."""
TOLD_MS = (60_000, 30_000, WARNING_MS)
"""What is left of the rest when that is said."""

OVER = "The rest is over. Press Space when everyone is ready."


class LineRestBase(ABC):
    """A rest: the time that is left of it, and what comes next."""

    def __init__(self, terminal: LineTerminal, session: RunningSession, loudness: Loudness) -> None:
        """Rest in a session."""
        self._terminal = terminal
        self._session = session
        self._services = session.services
        self._loudness = loudness
        self._presses = Debounce(self._services.settings.debounce_ms, self._services.clock)
        self._clock: RestClock | None = None
        self._told_ms: int | None = None  # what was left when it was said last
        self._was_over = False
        self._trouble = ""

    @abstractmethod
    def _say_next(self) -> None:
        """Say what comes next, and which key leads to it."""

    @abstractmethod
    def _look_at_clock(self, *, goes_on: bool = True) -> bool:
        """Say what is new about the time; return whether the next set begins by itself now, where it ``goes_on``."""

    def _count_down(self, left_ms: int, call: str = "") -> None:
        services = self._services
        watch = StandstillWatch(services.clock, services.elapsed, services.player)
        self._clock = RestClock(left_ms, services.player, watch, call=call)
        self._told_ms = left_ms

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.stop()

    def _common(self, key: str) -> None:
        """Take a key that means the same in every rest."""
        accepts, clock = self._presses.accepts, self._clock
        if key in LOUDER_KEYS and clock is not None and accepts("longer"):
            clock.longer()
            self._say_left()
        elif key == "minus" and clock is not None and accepts("shorter"):
            clock.shorter()
            self._say_left()
        elif key in MUTE_KEYS and accepts("mute"):
            self._loudness.toggle()
            self._terminal.say(f"Sound: {self._loudness.label}.")
        elif key == "i" and accepts("where"):
            self._say_next()

    async def _ask_whether_to_end(self) -> bool:
        """Ask whether to end the session, and return whether it ends; one that was forgotten does."""
        self._terminal.say("End the session? Every rep so far is saved. y: end it. n: stay.")
        self._terminal.await_fresh_keys()
        while not self._session.is_idle:
            key = await self._terminal.key(LOOK_S)
            self._look_at_clock(goes_on=False)
            self._say_trouble()
            if key == "y":
                return True
            if key is not None and key in {"n", *NEXT_KEYS, *END_KEYS, *PAUSE_KEYS}:
                self._say_next()
                self._terminal.await_fresh_keys()
                return False
        return True

    def _tell_what_is_left(self, clock: RestClock) -> None:
        """Say from time to time how much rest is left."""
        left_ms, told_ms = clock.left_ms, self._told_ms
        if any(told_ms is not None and left_ms <= one < told_ms for one in TOLD_MS):
            self._told_ms = left_ms
            if left_ms > 0:
                self._terminal.say(f"{duration(left_ms)} of rest left.")

    def _say_left(self) -> None:
        clock = self._clock
        if clock is not None:
            self._told_ms = clock.left_ms
            self._terminal.say(f"{duration(clock.left_ms)} of rest left.")

    def _say_trouble(self) -> None:
        """Write what could not be stored, and say what still cannot be."""
        self._session.recorder.retry_when_due()
        trouble = self._session.recorder.trouble or ""
        if trouble != self._trouble:
            self._trouble = trouble
            self._terminal.say(trouble or "Everything is stored again.")
