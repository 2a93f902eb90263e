"""The lifter's equipment in ``config.toml``: the values of its section, read and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from negcoach.errors import NegcoachError
from negcoach.training.equipment.equipment import Equipment, Implement
from negcoach.training.equipment.equipment_text import (
    BAR_EXAMPLE,
    IMPLEMENT_EXAMPLES,
    PLATES_EXAMPLE,
    implement_text,
    parse_implement,
    parse_plates,
    parse_weight,
    plates_text,
    weight_text,
)
from negcoach.training.exercise.table_reader import kind_of

BAR, PLATES = "bar", "plates"
"""The keys of the section beside the slugs of exercises."""

ABOUT = {
    BAR: f"The weight of your bar, such as {BAR_EXAMPLE}. Below: what single exercises are loaded with.",
    PLATES: f"The pairs of plates that you have, the heaviest first, such as {PLATES_EXAMPLE}.",
}
"""The comments of these keys in the file."""

Where = Callable[..., str]
"""The file and the line of a key of the section, given by name; of the section itself without one."""

_T = TypeVar("_T")


def equipment_from(table: object, where: Where) -> Equipment:
    """Return the equipment of the section's parsed ``table``.

    Any other key than ``bar`` and ``plates`` is taken for the slug of an exercise. Raises ``NegcoachError`` with file
    and line at the first value that is wrong.
    """
    if not isinstance(table, Mapping):
        raise NegcoachError(f"{where()}: equipment is a section. Write [equipment].")
    implements: dict[str, Implement] = {}
    bar, plates = None, None
    for key, value in table.items():
        if key == BAR:
            bar = _read(where, key, value, parse_weight, f'"{BAR_EXAMPLE}"')
        elif key == PLATES:
            plates = _read(where, key, value, parse_plates, f'"{PLATES_EXAMPLE}"')
        else:
            implements[key] = _read(where, key, value, parse_implement, IMPLEMENT_EXAMPLES)
    return Equipment(bar, plates, implements)


def equipment_values(equipment: Equipment) -> dict[str, str]:
    """Return the section's keys and values, from which ``equipment_from`` makes the same equipment."""
    values = {} if equipment.bar is None else {BAR: weight_text(equipment.bar)}
    if equipment.plates is not None:
        values[PLATES] = plates_text(equipment.plates)
    return values | {slug: implement_text(implement) for slug, implement in equipment.implements.items()}


def _read(where: Where, key: str, value: object, parse: Callable[[str], _T], example: str) -> _T:
    if not isinstance(value, str):
        raise NegcoachError(f"{where(key)}: {key} must be text in quotes, like {example}, not {kind_of(value)}.")
    try:
        return parse(value)
    except NegcoachError as error:
        raise NegcoachError(f"{where(key)}: {key}: {error}") from None
