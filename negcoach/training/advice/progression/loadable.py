"""Advice in loads that the lifter's own equipment makes, and what is said where even its lightest is too much."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.progression.planned import Planned, Step, amount_text
from negcoach.training.advice.ramp import MOST_OVER_PLANNED
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG, is_same_load
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import format_load

LIGHTEST = Rule(
    "lightest load", Mark.OWN | Mark.YOURS, "your equipment; a quarter more than planned at most: negcoach's own choice"
)


def with_own_loads(planned: Planned, facts: Facts) -> Planned:
    """Return what is planned with loads that can be loaded: rounded down, or the lightest where that is near."""
    prescription, maintenance = _loadable(planned.prescription, facts), _loadable(planned.maintenance, facts)
    if is_same_load(prescription.load_kg, planned.prescription.load_kg):
        return replace(planned, maintenance=maintenance)
    what, why, own = planned.what, planned.why, facts.own_loads
    if prescription.load_kg > planned.prescription.load_kg and own is not None:
        why = f"{why} {format_load(prescription.load_kg, own.unit)} is the lightest you have."
    if what and planned.step is not Step.TEST:
        what = f"{'Ease in: ' if planned.step is Step.RAMP_IN else ''}{amount_text(prescription, facts.unit)}"
    wanted_kg = planned.wanted_kg or planned.prescription.load_kg
    return replace(planned, what=what, why=why, prescription=prescription, maintenance=maintenance, wanted_kg=wanted_kg)


def too_heavy_findings(advised: Prescription, facts: Facts) -> Iterator[Finding]:
    """Yield that the lightest load there is would be too much, where the advised one is below it."""
    own = facts.own_loads
    if own is None or advised.exercise.bodyweight or advised.load_kg <= 0:
        return
    if own.at_or_below(advised.load_kg) is None:
        load, lightest = format_load(advised.load_kg, own.unit), format_load(own.loads_kg[0], own.unit)
        text = (
            f"At most {load} today, and the lightest you have is {lightest}: take a lighter bar or dumbbells, or wait."
        )
        yield Finding(LIGHTEST, Level.WARNING, text, rest=True)


def too_light_findings(advised: Prescription, facts: Facts) -> Iterator[Finding]:
    """Yield that what is less than the lightest load there is asks for Enter, where the advised one is not below it."""
    own = facts.own_loads
    if own is None or advised.exercise.bodyweight or own.at_or_below(advised.load_kg) is None:
        return
    text = f"The lightest you have is {format_load(own.loads_kg[0], own.unit)}: you would lower more than you typed."
    yield Finding(LIGHTEST, Level.NOTE, text, loads_kg=(own.loads_kg[0], math.inf))


def _loadable(prescription: Prescription, facts: Facts) -> Prescription:
    own, load_kg = facts.own_loads, prescription.load_kg
    if own is None or load_kg <= 0:
        return prescription
    if prescription.exercise.bodyweight:
        return replace(prescription, load_kg=own.at_or_below(load_kg) or 0.0)
    lightest_kg = own.loads_kg[0]
    if load_kg < lightest_kg - SAME_LOAD_KG:
        return (
            replace(prescription, load_kg=lightest_kg) if lightest_kg <= load_kg * MOST_OVER_PLANNED else prescription
        )
    return replace(prescription, load_kg=round_down(load_kg, own))
