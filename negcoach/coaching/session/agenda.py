"""The agenda of a session: what is left of its plan, and how the coach is asked for the exercise that is next."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.texts import quoted
from negcoach.training.exercise.prescription import ADVISED_FIELDS
from negcoach.training.plan.plan import Plan, PlanItem, blocks_of, moved, wrong_superset
from negcoach.training.plan.plan_table import item_values, plans_from


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is left to begin of the plan of that name, and what was ``begun`` last: an exercise, or two that alternate.

    The exercises that are left are told apart by their index. An index out of range changes nothing.
    """

    plan_name: str
    items: tuple[PlanItem, ...]
    begun: tuple[PlanItem, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> Agenda:
        """Return the agenda of a whole plan."""
        return cls(plan.name, plan.items)

    @property
    def next(self) -> tuple[PlanItem, ...]:
        """The exercise that is next, or the two that alternate; empty at the end of the plan."""
        blocks = blocks_of(self.items)
        return blocks[0] if blocks else ()

    def begin(self) -> Agenda:
        """Return the agenda after the exercise that is next has begun, or the two that alternate."""
        return replace(self, items=self.items[len(self.next) :], begun=self.next)

    def skip(self, index: int) -> Agenda:
        """Return the agenda without an exercise; one that was to alternate with it is done alone."""
        items = [
            replace(item, superset=False) if number == index - 1 else item
            for number, item in enumerate(self.items)
            if number != index
        ]
        return replace(self, items=tuple(items)) if 0 <= index < len(self.items) else self

    def add(self, exercise: str) -> Agenda:
        """Return the agenda with one more exercise (a slug) at its end, as advised."""
        return replace(self, items=(*self.items, PlanItem(exercise)))

    def swap(self, index: int, exercise: str) -> Agenda:
        """Return the agenda with another exercise (a slug) in the place of one: in as many sets, else as advised."""
        items = tuple(
            PlanItem(exercise, sets=item.sets, superset=item.superset) if number == index else item
            for number, item in enumerate(self.items)
        )
        return replace(self, items=items)

    def move(self, index: int, by: int) -> Agenda:
        """Return the agenda with an exercise moved this many exercises later, as ``moved`` moves it."""
        return replace(self, items=moved(self.items, index, by))


def agenda_text(agenda: Agenda) -> str:
    """Return an agenda as text, which ``agenda_from`` reads back."""
    left, begun = ([item_values(item) for item in items] for items in (agenda.items, agenda.begun))
    return json.dumps({"name": agenda.plan_name, "left": left, "begun": begun})


def agenda_from(text: str) -> Agenda | None:
    """Return the agenda of a stored text; ``None`` where it is damaged, or of a version that stores it otherwise."""
    try:
        values = json.loads(text)
        name = str(values["name"])
        left, begun = (_items_from(name, values[key]) for key in ("left", "begun"))
    except (NegcoachError, ValueError, TypeError, KeyError):
        return None
    return Agenda(name, left, begun)


def _items_from(name: str, rows: list[dict[str, object]]) -> tuple[PlanItem, ...]:
    """Return the items of stored rows, one by one: what was added in the session may be more than a plan has."""
    items = []
    for row in rows:
        (plan,) = plans_from({"plan": [{"name": name, "exercises": [{**row, "superset": False}]}]})
        items.append(replace(plan.items[0], superset=row.get("superset") is True))
    wrong = wrong_superset(items)
    if wrong is not None:
        raise NegcoachError(wrong[1])
    return tuple(items)


def request_of(services: Services, item: PlanItem) -> CoachRequest:
    """Return what the coach is asked for by an exercise of a plan.

    What the plan fixes counts as if the lifter had typed it; the advice gives everything else. Raises ``NegcoachError``
    when there is no such exercise, and for help or a way that it cannot have.
    """
    exercise = services.exercise(item.exercise)
    if exercise is None:
        raise NegcoachError(f"{quoted(item.exercise)} is not among the exercises. Skip it, or take another one.")
    fixed, settings = item.fixed, services.settings
    if item.load is not None:
        fixed["load_unit"] = settings.equipment.unit_to_keep(exercise, item.load.unit, settings.unit)
    prescription = replace(catalogue_default(services, exercise), **fixed)
    return CoachRequest(prescription, spotters=None, advised=ADVISED_FIELDS - fixed.keys())
