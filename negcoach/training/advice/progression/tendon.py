"""Progress of a tendon's protocol, done twice a day for twelve weeks: its load follows the pain, not the tempo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from negcoach.training.advice.exposure import Exposure, plan_of
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.loads import added_load
from negcoach.training.advice.progression.planned import Planned, alike, amount_text, less, more, same
from negcoach.training.advice.readiness.tendon_pain import (
    LESS_KG,
    PAINLESS_DAYS,
    TENDON_PAIN,
    PainVerdict,
    pain_in_words,
    verdict_on,
)
from negcoach.training.equipment.body_load import NOTHING_ADDED
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.pain import ACCEPTABLE, CALM
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import KG_PER_LB, Unit, format_load

MOST_KG = 60.0
"""The most that is added (PMC6356409)."""

STEP: dict[Unit, float] = {"kg": LESS_KG, "lb": 10 * KG_PER_LB}
"""The step of the load in kg, by the lifter's unit (PMC6356409: 5 kg)."""

CALM_WEEK = Rule("seven calm days", Mark.READ, "Alfredson's protocol, PMC6356409")


def tendon_plan(base: Prescription, default: Prescription, exposures: Sequence[Exposure], facts: Facts) -> Planned:
    """Return the sets and the load that the pain of the last training days allows; at least one of those is known."""
    newest = exposures[-1]
    step_kg = STEP[facts.unit]
    prescription = replace(plan_of(base, newest), sets=default.sets)
    verdict = verdict_on(newest)
    if verdict.takes_less:
        return _with_less(prescription, newest, step_kg, facts)
    if prescription.exercise.slug in NOTHING_ADDED:
        why = f"Once a day; after seven days with pain of {CALM} of 10 or less, a stiffer bar."
        return same(CALM_WEEK, prescription, why)
    painless = alike(exposures)[-PAINLESS_DAYS:]
    calm = len(painless) == PAINLESS_DAYS and all(verdict_on(day) is PainVerdict.CALM for day in painless)
    heavier_kg = added_load(prescription.load_kg, step_kg, facts.own_loads)
    if calm and newest.complete and heavier_kg is not None and heavier_kg <= MOST_KG:
        heavier = replace(prescription, load_kg=heavier_kg)
        why = f"Seven days with pain of {CALM} of 10 or less."
        return more(CALM_WEEK, f"{amount_text(heavier, facts.unit)}, in a backpack", why, heavier, prescription)
    if verdict is PainVerdict.NO_MORE_LOAD:
        why = f"It hurt {pain_in_words(newest)}: up to {ACCEPTABLE} go on, with no more load."
        return same(TENDON_PAIN, prescription, why)
    if verdict is PainVerdict.UNKNOWN:
        why = f"Say after each set how much it hurts: seven days at {CALM} of 10 or less, and the load grows."
        return same(CALM_WEEK, prescription, why)
    more_text = format_load(step_kg, facts.unit)
    why = f"Twice a day; after seven days with pain of {CALM} of 10 or less, {more_text} more."
    return same(CALM_WEEK, prescription, why)


def _with_less(prescription: Prescription, newest: Exposure, step_kg: float, facts: Facts) -> Planned:
    lighter_kg = max(0.0, prescription.load_kg - step_kg)
    if facts.own_loads is not None:
        lighter_kg = facts.own_loads.at_or_below(lighter_kg) or 0.0
    fewer = replace(prescription, sets=max(1, prescription.sets - 1), load_kg=min(prescription.load_kg, lighter_kg))
    off = f" and {format_load(step_kg, facts.unit)}" if fewer.load_kg < prescription.load_kg else ""
    why = f"It hurt {pain_in_words(newest)}: one set{off} less."
    return less(TENDON_PAIN, amount_text(fewer, facts.unit), why, fewer)
