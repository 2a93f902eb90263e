"""The presses that the demo makes where nobody does: the bottom of each lowering, and the lift that waits for it."""

from __future__ import annotations

from negcoach.training.score.timeline import Phase, Segment

EARLY_MS = (260, 310, 700, 220, 240)
"""How long before the end of its count each rep of the demo reaches the bottom; the third is almost too fast.

Long enough for a busy machine, whose press would else come after the call."""

LIFT_MS = 2_500
"""How long a lift takes that waits for the key."""


def is_press_due(segment: Segment, position_ms: int, step_ms: int) -> bool:
    """Return whether somebody would press the key for the next thing at a position in a segment of a set.

    ``step_ms`` is how far the score goes until this is asked again: the end of a lowering is not to be missed.
    """
    elapsed_ms = position_ms - segment.start_ms
    if segment.phase is Phase.LOWER and segment.planned_ms is not None:
        early_ms = max(EARLY_MS[(segment.rep - 1) % len(EARLY_MS)], step_ms)
        return elapsed_ms >= segment.planned_ms - early_ms
    return segment.phase is Phase.LIFT and segment.end_ms is None and elapsed_ms >= LIFT_MS
