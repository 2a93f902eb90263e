"""The guided test of the longest lowering, the twin of the eccentric 1RM for who lowers the body alone.

The longest controlled lowering of two or three counts, in seconds. It is a result of its own: no load follows from it,
and it is never compared with one in kilograms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.plan.eccentric_test import MOST_MISSES, WHOLE_COUNT
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.progress.records import LONGER_MS
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import StopReason

LONGEST_LOWERING = Rule(
    "test of the longest lowering",
    Mark.READ | Mark.OWN,
    "rests: ACSM 2009; the number of lowerings and the 20 seconds are negcoach's own choice",
)

MOST_S = 20
"""The most seconds of a lowering: who can do more does full reps, or adds load (our own choice)."""

MOST_MS = MOST_S * 1000

MOST_LOWERINGS = 3
"""The most lowerings of a test: more would test fatigue (our own choice)."""

REST_MS = 180_000
"""The rest between two lowerings: 3 to 5 minutes for a maximum (ACSM 2009)."""

_TESTED = (*FULL_REPS, "nordic-curl")
"""The exercises (slugs) that have this test: those in which the whole body is lowered, and nothing carries a part of it
that nobody measures (our own choice)."""


class LoweringOutcome(Enum):
    """How a lowering of the test turned out."""

    SUCCESS = "success"
    MISS = "miss"
    NOT_MEASURED = "not measured"
    """Nobody pressed the key at the bottom: it shows nothing."""
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class TestLowering:
    """A lowering of the test as it was performed.

    ``lowered`` is whether it ended at the bottom or after its whole time, ``measured_ms`` how long it took (``None``:
    nobody pressed the key).
    """

    __test__ = False

    lowered: bool
    measured_ms: int | None
    stop: StopReason = StopReason.TARGET_REACHED

    @property
    def ms(self) -> int:
        """How long it took, 0 where that is not known; no longer than is asked for."""
        return min(self.measured_ms or 0, MOST_MS)

    @property
    def outcome(self) -> LoweringOutcome:
        """How it turned out: a success reached the bottom in control and on its own, and was measured, without pain.

        One that was given up, that something helped, or that was faster than a lowering of ``SHORTEST_S`` is a miss.
        """
        if self.stop is StopReason.PAIN:
            return LoweringOutcome.PAIN
        if self.stop is StopReason.SPOTTER_TOUCHED or (not self.lowered and self.stop is StopReason.LIFTERS_CALL):
            return LoweringOutcome.MISS
        if not self.lowered or self.measured_ms is None:
            return LoweringOutcome.NOT_MEASURED
        return LoweringOutcome.MISS if self.dropped else LoweringOutcome.SUCCESS

    @property
    def dropped(self) -> bool:
        """Whether it was so fast that it was a drop."""
        return self.measured_ms is not None and self.measured_ms < SHORTEST_S * 1000

    @property
    def whole(self) -> bool:
        """Whether it lasted as long as any is to."""
        return self.ms >= MOST_MS * WHOLE_COUNT


class WhyAnother(Enum):
    """Why another lowering follows."""

    FIRST = "first"
    SECOND = "second"
    LONGER = "longer than before"
    AGAIN = "not measured"
    AFTER_MISS = "after a miss"


class TestEnd(Enum):
    """Why the test is over; the value is said to the lifter."""

    __test__ = False

    WHOLE = f"{MOST_S} seconds is as long as this test goes"
    NO_LONGER = "No longer than before: the next would test fatigue"
    SECOND_MISS = "The second miss ends the test"
    ALL_DONE = f"{MOST_LOWERINGS} lowerings are enough"
    PAIN = "It hurts: the test ends here"


@dataclass(frozen=True, slots=True)
class LongestLowering:
    """The result of a test: how long the longest lowering took (ms), and when the test began."""

    ms: int
    at: datetime


def has_lowering_test(exercise: Exercise) -> bool:
    """Return whether the longest lowering of an exercise can be tested."""
    return exercise.bodyweight and exercise.slug in _TESTED


def next_lowering(lowerings: Sequence[TestLowering]) -> WhyAnother | TestEnd:
    """Return why another lowering follows these, in their order, or why the test is over.

    There is a third one only where the second was longer than the first, or one of them shows nothing.
    """
    if not lowerings:
        return WhyAnother.FIRST
    last, outcomes = lowerings[-1], [one.outcome for one in lowerings]
    if LoweringOutcome.PAIN in outcomes:
        return TestEnd.PAIN
    if last.outcome is LoweringOutcome.SUCCESS and last.whole:
        return TestEnd.WHOLE
    if outcomes.count(LoweringOutcome.MISS) >= MOST_MISSES:
        return TestEnd.SECOND_MISS
    before_ms = longest_of(lowerings[:-1])
    if last.outcome is LoweringOutcome.SUCCESS and before_ms is not None and last.ms < before_ms + LONGER_MS:
        return TestEnd.NO_LONGER
    if len(lowerings) >= MOST_LOWERINGS:
        return TestEnd.ALL_DONE
    if last.outcome is LoweringOutcome.SUCCESS:
        return WhyAnother.SECOND if before_ms is None else WhyAnother.LONGER
    return WhyAnother.AGAIN if last.outcome is LoweringOutcome.NOT_MEASURED else WhyAnother.AFTER_MISS


def longest_of(lowerings: Sequence[TestLowering]) -> int | None:
    """Return how long the longest success took (ms), ``None`` where there was none."""
    return max((one.ms for one in lowerings if one.outcome is LoweringOutcome.SUCCESS), default=None)
