"""The rows that the sessions and sets of another program's file become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from negcoach.store.database.stamps import stamp
from negcoach.store.database.tables import CONCENTRIC_SETS, Values
from negcoach.training.units import KG_PER_LB, Unit
from negcoach.transfer.apps.dates import WallTime
from negcoach.transfer.apps.entries import Entry, EntrySession, WeightEntry
from negcoach.transfer.apps.names import ExerciseMatch

_MOST_STAMPS = 1000
"""The most times of which the stored form is remembered: the sets of a session often have the same one."""


@dataclass(frozen=True, slots=True)
class RowValues:
    """The values of rows, made with the lifter's answers: what each exercise is, the unit, and the time zone."""

    matches: Mapping[str, ExerciseMatch]
    unit: Unit | None
    zone: tzinfo | None
    _stamps: dict[WallTime, tuple[str, int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _shared: dict[str, tuple[str, str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _newest: list[tuple[WallTime, tuple[str, int]]] = field(default_factory=list, init=False, repr=False, compare=False)

    def load_kg(self, entry: Entry, stored_unit: Unit | None = None) -> float:
        """Return a load as it is stored.

        ``stored_unit`` is that of its counterpart, for a preview before it is answered which one the file has.
        """
        kg = entry.load * KG_PER_LB if (entry.unit or self.unit or stored_unit) == "lb" else entry.load
        return -abs(kg) if kg and self.matches[entry.exercise].assisted else kg

    def weight_kg(self, entry: WeightEntry) -> float:
        """Return a body weight as it is stored."""
        return entry.weight * KG_PER_LB if (entry.unit or self.unit) == "lb" else entry.weight

    def stamp(self, wall: WallTime) -> tuple[str, int]:
        """Return a time of the file in both forms in which it is stored."""
        if self._newest and self._newest[0][0] is wall:  # as for the sets of a session, which share one
            return self._newest[0][1]
        found = self._stamps.get(wall)
        if found is None:
            if len(self._stamps) == _MOST_STAMPS:
                self._stamps.clear()
            found = self._stamps[wall] = stamp(wall.moment(self.zone))
        self._newest[:] = [(wall, found)]
        return found

    def session_row(self, session: EntrySession) -> dict[str, object]:
        """Return the columns of a session but for its key."""
        at, ms = self.stamp(session.start)
        return {
            "started_at": at,
            "started_ms": ms,
            "ended_at": self.stamp(session.end)[0],
            "title": session.title,
            "note": session.note,
            "rpe": None,
            "deleted_at": None,
        }

    def set_row(self, entry: Entry) -> dict[str, object]:
        """Return the columns of a set but for its key and its session."""
        return dict(zip(CONCENTRIC_SETS.columns[2:-1], self.set_values(entry)[2:-1], strict=True))

    def set_values(self, entry: Entry, set_id: str = "", session_id: str = "", changed_ms: int = 0) -> Values:
        """Return the values of all columns of a set to insert, in the order of ``CONCENTRIC_SETS.columns``."""
        _, _, name, _, number, _, kind, _, unit, reps, rpe, note, at = entry
        started_at, started_ms = self.stamp(at)
        exercise, name, muscles = self._shared.get(name) or self._of_exercise(name)
        return (
            set_id,
            session_id,
            exercise,
            name,
            muscles,
            number,
            kind.value,
            self.load_kg(entry),
            unit or self.unit,
            reps,
            rpe,
            note,
            started_at,
            started_ms,
            None,
            changed_ms,
        )

    def _of_exercise(self, name: str) -> tuple[str, str, str]:
        """Return what all sets of an exercise share: the exercise, its name in the file, the muscles."""
        match = self.matches[name]
        found = self._shared[name] = match.exercise, name, "\n".join(match.muscles)
        return found
