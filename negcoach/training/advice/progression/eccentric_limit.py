"""What a test of the eccentric 1RM allows: fewer kg for several reps than could be lowered once, whoever plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from negcoach.training.advice.facts import Facts
from negcoach.training.advice.finding import Finding, Level
from negcoach.training.advice.progression.planned import Planned, Step, amount_text
from negcoach.training.equipment.loading import round_down
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.tempo import LONGEST_PHASE_S
from negcoach.training.plan.eccentric_limit import MOST_FOR_REPS, EccentricLimit, Tested
from negcoach.training.plan.eccentric_test import RESULT_LASTS, EccentricOneRm
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import format_load

ECCENTRIC_LIMIT = Rule(
    "limit of the eccentric 1RM",
    Mark.OWN,
    f"it is what was lowered once: {MOST_FOR_REPS * 100:.0f} % of it for several reps, "
    f"for {RESULT_LASTS.days // 7} weeks: negcoach's own choice",
)


def within_tested(planned: Planned, facts: Facts) -> Planned:
    """Return what is planned with no more load than the tests allow, and say so where it is less than that.

    Where a test is planned, that stays.
    """
    limit = facts.eccentric_limit
    prescription = _within(planned.prescription, limit, facts)
    maintenance = _within(planned.maintenance, limit, facts)
    tested = limit.of(planned.prescription.tempo.eccentric)
    if tested is None or prescription == planned.prescription or planned.step is Step.TEST:
        return replace(planned, prescription=prescription, maintenance=maintenance)
    step = planned.step
    if step is not Step.RAMP_IN:
        is_less = prescription.load_kg < planned.maintenance.load_kg - SAME_LOAD_KG
        step = Step.LESS if is_less or prescription != maintenance else Step.SAME
    ease, what = "Ease in: " if step is Step.RAMP_IN else "", amount_text(prescription, facts.unit)
    return Planned(
        ECCENTRIC_LIMIT,
        step,
        "" if step is Step.SAME else f"{ease}{what}",
        _text(tested, prescription, facts),
        prescription,
        maintenance,
        limit.allowed_kg(prescription),
        planned.asked,
    )


def eccentric_findings(planned: Prescription, facts: Facts) -> Iterator[Finding]:
    """Yield what stands against more than the tests allow: more for several reps asks for Enter, above them the word.

    Where none is of so short a lowering as the planned one, it says it for a longer one.
    """
    limit = facts.eccentric_limit
    tested = limit.of(planned.tempo.eccentric) or limit.of(LONGEST_PHASE_S)
    if tested is not None:
        yield Finding(ECCENTRIC_LIMIT, Level.NOTE, _text(tested, planned, facts), eccentric=limit)


def _within(prescription: Prescription, limit: EccentricLimit, facts: Facts) -> Prescription:
    """Return a prescription with no more load than the tests allow, rounded down to what can be loaded."""
    if limit.is_allowed(prescription):
        return prescription
    return replace(prescription, load_kg=round_down(limit.allowed_kg(prescription), facts.loads))


def _text(tested: Tested, prescription: Prescription, facts: Facts) -> str:
    """Return what was tested, and what that allows for the reps of a prescription."""
    load, when, tempo = format_load(tested.kg, facts.unit), facts.days_ago(tested.at), tested.tempo
    share = f"{MOST_FOR_REPS * 100:.0f} % of it at most"
    if isinstance(tested, EccentricOneRm):
        at_most = "no more" if prescription.reps == 1 else f"that is what you lowered once; for several reps {share}"
        return f"Your eccentric 1RM, tested {when} at {tempo}, is {load}: {at_most}."
    at_most = "no more" if prescription.reps == 1 else f"for several reps {share}"
    return f"The test {when} found {load} too heavy to be lowered in full at {tempo}: {at_most}."
