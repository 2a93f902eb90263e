"""The volume load of a set: kilograms × reps, with the body's own weight where that is lowered, too."""

from __future__ import annotations


def volume_kg(load_kg: float, reps: int, *, body_kg: float | None) -> float:
    """Return the volume load of a set in kg.

    ``body_kg`` is the body weight of that day where the body is lowered with the load, ``None`` where it is not, or its
    weight is not known: the load alone counts then. Help (a load below 0) is taken off, and never makes it negative.
    """
    return max(0.0, load_kg + (body_kg or 0.0)) * reps
