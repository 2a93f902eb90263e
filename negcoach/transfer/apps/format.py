"""The format of a program's files, and how the rows of a table in it become sessions with sets."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import count
from operator import itemgetter

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.training.effort import MOST_RPE
from negcoach.training.units import Unit
from negcoach.transfer.apps.columns import Columns, Names, TableRow, normalise, number, unit_of
from negcoach.transfer.apps.dates import DateStyle, WallTime, parse_wall_time
from negcoach.transfer.apps.entries import (
    LOWERED_ONLY,
    Entries,
    Entry,
    EntrySession,
    NoteRow,
    ParsedFile,
    Reason,
    SessionFacts,
    SetRow,
    SkippedRow,
    WeightEntry,
    WeightRow,
    joined_notes,
)
from negcoach.transfer.apps.reading import FileText, TextTable

_NAMESPACE = uuid.UUID("5a6c1c0e-6d1f-5b53-9a0e-0f7d2b1f4c9a")
"""The namespace of the ids of imported sessions; never change it: re-imports would duplicate everything."""

MOST_REPS = 10_000

_PROGRESS_EVERY = 2000
"""Rows from one call of ``on_progress`` to the next."""

FIRST_YEAR = 1950
"""The first year of a session; an earlier one is a typing error. Our own choice."""

_FIRST_TIME = datetime(FIRST_YEAR, 1, 1)

_MOST_AHEAD = timedelta(days=1)
"""How far after today the day of a session may be: it may have been recorded further east."""

_KINDS = {
    "w": ConcentricKind.WARM_UP,
    "p": ConcentricKind.WARM_UP,  # Strong in Spanish: precalentamiento
    "warmup": ConcentricKind.WARM_UP,
    "warm up": ConcentricKind.WARM_UP,
    "d": ConcentricKind.DROP,
    "drop": ConcentricKind.DROP,
    "dropset": ConcentricKind.DROP,
    "drop set": ConcentricKind.DROP,
    "f": ConcentricKind.FAILURE,
    "failure": ConcentricKind.FAILURE,
}

DateReader = Callable[[str], WallTime | None]
"""Reads a date of the file, whose order of day and month is known."""


FoundRow = SetRow | NoteRow | WeightRow | Reason
"""What a row is."""


@dataclass(frozen=True, slots=True)
class Format:
    """A program's format.

    ``columns`` has the names of its columns by their purpose; ``needs`` are those that identify the format;
    ``find`` finds columns without a fixed name. ``read`` reads a row: a set, a note, a body weight, or the reason why
    it is none of them. ``dates`` is the column of the date; ``unquoted`` are the columns whose texts the program writes
    without quotes, so that a comma in one makes a cell too many. ``of_session`` are the columns that alone say the
    session and the time of a row with a set, and nothing else of it (none: that is not known). ``in_utc`` is whether
    its times are those of Greenwich, which nobody trains by: they are shown as the lifter's clock showed them.
    ``lay_out`` makes a table with a row for each set from a file that is laid out otherwise, and returns ``None`` for
    one of another program; without it a file is a table. It calls the function that it gets as soon as the table is
    known to have ``MANY_ROWS``, which may raise.
    """

    app: str
    columns: Names
    needs: frozenset[str]
    read: Callable[[TableRow, DateReader], FoundRow]
    dates: str = "date"
    unquoted: tuple[str, ...] = ()
    of_session: frozenset[str] = frozenset()
    in_utc: bool = False
    lay_out: Callable[[FileText, Callable[[], None]], TextTable | None] | None = None
    find: Callable[[Sequence[str]], Columns] = field(default=lambda _: {})


def start_key(start: WallTime) -> str:
    """Return the key of a session by its start: the same wherever the file is read, also where its times are in UTC."""
    return start.text if start.zone is None else start.moment().astimezone(UTC).isoformat(timespec="seconds")


def set_row(
    row: TableRow,
    session: SessionFacts,
    exercise: str,
    at: WallTime,
    *,
    timed: bool = False,
    category: str = "",
    kind: ConcentricKind = ConcentricKind.NORMAL,
    unit: Unit | None = None,
    rpe: float | None = None,
    note: str = "",
    exercise_note: str = "",
    body_weight: tuple[float, Unit | None] | None = None,
) -> SetRow:
    """Return a row with a set: its load and reps are those of the columns "load" and "reps".

    ``timed`` is whether it has a time or a distance, ``unit`` that of a load whose cell and column do not say one;
    all others are as in ``SetRow``.
    """
    reps = reps_of(row.number("reps"), timed=timed)
    load = row.load()
    if isinstance(reps, Reason) or load is None:
        skip = reps if isinstance(reps, Reason) else Reason.LOAD
        return SetRow(session, exercise, at, skip=skip, body_weight=body_weight)
    # By their places, which takes half as long as by their names.
    return SetRow(
        *(session, exercise, at, None, category, kind, load[0], load[1] or unit, reps),
        *(rpe, note, exercise_note, body_weight),
    )


def body_weight_of(row: TableRow) -> tuple[float, Unit | None] | None:
    """Return the body weight that a row has in the column "body weight", ``None`` where there is none."""
    found = row.load("body weight")
    return found if found is not None and found[0] > 0 else None


@lru_cache(maxsize=256)
def kind_of(word: str) -> ConcentricKind:
    """Return the kind of a set by the program's word or letter for it."""
    return _KINDS.get(normalise(word), ConcentricKind.NORMAL)


