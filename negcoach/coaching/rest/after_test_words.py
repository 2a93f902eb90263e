"""The words of a rest after a set of a guided test: what follows from it, or how the test ended."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from negcoach.coaching.rest.after_lowering import AfterLowering
from negcoach.coaching.rest.after_set import AfterSet
from negcoach.coaching.rest.after_single import AfterSingle
from negcoach.coaching.rest.rest_clock import RestClock
from negcoach.coaching.rest.rest_words import Keys, RestWords, over_text
from negcoach.coaching.words.set_words import (
    OPEN_LOWERING,
    load_in_words,
    load_with_percent,
    open_stop_text,
    single_stop_text,
)
from negcoach.formatting import tenths_text
from negcoach.texts import clean
from negcoach.training.exercise.limits import SHORTEST_S
from negcoach.training.plan.eccentric_test import MOST_SINGLES, Ending, Why, heaviest_success
from negcoach.training.plan.longest_lowering import (
    MOST_LOWERINGS,
    MOST_S,
    LoweringOutcome,
    TestEnd,
    WhyAnother,
    longest_of,
)
from negcoach.training.terms import Side
from negcoach.training.units import Unit, format_load


@dataclass(frozen=True, slots=True)
class _TestWords(RestWords, ABC):
    """The words of what comes after a set of a test: what follows from it, or the result."""

    @property
    @abstractmethod
    def _step_line(self) -> str:
        """How the set went, and what follows from it."""

    @property
    @abstractmethod
    def _next_line(self) -> str:
        """What the next set is."""

    @property
    @abstractmethod
    def _result_line(self) -> str:
        """The result of the test."""

    @property
    def advice_line(self) -> str:
        """How the set went, and what follows from it; pain of another session ends the test."""
        hurt = self.after.hurt_elsewhere
        return f"{clean(hurt)} hurt today: the test ends here." if hurt else self._step_line

    def next_set_line(self, clock: RestClock, *, asked: bool, waits: bool) -> str:
        """Return what the next set is, or the result of the test."""
        if self.after.ends_first:
            return self._result_line
        return f"{self._next_line}\n{over_text(clock, self._next_key)}" if clock.over else self._next_line

    @property
    def after_last_lines(self) -> tuple[str, ...]:
        """The lines after the last set."""
        return (self.advice_line, self._result_line)


@dataclass(frozen=True, slots=True)
class EccentricTestWords(_TestWords):
    """The words of what comes after a single."""

    after: AfterSingle

    @property
    def _ending(self) -> str:
        """How the single turned out."""
        return single_stop_text(self.after.singles[-1])

    @property
    def _step_line(self) -> str:
        after, step, narrow = self.after, self.after.step, self.narrow
        if isinstance(step, Ending):
            return f"{step.value}."
        load = load_in_words(after.next_prescription, self.unit)
        percent = (step.load_kg / after.sets.prescription.load_kg - 1) * 100
        match step.why:
            case Why.HALF_WAY if narrow:
                return f"Missed: halfway back, {load}."
            case Why.HALF_WAY:
                return f"Missed: halfway back to {load}, once. A second miss ends the test."
            case Why.LAST_SUCCESS if narrow:
                return f"Dropped: back to {load}, the last."
            case Why.LAST_SUCCESS:
                return f"Dropped: back to {load}, which was lowered in full. One more single, the last."
            case Why.AGAIN if narrow:
                return f"Not measured: {load} again."
            case Why.AGAIN:
                return f"Not measured: {load} again. Someone must press {self._next_key} when the bar is down."
        if after.singles[-1].easy_but_short:
            return f"Short of the count: {load} next (+{percent:.1f} %){'' if narrow else ', a small step'}."
        if narrow:
            return f"In full: {load} next (+{percent:.1f} %)."
        unrated = "" if after.outcome.rpe is not None else " Rate the effort: it sets the step."
        return f"Lowered in full: {load} next (+{percent:.1f} %).{unrated}"

    @property
    def _next_line(self) -> str:
        after = self.after
        upcoming = after.upcoming
        number, one_rm_kg = (upcoming.number, upcoming.sets.one_rm_kg) if upcoming else (0, None)
        load = load_with_percent(after.next_prescription, self.unit, one_rm_kg)
        of = "" if self.narrow else f", of {MOST_SINGLES} at most"
        return f"Next: single {number}{of} · {load}"

    @property
    def _result_line(self) -> str:
        """The result of the test."""
        kg = heaviest_success(self.after.singles)
        if kg is None:
            return "No single was lowered in full: the test has no result."
        prescription = self.after.sets.prescription
        return f"Eccentric 1RM at {prescription.tempo}: {format_load(kg, prescription.load_unit or self.unit)}."


@dataclass(frozen=True, slots=True)
class LongestLoweringWords(_TestWords):
    """The words of what comes after a lowering."""

    after: AfterLowering

    @property
    def _step_line(self) -> str:
        step, narrow = self.after.step, self.narrow
        if isinstance(step, TestEnd):
            return f"{step.value}."
        match step:
            case WhyAnother.AGAIN if narrow:
                return "Not measured: once more."
            case WhyAnother.AGAIN:
                return (
                    f"Not measured: once more. Someone must press {self._next_key} at the bottom, "
                    f"or at the call after {MOST_S} s."
                )
            case WhyAnother.AFTER_MISS if narrow:
                return f"{self._miss}: once more."
            case WhyAnother.AFTER_MISS:
                return f"{self._miss}: it does not count. A second miss ends the test."
            case WhyAnother.LONGER:
                return "Longer than before: one more, the last."
        return "Once more." if narrow else "Once more, to see whether it was all you had."

    @property
    def _miss(self) -> str:
        """What made the lowering a miss."""
        last = self.after.lowerings[-1]
        if last.dropped:
            return f"Under {SHORTEST_S} s it is a drop"
        return "Helped" if last.lowered else "Given up"

    @property
    def _next_line(self) -> str:
        upcoming = self.after.upcoming
        number = upcoming.number if upcoming else 0
        of = "" if self.narrow else f", of {MOST_LOWERINGS} at most · {OPEN_LOWERING}"
        return f"Next: lowering {number}{of}"

    @property
    def _result_line(self) -> str:
        """The result of the test."""
        ms = longest_of(self.after.lowerings)
        return "No lowering counts: the test has no result." if ms is None else f"Longest lowering: {tenths_text(ms)}."

    @property
    def _touched_key(self) -> Keys:
        """The key that says that something helped on the way down."""
        return ((self._short("rest.touched"), "helped"),) if self.after.can_be_touched else ()

    @property
    def verdict_parts(self) -> tuple[str, ...]:
        """How the lowering ended."""
        outcome = self.after.outcome
        return (open_stop_text(outcome.stop, [rep.measured_ms for rep in outcome.reps]),)

    @property
    def tempo_line(self) -> str:
        """The longest lowering so far, after the first."""
        lowerings = self.after.lowerings
        ms = longest_of(lowerings)
        return f"The longest so far: {tenths_text(ms)}." if ms is not None and lowerings[1:] else ""

    @property
    def outcome_word(self) -> str:
        """The time of a lowering that counts."""
        newest = self.after.lowerings[-1]
        if newest.outcome is LoweringOutcome.SUCCESS:
            return tenths_text(newest.ms).upper()
        return "NO COUNT" if newest.outcome is not LoweringOutcome.PAIN else "STOPPED"

    @property
    def outcome_is_good(self) -> bool:
        """Whether the lowering counts."""
        return self.after.lowerings[-1].outcome is LoweringOutcome.SUCCESS


def words_after(
    after: AfterSet,
    unit: Unit,
    *,
    narrow: bool = False,
    low: bool = False,
    other_side: Side | None = None,
    spoken: bool = False,
) -> RestWords:
    """Return the words of what comes ``after`` a set, of work or of a test."""
    if isinstance(after, AfterSingle):
        return EccentricTestWords(after, unit, narrow, low, other_side, spoken)
    if isinstance(after, AfterLowering):
        return LongestLoweringWords(after, unit, narrow, low, other_side, spoken)
    return RestWords(after, unit, narrow, low, other_side, spoken)
