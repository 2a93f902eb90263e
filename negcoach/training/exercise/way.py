"""The way a set is done: straight, or as a cluster with short rests inside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from negcoach.errors import NegcoachError
from negcoach.training.exercise.limits import MOST_REPS

CLUSTER_REST_MS = 25_000
"""The rest inside a cluster where none is given: half-way between 20 and 30 s (our own choice)."""

SHORTEST_CLUSTER_REST_MS, LONGEST_CLUSTER_REST_MS = 15_000, 60_000
"""The bar is racked, rested from and handed over again in this time; after a minute it is a rest between sets (our own
choice)."""

_EXAMPLE = 'Write "straight", or "cluster 2, 25 s": two reps, a rest of 25 s, two reps'


class WayKind(Enum):
    """The ways of doing a set."""

    STRAIGHT = "straight"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class Way:
    """How a set is done; it is chosen by the lifter and never advised.

    In a cluster the bar is racked after each ``reps`` reps (a side), for ``rest_ms`` with the hand-off at its end. Both
    are 0 in a straight set. Raises ``NegcoachError`` for numbers out of range.
    """

    kind: WayKind = WayKind.STRAIGHT
    reps: int = 0
    rest_ms: int = 0

    def __post_init__(self) -> None:
        """Refuse a cluster that cannot be coached."""
        if self.kind is WayKind.STRAIGHT:
            return
        if not 1 <= self.reps <= MOST_REPS:
            raise NegcoachError(f"A cluster has from 1 to {MOST_REPS} reps before its rest, not {self.reps}.")
        if not SHORTEST_CLUSTER_REST_MS <= self.rest_ms <= LONGEST_CLUSTER_REST_MS:
            shortest, longest = SHORTEST_CLUSTER_REST_MS // 1000, LONGEST_CLUSTER_REST_MS // 1000
            raise NegcoachError(
                f"The rest inside a cluster lasts from {shortest} to {longest} s, not {self.rest_ms / 1000:g} s."
            )

    @classmethod
    @lru_cache(maxsize=64)  # years of sets have few ways
    def parse(cls, text: str) -> Way:
        """Read ``straight`` (or nothing), ``cluster 2`` or ``cluster 2, 25 s``; raises ``NegcoachError``."""
        words = text.strip().casefold()
        if words in ("", WayKind.STRAIGHT.value):
            return STRAIGHT
        found = re.fullmatch(r"cluster\s+(\d{1,3})(?:\s*,?\s+(\d{1,3})\s*s?)?", words, re.ASCII)
        if found is None:
            raise NegcoachError(f"{_EXAMPLE}.")
        rest_ms = CLUSTER_REST_MS if found[2] is None else int(found[2]) * 1000
        return cls(WayKind.CLUSTER, int(found[1]), rest_ms)

    def __str__(self) -> str:
        """Return the canonical form, ``cluster 2, 25 s``; ``Way.parse`` reads it back."""
        kind: str = self.kind.value
        return kind if self.kind is WayKind.STRAIGHT else f"{kind} {self.reps}, {self.rest_ms // 1000} s"

    def rests_after(self, reps: int) -> bool:
        """Return whether a rest inside the set follows so many reps (of a side)."""
        return self.kind is WayKind.CLUSTER and reps > 0 and reps % self.reps == 0

    def rests_in(self, reps: int) -> int:
        """Return how many rests a set of so many reps (a side) has inside."""
        return (reps - 1) // self.reps if self.kind is WayKind.CLUSTER else 0


STRAIGHT = Way()
"""A set as it has always been: rep after rep."""
