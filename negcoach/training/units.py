"""Loads as people write them: read in kilograms or pounds, stored in kilograms, written in the lifter's unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from negcoach.errors import NegcoachError
from negcoach.texts import clean, quoted

Unit = Literal["kg", "lb"]
"""The unit a lifter thinks in; loads are always stored in kilograms."""


@dataclass(frozen=True, slots=True)
class TypedLoad:
    """A load as it was typed: in kilograms, as it is stored, and the unit it was typed in, to show it so again."""

    kg: float
    unit: Unit


KG_PER_LB = 0.45359237
"""Kilograms in a pound, exact by definition (international yard and pound agreement, 1959)."""

MOST_KG = 1000
"""The largest load accepted: about twice the heaviest partial lifts, so a larger number is a slip of the finger."""

_EXAMPLE = "Write it like 100, 102.5kg or 220lb."

_LOAD = re.compile(r"\+?([0-9]{1,9})(?:[.,]([0-9]{1,9}))?\s*(kgs?|lbs?)?", re.IGNORECASE)


def kg_per(unit: Unit) -> float:
    """Return how many kilograms a unit is."""
    return KG_PER_LB if unit == "lb" else 1.0


def parse_load(text: str, default_unit: Unit = "kg") -> float:
    """Return kilograms from ``100kg``, ``100 kg``, ``220.5lb``, ``100,5`` or a number in the default unit.

    Raises ``NegcoachError`` when it is no number, negative, has more than two decimals, or is over ``MOST_KG``.
    """
    text = text.strip()
    if not text:
        raise NegcoachError(f"The load is empty. {_EXAMPLE}")
    if re.match(r"[-−]\s*[0-9.,]", text):
        raise NegcoachError(f"This load is never negative. {_EXAMPLE}")
    found = _LOAD.fullmatch(text)
    if not found:
        raise NegcoachError(f"{quoted(clean(text))} is not a load. {_EXAMPLE}")
    whole, decimals, unit = found[1], found[2] or "", (found[3] or default_unit).lower()
    if len(decimals) > 2:
        raise NegcoachError(f"A load has at most two decimals and no thousands separator. {_EXAMPLE}")
    value = float(f"{whole}.{decimals or 0}")
    kg = value * KG_PER_LB if unit.startswith("lb") else value
    if kg > MOST_KG:
        raise NegcoachError(f"A load is at most {MOST_KG} kg ({MOST_KG / KG_PER_LB:.0f} lb). {_EXAMPLE}")
    return kg


def parse_added_load(text: str, default_unit: Unit = "kg") -> float:
    """Return the kilograms on top of the body: ``5``, nothing for an empty text, below 0 for help (``-20 kg``).

    The help is that of a band or an assisting machine. Raises ``NegcoachError`` as ``parse_load`` does.
    """
    typed = text.strip()
    helped = typed[:1] in ("-", "−")
    kg = parse_load((typed[1:] if helped else typed) or "0", default_unit)
    return -kg if helped and kg else kg


def parse_typed_load(text: str, default_unit: Unit, parse: Callable[[str, Unit], float] = parse_load) -> TypedLoad:
    """Return the load that a text gives, read by ``parse``, with its unit; raises ``NegcoachError`` as that does."""
    return TypedLoad(parse(text, default_unit), typed_unit(text, default_unit))


def typed_unit(text: str, default_unit: Unit) -> Unit:
    """Return the unit in which a load is typed: the one written after the number, else the default."""
    found = re.search(r"(kg|lb)s?\s*$", text, re.IGNORECASE)
    return default_unit if found is None else "lb" if found[1].lower() == "lb" else "kg"


def unit_to_keep(typed: Unit | None, unit: Unit) -> Unit | None:
    """Return the unit that is kept with a load typed in ``typed``; ``None``: it follows the lifter's ``unit``.

    So a load that was typed otherwise than usual is shown as it was typed, and all others in the unit of the settings,
    also once that is changed.
    """
    return None if typed == unit else typed


def format_drop(before_kg: float, after_kg: float, unit: Unit) -> str:
    """Return ``100 → 90 kg``, from one load to a lower one."""
    return f"{format_load(before_kg, unit).removesuffix(f' {unit}')} → {format_load(after_kg, unit)}"


def rounded_in(unit: Unit, kg: float, decimals: int = 0) -> float:
    """Return kg rounded to so many decimals of a unit: 2819.71 lb to 2820 lb, in kg."""
    return round(kg / kg_per(unit), decimals) * kg_per(unit)


def format_load(kg: float, unit: Unit) -> str:
    """Return ``105 kg``, ``231.5 lb`` or ``-20 kg`` for help: at most two decimals, no trailing zeros.

    ``parse_load`` reads it back, help ``parse_added_load``.
    """
    value = kg / kg_per(unit)
    return f"{f'{value:.2f}'.rstrip('0').rstrip('.')} {unit}"
