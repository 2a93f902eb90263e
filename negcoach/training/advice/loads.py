"""Loads that can be loaded: the steps of bars and weights, rounding down to them, and the next one up.

While the lifter's own plates are not known, the steps are those of common ones (our own choice).
"""

from __future__ import annotations

import math

from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import SAME_LOAD_KG, cap_kg, is_over_cap
from negcoach.training.units import KG_PER_LB, Unit

LEAST_INCREASE = 1.02
"""A load grows by 2 % at least, else nobody feels it (ACSM 2009: 2-10 %)."""

MOST_INCREASE_BAR = 1.05
MOST_INCREASE = 1.10
"""A free bar grows by 5 % at most, everything else by 10 % (ACSM 2009: 2-10 %)."""

SMALL_STEP_AT_MOST = 1.05
"""A step up to this much is one load more; a greater one is prepared by more reps (our own choice)."""

DECREASE = 0.95
"""The factor after two lost days (our own choice)."""

_LIGHT_KG = 20.0
_LIGHT_LB = 45.0
"""Below an empty bar the weights are dumbbells or small plates, with smaller steps (our own choice)."""


def step_kg(load_kg: float, unit: Unit) -> float:
    """Return the step between loads near this one: 2.5 kg or 5 lb, below an empty bar 1 kg or 2.5 lb."""
    if unit == "lb":
        return (5.0 if load_kg >= _LIGHT_LB * KG_PER_LB - SAME_LOAD_KG else 2.5) * KG_PER_LB
    return 2.5 if load_kg >= _LIGHT_KG - SAME_LOAD_KG else 1.0


def round_down(load_kg: float, unit: Unit) -> float:
    """Return the heaviest load that can be loaded and is not above this one; one below the first step stays."""
    step = step_kg(load_kg, unit)
    return math.floor((load_kg + SAME_LOAD_KG) / step) * step or load_kg


def without_added(load_kg: float) -> float:
    """Return a bodyweight exercise's load without what is added to the body; help, which is below 0, stays."""
    return min(load_kg, 0.0)


def next_load(load_kg: float, unit: Unit) -> float:
    """Return the next load that can be loaded and is at least ``LEAST_INCREASE`` more."""
    wanted = load_kg * LEAST_INCREASE
    step = step_kg(wanted, unit)
    return math.ceil((wanted - SAME_LOAD_KG) / step) * step


def less_load(load_kg: float, factor: float, unit: Unit) -> float:
    """Return the load nearest to ``load_kg * factor`` that can be loaded, at least one step less."""
    wanted = load_kg * factor
    step = step_kg(wanted, unit)
    nearest = round(wanted / step) * step
    return max(min(nearest, round_down(load_kg - SAME_LOAD_KG * 2, unit)), 0.0)


def increased_load(exercise: Exercise, load_kg: float, unit: Unit, *, easy: bool) -> float:
    """Return the load after two kept days: the next one, or the one after it where they were ``easy``."""
    one = next_load(load_kg, unit)
    two = next_load(one, unit)
    return two if easy and two <= load_kg * _most_increase(exercise) + SAME_LOAD_KG else one


def most_increased(exercise: Exercise, load_kg: float, unit: Unit) -> float:
    """Return the heaviest load that a load may grow to at once: the most increase, or the next load above that."""
    return max(load_kg * _most_increase(exercise), next_load(load_kg, unit))


def most_increase_percent(exercise: Exercise) -> int:
    """Return how much a load of an exercise may grow at once, in percent."""
    return round((_most_increase(exercise) - 1) * 100)


def _most_increase(exercise: Exercise) -> float:
    return MOST_INCREASE_BAR if is_free_bar(exercise) else MOST_INCREASE


def is_small_step(load_kg: float, unit: Unit) -> bool:
    """Return whether the next load is near enough to be the next step, without more reps before."""
    return next_load(load_kg, unit) <= load_kg * SMALL_STEP_AT_MOST + SAME_LOAD_KG


def load_at(exercise: Exercise, percent: float, one_rm_kg: float, unit: Unit) -> float:
    """Return a percentage of the 1RM as a load in kg, rounded down to what can be loaded, and never over the cap."""
    load_kg = round_down(one_rm_kg * percent / 100, unit)
    cap = cap_kg(exercise, one_rm_kg)
    return load_kg if cap is None or not is_over_cap(exercise, load_kg, one_rm_kg) else round_down(cap, unit)


def is_free_bar(exercise: Exercise) -> bool:
    """Return whether it is done with a free bar: those are the exercises that need safety arms or pins."""
    return "safety" in exercise.spotters.also
