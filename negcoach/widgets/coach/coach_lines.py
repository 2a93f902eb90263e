"""The texts of the coach's face: pure functions of the card and the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from negcoach.formatting import BY_THE_CLOCK, CLOCK_SIGN, lowering_text, short_tenths_text, target_time_text
from negcoach.texts import counted
from negcoach.training.exercise.exercise import LiftShape, Words
from negcoach.training.progress.adherence import TempoResult, adherence_of, tempo_result
from negcoach.training.score.cues import HANDS_ON
from negcoach.training.score.phase_words import PAIN_IS_ASKED, REASONS, called_word, segment_word, then_text
from negcoach.training.score.rescue import ending_words
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import COUNTED_PHASES, OVER, RACKED, LiftedBy, Moment, Phase, Rep, Segment
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.coach.set_card import SetCard
from negcoach.widgets.drawing.canvas import text_width
from negcoach.widgets.drawing.shapes import Shape


class Tone(Enum):
    """The role of a span of text; a scheme has a colour for each."""

    TEXT = "text"
    MUTED = "muted"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A piece of a line of text, separated from the next by two empty cells."""

    text: str
    tone: Tone = Tone.TEXT
    bold: bool = False


Line = tuple[TextSpan, ...]

_SHAPES = {
    Phase.READY: Shape.PLAY,
    Phase.LEAD_IN: Shape.PLAY,
    Phase.LOWER: Shape.DOWN,
    Phase.HOLD_BOTTOM: Shape.SQUARE,
    Phase.HOLD_TOP: Shape.SQUARE,
    Phase.SWITCH: Shape.SWAP,
    Phase.CLUSTER_REST: Shape.BARS,
    Phase.RELOAD: Shape.BARS,
    Phase.TAKE: Shape.BARS,
    Phase.PAUSED: Shape.BARS,
    Phase.RACK: Shape.CROSS,
    Phase.DONE: Shape.CHECK,
    Phase.REST: Shape.BARS,
}
_LIFT_SHAPES = {LiftShape.UP: Shape.UP, LiftShape.AGAIN: Shape.AGAIN}
_REP_SIGNS = {
    TempoResult.KEPT: ("✓", Tone.GOOD),
    TempoResult.SHORT: ("~", Tone.FAIR),
    TempoResult.LOST: ("!", Tone.POOR),
}
_VERDICTS = {
    TempoResult.KEPT: ("", "", Shape.CHECK),
    TempoResult.SHORT: ("almost", "almost", None),
    TempoResult.LOST: ("too fast", "fast", None),
}
_LIFT_NOTES = {
    LiftedBy.LIFTER: "the hooks are off: lift it yourself",
    LiftedBy.SPOTTER: "push too, as hard as you can",
}
_SHORT_REASONS = {
    StopReason.TEMPO_LOSS: "too fast",
    StopReason.SPOTTER_TOUCHED: "spotter touched",
    StopReason.PAIN: "pain",
    StopReason.LIFTERS_CALL: "you ended it",
}


def phase_shape(phase: Phase, words: Words) -> Shape:
    """Return the phase's shape; that of a lift follows its call."""
    return _LIFT_SHAPES[words.lift_shape] if phase is Phase.LIFT else _SHAPES[phase]


def lead_in_call(moment: Moment, words: Words) -> tuple[str, Shape] | None:
    """Return the call that is shown with the count now, with its shape; ``None``: there is none.

    That is the spotter's hands, the first lift in a lead-in, and the load's place in a rest inside the set.
    """
    word = called_word(moment, words)
    if not word:
        return None
    called = Phase.LEAD_IN if moment.call == HANDS_ON else Phase.LIFT
    return word, phase_shape(moment.phase if moment.phase in RACKED else called, words)


