"""What another program's file says differently of a session or set that is stored already.

What the lifter changed here, and the file says as it always did, is no difference: the lifter's word stays. Columns
that the file does not have say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from negcoach.formatting import day_text
from negcoach.texts import clean, quoted, shortened
from negcoach.training.units import format_load
from negcoach.transfer.apps.entries import Entry, EntrySession
from negcoach.transfer.matching.sets import LEAST_KG, Canon
from negcoach.transfer.matching.stored import StoredSession, StoredSet
from negcoach.transfer.matching.values import RowValues

_Value = TypeVar("_Value")

_LONGEST_NOTE = 24
"""How much of a note is shown, in characters."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different: its name, and how it was and would be, as text."""

    name: str
    was: str
    now: str

    @property
    def text(self) -> str:
        """The change in a few words: "load 70 kg → 72.5 kg"."""
        return f"{self.name} {self.was} → {self.now}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored session or set of which the file says something else.

    ``id`` is its key, ``session`` that of the session; ``row`` is the row of the file (``None``: a session, or a set
    that is not in the file any more). ``columns`` is what is stored when it is taken over. Without ``changes`` the file
    does not have it any more. ``table`` is where it is stored, "" for a set or a session.
    """

    id: str
    session: str
    row: int | None
    day: date
    exercise: str
    number: int
    changes: tuple[Change, ...]
    columns: Mapping[str, object]
    table: str = ""

    @property
    def key(self) -> str:
        """What tells it apart from the others of the same file, in every preview of that."""
        return f"{self.id} {self.what}"

    @property
    def is_gone(self) -> bool:
        """Whether the file does not have it any more."""
        return not self.changes

    @property
    def where(self) -> str:
        """Where it is: "1 Mar 2024, Squat, set 2", "1 Mar 2024, session" or "1 Mar 2024, body weight"."""
        number = f", set {self.number}" if self.number else ""
        return f"{day_text(self.day)}, {f'{clean(self.exercise)}{number}' if self.exercise else 'session'}"

    @property
    def what(self) -> str:
        """The changes in a few words."""
        return "; ".join(change.text for change in self.changes) or "not in the file any more"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares what a file says with what is stored.

    ``has`` are the purposes of the file's columns, ``before`` is what an import had brought before the lifter changed
    it here, by the row's id and the column.
    """

    values: RowValues
    canon: Canon
    has: AbstractSet[str]
    before: Mapping[str, Mapping[str, object]]

    def of_session(self, session: EntrySession, stored: StoredSession) -> Difference | None:
        """Return what is different of a session, ``None`` for nothing, or nothing but what the lifter changed here."""
        found = _Found(self.before.get(stored.id, {}))
        if "title" in self.has:
            found.add("title", "title", stored.title, session.title, _quoted)
        if session.start.timed and not self._is_same_time(session, stored.start):
            found.add_time("started_at", stored.start, session.start.at)
        if "session_note" in self.has:
            found.add("note", "note", stored.note, session.note, _quoted)
        if self.has & {"duration", "end"} and session.end != session.start and stored.end is not None:
            was, now = stored.end - stored.start, session.end.at - session.start.at
            if abs(was - now) >= _LEAST_LENGTH and not found.was_before("ended_at", session.end.at):
                found.add("length", "ended_at", was, now, _minutes)
        if not found.changes:
            return None
        row = self.values.session_row(session)
        names = [*found.columns, *(("started_ms", "ended_at") if "started_at" in found.columns else ())]
        columns = {name: row[name] for name in names}
        return Difference(stored.id, stored.id, None, stored.start.date(), "", 0, tuple(found.changes), columns)

    def of_set(self, entry: Entry, stored: StoredSet, session: EntrySession) -> tuple[Difference | None, bool]:
        """Return what is different of a set, and whether the lifter changed it here since it was imported."""
        before = self.before.get(stored.id, {})
        found = _Found(before)
        if entry.exercise != stored.exercise and self.canon(entry.exercise) != self.canon(stored.exercise):
            found.add("exercise", "exercise_name", stored.exercise, entry.exercise, clean)
        if self.has & {"kind", "order"}:
            found.add("kind", "kind", stored.kind, entry.kind.value, str)
        load_kg, unit = self.values.load_kg(entry, stored.unit), entry.unit or self.values.unit or stored.unit or "kg"
        if abs(load_kg - stored.load_kg) > LEAST_KG:
            found.add("load", "load_kg", stored.load_kg, load_kg, lambda kg: format_load(kg, unit))
        found.add("reps", "reps", stored.reps, entry.reps, str)
        if "rpe" in self.has:
            found.add("RPE", "rpe", stored.rpe, entry.rpe, lambda rpe: "none" if rpe is None else f"{rpe:g}")
        if "note" in self.has:
            found.add("note", "note", stored.note, entry.note, _quoted)
        if entry.at.timed and entry.at != session.start and entry.at.at.replace(microsecond=0) != stored.at:
            found.add_time("started_at", stored.at, entry.at.at)
        if not found.changes:
            return None, found.changed_here
        row = self.values.set_row(entry)
        more = [also for name in found.columns for also in _BESIDE.get(name, ())]
        columns = {name: row[name] for name in (*found.columns, *more)}
        day, changes = session.start.at.date(), tuple(found.changes)
        of_set = Difference(stored.id, stored.session, entry.row, day, stored.exercise, entry.number, changes, columns)
        return of_set, found.changed_here

    def _is_same_time(self, session: EntrySession, stored: datetime) -> bool:
        """Return whether a session began when it is stored to have begun, as the clock on the wall showed it.

        A time without seconds is one to the minute: some apps have no others.
        """
        shown = session.start.at.replace(microsecond=0)
        if not shown.second:
            stored = stored.replace(second=0)
        return shown == stored or session.start.moment(self.values.zone).replace(tzinfo=None, microsecond=0) == stored