def reps_of(value: float | None, *, timed: bool) -> int | Reason:
    """Return the reps of a set, or why it has none; ``timed`` is whether it has a time or a distance instead."""
    if not value:
        return Reason.TIMED if timed else Reason.NO_REPS
    if value < 0 or value != int(value) or value > MOST_REPS:
        return Reason.PART_REPS
    return int(value)


def was_lowered(note: str, prefix: str = "") -> bool:
    """Return whether a line of the note, after ``prefix``, marks the set as exported by negcoach to the program.

    Such a set was only lowered, often with more than can be lifted: it must not come back as a lift.
    """
    return LOWERED_ONLY in note and any(line.startswith(prefix + LOWERED_ONLY) for line in note.splitlines())


def rpe_of(value: float | None) -> float | None:
    """Return an effort on the CR10 scale, ``None`` if it is not on it."""
    return value if value is not None and 0 < value <= MOST_RPE else None


def parse(
    table: TextTable,
    format_: Format,
    columns: Columns,
    style: DateStyle,
    today: date,
    zone: tzinfo | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ParsedFile:
    """Return the contents of a table; each row becomes an entry or is skipped, one after ``today`` too.

    ``zone`` is the lifter's, for times in UTC (``None``: this machine's). ``on_progress`` is called every now and then
    with the number of rows that were read, and of all.
    """
    end = datetime.combine(today + _MOST_AHEAD + timedelta(days=1), time())
    collector = _Collector(format_.app)
    header = tuple(map(normalise, table.header))

    @lru_cache(maxsize=16)
    def read_date(text: str) -> WallTime | None:
        found = parse_wall_time(text, style.order, style.language)
        return found.shown_in(zone) if found is not None and format_.in_utc else found

    read = _Reader(format_, columns, read_date).read
    for done, (row_number, row) in enumerate(zip(table.numbers or count(1), table.rows, strict=False)):
        if done % _PROGRESS_EVERY == 0:
            on_progress(done, len(table.rows))
        cells = row
        if len(cells) > len(header) and format_.unquoted:
            cells = _aligned(cells, len(header), format_, columns, read_date) or cells
        found = _reason_unread(cells, header) or read(cells)
        collector.add(row_number, _reason_untimely(found, end) or found)
    return collector.parsed(len(table.rows))


_MOST_ALIKE = 16_384
"""How many different sets are remembered while rows are read: those of a lifter's usual loads, for 10 MB."""


class _Reader:
    """Reads rows; a set that is like one before it, in the session of the row before it, is not read again."""

    def __init__(self, format_: Format, columns: Columns, date: DateReader) -> None:
        self._format, self._columns, self._date = format_, columns, date
        self._of_session, self._of_set = (
            _picker(
                [one.index for use, found in columns.items() if (use in format_.of_session) is is_so for one in found]
            )
            for is_so in (True, False)
        )
        self._sets: dict[object, SetRow] = {}
        self._last: tuple[object, SessionFacts, WallTime] | None = None

    def read(self, cells: Sequence[str]) -> FoundRow:
        """Return what a row is."""
        if not self._format.of_session:
            return self._format.read(TableRow(cells, self._columns), self._date)
        session, done = self._of_session(cells), self._of_set(cells)
        known = self._sets.get(done)
        if known is not None and self._last is not None and self._last[0] == session:
            return SetRow._make((self._last[1], known[1], self._last[2], *known[3:]))
        found = self._format.read(TableRow(cells, self._columns), self._date)
        if isinstance(found, SetRow):
            if len(self._sets) == _MOST_ALIKE:
                self._sets.clear()
            self._sets[done] = found
            self._last = session, found.session, found.at
        return found


def _picker(places: Sequence[int]) -> Callable[[Sequence[str]], object]:
    """Return a function that takes the cells at these places out of a row."""
    return itemgetter(*places) if places else lambda cells: ()


def _aligned(
    cells: Sequence[str], width: int, format_: Format, columns: Columns, date: DateReader
) -> tuple[str, ...] | None:
    """Return a row in whose texts commas made too many cells, put right; ``None`` where that cannot be known.

    The cells at the right are aligned to the header from its end, so that loads and reps stand where they belong.
    """
    surplus = len(cells) - width
    for use in format_.unquoted:
        for column in columns.get(use, ()):
            at = column.index
            joined = (*cells[:at], ",".join(cells[at : at + surplus + 1]), *cells[at + surplus + 1 :])
            if _fits(TableRow(joined, columns), format_, date):
                return joined
    return None


def _fits(row: TableRow, format_: Format, date: DateReader) -> bool:
    """Return whether the cells of a row are what their columns hold: dates, loads, units and numbers."""
    numbers = [row.text(use) for use in ("reps", "distance")]
    return (
        date(row.text(format_.dates)) is not None
        and row.load() is not None
        and (not row.text("unit") or unit_of(row.text("unit")) is not None)
        and all(not text or number(text) is not None for text in numbers)
        and any((*numbers, row.text("time")))
    )


def _reason_untimely(found: FoundRow, end: datetime) -> Reason | None:
    """Return why the time of a row cannot be that of a session, ``None`` for one that can; ``end`` is too late."""
    if isinstance(found, Reason):
        return None
    first = last = found.at.at if isinstance(found, WeightRow) else found.session.start.at
    if isinstance(found, SetRow) and found.at is not found.session.start:
        first, last = min(first, found.at.at), max(last, found.at.at)
    if last >= end:
        return Reason.FUTURE
    return Reason.TOO_OLD if first < _FIRST_TIME else None


def _reason_unread(cells: Sequence[str], header: Sequence[str]) -> Reason | None:
    """Return why a row is not even read, ``None`` for one that is."""
    if len(cells) == len(header) and cells[0] and normalise(cells[0]) != header[0]:
        return None  # as almost every row, which is looked at no further
    if not any(cells):
        return Reason.EMPTY
    if len(cells) != len(header):
        return Reason.SHORT if len(cells) < len(header) else Reason.LONG
    return Reason.HEADER if normalise(cells[0]) == header[0] and tuple(map(normalise, cells)) == tuple(header) else None


@dataclass(slots=True)
class _Counted:
    """How many sets of a session were found so far, also those that are skipped: in all, and of each exercise."""

    session: str
    sets: int = 0
    occurrences: dict[str, int] = field(default_factory=dict)


class _Collector:
    """Collects rows: numbers the sets of each session, and adds the notes to their sets and sessions."""

    def __init__(self, app: str) -> None:
        self._app = app
        self._sessions: dict[str, EntrySession] = {}
        self._last: SessionFacts | None = None  # those of the row before
        self._last_session = _Counted("")
        self._entries = Entries()
        self._pending: list[Entry] = []
        self._skips: list[SkippedRow] = []
        self._notes: list[tuple[str, str, str]] = []
        self._counted: dict[str, _Counted] = {}  # by session
        self._unread: set[tuple[str, str]] = set()
        self._weights: list[WeightEntry] = []
        self._weighed: Counter[str] = Counter()

    def add(self, number: int, found: FoundRow) -> None:
        """Add one row."""
        if isinstance(found, Reason):
            self._skips.append(SkippedRow(number, found))
            return
        if isinstance(found, WeightRow):
            self._add_weight(number, start_key(found.at), found)
            return
        counted = self._session(found)
        session = counted.session
        if isinstance(found, NoteRow):
            self._skips.append(SkippedRow(number, Reason.NOTE if found.note else Reason.EMPTY_NOTE))
            self._notes.append((session, found.exercise, found.note))
            return
        _, exercise, at, skip, category, kind, load, unit, reps, rpe, note, exercise_note, body_weight = found
        if body_weight is not None and not self._weighed[session]:
            self._add_weight(None, session, WeightRow(found.session.start, *body_weight))
        # A skipped set is numbered too: a later version may import it, and must not renumber the others.
        occurrence = counted.occurrences[exercise] = counted.occurrences.get(exercise, 0) + 1
        counted.sets = place = counted.sets + 1
        if skip is not None:
            if skip in (Reason.LOAD, Reason.PART_REPS):
                self._unread.add((session, exercise))
            self._skips.append(SkippedRow(number, skip))
            return
        if exercise_note:
            self._notes.append((session, exercise, exercise_note))
        entry = number, session, exercise, occurrence, place, category, kind, load, unit, reps, rpe, note, at
        self._pending.append(Entry._make(entry))
        if len(self._pending) == _PROGRESS_EVERY:
            self._add_pending()

    def parsed(self, rows: int) -> ParsedFile:
        """Return all that was collected; sessions without a set are left out."""
        self._add_pending()
        self._place_notes()
        sessions = {key: session for key, session in self._sessions.items() if key in self._entries.sessions}
        unread, weights = frozenset(self._unread), tuple(self._weights)
        return ParsedFile(self._app, rows, sessions, self._entries, tuple(self._skips), unread, weights)

    def _add_pending(self) -> None:
        self._entries.extend(self._pending)
        self._pending.clear()

    def _add_weight(self, row: int | None, key: str, found: WeightRow) -> None:
        """Add a body weight; of two with the same key the second one is another."""
        self._weighed[key] += 1
        number = self._weighed[key]
        whole = key if number == 1 else f"{key}\n{number}"
        self._weights.append(WeightEntry(row, whole, found.at, found.weight, found.unit))

    def _session(self, found: SetRow | NoteRow) -> _Counted:
        facts, counted = found.session, self._last_session
        if facts is self._last and (
            isinstance(found, NoteRow)
            or found.at is facts.start
            or found.at.at <= self._sessions[counted.session].end.at
        ):
            return counted  # nothing in it is new
        if facts is not self._last:
            identity = session_id_of(self._app, facts.key, facts.title)
            counted = self._counted.setdefault(identity, _Counted(identity))
            self._last, self._last_session = facts, counted
        identity = counted.session
        known = self._sessions.get(identity)
        ends = [facts.start, *([facts.end] if facts.end else []), *([found.at] if isinstance(found, SetRow) else [])]
        if known is None:
            end = max(ends, key=lambda wall: wall.at)
            self._sessions[identity] = EntrySession(identity, facts.title, facts.note, facts.start, end)
        else:
            self._sessions[identity] = _merge(known, facts, ends)
        return counted

    def _place_notes(self) -> None:
        """Add an exercise's note to its first set in the session, else to the session."""
        first = self._entries.firsts() if self._notes else {}
        for session, exercise, note in dict.fromkeys(self._notes):
            place = first.get((session, exercise))
            if place is not None:
                self._entries.add_note(place, note)
            elif note:
                known = self._sessions[session]
                addition = f"{exercise}: {note}" if exercise else note
                self._sessions[session] = replace(known, note=joined_notes(known.note, addition))


@lru_cache(maxsize=1024)
def session_id_of(app: str, key: str, title: str) -> str:
    """Return the id of an imported session of this program, by its ``SessionFacts``."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join((app, key, title))))


def _merge(known: EntrySession, facts: SessionFacts, ends: Sequence[WallTime]) -> EntrySession:
    end = max(known.end, *ends, key=lambda wall: wall.at)
    start = min(known.start, facts.start, key=lambda wall: wall.at)
    note = known.note if facts.note in known.note else joined_notes(known.note, facts.note)
    if (start, end, note) == (known.start, known.end, known.note):
        return known
    return replace(known, start=start, end=end, note=note)
