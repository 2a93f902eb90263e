"""Events: the key presses of the lifter or the spotter in a set, and the meaning of the *next thing* key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from negcoach.training.score.timeline import OVER, RACKED, Phase
from negcoach.training.terms import StopReason

EARLIEST_LIFT_DONE_MS = 700
"""A press this soon after the lift was called is never *lift done*.

Nobody lifts a loaded bar in 0.7 s. The press is a late *bottom reached*, or a key that was held down and repeats;
taking it for *lift done* would start the next lowering while the spotter begins to lift.
"""

AFTER_LOWERING = (Phase.LIFT, Phase.SWITCH, *RACKED, Phase.DONE)
"""The phases in whose first ``EARLIEST_LIFT_DONE_MS`` the bottom can still be reported, with no hold before them."""

EARLIEST_GO_ON_MS = 1_000
"""A press this soon after a pause under the load never goes on: the call that frees the lifter is still being heard."""

EARLIEST_END_OF_REST_MS = 4_000
"""A press this soon after the load was called down for a rest in the set never ends that rest: it is still being put
down (our own choice)."""


MOST_LATE_MS = 1_000
"""A press that is reported later than this after the button went down is not believed (our own choice).

A radio link takes some 10 ms, a phone in a busy network a few 100.
"""


class EventKind(Enum):
    """The kinds of events."""

    NEXT = "next"  # the next thing: bottom reached, lift done, go on after a pause, set seen
    TAKE_BACK = "take-back"  # the last rep does not count
    PAUSE = "pause"
    SWITCH = "switch"  # on to the other side of an open set
    STOP = "stop"  # the set ends here


@dataclass(frozen=True, slots=True)
class Event:
    """A key press that was taken at ``at_ms``, the position then heard.

    It takes effect at ``effect_ms``, the first position at which the player can still begin a new sound, which is never
    before ``at_ms``. ``reason`` goes with STOP. ``late_ms`` is how long before ``at_ms`` the button went down, where
    that is known: what has sounded meanwhile stays as it was, and only a lowering is measured to that earlier position.
    """

    kind: EventKind
    at_ms: int
    effect_ms: int
    reason: StopReason | None = None
    late_ms: int = 0

    @property
    def down_ms(self) -> int:
        """The position heard when the button went down."""
        return self.at_ms - self.late_ms


class NextMeaning(Enum):
    """What the *next thing* key does at a moment of a set."""

    BOTTOM_REACHED = "bottom-reached"
    LIFT_DONE = "lift-done"
    GO_ON = "go-on"  # after a pause
    FINISH = "finish"  # the set is over: go to the rest
    NOTHING = "nothing"


def meaning_in_phase(phase: Phase, waits: bool, since_start_ms: int, bottom_awaited: bool) -> NextMeaning:
    """Return what the *next thing* key does in a phase, ``since_start_ms`` after it began.

    ``waits`` is whether the phase waits for a key, ``bottom_awaited`` whether the clock has just ended a lowering whose
    true end may still be reported.
    """
    if phase is Phase.LOWER or (phase is Phase.HOLD_BOTTOM and bottom_awaited):
        return NextMeaning.BOTTOM_REACHED
    if phase in AFTER_LOWERING and bottom_awaited and since_start_ms < EARLIEST_LIFT_DONE_MS:
        return NextMeaning.BOTTOM_REACHED
    if phase is Phase.TAKE and bottom_awaited:  # the whole of an open lowering: whoever saw it says so
        return NextMeaning.BOTTOM_REACHED
    if phase is Phase.LIFT and since_start_ms < EARLIEST_LIFT_DONE_MS:
        return NextMeaning.NOTHING
    if phase is Phase.LIFT and waits:
        return NextMeaning.LIFT_DONE
    if phase in RACKED:
        return NextMeaning.GO_ON if since_start_ms >= EARLIEST_END_OF_REST_MS else NextMeaning.NOTHING
    if phase is Phase.TAKE:
        return NextMeaning.GO_ON if waits and since_start_ms >= EARLIEST_GO_ON_MS else NextMeaning.NOTHING
    if phase is Phase.PAUSED:
        return NextMeaning.GO_ON
    if phase in OVER:
        return NextMeaning.FINISH
    return NextMeaning.NOTHING
