"""Made-up moments of a set, one for every phase, for the tests of what is drawn."""

from __future__ import annotations

from dataclasses import replace

from negcoach.training.exercise.exercise import Words
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Moment, Phase, Rep, Segment
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.coach.set_card import SetCard

WORDS = Words(
    lift="spotter lift",
    lift_sound="lift",
    lift_note="a little faster than it came down",
    bottom="chest",
    take="SPOTTER TAKE IT",
    take_sound="take-it",
    end="RACK IT",
    end_sound="rack-it",
    lift_done="bar is up",
    finish="rack the bar",
)
CARD = SetCard("Bench press", "set 2 of 3", "105 kg · 105 %", "5-1-A-1", WORDS, has_sides=False, rules=StopRules())

PLANNED_MS = {
    Phase.LEAD_IN: 10_000,
    Phase.LOWER: 5000,
    Phase.HOLD_BOTTOM: 1000,
    Phase.LIFT: 3000,
    Phase.HOLD_TOP: 1000,
    Phase.SWITCH: 8000,
}


def rep(number: int, measured_ms: int | None, side: Side | None = None) -> Rep:
    """Return a rep with a target of 5 s."""
    return Rep(number, number, side, 5000, measured_ms, number * 10_000)


def segment(phase: Phase, *, planned_ms: int | None = None, number: int = 3, side: Side | None = None) -> Segment:
    """Return a segment from position 0 on; without a planned time it waits for a key."""
    return Segment(phase, 0, planned_ms, planned_ms, number, side)


def moment(phase: Phase, elapsed_ms: int = 1000, *, waits: bool = False) -> Moment:
    """Return a moment of the third rep of four, ``elapsed_ms`` into a phase, which may be one that ``waits``."""
    planned_ms = None if waits else PLANNED_MS.get(phase)
    ahead = {
        Phase.LOWER: (Phase.HOLD_BOTTOM, Phase.LIFT, Phase.HOLD_TOP),
        Phase.HOLD_BOTTOM: (Phase.LIFT, Phase.HOLD_TOP, Phase.LOWER),
        Phase.LIFT: (Phase.HOLD_TOP, Phase.LOWER),
    }.get(phase, (Phase.LOWER, Phase.LIFT))
    over = phase in (Phase.RACK, Phase.DONE)
    return Moment(
        position_ms=elapsed_ms,
        segment=segment(phase, planned_ms=planned_ms),
        count=None if planned_ms is None else -(-(planned_ms - elapsed_ms) // 1000),
        reps=(rep(1, 5100), rep(2, 4300)),
        target_reps=4,
        following=() if over else tuple(segment(each, planned_ms=PLANNED_MS[each]) for each in ahead),
        stop={Phase.RACK: StopReason.TEMPO_LOSS, Phase.DONE: StopReason.TARGET_REACHED}.get(phase),
        finished=False,
    )


def with_words(lift: str, bottom: str = "chest", exercise: str = "Bench press") -> SetCard:
    """Return a card of another exercise."""
    return replace(CARD, exercise=exercise, words=replace(WORDS, lift=lift, bottom=bottom))
