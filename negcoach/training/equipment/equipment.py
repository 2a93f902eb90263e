"""The lifter's equipment: the bar, the pairs of plates, and what each exercise is loaded with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations

from negcoach.training.equipment.loading import Loading, OwnLoads, UsualLoads
from negcoach.training.equipment.plates import PER_UNIT, Plates, Side, kg_of, sides, sides_after
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.units import MOST_KG, Unit, unit_to_keep


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight in hundredths of its unit, in which it is exact."""

    hundredths: int
    unit: Unit

    @property
    def kg(self) -> float:
        """The weight in kilograms."""
        return kg_of(self.hundredths, self.unit)


@dataclass(frozen=True, slots=True)
class BarLoad:
    """A bar with plates on both ends; ``bar`` is its own weight, ``None`` for the usual bar's."""

    bar: Weight | None = None


@dataclass(frozen=True, slots=True)
class BeltLoad:
    """Single plates that hang on a belt, or lie in a backpack."""


@dataclass(frozen=True, slots=True)
class Dumbbells:
    """The dumbbells there are, lightest first, in hundredths of their unit."""

    weights: tuple[int, ...]
    unit: Unit


@dataclass(frozen=True, slots=True)
class Stack:
    """A machine's stack of weights in hundredths: its first one, the step to each further one, and the heaviest load.

    ``last`` is 0 where the stack is as high as it may be.
    """

    first: int
    step: int
    last: int
    unit: Unit


Implement = BarLoad | BeltLoad | Dumbbells | Stack
"""What an exercise is loaded with."""


@dataclass(frozen=True, slots=True)
class LoadedBar:
    """What lies on each end of a bar (or, ``single``, on a belt) for a load that its plates make exactly."""

    bar_kg: float
    plates: Plates
    side: Side
    single: bool = False

    @property
    def load_kg(self) -> float:
        """The load in all."""
        return self.bar_kg + kg_of(sum(self.side) * (1 if self.single else 2), self.plates.unit)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the lifter trains with; what is not given is ``None`` or left out.

    ``implements`` has what single exercises are loaded with, by their slug. A free bar takes the plates without being
    named there.
    """

    bar: Weight | None = None
    plates: Plates | None = None
    implements: Mapping[str, Implement] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether anything is given."""
        return bool(self.bar or self.plates or self.implements)

    def implement_of(self, exercise: Exercise) -> Implement | None:
        """Return what an exercise is loaded with, ``None`` where it is not known; for two hands never dumbbells."""
        implement = self.implements.get(exercise.slug)
        if implement is not None and are_dumbbells_for_two_hands(implement, exercise):
            implement = None
        return BarLoad() if implement is None and is_free_bar(exercise) else implement

    def own_loads(self, exercise: Exercise) -> OwnLoads | None:
        """Return the loads that the equipment has for an exercise, ``None`` where they are not known."""
        implement = self.implement_of(exercise)
        if isinstance(implement, Dumbbells):
            return OwnLoads(implement.unit, tuple(kg_of(one, implement.unit) for one in implement.weights))
        if isinstance(implement, Stack):
            return _stack_loads(implement)
        rack = self._plates_of(implement)
        return None if rack is None else _plate_loads(*rack)

    def loads_for(self, prescription: Prescription, unit: Unit) -> Loading:
        """Return what can be loaded for a prescription; ``unit`` is that of a load whose own is not known."""
        return self.own_loads(prescription.exercise) or UsualLoads(prescription.load_unit or unit)

    def unit_as_shown(self, prescription: Prescription, unit: Unit) -> Unit:
        """Return the unit in which a load is shown where it is typed, and in which one without a unit is read.

        That is the load's own; where none is chosen yet, that of what the exercise is loaded with, else ``unit``.
        """
        own = self.own_loads(prescription.exercise)
        if prescription.load_kg and prescription.load_unit is not None:
            return prescription.load_unit
        return unit if prescription.load_kg or own is None else own.unit

    def unit_to_keep(self, exercise: Exercise, typed: Unit, unit: Unit) -> Unit | None:
        """Return the unit that is kept with a load, as ``negcoach.training.units.unit_to_keep`` does.

        Where it is known what the exercise is loaded with, it is kept always: what is written on a dumbbell stays.
        """
        return unit_to_keep(typed, unit) if self.own_loads(exercise) is None else typed

    def bar_with(self, exercise: Exercise, load_kg: float) -> LoadedBar | None:
        """Return the bar or belt loaded with as few plates as can be, ``None`` for what it cannot have exactly."""
        rack = self._plates_of(self.implement_of(exercise))
        return None if rack is None else _loaded(*rack, load_kg)

    def _plates_of(self, implement: Implement | None) -> tuple[float, Plates, bool] | None:
        """Return a bar's weight (kg), its plates, and whether they hang on a belt."""
        if self.plates is None:
            return None
        if isinstance(implement, BeltLoad):
            return 0.0, _singles(self.plates), True
        bar = (implement.bar or self.bar) if isinstance(implement, BarLoad) else None
        return None if bar is None else (bar.kg, self.plates, False)


