"""The bar, stack or dumbbell for the next set as they are drawn, and what is done."""

from __future__ import annotations

from negcoach.coaching.rest.next_bar import NextBar
from negcoach.training.equipment.chosen_weight import chosen_weight
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.plates import change_between
from negcoach.training.exercise.prescription import Prescription
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState


def sleeve_of(bar: NextBar | None) -> SleeveState | None:
    """Return a bar as it is drawn, ``None`` for none."""
    if bar is None:
        return None
    if bar.before is None:
        return SleeveState(bar.after, bar.texts, bar.after.side)
    if not bar.changed:
        return SleeveState(bar.after, bar.texts)
    return SleeveState(bar.after, bar.texts, change_between(bar.before.side, bar.after.side).on, changed=True)


def weight_of(coming: Prescription, done: Prescription | None, equipment: Equipment) -> WeightState | None:
    """Return the stack or the dumbbell of the set that is ``coming`` as they are drawn, ``None`` for neither.

    ``done`` is the set before it, ``None`` where another weight was used meanwhile.
    """
    weight = chosen_weight(coming, equipment)
    if weight is None:
        return None
    same = done is not None and done.exercise == coming.exercise and chosen_weight(done, equipment) == weight
    short = weight.weight_text
    if weight.dumbbell:
        what = f"the same dumbbell, {short}" if same else f"take the {weight.text}"
        return WeightState(weight, (what, short))
    what = "leave the pin" if same else f"put the {weight.text}"
    return WeightState(weight, (f"{short}: {what}" if same else what, what, short))