def tally(card: SetCard, moment: Moment) -> tuple[str, ...]:
    """Return rep and side as short texts for giant letters: "REP", "2/4", "LEFT"; empty where there is no rep.

    Beside a count that goes up it is where that ends: "UP TO", "20".
    """
    rep, side = moment.segment.rep, moment.segment.side
    if moment.segment.counts_up:
        return ("UP TO", str((moment.segment.planned_ms or 0) // 1000))
    if not rep:
        return ()
    of = "" if moment.target_reps is None else f"/{moment.target_reps}"
    return ("REP", f"{rep}{of}", *([side.value.upper()] if card.has_sides and side else []))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a measured rep, in full and in short, its tone and, where the tempo was kept, a check mark."""

    text: str
    short: str
    shape: Shape | None
    tone: Tone


def verdict_of(rep: Rep, rules: StopRules) -> Verdict | None:
    """Return the verdict on a rep, ``None`` where it went by the clock: "4.7 s" with a check, "3.9 s too fast".

    One whose tempo does not count has its seconds alone.
    """
    if rep.measured_ms is None:
        return None
    if not rep.judged or rep.adherence is None:
        time = lowering_text(rep.measured_ms)
        return Verdict(time, time, None, Tone.TEXT)
    result = tempo_result(rep.adherence, rules)
    word, short, shape = _VERDICTS[result]
    time = lowering_text(rep.measured_ms, rep.target_ms)
    return Verdict(f"{time} {word}".strip(), f"{time} {short}".strip(), shape, _REP_SIGNS[result][1])


def header(card: SetCard) -> tuple[str, ...]:
    """Return the header's fields, the most important first."""
    return (card.exercise.upper(), card.set_label, card.load_label, card.tempo_label)


def status(card: SetCard, moment: Moment) -> Line:
    """Return the state in plain text: phase, count, rep and side."""
    phase = moment.phase
    count = f" {moment.count}" if moment.count is not None and phase in COUNTED_PHASES else ""
    plain = segment_word(moment.segment, card.words), phase_shape(phase, card.words)
    word, shape = lead_in_call(moment, card.words) or plain
    spans = [TextSpan(f"{shape.value} {word}{count}", bold=True)]
    rep = rep_text(moment)
    if rep:
        spans.append(TextSpan(rep))
    side = side_of(card, moment)
    return (*spans, TextSpan(side, bold=True)) if side else tuple(spans)


def side_of(card: SetCard, moment: Moment) -> str:
    """Return the side that is trained now, "left side", or "" where there is none."""
    return _side(moment.segment.side) if card.has_sides else ""


def rep_text(moment: Moment) -> str:
    """Return "rep 3 of 4", "rep 3" in an open set, "4 reps done" when the set is over, "" where there is none."""
    of = "" if moment.target_reps is None else f" of {moment.target_reps}"
    if moment.phase in (Phase.RACK, Phase.DONE, Phase.REST):
        return f"{counted(len(moment.reps), 'rep')} done"
    return f"rep {moment.segment.rep}{of}" if moment.segment.rep else ""


def reps(card: SetCard, moment: Moment, room: int) -> Line:
    """Return the reps done with their measured lowering times, the current one and those to come, in ``room`` cells.

    Reps that do not fit are left out, the oldest first.
    """
    at_work = moment.segment.rep
    under_way = at_work > len(moment.reps) and moment.phase not in (Phase.RACK, Phase.DONE, Phase.REST)
    spans = [TextSpan(f"►{at_work}", bold=True)] if under_way else []
    left = room - _length(spans) - 2 if spans else room
    done = _newest_reps(moment.reps, card.rules, left, BY_THE_CLOCK)
    if len(done) < len(moment.reps):
        done = _newest_reps(moment.reps, card.rules, left)
    if len(done) < len(moment.reps):
        spans = [TextSpan("…", Tone.MUTED), *_newest_reps(moment.reps, card.rules, left - 3), *spans]
    else:
        spans = [*done, *spans]
        ahead = range(at_work + 1, (moment.target_reps or 0) + 1) if under_way else ()
        for number in ahead:
            if _length(spans) + len(str(number)) + 2 > room:
                break
            spans.append(TextSpan(str(number), Tone.MUTED))
    adherence = target_time(moment.reps) if card.counts_tempo else ""
    if adherence and _length(spans) + len(adherence) + 4 <= room:
        spans.append(TextSpan(f"· {adherence}", Tone.MUTED))
    return tuple(spans)


def _newest_reps(done: tuple[Rep, ...], rules: StopRules, room: int, unmeasured: str = "") -> list[TextSpan]:
    """Return as many of the newest reps as fit, oldest first. It reads no others, however long the set.

    What was not measured is written as ``unmeasured`` after its number, "" for its sign alone.
    """
    spans: list[TextSpan] = []
    taken = -2  # two cells between two spans
    for rep in reversed(done):
        span = _rep(rep, rules, unmeasured)
        taken += text_width(span.text) + 2
        if taken > room:
            break
        spans.append(span)
    return spans[::-1]


def target_time(done: tuple[Rep, ...]) -> str:
    """Return how long the measured reps took, "98 % of target time", or "" when none was measured."""
    measured = [rep for rep in done if rep.adherence is not None]
    adherence = adherence_of(sum(rep.measured_ms or 0 for rep in measured), sum(rep.target_ms for rep in measured))
    return "" if adherence is None else target_time_text(adherence)


def following(card: SetCard, moment: Moment, room: int) -> Line:
    """Return as many of the next phases as fit into ``room`` cells, "next  ■ HOLD 1  ▲ SPOTTER LIFT"."""
    spans = [TextSpan("next", Tone.MUTED)]
    rep = moment.segment.rep
    for segment in moment.following:
        if segment.phase is Phase.LOWER and segment.rep != rep:
            rep = segment.rep
            text = f"{_phase_text(card, segment)} rep {rep}"
        else:
            text = _phase_text(card, segment)
        if _length([*spans, TextSpan(text)]) > room:
            break
        spans.append(TextSpan(text))
    return tuple(spans) if len(spans) > 1 else ()


def fitting_notes(card: SetCard, moment: Moment, room: int) -> tuple[str, ...]:
    """Return ``notes``; one that a long name of the key makes wider than ``room`` cells calls it "the key".

    Without that it would not be shown at all, and nothing large would say that a key is awaited.
    """
    named = notes(card, moment)
    if all(text_width(note) <= room for note in named):
        return named
    unnamed = notes(replace(card, next_key="the key"), moment)
    return tuple(
        min(pair, key=text_width) if text_width(pair[0]) > room else pair[0]
        for pair in zip(named, unnamed, strict=True)
    )


def notes(card: SetCard, moment: Moment) -> tuple[str, ...]:
    """Return the lines below a call, the most important and shortest first: why, what to do, which key."""
    words = ending_words(card.words, at_top=moment.segment.at_top)
    match moment.phase:
        case Phase.READY:
            return (f"press {card.next_key}", *(card.steps or ("and the set begins",)))
        case Phase.RELOAD:
            return _reload_notes(card, moment)
        case Phase.LIFT:
            lines = [f"then {words.end.lower()}", stop_text(card, moment)] if moment.stop is not None else []
            if moment.segment.end_ms is None and moment.segment.planned_ms is None:
                lines.insert(1 if lines else 0, f"press {card.next_key}: {words.lift_done}")
            return (*lines, _LIFT_NOTES.get(moment.segment.lifted_by, words.lift_note))
        case Phase.SWITCH:
            side = next((seg.side for seg in moment.following if seg.side), moment.segment.side)
            reps = "" if moment.target_reps is None else f": {counted(moment.target_reps, 'rep')}"
            return (f"now the {_side(side)}{reps}",) if side else ()
        case Phase.TAKE if moment.segment.rescue:
            if moment.stop is None:
                return ()
            return tuple(filter(None, (then_text(moment.segment, card.words), stop_text(card, moment))))
        case Phase.TAKE | Phase.PAUSED:
            return _pause_notes(card, moment)
        case Phase.RACK | Phase.DONE if moment.stop in _SHORT_REASONS:
            judged = verdict_of(moment.reps[-1], card.rules) if moment.reps else None
            too_fast = judged.text if judged and moment.stop is StopReason.TEMPO_LOSS else ""
            return (too_fast or _SHORT_REASONS[moment.stop], f"{stop_text(card, moment)} · {words.finish}")
        case Phase.DONE if moment.reps and moment.reps[-1].open:
            judged = verdict_of(moment.reps[-1], card.rules)
            return (judged.text if judged else "not measured", words.finish)
        case Phase.RACK | Phase.DONE:
            return (words.finish, stop_text(card, moment))
        case _:
            return ()


def _reload_notes(card: SetCard, moment: Moment) -> tuple[str, ...]:
    """Return what goes on the bar before the next rep, and the key once it is on."""
    if moment.call:
        return ("then the hooks" if card.hooks else "then the plates",)
    if card.hooks:
        return (card.hooks, f"press {card.next_key} when both hang")
    return (*card.plates, f"press {card.next_key} once it is loaded")


def waits_for_back_up(card: SetCard, moment: Moment) -> bool:
    """Return whether the set is paused with the load taken, and how that gets back up needs a word."""
    paused = moment.phase is Phase.TAKE and not moment.segment.rescue
    return paused and bool(card.back_up and _rep_after_pause(moment))


def _pause_notes(card: SetCard, moment: Moment) -> tuple[str, ...]:
    """Return what is done in a pause: with the load, and before and after the key that goes on."""
    rep, then_end = _rep_after_pause(moment), then_text(moment.segment, card.words)
    then = f", then rep {rep}" if rep else ""
    if waits_for_back_up(card, moment):
        return tuple(filter(None, (then_end, card.back_up, f"paused: {card.next_key} once it is up{then}")))
    if moment.phase is Phase.TAKE:
        return tuple(filter(None, (then_end, f"paused: {card.next_key} goes on{then}")))
    if rep and card.back_up:
        return (f"press {card.next_key}", f"once it is up again{then}")
    return (f"press {card.next_key}", f"to go on: get ready{then}" if rep else "to go on")


def _rep_after_pause(moment: Moment) -> int:
    """Return the rep that going on after a pause leads to, 0 where the set or the side is over."""
    leads_on = not moment.following or moment.following[0].phase not in (*OVER, Phase.SWITCH)
    return moment.segment.rep if leads_on else 0


def stop_text(card: SetCard, moment: Moment) -> str:
    """Return the reason for the stop in plain words; for lost tempo with its figures, for pain what follows of it."""
    if moment.stop is None:
        return ""
    if moment.stop is StopReason.PAIN and card.asks_pain:
        return PAIN_IS_ASKED
    if moment.stop is StopReason.TEMPO_LOSS and moment.phase is Phase.DONE:
        return "the first side lost the tempo"
    last = moment.reps[-1] if moment.reps else None
    if moment.stop is not StopReason.TEMPO_LOSS or last is None or last.measured_ms is None:
        return REASONS[moment.stop]
    return f"the last lowering took {short_tenths_text(last.measured_ms)} of {short_tenths_text(last.target_ms)}"


def mark_of(rep: Rep, rules: StopRules) -> tuple[str, Tone]:
    """Return the sign and tone of a rep: tempo kept, a little short, too fast, by the clock, or none that counts."""
    if rep.measured_ms is None:
        return (CLOCK_SIGN, Tone.MUTED)
    if not rep.judged or rep.adherence is None:
        return (Shape.DOWN.value, Tone.TEXT)
    return _REP_SIGNS[tempo_result(rep.adherence, rules)]


def _rep(rep: Rep, rules: StopRules, unmeasured: str) -> TextSpan:
    sign, tone = mark_of(rep, rules)
    if rep.measured_ms is None:
        return TextSpan(f"{rep.number} {unmeasured}" if unmeasured else sign, tone)
    return TextSpan(f"{sign} {lowering_text(rep.measured_ms, rep.target_ms if rep.judged else 0)}", tone)


def _phase_text(card: SetCard, segment: Segment) -> str:
    word = segment_word(segment, card.words)
    text = f"{phase_shape(segment.phase, card.words).value} {word}"
    if segment.phase not in COUNTED_PHASES or segment.planned_ms is None:
        return text
    return f"{text}{', up to' if segment.counts_up else ''} {-(-segment.planned_ms // 1000)}"


def _side(side: Side | None) -> str:
    return f"{side.value} side" if side else ""


def _length(spans: list[TextSpan]) -> int:
    return sum(text_width(span.text) + 2 for span in spans) - 2
