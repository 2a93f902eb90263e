"""The rescue of a lifter under the load, when a set ends, pauses or changes sides at any moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from negcoach.training.exercise.exercise import Exercise, Family, FreeAt, SafeAt, Words
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.cues import ON_THE_PINS, RACK_IT
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StartsWith

TAKE_MS = 3_000
"""How long the call that frees the lifter is shown before the last word: as long as a lift takes (our own choice)."""

SHORTEST_RESCUE_MS = 2_000
LONGEST_RESCUE_MS = 5_000
"""The lift that ends a set takes as long as the exercise's own, within these (our own choice).

It never waits for a key: whoever would press it may be under the bar.
"""

TAKEN_MS = 10_000
"""How long after the call that frees the lifter in a pause nobody can be sure that the load is taken (our own choice):
if the program ends meanwhile, the call is repeated."""

HAND_OFF_BEATS_MS = 3_000
"""How long before a lowering the load may be out of its rack: the last three beats, in which "hands on" is called.

Our own choice, a second before that call: calling for help at a racked bar does no harm.
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A call: its word or words on the screen, and the sound that says it."""

    word: str
    sound: str


def rescue_phase(phase: Phase, prescription: Prescription, before_lowering_ms: int | None) -> Phase | None:
    """Return the phase that frees the lifter before the set ends or changes sides, ``None`` where the load is safe.

    Where the load is safe at the top, the helper lifts it there. Where it is safe at the bottom, nobody wants it up
    again: it is taken where it is. In a pause that began under the load, ``Phase.TAKE``, nobody knows who has it.
    ``before_lowering_ms`` is how long before the next lowering the phase is left, ``None`` where none follows it.
    """
    exercise = prescription.exercise
    held = _load_phase(phase, prescription, before_lowering_ms)
    if held is None or _is_free(held, exercise.free_at):
        return None
    safe = {SafeAt.TOP: Phase.HOLD_TOP, SafeAt.BOTTOM: Phase.HOLD_BOTTOM, SafeAt.BOTH: Phase.HOLD_BOTTOM}
    if held is safe[exercise.safe_at]:  # with ``BOTH`` it is safe in the rack, but not held beside it
        return None
    return Phase.LIFT if exercise.safe_at is SafeAt.TOP else Phase.TAKE


def pause_phase(phase: Phase, prescription: Prescription, before_lowering_ms: int | None) -> Phase:
    """Return the phase of a pause: ``Phase.TAKE``, the call that frees the lifter, unless nobody has the load.

    Nobody can hold for a whole pause what was safe for the moment in which a set ends: an unracked bar is taken.
    """
    held = _load_phase(phase, prescription, before_lowering_ms)
    return Phase.PAUSED if held is None or _is_free(held, prescription.exercise.free_at) else Phase.TAKE


def lifts_last(exercise: Exercise) -> bool:
    """Return whether the last rep of a set, or of a side, is lifted too: not where the load is safe at the bottom."""
    return exercise.starts_with is StartsWith.LOWERING and exercise.safe_at is not SafeAt.BOTTOM


def put_down_call(exercise: Exercise) -> Call:
    """Return the call that puts the load down for a rest inside a set: at the top a bar is racked, not set on pins."""
    words = ending_words(exercise.words, at_top=lifts_last(exercise))
    return Call(words.end, words.end_sound)


def ending_words(words: Words, *, at_top: bool) -> Words:
    """Return an exercise's words with those that fit where a set ends: a bar at the top goes into its rack.

    Its own put a bar down that was let down onto the pins.
    """
    if not at_top or words.end_sound != ON_THE_PINS:
        return words
    return replace(words, end="RACK IT", end_sound=RACK_IT, finish="rack the bar")


def rescue_lift_ms(lift_ms: int) -> int:
    """Return how long the lift that ends a set takes, from how long the exercise's own does."""
    return min(max(lift_ms, SHORTEST_RESCUE_MS), LONGEST_RESCUE_MS)


def _load_phase(phase: Phase, prescription: Prescription, before_lowering_ms: int | None) -> Phase | None:
    """Return the phase in which the lifter has the load as they have it now, ``None`` if nobody has it.

    It is held at the top (``Phase.HOLD_TOP``) or at the bottom (``Phase.HOLD_BOTTOM``), or it is on its way.
    """
    exercise = prescription.exercise
    handed_over = before_lowering_ms is not None and before_lowering_ms <= HAND_OFF_BEATS_MS
    match phase:
        case Phase.LEAD_IN:
            return Phase.HOLD_TOP if handed_over else None
        case Phase.LIFT if exercise.safe_at is SafeAt.BOTH and not _is_lifted_alone(prescription):
            # helpers move it, from the pins to the rack
            return Phase.HOLD_TOP if handed_over else None
        case Phase.SWITCH | Phase.CLUSTER_REST | Phase.RELOAD:  # it may still be on its way to its place
            return Phase.HOLD_TOP if lifts_last(exercise) else Phase.HOLD_BOTTOM
        case Phase.LOWER | Phase.HOLD_BOTTOM | Phase.LIFT | Phase.HOLD_TOP | Phase.TAKE:
            return phase
        case _:
            return None


def _is_lifted_alone(prescription: Prescription) -> bool:
    """Return whether the lifter lifts without help what helpers would move: a bar so light that it is not unloaded."""
    exercise = prescription.exercise
    return exercise.family is Family.TEMPO or (exercise.unloaded and not prescription.unloads)


def _is_free(held: Phase, free_at: FreeAt) -> bool:
    free = {
        FreeAt.NOWHERE: (),
        FreeAt.TOP: (Phase.HOLD_TOP,),
        FreeAt.BOTTOM: (Phase.HOLD_BOTTOM,),
        FreeAt.BOTH: (Phase.HOLD_TOP, Phase.HOLD_BOTTOM),
    }
    return held in free[free_at]
