"""The agenda of a session: what is left of its plan, and how the coach is asked for the exercise that is next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.coaching.recent_training import catalogue_default
from negcoach.coaching.session_plan import CoachRequest
from negcoach.services import Services
from negcoach.training.exercise.prescription import PARSERS
from negcoach.training.plan.plan import Plan, PlanItem, blocks_of, moved


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left to begin of the plan of that name: an exercise leaves it when it begins, or is skipped.

    Exercises are told apart by their place, from 0. A place that there is not changes nothing.
    """

    plan_name: str
    items: tuple[PlanItem, ...]

    @classmethod
    def of(cls, plan: Plan) -> Agenda:
        """Return the agenda of a whole plan."""
        return cls(plan.name, plan.items)

    @property
    def next(self) -> tuple[PlanItem, ...]:
        """The exercise that is next, or the two that alternate; empty at the end of the plan."""
        blocks = blocks_of(self.items)
        return blocks[0] if blocks else ()

    def without_next(self) -> Agenda:
        """Return the agenda after the exercise that is next has begun, or the two that alternate."""
        return replace(self, items=self.items[len(self.next) :])

    def skip(self, place: int) -> Agenda:
        """Return the agenda without an exercise; one that was to alternate with it is done alone."""
        items = [
            replace(item, superset=False) if index == place - 1 else item
            for index, item in enumerate(self.items)
            if index != place
        ]
        return replace(self, items=tuple(items)) if 0 <= place < len(self.items) else self

    def swap(self, place: int, exercise: str) -> Agenda:
        """Return the agenda with another exercise (a slug) in the place of one: in as many sets, else as advised."""
        items = tuple(
            PlanItem(exercise, sets=item.sets, superset=item.superset) if index == place else item
            for index, item in enumerate(self.items)
        )
        return replace(self, items=items)

    def move(self, place: int, by: int) -> Agenda:
        """Return the agenda with an exercise moved by so many places, as ``moved`` moves it."""
        return replace(self, items=moved(self.items, place, by))


def request_of(services: Services, item: PlanItem) -> CoachRequest | None:
    """Return what the coach is asked for by an exercise of a plan; ``None`` when the library no longer has it.

    What the plan fixes counts as if the lifter had typed it; the advice gives everything else.
    """
    exercise = services.exercise(item.exercise)
    if exercise is None:
        return None
    fixed = item.fixed
    prescription = replace(catalogue_default(services, exercise), **fixed)
    return CoachRequest(prescription, spotters=None, advised=_ADVISED - fixed.keys())


_ADVISED = frozenset({"load_kg", "next_lead_in_ms", *PARSERS})
"""What the advice gives of a prescription where the plan does not."""
