"""The facts that the rows of the readiness table are applied to, and the light version of what is planned."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from negcoach.training.advice.exposure import Exposure
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.loads import without_added
from negcoach.training.advice.ramp import half
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import CountedOneRm
from negcoach.training.progress.recovery import is_daily

LIGHT_LOAD_SHARE = 0.5
"""A light session: half the load and half the sets (our own choice)."""


@dataclass(frozen=True, slots=True)
class Case:
    """The facts that the readiness table is applied to.

    ``maintenance`` is the prescription without any growth, ``planned_kg`` the load that progress or a programme plans,
    ``working_kg`` the lifter's working load with ``working_sets`` (the load 0 where none is known), ``exposures`` those
    of the exercise, oldest first, ``one_rm`` the 1RM that counts today, ``in_ramp`` whether the ramp-in says how long
    to wait for its next stage. ``hurt_kg`` is the lightest load that hurt and was not done without pain since.
    """

    maintenance: Prescription
    planned_kg: float
    working_kg: float
    working_sets: int
    exposures: tuple[Exposure, ...]
    facts: Facts
    one_rm: CountedOneRm
    in_ramp: bool = False
    hurt_kg: float = math.inf

    @property
    def exercise(self) -> Exercise:
        """The exercise that is to be done."""
        return self.maintenance.exercise

    @property
    def one_side_is_missing(self) -> bool:
        """Whether one side is to catch up with what the other one did today."""
        return self.maintenance.only_side is not None and not is_daily(self.exercise)

    @property
    def light(self) -> Prescription:
        """The light version: half the load and half the sets; without a load half the reps as well."""
        return light_version(self.maintenance, self.working_kg, self.working_sets, self.facts)


def light_version(prescription: Prescription, working_kg: float, working_sets: int, facts: Facts) -> Prescription:
    """Return half the load and half the sets of a prescription; where no load is known, half the reps as well.

    It is never to fatigue.
    """
    sets, reps = (
        min(prescription.sets, half(working_sets)),
        prescription.exercise.reps if prescription.reps is None else prescription.reps,
    )
    if prescription.exercise.bodyweight:
        reps = half(reps)
        tempo = replace(
            prescription.tempo, eccentric=min(prescription.tempo.eccentric, prescription.exercise.tempo.eccentric)
        )
        return replace(prescription, sets=sets, reps=reps, load_kg=without_added(prescription.load_kg), tempo=tempo)
    light_kg = round_down(working_kg * LIGHT_LOAD_SHARE, facts.loads)
    if not light_kg:
        return replace(prescription, sets=sets, reps=half(reps))
    return replace(prescription, sets=sets, reps=reps, load_kg=min(prescription.load_kg, light_kg))
