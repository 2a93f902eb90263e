"""Doubt about a 1RM as it is typed: every load, cap and spotter follows from it, and a slip of a digit is soon made.

A load for which no 1RM is known is doubted by the 1RM that it stands for.
"""

from __future__ import annotations

from negcoach.training.advice.facts import Facts
from negcoach.training.exercise.exercise import BY_MACHINE, Exercise
from negcoach.training.exercise.safety import ASSUMED_BODY_KG
from negcoach.training.units import format_load, kg_per

MOST_CHANGE = 1.25
"""A 1RM that changes by this factor, or is so far from what lifted sets suggest, is doubted (our own choice)."""

MOST_UNKNOWN = 2.0
"""Likewise, where only what was lowered so far is known (our own choice)."""

LEG_BODY_WEIGHTS, TRUNK_BODY_WEIGHTS, ARM_BODY_WEIGHTS = 3.5, 1.75, 0.75
"""A first 1RM of more body weights than this is doubted, by what the exercise trains: legs, chest or back, else arms
(textbook knowledge: what strong lifters lift; the numbers are our own choice)."""

SURE_BODY_KG = 90.0
"""A body weight over this, in kilograms, may have been typed in pounds, and then so is the 1RM: it is held against a
light lifter (our own choice)."""

_LEGS = frozenset({"quadriceps", "glutes", "hamstrings", "calf", BY_MACHINE})
_TRUNK = frozenset({"chest", "back", "front shoulder"})


def one_rm_doubt(exercise: Exercise, kg: float, facts: Facts) -> str:
    """Return why a 1RM (kg) that is typed for an exercise may be a slip, as "it was 100 kg"; "" where nothing says so.

    It is held against the 1RM that is known, else against lifted sets, what was lowered so far, and the body weight.
    """
    unit, known = facts.unit, facts.one_rm
    if known is not None:
        return "" if _is_near(kg, known.kg, MOST_CHANGE) else f"it was {format_load(known.kg, unit)}"
    return _unsupported(exercise, kg, kg, facts)


def load_doubt(exercise: Exercise, load_kg: float, facts: Facts) -> str:
    """Return why a load (kg) that is typed may be a slip, "" where nothing says so, or a 1RM is known to judge it by.

    A load that is added to the body is held against the body weight.
    """
    if exercise.load is None:
        body_kg, of = _body_weight(facts)
        return "" if load_kg <= body_kg else f"that is {load_kg / body_kg:.2g} times {of}"
    stands_for_kg = load_kg * 100 / exercise.load.percent
    is_light = stands_for_kg <= max(facts.estimated_one_rm_kg or 0.0, _heaviest_kg(facts))
    return "" if is_light or facts.one_rm is not None else _unsupported(exercise, stands_for_kg, load_kg, facts)


def load_slip(exercise: Exercise | None, kg: float, before_kg: float | None) -> bool:
    """Return whether a load (kg) of a set that was done may be a slip, by what it was before, or in the last session.

    Of what is added to the body, or helps it, nothing is said: that begins at 0. ``exercise`` is ``None`` where the
    library does not have it: what is not below 0 is held to be its whole load.
    """
    if (exercise is not None and exercise.bodyweight) or before_kg is None:
        return False
    return kg > 0 and before_kg > 0 and not _is_near(kg, before_kg, MOST_UNKNOWN)


def estimate_in_words(facts: Facts) -> float:
    """Return the estimated 1RM in kg, rounded down to whole units; 0 where there is none."""
    unit_kg = kg_per(facts.unit)
    return (facts.estimated_one_rm_kg or 0.0) // unit_kg * unit_kg


def least_doubted_kg(exercise: Exercise, facts: Facts) -> float:
    """Return the 1RM (kg) over which a first one is doubted, by the body weight."""
    body_kg = ASSUMED_BODY_KG if _may_be_pounds(facts) else _body_weight(facts)[0]
    return body_kg * _most_body_weights(exercise)


def _unsupported(exercise: Exercise, kg: float, typed_kg: float, facts: Facts) -> str:
    """Return what speaks against a 1RM (kg), which ``typed_kg`` is or stands for, where none is known."""
    unit = facts.unit
    body_kg, of = _body_weight(facts)
    most_kg = least_doubted_kg(exercise, facts)
    estimated_kg = facts.estimated_one_rm_kg
    if estimated_kg is not None:
        if not _is_near(kg, estimated_kg, MOST_CHANGE):
            return f"your lifted sets suggest {format_load(estimate_in_words(facts), unit)}"
        if estimated_kg <= most_kg:
            return ""
    heaviest_kg = _heaviest_kg(facts)
    if heaviest_kg > 0:
        near = _is_near(kg, heaviest_kg, MOST_UNKNOWN)
        return "" if near else f"the most you have lowered is {format_load(heaviest_kg, unit)}"
    if kg <= most_kg:
        return ""
    if _may_be_pounds(facts):
        return f"in pounds that would be {format_load(typed_kg * kg_per('lb'), unit)}"
    return f"that is {typed_kg / body_kg:.2g} times {of}"


def _heaviest_kg(facts: Facts) -> float:
    return max((past.load_kg for session in facts.sessions for past in session.sets), default=0.0)


def _may_be_pounds(facts: Facts) -> bool:
    """Return whether the body weight may be pounds that were typed as kilograms."""
    return facts.unit == "kg" and facts.body_kg is not None and facts.body_kg > SURE_BODY_KG


def _body_weight(facts: Facts) -> tuple[float, str]:
    """Return the body weight (kg), a light one where it is not known, and what it is called."""
    if facts.body_kg is not None:
        return facts.body_kg, "your body weight"
    return ASSUMED_BODY_KG, f"a body weight of {format_load(ASSUMED_BODY_KG, facts.unit)}"


def _is_near(kg: float, other_kg: float, factor: float) -> bool:
    return other_kg / factor < kg < other_kg * factor


def _most_body_weights(exercise: Exercise) -> float:
    if _LEGS.intersection(exercise.muscles):
        return LEG_BODY_WEIGHTS
    return TRUNK_BODY_WEIGHTS if _TRUNK.intersection(exercise.muscles) else ARM_BODY_WEIGHTS
