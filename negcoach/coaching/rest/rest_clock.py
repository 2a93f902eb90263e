"""The clock of a rest between two sets: it plays the rest's warnings, and its end can be moved."""

from __future__ import annotations

from negcoach.audio.player import Player
from negcoach.coaching.standstill import StandstillWatch
from negcoach.training.score import cues
from negcoach.training.score.timeline import Cue

LEAST_LEFT_MS = 10_000
"""What is left at least of a rest that is made shorter: it is never over at once, and its warning is heard."""
WARNING_MS = 10_000
"""The time left from which on the rest is shown as nearly over; a sound signals it too."""


class RestClock:
    """A countdown on the player's clock. ``step_ms`` is how far one press of + or - moves the end."""

    step_ms = 15_000

    def __init__(self, rest_ms: int, player: Player, watch: StandstillWatch, *, call: str = "") -> None:
        """Start at once; ``watch`` watches this player. A rest that was over before has less than 0 left.

        ``call`` is a sound that says what is to be done first, "" for none.
        """
        self._length_ms = rest_ms
        self._player = player
        called = (Cue(cues.SETTLE_MS, call),) if call else ()
        player.load([*called, *(cues.rest(rest_ms) if rest_ms > 0 else ())])
        player.start()
        self._watch = watch
        watch.look()

    def catch_up(self) -> bool:
        """Count a time in which the program stood still as rested; return whether there was one since the last call."""
        stood = self._watch.look()
        if stood is None:
            return False
        self._length_ms -= stood.passed_ms - stood.counted_ms
        self._player.replace([] if self.over else cues.rest(self._length_ms))
        return True

    @property
    def left_ms(self) -> int:
        """Milliseconds until the rest is over; negative afterwards."""
        return self._length_ms - self._player.position()

    @property
    def over(self) -> bool:
        """Whether the rest is over."""
        return self.left_ms <= 0

    def longer(self) -> None:
        """Move the end away."""
        self._move(self._length_ms + self.step_ms)

    def shorter(self) -> None:
        """Move the end nearer, but leave ``LEAST_LEFT_MS``, or what is left if that is less."""
        least_ms = min(self._length_ms, self._player.position() + LEAST_LEFT_MS)
        self._move(max(self._length_ms - self.step_ms, least_ms))

    def stop(self) -> None:
        """Stop the sound."""
        self._player.stop()

    def _move(self, length_ms: int) -> None:
        if self.over and length_ms > self._length_ms:
            length_ms = self._player.position() + self.step_ms  # a rest that is over is made longer from now on
        if length_ms != self._length_ms:
            self._length_ms = length_ms
            self._player.replace(cues.rest(length_ms))
