"""What a format is, and how the rows of a table become sessions with their sets."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from negcoach.store.queries.history import ConcentricKind
from negcoach.transfer.apps.columns import Columns, Names, TableRow, plain
from negcoach.transfer.apps.dates import DayOrder, Wall, read_wall
from negcoach.transfer.apps.entries import (
    LOWERED_ONLY,
    Entry,
    EntrySession,
    NoteRow,
    Parsed,
    Reason,
    SessionFacts,
    SetRow,
    Skip,
)
from negcoach.transfer.apps.reading import TextTable

_NAMESPACE = uuid.UUID("5a6c1c0e-6d1f-5b53-9a0e-0f7d2b1f4c9a")
"""What the ids of imported sessions are made in; another one would make doubles of all that was imported."""

MOST_REPS = 10_000
MOST_RPE = 10.0

_KINDS = {
    "w": ConcentricKind.WARM_UP,
    "warmup": ConcentricKind.WARM_UP,
    "warm up": ConcentricKind.WARM_UP,
    "d": ConcentricKind.DROP,
    "drop": ConcentricKind.DROP,
    "dropset": ConcentricKind.DROP,
    "drop set": ConcentricKind.DROP,
    "f": ConcentricKind.FAILURE,
    "failure": ConcentricKind.FAILURE,
}

DateReader = Callable[[str], Wall | None]
"""Reads a date of this file: whether day or month comes first is settled."""


@dataclass(frozen=True, slots=True)
class Format:
    """A program's format.

    ``columns`` are the names of its columns by what they are for, ``needs`` those that tell it from the others,
    ``find`` looks for columns that have no fixed name. ``read`` reads a row: a set, a note, or why it is neither.
    ``dates`` is the column that says the day.
    """

    app: str
    columns: Names
    needs: frozenset[str]
    read: Callable[[TableRow, DateReader], SetRow | NoteRow | Reason]
    dates: str = "date"
    find: Callable[[Sequence[str]], Columns] = field(default=lambda _: {})


def kind_of(word: str) -> ConcentricKind:
    """Return what a set was for, by the program's word or letter for it."""
    return _KINDS.get(plain(word), ConcentricKind.NORMAL)


def reps_of(value: float | None, *, timed: bool) -> int | Reason:
    """Return the reps of a set, or why it is none; ``timed`` is whether it has a time or a distance instead."""
    if not value:
        return Reason.TIMED if timed else Reason.NO_REPS
    if value < 0 or value != int(value) or value > MOST_REPS:
        return Reason.PART_REPS
    return int(value)


def was_lowered(note: str, prefix: str = "") -> bool:
    """Return whether a line of the note, after ``prefix``, is one of a set that negcoach wrote for the program.

    Such a set was lowered only, often under more than can be lifted: it must not come back as a lift.
    """
    return any(line.startswith(prefix + LOWERED_ONLY) for line in note.splitlines())


def rpe_of(value: float | None) -> float | None:
    """Return an effort on the CR10 scale, ``None`` for one that is none."""
    return value if value is not None and 0 < value <= MOST_RPE else None


def parse(table: TextTable, format_: Format, columns: Columns, order: DayOrder) -> Parsed:
    """Return what the rows of a table say; each is an entry or a skip."""
    assembly = _Assembly(format_.app)
    header = tuple(map(plain, table.header))

    def read_date(text: str) -> Wall | None:
        return read_wall(text, order)

    for number, cells in enumerate(table.rows, start=1):
        found = _odd(cells, header) or format_.read(TableRow(cells, columns), read_date)
        assembly.add(number, found)
    return assembly.parsed(len(table.rows))


def _odd(cells: Sequence[str], header: Sequence[str]) -> Reason | None:
    """Why a row is not even read."""
    if len(cells) != len(header):
        if len(cells) < len(header):
            return Reason.SHORT if any(cells) else Reason.EMPTY
        if any(cells[len(header) :]):
            return Reason.LONG
    if not any(cells):
        return Reason.EMPTY
    return Reason.HEADER if plain(cells[0]) == header[0] and tuple(map(plain, cells)) == tuple(header) else None


