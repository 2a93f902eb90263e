"""A set in words: its phases in their order, its reps and load, how long it takes, why it ended and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from negcoach.coaching.words.way_words import drops_at, way_in_words
from negcoach.formatting import (
    BY_THE_CLOCK,
    held_text,
    load_range_text,
    load_text,
    lowering_text,
    recent_day_text,
    seconds_text,
    target_time_text,
    tenths_text,
    whole_minutes,
)
from negcoach.store.queries.lifter import LastPerformed
from negcoach.texts import counted, days_ago_text, days_since, joined, noun
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, reps_in_turn
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import WayKind
from negcoach.training.plan.eccentric_test import Single, SingleOutcome, heaviest_success, lightest_miss
from negcoach.training.plan.longest_lowering import LoweringOutcome, TestLowering, longest_of
from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.cues import ON_THE_PINS
from negcoach.training.score.rescue import lifts_last
from negcoach.training.score.stop_rules import NEVER_STOPS, StopRules
from negcoach.training.score.timeline import Phase, Rep
from negcoach.training.terms import RecordFlag, Side, StartsWith, StopReason
from negcoach.training.units import Unit, format_load

if TYPE_CHECKING:  # the home screen does without
    from negcoach.store.queries.sessions.history import SetRecord

STOP_WORDS = {
    StopReason.TARGET_REACHED: "target reached",
    StopReason.TEMPO_LOSS: "stopped: the tempo was lost",
    StopReason.SPOTTER_TOUCHED: "stopped: the spotter touched the bar",
    StopReason.PAIN: "ended in pain",
    StopReason.LIFTERS_CALL: "ended by the lifter",
    StopReason.INTERRUPTED: "interrupted",
}
"""The words for each reason why a set ended."""

SHORT_STOP_WORDS = {
    **STOP_WORDS,
    StopReason.TARGET_REACHED: "done",
    StopReason.TEMPO_LOSS: "tempo lost",
    StopReason.SPOTTER_TOUCHED: "bar touched",
    StopReason.PAIN: "pain",
    StopReason.LIFTERS_CALL: "ended",
}
"""The same where there is little room."""

_SINGLE_WORDS = {
    SingleOutcome.SUCCESS: "lowered in full",
    SingleOutcome.MISS: "missed",
    SingleOutcome.NOT_MEASURED: "not measured",
}
"""The words for how a single of a test turned out of which nothing else says why it ended."""

SLEPT = "The computer slept or froze."
"""What is said where the program stood still before a set, in a pause or in a rest."""
STOOD_STILL = "The computer slept or froze, so the set is paused."
"""What is said where the program stood still in a set."""

OPEN_LOWERING = "as slowly as you can"
"""How the lowering of the test of the longest one is prescribed."""

LOST = frozenset({StopReason.TEMPO_LOSS, StopReason.SPOTTER_TOUCHED, StopReason.PAIN})
"""The reasons after which a set is not cheered."""


_RECORD_WORDS = {
    RecordFlag.HEAVIEST: "the heaviest load yet lowered to the full count",
    RecordFlag.LONGEST: "the longest controlled lowering yet at this load",
}
"""The records that a set can break, in words."""


@dataclass(frozen=True, slots=True)
class PhaseWords:
    """A phase of a rep in words: its name, and how long it takes (``None``: it waits for the key).

    ``prescribed`` is whether the tempo prescribes its time; otherwise it takes about ``ms``.
    """

    phase: Phase
    word: str
    ms: int | None
    prescribed: bool

    @property
    def time(self) -> str:
        """``5 s``, ``~3 s`` or ``waits for you``."""
        if self.ms is None:
            return "waits for you"
        return f"{'' if self.prescribed else '~'}{seconds_text(self.ms)}"


def phases_of(prescription: Prescription) -> tuple[PhaseWords, ...]:
    """Return the phases of a rep in the order in which they are done; pauses of 0 s are left out."""
    tempo, words = prescription.tempo, prescription.exercise.words
    lift_prescribed = tempo.counts_lift
    down = [
        PhaseWords(Phase.LOWER, words.lower, tempo.eccentric * 1000, True),
        PhaseWords(Phase.HOLD_BOTTOM, "HOLD", tempo.stretched * 1000, True),
    ]
    up = [
        PhaseWords(Phase.LIFT, words.lift, prescription.lift_planned_ms, lift_prescribed),
        PhaseWords(Phase.HOLD_TOP, "HOLD", tempo.contracted * 1000, True),
    ]
    ordered = up + down if prescription.exercise.starts_with is StartsWith.LIFT else down + up
    return tuple(phase for phase in ordered if phase.ms != 0)


def amount(prescription: Prescription) -> str:
    """Return ``3 sets of 4``, ``3 sets of 15 a side`` or ``1 set to fatigue``."""
    sets = counted(prescription.sets, "set")
    if prescription.reps is None:
        return f"{sets} to fatigue"
    return f"{sets} of {reps_in_turn(prescription)}{_side_text(prescription)}"


def _side_text(prescription: Prescription) -> str:
    """Return `` a side``, or `` on the left`` where only that side is trained; "" for an exercise of both at once."""
    if not prescription.exercise.unilateral:
        return ""
    return " a side" if prescription.only_side is None else f" on the {prescription.only_side.value}"


def reps_text(prescription: Prescription) -> str:
    """Return ``4 reps``, ``15 reps a side``, ``4 reps, 2 at a time`` or ``to fatigue``."""
    in_parts = prescription.way.kind is WayKind.CLUSTER and way_in_words(prescription)
    clustered = f", {prescription.way.reps} at a time" if in_parts else ""
    side = _side_text(prescription)
    if prescription.reps is None:
        return f"to fatigue{side and ','}{side}{clustered}"
    return f"{counted(prescription.reps, 'rep')}{side}{clustered}"


def as_work_text(prescription: Prescription, spotters: int) -> str:
    """Return how the warm-up's last rep is done, ``with the spotter, at 5-0-A-1``: as the work is.

    ``spotters`` is how many are there, or how many it needs.
    """
    who = f"with the spotter{'s' if spotters > 1 else ''}, " if spotters else ""
    return f"{who}at {prescription.tempo}"


def rep_in_words(prescription: Prescription) -> str:
    """Return ``lower 5 s, hold 1 s, spotter lift ~3 s``."""
    return ", ".join(f"{phase.word.lower()} {phase.time}" for phase in phases_of(prescription))


def back_up_text(prescription: Prescription) -> str:
    """Return how a load that was let down in a pause gets back to where a rep begins, "" where that needs no word.

    That is a bar on the pins, and whatever the spotter of forced reps has taken from a lifter who else lifts alone.
    """
    exercise = prescription.exercise
    if prescription.way.kind is WayKind.FORCED:
        return "first back up: together, or unload it"
    if not (lifts_last(exercise) and exercise.words.end_sound == ON_THE_PINS):
        return ""
    return "first back up, as after a rep" if exercise.spotters.at_least else "unload it, rack it, load it again"


def duration_in_words(prescription: Prescription) -> str:
    """Return ``about 12 min``, or "" for an open set, whose length is unknown."""
    ms = duration_ms(prescription)
    return "" if ms is None else f"about {whole_minutes(ms)} min"


def duration_ms(prescription: Prescription) -> int | None:
    """Return about how many ms all sets take with the rests between them, ``None`` for an open set."""
    if prescription.reps is None:
        return None
    rep_ms = sum(prescription.exercise.lift_ms if phase.ms is None else phase.ms for phase in phases_of(prescription))
    sides = max(1, len(prescription.sides))
    rests = prescription.sets - (2 if drops_at(prescription) else 1)
    inside_ms = prescription.inside_ms or 0
    return (
        sides * ((prescription.total_reps or 0) * rep_ms + prescription.sets * inside_ms)
        + prescription.lead_in_ms
        + rests * prescription.rest_ms
        + (prescription.sets - 1) * prescription.next_lead_in_ms
    )


def load_in_words(prescription: Prescription, unit: Unit) -> str:
    """Return ``105 kg``; for the body ``bodyweight``, ``bodyweight + 5 kg`` or ``bodyweight, 20 kg of help``.

    ``unit`` is for a load of which it is not known in which unit it was typed.
    """
    return load_text(prescription.load_kg, prescription.load_unit or unit, bodyweight=prescription.exercise.bodyweight)


def load_with_percent(prescription: Prescription, unit: Unit, one_rm_kg: float | None) -> str:
    """Return ``105 kg · 105 %``, ``bodyweight + 5 kg`` or ``bodyweight``."""
    if not prescription.exercise.bodyweight and not prescription.load_kg:
        return "no load given"
    load = load_in_words(prescription, unit)
    if one_rm_kg is None or prescription.exercise.load is None:
        return load
    return f"{load} · {percent_of(prescription.load_kg, one_rm_kg)} %"


def percent_in_words(prescription: Prescription, one_rm_kg: float | None) -> str:
    """Return ``105 % of 1RM``, or "" where there is no 1RM or the exercise has no percentages."""
    if one_rm_kg is None or prescription.exercise.load is None:
        return ""
    return f"{percent_of(prescription.load_kg, one_rm_kg)} % of {prescription.exercise.load.of}"


def percent_of(load_kg: float, one_rm_kg: float) -> str:
    """Return the load in percent of the 1RM, to a tenth where it is not whole."""
    return f"{round(load_kg / one_rm_kg * 100, 1):g}"


def last_time_in_words(last: LastPerformed, now: datetime, unit: Unit, exercise: Exercise) -> str:
    """Return ``12 Nov (3 days ago): 3 × 4 at 105 kg, 97 % of target time``; the tempo only if it was not the usual.

    A test is called one, and what it came to is said. ``unit`` is that of what is advised beside it.
    """
    done = [_work_in_words(last, unit, exercise)] if last.reps else []
    if last.test is not None:
        test = last.test
        done.append(f"test of the {result_in_words(test.singles, test.lowerings, test.tempo, unit)}")
    when = f"{recent_day_text(last.started_at, now)} ({days_ago_text(days_since(last.started_at, now))})"
    return f"{when}: {'; '.join(done) or 'it hurt before the first rep'}"


def _work_in_words(last: LastPerformed, unit: Unit, exercise: Exercise) -> str:
    """Return ``3 × 4 at 105 kg, 97 % of target time``; uneven sides are told apart: ``1 × 26 (15 left, 11 right)``."""
    alike = len(set(last.reps)) == 1
    reps = f"{len(last.reps)} × {last.reps[0]}" if alike else f"{', '.join(map(str, last.reps))} reps"
    amount_text = f"{reps}{' a side' if last.a_side else _uneven_text(last)}"
    if not exercise.bodyweight or min(last.loads_kg) < 0:
        loads = load_range_text(last.loads_kg, unit, bodyweight=exercise.bodyweight)
        amount_text += f" at {loads}"
    elif high := max(last.loads_kg):
        low = min(last.loads_kg)
        amount_text += f" with {f'{format_load(low, unit)} to ' if low < high else ''}{format_load(high, unit)} added"
    adherence = "" if last.adherence is None else f", {target_time_text(last.adherence)}"
    if last.adherence is not None and last.held:
        adherence = f", {held_text(last.adherence * Tempo.parse(last.tempo).eccentric)}"
    tempo = "" if last.tempo == str(exercise.tempo) else f", {last.tempo}"
    return f"{amount_text}{tempo}{adherence}"


def _uneven_text(last: LastPerformed) -> str:
    """Return `` (15 left, 11 right)`` or `` on the left`` where the sides had not as many reps, "" elsewhere."""
    if last.left_right is None:
        return ""
    left, right = last.left_right
    return f" ({left} left, {right} right)" if left and right else f" on the {'left' if left else 'right'}"


def result_in_words(singles: Sequence[Single], lowerings: Sequence[TestLowering], tempo: str, unit: Unit) -> str:
    """Return what a test came to: ``eccentric 1RM at 5-1-A-1: 105 kg`` or ``longest lowering: no result, it hurt``.

    ``singles`` are those of a test of the eccentric 1RM, at its ``tempo``; one of the longest lowering has
    ``lowerings``. "" where there are neither.
    """
    reasons = []
    if singles:
        what, kg, missed_kg = f"eccentric 1RM at {tempo}", heaviest_success(singles), lightest_miss(singles)
        if kg is not None:
            return f"{what}: {format_load(kg, unit)}"
        if missed_kg is not None:
            reasons.append(f"{format_load(missed_kg, unit)} was not lowered in full")
        hurt = any(one.outcome is SingleOutcome.PAIN for one in singles)
    elif lowerings:
        what, longest_ms = "longest lowering", longest_of(lowerings)
        if longest_ms is not None:
            return f"{what}: {tenths_text(longest_ms)}"
        if any(one.outcome is LoweringOutcome.MISS for one in lowerings):
            reasons.append("none was controlled to the bottom")
        hurt = any(one.outcome is LoweringOutcome.PAIN for one in lowerings)
    else:
        return ""
    reasons += ["it hurt"] if hurt else []
    return f"{what}: no result, {' and '.join(reasons) or 'nothing was measured'}"


def single_stop_text(single: Single) -> str:
    """Return how a single of a test ended: "missed", "stopped: the spotter touched the bar"."""
    ended = _SINGLE_WORDS.get(single.outcome) if single.stop is StopReason.TARGET_REACHED else None
    return ended or STOP_WORDS[single.stop]


def open_stop_text(stop: StopReason | None, measured_ms: Sequence[int | None]) -> str:
    """Return how a lowering of the test of the longest one ended: "lowered for 9.4 s", "helped, after 9.4 s"."""
    time = next((lowering_text(ms) for ms in reversed(measured_ms) if ms is not None), "")
    if stop is StopReason.TARGET_REACHED:
        return f"lowered for {time}" if time else "not measured"
    ending = {
        None: "not ended",
        StopReason.SPOTTER_TOUCHED: "helped on the way down",
        StopReason.LIFTERS_CALL: "given up",
    }.get(stop) or STOP_WORDS[stop or StopReason.INTERRUPTED]
    return f"{ending}, after {time}" if time else ending


def held_words(reps: tuple[Rep, ...], key: str) -> str:
    """Return how long each of the measured reps was held: "Down to the hands in 4.2, 3.9 and 3.1 s."."""
    seconds = [f"{rep.measured_ms / 1000:.1f}" for rep in reps if rep.measured_ms is not None]
    if not seconds:
        return tempo_words(reps, NEVER_STOPS, key)
    return f"Down to the hands in {joined(seconds)} s."


def tempo_words(reps: tuple[Rep, ...], rules: StopRules, key: str) -> str:
    """Return how the reps kept the tempo: "Rep 2 came down too fast; rep 1 kept the tempo; 2 reps by the clock.".

    Where none was measured, the ``key`` that measures is named.
    """
    measured = [(rep, tempo_result(rep.adherence, rules)) for rep in reps if rep.adherence is not None]
    if not measured:
        return f"By the clock. Press {key} at the bottom to measure it." if reps else ""
    phrases = [
        f"{_rep_names(matching)} {words}"
        for result, words in (
            (TempoResult.LOST, "came down too fast"),
            (TempoResult.SHORT, "a little fast"),
            (TempoResult.KEPT, "kept the tempo"),
        )
        if (matching := [rep for rep, of_rep in measured if of_rep is result])
    ]
    if len(reps) > len(measured):
        phrases.append(f"{counted(len(reps) - len(measured), 'rep')} {BY_THE_CLOCK}")
    line = "; ".join(phrases)
    return f"{line[0].upper()}{line[1:]}."


def taken_back_words(reps: Sequence[Rep]) -> str:
    """Return which reps were taken back after a set: "Rep 3 taken back.", "" for none."""
    if not reps:
        return ""
    names = _rep_names(sorted(reps, key=lambda rep: rep.ordinal))
    return f"{names[0].upper()}{names[1:]} taken back."


def _rep_names(reps: list[Rep]) -> str:
    """Return "rep 2", "reps 2, 3 and 5", or "7 reps" where that would be long."""
    if len(reps) > 3:
        return counted(len(reps), "rep")
    names = [{Side.LEFT: "L", Side.RIGHT: "R", None: ""}[rep.side] + str(rep.number) for rep in reps]
    return f"{noun(len(names), 'rep')} {joined(names)}"


def records_in_words(performed: SetRecord) -> str:
    """Return the records that a set broke, in words, "" for none."""
    found = [words for flag, words in _RECORD_WORDS.items() if flag in performed.record]
    if performed.load_kg < 0 and RecordFlag.HEAVIEST in performed.record:
        found[0] = "the least help yet with a lowering to the full count"
    return ", and ".join(found)
