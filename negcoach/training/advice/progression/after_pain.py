"""After pain, in every family: no number above what hurt, and then never more load and more volume at once.

Whatever progress or a programme plans, the session after pain has no more load, sets, reps and seconds than the one
that hurt. Once one was whole and painless, the reps come back, and only then the load: what hurt before anything above.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from negcoach.training.advice.exposure import Exposure, plan_of, what_hurt
from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import is_at_most, least_of
from negcoach.training.advice.progression.planned import AFTER_PAIN, Planned, Step, amount_text
from negcoach.training.advice.ramp import half_of, is_spared, shows_no_pain
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.progress.recovery import is_daily
from negcoach.training.units import format_load


def after_pain(planned: Planned, exposures: Sequence[Exposure], facts: Facts) -> Planned:
    """Return what is planned with no more than may be after each exposure that hurt, oldest first.

    Readiness says what comes next after the newest one (``pain_here``). A tendon's protocol goes on with some pain, by
    rules of its own.
    """
    if planned.step is Step.TEST or is_daily(planned.prescription.exercise):
        return planned
    for index, exposure in enumerate(exposures[:-1]):
        if exposure.pain and not is_spared(planned.prescription, exposure.hurt_sides):
            planned = _after(planned, exposure, exposures[index + 1 :], facts)
    return planned


def _after(planned: Planned, painful: Exposure, since: Sequence[Exposure], facts: Facts) -> Planned:
    hurt = what_hurt(planned.prescription, painful)
    if not _is_known(hurt.load_kg, hurt):
        hurt = replace(hurt, load_kg=math.inf)
    first = least_of(planned.prescription, half_of(hurt))
    enough = first.total_reps or 0
    painless = [one for one in since if shows_no_pain(one, enough, painful.hurt_sides)]
    over = any(_volume_of(one) >= _volume(hurt) and one.load_kg >= hurt.load_kg - SAME_LOAD_KG for one in painless)
    if over and planned.rule is not AFTER_PAIN:
        return planned
    newest = next((one for one in reversed(since) if one.trained and not one.tested), None)
    asked = planned.prescription if painless else first
    least = asked if newest is None else _one_at_a_time(asked, newest, by_halves=bool(painless))
    reached = any(one.load_kg >= hurt.load_kg - SAME_LOAD_KG for one in painless)
    if painless and not reached and least.load_kg > hurt.load_kg + SAME_LOAD_KG:
        least = replace(least, load_kg=hurt.load_kg)
        why = f"It hurt at {format_load(hurt.load_kg, facts.unit)}: that first, in full and without pain."
    elif not painless:
        why = "It hurt: first a full session without pain, and no more of anything than when it hurt."
    elif least.load_kg < asked.load_kg - SAME_LOAD_KG:
        why = "It did not hurt: the reps come back first, then more load."
    else:
        why = "It did not hurt: the reps come back step by step."
    if is_at_most(planned.prescription, least):
        return planned
    last = plan_of(least, since[-1])
    last = last if _is_known(last.load_kg, last) else replace(last, load_kg=least.load_kg)
    maintenance = least_of(planned.maintenance, least_of(least, last))
    what = f"{'Ease in: ' if planned.step is Step.RAMP_IN else ''}{amount_text(least, facts.unit)}"
    step = Step.SAME if planned.step is Step.MORE and is_at_most(least, maintenance) else planned.step
    return Planned(AFTER_PAIN, step, what, why, least, maintenance, asked=planned.asked)


def _one_at_a_time(asked: Prescription, newest: Exposure, *, by_halves: bool) -> Prescription:
    """Return what is asked with no more load than last time where the volume grows, of which half may come first."""
    halves, done = half_of(asked), _volume_of(newest)
    asked = halves if by_halves and done < _volume(halves) else asked
    grows = done < _volume(asked)
    grows = grows and _is_known(newest.load_kg, asked)
    return replace(asked, load_kg=min(asked.load_kg, newest.load_kg)) if grows else asked


def _is_known(load_kg: float, prescription: Prescription) -> bool:
    """Return whether a load is known: an import can have a set without its own."""
    return load_kg != 0 or prescription.exercise.bodyweight


def _volume(prescription: Prescription) -> int:
    """Return the seconds of lowering of a prescription, of one side."""
    reps = prescription.total_reps
    reps = prescription.sets * prescription.exercise.reps if reps is None else reps
    return reps * prescription.tempo.eccentric


def _volume_of(exposure: Exposure) -> int:
    """Return the seconds of lowering of an exposure, of the side with fewer."""
    return exposure.reps_a_side * max(past.lower_s for past in exposure.sets)
