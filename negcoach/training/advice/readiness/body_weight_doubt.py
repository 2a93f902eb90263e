"""Doubt about a body weight as it is typed: first 1RMs, first loads and the cap of added load are held against it."""

from __future__ import annotations

from negcoach.training.units import Unit, format_load, kg_per

MOST_CHANGE = 1.25
"""A body weight that changes by this factor is doubted (our own choice)."""

LEAST_KG, MOST_KG = 45.0, 150.0
"""A first body weight outside these is doubted: it may be in the other unit (our own choice)."""


def body_weight_doubt(kg: float, known_kg: float | None, unit: Unit) -> str:
    """Return why a body weight (kg) that is typed may be a slip, as "it was 80 kg"; "" where nothing says so.

    It is held against the newest one that is known, else against what people weigh.
    """
    if known_kg is not None:
        near = known_kg / MOST_CHANGE < kg < known_kg * MOST_CHANGE
        return "" if near else f"it was {format_load(known_kg, unit)}"
    if LEAST_KG <= kg <= MOST_KG:
        return ""
    other: Unit = "lb" if unit == "kg" else "kg"
    typed = kg / kg_per(unit)
    return f"few weigh that; {typed:.4g} {other} would be {format_load(typed * kg_per(other), unit)}"