NO_EQUIPMENT = Equipment()
"""Nothing is known: loads come in the steps of common plates."""


@dataclass(frozen=True, slots=True)
class LoadSpan:
    """The lightest and the heaviest load of an implement (kg), and the unit of its weights."""

    lightest_kg: float
    heaviest_kg: float
    unit: Unit


def span_of(implement: Implement, bar: Weight | None, plates: Plates | None) -> LoadSpan | None:
    """Return between which loads an implement is, ``None`` where it lacks a bar's weight or plates."""
    match implement:
        case Dumbbells(weights, unit):
            return LoadSpan(kg_of(weights[0], unit), kg_of(weights[-1], unit), unit)
        case Stack(unit=unit):
            loads = _stack_loads(implement).loads_kg
            return LoadSpan(loads[0], loads[-1], unit)
    if plates is None:
        return None
    all_kg = kg_of(2 * sum(weight * pairs for weight, pairs in plates.pairs), plates.unit)
    if isinstance(implement, BeltLoad):
        return LoadSpan(0.0, all_kg, plates.unit)
    bar = implement.bar or bar
    return None if bar is None else LoadSpan(bar.kg, bar.kg + all_kg, plates.unit)


def is_free_bar(exercise: Exercise) -> bool:
    """Return whether it is done with a free bar."""
    return exercise.free_bar


def are_dumbbells_for_two_hands(implement: Implement, exercise: Exercise) -> bool:
    """Return whether dumbbells are given for an exercise whose load is a bar's or a machine's, for both hands.

    Two of them weigh twice what is written on each, so that nobody could tell whether a load is that of one or both.
    An exercise of the lifter's own may be done with a single one.
    """
    one = exercise.unilateral or exercise.bodyweight or (exercise.own and not is_free_bar(exercise))
    return isinstance(implement, Dumbbells) and not one


def plates_after(before: LoadedBar, load_kg: float) -> LoadedBar | None:
    """Return the bar with another load, with the fewest plates moved; ``None`` for one that it cannot have exactly."""
    return _on_bar(before.bar_kg, before.plates, before.single, load_kg, sides_after(before.plates, before.side))


def stripped(bar: LoadedBar, least_kg: float, most_kg: float) -> LoadedBar | None:
    """Return the bar with plates only taken off, as heavy as it can be within two loads; ``None`` where it cannot be.

    Of several ways it is the one with the fewest plates to take off.
    """
    best: LoadedBar | None = None
    for count in range(1, len(bar.side) + 1):
        for off in sorted(set(combinations(bar.side, count)), reverse=True):
            left = replace(bar, side=tuple(sorted((Counter(bar.side) - Counter(off)).elements(), reverse=True)))
            fits = least_kg - SAME_LOAD_KG <= left.load_kg <= most_kg + SAME_LOAD_KG
            if fits and (best is None or left.load_kg > best.load_kg + SAME_LOAD_KG):
                best = left
    return best


def _loaded(bar_kg: float, plates: Plates, single: bool, load_kg: float) -> LoadedBar | None:
    return _on_bar(bar_kg, plates, single, load_kg, sides(plates))


def _on_bar(bar_kg: float, plates: Plates, single: bool, load_kg: float, found: Mapping[int, Side]) -> LoadedBar | None:
    wanted_kg = (load_kg - bar_kg) / (1 if single else 2)
    total = round(wanted_kg / kg_of(1, plates.unit))
    side = found.get(total)
    if side is None or abs(kg_of(total, plates.unit) - wanted_kg) > SAME_LOAD_KG:
        return None
    return LoadedBar(bar_kg, plates, side, single)


@lru_cache(maxsize=8)
def _singles(plates: Plates) -> Plates:
    """Return the plates as they hang on a belt, where each of a pair hangs alone."""
    return Plates(plates.unit, tuple((weight, 2 * pairs) for weight, pairs in plates.pairs))


@lru_cache(maxsize=32)
def _plate_loads(bar_kg: float, plates: Plates, single: bool) -> OwnLoads:
    ends = 1 if single else 2
    loads = (bar_kg + kg_of(total * ends, plates.unit) for total in sides(plates))
    return OwnLoads(plates.unit, tuple(load_kg for load_kg in loads if load_kg <= MOST_KG))


@lru_cache(maxsize=32)
def _stack_loads(stack: Stack) -> OwnLoads:
    most = stack.last or round(MOST_KG / kg_of(1, stack.unit))
    return OwnLoads(stack.unit, tuple(kg_of(one, stack.unit) for one in range(stack.first, most + 1, stack.step)))


def plate_text(hundredths: int) -> str:
    """Return ``20`` or ``1.25``."""
    return f"{hundredths / PER_UNIT:.2f}".rstrip("0").rstrip(".")


def side_text(side: Side) -> str:
    """Return ``25 + 15 + 2.5``, like plates as ``2 × 20``, or ``no plates``."""
    parts = [
        f"{side.count(weight)} × {plate_text(weight)}" if side.count(weight) > 1 else plate_text(weight)
        for weight in dict.fromkeys(side)
    ]
    return " + ".join(parts) or "no plates"
