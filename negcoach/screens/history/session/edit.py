"""The forms that edit a session, a lowered set, a lifted set and a rep."""

from __future__ import annotations

from functools import partial

from negcoach.formatting import seconds_text
from negcoach.screens.shared.field_values import (
    lifted_load_text,
    lowering_text,
    parse_lifted_load,
    parse_lifted_reps,
    parse_lowering,
    parse_own_load,
    units_hint,
)
from negcoach.screens.shared.fields import Field, FieldsScreen, Values
from negcoach.store.editing.manual_sets import require_note
from negcoach.store.queries.history import ConcentricRecord, RepRecord, SessionRecord, SetRecord
from negcoach.training.effort import effort_text, parse_effort
from negcoach.training.units import Unit, format_load

_EFFORT_HINT = "1 very easy to 10 nothing left"


def session_form(record: SessionRecord) -> FieldsScreen[Values]:
    """Return the dialog for a session's effort and note."""
    return FieldsScreen("The session", [_effort(record.rpe), _note(record.note)])


def set_form(performed: SetRecord, unit: Unit) -> FieldsScreen[Values]:
    """Return the dialog for a lowered set's load, effort and note."""
    hint = "on top of your body" if performed.plan.bodyweight else units_hint(unit)
    load = Field("load_kg", "Load", format_load(performed.load_kg, unit), partial(parse_own_load, unit=unit), hint)
    title = f"Set {performed.plan.set_number}, {performed.plan.exercise_name}"
    return FieldsScreen(title, [load, _effort(performed.rpe), _note(performed.note)])


def lifted_form(lifted: ConcentricRecord, unit: Unit) -> FieldsScreen[Values]:
    """Return the dialog for a lifted set's load, reps, effort and note."""
    load = Field(
        *("load_kg", "Load", lifted_load_text(lifted.load_kg, unit), partial(parse_lifted_load, unit=unit)),
        "below 0: the help of an assisted exercise",
    )
    reps = Field("reps", "Reps", str(lifted.reps), parse_lifted_reps)
    title = f"Set {lifted.set_number}, {lifted.exercise_name}"
    return FieldsScreen(title, [load, reps, _effort(lifted.rpe), _note(lifted.note)])


def rep_form(rep: RepRecord) -> FieldsScreen[Values]:
    """Return the dialog for a rep's lowering time."""
    hint = f"seconds; prescribed {seconds_text(rep.target_ms)}; empty: not measured"
    side = f", {rep.side.value} side" if rep.side else ""
    time = Field("measured_ms", "Lowered in", lowering_text(rep.measured_ms), parse_lowering, hint)
    return FieldsScreen(f"Rep {rep.number}{side}", [time])


def _effort(rpe: float | None) -> Field:
    return Field("rpe", "Effort", effort_text(rpe), parse_effort, _EFFORT_HINT)


def _note(note: str) -> Field:
    return Field("note", "Note", note, require_note, lines=True)
