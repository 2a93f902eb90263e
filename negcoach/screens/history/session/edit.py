"""The forms that edit a session, a lowered set, a lifted set and a rep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.formatting import minutes_text, seconds_text
from negcoach.screens.shared.form.field_values import (
    find_exercise,
    find_exercise_of,
    lowering_field_text,
    parse_lifted_reps,
    parse_lowering,
    parse_minutes,
    parse_start,
    units_hint,
    when_hint,
)
from negcoach.screens.shared.form.fields import Field, FieldError, FieldsScreen, Values
from negcoach.store.editing.manual_sets import MOST_NOTE, require_note
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.store.queries.sessions.history import ConcentricRecord, RepRecord, SessionRecord, SetRecord
from negcoach.texts import date_time_text, name_text, parted
from negcoach.training.effort import effort_text, parse_effort
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import require_way_of_set, ways_in_words
from negcoach.training.exercise.way import Way
from negcoach.training.progress.pain import NOT_SAID, PainLevels, pain_text, parse_pain
from negcoach.training.progress.recovery import is_daily
from negcoach.training.terms import Knee, SetPurpose, Side
from negcoach.training.units import (
    TypedLoad,
    Unit,
    format_load,
    parse_added_load,
    parse_load,
    parse_typed_load,
)

LONGEST_NAME = 120
"""The most characters of an exercise's name that is typed."""

_EFFORT_HINT = "1 very easy to 10 nothing left"

_PAIN_HINT = "0 none to 10 the worst"


_ALL_PAIN_COLUMNS = frozenset((*PAIN_COLUMNS.values(), *NEXT_MORNING_COLUMNS.values()))


def session_form(record: SessionRecord, now: datetime) -> FieldsScreen[Values]:
    """Return the dialog for a session's effort and note and, once it has ended, for its start and length."""
    fields = [_effort(record.rpe), _note(record.note)]
    if record.ended_at is not None:
        start = Field(
            *("started_at", "Start", date_time_text(record.started_at)),
            *(partial(parse_start, now=now, before=record.started_at), lambda values: when_hint(values["started_at"])),
            value=record.started_at,
        )
        length = record.ended_at - record.started_at
        fields[1:1] = [start, Field("minutes", "Length", minutes_text(length), parse_minutes, "minutes, or 1:02")]
    return FieldsScreen("The session", fields, blames=("minutes", "started_at"))


def set_form(performed: SetRecord, unit: Unit, library: Sequence[Exercise], *, ended: bool) -> FieldsScreen[Values]:
    """Return the dialog for a lowered set's load, effort and note and, once its session has ended, its exercise.

    A set of a tendon's protocol has its pain, too, and how the knee was held. One whose exercise is known has the way
    it was done.
    """
    body = performed.prescribed.bodyweight
    hint = "on top of your body; below 0: help" if body else units_hint(performed.load_unit or unit)
    load = _load(performed.load_kg, performed.load_unit or unit, parse_added_load if body else parse_load, hint)
    title = f"Set {performed.prescribed.set_number}, {performed.prescribed.exercise_name}"
    fields = [load, _effort(performed.rpe), _note(performed.note)]
    if _is_of_tendon(performed, library):
        fields[1:1] = [
            *_pain_fields("Pain", performed, performed.pain, PAIN_COLUMNS),
            *_pain_fields("Morning", performed, performed.next_morning, NEXT_MORNING_COLUMNS),
        ]
    done = next((one for one in library if one.slug == performed.prescribed.exercise), None)
    check = partial(_require_way, performed, done)
    if performed.prescribed.knee is not None:
        fields.insert(1, Field("knee", "Knee", performed.prescribed.knee.value, _parse_knee, "straight or bent"))
    if ended:
        find = partial(find_exercise_of, library=library, performed=performed)
        fields.insert(-1, _exercise(performed.prescribed.exercise_name, find))
    if performed.prescribed.purpose is SetPurpose.WORK and done is not None:
        fields.insert(-1, _way(performed, done))
    return FieldsScreen(title, fields, check=check, blames=("way", "exercise"))


def lifted_form(
    lifted: ConcentricRecord, unit: Unit, library: Sequence[Exercise], *, ended: bool
) -> FieldsScreen[Values]:
    """Return the dialog for a lifted set's load, reps, effort and note and, once its session has ended, exercise."""
    hint = "below 0: the help of an assisted exercise"
    load = _load(lifted.load_kg, lifted.load_unit or unit, parse_added_load, hint)
    reps = Field("reps", "Reps", str(lifted.reps), parse_lifted_reps)
    title = f"Set {lifted.set_number}, {name_text(lifted.exercise_name)}"
    fields = [load, reps, _effort(lifted.rpe), _note(lifted.note)]
    if ended:
        fields.insert(3, _exercise(lifted.exercise_name, partial(find_exercise, library=library)))
    return FieldsScreen(title, fields, blames=("exercise",))


