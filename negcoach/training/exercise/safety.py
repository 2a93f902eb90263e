"""Safety before a set: how a load is judged by its cap, how many spotters it needs, and who must not do overload.

The caps and spotter limits themselves belong to each exercise (``negcoach.training.exercise.catalogue`` has their
defaults); every check against them is here.

A load is judged in kilograms, with one tolerance: a load in pounds is shown with two decimals, and what is typed
back from there may be a hair off. Within the tolerance a load at a limit is *at* it, whoever asks.
"""

from __future__ import annotations

from datetime import date

from negcoach.training.exercise.exercise import Exercise

SAME_LOAD_KG = 0.01
"""Loads at most this far apart are the same load: pounds shown with two decimals are read back this near."""

HEALTH_SCREEN_LASTS_DAYS = 365
"""The health screen is asked once, then yearly (our own choice)."""

CONDITIONS = (
    "unstable angina, or a recent heart attack",
    "a heart rhythm that is not under control",
    "blood pressure over 180/110; over 160/100, ask your doctor first",
    "an aneurysm",
    "a fresh joint or tendon injury",
    "a hernia that you feel",
    "recent eye surgery",
)
"""Who must not do overload (source: Diabetes Care, table 4; PMC10959113)."""


def cap_kg(exercise: Exercise, one_rm_kg: float | None) -> float | None:
    """Return the heaviest load (kg) that is not over the cap; ``None`` without a cap, or a 1RM to take it of."""
    if exercise.load is None or one_rm_kg is None:
        return None
    return one_rm_kg * exercise.load.cap_percent / 100


def is_over_cap(exercise: Exercise, load_kg: float, one_rm_kg: float | None) -> bool:
    """Return whether a load is over the exercise's cap; never where there is no cap or the 1RM is not known."""
    cap = cap_kg(exercise, one_rm_kg)
    return cap is not None and load_kg > cap + SAME_LOAD_KG


def is_same_load(one_kg: float, other_kg: float) -> bool:
    """Return whether two loads are the same load."""
    return abs(one_kg - other_kg) <= SAME_LOAD_KG


def second_spotter_from_kg(exercise: Exercise, one_rm_kg: float | None) -> float | None:
    """Return the lightest load (kg) that needs a second spotter; ``None`` where no load does.

    The limit above the 1RM does not apply while the 1RM is not known.
    """
    rule = exercise.spotters
    limits = [rule.second_from_total_kg]
    if one_rm_kg is not None and rule.second_from_above_1rm_kg is not None:
        limits.append(one_rm_kg + rule.second_from_above_1rm_kg)
    return min((limit for limit in limits if limit is not None), default=None)


def spotters_needed(exercise: Exercise, load_kg: float | None, one_rm_kg: float | None) -> int:
    """Return how many spotters an exercise needs with this load (kg; ``None`` where it is not known)."""
    at_least, limit_kg = exercise.spotters.at_least, second_spotter_from_kg(exercise, one_rm_kg)
    heavy = load_kg is not None and limit_kg is not None and (load_kg >= limit_kg or is_same_load(load_kg, limit_kg))
    return max(at_least, 2) if heavy else at_least


def is_screened(passed_on: date | None, today: date) -> bool:
    """Return whether the health screen was passed within a year; a day still to come does not count."""
    return passed_on is not None and 0 <= (today - passed_on).days < HEALTH_SCREEN_LASTS_DAYS
