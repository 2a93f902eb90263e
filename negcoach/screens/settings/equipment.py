"""The form of the lifter's equipment: the bar, the pairs of plates, and what each exercise is loaded with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.types import CSSPathType

from negcoach.screens.shared.form.fields import FieldsScreen, Note, Values, optional_field
from negcoach.screens.shared.styles import DIALOG, FIELDS
from negcoach.texts import counted
from negcoach.training.equipment.equipment import BarLoad, Equipment, is_free_bar, span_of
from negcoach.training.equipment.equipment_text import (
    BAR_EXAMPLE,
    IMPLEMENT_EXAMPLES,
    PLATES_EXAMPLE,
    implement_text,
    parse_implement_of,
    parse_plates,
    parse_weight,
    plates_text,
    weight_text,
)
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import Unit, format_load

_BAR, _PLATES = "bar", "plates"

_LONGEST = 120
"""The most characters of a field: room for a rack full of dumbbells (our own choice)."""


class EquipmentScreen(FieldsScreen[Equipment]):
    """The form of the equipment; an empty field means that it is not known."""

    CSS_PATH: ClassVar[CSSPathType | None] = [DIALOG, FIELDS, "equipment.tcss"]

    def __init__(self, equipment: Equipment, exercises: Sequence[Exercise], unit: Unit) -> None:
        """Show ``equipment`` with the ``exercises``; what is typed without a unit is in ``unit``."""
        shown = {one.slug for one in exercises}
        others = {slug: one for slug, one in equipment.implements.items() if slug not in shown}

        def make(values: Values) -> Equipment:
            named = {exercise.slug: values[_name(index)] for index, exercise in enumerate(exercises)}
            implements = {slug: implement for slug, implement in named.items() if implement is not None}
            return Equipment(values[_BAR], values[_PLATES], {**implements, **others})

        field = partial(optional_field, longest=_LONGEST)
        fields = [
            field(_BAR, "Bar", equipment.bar, weight_text, partial(parse_weight, unit=unit), _bar_hint),
            field(
                _PLATES,
                "Pairs of plates",
                equipment.plates,
                plates_text,
                partial(parse_plates, unit=unit),
                _plates_hint,
            ),
        ]
        for index, exercise in enumerate(exercises):
            implement = equipment.implements.get(exercise.slug)
            read = partial(parse_implement_of, exercise, unit=unit)
            hint = partial(_implement_hint, exercise, _name(index))
            fields.append(field(_name(index), exercise.name, implement, implement_text, read, hint))
        super().__init__("Equipment: what you train with", fields, make=make)


def _name(index: int) -> str:
    """Return the name of an exercise's field; slugs may be what no widget's id can be."""
    return f"exercise-{index}"


def _bar_hint(values: Values) -> str:
    return f"the weight of your bar alone, such as {BAR_EXAMPLE}"


def _plates_hint(values: Values) -> str:
    plates = values[_PLATES]
    if plates is None:
        return f"the pairs that you have, the heaviest first, such as {PLATES_EXAMPLE}"
    span, pairs = span_of(BarLoad(), values.get(_BAR), plates), sum(pairs for _, pairs in plates.pairs)
    most = "" if span is None else f"; with the bar {format_load(span.heaviest_kg, span.unit)} at most"
    return f"{counted(pairs, 'pair')}{most}"


def _implement_hint(exercise: Exercise, name: str, values: Values) -> str | Note:
    implement, bar, plates = values[name], values.get(_BAR), values.get(_PLATES)
    if implement is None:
        if is_free_bar(exercise) and bar is not None and plates is not None:
            return "the bar above with its plates"
        return f"usual steps; or {IMPLEMENT_EXAMPLES}"
    span = span_of(implement, bar, plates)
    if span is None:
        return Note("needs the plates above, and the weight of the bar", "warning")
    return f"from {format_load(span.lightest_kg, span.unit)} to {format_load(span.heaviest_kg, span.unit)}"
