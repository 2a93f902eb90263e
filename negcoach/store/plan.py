"""What was prescribed for a set, as the store keeps it."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

from negcoach.errors import NegcoachError
from negcoach.texts import clean
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import StartsWith

PLAN_COLUMNS = (
    "exercise, exercise_name, set_number, planned_sets, planned_reps, tempo, planned_load_kg, rest_ms, lead_in_ms, "
    "next_lead_in_ms, lift_ms, starts_with, unilateral, spotters, one_rm_kg, bodyweight"
)
"""The columns of ``sets`` that hold a plan, in the order of ``plan_values``."""


@dataclass(frozen=True, slots=True)
class SetPlan:
    """The prescription of one set.

    ``exercise`` is the slug, ``set_number`` counts from 1 among ``sets``. ``reps`` is per side for a ``unilateral``
    exercise, ``None`` to fatigue. ``load_kg`` is what is added to the body for a ``bodyweight`` exercise, 0.0 for
    nothing added. ``lead_in_ms`` comes before the first set, ``next_lead_in_ms`` before each later one. ``lift_ms``
    is ``None`` when the lift waits for the key. ``one_rm_kg`` is the concentric 1RM that the load was chosen by,
    ``None`` where unknown. Raises ``NegcoachError`` for a value out of range.
    """

    exercise: str
    exercise_name: str
    set_number: int
    sets: int
    reps: int | None
    tempo: str
    load_kg: float
    rest_ms: int
    lead_in_ms: int
    lift_ms: int | None
    starts_with: StartsWith = StartsWith.LOWERING
    unilateral: bool = False
    spotters: int = 0
    one_rm_kg: float | None = None
    bodyweight: bool = False
    next_lead_in_ms: int = 5000

    def __post_init__(self) -> None:
        """Clean the texts and refuse what could not be read back."""
        object.__setattr__(self, "exercise", clean(self.exercise))
        object.__setattr__(self, "exercise_name", clean(self.exercise_name))
        object.__setattr__(self, "load_kg", require_kg(self.load_kg, "load"))
        if self.one_rm_kg is not None:
            object.__setattr__(self, "one_rm_kg", require_kg(self.one_rm_kg, "1RM"))
        Tempo.parse(self.tempo)
        if not self.exercise:
            raise NegcoachError("A set needs the name of its exercise.")
        if self.set_number < 1 or self.sets < 1 or (self.reps is not None and self.reps < 1):
            raise NegcoachError("Sets and reps are whole numbers from 1.")
        if min(self.rest_ms, self.lead_in_ms, self.next_lead_in_ms, self.lift_ms or 0, self.spotters) < 0:
            raise NegcoachError("Rest, lead-in, lift and spotters are not negative.")


def require_kg(kg: float, what: str) -> float:
    """Return ``kg`` as a float; raise ``NegcoachError`` unless it is 0 or more and finite."""
    if not (math.isfinite(kg) and kg >= 0):
        raise NegcoachError(f"A {what} is a number of kilograms, 0 or more, not {kg}.")
    return float(kg)


def require_rpe(rpe: float | None) -> float | None:
    """Return an effort on the CR10 scale as a float; raise ``NegcoachError`` unless it is ``None`` or 0 to 10."""
    if rpe is None:
        return None
    if not 0 <= rpe <= 10:
        raise NegcoachError(f"RPE is a number from 1 (very easy) to 10 (nothing left), not {rpe}.")
    return float(rpe)


def plan_values(plan: SetPlan) -> tuple[object, ...]:
    """Return the values for ``PLAN_COLUMNS``."""
    return (
        plan.exercise,
        plan.exercise_name,
        plan.set_number,
        plan.sets,
        plan.reps,
        plan.tempo,
        plan.load_kg,
        plan.rest_ms,
        plan.lead_in_ms,
        plan.next_lead_in_ms,
        plan.lift_ms,
        plan.starts_with.value,
        int(plan.unilateral),
        plan.spotters,
        plan.one_rm_kg,
        int(plan.bodyweight),
    )


def plan_from_row(row: sqlite3.Row) -> SetPlan:
    """Return the plan of a row of ``sets`` that has at least ``PLAN_COLUMNS``.

    Raises ``ValueError`` for values that no plan has: they were not typed but read, so ``Database.read`` is to say
    where from.
    """
    try:
        return _plan(row)
    except NegcoachError as error:
        raise ValueError(str(error).rstrip(".")) from error


def _plan(row: sqlite3.Row) -> SetPlan:
    return SetPlan(
        exercise=row["exercise"],
        exercise_name=row["exercise_name"],
        set_number=row["set_number"],
        sets=row["planned_sets"],
        reps=row["planned_reps"],
        tempo=row["tempo"],
        load_kg=row["planned_load_kg"],
        rest_ms=row["rest_ms"],
        lead_in_ms=row["lead_in_ms"],
        next_lead_in_ms=row["next_lead_in_ms"],
        lift_ms=row["lift_ms"],
        starts_with=StartsWith(row["starts_with"]),
        unilateral=bool(row["unilateral"]),
        spotters=row["spotters"],
        one_rm_kg=row["one_rm_kg"],
        bodyweight=bool(row["bodyweight"]),
    )
