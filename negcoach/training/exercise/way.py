"""The way a set is done: straight, as a cluster with rests inside, as a drop set, accentuated, or with forced reps."""

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

LEAST_DROP, MOST_DROP = 10, 15
"""By how many percent the load is lowered in a drop set, at least and at most; the least where none are given (our own
choice)."""

LEAST_LIFTED, USUAL_LIFTED, MOST_LIFTED = 60, 70, 80
"""How many percent of the 1RM are lifted in an accentuated set, at least, where none are given, and at most (our own
choice)."""

MOST_ACCENTUATED = 110
"""The most that is lowered in an accentuated set, in percent of the 1RM (our own choice)."""

USUAL_FORCED, MOST_FORCED = 2, 3
"""How many reps are forced where no number is given, and at most: one to three (our own choice)."""

RELOAD_MS = 25_000
"""About how long racking the bar, putting hooks or plates on and handing it over again take (our own choice)."""

_EXAMPLE = (
    'Write "straight", "cluster 2, 25 s" (a rest of 25 s after each 2 reps), "drop 10 %", '
    '"accentuated 70 %" or "forced 2"'
)


class UnreadableWayError(NegcoachError):
    """The error about a text that names no way."""


class WayKind(Enum):
    """The ways of doing a set."""

    STRAIGHT = "straight"
    CLUSTER = "cluster"
    DROP = "drop"
    ACCENTUATED = "accentuated"
    FORCED = "forced"


@dataclass(frozen=True, slots=True)
class Way:
    """How the sets of an exercise are done: chosen by the lifter or their programme, and advised by no rule itself.

    In a cluster the bar is racked after each ``reps`` reps (a side), for ``rest_ms`` with the hand-off at its end. In a
    drop set the last set follows at once on the one before it, with ``percent`` less load, once. In an accentuated set
    more is lowered than is lifted: hooks come off at the bottom, the lifter lifts ``percent`` of the 1RM alone, and at
    the racked bar the hooks are hung on again before the next rep. The last ``reps`` of a set are forced: the spotter
    helps them up. What a way does not need is 0. Raises ``NegcoachError`` for numbers out of range.
    """

    kind: WayKind = WayKind.STRAIGHT
    reps: int = 0
    rest_ms: int = 0
    percent: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be coached."""
        if self.kind is WayKind.DROP and not LEAST_DROP <= self.percent <= MOST_DROP:
            raise NegcoachError(
                f"A drop set lowers the load by {LEAST_DROP} to {MOST_DROP} %, once, not by {self.percent} %."
            )
        if self.kind is WayKind.ACCENTUATED and not LEAST_LIFTED <= self.percent <= MOST_LIFTED:
            raise NegcoachError(
                f"In an accentuated set {LEAST_LIFTED} to {MOST_LIFTED} % of the 1RM are lifted, not {self.percent} %."
            )
        if self.kind is WayKind.FORCED and not 1 <= self.reps <= MOST_FORCED:
            raise NegcoachError(f"From 1 to {MOST_FORCED} reps of a set are forced, its last ones, not {self.reps}.")
        if self.kind is not WayKind.CLUSTER:
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
        """Read ``straight`` (or nothing), ``cluster 2, 25 s``, ``drop 12 %``, ``accentuated 70 %`` or ``forced 2``.

        The rest of a cluster, the percentages and the number of forced reps can be left out. Raises ``NegcoachError``.
        """
        words = text.strip().casefold()
        if words in ("", WayKind.STRAIGHT.value):
            return STRAIGHT
        cluster = re.fullmatch(r"cluster\s+(\d{1,3})(?:\s*,?\s+(\d{1,3})\s*s?)?", words, re.ASCII)
        if cluster is not None:
            rest_ms = CLUSTER_REST_MS if cluster[2] is None else int(cluster[2]) * 1000
            return cls(WayKind.CLUSTER, int(cluster[1]), rest_ms)
        drop = re.fullmatch(r"drop(?:\s+-?(\d{1,3})\s*%?)?", words, re.ASCII)
        if drop is not None:
            return cls(WayKind.DROP, percent=LEAST_DROP if drop[1] is None else int(drop[1]))
        accentuated = re.fullmatch(r"accentuated(?:\s+(\d{1,3})\s*%?)?", words, re.ASCII)
        if accentuated is not None:
            return cls(WayKind.ACCENTUATED, percent=USUAL_LIFTED if accentuated[1] is None else int(accentuated[1]))
        forced = re.fullmatch(r"forced(?:\s+(\d{1,3}))?", words, re.ASCII)
        if forced is not None:
            return cls(WayKind.FORCED, USUAL_FORCED if forced[1] is None else int(forced[1]))
        raise UnreadableWayError(f"{_EXAMPLE}.")

    def __str__(self) -> str:
        """Return the canonical form, such as ``cluster 2, 25 s`` or ``drop 12 %``; ``Way.parse`` reads it back."""
        kind: str = self.kind.value
        match self.kind:
            case WayKind.CLUSTER:
                return f"{kind} {self.reps}, {self.rest_ms // 1000} s"
            case WayKind.DROP | WayKind.ACCENTUATED:
                return f"{kind} {self.percent} %"
            case WayKind.FORCED:
                return f"{kind} {self.reps}"
            case _:
                return kind

    @property
    def asks_more(self) -> bool:
        """Whether it asks more of the lifter than straight sets do; a cluster asks less."""
        return self.kind in ASKING_MORE

    @property
    def without_more(self) -> Way:
        """This way, or a straight set in place of one that asks more."""
        return STRAIGHT if self.asks_more else self

    def rests_after(self, reps: int) -> bool:
        """Return whether the bar is racked inside the set after so many reps (of a side)."""
        if self.kind is WayKind.CLUSTER:
            return reps > 0 and reps % self.reps == 0
        return self.kind is WayKind.ACCENTUATED

    def rests_in(self, reps: int) -> int:
        """Return how many rests a set of so many reps (a side) has inside."""
        return (reps - 1) // self.reps if self.kind is WayKind.CLUSTER else 0

    def has_rests(self, reps: int | None) -> bool:
        """Return whether a set of so many reps (a side; ``None``: open) has rests inside, with the bar put down."""
        if self.kind is WayKind.CLUSTER:
            return reps is None or self.rests_in(reps) > 0
        return self.kind is WayKind.ACCENTUATED

    def inside_ms(self, reps: int) -> int:
        """Return how long the bar is racked inside a set of so many reps (a side): of an accentuated one, about."""
        return (reps - 1) * RELOAD_MS if self.kind is WayKind.ACCENTUATED else self.rests_in(reps) * self.rest_ms

    def is_forced(self, rep: int, reps: int | None) -> bool:
        """Return whether the spotter helps a rep up, counted from 1 among the ``reps`` of a set (``None``: open)."""
        return self.kind is WayKind.FORCED and reps is not None and reps - self.reps < rep <= reps

    def is_drop(self, number: int, sets: int) -> bool:
        """Return whether a set, counted from 1, is the one with the lower load, at once after the one before it."""
        return self.kind is WayKind.DROP and number == sets > 1

    def changes(self, number: int, sets: int) -> bool:
        """Return whether a set, counted from 1, is done in another way than straight."""
        return self.is_drop(number, sets) if self.kind is WayKind.DROP else self.kind is not WayKind.STRAIGHT


ASKING_MORE = frozenset({WayKind.DROP, WayKind.ACCENTUATED, WayKind.FORCED})
"""The ways that ask more of the lifter than straight sets do."""

STRAIGHT = Way()
"""A set as it has always been: rep after rep."""
