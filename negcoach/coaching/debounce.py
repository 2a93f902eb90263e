"""One press of a key that arrives many times counts once."""

from __future__ import annotations

from collections.abc import Callable


class Debounce:
    """Takes one of many: a key or clicker press can arrive twenty times.

    A press counts when none for the same action arrived for ``quiet_ms`` before it, so one action's press never
    swallows another's. The clock gives monotonic nanoseconds.
    """

    def __init__(self, quiet_ms: int, clock: Callable[[], int]) -> None:
        self._quiet_ns = quiet_ms * 1_000_000
        self._clock = clock
        self._last_ns: dict[str, int] = {}
        self._hushed_ns: int | None = None

    def accepts(self, action: str = "") -> bool:
        """Say whether the press for ``action`` that arrives now counts."""
        now = self._clock()
        last_ns = self._last_ns.get(action, self._hushed_ns)
        self._last_ns[action] = now
        return last_ns is None or now - last_ns >= self._quiet_ns

    def hush(self) -> None:
        """Take every action as just pressed: a press that changed the screen may arrive again on the new one."""
        self._last_ns.clear()
        self._hushed_ns = self._clock()

    def forget(self) -> None:
        """Take what was pressed as long ago: another key came after it."""
        self._last_ns.clear()
        self._hushed_ns = None
