"""How much a load grows or shrinks, in loads that can be loaded."""

from __future__ import annotations

from negcoach.training.equipment.equipment import is_free_bar
from negcoach.training.equipment.loading import Loading, OwnLoads, round_down
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.safety import SAME_LOAD_KG, cap_kg, is_over_cap

LEAST_INCREASE = 1.02
"""A load grows by 2 % at least, else nobody feels it (ACSM 2009: 2-10 %)."""

MOST_INCREASE_BAR = 1.05
MOST_INCREASE = 1.10
"""A free bar grows by 5 % at most, everything else by 10 % (ACSM 2009: 2-10 %)."""

SMALL_STEP_AT_MOST = 1.05
"""A step up to this much is one load more; a greater one is prepared by more reps (our own choice)."""

MOST_STEP = 1.25
"""A step to the next load is never planned above this, however many reps came first (our own choice)."""

DECREASE = 0.95
"""The factor after two lost days (our own choice)."""


def without_added(load_kg: float) -> float:
    """Return a bodyweight exercise's load without what is added to the body; help, which is below 0, stays."""
    return min(load_kg, 0.0)


def next_load(load_kg: float, loads: Loading) -> float | None:
    """Return the next load that can be loaded and is at least ``LEAST_INCREASE`` more, ``None`` where there is none."""
    return loads.at_or_above(load_kg * LEAST_INCREASE)


def less_load(load_kg: float, factor: float, loads: Loading) -> float:
    """Return a load of about ``load_kg * factor`` that can be loaded, at least a step less where there is one."""
    return loads.reduced(load_kg, factor)


def added_load(load_kg: float, step_kg: float, own: OwnLoads | None) -> float | None:
    """Return the load added to a bodyweight exercise after a step; of own plates one of a step or less, else the next.

    ``None`` where there is nothing more to add.
    """
    if own is None:
        return load_kg + step_kg
    below = own.at_or_below(load_kg + step_kg)
    if below is not None and below > load_kg + SAME_LOAD_KG:
        return below
    return own.at_or_above(load_kg + 2 * SAME_LOAD_KG)


def increased_load(exercise: Exercise, load_kg: float, loads: Loading, *, easy: bool) -> float | None:
    """Return the load after two kept days: the next one, or the one after it where they were ``easy``.

    ``None`` where there is no heavier one.
    """
    one = next_load(load_kg, loads)
    two = None if one is None else next_load(one, loads)
    return two if two is not None and easy and two <= load_kg * _most_increase(exercise) + SAME_LOAD_KG else one


def most_increased(exercise: Exercise, load_kg: float, loads: Loading) -> float:
    """Return the heaviest load that a load may grow to at once: the most increase, or a next load that is near."""
    following = next_load(load_kg, loads)
    near_kg = following if following is not None and is_step(load_kg, following) else 0.0
    return max(load_kg * _most_increase(exercise), near_kg)


def most_unasked(exercise: Exercise, load_kg: float, loads: Loading) -> float:
    """Return the heaviest load that one may grow to without a question: of a next load no more than 10 %."""
    return min(most_increased(exercise, load_kg, loads), load_kg * MOST_INCREASE)


def most_increase_percent(exercise: Exercise) -> int:
    """Return how much a load of an exercise may grow at once, in percent."""
    return round((_most_increase(exercise) - 1) * 100)


def _most_increase(exercise: Exercise) -> float:
    return MOST_INCREASE_BAR if is_free_bar(exercise) else MOST_INCREASE


def is_step(load_kg: float, heavier_kg: float) -> bool:
    """Return whether a heavier load is near enough to follow at all."""
    return heavier_kg <= load_kg * MOST_STEP + SAME_LOAD_KG


def is_small_step(load_kg: float, loads: Loading) -> bool:
    """Return whether the next load is near enough to be the next step, without more reps before."""
    following = next_load(load_kg, loads)
    return following is not None and following <= load_kg * SMALL_STEP_AT_MOST + SAME_LOAD_KG


def taken_percent(load_kg: float, lighter_kg: float) -> float:
    """Return how much less a lighter load really is, in percent, to the nearest tenth."""
    return round((1 - lighter_kg / load_kg) * 100, 1)


def load_at(exercise: Exercise, percent: float, one_rm_kg: float, loads: Loading) -> float:
    """Return a percentage of the 1RM as a load in kg, rounded down to what can be loaded, and never over the cap."""
    load_kg = round_down(one_rm_kg * percent / 100, loads)
    cap = cap_kg(exercise, one_rm_kg)
    return load_kg if cap is None or not is_over_cap(exercise, load_kg, one_rm_kg) else round_down(cap, loads)
