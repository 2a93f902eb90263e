"""What comes after a lowering of the test of the longest one: another one, or the end of the test."""

from __future__ import annotations

from negcoach.coaching.guided_test import lowering_of
from negcoach.coaching.rest.after_test import AfterTestSet
from negcoach.training.plan.longest_lowering import TestEnd, TestLowering, WhyAnother, next_lowering


class AfterLowering(AfterTestSet[TestLowering]):
    """What comes after a lowering: it follows from how it went, and changes with help and pain that are said."""

    @property
    def lowerings(self) -> tuple[TestLowering, ...]:
        """The lowerings of the test, with this one."""
        return (*self._before, lowering_of(self.outcome))

    @property
    def step(self) -> WhyAnother | TestEnd:
        """Why another lowering follows, or why the test is over."""
        return TestEnd.PAIN if self.hurt_elsewhere else next_lowering(self.lowerings)

    @property
    def ends_first(self) -> bool:
        """Whether the test is over."""
        return isinstance(self.step, TestEnd)

    @property
    def can_be_touched(self) -> bool:
        """Whether something can have helped: a spotter, a foot, a knee on the floor; and pain comes first."""
        return not self.hurts
