"""What digits say of a pain from 0 to 10, where each key says one at once."""

from __future__ import annotations

from negcoach.training.progress.pain import WORST

TYPED_TOGETHER_MS = 1_500
"""A 0 that comes so soon after a 1 makes it 10 (our own choice; slow typists need half a second between two keys)."""


class PainDigits:
    """The digits typed for one pain: 0 is none, and 1 then 0 is the worst, which nobody means as none."""

    def __init__(self) -> None:
        self._one_ns: int | None = None

    def level(self, digit: int, at_ns: int) -> int:
        """Return the pain that a digit says, pressed at ``at_ns`` (monotonic)."""
        one_ns, self._one_ns = self._one_ns, at_ns if digit == 1 else None
        if digit == 0 and one_ns is not None and at_ns - one_ns <= TYPED_TOGETHER_MS * 1_000_000:
            return WORST
        return digit
