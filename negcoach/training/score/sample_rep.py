"""One rep of a prescription, as its score has it, for a picture that performs it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.way import STRAIGHT
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Moment, Phase

_WAITED_MS = 3000
"""How long a lift takes here that waits for the key,"""
_LONGEST_LIFT = 2
"""and at most how many lowerings one takes: nobody watches half a minute of unloading."""


@dataclass(frozen=True, slots=True)
class SampleRep:
    """A rep from the start of its lowering to that of the next, or until plates go on, ``length_ms`` long."""

    score: Score
    start_ms: int
    length_ms: int

    def at(self, elapsed_ms: int) -> Moment:
        """Return the moment after this time; the rep begins anew when it is over."""
        return self.score.at(self.start_ms + elapsed_ms % self.length_ms)


def sample_rep(prescription: Prescription) -> SampleRep:
    """Return a rep of a prescription: its tempo and its lift, without what happens around a rep in its set."""
    lift_ms = _WAITED_MS if prescription.lift_ms is None else prescription.lift_ms
    lift_ms = min(lift_ms, _LONGEST_LIFT * prescription.lower_ms)
    score = SetRun(replace(prescription, reps=2, lift_ms=lift_ms, way=STRAIGHT), lead_in_ms=0).score()
    first, second = [one.start_ms for one in score.segments if one.phase in (Phase.LOWER, Phase.RELOAD)][:2]
    return SampleRep(score, first, second - first)
