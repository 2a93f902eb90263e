"""Noticing that the program stood still: the computer slept, or the process was stopped, and nobody was coached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negcoach.audio.player import Player

STOOD_STILL_MS = 2_000
"""Between two looks, four a second, more time than this never passes while the program runs (our own choice)."""

STILL_HEARD_MS = 1_000
"""A sound that was heard this shortly ago is taken to be heard now: a device reports at least so often."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """A time without the program: the position before it, how long it was, and how far the position moved (all ms)."""

    at_ms: int
    passed_ms: int
    counted_ms: int


class StandstillWatch:
    """Compares two clocks and the player's position from one look to the next.

    While the computer sleeps only the one that counts sleep goes on (``elapsed``, nanoseconds); while the process is
    stopped, also the player's (``clock``, nanoseconds), and with it the position of a player without sound. Sound that
    was heard meanwhile is no standstill: who hears the count is coached. The wall clock says nothing: it can be set.
    """

    def __init__(self, clock: Callable[[], int], elapsed: Callable[[], int], player: Player) -> None:
        """Take the first look."""
        self._clock = clock
        self._elapsed = elapsed
        self._player = player
        self._seen = elapsed(), player.position()

    def look(self) -> Standstill | None:
        """Return the standstill since the last look, if there was one."""
        (before_ns, at_ms), self._seen = self._seen, (self._elapsed(), self._player.position())
        ns, position_ms = self._seen
        passed_ms = (ns - before_ns) // 1_000_000
        counted_ms = position_ms - at_ms
        if passed_ms <= STOOD_STILL_MS or self._was_heard(passed_ms, counted_ms):
            return None
        return Standstill(at_ms, passed_ms, counted_ms)

    def _was_heard(self, passed_ms: int, counted_ms: int) -> bool:
        heard_ns = self._player.heard_ns()
        if heard_ns is None or self._clock() - heard_ns > STILL_HEARD_MS * 1_000_000:
            return False
        return counted_ms >= passed_ms - STILL_HEARD_MS
