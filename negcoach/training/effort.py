"""The effort of a set or a session on the CR10 scale (RPE), as it is typed, shown and stored."""

from __future__ import annotations

import re

from negcoach.errors import NegcoachError

MOST_RPE = 10
"""The hardest effort: nothing left."""

_FIRST_RPE = 7
"""What is rated first where one is rated by steps: three reps left, about what a set is to be (our own choice)."""

_EFFORT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]))?")


def parse_effort(text: str, *, integer: bool = False) -> float | None:
    """Read an effort from 1 to 10 (``8``, ``8.5``), or nothing; with ``integer`` no half. Raises ``NegcoachError``."""
    typed = text.strip()
    if not typed:
        return None
    found = _EFFORT.fullmatch(typed)
    value = float(f"{found[1]}.{found[2] or 0}") if found and not (integer and found[2]) else 0.0
    if not 1 <= value <= MOST_RPE:
        low, example = ("a whole number from 1", "") if integer else ("from 1", "such as 8.5, ")
        raise NegcoachError(f"The effort is {low} (very easy) to 10 (nothing left), {example}or empty.")
    return value


def next_effort(rpe: float | None, by: int) -> float | None:
    """Return the effort one step up or down, from 1 to 10; the first step rates 7, one below 1 rates none."""
    if rpe is None:
        return _FIRST_RPE
    return None if by < 0 and rpe <= 1 else min(MOST_RPE, max(1, rpe + by))


def effort_text(rpe: float | None) -> str:
    """Return an effort as ``parse_effort`` reads it."""
    return "" if rpe is None else f"{rpe:g}"


def require_rpe(rpe: float | None) -> float | None:
    """Return an effort on the CR10 scale as a float; raise ``NegcoachError`` unless it is ``None`` or 0 to 10."""
    if rpe is None:
        return None
    if not 0 <= rpe <= MOST_RPE:
        raise NegcoachError(f"RPE is a number from 1 (very easy) to 10 (nothing left), not {rpe}.")
    return float(rpe)
