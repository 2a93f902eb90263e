"""Adherence: how much of its prescribed time a measured lowering took, and whether that kept the tempo.

Wherever a share "of target time" is written, it is measured time / prescribed time of all the measured lowerings that
have a count to keep, which those of the test of the longest lowering have not, and in whose sets the tempo counts
(``negcoach.training.exercise.limits.tempo_counts``).
"""

from __future__ import annotations

from enum import Enum

from negcoach.training.exercise.limits import STOP_SINGLE_PERCENT

TYPE_CHECKING = False  # typing and the score take their time to load, and every start needs only the percentage
if TYPE_CHECKING:
    from typing import Protocol

    class Rules(Protocol):
        """The lifter's rules for stopping a set: ``StopRules`` of the score, which judges by what is here."""

        def counts(self, adherence: float) -> bool:
            """Return whether a lowering counts towards a stop."""


KEPT_PERCENT = 90
"""A measured lowering of at least this share of its time kept the tempo (our own choice).

An integer percentage, so that the database can compare in integer milliseconds.
"""


class TempoResult(Enum):
    """How the tempo of a measured lowering, or the mean of several, turned out."""

    KEPT = "kept"
    SHORT = "short"  # a little fast, and nothing to stop a set for
    LOST = "lost"  # too fast: it counts towards a stop, or took hardly more than half of its time


def adherence_of(measured_ms: int, target_ms: int) -> float | None:
    """Return measured / prescribed lowering time, ``None`` when nothing was prescribed or measured."""
    return measured_ms / target_ms if target_ms else None


def is_kept(adherence: float | None) -> bool:
    """Return whether a lowering, or the mean of several, took enough of its time to keep the tempo.

    One that was not measured (``None``) did not.
    """
    return adherence is not None and adherence >= KEPT_PERCENT / 100


def tempo_result(adherence: float, rules: Rules) -> TempoResult:
    """Return how the tempo turned out under the lifter's rules for stopping a set.

    A lowering that counts towards a stop is lost, whatever else it is, so that the marks on the screens agree with it.
    So is one that would stop a set by itself under the rules that negcoach begins with (``STOP_SINGLE_PERCENT``), also
    where the lifter's are laxer: nobody calls that almost kept.
    """
    if rules.counts(adherence) or adherence < STOP_SINGLE_PERCENT / 100:
        return TempoResult.LOST
    return TempoResult.KEPT if is_kept(adherence) else TempoResult.SHORT
