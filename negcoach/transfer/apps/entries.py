"""The contents of another program's file, in the same values whichever program it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from negcoach.errors import NegcoachError
from negcoach.store.queries.history import ConcentricKind
from negcoach.training.units import Unit
from negcoach.transfer.apps.dates import WallTime

LOWERED_ONLY = "lowered only, tempo "
"""The start of the note of a set that negcoach exported for another program: it identifies the set on its return."""


class Reason(Enum):
    """Why a row of a file is not imported; the value is shown to the lifter."""

    THERE = "already there"
    CHANGED_HERE = "already there, changed here since"
    IN_BIN = "already there, in the bin"
    SESSION_IN_BIN = "of a session that is in the bin"
    REST = "rest timer"
    NOTE = "note, kept with its set or session"
    EMPTY_NOTE = "note without a text"
    SKIPPED = "set that was skipped"
    LOWERED = "lowered, not lifted: negcoach's own"
    TIMED = "time or distance, no reps"
    NO_REPS = "no reps"
    MEASUREMENT = "measurement other than the body weight"
    NO_WEIGHT = "no body weight"
    PART_REPS = "reps are no whole number"
    LOAD = "load cannot be read"
    HEAVY = "load over 1000 kg"
    DATE = "date cannot be read"
    FUTURE = "date in the future"
    TOO_OLD = "date before 1950"
    NO_EXERCISE = "no exercise"
    SHORT = "fewer cells than the header"
    LONG = "more cells than the header"
    EMPTY = "empty row"
    HEADER = "header once more"


_OF_NO_SESSION = frozenset(
    (
        *(Reason.DATE, Reason.FUTURE, Reason.TOO_OLD, Reason.NO_EXERCISE),
        *(Reason.SHORT, Reason.LONG),
    )
)
"""The reasons which leave open which session a row is of."""

_UNREAD = _OF_NO_SESSION | {Reason.LOAD, Reason.EMPTY, Reason.HEADER}
"""The reasons which mean that a row could not be read."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not imported; ``row`` counts from 1 below the header."""

    row: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """The facts about a session in one row. ``key`` and ``title`` identify the session, in every export of it."""

    key: str
    title: str
    start: WallTime
    end: WallTime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row with a set; ``skip`` is the reason if the set is not to be imported.

    ``load`` is in ``unit``, which is ``None`` where the file has none; ``category`` is the file's word for the
    muscles. ``exercise_note`` belongs to all sets of the exercise in this session. ``at`` is when the set was done.
    ``body_weight`` is what the lifter weighed at this session, with its unit, ``None`` where the file does not say it.
    """

    session: SessionFacts
    exercise: str
    at: WallTime
    skip: Reason | None = None
    category: str = ""
    kind: ConcentricKind = ConcentricKind.NORMAL
    load: float = 0.0
    unit: Unit | None = None
    reps: int = 0
    rpe: float | None = None
    note: str = ""
    exercise_note: str = ""
    body_weight: tuple[float, Unit | None] | None = None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row with a note on an exercise of a session."""

    session: SessionFacts
    exercise: str
    note: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A row with a body weight; ``unit`` is ``None`` where the file has none."""

    at: WallTime
    weight: float
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class WeightEntry:
    """A body weight to import; ``row`` is ``None`` for one that is in a row beside a set.

    ``key`` is the same in every export of it.
    """

    row: int | None
    key: str
    at: WallTime
    weight: float
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A set to import.

    ``row`` counts from 1 below the header, ``occurrence`` through the rows of this exercise in this session, and
    ``number`` through all rows of the session. ``load``, ``unit`` and ``category`` are as in ``SetRow``.
    """

    row: int
    session: str
    exercise: str
    occurrence: int
    number: int
    category: str
    kind: ConcentricKind
    load: float
    unit: Unit | None
    reps: int
    rpe: float | None
    note: str
    at: WallTime


@dataclass(frozen=True, slots=True)
class EntrySession:
    """A session to import; its ``id`` is the same in every export of it."""

    id: str
    title: str
    note: str
    start: WallTime
    end: WallTime


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """The contents of a file: each of its ``rows`` is an entry, a skip or a body weight.

    ``unread`` has the exercises of sessions of which a set could not be read: nobody knows which of theirs that is.
    """

    app: str
    rows: int
    sessions: dict[str, EntrySession]
    entries: tuple[Entry, ...]
    skips: tuple[SkippedRow, ...]
    unread: frozenset[tuple[str, str]] = frozenset()
    weights: tuple[WeightEntry, ...] = ()

    @property
    def units(self) -> frozenset[Unit]:
        """The units that the file states."""
        loads = [entry.unit for entry in self.entries if entry.load]
        return frozenset(unit for unit in (*loads, *(one.unit for one in self.weights)) if unit is not None)

    @property
    def needs_unit(self) -> bool:
        """Whether a load or a body weight has no unit."""
        return any(entry.unit is None and entry.load for entry in self.entries) or any(
            one.unit is None for one in self.weights
        )

    @property
    def has_unread(self) -> bool:
        """Whether a row could not be read, so that nobody knows which session it is of."""
        return any(skip.reason in _OF_NO_SESSION for skip in self.skips)

    def require_readable(self, name: str) -> None:
        """Raise ``NegcoachError`` for a file, called ``name``, of which no row can be read."""
        if not self.rows:
            raise NegcoachError(f"{name} has no rows below its header, so there is nothing to import.")
        if self.entries or self.weights or any(skip.reason not in _UNREAD for skip in self.skips):
            return
        reason, count = Counter(skip.reason for skip in self.skips).most_common(1)[0]
        first = next(skip.row for skip in self.skips if skip.reason is reason)
        rows = "its only row" if self.rows == 1 else f"none of its {self.rows:,} rows"
        cannot = "cannot" if self.rows == 1 else "can"
        of_rows = "" if count == self.rows else f" in {count:,} of them"
        where = "" if self.rows == 1 else f"; the first is row {first}"
        raise NegcoachError(f"{name}: {rows} {cannot} be read ({reason.value}{of_rows}{where}). Nothing was changed.")
