"""The unit that loads are likely in, judged by the plates that make them up, where a file does not say it.

A bar of 45 lb with a pair of plates of 5, 10, 25 or 45 lb weighs a number that ends in 5: 95, 135, 185, 225. Pairs of
1.25 kg, which every kilogram gym has, give steps of 2.5 kg: 62.5, 82.5.
"""

from __future__ import annotations

from collections.abc import Iterable

from negcoach.training.units import Unit

_LEAST = 40.0
"""Lighter loads, in either unit, are mostly dumbbells and machines, which tell nothing. Our own choice."""

_LEAST_SETS = 10
_MOSTLY_FIVES = 0.7
_SOME_HALVES = 0.1
"""The shares of loads that end in 5, or in .5, from which the unit is likely. Our own choice."""


def unit_of_loads(loads: Iterable[float]) -> Unit | None:
    """Return the unit that loads are likely in, ``None`` where they do not show it."""
    heavy = [load for load in loads if load >= _LEAST]
    if len(heavy) < _LEAST_SETS:
        return None
    halves = sum(load % 5 == 2.5 for load in heavy) / len(heavy)
    fives = sum(load % 10 == 5 for load in heavy) / len(heavy)
    if halves >= _SOME_HALVES:
        return "kg"
    return "lb" if fives >= _MOSTLY_FIVES and not halves else None
