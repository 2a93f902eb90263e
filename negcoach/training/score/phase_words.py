"""The words of a set's phases and calls, and of why it ended."""

from __future__ import annotations

from negcoach.training.exercise.exercise import Words
from negcoach.training.score.cues import HANDS_ON, RACK_IT
from negcoach.training.score.rescue import ending_words
from negcoach.training.score.timeline import RACKED, LiftedBy, Moment, Phase, Segment
from negcoach.training.terms import StopReason

_WORDS = {
    Phase.READY: "READY",
    Phase.LEAD_IN: "GET READY",
    Phase.HOLD_BOTTOM: "HOLD",
    Phase.HOLD_TOP: "HOLD",
    Phase.SWITCH: "SWITCH SIDES",
    Phase.CLUSTER_REST: "REST",
    Phase.PAUSED: "PAUSED",
    Phase.DONE: "SET DONE",
    Phase.REST: "REST",
}

REASONS = {
    StopReason.TARGET_REACHED: "every rep of the set is done",
    StopReason.TEMPO_LOSS: "the lowering was faster than its count",
    StopReason.SPOTTER_TOUCHED: "the spotter touched it on the way down",
    StopReason.PAIN: "no more of this exercise today",
    StopReason.LIFTERS_CALL: "you ended the set",
    StopReason.INTERRUPTED: "the set was interrupted",
}
"""Why a set ended, in the words of a coach."""

PAIN_IS_ASKED = "next you say how much it hurts"
"""What is said in their place of a set that ended in pain where that decides what comes next: a tendon's."""


def phase_word(phase: Phase, words: Words, lifted_by: LiftedBy = LiftedBy.USUAL) -> str:
    """Return the phase's word or words in this exercise, in capitals."""
    if phase is Phase.LIFT and lifted_by is not LiftedBy.USUAL:
        return "LIFT" if lifted_by is LiftedBy.LIFTER else "SPOTTER LIFT"
    if phase is Phase.LOWER:
        return words.lower.upper()
    if phase is Phase.LIFT:
        return words.lift.upper()
    if phase is Phase.TAKE:
        return "SPOTTER TAKE IT" if lifted_by is LiftedBy.SPOTTER else words.take.upper()
    if phase is Phase.RELOAD:
        return words.reload.upper()
    if phase is Phase.RACK:
        return words.end.upper()
    return _WORDS[phase]


def segment_word(segment: Segment, words: Words) -> str:
    """Return the word or words of a segment's phase in this exercise, in capitals."""
    return phase_word(segment.phase, ending_words(words, at_top=segment.at_top), segment.lifted_by)


def then_text(segment: Segment, words: Words) -> str:
    """Return what is done after the call of a segment where the set ends, ``then rack it``; "" where it is the call."""
    end = ending_words(words, at_top=segment.at_top).end
    return "" if segment_word(segment, words) == end.upper() else f"then {end.lower()}"


def called_word(moment: Moment, words: Words) -> str:
    """Return the word of the call that is heard in a lead-in or in a rest inside the set, "" while there is none.

    That is the spotter's hands, the first lift in a lead-in, and the load's place in a rest inside the set.
    """
    if not moment.call:
        return ""
    if moment.phase in RACKED:
        return "RACK IT" if moment.call == RACK_IT else phase_word(Phase.RACK, words)
    return "HANDS ON" if moment.call == HANDS_ON else phase_word(Phase.LIFT, words)
