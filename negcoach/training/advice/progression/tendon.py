"""Progress of a tendon's protocol, done twice a day for twelve weeks: its load follows the pain, not the tempo.

Each side is judged by its own days. Both are loaded alike where both are trained, so they do the least that either may.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import reduce

from negcoach.training.advice.exposure import SAME_EXPOSURE, Exposure, plan_of
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import is_at_most, least_of
from negcoach.training.advice.loads import added_load
from negcoach.training.advice.progression.planned import Planned, Step, alike, amount_text, less, more, same
from negcoach.training.advice.ramp import AWAY
from negcoach.training.advice.readiness.tendon_pain import (
    LESS_KG,
    PAINLESS_DAYS,
    TENDON_PAIN,
    PainVerdict,
    TendonDays,
    tendons_of,
    verdict_on,
)
from negcoach.training.equipment.body_load import NOTHING_ADDED
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.plan.course import HALF_DAY
from negcoach.training.progress.pain import ACCEPTABLE, CALM
from negcoach.training.rule import Mark, Rule
from negcoach.training.terms import Side
from negcoach.training.units import KG_PER_LB, Unit, format_load

MOST_KG = 60.0
"""The most that is added (PMC6356409)."""

STEP: dict[Unit, float] = {"kg": LESS_KG, "lb": 10 * KG_PER_LB}
"""The step of the load in kg, by the lifter's unit (PMC6356409: 5 kg)."""

CALM_WEEK = Rule(
    "seven calm days",
    Mark.READ | Mark.OWN,
    "5 kg a week without pain, up to 60 kg: Alfredson's protocol, PMC6356409; that pain of up to 2 is none: "
    "negcoach's own choice",
)

SIDE_AWAY = Rule("a side after time away", Mark.OWN, "both sides do the least that either may: negcoach's own choice")


def next_session_after(exercise: Exercise) -> timedelta:
    """Return how long after a session of a tendon's protocol the next one may be: twice a day, or once."""
    return SAME_EXPOSURE if exercise.slug in NOTHING_ADDED else HALF_DAY


def tendon_plan(base: Prescription, default: Prescription, exposures: Sequence[Exposure], facts: Facts) -> Planned:
    """Return the sets and the load that the pain of the last training days allows; at least one of those is known.

    The ``default`` has the exercise's own sets and reps: pain takes some of these off, and no session that was shorter.
    """
    tendons = {tendon.side: tendon for tendon in tendons_of(exposures, base.sides)}
    plans: list[Planned] = []
    for side in base.sides or (None,):
        tendon = tendons.get(side)
        if side is not None and (tendon is None or facts.now - tendon.newest.ended_at >= AWAY):
            plans.append(_begin_side(replace(plan_of(base, exposures[-1]), sets=default.sets, reps=default.reps), side))
        if tendon is not None:
            plans.append(_plan_of(tendon, base, default, facts))
    least = min(plans, key=lambda one: (_STEPS.index(one.step), one.prescription.load_kg))
    prescription = reduce(least_of, (one.prescription for one in plans))
    why = least.why
    if prescription != least.prescription:
        why = f"{why} {min(plans, key=lambda one: one.prescription.load_kg).why}"
    elif least.step is Step.SAME and len(tendons) > 1:
        why = _why_not_more(tendons.values()) or why
    what = amount_text(prescription, facts.unit) if least.step is Step.LESS else least.what
    return replace(
        least, what=what, why=why, prescription=prescription, maintenance=least_of(least.maintenance, prescription)
    )


def _why_not_more(tendons: Iterable[TendonDays]) -> str:
    """Return which side the load waits for, where the other one has had its calm week, or its pain was said; or ""."""
    both = list(tendons)
    unknown = [one.side.value for one in both if one.verdict is PainVerdict.UNKNOWN and one.side]
    if len(unknown) == 1:
        return f"Rate after each set how much the {unknown[0]} side hurts, too: without that no load is added."
    waits = [one.side.value for one in both if not _is_calm(one) and one.side]
    if len(waits) == 1 and all(one.verdict in (PainVerdict.CALM, PainVerdict.FINE) for one in both):
        calm = f"seven days with pain of {CALM} of 10 or less"
        return f"The {waits[0]} side has not had {calm} yet: once it has, both get more."
    return ""


