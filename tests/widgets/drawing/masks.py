"""What tests measure on masks."""

from __future__ import annotations

from negcoach.widgets.drawing.strokes import FULL, Mask


def area(mask: Mask) -> float:
    """Return the area that a mask covers, in pixels."""
    return sum(map(sum, mask.rows)) / FULL
