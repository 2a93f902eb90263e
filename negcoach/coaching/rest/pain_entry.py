"""What keys say of the pain of a set, of one side at a time."""

from __future__ import annotations

from negcoach.coaching.keys.pain_digits import PainDigits
from negcoach.coaching.rest.after_set import AfterSet
from negcoach.training.progress.pain import next_pain
from negcoach.training.terms import Side, StopReason


class PainEntry:
    """The keys that say how much a set hurt: a digit, one more or less; ``side`` is the one that they are for.

    It begins with the side that is trained first or, after a stop in pain, with the one that had the load then.
    """

    def __init__(self, after: AfterSet) -> None:
        """Ask ``after`` a set of a tendon's protocol."""
        self._after = after
        self._digits = PainDigits()
        self.side = after.stopped_side if after.outcome.stop is StopReason.PAIN else after.sides[0]

    @property
    def other(self) -> Side | None:
        """The other side that was to be trained, ``None`` where there is none."""
        return next((side for side in self._after.sides if side is not self.side), None)

    def go_to(self, side: Side | None) -> None:
        """Take the keys for a side."""
        self.side = side
        self._digits = PainDigits()  # a 0 is of this side now, whatever the last digit was

    def digit(self, digit: int, at_ns: int) -> bool:
        """Rate with a digit, pressed at ``at_ns`` (monotonic); the same level again keeps it.

        Returns whether that changes what comes next.
        """
        level = self._digits.level(digit, at_ns)
        # A set that was stopped in pain did not hurt "none": who has the 0 of the efforts in mind means the worst.
        return self._rate(None if level < self._after.least_pain(self.side) else level)

    def change(self, by: int) -> bool:
        """Rate one higher or lower, the least first, below which it is cleared.

        Returns whether that changes what comes next.
        """
        level = self._after.outcome.pain.of(self.side)
        return self._rate(next_pain(level, by, self._after.least_pain(self.side)))

    def _rate(self, level: int | None) -> bool:
        return self._after.rate_pain(self.side, level)
