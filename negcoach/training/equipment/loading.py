"""The loads that can be loaded for an exercise: those of the lifter's own equipment, else those of common plates."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.units import KG_PER_LB, Unit

_LIGHT_KG = 20.0
_LIGHT_LB = 45.0
"""Below an empty bar the weights are dumbbells or small plates, with smaller steps (our own choice)."""


class Loading(Protocol):
    """The loads that can be loaded, all in kg, and the unit that they are marked in."""

    @property
    def unit(self) -> Unit:
        """The unit of the weights."""

    def at_or_below(self, load_kg: float) -> float | None:
        """Return the heaviest load that is not above this one, ``None`` where the lightest is."""

    def at_or_above(self, load_kg: float) -> float | None:
        """Return the lightest load that is not below this one, ``None`` where the heaviest is."""

    def step_up(self, load_kg: float) -> float:
        """Return the load a step above this one, or this one where there is none."""

    def reduced(self, load_kg: float, factor: float) -> float:
        """Return a load of about ``load_kg * factor``, at least a step less; this one where there is none."""


def round_down(load_kg: float, loads: Loading) -> float:
    """Return the heaviest load that can be loaded and is not above this one; one below the lightest stays."""
    below = loads.at_or_below(load_kg)
    return load_kg if below is None else below


@dataclass(frozen=True, slots=True)
class UsualLoads:
    """Loads in steps of 2.5 kg or 5 lb, below an empty bar 1 kg or 2.5 lb, while the own equipment is not known."""

    unit: Unit

    def at_or_below(self, load_kg: float) -> float | None:
        """Return the heaviest load that is not above this one, ``None`` below the first step."""
        step = step_kg(load_kg, self.unit)
        return math.floor((load_kg + SAME_LOAD_KG) / step) * step or None

    def at_or_above(self, load_kg: float) -> float:
        """Return the lightest load that is not below this one."""
        step = step_kg(load_kg, self.unit)
        return math.ceil((load_kg - SAME_LOAD_KG) / step) * step

    def step_up(self, load_kg: float) -> float:
        """Return the load a step above this one."""
        return load_kg + step_kg(load_kg, self.unit)

    def reduced(self, load_kg: float, factor: float) -> float:
        """Return the load nearest to ``load_kg * factor``, at least a step less."""
        wanted, most = load_kg * factor, load_kg - SAME_LOAD_KG * 2
        step = step_kg(wanted, self.unit)
        below = self.at_or_below(most)
        return max(min(round(wanted / step) * step, most if below is None else below), 0.0)


def step_kg(load_kg: float, unit: Unit) -> float:
    """Return the usual step between loads near this one: 2.5 kg or 5 lb, below an empty bar 1 kg or 2.5 lb."""
    if unit == "lb":
        return (5.0 if load_kg >= _LIGHT_LB * KG_PER_LB - SAME_LOAD_KG else 2.5) * KG_PER_LB
    return 2.5 if load_kg >= _LIGHT_KG - SAME_LOAD_KG else 1.0


@dataclass(frozen=True, slots=True)
class OwnLoads:
    """The loads of the lifter's own equipment, lightest first (kg); there is at least one."""

    unit: Unit
    loads_kg: tuple[float, ...]

    def at_or_below(self, load_kg: float) -> float | None:
        """Return the heaviest load that is not above this one, ``None`` where the lightest is."""
        index = bisect_right(self.loads_kg, load_kg + SAME_LOAD_KG)
        return self.loads_kg[index - 1] if index else None

    def at_or_above(self, load_kg: float) -> float | None:
        """Return the lightest load that is not below this one, ``None`` where the heaviest is."""
        index = bisect_right(self.loads_kg, load_kg - SAME_LOAD_KG)
        return self.loads_kg[index] if index < len(self.loads_kg) else None

    def step_up(self, load_kg: float) -> float:
        """Return the next heavier load, this one where there is none."""
        heavier = self.at_or_above(load_kg + 2 * SAME_LOAD_KG)
        return load_kg if heavier is None else heavier

    def reduced(self, load_kg: float, factor: float) -> float:
        """Return the heaviest load of at most ``load_kg * factor``, this one where there is none."""
        lighter = self.at_or_below(load_kg * factor)
        return load_kg if lighter is None else lighter
