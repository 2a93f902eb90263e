"""Debouncing of key presses: one press of a key or clicker can arrive many times, and counts once."""

from __future__ import annotations

from collections.abc import Callable


class Debounce:
    """A filter of repeated presses: one clicker press can arrive twenty times.

    A press counts when none for the same action arrived for ``quiet_ms`` before it, so one action's press never
    swallows another's. The clock gives monotonic nanoseconds.
    """

    def __init__(self, quiet_ms: int, clock: Callable[[], int]) -> None:
        self._quiet_ns = quiet_ms * 1_000_000
        self._clock = clock
        self._last_ns: dict[str, int] = {}

    def accepts(self, action: str = "") -> bool:
        """Return whether the press for ``action`` that arrives now counts."""
        now = self._clock()
        last_ns = self._last_ns.get(action)
        self._last_ns[action] = now
        return last_ns is None or now - last_ns >= self._quiet_ns

    def reset(self) -> None:
        """Forget every press: another key was pressed since, so that the next one is no repeat."""
        self._last_ns.clear()
