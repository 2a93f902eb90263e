"""The rows that the sessions and sets of another program's file become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from negcoach.store.database.stamps import stamp
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
    _shared: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)
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

    def set_row(self, entry: Entry, **more: object) -> dict[str, object]:
        """Return the columns of a set but for its key and its session, and ``more``."""
        at, ms = self.stamp(entry.at)
        return {
            **more,
            **self._of_exercise(entry.exercise),
            "set_number": entry.number,
            "kind": entry.kind.value,
            "load_kg": self.load_kg(entry),
            "load_unit": entry.unit or self.unit,
            "reps": entry.reps,
            "rpe": entry.rpe,
            "note": entry.note,
            "started_at": at,
            "started_ms": ms,
            "deleted_at": None,
        }

    def _of_exercise(self, name: str) -> dict[str, str]:
        """Return the columns that all sets of an exercise share."""
        found = self._shared.get(name)
        if found is None:
            match = self.matches[name]
            muscles = "\n".join(match.muscles)
            found = self._shared[name] = {"exercise": match.exercise, "exercise_name": name, "muscles": muscles}
        return found
