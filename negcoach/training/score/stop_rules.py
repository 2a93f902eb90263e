"""The rules by which lost tempo stops a set."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.exercise.limits import STOP_DOUBLE_PERCENT, STOP_SINGLE_PERCENT
from negcoach.training.rule import Mark, Rule

STOP = Rule(
    "stop for lost tempo",
    Mark.READ | Mark.OWN,
    "a missed cadence is a failed rep: a study of 2004; how much of it stops a set is negcoach's own choice",
)


@dataclass(frozen=True, slots=True)
class StopRules:
    """The lifter's thresholds, in percent of a lowering's prescribed time; 0 turns a rule off.

    A set stops after one lowering under ``single_percent``, or after two in a row under ``double_percent`` (source: the
    cadence rule of eccentric-1RM studies; the thresholds are our own choice).
    """

    single_percent: int = STOP_SINGLE_PERCENT
    double_percent: int = STOP_DOUBLE_PERCENT

    def stops(self, adherences: tuple[float | None, ...]) -> bool:
        """Return whether the newest of these reps stops the set.

        ``adherences`` has measured / prescribed lowering time of each rep, oldest first, ``None`` where not measured.
        """
        newest = adherences[-1] if adherences else None
        if newest is None:
            return False
        if _is_under(newest, self.single_percent):
            return True
        before = adherences[-2] if len(adherences) > 1 else None
        return before is not None and _is_under(max(newest, before), self.double_percent)

    def counts(self, adherence: float) -> bool:
        """Return whether a lowering counts towards a stop: it stops the set, alone or with another one like it."""
        return _is_under(adherence, max(self.single_percent, self.double_percent))


NEVER_STOPS = StopRules(0, 0)
"""The rules of sets whose tempo may be lost: both are off."""


def _is_under(adherence: float, percent: int) -> bool:
    return adherence < percent / 100  # and not ``adherence * 100``: 0.57 * 100 is less than 57
