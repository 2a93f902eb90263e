"""What the rests in lines share: what is left of the time, the keys for it, the sound, and the question of the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic

from negcoach.coaching.keys.debounce import Debounce
from negcoach.coaching.loudness import Loudness
from negcoach.coaching.rest.rest_clock import WARNING_MS, RestClock
from negcoach.coaching.rest.rest_words import when_ready
from negcoach.coaching.rest.running_rest import ChoiceT, RunningRest
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.words.set_words import SLEPT
from negcoach.plain.coaching.leading import say_trouble, stays
from negcoach.plain.terminal.speech import duration
from negcoach.plain.terminal.terminal import LineTerminal

if TYPE_CHECKING:
    from negcoach.broadcast.message import Now, Shown

LOOK_S = 0.1
"""The time between two looks at the clock of the rest."""
TOLD_MS = (60_000, 30_000, WARNING_MS)
"""What is left of the rest when that is said."""


def over(key: str) -> str:
    """Return what is said when the rest is over, and the key that goes on."""
    return f"The rest is over. {when_ready(key)}"


class LineRestBase(ABC, Generic[ChoiceT]):
    """A rest: the time that is left of it, and what comes next."""

    def __init__(
        self, terminal: LineTerminal, session: RunningSession, loudness: Loudness, rest: RunningRest[ChoiceT]
    ) -> None:
        """Rest in a session; ``rest`` counts its time."""
        self._terminal = terminal
        self._session = session
        self._services = session.services
        self._keymap = session.services.keymap
        self._loudness = loudness
        debounce_ms = self._services.settings.debounce_ms
        self._presses = Debounce(debounce_ms, self._services.clock, lambda: terminal.press_source)
        self._rest = rest
        self._told_ms: int | None = None  # what was left when it was said last
        self._trouble = ""

    @abstractmethod
    def _say_next(self) -> None:
        """Say what comes next, and which key leads to it."""

    @abstractmethod
    def mirrored(self) -> tuple[Shown, Now]:
        """Return what mirrors show of the rest."""

    @abstractmethod
    def _second_press_text(self, choice: ChoiceT) -> str:
        """Return what asks for the second press: ``Press Space again to begin now``."""

    @abstractmethod
    def _say_that_it_is_over(self) -> None:
        """Say that the rest is over, and what that means."""

    @property
    def _says_what_is_left(self) -> bool:
        """Whether it is said from time to time how much rest is left."""
        return True

    @property
    def _next_key(self) -> str:
        """The key that goes on."""
        return self._keymap.spoken_first("coach.next")

    def _look_at_clock(self, *, goes_on: bool = True) -> None:
        """Say what is new about the time; ``goes_on`` is whether the next set may begin by itself meanwhile."""
        self._heed_standstill()
        is_over, clock = self._rest.look(goes_on=goes_on), self._rest.clock
        if clock is not None and self._says_what_is_left:
            self._tell_what_is_left(clock)
        self._services.on_drawn()
        if is_over:
            self._terminal.await_fresh_keys()
            self._say_that_it_is_over()

    def _heed_standstill(self) -> bool:
        """Return whether the program stood still since the last look: then only keys that are pressed anew count."""
        stood_still = self._rest.stood_still()
        if stood_still:
            self._terminal.keep_modes()  # a shell may have had the terminal
            self._terminal.await_fresh_keys()
        return stood_still

    @property
    def _now(self) -> Now:
        """How much is left of it, for mirrors."""
        from negcoach.broadcast.message import Now  # without mirrors nobody asks

        clock = self._rest.clock
        left_ms = None if clock is None else clock.left_ms
        return Now(self._services.clock(), None, left_ms, self._loudness.label)

    def _is_chosen(self, choice: ChoiceT) -> bool:
        """Take a press for a choice, and return whether it ends the rest; while that runs, only the second one does.

        The key that woke the computer chooses nothing.
        """
        if self._heed_standstill() and not self._terminal.press_source:  # a device says when it was pressed
            self._terminal.say(SLEPT)
            self._rest.look()  # what comes next says it where the rest is over
            self._say_next()
            return False
        clock = self._rest.clock
        if self._rest.press(choice) or clock is None:
            return True
        self._terminal.say(f"{self._second_press_text(choice)}: {duration(clock.left_ms)} of rest left.")
        self._terminal.await_fresh_keys()
        return False

    def _common(self, key: str) -> None:
        """Take a key that means the same in every rest."""
        accepts, has, clock = self._presses.accepts, self._keymap.has, self._rest.clock
        if has("rest.longer", key) and clock is not None and accepts("longer"):
            clock.longer()
            self._say_left()
        elif has("rest.shorter", key) and clock is not None and accepts("shorter"):
            clock.shorter()
            self._say_left()
        elif has("coach.mute", key) and accepts("mute"):
            self._loudness.toggle()
            self._terminal.say(f"Sound: {self._loudness.label}.")
        elif key == "i" and accepts("where"):
            self._say_next()

    async def _ask_whether_to_end(self) -> bool:
        """Ask whether to end the session, and return whether it ends; one that was forgotten does."""
        yes = self._keymap.spoken_first("leave.yes")
        self._terminal.say(f"End the session? {self._session.recorder.saved} {yes}: end it. n: stay.")
        self._terminal.await_fresh_keys()
        while not self._session.is_idle:
            key = await self._terminal.key(LOOK_S)
            self._look_at_clock(goes_on=False)
            self._say_trouble()
            if self._keymap.has("leave.yes", key):
                return True
            if key is not None and stays(self._keymap, key):
                self._say_next()
                self._terminal.await_fresh_keys()
                return False
        return True

    def _tell_what_is_left(self, clock: RestClock) -> None:
        """Say from time to time how much rest is left."""
        left_ms, told_ms = clock.left_ms, self._told_ms
        if told_ms is None or left_ms > told_ms:
            self._told_ms = left_ms  # said where it began, or became longer
        elif any(left_ms <= one < told_ms for one in TOLD_MS):
            self._told_ms = left_ms
            if left_ms > 0:
                self._terminal.say(f"{duration(left_ms)} of rest left.")

    def _say_left(self) -> None:
        clock = self._rest.clock
        if clock is not None:
            self._told_ms = clock.left_ms
            self._terminal.say(f"{duration(clock.left_ms)} of rest left.")

    def _say_trouble(self) -> None:
        """Write what could not be stored, and say what still cannot be."""
        self._session.recorder.retry_when_due()
        self._trouble = say_trouble(self._terminal, self._session, self._trouble)
