"""The values that a score is made of: phases, cues, segments, reps, and the moment that a screen shows.

All positions are integer milliseconds from the start of the set's sound track; intervals are half-open
``[start, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from negcoach.training.terms import Side, StopReason


class Phase(Enum):
    """A phase of a set. The value is the stable name used in files and styles."""

    READY = "ready"  # before the first key
    LEAD_IN = "lead-in"  # the hand-off before the first rep, and after a pause
    LOWER = "lower"  # the eccentric, which is counted down and measured
    HOLD_BOTTOM = "hold-bottom"  # the pause in the stretched position
    LIFT = "lift"  # the concentric: spotter, jump, knees, other limb
    HOLD_TOP = "hold-top"  # the pause in the contracted position
    SWITCH = "switch"  # a one-sided exercise changes sides
    CLUSTER_REST = "cluster-rest"  # the load is put down for a short rest inside the set
    RELOAD = "reload"  # hooks or plates that came off go on the racked bar again, inside the set
    TAKE = "take"  # the lifter is freed of the load: before a set ends, and in a pause
    PAUSED = "paused"  # a pause in which the load is safe
    RACK = "rack"  # the set was stopped: its last word
    DONE = "done"  # the set's target was reached
    REST = "rest"  # between two sets


COUNTED_PHASES = frozenset({Phase.LEAD_IN, Phase.LOWER, Phase.HOLD_BOTTOM, Phase.HOLD_TOP, Phase.CLUSTER_REST})
"""The phases whose seconds are counted; in the others somebody is called, or nothing is waited for."""


RACKED = (Phase.CLUSTER_REST, Phase.RELOAD)
"""The phases inside a set in which the load is put down, and handed over again afterwards."""

OVER = (Phase.RACK, Phase.DONE)
"""The closing phases of a set: nothing more is lowered."""

UNCALLED = ("wake", "tick", "get-ready")
"""The sounds of a lead-in that ask nobody to do anything."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound at a position of the track: the first sample of ``sound`` is heard at ``at_ms``.

    ``until_ms`` cuts it short there (with a short fade) because a key has changed the score; ``None`` lets it ring
    out. One that is ``aloud`` is heard although the sound is muted: it frees the lifter of the load.
    """

    at_ms: int
    sound: str
    until_ms: int | None = None
    aloud: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class RescueCall:
    """Where the lifter has the load, ``[start_ms, end_ms)``, and the sound of the call that frees them of it.

    It is heard only if the program dies there. ``end_ms`` is ``None`` where the score waits for a key.
    """

    start_ms: int
    end_ms: int | None
    sound: str

    def covers(self, position_ms: int) -> bool:
        """Return whether a lifter who was left at this position has the load."""
        return self.start_ms <= position_ms and (self.end_ms is None or position_ms < self.end_ms)


class LiftedBy(Enum):
    """Who lifts."""

    USUAL = "usual"  # as the exercise's words say
    LIFTER = "lifter"  # the lifter alone, without the help that the words call for
    SPOTTER = "spotter"  # the spotter helps, where the words call for no help


@dataclass(frozen=True, slots=True)
class Segment:
    """One phase of the score, ``[start_ms, end_ms)``.

    ``end_ms`` is ``None`` for one that waits for a key. ``rep`` is the rep it belongs to or leads to, from 1
    (0 where there is none). ``planned_ms`` is how long the prescription asks for (``None``: it waits); a key
    may have made the segment shorter. ``rescue`` marks what frees the lifter before the set ends or changes sides: no
    key cuts it short. ``target_reps`` are those of the current side, ``None`` for an open set. ``lifted_by`` is who
    lifts in a lift. ``counts_up`` marks an open lowering: as long as the lifter can, within the planned time.
    ``at_top`` is whether a lift leaves the load at the top, and whether a closing phase finds it there.
    """

    phase: Phase
    start_ms: int
    end_ms: int | None
    planned_ms: int | None
    rep: int = 0
    side: Side | None = None
    cues: tuple[Cue, ...] = ()
    rescue: bool = False
    target_reps: int | None = None
    lifted_by: LiftedBy = LiftedBy.USUAL
    counts_up: bool = False
    at_top: bool = False

    def progress(self, position_ms: int) -> float:
        """Return how much of the planned time has passed at a position, from 0.0 to 1.0 (0.0 when it waits)."""
        return min(1.0, max(0.0, (position_ms - self.start_ms) / self.planned_ms)) if self.planned_ms else 0.0


@dataclass(frozen=True, slots=True)
class Rep:
    """A rep: a lowering that ended.

    ``ordinal`` counts every lowering of the set from 1 and never changes; ``number`` is the rep's place among
    those that count (per side), so it does change when one before it is taken back. ``measured_ms`` is ``None``
    unless *bottom reached* was pressed. ``ended_ms`` is a position of the track. The lowering of an ``open`` one lasts
    as long as the lifter can, and ``target_ms`` is the most: it has no count to keep. In the set of a ``held`` one the
    tempo does not count: its seconds are told, and no verdict.
    """

    ordinal: int
    number: int
    side: Side | None
    target_ms: int
    measured_ms: int | None
    ended_ms: int
    open: bool = False
    held: bool = False

    @property
    def adherence(self) -> float | None:
        """Measured lowering time / prescribed lowering time; ``None`` when it was not measured, or is open."""
        return None if self.measured_ms is None or self.open else self.measured_ms / self.target_ms

    @property
    def judged(self) -> bool:
        """Whether there is a verdict on its tempo."""
        return is_judged(self.measured_ms, self.open, self.held)


def is_judged(measured_ms: int | None, is_open: bool, is_held: bool) -> bool:
    """Return whether there is a verdict on the tempo of a rep: it was measured, and has a count that counts."""
    return measured_ms is not None and not is_open and not is_held


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that a screen shows of one position of a set.

    ``count`` is the number to show: seconds left of the segment, rounded up (so 5 at the first
    millisecond of five seconds, 1 in the last second), in an open lowering the seconds begun (1 in the first);
    ``None`` when the segment waits for a key.
    ``reps`` are those that count so far on the current side (all of them when the exercise has no sides, both
    sides' at the end).
    ``call`` is the sound that a lead-in has called by now ("hands-on", the first jump), "" for none. ``verdict`` is the
    rep whose measured lowering has just ended, while it is lifted.
    ``target_reps`` is per side, ``None`` for an open set. ``following`` are the next segments, soonest first,
    at most three, fewer near the end. ``stop`` is set in RACK and DONE, and already from the lost rep on when
    the set will be stopped for tempo loss after the lift.
    """

    position_ms: int
    segment: Segment
    count: int | None
    reps: tuple[Rep, ...]
    target_reps: int | None
    following: tuple[Segment, ...]
    stop: StopReason | None
    finished: bool
    call: str = ""
    verdict: Rep | None = None

    @property
    def phase(self) -> Phase:
        """The phase at this position."""
        return self.segment.phase

    @property
    def elapsed_ms(self) -> int:
        """Milliseconds since the segment began."""
        return self.position_ms - self.segment.start_ms

    def lowered_at(self, position_ms: int) -> float:
        """Return how far the load is down at a position in this segment: from 0.0 at the top to 1.0 at the bottom."""
        match self.phase:
            case Phase.LOWER:
                return self.segment.progress(position_ms)
            case Phase.LIFT:
                return 1.0 - self.segment.progress(position_ms)
            case Phase.HOLD_BOTTOM:
                return 1.0
            case Phase.HOLD_TOP:
                return 0.0
            case _:
                ahead = (seg.phase for seg in self.following if seg.phase in (Phase.LIFT, Phase.LOWER))
                return 1.0 if next(ahead, Phase.LOWER) is Phase.LIFT else 0.0
