"""The agenda of a session: what is left of its plan, and which exercise has the next set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from negcoach.coaching.recent_training import catalogue_default
from negcoach.coaching.session_plan import CoachRequest
from negcoach.services import Services
from negcoach.training.exercise.prescription import PARSERS
from negcoach.training.plan.plan import Plan, PlanItem


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An exercise that is left to do.

    ``key`` tells it from the others: a plan can have an exercise twice. ``sets`` is how many are to be done, ``None``
    until it began, since the advice may say how many; ``done`` is how many were.
    """

    key: int
    plan: PlanItem
    sets: int | None = None
    done: int = 0

    @property
    def began(self) -> bool:
        """Whether its prescription is known, so that the next set needs no new advice."""
        return self.sets is not None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left of a plan in the running session: an exercise leaves it with its last set, or when it is skipped.

    ``plan_name`` is the name of the plan. A method whose key is no longer on the agenda changes nothing.
    """

    plan_name: str
    items: tuple[AgendaItem, ...]

    @classmethod
    def of(cls, plan: Plan) -> Agenda:
        """Return the agenda of a whole plan."""
        return cls(plan.name, tuple(AgendaItem(key, item) for key, item in enumerate(plan.items)))

    @property
    def next(self) -> AgendaItem | None:
        """The exercise of the next set: the first one, or of two that alternate the one with fewer sets done."""
        if not self.items:
            return None
        one = self.items[0]
        other = self.partner(one.key)
        return other if other is not None and other.done < one.done else one

    def item(self, key: int) -> AgendaItem | None:
        """Return the item with this key, ``None`` when it is no longer on the agenda."""
        return next((item for item in self.items if item.key == key), None)

    def partner(self, key: int) -> AgendaItem | None:
        """Return the exercise that alternates with this one, ``None`` where none does or it has no sets left."""
        one, before = self.item(key), self.item(key - 1)
        if one is None:
            return None
        if one.plan.superset:
            return self.item(key + 1)
        return before if before is not None and before.plan.superset else None

    def rests_after(self, key: int) -> bool:
        """Return whether a rest follows the set of this exercise that ends now: of two that alternate, after both.

        Ask it before ``set_done``.
        """
        one, other = self.item(key), self.partner(key)
        return one is None or other is None or other.done > one.done

    def begin(self, key: int, sets: int) -> Agenda:
        """Return the agenda with an exercise begun, of which this many sets are to be done."""
        return self._changed(key, lambda item: replace(item, sets=sets))

    def set_done(self, key: int) -> Agenda:
        """Return the agenda after one more set of an exercise, without it after its last one."""
        changed = self._changed(key, lambda item: replace(item, done=item.done + 1))
        item = changed.item(key)
        return changed.skip(key) if item is not None and item.sets is not None and item.done >= item.sets else changed

    def skip(self, key: int) -> Agenda:
        """Return the agenda without an exercise, or the rest of its sets; one that alternated with it goes on alone."""
        return replace(self, items=tuple(item for item in self.items if item.key != key))

    def swap(self, key: int, exercise: str) -> Agenda:
        """Return the agenda with another exercise (a slug) in the place of one: in as many sets, else as advised."""
        return self._changed(
            key,
            lambda item: AgendaItem(key, PlanItem(exercise, sets=item.plan.sets, superset=item.plan.superset)),
        )

    def move(self, key: int, by: int) -> Agenda:
        """Return the agenda with an exercise ``by`` places later (earlier below 0); two that alternate go together."""
        blocks = self._blocks()
        place = next((index for index, block in enumerate(blocks) if any(one.key == key for one in block)), None)
        if place is None:
            return self
        block = blocks.pop(place)
        blocks.insert(max(place + by, 0), block)
        return replace(self, items=tuple(item for block in blocks for item in block))

    def _changed(self, key: int, change: Callable[[AgendaItem], AgendaItem]) -> Agenda:
        return replace(self, items=tuple(change(item) if item.key == key else item for item in self.items))

    def _blocks(self) -> list[tuple[AgendaItem, ...]]:
        """Return the items, two that alternate together."""
        blocks: list[tuple[AgendaItem, ...]] = []
        for item in self.items:
            partner = self.partner(item.key)
            if partner is not None and partner.key < item.key:
                blocks[-1] = (*blocks[-1], item)
            else:
                blocks.append((item,))
        return blocks


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
