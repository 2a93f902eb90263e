"""The concentric one-repetition maximum (1RM), as the lifter knows it or estimated from sets that were lifted.

It is never estimated from negatives: people lower 1.24 to 2.6 times what they can lift (Kelly 2015, Hollander 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from negcoach.training.terms import OneRmKind
from negcoach.training.units import Unit

MOST_REPS_FOR_ESTIMATE = 10
"""The most reps of a set that an estimate is made from: Epley's and Brzycki's formulas agree here and part beyond."""


@dataclass(frozen=True, slots=True)
class OneRmPoint:
    """A concentric 1RM: tested or entered by the lifter, or the best estimate of a session.

    ``session_id`` is that of the session that it is estimated from, by ``reps`` with ``load_kg``. It is ``None`` for
    what the lifter entered, and then ``load_kg`` is ``kg`` and ``reps`` 1. ``unit`` is the unit in which the load was
    typed, ``None`` where that is not known.
    """

    day: date
    kg: float
    session_id: str | None
    load_kg: float
    reps: int
    kind: OneRmKind = OneRmKind.ESTIMATED
    unit: Unit | None = None


def estimate_one_rm(load_kg: float, reps: int) -> float | None:
    """Return the concentric 1RM in kg from one lifted set, by Epley's formula ``w (1 + r / 30)`` (Epley 1985).

    A single is the load itself. ``None`` where no estimate is made: without a load above 0 - bodyweight alone, or the
    help of an assisted exercise - and for more than ``MOST_REPS_FOR_ESTIMATE`` reps. The formula is for sets to
    failure; from a set that ended before it, the estimate is low.
    """
    if load_kg <= 0 or not 1 <= reps <= MOST_REPS_FOR_ESTIMATE:
        return None
    return load_kg if reps == 1 else load_kg * (1 + reps / 30)
