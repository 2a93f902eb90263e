"""The terms that are stored with a set: each is stored and exported by its value, so a value never changes."""

from __future__ import annotations

from enum import Enum, IntFlag

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""The names of the days of the week, from that of ``date.weekday()`` 0."""


class StartsWith(Enum):
    """The phase a rep begins with; curls, pull-ups and leg curls start with the lift."""

    LOWERING = "lowering"
    LIFT = "lift"


class Side(Enum):
    """The limb of a one-sided exercise."""

    LEFT = "left"
    RIGHT = "right"


class Knee(Enum):
    """How the knee is held in an exercise that is done with a straight and with a bent one."""

    STRAIGHT = "straight"
    BENT = "bent"


class StopReason(Enum):
    """Why a set ended; the value is what is stored."""

    TARGET_REACHED = "target-reached"
    TEMPO_LOSS = "tempo-loss"
    SPOTTER_TOUCHED = "spotter-touched"
    PAIN = "pain"
    LIFTERS_CALL = "lifters-call"
    INTERRUPTED = "interrupted"  # the program ended mid-set, or nothing was done in it for hours


class SetPurpose(Enum):
    """What a set was done for."""

    WORK = "work"
    TEST = "test"
    """A single of the guided test of the eccentric 1RM: in no trend, and neither kept nor lost."""
    TRY = "try"
    """Full reps that were tried, fresh, at the end of a ladder: it has an ``Attempt`` and no lowerings."""


class Attempt(Enum):
    """How the full reps at the end of a ladder went."""

    YES = "yes"
    ALMOST = "almost"
    NO = "no"


class OneRmKind(Enum):
    """How a concentric 1RM is known."""

    TESTED = "tested"
    """The lifter tested it, and entered it as a test."""
    ENTERED = "entered"
    """The lifter typed it before a set; whether it was ever tested is not known."""
    ESTIMATED = "estimated"
    """It is an estimate from lifted sets, which the lifter took over."""


class RecordFlag(IntFlag):
    """Which records the set broke when it was performed; stored as one number."""

    NONE = 0
    HEAVIEST = 1
    """The heaviest load lowered to the full count so far."""
    LONGEST = 2
    """The longest lowering to the full count at this load or a heavier one so far, by ``LONGER_MS`` or more."""
