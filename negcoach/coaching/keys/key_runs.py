"""Telling which presses of a key were meant for what the screen shows now.

A terminal reports neither when a key is let go of nor that it repeats: a key that is held down, a clicker that sends
a press twenty times and a press that comes too late look like presses of their own.
"""

from __future__ import annotations

MIN_VISIBLE_MS = 350
"""How long a screen must have been seen before a press can be an answer to it; our own choice.

People need about 200 ms to press a key at a light that they wait for, and longer to read a word.
"""

HELD_MS = 700
"""Presses of one key closer together than this may be one press that is held down.

X11 starts to repeat a key after 660 ms, most other systems after 250 to 500 ms. A clicker's own repeats come sooner.
"""


class KeyRuns:
    """The runs of presses of each key: those that follow each other so closely that they may be one press."""

    def __init__(self) -> None:
        self._runs: dict[str, tuple[int, int]] = {}

    def is_tap(self, key: str, at_ns: int, bounce_ms: int) -> bool:
        """Return whether a press, not yet taken, comes so long after the one before that it is no bounce of it."""
        return key not in self._runs or at_ns - self._runs[key][1] >= bounce_ms * 1_000_000

    def began_ns(self, key: str, at_ns: int, quiet_ms: int = HELD_MS) -> int:
        """Take a press, and return when its run began: ``at_ns`` itself, if it is the first for ``quiet_ms``.

        One that comes later than those that were made after it may be the first of their run.
        A run that began before a screen could be read was not meant for it, however long it lasts.
        """
        began_ns, last_ns = self._runs.get(key, (at_ns, at_ns))
        began_ns = at_ns if at_ns - last_ns >= quiet_ms * 1_000_000 else min(began_ns, at_ns)
        self._runs[key] = began_ns, max(last_ns, at_ns)
        return began_ns
