"""Records: what was the best so far, told from the sets of one exercise alone.

Only lowerings count here. The concentric 1RM is another thing (``negcoach.training.one_rm``) and is never computed
from negatives: eccentric strength is 1.24 to 2.6 times the concentric (see TRAINING's sources).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag


class Mark(IntFlag):
    """The records a set was when it was performed; kept as one number."""

    NONE = 0
    HEAVIEST = 1
    """The heaviest load lowered to the full count so far."""


@dataclass(frozen=True, slots=True)
class PerformedSet:
    """A set of one exercise with its totals.

    ``day`` is the date on the lifter's wall ("2026-11-22"). ``full_count`` counts the reps lowered to the full
    count (measured at nine tenths of it or more), ``longest_ms`` is the longest of those (``None``: none was).
    ``off_ms`` is the sum of ``|measured - prescribed|`` over the ``measured_count`` measured reps, ``tension_ms``
    time under tension.
    """

    id: str
    session_id: str
    started_ms: int
    day: str
    tempo: str
    load_kg: float
    reps: int
    tension_ms: int
    measured_count: int
    measured_ms: int
    measured_target_ms: int
    off_ms: int
    full_count: int
    longest_ms: int | None


def marks(sets: Iterable[PerformedSet]) -> dict[str, Mark]:
    """Return, by id, the sets that were a record when they were performed; ``sets`` of one exercise, oldest first.

    The first session sets the standard and breaks none.
    """
    found: dict[str, Mark] = {}
    heaviest: float | None = None
    first_session: str | None = None
    for performed in sets:
        first_session = first_session or performed.session_id
        if performed.full_count and (heaviest is None or performed.load_kg > heaviest):
            heaviest = performed.load_kg
            if performed.session_id != first_session:
                found[performed.id] = Mark.HEAVIEST
    return found
