"""The lines that are said during a set: one for each thing that happens, short enough to be heard before the next."""

from __future__ import annotations

from negcoach.coaching.words.set_words import OPEN_LOWERING, STOP_WORDS
from negcoach.plain.terminal.speech import duration, sentence
from negcoach.texts import counted
from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.phase_words import called_word, segment_word, then_text
from negcoach.training.score.rescue import ending_words
from negcoach.training.score.timeline import COUNTED_PHASES, Moment, Phase, Rep, Segment
from negcoach.widgets.coach.set_card import SetCard

LEAST_HOLD_MS = 2_000
"""A pause of a rep that is shorter is only heard: its line would be in the way of the next one (our own choice)."""

_VERDICTS = {TempoResult.KEPT: "", TempoResult.SHORT: ", almost", TempoResult.LOST: ", too fast"}


class SetLines:
    """The lines of one set; ``after`` is given its moments in order, and returns what is new."""

    def __init__(self, card: SetCard, key: str) -> None:
        """Say the set of a card, in its exercise's words; ``key`` is the one that goes on."""
        self.card = card
        """What mirrors show of it."""
        self._words, self._rules, self._key = card.words, card.rules, key
        self._seen: tuple[Phase, int] | None = None
        self._called = ""
        self._count: int | None = None
        self._reps = self._judged = 0
        self._side: object = None
        self.counts = False
        """Whether the counts are said in lines too: they are heard anyway."""

    def after(self, moment: Moment) -> list[str]:
        """Return the lines of a moment that are new since the one before."""
        lines = []
        segment = moment.segment
        if len(moment.reps) < self._reps and moment.segment.side is self._side:
            lines.append(f"Taken back. {counted(len(moment.reps), 'rep')} so far.")
        self._reps = len(moment.reps)
        if (moment.phase, segment.start_ms) != self._seen:
            self._seen, self._called, self._count = (moment.phase, segment.start_ms), "", None
            lines += self._phase(moment)
            self._side = segment.side
        word = called_word(moment, self._words)
        if word and word != self._called:
            lines.append(sentence(f"SPOTTER, {word}" if word == "HANDS ON" else word))
        self._called = word or self._called
        if moment.verdict is not None and moment.verdict.ordinal != self._judged:
            self._judged = moment.verdict.ordinal
            lines += self._verdict(moment.verdict)
        if self.counts and moment.phase in COUNTED_PHASES and moment.count is not None and moment.count != self._count:
            lines.append(str(moment.count))
        self._count = moment.count
        return lines

    def where(self, moment: Moment) -> str:
        """Return where the set is: the phase, its rep and side."""
        rep = self._rep(moment)
        return " ".join(filter(None, (sentence(segment_word(moment.segment, self._words)), rep)))

    def _phase(self, moment: Moment) -> list[str]:
        segment = moment.segment
        word, words = segment_word(segment, self._words), ending_words(self._words, at_top=segment.at_top)
        match moment.phase:
            case Phase.LEAD_IN:
                return [f"Get ready: {duration(segment.planned_ms or 0)}."]
            case Phase.LOWER if self.card.open_lowering:
                return [sentence(f"{word.lower()}, {OPEN_LOWERING}")]
            case Phase.LOWER:
                return [f"{self._rep(moment)} {sentence(word)}".strip()]
            case Phase.HOLD_BOTTOM | Phase.HOLD_TOP:
                held_ms = segment.planned_ms or 0
                return [f"Hold {duration(held_ms)}."] if held_ms >= LEAST_HOLD_MS else []
            case Phase.LIFT:
                return [self._lift(moment, word)]
            case Phase.SWITCH:
                side = next((one.side for one in moment.following if one.side), segment.side)
                return [f"Switch sides: now the {side.value} side." if side else "Switch sides."]
            case Phase.CLUSTER_REST:
                return [f"Rest {duration(segment.planned_ms or 0)}, inside the set."]
            case Phase.RELOAD:
                return [self._reload(word)]
            case Phase.TAKE if segment.rescue:
                return [f"{sentence(word)}{self._then(segment)}"]
            case Phase.TAKE:
                back_up = f" {sentence(self.card.back_up)}" if self.card.back_up else ""
                return [f"{sentence(word)}{self._then(segment)} Paused.{back_up} {self._key} goes on."]
            case Phase.PAUSED:
                return [f"Paused. {self._key} goes on."]
            case Phase.RACK | Phase.DONE:
                return [f"{sentence(word)} {sentence(words.finish)}"]
            case _:
                return []

    def _then(self, segment: Segment) -> str:
        """Return what is done after a call, after a space; "" where it is the call itself."""
        then = then_text(segment, self._words)
        return f" {sentence(then)}" if then else ""

    def _lift(self, moment: Moment, word: str) -> str:
        """Return the call, why the set ends, and what the key means where it waits."""
        parts = [sentence(word)]
        if moment.stop is not None:
            parts.append(sentence(STOP_WORDS[moment.stop]))
        if moment.segment.end_ms is None and moment.segment.planned_ms is None:
            parts.append(f"{self._key}: {self._words.lift_done}.")
        return " ".join(parts)

    def _reload(self, word: str) -> str:
        """Return what goes on the racked bar, and the key once it is on."""
        if self.card.hooks:
            return f"{sentence(word)[:-1]}: {self.card.hooks}. Press {self._key} when both hang."
        parts = (sentence(word), sentence(", ".join(self.card.plates)), f"Press {self._key} once it is loaded.")
        return " ".join(filter(None, parts))

    def _verdict(self, rep: Rep) -> list[str]:
        """Return how a measured lowering went, some time after the call: that stands alone."""
        if rep.measured_ms is None or rep.adherence is None:
            return []
        verdict = _VERDICTS[tempo_result(rep.adherence, self._rules)] if rep.judged else ""
        return [f"{rep.measured_ms / 1000:.1f} seconds{verdict}."]

    def _rep(self, moment: Moment) -> str:
        rep, side = moment.segment.rep, moment.segment.side
        if not rep:
            return ""
        of = "" if moment.target_reps is None else f" of {moment.target_reps}"
        return f"Rep {rep}{of}{f', {side.value} side' if self.card.has_sides and side else ''}."
