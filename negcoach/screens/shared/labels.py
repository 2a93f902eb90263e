"""Short texts that several screens show alike."""

from __future__ import annotations

from negcoach.formatting import counted, noun, percent_text
from negcoach.screens.shared.set_words import load_in_words, percent_of
from negcoach.texts import clean, joined
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.progress.adherence import TempoResult, tempo_result
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Side, StopReason
from negcoach.training.units import Unit
from negcoach.widgets.coach.coach_lines import SetCard

STOP_WORDS = {
    StopReason.TARGET_REACHED: "target reached",
    StopReason.TEMPO_LOSS: "stopped: the tempo was lost",
    StopReason.SPOTTER_TOUCHED: "stopped: the spotter touched the bar",
    StopReason.PAIN: "stopped: pain",
    StopReason.LIFTERS_CALL: "ended by the lifter",
    StopReason.INTERRUPTED: "interrupted",
}
"""Why a set ended, in plain words."""


def load_text(prescription: Prescription, unit: Unit, one_rm_kg: float | None) -> str:
    """Return "105 kg · 105 %", "bodyweight + 5 kg" or "bodyweight"."""
    if not prescription.exercise.bodyweight and not prescription.load_kg:
        return "no load given"
    load = load_in_words(prescription, unit)
    if one_rm_kg is None or prescription.exercise.load is None:
        return load
    return f"{load} · {percent_of(prescription.load_kg, one_rm_kg)} %"


def reps_text(prescription: Prescription) -> str:
    """Return "4 reps", "15 reps a side" or "to fatigue"."""
    side = " a side" if prescription.exercise.unilateral else ""
    if prescription.reps is None:
        return f"to fatigue{side and ','}{side}"
    return f"{counted(prescription.reps, 'rep')}{side}"


def set_card(prescription: Prescription, number: int, unit: Unit, one_rm_kg: float | None, rules: StopRules) -> SetCard:
    """Return what the coach's face shows of a set besides its moments."""
    return SetCard(
        exercise=clean(prescription.exercise.name),
        set_label=f"set {number} of {prescription.sets}",
        load_label=load_text(prescription, unit, one_rm_kg),
        tempo_label=str(prescription.tempo),
        words=prescription.exercise.words,
        has_sides=prescription.exercise.unilateral,
        rules=rules,
        loaded=not prescription.exercise.bodyweight,
    )


def adherence_text(adherence: float | None) -> str:
    """Return "tempo kept 98 %" or "not measured"."""
    return "not measured" if adherence is None else f"tempo kept {percent_text(adherence)}"


def tempo_words(reps: tuple[Rep, ...], rules: StopRules) -> str:
    """Return what went well and what was lost: "Rep 2 came down too fast; rep 1 kept the tempo; 2 not measured."."""
    measured = [(rep, tempo_result(rep.adherence, rules)) for rep in reps if rep.adherence is not None]
    if not measured:
        return "No lowering was measured: press the key when you are down, and each is." if reps else ""
    said = [
        f"{_names(some)} {words}"
        for result, words in (
            (TempoResult.LOST, "came down too fast"),
            (TempoResult.SHORT, "a little fast"),
            (TempoResult.KEPT, "kept the tempo"),
        )
        if (some := [rep for rep, found in measured if found is result])
    ]
    if len(reps) > len(measured):
        said.append(f"{len(reps) - len(measured)} not measured")
    line = "; ".join(said)
    return f"{line[0].upper()}{line[1:]}."


def _names(reps: list[Rep]) -> str:
    """Return "rep 2", "reps 2, 3 and 5", or how many where that would be long."""
    if len(reps) > 3:
        return counted(len(reps), "rep")
    names = [{Side.LEFT: "L", Side.RIGHT: "R", None: ""}[rep.side] + str(rep.number) for rep in reps]
    return f"{noun(len(names), 'rep')} {joined(names)}"
