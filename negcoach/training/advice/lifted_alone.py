"""What stands against a set that is lifted and lowered alone: nobody is there to take the load of a lifter who fails.

That is a first time with more than is advised, and sets to fatigue.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level, no_more_than
from negcoach.training.advice.progression.planned import Planned
from negcoach.training.advice.readiness.one_rm_doubt import least_doubted_kg
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.limits import MOST_REPS
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import format_load

HEAVY_SHARE = 0.5
"""A first load stands for a 1RM; from this part of one that would be doubted, it is heavy (our own choice)."""

TO_FATIGUE = Rule("to fatigue, alone", Mark.OWN)


def fatigue_findings(prescription: Prescription) -> Iterator[Finding]:
    """Yield what stands against sets to fatigue of an exercise that is lifted and lowered alone."""
    if prescription.exercise.family is Family.TEMPO:
        text = "Alone, a set to fatigue can end under the load: end it while you can still lift it once more."
        allowed = replace(no_more_than(prescription), reps=MOST_REPS)
        yield Finding(TO_FATIGUE, Level.NOTE, text, Level.WARNING, allowed)


def first_time(planned: Planned, most: Prescription, facts: Facts) -> Finding:
    """Return what stands against more than the first time that is planned; more than ``most`` takes the typed word.

    Where no 1RM is known the lifter chooses the load, and a heavy one takes the word.
    """
    prescription = allowed = planned.prescription
    text = f"{planned.what}. {planned.why}" if planned.what else planned.why
    if not prescription.load_kg:
        heavy_kg = round_down(_heavy_kg(prescription.exercise, facts), facts.loads)
        text = f"{text} More than {format_load(heavy_kg, facts.unit)} is heavy for a first time without a known 1RM."
        allowed, most = replace(prescription, load_kg=heavy_kg), replace(most, load_kg=heavy_kg)
    return Finding(planned.rule, Level.NOTE, text, Level.WARNING, allowed, most)


def _heavy_kg(exercise: Exercise, facts: Facts) -> float:
    """Return the load (kg) over which a first one is heavy: by lifted sets, else by the body weight."""
    stands_for_kg = facts.estimated_one_rm_kg or least_doubted_kg(exercise, facts) * HEAVY_SHARE
    percent = 0 if exercise.load is None else exercise.load.percent
    return stands_for_kg * percent / 100
