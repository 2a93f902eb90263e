"""The bar for the next set, and how its plates must be changed for it."""

from __future__ import annotations

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.training.equipment.equipment import Equipment, LoadedBar, plates_after, side_text
from negcoach.training.equipment.load_note import added_text, plates_text
from negcoach.training.equipment.plates import change_between
from negcoach.training.equipment.warm_up import bar_for
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.safety import is_same_load
from negcoach.training.units import format_load
from negcoach.widgets.coach.loaded_sleeve import SleeveState


def bar_after(sets: SetsToDo, loaded: LoadedBar | None, equipment: Equipment) -> LoadedBar | None:
    """Return the bar as it is after a set: as it was ``loaded`` before, if that is known and its load is the set's."""
    prescription = sets.prescription
    if loaded is not None and is_same_load(loaded.load_kg, prescription.load_kg):
        return loaded
    return bar_for(prescription, sets.one_rm_kg, equipment)


def next_bar(
    prescription: Prescription, one_rm_kg: float | None, before: LoadedBar | None, equipment: Equipment
) -> SleeveState | None:
    """Return the bar of the next set, ``None`` where its plates are not known.

    From the bar ``before`` the fewest plates are moved; where that is not known (``None``), all plates are named.
    """
    after = None if before is None else plates_after(before, prescription.load_kg)
    if before is None or after is None:
        bar = bar_for(prescription, one_rm_kg, equipment)
        return None if bar is None else bar_step(None, bar)
    return bar_step(before, after)


def bar_step(before: LoadedBar | None, after: LoadedBar) -> SleeveState:
    """Return a bar as it is to be loaded after another one; all plates are named where that one is not known."""
    load = format_load(after.load_kg, after.plates.unit)
    if before is None:
        every = (f"{load}: {plates_text(after)}", f"{load}: {side_text(after.side)}", load)
        return SleeveState(after, every, after.side)
    change = change_between(before.side, after.side)
    if not change.on and not change.off:
        return SleeveState(after, (f"{load}: leave the plates on", "leave the plates on", load))
    what, short = added_text(before, after), added_text(before, after, short=True)
    return SleeveState(after, (f"{load}: {what}", what, f"{load}: {short}", short), change.on, changed=True)
