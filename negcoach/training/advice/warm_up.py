"""The warm-up before overload, of the load that the session begins with."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.advice.loads import round_down
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import Unit

_SETS = ((50, 5), (70, 3), (85, 2))
"""Percent and reps, at normal tempo (our own choice)."""


@dataclass(frozen=True, slots=True)
class WarmUpSet:
    """A set before the first overload set, at normal tempo."""

    percent: int
    reps: int
    load_kg: float


def warm_up(plan: Prescription, one_rm_kg: float | None, unit: Unit) -> tuple[WarmUpSet, ...]:
    """Return the sets before a session: 50 % x 5, 70 % x 3, 85 % x 2, rounded down to what can be loaded.

    The percentages are of the 1RM that the session's load stands for, and never of more than the lifter's own: before
    an easy session they are lighter, and where no 1RM is known there are some all the same. None without a load.
    """
    rule = plan.exercise.load
    if rule is None or not plan.load_kg:
        return ()
    of_kg = plan.load_kg * 100 / rule.percent
    of_kg = of_kg if one_rm_kg is None else min(of_kg, one_rm_kg)
    return tuple(
        WarmUpSet(percent, reps, round_down(of_kg * percent / 100, plan.load_unit or unit)) for percent, reps in _SETS
    )
