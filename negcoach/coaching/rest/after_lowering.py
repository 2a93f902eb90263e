"""What comes after a lowering of the test of the longest one: another one, or the end of the test."""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.coaching.guided_test import lowering_of
from negcoach.coaching.rest.after_test import AfterTestSet
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.set_runner import SetOutcome, SetRunner
from negcoach.coaching.sets_to_do import SetsToDo, Upcoming
from negcoach.training.plan.longest_lowering import TestEnd, TestLowering, WhyAnother, next_lowering


class AfterLowering(AfterTestSet):
    """What comes after a lowering: it follows from how it went, and changes with help and pain that are said."""

    def __init__(
        self,
        session: RunningSession,
        sets: SetsToDo,
        runner: SetRunner,
        outcome: SetOutcome,
        upcoming: Upcoming | None,
        before: Sequence[TestLowering],
    ) -> None:
        """Begin with the ``outcome`` of the lowering that was done after those ``before``; see ``AfterSet``."""
        super().__init__(session, sets, runner, outcome, upcoming)
        self._before = tuple(before)

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
