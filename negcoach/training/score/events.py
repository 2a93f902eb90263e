"""What really happened in a set: the few things that turn its score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from negcoach.training.terms import StopReason

SHORTEST_LIFT_MS = 700
"""A press this soon after the lift was called is never *lift done*.

Nobody lifts a loaded bar in 0.7 s. The press is *bottom reached* come late, or a key that was held down and repeats;
taking it for *lift done* would start the next lowering while the spotter begins to lift.
"""


class EventKind(Enum):
    """The things a lifter or spotter does with a key."""

    NEXT = "next"  # the next thing: bottom reached, lift done, go on after a pause, set seen
    TAKE_BACK = "take-back"  # the last rep does not count
    PAUSE = "pause"
    RESUME = "resume"
    SWITCH = "switch"  # on to the other side of an open set
    STOP = "stop"  # the set ends here


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened at ``at_ms``, the position heard when the key went down.

    The score turns at ``turn_ms``, the first position at which the player can still begin a new sound; it is never
    before ``at_ms``. ``reason`` goes with STOP.
    """

    kind: EventKind
    at_ms: int
    turn_ms: int
    reason: StopReason | None = None


class NextMeaning(Enum):
    """What the *next thing* key does at a moment of a set."""

    BOTTOM_REACHED = "bottom-reached"
    LIFT_DONE = "lift-done"
    GO_ON = "go-on"  # after a pause
    FINISH = "finish"  # the set is over: go to the rest
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class StopRules:
    """When lost tempo stops a set: one lowering under ``single_percent`` of its target, or two in a row under
    ``double_percent`` (source: the cadence rule of eccentric-1RM studies; the thresholds are our own synthesis).
    0 turns a rule off.
    """

    single_percent: int = 60
    double_percent: int = 80

    def lost(self, adherences: tuple[float | None, ...]) -> bool:
        """Say whether the newest of these reps, oldest first, stops the set."""
        newest = adherences[-1] if adherences else None
        if newest is None:
            return False
        if _is_under(newest, self.single_percent):
            return True
        before = adherences[-2] if len(adherences) > 1 else None
        return before is not None and _is_under(max(newest, before), self.double_percent)

    def counts(self, adherence: float) -> bool:
        """Say whether a lowering counts towards a stop: it stops the set, alone or with another one like it."""
        return _is_under(adherence, max(self.single_percent, self.double_percent))


def _is_under(adherence: float, percent: int) -> bool:
    return adherence < percent / 100  # and not ``adherence * 100``: 0.57 * 100 is less than 57
