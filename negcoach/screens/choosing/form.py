"""What is typed into the prescription form: from a prescription to texts, and back, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text, seconds_text
from negcoach.screens.shared.field_values import units_hint
from negcoach.screens.shared.set_words import percent_of
from negcoach.training.exercise.exercise import Exercise, LoadRule
from negcoach.training.exercise.limits import LONG_LOWERING_S
from negcoach.training.exercise.prescription import (
    Prescription,
    parse_lead_in,
    parse_lift,
    parse_reps,
    parse_rest,
    parse_sets,
)
from negcoach.training.exercise.safety import is_over_cap
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.units import Unit, format_load, parse_load

ONE_RM = "one-rm"
"""The field of the 1RM, which overload exercises have besides."""

_MEANING = {"1RM": "the most you lift once, unaided", "two-limb max": "the most you lift once, with both limbs"}


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a field: what is right, what is wrong (``error``), or what to think about (``warning``)."""

    text: str
    kind: str = "hint"


@dataclass(frozen=True, slots=True)
class Reading:
    """The form as it is now: the prescription (``None`` while a field is wrong), the 1RM, a note for each field."""

    prescription: Prescription | None
    one_rm_kg: float | None
    notes: Mapping[str, Note]

    @property
    def first_wrong(self) -> str | None:
        """The first field that is wrong."""
        return next((field for field, note in self.notes.items() if note.kind == "error"), None)


def fields_of(exercise: Exercise) -> dict[str, str]:
    """Return the fields of the form in their order, each with its label."""
    labels = {"load": "Added load" if exercise.bodyweight else "Load"}
    if exercise.load is not None:
        labels = {ONE_RM: exercise.load.of[:1].upper() + exercise.load.of[1:], **labels}
    return labels | {
        "sets": "Sets",
        "reps": "Reps a side" if exercise.unilateral else "Reps",
        "tempo": "Tempo",
        "rest": "Rest",
        "lead-in": "Lead-in",
        "lift": "Lift",
    }


def texts_of(plan: Prescription, unit: Unit) -> dict[str, str]:
    """Return what the fields (but the 1RM) say for a prescription; an overload load of 0 is not chosen yet."""
    unchosen = plan.load_kg == 0 and not plan.exercise.bodyweight
    return {
        "load": "" if unchosen else format_load(plan.load_kg, unit),
        "sets": str(plan.sets),
        "reps": "fatigue" if plan.reps is None else str(plan.reps),
        "tempo": str(plan.tempo),
        "rest": clock_text(plan.rest_ms),
        "lead-in": f"{plan.lead_in_ms / 1000:g}",
        "lift": "wait" if plan.lift_ms is None else f"{plan.lift_ms / 1000:g}",
    }


def read_form(texts: Mapping[str, str], base: Prescription, stored_one_rm_kg: float | None, unit: Unit) -> Reading:
    """Read the fields; one that still says what ``base`` or the stored 1RM says keeps that value exactly."""
    before = texts_of(base, unit)
    notes: dict[str, Note] = {}
    one_rm_kg = None
    if base.exercise.load is not None:
        one_rm_kg, notes[ONE_RM] = _read_one_rm(texts[ONE_RM], stored_one_rm_kg, base.exercise.load, unit)
    values: dict[str, Any] = {}
    for field, (name, read) in _readers(base.exercise, unit).items():
        try:
            values[name] = getattr(base, name) if texts[field] == before[field] and texts[field] else read(texts[field])
        except NegcoachError as error:
            notes[field] = Note(str(error), "error")
        else:
            notes[field] = Note("")
    plan = None
    if not any(note.kind == "error" for note in notes.values()):
        try:
            plan = replace(base, **values)
        except NegcoachError as error:
            notes["sets"] = Note(str(error), "error")
    for field, note in notes.items():
        if not note.text:
            notes[field] = _hint(field, values, base, one_rm_kg, unit)
    return Reading(plan, one_rm_kg, notes)


