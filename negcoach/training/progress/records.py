"""Records: the best of the sets of one exercise, and which sets were records when they were performed.

The sides of a one-sided exercise have records of their own: what one arm lowers says nothing about the other.

Only lowerings count here; the concentric 1RM is stored apart (``negcoach.training.progress.one_rm``).

A lowering to the *full count* is one measured at nine tenths of its prescribed time or more
(``negcoach.training.progress.adherence.is_kept``). Loads are compared rounded to 10 g, so that 231.5 lb is one load
however often it was converted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from negcoach.training.progress.trends import SessionPoint
from negcoach.training.terms import RecordFlag
from negcoach.training.units import Unit

MIN_REPS = 3
"""The fewest reps of the best kept set: two good ones can be luck (our own choice)."""

LONGER_MS = 500
"""How much longer a lowering must be to be a record: half a count; less only shows how exactly the key was pressed
(our own choice)."""


@dataclass(frozen=True, slots=True)
class PerformedSet:
    """A set of one exercise with its totals.

    ``day`` is the lifter's local date ("2026-11-22"). ``longest_ms`` is the longest lowering to the full count,
    ``None`` where there was none. ``off_ms`` is the sum of ``|measured - prescribed|`` over the ``measured_count``
    measured reps, ``tension_ms`` time under tension, ``load_unit`` the unit in which the load was typed (``None``: not
    known). In a set of both sides each side is one of these, with its own reps.
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
    measured_target_ms: int
    off_ms: int
    longest_ms: int | None
    load_unit: Unit | None = None

    @property
    def count_ms(self) -> int:
        """The prescribed lowering time of a measured rep; 0 where none was measured."""
        return self.measured_target_ms // self.measured_count if self.measured_count else 0

    @property
    def off_by_ms(self) -> float | None:
        """The mean of ``|measured - prescribed|`` over the reps; ``None`` unless each of at least 3 was measured."""
        all_measured = self.reps >= MIN_REPS and self.measured_count == self.reps
        return self.off_ms / self.reps if all_measured else None


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one exercise; where two sets are as good, the earlier one holds the record.

    ``heaviest``: the heaviest load lowered to the full count - the eccentric 1RM at a tempo -, heaviest first. One
    for each prescribed count, but for those that a longer count with as much load surpasses. ``longest``: the longest
    lowering to the full count at each load, heaviest load first. ``best_kept``: of the sets of at least
    ``MIN_REPS`` reps, all measured, the one with the smallest mean deviation. ``most_tension``: the set with the
    most time under tension, ``most_tension_session`` the session.
    """

    heaviest: tuple[PerformedSet, ...] = ()
    longest: tuple[PerformedSet, ...] = ()
    best_kept: PerformedSet | None = None
    most_tension: PerformedSet | None = None
    most_tension_session: SessionPoint | None = None


def records(sets: Iterable[PerformedSet], sessions: Iterable[SessionPoint]) -> Records:
    """Return the records among sets of one exercise and its sessions, in any order."""
    ordered = sorted(sets, key=lambda performed: (performed.started_ms, performed.id))
    full = [performed for performed in ordered if performed.longest_ms is not None]
    return Records(
        heaviest=_heaviest(full),
        longest=_longest(full),
        best_kept=_best_kept(ordered),
        most_tension=max(ordered, key=lambda performed: performed.tension_ms, default=None),
        most_tension_session=min(sessions, key=lambda point: (-point.tension_ms, point.day), default=None),
    )


class Standards:
    """The best lowerings so far, which a set must beat to be a record when it is performed.

    The sets of one exercise come oldest first. The first session with a lowering to the full count sets the standards
    and breaks none.
    """

    def __init__(self) -> None:
        self._first_session: str | None = None
        # The loads of the best lowerings, ascending, and their times, which strictly descend: a lowering is dropped
        # when one with more load lasted as long. So the best one at a load is the first with that load or more.
        self._loads: list[float] = []
        self._times: list[int] = []

    def judge(self, session_id: str, load_kg: float, longest_ms: int) -> RecordFlag:
        """Return the record broken by a set whose longest lowering to the full count took ``longest_ms``."""
        load = round(load_kg, 2)
        if self._first_session is None:
            self._first_session = session_id
        first = session_id == self._first_session
        index = bisect_left(self._loads, load)
        if index == len(self._loads):
            self._set(index, load, longest_ms)
            return RecordFlag.NONE if first else RecordFlag.HEAVIEST
        if longest_ms < self._times[index] + (1 if first else LONGER_MS):
            return RecordFlag.NONE
        self._set(index, load, longest_ms)
        return RecordFlag.NONE if first else RecordFlag.LONGEST

    def _set(self, index: int, load: float, longest_ms: int) -> None:
        end = index + (index < len(self._loads) and self._loads[index] == load)
        while index and self._times[index - 1] <= longest_ms:
            index -= 1
        self._loads[index:end] = [load]
        self._times[index:end] = [longest_ms]


def _heaviest(full: list[PerformedSet]) -> tuple[PerformedSet, ...]:
    best: list[PerformedSet] = []
    for performed in sorted(full, key=lambda each: (-round(each.load_kg, 2), -each.count_ms)):
        if not best or performed.count_ms > best[-1].count_ms:
            best.append(performed)
    return tuple(best)


def _longest(full: list[PerformedSet]) -> tuple[PerformedSet, ...]:
    best: dict[float, PerformedSet] = {}
    for performed in full:
        before = best.get(round(performed.load_kg, 2))
        if before is None or (performed.longest_ms or 0) > (before.longest_ms or 0):
            best[round(performed.load_kg, 2)] = performed
    return tuple(best[load] for load in sorted(best, reverse=True))


def _best_kept(ordered: list[PerformedSet]) -> PerformedSet | None:
    off = [(performed.off_by_ms, index) for index, performed in enumerate(ordered) if performed.off_by_ms is not None]
    return ordered[min(off)[1]] if off else None
