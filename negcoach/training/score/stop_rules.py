"""The rules by which lost tempo stops a set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from negcoach.training.exercise.limits import STOP_DOUBLE_PERCENT, STOP_SINGLE_PERCENT
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import Side, StopReason

STOP = Rule(
    "stop for lost tempo",
    Mark.READ | Mark.OWN,
    "a missed cadence is a failed rep: a study of 2004; how much of it stops a set is negcoach's own choice",
)

Adherences = Mapping[Side | None, tuple[float | None, ...]]
"""What the reps of a set took of their time, oldest first, by side; ``None`` for one that was not measured."""

_FROM_REPS = (StopReason.TARGET_REACHED, StopReason.TEMPO_LOSS, StopReason.LIFTERS_CALL)
"""The stop reasons that follow from the reps. The others were said, or happened beside them."""


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

    def corrected(
        self, stop: StopReason, before: Adherences, after: Adherences, planned_reps: int | None, *, sides: int = 1
    ) -> StopReason:
        """Return why a set ended, which ended by ``stop``, once reps of it were taken back or their times corrected.

        ``before`` and ``after`` are its reps before and after that, ``planned_reps`` those planned on each of the
        ``sides`` (``None``: to fatigue). Pain, a touched bar and an interruption stay, whatever the reps were. A set
        whose last reps stop it lost its tempo; one that did, but whose last reps stop nothing any more, was done whole
        on all sides, or ended by the lifter. One that lacks a rep now was ended by the lifter, too. Where the last reps
        are as they were, they stop what they stopped before, also if the lifter's rules have changed since.
        """
        if stop not in _FROM_REPS:
            return stop
        if _last_reps(before) != _last_reps(after):
            if any(map(self.stops, after.values())):
                return StopReason.TEMPO_LOSS
            if stop is StopReason.TEMPO_LOSS:
                least = min(map(len, after.values())) if len(after) >= sides else 0
                is_whole = planned_reps is not None and least >= planned_reps
                return StopReason.TARGET_REACHED if is_whole else StopReason.LIFTERS_CALL
        lacks_rep = any(len(after.get(side, ())) < len(reps) for side, reps in before.items())
        return StopReason.LIFTERS_CALL if lacks_rep and stop is StopReason.TARGET_REACHED else stop

    def counts(self, adherence: float) -> bool:
        """Return whether a lowering counts towards a stop: it stops the set, alone or with another one like it."""
        return _is_under(adherence, max(self.single_percent, self.double_percent))


NEVER_STOPS = StopRules(0, 0)
"""The rules of sets whose tempo may be lost: both are off."""


def by_side(reps: Iterable[tuple[Side | None, float | None]]) -> Adherences:
    """Return the adherences of the reps of a set, oldest first, by their side."""
    found: dict[Side | None, tuple[float | None, ...]] = {}
    for side, adherence in reps:
        found[side] = (*found.get(side, ()), adherence)
    return found


def _last_reps(reps: Adherences) -> Adherences:
    """Return the reps of each side that ``StopRules.stops`` judges by."""
    return {side: adherences[-2:] for side, adherences in reps.items()}


def _is_under(adherence: float, percent: int) -> bool:
    return adherence < percent / 100  # and not ``adherence * 100``: 0.57 * 100 is less than 57
