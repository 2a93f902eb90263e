"""The forms that edit a session, a lowered set, a lifted set and a rep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from negcoach.formatting import seconds_text
from negcoach.screens.shared.field_values import (
    find_exercise,
    find_exercise_of,
    length_text,
    lifted_load_text,
    lowering_text,
    parse_lifted_load,
    parse_lifted_reps,
    parse_lowering,
    parse_minutes,
    parse_own_load,
    parse_start,
    start_text,
    units_hint,
    when_hint,
)
from negcoach.screens.shared.fields import Field, FieldsScreen, Values
from negcoach.store.editing.manual_sets import require_note
from negcoach.store.queries.history import ConcentricRecord, RepRecord, SessionRecord, SetRecord
from negcoach.texts import clean
from negcoach.training.effort import effort_text, parse_effort
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import Unit, format_load

LONGEST_NAME = 120
"""The most characters of an exercise's name that is typed."""

_EFFORT_HINT = "1 very easy to 10 nothing left"


def session_form(record: SessionRecord, now: datetime) -> FieldsScreen[Values]:
    """Return the dialog for a session's effort and note and, once it has ended, for its start and length."""
    fields = [_effort(record.rpe), _note(record.note)]
    if record.ended_at is not None:
        start = Field(
            *("started_at", "Start", start_text(record.started_at)),
            *(partial(parse_start, now=now, before=record.started_at), lambda values: when_hint(values["started_at"])),
            value=record.started_at,
        )
        length = record.ended_at - record.started_at
        fields[1:1] = [start, Field("minutes", "Length", length_text(length), parse_minutes, "minutes, or 1:02")]
    return FieldsScreen("The session", fields)


def set_form(performed: SetRecord, unit: Unit, library: Sequence[Exercise], *, ended: bool) -> FieldsScreen[Values]:
    """Return the dialog for a lowered set's load, effort and note and, once its session has ended, its exercise."""
    hint = "on top of your body" if performed.plan.bodyweight else units_hint(unit)
    load = Field("load_kg", "Load", format_load(performed.load_kg, unit), partial(parse_own_load, unit=unit), hint)
    title = f"Set {performed.plan.set_number}, {performed.plan.exercise_name}"
    fields = [load, _effort(performed.rpe), _note(performed.note)]
    if ended:
        find = partial(find_exercise_of, library=library, performed=performed)
        fields.insert(2, _exercise(performed.plan.exercise_name, find))
    return FieldsScreen(title, fields)


def lifted_form(
    lifted: ConcentricRecord, unit: Unit, library: Sequence[Exercise], *, ended: bool
) -> FieldsScreen[Values]:
    """Return the dialog for a lifted set's load, reps, effort and note and, once its session has ended, exercise."""
    load = Field(
        *("load_kg", "Load", lifted_load_text(lifted.load_kg, unit), partial(parse_lifted_load, unit=unit)),
        "below 0: the help of an assisted exercise",
    )
    reps = Field("reps", "Reps", str(lifted.reps), parse_lifted_reps)
    title = f"Set {lifted.set_number}, {lifted.exercise_name}"
    fields = [load, reps, _effort(lifted.rpe), _note(lifted.note)]
    if ended:
        fields.insert(3, _exercise(lifted.exercise_name, partial(find_exercise, library=library)))
    return FieldsScreen(title, fields)


def rep_form(rep: RepRecord) -> FieldsScreen[Values]:
    """Return the dialog for a rep's lowering time."""
    hint = f"seconds; prescribed {seconds_text(rep.target_ms)}; empty: not measured"
    side = f", {rep.side.value} side" if rep.side else ""
    time = Field("measured_ms", "Lowered in", lowering_text(rep.measured_ms), parse_lowering, hint)
    return FieldsScreen(f"Rep {rep.number}{side}", [time])


def _exercise(name: str, find: Callable[[str], Exercise]) -> Field:
    """Return the field for another exercise; the present one may be in no library any more."""

    def hint(values: Values) -> str:
        found = values["exercise"]
        return found.name if isinstance(found, Exercise) else "or type another one"

    return Field("exercise", "Exercise", clean(name), find, hint, value=clean(name), longest=LONGEST_NAME)


def _effort(rpe: float | None) -> Field:
    return Field("rpe", "Effort", effort_text(rpe), parse_effort, _EFFORT_HINT)


def _note(note: str) -> Field:
    return Field("note", "Note", note, require_note, lines=True)
