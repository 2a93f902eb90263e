"""The contents of another program's file, in the same values whichever program it was."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple, TypeVar, overload

from negcoach.errors import NegcoachError
from negcoach.store.queries.sessions.history import ConcentricKind
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
    PART_REPS = "reps are not a whole number"
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


class SetRow(NamedTuple):
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


class Entry(NamedTuple):
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


_Value = TypeVar("_Value")


class _Numbers(dict[_Value, int]):
    """Values with a number each: that of one that is asked for the first time is the next."""

    def __init__(self) -> None:
        super().__init__()
        self.values_: list[_Value] = []

    def __missing__(self, value: _Value) -> int:
        self[value] = found = len(self)
        self.values_.append(value)
        return found


class _Shared(Generic[_Value]):
    """A column of values that are there many times."""

    def __init__(self) -> None:
        self._numbers: _Numbers[_Value] = _Numbers()
        self._column = array("I")

    def extend(self, values: Iterable[_Value]) -> None:
        self._column.extend(map(self._numbers.__getitem__, values))

    def __iter__(self) -> Iterator[_Value]:
        return map(self._numbers.values_.__getitem__, self._column)

    def __getitem__(self, part: slice) -> list[_Value]:
        return list(map(self._numbers.values_.__getitem__, self._column[part]))


_PIECE = 1000
"""How many sets are in memory at a time while all are gone through."""


def joined_notes(*notes: str) -> str:
    """Return notes one below the other, each of them once."""
    return "\n".join(dict.fromkeys(note for note in notes if note))


class Entries(Sequence[Entry]):
    """Sets to import, in columns: so a million of them take a third of the room that they take one by one.

    Texts that most sets share with others have a number, under which they are kept once.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._rows, self._occurrences, self._numbers, self._reps = (array("I") for _ in range(4))
        self._loads = array("d")
        self._sessions, self._exercises, self._categories = _Shared[str](), _Shared[str](), _Shared[str]()
        self._units = _Shared[Unit | None]()
        self._kinds: list[ConcentricKind] = []
        self._rpes: list[float | None] = []
        self._notes: list[str] = []
        self._times: list[WallTime] = []
        self._spans: dict[str, list[int]] = {}  # by session: where its sets begin and end, and begin and end again
        self._units_of_loads: set[Unit | None] = set()

    def extend(self, entries: Sequence[Entry]) -> None:
        """Add sets at the end."""
        if not entries:
            return
        first = len(self)
        rows, sessions, exercises, occurrences, numbers, categories, kinds, loads, units, reps, rpes, notes, times = (
            zip(*entries, strict=True)
        )
        for column, values in (
            (self._rows, rows),
            (self._occurrences, occurrences),
            (self._numbers, numbers),
            (self._reps, reps),
            (self._loads, loads),
        ):
            column.extend(values)
        self._sessions.extend(sessions)
        self._exercises.extend(exercises)
        self._categories.extend(categories)
        self._units.extend(units)
        self._units_of_loads.update(unit for unit, load in zip(units, loads, strict=True) if load)
        self._kinds += kinds
        self._rpes += rpes
        self._notes += notes
        self._times += times
        for at, session in enumerate(sessions, start=first):
            spans = self._spans.setdefault(session, [])
            if spans and spans[-1] == at:
                spans[-1] = at + 1
            else:
                spans += (at, at + 1)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Entry: ...

    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...

    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        """Return one of them, or some."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        return next(self._between(place, place + 1))

    def __iter__(self) -> Iterator[Entry]:
        """Yield each."""
        for start in range(0, len(self), _PIECE):
            yield from self._between(start, min(start + _PIECE, len(self)))

    def of_session(self, session: str) -> list[Entry]:
        """Return the sets of a session, in the order of the file."""
        spans = self._spans.get(session, [])
        return [entry for at in range(0, len(spans), 2) for entry in self._between(spans[at], spans[at + 1])]

    def count_of(self, session: str) -> int:
        """Return how many sets a session has."""
        spans = self._spans.get(session, [])
        return sum(spans[1::2]) - sum(spans[::2])

    @property
    def sessions(self) -> AbstractSet[str]:
        """The sessions that have a set."""
        return self._spans.keys()

    @property
    def per_exercise(self) -> Counter[str]:
        """How many sets there are of each exercise, in the order of the file."""
        return Counter(self._exercises)

    @property
    def categories(self) -> dict[str, str]:
        """The first category that the file has for an exercise, of those for which it has one."""
        found = dict.fromkeys(zip(self._exercises, self._categories, strict=True))
        return {exercise: category for exercise, category in reversed(found) if category}

    @property
    def heaviest(self) -> Entry | None:
        """The first set with the greatest load, whatever its unit; ``None`` without any."""
        return self[self._loads.index(max(self._loads))] if self._loads else None

    @property
    def loads_without_unit(self) -> Iterator[float]:
        """The loads whose unit the file does not say."""
        return (load for load, unit in zip(self._loads, self._units, strict=True) if unit is None)

    @property
    def greatest_load(self) -> float:
        """The greatest load, or help, of all, whatever its unit; 0 without any."""
        return max(max(self._loads, default=0.0), -min(self._loads, default=0.0))

    @property
    def units_of_loads(self) -> frozenset[Unit | None]:
        """The units of the loads, ``None`` for one that the file does not say; those of no load do not count."""
        return frozenset(self._units_of_loads)

    def add_note(self, at: int, note: str) -> None:
        """Put a text before the note of a set."""
        self._notes[at] = joined_notes(note, self._notes[at])

    def firsts(self) -> dict[tuple[str, str], int]:
        """Return where the first set of each exercise of each session is."""
        found: dict[tuple[str, str], int] = {}
        for at, place in enumerate(zip(self._sessions, self._exercises, strict=True)):
            found.setdefault(place, at)
        return found

    def _between(self, start: int, end: int) -> Iterator[Entry]:
        """Yield those from a place up to another."""
        part = slice(start, end)
        columns = (
            *(self._rows[part], self._sessions[part], self._exercises[part], self._occurrences[part]),
            *(self._numbers[part], self._categories[part], self._kinds[part], self._loads[part], self._units[part]),
            *(self._reps[part], self._rpes[part], self._notes[part], self._times[part]),
        )
        return map(Entry._make, zip(*columns, strict=True))


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
    entries: Entries
    skips: tuple[SkippedRow, ...]
    unread: frozenset[tuple[str, str]] = frozenset()
    weights: tuple[WeightEntry, ...] = ()

    @property
    def units(self) -> frozenset[Unit]:
        """The units that the file states."""
        units = (*self.entries.units_of_loads, *(one.unit for one in self.weights))
        return frozenset(unit for unit in units if unit is not None)

    @property
    def needs_unit(self) -> bool:
        """Whether a load or a body weight has no unit."""
        return None in self.entries.units_of_loads or any(one.unit is None for one in self.weights)

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
