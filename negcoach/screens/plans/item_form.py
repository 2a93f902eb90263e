"""The dialogs that ask for an exercise of a plan: which one, and what the plan fixes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.formatting import clock_text
from negcoach.screens.shared.form.field_values import find_exercise
from negcoach.screens.shared.form.fields import Field, FieldError, FieldsScreen, Values, optional_field
from negcoach.services import Services
from negcoach.texts import clean
from negcoach.training.equipment.body_load import require_load
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import parse_reps, parse_rest, parse_sets, require_way
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import FATIGUE, LONGEST_NAME, PlanItem, plan_name, same_name
from negcoach.training.units import TypedLoad, Unit, format_load, parse_added_load, parse_typed_load


def item_form(services: Services, title: str, item: PlanItem | None, verb: str) -> FieldsScreen[PlanItem]:
    """Return the dialog of an exercise of a plan; an empty field is left to the advice."""
    old = PlanItem("") if item is None else item
    exercise = services.exercise(old.exercise)
    unit = services.settings.unit if old.load is None else old.load.unit
    load = "" if old.load is None else format_load(old.load.kg, old.load.unit)
    fields = [
        _exercise_field(services.library, exercise),
        _field("sets", "Sets", old.sets, str, parse_sets, "1 to 20"),
        _field("reps", "Reps", old.reps, str, _parse_reps, "a number, or fatigue"),
        _field("tempo", "Tempo", old.tempo, str, Tempo.parse, "such as 5-0-A-1"),
        Field("load", "Load", load, partial(_parse_load, unit=unit), _load_hint),
        _field("rest_ms", "Rest", old.rest_ms, clock_text, parse_rest, "90 or 1:30"),
        _field("way", "Set type", old.way, str, Way.parse, "cluster 2, 25 s or drop 10 %"),
    ]

    def make(values: Values) -> PlanItem:
        fixed = {name: values[name] for name in ("sets", "reps", "tempo", "rest_ms", "way")}
        if values["way"] is not None:
            try:
                require_way(values["way"], values["exercise"], values["sets"])
            except NegcoachError as error:
                raise FieldError("way", str(error)) from None
        if values["load"] is not None and values["load"].kg < 0 and not values["exercise"].bodyweight:
            raise NegcoachError("A load below 0 is help, which only a bodyweight exercise can have.")
        if values["load"] is not None:
            require_load(values["exercise"], values["load"].kg, services.lifter.body_kg(), values["load"].unit)
        return PlanItem(values["exercise"].slug, load=values["load"], superset=old.superset, **fixed)

    return FieldsScreen(title, fields, make=make, blamed="load", verb=verb)


def exercise_form(services: Services, title: str, verb: str) -> FieldsScreen[Exercise]:
    """Return the dialog that asks for an exercise alone."""
    return FieldsScreen(title, [_exercise_field(services.library, None)], make=_exercise_of, verb=verb)


def name_form(title: str, name: str, verb: str, taken: Sequence[str]) -> FieldsScreen[str]:
    """Return the dialog that asks for the name of a plan, which is none of those ``taken``."""
    read = partial(_parse_name, taken=taken)
    field = Field("name", "Name", clean(name), read, empty="such as Push day", longest=LONGEST_NAME)
    return FieldsScreen(title, [field], make=_name_of, verb=verb)


def _exercise_field(library: Sequence[Exercise], exercise: Exercise | None) -> Field:
    """Return the field in which an exercise is searched."""
    text = "" if exercise is None else clean(exercise.name)
    return Field(
        *(
            "exercise",
            "Exercise",
            text,
            partial(find_exercise, library=library),
            lambda values: values["exercise"].name,
        ),
        empty="a part of its name, such as bench",
        longest=LONGEST_NAME,
    )


def _field(
    name: str, label: str, value: Any, write: Callable[[Any], str], read: Callable[[str], Any], hint: str
) -> Field:
    """Return a field that can be left empty, for a value as advised."""

    def note(values: Values) -> str:
        return f"as advised, or {hint}" if values[name] is None else hint

    return optional_field(name, label, value, write, read, note)


def _parse_name(text: str, taken: Sequence[str]) -> str:
    name = plan_name(text)
    if any(same_name(name, other) for other in taken):
        raise NegcoachError("That name is taken.")
    return name


def _parse_reps(text: str) -> object:
    reps = parse_reps(text)
    return FATIGUE if reps is None else reps


def _parse_load(text: str, unit: Unit) -> TypedLoad | None:
    return parse_typed_load(text, unit, parse_added_load) if text.strip() else None


def _load_hint(values: Values) -> str:
    exercise: Exercise | None = values.get("exercise")
    load: TypedLoad | None = values["load"]
    if load is None:
        return "as advised: it goes up"
    on_top = " on top of your body," if exercise is not None and exercise.bodyweight else ""
    return f"{format_load(load.kg, load.unit)}{on_top} every time"


def _exercise_of(values: Values) -> Exercise:
    found: Exercise = values["exercise"]
    return found


def _name_of(values: Values) -> str:
    name: str = values["name"]
    return name
