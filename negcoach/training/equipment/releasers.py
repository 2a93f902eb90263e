"""The hooks of accentuated sets: what they carry, and what stays on the bar to be lifted alone.

They hang on the ends of the bar with weights of their own, and come off at the bottom by themselves: the lifter lowers
all of the load, and lifts a part of it.
"""

from __future__ import annotations

from negcoach.training.equipment.loading import Loading
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.way import WayKind
from negcoach.training.units import format_load


def bar_kg(prescription: Prescription, one_rm_kg: float | None, loads: Loading) -> float:
    """Return the load on the bar itself (kg): all of it, but in an accentuated set what is lifted.

    That is the way's part of the 1RM, rounded down to one of ``loads``, those that can be loaded. No accentuated set is
    begun without a 1RM: nobody lifts a part of a guess alone.
    """
    way = prescription.way
    if way.kind is not WayKind.ACCENTUATED or one_rm_kg is None:
        return prescription.load_kg
    lifted_kg = loads.at_or_below(one_rm_kg * way.percent / 100)
    return prescription.load_kg if lifted_kg is None else min(lifted_kg, prescription.load_kg)


def hooks_text(prescription: Prescription, one_rm_kg: float | None, loads: Loading) -> str:
    """Return ``17.5 kg on each end``, each hook counted with its weights; "" where none hang."""
    hung_kg = prescription.load_kg - bar_kg(prescription, one_rm_kg, loads)
    return "" if hung_kg <= SAME_LOAD_KG else f"{format_load(hung_kg / 2, loads.unit)} on each end"
