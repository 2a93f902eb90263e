"""The way out from under a load: what gets the lifter free when a set ends, pauses or changes sides at any moment."""

from __future__ import annotations

from negcoach.training.exercise.exercise import SafeAt
from negcoach.training.score.timeline import Phase

TAKE_MS = 3_000
"""How long the call that frees the lifter is shown before the last word: as long as a lift takes (our own choice)."""

SHORTEST_RESCUE_MS = 2_000
LONGEST_RESCUE_MS = 5_000
"""The lift that ends a set takes as long as the exercise's own, within these (our own choice).

It never waits for a key: whoever would press it may be under the bar.
"""


def way_out(phase: Phase, safe_at: SafeAt) -> Phase | None:
    """Return the phase that frees the lifter, ``None`` where the load is safe.

    Where the load is safe at the top, the helper lifts it there. Where it is safe at the bottom, nobody wants it up
    again: it is taken where it is. In a pause that began under the load, ``Phase.TAKE``, nobody knows who has it.
    """
    safe = {Phase.HOLD_TOP} if safe_at is SafeAt.TOP else {Phase.HOLD_BOTTOM}
    if safe_at is SafeAt.BOTH:  # between the two the helpers move it, from the pins to the rack
        safe = {Phase.HOLD_TOP, Phase.HOLD_BOTTOM, Phase.LIFT}
    under_load = {Phase.LOWER, Phase.HOLD_BOTTOM, Phase.LIFT, Phase.HOLD_TOP, Phase.TAKE} - safe
    if phase not in under_load:
        return None
    return Phase.LIFT if safe_at is SafeAt.TOP else Phase.TAKE


def rescue_lift_ms(lift_ms: int) -> int:
    """Return how long the lift that ends a set takes, from how long the exercise's own does."""
    return min(max(lift_ms, SHORTEST_RESCUE_MS), LONGEST_RESCUE_MS)
