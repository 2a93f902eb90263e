"""A press of something that is no key of the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from negcoach.training.score.events import MOST_LATE_MS


@dataclass(frozen=True, slots=True)
class Press:
    """A press: the name of what was pressed, such as ``pad:0``, and when it went down (monotonic ns).

    The time is that of ``time.monotonic_ns``, which every process of the computer shares, with the delay of its way
    subtracted as far as that is known.
    """

    name: str
    at_ns: int

    def is_too_late(self, now_ns: int) -> bool:
        """Return whether it comes so late that it says nothing of what is shown now.

        It waited while the program stood still, as one that was stopped does: nobody may mean it any more.
        """
        return now_ns - self.at_ns > MOST_LATE_MS * 1_000_000


Emit = Callable[[Press], None]
"""Takes a press; any thread may call it, and it returns at once."""