def one_rm_text(one_rm_kg: float | None, unit: Unit) -> str:
    """Return what the field of the 1RM says."""
    return "" if one_rm_kg is None else format_load(one_rm_kg, unit)


def _readers(exercise: Exercise, unit: Unit) -> dict[str, tuple[str, Callable[[str], object]]]:
    def load(text: str) -> float:
        if exercise.bodyweight:
            return parse_load(text or "0", unit)
        if not text.strip():
            raise NegcoachError(f"Type the load, such as {'225' if unit == 'lb' else '100'} or 102.5kg.")
        return _above_zero(parse_load(text, unit), "load")

    return {
        "load": ("load_kg", load),
        "sets": ("sets", parse_sets),
        "reps": ("reps", parse_reps),
        "tempo": ("tempo", Tempo.parse),
        "rest": ("rest_ms", parse_rest),
        "lead-in": ("lead_in_ms", parse_lead_in),
        "lift": ("lift_ms", parse_lift),
    }


def _read_one_rm(text: str, stored_kg: float | None, rule: LoadRule, unit: Unit) -> tuple[float | None, Note]:
    if not text.strip():
        return None, Note(f"optional: {_MEANING.get(rule.of, 'what percentages are of')}; it gives load and cap")
    try:
        kg = stored_kg if stored_kg and text == one_rm_text(stored_kg, unit) else parse_load(text, unit)
        one_rm_kg = _above_zero(kg, rule.of)
    except NegcoachError as error:
        return None, Note(str(error), "error")
    return one_rm_kg, Note(_MEANING.get(rule.of, ""))


def _above_zero(kg: float, what: str) -> float:
    if kg <= 0:
        raise NegcoachError(f"The {what} is more than 0.")
    return kg


def _hint(field: str, values: Mapping[str, Any], base: Prescription, one_rm_kg: float | None, unit: Unit) -> Note:
    if field == "load":
        return _load_hint(values["load_kg"], base.exercise, one_rm_kg, unit)
    if field == "tempo":
        return _tempo_hint(values["tempo"], base.exercise.bodyweight and not values.get("load_kg"))
    if field == "lift":
        return _lift_hint(values["lift_ms"], values.get("tempo"))
    return Note(
        {
            "sets": "1 to 20",
            "reps": "1 to 100, or fatigue",
            "rest": "between sets: 90 or 1:30",
            "lead-in": f"seconds to get ready; later sets {seconds_text(base.next_lead_in_ms)}",
        }.get(field, "")
    )


def _load_hint(load_kg: float, exercise: Exercise, one_rm_kg: float | None, unit: Unit) -> Note:
    rule = exercise.load
    if rule is None:
        return Note(f"on top of your body; 0 for none; {units_hint(unit)}")
    if one_rm_kg is None:
        return Note(f"{units_hint(unit)}; usual is {rule.percent} % of your {rule.of}")
    percent = percent_of(load_kg, one_rm_kg)
    if is_over_cap(exercise, load_kg, one_rm_kg):
        return Note(
            f"{percent} % of {rule.of}, over the cap of {rule.cap_percent} %: type it twice to start", "warning"
        )
    return Note(f"{percent} % of {rule.of}; usual {rule.percent} %, cap {rule.cap_percent} %")


def _tempo_hint(tempo: Tempo, unloaded: bool) -> Note:
    if tempo.eccentric > LONG_LOWERING_S and not unloaded:
        return Note(f"Lowering for more than {LONG_LOWERING_S} s under load builds less.", "warning")
    return Note("lower-hold-lift-hold; X fast, A assisted")


def _lift_hint(lift_ms: int | None, tempo: Tempo | None) -> Note:
    if lift_ms is None:
        return Note("every lift waits for your key")
    if tempo is not None and not isinstance(tempo.concentric, Lift) and tempo.concentric > 0:
        return Note(f"the tempo counts it: {tempo.concentric} s; or wait")
    return Note("seconds, or wait for a key")
