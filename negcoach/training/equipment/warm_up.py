"""The warm-up before overload, of the load that the session begins with, and the plates of both."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.equipment.equipment import NO_EQUIPMENT, Equipment, LoadedBar
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.plates import kg_of, warm_up_sides
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.units import Unit

_SETS = ((50, 5), (70, 3), (85, 2))
"""Percent and reps, at normal tempo (our own choice)."""


@dataclass(frozen=True, slots=True)
class WarmUpSet:
    """A set before the first overload set, at normal tempo; ``loaded`` are its plates, where they are known."""

    percent: int
    reps: int
    load_kg: float
    loaded: LoadedBar | None = None


def warm_up(
    plan: Prescription, one_rm_kg: float | None, unit: Unit, equipment: Equipment = NO_EQUIPMENT
) -> tuple[WarmUpSet, ...]:
    """Return the sets before a session: 50 % x 5, 70 % x 3, 85 % x 2, rounded down to what can be loaded.

    The percentages are of the 1RM that the session's load stands for, and never of more than the lifter's own: before
    an easy session they are lighter, and where no 1RM is known there are some all the same. None without a load. From
    each set to the next, and to the session's load, plates are only added; a set below the bar alone, or below the
    lightest weight there is, is left out.
    """
    wanted, work = _wanted_sets(plan, one_rm_kg), _fewest_plates(plan, equipment)
    if work is not None:
        return _with_plates(wanted, work)[0]
    loads, own = equipment.loads_for(plan, unit), equipment.own_loads(plan.exercise)
    if own is not None:
        wanted = tuple(one for one in wanted if own.at_or_below(one.load_kg) is not None)
    return tuple(replace(one, load_kg=round_down(one.load_kg, loads)) for one in wanted)


def bar_for(plan: Prescription, one_rm_kg: float | None, equipment: Equipment) -> LoadedBar | None:
    """Return the bar as the first set of a session has it, after its warm-up; ``None`` where its plates are not known.

    So it has no more plates than must be, but where the warm-up would else take some off.
    """
    work = _fewest_plates(plan, equipment)
    return None if work is None else _with_plates(_wanted_sets(plan, one_rm_kg), work)[1]


def _fewest_plates(plan: Prescription, equipment: Equipment) -> LoadedBar | None:
    return equipment.bar_with(plan.exercise, plan.load_kg) if plan.load_kg > 0 else None


def _wanted_sets(plan: Prescription, one_rm_kg: float | None) -> tuple[WarmUpSet, ...]:
    """Return the sets with the loads that the rule gives."""
    rule = plan.exercise.load
    if rule is None or not plan.load_kg:
        return ()
    of_kg = plan.load_kg * 100 / rule.percent
    of_kg = of_kg if one_rm_kg is None else min(of_kg, one_rm_kg)
    return tuple(WarmUpSet(percent, reps, of_kg * percent / 100) for percent, reps in _SETS)


def _with_plates(wanted: tuple[WarmUpSet, ...], work: LoadedBar) -> tuple[tuple[WarmUpSet, ...], LoadedBar]:
    """Return the sets as plates that are only added, and the bar for the work after them."""
    unit_kg = kg_of(1, work.plates.unit) * 2
    sets = [one for one in wanted if one.load_kg >= work.bar_kg - SAME_LOAD_KG]
    most = tuple(int((one.load_kg - work.bar_kg + SAME_LOAD_KG) / unit_kg) for one in sets)
    sides = warm_up_sides(work.plates, sum(work.side), most) if sets else (work.side,)
    bars = [replace(work, side=side) for side in sides]
    return tuple(replace(one, load_kg=bar.load_kg, loaded=bar) for one, bar in zip(sets, bars, strict=False)), bars[-1]
