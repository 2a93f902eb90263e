"""The bar for the next set, and how its plates must be changed for it."""

from __future__ import annotations

from dataclasses import dataclass

from negcoach.training.equipment.equipment import Equipment, LoadedBar, plates_after, side_text, stripped
from negcoach.training.equipment.load_note import added_text, plates_text
from negcoach.training.equipment.plates import change_between
from negcoach.training.equipment.releasers import bar_kg, hooks_text
from negcoach.training.equipment.warm_up import bar_for
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.units import format_load


@dataclass(frozen=True, slots=True)
class NextBar:
    """A bar as it is to be loaded ``after`` another one; where that is not known (``None``), all plates are named.

    ``hooked`` is whether hooks hang on it in the next set: they fell off in the last one.
    """

    before: LoadedBar | None
    after: LoadedBar
    hooked: bool = False

    @property
    def changed(self) -> bool:
        """Whether plates are moved, from a bar that is known."""
        return self.before is not None and self.before.side != self.after.side

    @property
    def texts(self) -> tuple[str, ...]:
        """What is done, ``105 kg: add 2.5 a side``, in fewer and fewer words."""
        most, *fewer = self._plates_texts
        return (f"{most}, hang the hooks", most, *fewer) if self.hooked else (most, *fewer)

    @property
    def _plates_texts(self) -> tuple[str, ...]:
        before, after = self.before, self.after
        load = format_load(after.load_kg, after.plates.unit)
        if before is None:
            return f"{load}: {plates_text(after)}", f"{load}: {side_text(after.side)}", load
        if not self.changed:
            stays = "leave the plate on" if after.single and len(after.side) == 1 else "leave the plates on"
            return f"{load}: {stays}", stays, load
        what, short = added_text(before, after), added_text(before, after, short=True)
        return f"{load}: {what}", what, f"{load}: {short}", short

    @property
    def off_word(self) -> str:
        """What comes off each end, ``5+1.25 OFF``, in letters that can be drawn large; "" where plates go on."""
        if self.before is None:
            return ""
        change = change_between(self.before.side, self.after.side)
        plates = side_text(change.off).replace(" × ", "x").replace(" ", "")
        return "" if change.on or not change.off else f"{plates} off".upper()


def next_bar(
    prescription: Prescription, one_rm_kg: float | None, before: LoadedBar | None, equipment: Equipment
) -> NextBar | None:
    """Return the bar of the next set, ``None`` where its plates are not known.

    From the bar ``before`` the fewest plates are moved; where that is not known (``None``), all plates are named.
    """
    loads = equipment.loads_for(prescription, "kg")
    load_kg, hooked = bar_kg(prescription, one_rm_kg, loads), bool(hooks_text(prescription, one_rm_kg, loads))
    after = None if before is None else plates_after(before, load_kg)
    if before is None or after is None:
        bar = bar_for(prescription, one_rm_kg, equipment)
        return None if bar is None else NextBar(None, bar, hooked)
    return NextBar(before, after, hooked)


def drop_bar(before: LoadedBar, load_kg: float) -> NextBar | None:
    """Return the bar with plates only taken off for the last set of a drop set, ``None`` where that cannot be."""
    after = stripped(before, load_kg, load_kg)
    return None if after is None else NextBar(before, after)
