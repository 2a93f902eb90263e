"""The limits of the numbers in a prescription, and the default thresholds of lost tempo."""

from __future__ import annotations

MOST_SETS = 20
MOST_REPS = 100
LONGEST_REST_MS = 30 * 60_000
SHORTEST_LEAD_IN_MS = 1_000
LONGEST_LEAD_IN_MS = 60_000
SHORTEST_LIFT_MS = 1_000
LONGEST_LIFT_MS = 60_000
MOST_SPOTTERS = 4
"""No more fit around a bar."""

SHORTEST_S = 3
"""A shorter lowering is a drop, not a negative (our own choice)."""

LONG_LOWERING_S = 10
"""Reps longer than ten seconds build less muscle (Schoenfeld 2015): the coach warns, but does not prevent them."""

STOP_SINGLE_PERCENT = 60
STOP_DOUBLE_PERCENT = 80
"""A set stops below these shares of a lowering's time, for one rep or two in a row (our own choice)."""

TEMPO_COUNTS_FROM = {"nordic-curl": 12}
"""From how many planned reps of the first set on the tempo of an exercise (a slug) counts; of any other it always does.

Nobody holds the end of a first Nordic: before week 5 of its protocol, the first that begins with 12 (Petersen 2011),
what counts is the seconds until the hands.
"""


def tempo_counts(exercise: str, reps: int | None) -> bool:
    """Return whether the tempo counts in sets the first of which has so many planned reps (``None``: to fatigue).

    Where it does not, the reps are held.
    """
    return reps is None or reps >= TEMPO_COUNTS_FROM.get(exercise, 0)
