"""What comes after a single of a test of the eccentric 1RM: the next one, or the end of the test."""

from __future__ import annotations

from dataclasses import replace

from negcoach.coaching.guided_test import next_single_of, single_of
from negcoach.coaching.rest.after_test import AfterTestSet
from negcoach.coaching.rest.next_bar import NextBar
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.plan.eccentric_test import Ending, NextSingle, Single
from negcoach.widgets.coach.sleeve_state import WeightState


class AfterSingle(AfterTestSet[Single]):
    """What comes after a single: it follows from how it went, and changes with its effort, touch and pain."""

    _passed: SetsToDo | None = None

    def pass_gate(self, passed: SetsToDo) -> None:
        """Take the load and the spotters of the next single as the gate lets them pass."""
        self._passed = passed

    @property
    def has_passed(self) -> bool:
        """Whether the load and the spotters of the next single have passed the gate."""
        return self._passed is not None and self.next_sets is self._passed

    @property
    def singles(self) -> tuple[Single, ...]:
        """The singles of the test, with this one."""
        newest = single_of(self.outcome, unilateral=self.sets.prescription.exercise.unilateral)
        return (*self._before, newest)

    @property
    def step(self) -> NextSingle | Ending:
        """The next single, or why the test is over."""
        if self.hurt_elsewhere:
            return Ending.PAIN
        sets = self.sets
        return next_single_of(self.session.services, sets.prescription, sets.one_rm_kg or 0.0, self.singles)

    @property
    def next_sets(self) -> SetsToDo:
        """The singles to come, with the load of the next one."""
        sets, step = self.planned_sets, self.step
        if isinstance(step, Ending):
            return sets
        if self._passed is not None and is_same_load(self._passed.prescription.load_kg, step.load_kg):
            return self._passed
        return replace(sets, prescription=replace(sets.prescription, load_kg=step.load_kg))

    @property
    def ends_first(self) -> bool:
        """Whether the test is over."""
        return isinstance(self.step, Ending)

    @property
    def next_bar(self) -> NextBar | None:
        """The bar of the next single; none after the end of the test."""
        return None if self.ends_first else super().next_bar

    @property
    def next_weight(self) -> WeightState | None:
        """The weight of the next single; none after the end of the test."""
        return None if self.ends_first else super().next_weight

    @property
    def can_be_touched(self) -> bool:
        """Whether the spotter can have touched the bar: in any single, also one that was lowered in full."""
        return self.has_spotter and not self.hurts
