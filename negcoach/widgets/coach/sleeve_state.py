"""A bar with its plates, or another weight, as it is shown in a rest, here and on mirrors."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.equipment.chosen_weight import ChosenWeight
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.equipment.plates import Side


@dataclass(frozen=True, slots=True)
class SleeveState:
    """What is shown: the bar, how its plates must be changed, and the plates that are put on.

    ``headlines`` say the same in fewer and fewer words; the first that fits is shown. Where there is one row alone and
    the plates are ``changed``, a headline goes before the plates.
    """

    bar: LoadedBar
    headlines: tuple[str, ...]
    added: Side = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class WeightState:
    """What is shown of a stack, or the dumbbell; ``headlines`` as those of a bar."""

    weight: ChosenWeight
    headlines: tuple[str, ...]
