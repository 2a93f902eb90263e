"""What is said about a load where the equipment is known: its plates, and what it was rounded down from."""

from __future__ import annotations

from negcoach.training.equipment.equipment import BarLoad, Equipment, LoadedBar, side_text
from negcoach.training.equipment.loading import round_down
from negcoach.training.equipment.plates import change_between
from negcoach.training.equipment.releasers import hooks_text
from negcoach.training.equipment.unloading import unloaded_bar
from negcoach.training.equipment.warm_up import bar_for
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.rule import Mark, Rule
from negcoach.training.units import Unit, format_load, kg_per, rounded_in

PLATES = Rule("plates", Mark.OWN, "every load is one that can be loaded, rounded down: negcoach's own choice")

_SHOWN_FROM = 0.05
"""The difference, in the unit of the weights, from which a load is said to be rounded: less is not seen in a tenth."""


def load_note(
    prescription: Prescription, one_rm_kg: float | None, equipment: Equipment, wanted_kg: float | None = None
) -> str:
    """Return ``107.8 → 107.5 kg: 25 + 15 + 2.5 + 1.25 a side``; a bar that is the exercise's own is named.

    In an accentuated set they are the plates of the bar, and the hooks are named after them.

    The arrow is for a rule that gave ``wanted_kg``, which cannot be loaded. A load of the lifter's own that cannot
    be loaded gets its neighbours. "" where nothing is to be said, or the equipment is not known.
    """
    loads = equipment.own_loads(prescription.exercise)
    if loads is None or prescription.load_kg <= 0:
        return ""
    below = loads.at_or_below(prescription.load_kg)
    if below is None or not is_same_load(below, prescription.load_kg):
        return cannot_be_loaded(prescription, equipment)
    bar, implement = bar_for(prescription, one_rm_kg, equipment), equipment.implement_of(prescription.exercise)
    plates = "" if bar is None else plates_text(bar)
    if bar is not None and bar.side and implement == BarLoad():
        plates = f"{side_text(bar.side)} a side"
    hooks = hooks_text(prescription, one_rm_kg, loads)
    plates = ", and ".join(filter(None, (plates, hooks and f"hooks, {hooks}")))
    if wanted_kg is None or not is_rounded(prescription, equipment, wanted_kg):
        return plates
    unit = loads.unit
    number = format_load(rounded_in(unit, wanted_kg, 1), unit).removesuffix(f" {unit}")
    arrow = f"{number} → {format_load(prescription.load_kg, unit)}"
    return f"{arrow}: {plates}" if plates else f"{arrow}, the next lighter one you have"


def is_rounded(prescription: Prescription, equipment: Equipment, wanted_kg: float | None) -> bool:
    """Return whether a load is what a rule wanted (``None``: nothing), rounded down by so much that it is seen."""
    loads = equipment.own_loads(prescription.exercise)
    if loads is None or wanted_kg is None:
        return False
    seen = wanted_kg - prescription.load_kg >= _SHOWN_FROM * kg_per(loads.unit)
    return seen and is_same_load(round_down(wanted_kg, loads), prescription.load_kg)


def plates_text(bar: LoadedBar) -> str:
    """Return ``25 + 15 + 2.5 a side on the 20 kg bar``, ``the 20 kg bar alone`` or ``15 + 2.5 on the belt``."""
    if bar.single:
        return f"{side_text(bar.side)} on the belt"
    of_bar = f"the {_bar_text(bar)} bar"
    return f"{side_text(bar.side)} a side on {of_bar}" if bar.side else f"{of_bar} alone"


def unload_note(prescription: Prescription, one_rm_kg: float | None, equipment: Equipment) -> str:
    """Return ``take 2 × 20 off each end: 65 kg stays`` for a bar that is unloaded before it comes up, else ""."""
    bar = bar_for(prescription, one_rm_kg, equipment)
    left = None if bar is None else unloaded_bar(prescription, one_rm_kg, bar)
    if bar is None or left is None:
        return ""
    return f"{added_text(bar, left)}: {format_load(left.load_kg, left.plates.unit)} stays"


def added_text(before: LoadedBar, after: LoadedBar, *, short: bool = False) -> str:
    """Return ``add 10 + 2.5 a side``, ``take 5 off each end``, both, or ``the same``, from one load to the next.

    In ``short`` it is ``take 5 off, add 2.5``.
    """
    change = change_between(before.side, after.side)
    a_side, each_end = ("", "") if after.single or short else (" a side", " each end")
    parts = []
    if change.off:
        parts.append(f"take {side_text(change.off)} off{each_end}")
    if change.on:
        parts.append(f"add {side_text(change.on)}{a_side}")
    return ", ".join(parts) or "the same"


def cannot_be_loaded(prescription: Prescription, equipment: Equipment) -> str:
    """Return what can be loaded in place of a load that cannot be, "" for one that can be or may be."""
    loads = equipment.own_loads(prescription.exercise)
    if loads is None or prescription.load_kg <= 0:
        return ""
    below, above = loads.at_or_below(prescription.load_kg), loads.at_or_above(prescription.load_kg)
    if below is not None and is_same_load(below, prescription.load_kg):
        return ""
    load = format_load(prescription.load_kg, loads.unit)
    if below is None:
        lightest = format_load(loads.loads_kg[0], loads.unit)
        lighter = ": take a lighter bar" if isinstance(equipment.implement_of(prescription.exercise), BarLoad) else ""
        return f"{load} is less than the lightest you have, {lightest}{lighter}."
    if above is None:
        return f"{load} is more than you can load: {format_load(below, loads.unit)} at most."
    lower = format_load(below, loads.unit).removesuffix(f" {loads.unit}")
    return f"{load} cannot be loaded: {lower} or {format_load(above, loads.unit)}."


def _bar_text(bar: LoadedBar) -> str:
    """Return the bar's weight, in the unit in which it is a rounder number, rather that of its plates."""
    units: list[Unit] = ["kg", "lb"] if bar.plates.unit == "kg" else ["lb", "kg"]
    return min((format_load(bar.bar_kg, unit) for unit in units), key=len)
