"""The limits of the numbers in a prescription."""

from __future__ import annotations

MOST_SETS = 20
MOST_REPS = 100
LONGEST_REST_MS = 30 * 60_000
SHORTEST_LEAD_IN_MS = 1_000
LONGEST_LEAD_IN_MS = 60_000
SHORTEST_LIFT_MS = 1_000
LONGEST_LIFT_MS = 60_000
MOST_SPOTTERS = 4
"""More have no room at a bar."""

LONG_LOWERING_S = 10
"""Above ten seconds a rep growth is worse (Schoenfeld 2015): the coach says so, and lets the lifter."""
