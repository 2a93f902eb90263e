"""Eccentric beside concentric strength: the ratio of the two 1RMs, and what studies found of it.

A ratio says how much more a lifter lowers than lifts. It depends on the tempo, the machine and the lifter, so that no
1RM is ever derived from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from negcoach.training.progress.one_rm import OneRmPoint


@dataclass(frozen=True, slots=True)
class StudiedRatio:
    """The ratio of the eccentric to the concentric 1RM that studies found, from ``low`` to ``high``, and which did."""

    low: float
    high: float
    source: str

    def __str__(self) -> str:
        """Return ``1.24`` or ``1.24 to 1.40``."""
        return f"{self.low:.2f}" if self.low == self.high else f"{self.low:.2f} to {self.high:.2f}"


_ONE_OF_TWO = "two-up-one-down"
"""How the slugs of exercises begin in which two limbs lift and one lowers."""

_HOLLANDER = "Hollander 2007, men"

ANY_LIFT = StudiedRatio(1.24, 2.6, "Kelly 2015, Hollander 2007")
"""What is known of a lift without a study of its own."""

STUDIED = {
    "bench-press": StudiedRatio(1.24, 1.24, "Kelly 2015, 3 s"),
    "machine-bench-press": StudiedRatio(1.40, 1.40, _HOLLANDER),
    "leg-press": StudiedRatio(1.44, 1.44, _HOLLANDER),
    "leg-extension": StudiedRatio(1.35, 1.35, _HOLLANDER),
    "leg-curl": StudiedRatio(1.27, 1.27, _HOLLANDER),
}
"""By exercise (slug): what a study of it found, with a bar at a count of 3 s, else on machines. Women lowered much more
of their 1RM than men (Hollander 2007)."""


def studied_ratio(exercise: str) -> StudiedRatio | None:
    """Return what studies found of an exercise (a slug), else of all lifts; ``None`` for one limb against two."""
    return None if exercise.startswith(_ONE_OF_TWO) else STUDIED.get(exercise, ANY_LIFT)


def short_ratio(exercise: str, eccentric_kg: float, one_rm_kg: float) -> str:
    """Return ``1.18 × 1RM``, or ``0.68 × max`` of what both limbs lift."""
    return f"{eccentric_kg / one_rm_kg:.2f} × {'max' if exercise.startswith(_ONE_OF_TWO) else '1RM'}"


def ratio_in_words(exercise: str, eccentric_kg: float, one_rm_kg: float) -> str:
    """Return ``1.18 × the 1RM``; what one limb lowers is compared with what both lift."""
    return f"{eccentric_kg / one_rm_kg:.2f} × the {compared_with(exercise)}"


def compared_with(exercise: str) -> str:
    """Return what the eccentric 1RM of an exercise (a slug) is compared with: ``1RM``, or ``two-limb max``."""
    return "two-limb max" if exercise.startswith(_ONE_OF_TWO) else "1RM"


def one_rm_on(day: date, entered: Sequence[OneRmPoint], estimated: Sequence[OneRmPoint]) -> float | None:
    """Return the concentric 1RM (kg) that was known on a day: the newest entered one, else the newest estimate.

    Both are oldest first. ``None`` where there was none.
    """
    for points in (entered, estimated):
        known = [point.kg for point in points if point.day <= day]
        if known:
            return known[-1]
    return None
