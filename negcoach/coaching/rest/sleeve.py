"""The bar for the next set as it is drawn: its plates, those that change, and what is done."""

from __future__ import annotations

from negcoach.coaching.rest.next_bar import NextBar
from negcoach.training.equipment.plates import change_between
from negcoach.widgets.coach.sleeve_state import SleeveState


def sleeve_of(bar: NextBar | None) -> SleeveState | None:
    """Return a bar as it is drawn, ``None`` for none."""
    if bar is None:
        return None
    if bar.before is None:
        return SleeveState(bar.after, bar.texts, bar.after.side)
    if not bar.changed:
        return SleeveState(bar.after, bar.texts)
    return SleeveState(bar.after, bar.texts, change_between(bar.before.side, bar.after.side).on, changed=True)