class _Assembly:
    """Puts rows together: counts sets within their sessions, and brings notes to where they belong."""

    def __init__(self, app: str) -> None:
        self._app = app
        self._sessions: dict[str, EntrySession] = {}
        self._entries: list[Entry] = []
        self._skips: list[Skip] = []
        self._notes: list[tuple[str, str, str]] = []
        self._occurrences: Counter[tuple[str, str]] = Counter()
        self._numbers: Counter[str] = Counter()

    def add(self, number: int, found: SetRow | NoteRow | Reason) -> None:
        """Take one row."""
        if isinstance(found, Reason):
            self._skips.append(Skip(number, found))
            return
        session = self._session(found)
        if isinstance(found, NoteRow):
            self._skips.append(Skip(number, Reason.NOTE if found.note else Reason.EMPTY_NOTE))
            self._notes.append((session, found.exercise, found.note))
            return
        # A set that is skipped is counted all the same: another version may take it, and must not shift the others.
        self._occurrences[session, found.exercise] += 1
        self._numbers[session] += 1
        if found.skip is not None:
            self._skips.append(Skip(number, found.skip))
            return
        if found.exercise_note:
            self._notes.append((session, found.exercise, found.exercise_note))
        self._entries.append(
            Entry(
                row=number,
                session=session,
                exercise=found.exercise,
                occurrence=self._occurrences[session, found.exercise],
                number=self._numbers[session],
                category=found.category,
                kind=found.kind,
                load=found.load,
                unit=found.unit,
                reps=found.reps,
                rpe=found.rpe,
                note=found.note,
                at=found.at,
            )
        )

    def parsed(self, rows: int) -> Parsed:
        """Return all that was taken; sessions without a set are left out."""
        self._place_notes()
        kept = {entry.session for entry in self._entries}
        sessions = {key: session for key, session in self._sessions.items() if key in kept}
        return Parsed(self._app, rows, sessions, tuple(self._entries), tuple(self._skips))

    def _session(self, found: SetRow | NoteRow) -> str:
        facts = found.session
        identity = _session_id(self._app, facts.key, facts.title)
        known = self._sessions.get(identity)
        ends = [facts.start, *([facts.end] if facts.end else []), *([found.at] if isinstance(found, SetRow) else [])]
        if known is None:
            end = max(ends, key=lambda wall: wall.at)
            self._sessions[identity] = EntrySession(identity, facts.title, facts.note, facts.start, end)
        else:
            self._sessions[identity] = _merged(known, facts, ends)
        return identity

    def _place_notes(self) -> None:
        """Give an exercise's note to its first set in the session, else to the session."""
        first: dict[tuple[str, str], int] = {}
        for index, entry in enumerate(self._entries):
            first.setdefault((entry.session, entry.exercise), index)
        for session, exercise, note in dict.fromkeys(self._notes):
            place = first.get((session, exercise))
            if place is not None:
                entry = self._entries[place]
                self._entries[place] = replace(entry, note=_joined(note, entry.note))
            elif note:
                known = self._sessions[session]
                said = f"{exercise}: {note}" if exercise else note
                self._sessions[session] = replace(known, note=_joined(known.note, said))


@lru_cache(maxsize=1024)
def _session_id(app: str, key: str, title: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, "\n".join((app, key, title))))


def _merged(known: EntrySession, facts: SessionFacts, ends: Sequence[Wall]) -> EntrySession:
    end = max(known.end, *ends, key=lambda wall: wall.at)
    start = min(known.start, facts.start, key=lambda wall: wall.at)
    note = known.note or facts.note
    if (start, end, note) == (known.start, known.end, known.note):
        return known
    return replace(known, start=start, end=end, note=note)


def _joined(*notes: str) -> str:
    return "\n".join(dict.fromkeys(note for note in notes if note))
