"""Debouncing of key presses: one press of a key or clicker can arrive many times, and counts once."""

from __future__ import annotations

from collections.abc import Callable


class Debounce:
    """A filter of repeated presses: one clicker press can arrive twenty times.

    A press counts when none for the same action counted for ``quiet_ms`` before it, and none for it arrived from the
    same source: neither does one action's press swallow another's, nor a pedal that bounces for ever the keyboard's.
    The clock gives monotonic nanoseconds; ``source`` returns the name of what was pressed now, "" for any key of the
    keyboard.
    """

    def __init__(self, quiet_ms: int, clock: Callable[[], int], source: Callable[[], str] = lambda: "") -> None:
        self._quiet_ns = quiet_ms * 1_000_000
        self._clock = clock
        self._source = source
        self._counted_ns: dict[str, int] = {}
        self._last_ns: dict[tuple[str, str], int] = {}

    def accepts(self, action: str = "", *, frees: bool = False) -> bool:
        """Return whether the press for ``action`` that arrives now counts; one that ``frees`` the lifter always does.

        A button that bounces for ever must not swallow the press of another key that would end the set.
        """
        now, source = self._clock(), self._source()
        before = self._counted_ns.get(action), self._last_ns.get((action, source))
        self._last_ns[action, source] = now
        if not frees and any(ns is not None and now - ns < self._quiet_ns for ns in before):
            return False
        self._counted_ns[action] = now
        return True

    def reset(self) -> None:
        """Forget every press: another key was pressed since, so that the next one is no repeat."""
        self._counted_ns.clear()
        self._last_ns.clear()
