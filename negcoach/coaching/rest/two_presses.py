"""The two presses that end a running rest: one that nobody meant never begins a set."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Generic, TypeVar

from negcoach.coaching.rest.rest_clock import RestClock

ASKED_AGAIN_NS = 5_000_000_000
"""How long the second press that ends a running rest is awaited; our own choice."""

ChoiceT = TypeVar("ChoiceT", bound=Enum)


class TwoPresses(Generic[ChoiceT]):
    """What was pressed for in a running rest, until its second press comes or is no longer awaited."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Await nothing; ``clock`` gives monotonic nanoseconds."""
        self._clock = clock
        self._asked: tuple[ChoiceT, int] | None = None

    @property
    def asked_for(self) -> ChoiceT | None:
        """What awaits its second press, ``None`` if nothing does."""
        if self._asked is None or self._clock() - self._asked[1] >= ASKED_AGAIN_NS:
            return None
        return self._asked[0]

    def press(self, choice: ChoiceT, rest: RestClock | None) -> bool:
        """Take a press for a choice; return whether it ends the rest, else the same again does.

        One is enough where the rest is over, or no time is counted.
        """
        if rest is None or rest.over or self.asked_for is choice:
            return True
        self._asked = choice, self._clock()
        return False

    def forget(self) -> None:
        """Await no second press any more: something else comes next."""
        self._asked = None
