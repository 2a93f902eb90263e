"""The concentric one-repetition maximum, estimated from sets that were lifted.

Never from negatives: what was lowered is 1.24 to 2.6 times what can be lifted (see TRAINING's sources).
"""

from __future__ import annotations

MOST_REPS = 10
"""The most reps of a set that an estimate is made from: beyond it the formulas drift apart (source: TRAINING)."""


def estimate(load_kg: float, reps: int) -> float | None:
    """Return the concentric 1RM in kg from one lifted set, by Epley's formula ``w (1 + r / 30)`` (Epley 1985).

    A single is the load itself. ``None`` where no estimate is made: without a load above 0 - bodyweight alone, or the
    help of an assisted exercise - and for more than ``MOST_REPS`` reps. The formula is for sets to failure; from a
    set that ended before it, the estimate is low.
    """
    if load_kg <= 0 or not 1 <= reps <= MOST_REPS:
        return None
    return load_kg if reps == 1 else load_kg * (1 + reps / 30)
