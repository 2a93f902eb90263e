"""What a test of the eccentric 1RM says against a load: nobody lowers it several times who could lower no more once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.plan.eccentric_test import RESULT_LASTS, USED_PERCENTS, EccentricMiss, EccentricOneRm

Tested = EccentricOneRm | EccentricMiss
"""What a test came to."""

MOST_FOR_REPS = USED_PERCENTS[1] / 100
"""The most of what was tested that is lowered for more than one rep (our own choice)."""


@dataclass(frozen=True, slots=True)
class EccentricLimit:
    """What the tests that count say against a load; they are newest first.

    A result is never converted, but it is a limit for its own lowering and every longer one: the slower the lowering,
    the less can be lowered (Wilk 2020). Of a shorter one it says nothing.
    """

    tests: tuple[Tested, ...]

    def of(self, lower_s: int) -> Tested | None:
        """Return the test that allows the least for a lowering (s), ``None`` where none says anything.

        A result takes the place of older tests of its own lowering, and of shorter ones; a miss shows nothing more.
        """
        longest_s, counting = 0, []
        for one in self.tests:
            if longest_s < one.tempo.eccentric <= lower_s:
                counting.append(one)
                if isinstance(one, EccentricOneRm):
                    longest_s = one.tempo.eccentric
        return min(counting, key=lambda one: one.kg, default=None)

    def most_kg(self, lower_s: int, reps: int | None) -> float:
        """Return the most that is lowered so slowly for so many reps (``None``: to fatigue), infinite for any load.

        For several reps it is a part of what was tested.
        """
        tested = self.of(lower_s)
        if tested is None:
            return math.inf
        return tested.kg if reps == 1 else tested.kg * MOST_FOR_REPS

    def allowed_kg(self, prescription: Prescription) -> float:
        """Return the most that is lowered in a prescription without a question."""
        return self.most_kg(prescription.tempo.eccentric, prescription.reps)

    def is_allowed(self, prescription: Prescription) -> bool:
        """Return whether a prescription has no more load than that."""
        return prescription.load_kg <= self.allowed_kg(prescription) + SAME_LOAD_KG

    def is_over(self, prescription: Prescription) -> bool:
        """Return whether a prescription has more load than was lowered in the test, or as much as was missed."""
        tested = self.of(prescription.tempo.eccentric)
        if tested is None:
            return False
        margin_kg = SAME_LOAD_KG if isinstance(tested, EccentricOneRm) else -SAME_LOAD_KG
        return prescription.load_kg > tested.kg + margin_kg


def eccentric_limit(
    results: Sequence[EccentricOneRm], misses: Sequence[EccentricMiss], now: datetime
) -> EccentricLimit:
    """Return what the tests of an exercise say against a load at ``now``; an old one says nothing."""
    tests: list[Tested] = [*results, *misses]
    counting = [one for one in tests if now - one.at <= RESULT_LASTS]
    return EccentricLimit(tuple(sorted(counting, key=lambda one: one.at, reverse=True)))