def _is_calm(tendon: TendonDays) -> bool:
    """Return whether a tendon has had its seven calm days, all alike."""
    painless = alike(tendon.days)[-PAINLESS_DAYS:]
    return len(painless) == PAINLESS_DAYS and all(verdict_on(day, tendon.side) is PainVerdict.CALM for day in painless)


_STEPS = (Step.LESS, Step.SAME, Step.MORE)
"""The steps of a side, the least first."""


def _begin_side(prescription: Prescription, side: Side) -> Planned:
    """Return the sets without added load, for a side that has not been trained for long, or never."""
    without = replace(prescription, load_kg=min(prescription.load_kg, 0.0))
    if prescription.exercise.slug in NOTHING_ADDED:
        return same(SIDE_AWAY, prescription, f"Your {side.value} side has not done these for two weeks or more.")
    why = f"Your {side.value} side has not done these for two weeks or more: it begins without added load."
    return same(SIDE_AWAY, without, why)


def _plan_of(tendon: TendonDays, base: Prescription, default: Prescription, facts: Facts) -> Planned:
    """Return what the pain of one tendon allows."""
    newest, step_kg = tendon.newest, STEP[facts.unit]
    done = plan_of(base, newest)
    verdict = tendon.verdict
    grows = not verdict.takes_less and verdict is not PainVerdict.NO_MORE_LOAD
    prescription = replace(done, sets=default.sets, reps=default.reps if grows else done.reps)
    was_all = is_at_most(prescription, done)  # less than all of it grows to that first, and then the load
    if verdict.takes_less:
        return _with_less(prescription, tendon, step_kg, facts)
    if prescription.exercise.slug in NOTHING_ADDED:
        why = f"Once a day; after seven days with pain of {CALM} of 10 or less, a stiffer bar."
        return same(CALM_WEEK, prescription, why)
    heavier_kg = added_load(prescription.load_kg, step_kg, facts.own_loads)
    if _is_calm(tendon) and newest.complete and was_all and heavier_kg is not None and heavier_kg <= MOST_KG:
        heavier = replace(prescription, load_kg=heavier_kg)
        why = f"Seven days with pain of {CALM} of 10 or less."
        return more(CALM_WEEK, f"{amount_text(heavier, facts.unit)}, in a backpack", why, heavier, prescription)
    if verdict is PainVerdict.NO_MORE_LOAD:
        why = f"It hurt {tendon.pain_in_words}: up to {ACCEPTABLE} go on, but add no load."
        return same(TENDON_PAIN, prescription, why)
    if verdict is PainVerdict.UNKNOWN:
        why = f"Rate after each set how much it hurts: seven days at {CALM} of 10 or less, and the load goes up."
        return same(CALM_WEEK, prescription, why)
    more_text = format_load(step_kg, facts.unit)
    why = f"Twice a day; after seven days with pain of {CALM} of 10 or less, {more_text} more."
    return same(CALM_WEEK, prescription, why)


def _with_less(prescription: Prescription, tendon: TendonDays, step_kg: float, facts: Facts) -> Planned:
    lighter_kg = max(0.0, prescription.load_kg - step_kg)
    if facts.own_loads is not None:
        lighter_kg = facts.own_loads.at_or_below(lighter_kg) or 0.0
    fewer = replace(prescription, sets=max(1, prescription.sets - 1), load_kg=min(prescription.load_kg, lighter_kg))
    off = f" and {format_load(step_kg, facts.unit)}" if fewer.load_kg < prescription.load_kg else ""
    why = f"It hurt {tendon.pain_in_words}: one set{off} less."
    return less(TENDON_PAIN, amount_text(fewer, facts.unit), why, fewer)