def gone(stored: StoredSet, day: date) -> Difference:
    """Return the difference that the file does not have a set any more."""
    return Difference(stored.id, stored.session, None, day, stored.exercise, stored.number, (), {})


def gone_session(stored: StoredSession) -> Difference:
    """Return the difference that the file does not have a session any more."""
    return Difference(stored.id, stored.id, None, stored.start.date(), "", 0, (), {})


def reordered(stored: StoredSession) -> Difference:
    """Return the difference that the sets of a session are in another order in the file."""
    change = Change("order of its sets", "as it is", "as in the file")
    return Difference(stored.id, stored.id, None, stored.start.date(), "", 0, (change,), {})


class _Found:
    """Collects the changes of one row; ``changed_here`` is whether one was left out because the lifter made it."""

    def __init__(self, before: Mapping[str, object]) -> None:
        self._before = before
        self.changes: list[Change] = []
        self.columns: list[str] = []
        self.changed_here = False

    def add(self, name: str, column: str, was: _Value, now: _Value, text: Callable[[_Value], str]) -> None:
        """Add a change, unless the values are the same or the file says what it said before."""
        if was == now:
            return
        if column in self._before and _is_same(self._before[column], now):
            self.changed_here = True
            return
        self.changes.append(Change(name, text(was), text(now)))
        self.columns.append(column)

    def add_time(self, column: str, was: datetime, now: datetime) -> None:
        """Add a change of a start, likewise."""
        if self.was_before(column, now):
            return
        form = "%H:%M:%S" if was.replace(second=0) == now.replace(second=0, microsecond=0) else "%H:%M"
        form = form if was.date() == now.date() else f"%Y-%m-%d {form}"
        self.changes.append(Change("start", f"{was:{form}}", f"{now:{form}}"))
        self.columns.append(column)

    def was_before(self, column: str, at: datetime) -> bool:
        """Return whether a time is what an import had brought before the lifter changed it here."""
        before = self._before.get(column)
        if not isinstance(before, str) or datetime.fromisoformat(before[:19]) != at.replace(microsecond=0):
            return False
        self.changed_here = True
        return True


_LEAST_LENGTH = timedelta(minutes=1)

_BESIDE = {
    "exercise_name": ("exercise", "muscles"),
    "load_kg": ("load_unit",),
    "started_at": ("started_ms",),
}
"""By column: those that are stored with it."""


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= LEAST_KG
    return one == other


def _quoted(text: str) -> str:
    return quoted(shortened(clean(text), _LONGEST_NOTE)) if text else "none"


def _minutes(length: timedelta) -> str:
    return f"{round(length / timedelta(minutes=1))} min"