def set_changes(values: Values) -> Mapping[str, Any]:
    """Return what was changed in the dialog of a set as the editor takes it: the load and its unit apart."""
    load: TypedLoad | None = values.get("load")
    pain = {name: value for name, value in values.items() if name in _ALL_PAIN_COLUMNS}
    rest = {name: value for name, value in values.items() if name != "load" and name not in pain}
    if pain:
        rest["pain"] = pain
    return rest if load is None else {**rest, "load_kg": load.kg, "load_unit": load.unit}


def rep_form(rep: RepRecord) -> FieldsScreen[Values]:
    """Return the dialog for a rep's lowering time."""
    hint = f"seconds; prescribed {seconds_text(rep.target_ms)}; empty: by the clock"
    side = f", {rep.side.value} side" if rep.side else ""
    time = Field("measured_ms", "Lowered in", lowering_field_text(rep.measured_ms), parse_lowering, hint)
    return FieldsScreen(f"Rep {rep.number}{side}", [time])


def _way(performed: SetRecord, done: Exercise) -> Field:
    ways = f"straight, {ways_in_words(done)}"
    return Field("way", "Set type", str(performed.way), Way.parse, ways, value=performed.way)


def _require_way(performed: SetRecord, done: Exercise | None, values: Values) -> None:
    """Raise ``NegcoachError`` for a way in which the set cannot have been done, of another exercise too."""
    plan, found = performed.prescribed, values.get("exercise")
    exercise = found if isinstance(found, Exercise) else done
    way = values.get("way", performed.way)
    if exercise is not None and (way != performed.way or exercise is not done):
        try:
            require_way_of_set(way, exercise, number=plan.set_number, sets=plan.sets, reps=plan.reps)
        except NegcoachError as error:
            raise FieldError("way" if "way" in values else "exercise", str(error)) from None


def _is_of_tendon(performed: SetRecord, library: Sequence[Exercise]) -> bool:
    """Return whether the pain of a set is kept: it is of an exercise that is done every day on purpose, or has it."""
    daily = any(is_daily(one) for one in library if one.slug == performed.prescribed.exercise)
    return daily or NOT_SAID not in (performed.pain, performed.next_morning)


def _pain_fields(name: str, performed: SetRecord, levels: PainLevels, columns: Mapping[str, str]) -> Iterator[Field]:
    """Yield the fields of a pain: one for each side that was to be trained, or for the set where there are no sides.

    An older set has one number for both, which is a field beside those of the sides.
    """
    plan = performed.prescribed
    sides = [side for side in Side if plan.only_side in (None, side)] if plan.unilateral else []
    hint = _PAIN_HINT if columns is PAIN_COLUMNS else "the next morning, 0 to 10"
    if not sides or levels.whole is not None:
        of_both = f"both sides{'' if columns is PAIN_COLUMNS else ', the next morning'}, 0 to 10"
        yield Field(columns["whole"], name, pain_text(levels.whole), parse_pain, of_both if sides else hint)
    for side in sides:
        level, of_side = pain_text(levels.of(side)), f"{side.value}, {hint}"
        yield Field(columns[side.value], f"{name} {side.name[0]}", level, parse_pain, of_side)


def _parse_knee(text: str) -> Knee:
    typed = text.strip().casefold()
    if typed not in {knee.value for knee in Knee}:
        raise NegcoachError("The knee is straight or bent.")
    return Knee(typed)


def _exercise(name: str, find: Callable[[str], Exercise]) -> Field:
    """Return the field for another exercise; the present one may be in no library any more."""

    def hint(values: Values) -> str:
        found = values["exercise"]
        return found.name if isinstance(found, Exercise) else "or type another one"

    name = name_text(name)
    return Field("exercise", "Exercise", name, find, hint, value=name, longest=LONGEST_NAME)


def _load(kg: float, unit: Unit, parse: Callable[[str, Unit], float], hint: str) -> Field:
    """Return the field of a load, in the unit it was typed in, which is also that of a number alone."""
    read = partial(parse_typed_load, default_unit=unit, parse=parse)
    return Field("load", "Load", format_load(kg, unit), read, hint, TypedLoad(kg, unit))


def _effort(rpe: float | None) -> Field:
    return Field("rpe", "Effort", effort_text(rpe), parse_effort, _EFFORT_HINT)


def _note(note: str) -> Field:
    """Return the field of a note. Of one that came from a file and is too long to be typed, the beginning is edited."""
    if len(note) <= MOST_NOTE:
        return Field("note", "Note", note, require_note, lines=True)
    beginning, rest = parted(note, MOST_NOTE // 2)

    def read(typed: str) -> str:
        typed = require_note(typed)
        return typed and typed + rest

    hint = f"The beginning: {len(rest):,} more characters stay, unless you empty this."
    return Field("note", "Note", beginning, read, hint, value=note, lines=True)
