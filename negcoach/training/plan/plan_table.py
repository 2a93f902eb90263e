"""Plans as tables of plain values: read with the first wrong value named, and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from negcoach.errors import NegcoachError
from negcoach.training.exercise.catalogue import slug_of
from negcoach.training.exercise.limits import LONGEST_REST_MS, MOST_REPS, MOST_SETS
from negcoach.training.exercise.prescription import parse_reps
from negcoach.training.exercise.table_reader import Fields, KeyPath, PathError, TableError, kind_of, unknown_key
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import Way
from negcoach.training.plan.plan import FATIGUE, Plan, PlanItem, plan_name, same_name, wrong_superset
from negcoach.training.units import TypedLoad, format_load, parse_added_load, parse_typed_load, typed_unit

_BEGIN = "Begin each plan with [[plan]]."
_ITEMS = 'exercises = [{ exercise = "bench-press" }]'


def plans_from(table: Mapping[str, object]) -> tuple[Plan, ...]:
    """Return the plans of a parsed file, ``[[plan]]`` tables, in its order; their exercises may be unknown.

    A name and the exercises are all that a plan needs, a slug all that an exercise needs: the rest is as advised.
    Raises ``PathError`` at the first value that is unknown, of a wrong type or out of range.
    """
    for key in table:
        if key != "plan":
            raise PathError(f"{kind_of(key)} is not known here. {_BEGIN}", (key,))
    rows = table.get("plan", [])
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise PathError(f"plan must be a list of tables. {_BEGIN}", ("plan",))
    plans: list[Plan] = []
    for index, row in enumerate(rows):
        plan = _plan(row, ("plan", index))
        if any(same_name(plan.name, other.name) for other in plans):
            raise PathError(f'name: there is already a plan "{plan.name}". Choose another.', ("plan", index, "name"))
        plans.append(plan)
    return tuple(plans)


def item_values(item: PlanItem) -> dict[str, str | int | float | bool]:
    """Return the values of an exercise's table, from which ``plans_from`` makes the same item."""
    values: dict[str, str | int | float | bool | None] = {
        "exercise": item.exercise,
        "sets": item.sets,
        "reps": item.reps,
        "tempo": None if item.tempo is None else str(item.tempo),
        "load": None if item.load is None else format_load(item.load.kg, item.load.unit),
        "rest_seconds": _seconds(item.rest_ms),
        "set_type": None if item.way is None else str(item.way),
        "superset": item.superset or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _seconds(ms: int | None) -> int | float | None:
    if ms is None:
        return None
    return ms / 1000 if ms % 1000 else ms // 1000


def _plan(row: object, path: KeyPath) -> Plan:
    if not isinstance(row, Mapping):
        raise PathError(f"plan must be a table, not {kind_of(row)}. {_BEGIN}", path)
    for key in row:
        if key not in ("name", "exercises"):
            raise PathError(unknown_key(key, ("name", "exercises")), (*path, key))
    name, rows = row.get("name"), row.get("exercises")
    if not isinstance(name, str):
        wrong = "is missing. Add" if name is None else f"must be text in quotes, not {kind_of(name)}. Write"
        raise PathError(f'name {wrong} name = "Push day"', (*path, "name"))
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        wrong = "is missing. Add" if rows is None else f"must be a list of tables, not {kind_of(rows)}. Write"
        raise PathError(f"exercises {wrong} {_ITEMS}", (*path, "exercises"))
    try:
        name = plan_name(name)
    except NegcoachError as error:
        raise PathError(f"name: {error}", (*path, "name")) from None
    items = [_item(one, index, (*path, "exercises", index)) for index, one in enumerate(rows)]
    superset = wrong_superset(items)
    if superset is not None:
        raise PathError(f"superset: {superset[1]}", (*path, "exercises", superset[0], "superset"))
    try:
        return Plan(name, tuple(items))
    except NegcoachError as error:
        raise PathError(f"exercises: {error}", (*path, "exercises")) from None


def _item(row: object, index: int, path: KeyPath) -> PlanItem:
    if isinstance(row, str):
        raise PathError(f"{kind_of(row)} must be a table. Write {{ exercise = {kind_of(row)} }}", path)
    try:
        fields = Fields(row, index)
        item = PlanItem(
            exercise=_slug(fields),
            sets=_whole_number(fields, "sets", MOST_SETS),
            reps=_reps(fields),
            tempo=_tempo(fields),
            load=_load(fields),
            rest_ms=_rest(fields),
            way=_way(fields),
            superset=fields.switch("superset", False),
        )
        fields.refuse_others()
    except TableError as error:
        raise PathError(str(error), (*path, error.key) if error.key else path) from None
    return item


def _slug(fields: Fields) -> str:
    text = fields.text("exercise", like="bench-press")
    slug = slug_of(text)
    if not slug:
        raise fields.error("exercise", f'{kind_of(text)} must be the slug of an exercise, like "bench-press"')
    return slug


def _whole_number(fields: Fields, key: str, most: int) -> int | None:
    number = fields.integer(key, 0, 1, most)
    return number or None


def _reps(fields: Fields) -> int | Literal["fatigue"] | None:
    if not fields.is_text("reps"):
        return _whole_number(fields, "reps", MOST_REPS)
    text = fields.text("reps")
    try:
        reps = parse_reps(text)
    except NegcoachError:
        reps = 0
    if reps is not None:
        raise fields.error("reps", f'must be a whole number from 1 to {MOST_REPS}, or "fatigue", not {kind_of(text)}')
    return FATIGUE


def _rest(fields: Fields) -> int | None:
    rest_ms = fields.seconds("rest_seconds", 0, 0, LONGEST_REST_MS / 1000)
    return rest_ms if "rest_seconds" in fields else None


def _tempo(fields: Fields) -> Tempo | None:
    text = fields.text("tempo", "", longest=40)
    try:
        return Tempo.parse(text) if text else None
    except NegcoachError as error:
        raise fields.error("tempo", f"{kind_of(text)}: {str(error).rstrip('.')}") from None


def _way(fields: Fields) -> Way | None:
    text = fields.text("set_type", "", longest=40)
    try:
        return Way.parse(text) if text else None
    except NegcoachError as error:
        raise fields.error("set_type", f"{kind_of(text)}: {str(error).rstrip('.')}") from None


def _load(fields: Fields) -> TypedLoad | None:
    if "load" in fields and not fields.is_text("load"):
        raise fields.error("load", 'must be text with its unit, like "100 kg" or "220 lb"')
    text = fields.text("load", "", longest=40)
    if not text:
        return None
    if typed_unit(text, "kg") != typed_unit(text, "lb"):
        raise fields.error("load", f'{kind_of(text)} has no unit. Write it like "100 kg" or "220 lb"')
    try:
        return parse_typed_load(text, "kg", parse_added_load)
    except NegcoachError as error:
        raise fields.error("load", f"{kind_of(text)}: {str(error).rstrip('.')}") from None
