"""The bounds of stored values, far beyond any real one: what is outside is damage, and no screen could draw it."""

from __future__ import annotations

MOST_KG = 1_000_000
"""The heaviest load, body weight or 1RM, in kilograms."""

LAST_MS = 7_258_118_400_000
"""The latest time in milliseconds since 1970: the end of the year 2199."""


def within_kg(kg: float) -> float:
    """Return a load, or a weight, as it is; raise ``ValueError`` for one beyond ``MOST_KG``, also of help."""
    if not -MOST_KG <= kg <= MOST_KG:
        raise ValueError(f"{kg:g} kg")
    return kg


def within_ms(ms: int) -> int:
    """Return a time as it is; raise ``ValueError`` for one after ``LAST_MS``, or as long before 1970."""
    if not -LAST_MS <= ms <= LAST_MS:
        raise ValueError(f"a time of {ms} ms")
    return ms
