"""The import of a file: its sessions and sets become rows, in one transaction and as one edit that can be undone.

What of it is stored already is known by what it is (``negcoach.transfer.matching``), so the same file adds nothing the
second time, a longer one only what is new, and what the other program says differently now is shown and taken over, or
not. Ids of new rows are derived from the file, not random: a session's from program, start and title, a set's from its
session, its exercise and its position among the sets of that exercise. The start is the local time. So two machines, in
two time zones, derive the same ids from the same file, and a merge makes no doubles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from heapq import nlargest
from itertools import groupby, islice

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.store.database.database import Database, state_of
from negcoach.store.database.stamps import stamp
from negcoach.store.database.tables import CONCENTRIC_SETS
from negcoach.store.editing.edit_log import EditKind, EditRecorder, record_edit
from negcoach.texts import clean, quoted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import Unit, kg_per
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.apps.entries import Entry, ParsedFile, Reason, SkippedRow
from negcoach.transfer.apps.names import ExerciseMatcher, MatchKind, canon_of
from negcoach.transfer.apps.reading import MANY_ROWS
from negcoach.transfer.apps.units import unit_of_loads
from negcoach.transfer.matching.differences import Difference
from negcoach.transfer.matching.matching import FileMatch, match_file
from negcoach.transfer.matching.values import RowValues
from negcoach.transfer.matching.weights import WeightMatch, match_weights, weight_row
from negcoach.transfer.native.staged_json import StagedRows
from negcoach.transfer.native.upsert import Counts, apply_upsert, plan_upsert
from negcoach.transfer.preview import (
    ExerciseFound,
    HeaviestLoad,
    LikelyUnit,
    NewestSession,
    Preview,
    SkippedRows,
    file_load_text,
)
from negcoach.transfer.sources import AppSource, NativeSource, Source

_NEWEST = 12
"""How many of the newest sessions a preview has: as many as the largest terminal has room for."""

_PROGRESS_EVERY = 2000
"""Rows from one call of ``on_progress`` to the next, and how many of them are inserted at a time."""

ProgressCallback = Callable[[int, int], None]
"""Called with the number of rows read, or written, and of all; if it raises, the import is rolled back."""


class CancelledError(NegcoachError):
    """Raised in a progress callback to cancel the import."""

    def __init__(self) -> None:
        super().__init__("The import was cancelled. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """The lifter's answers about facts missing in the file: the unit of its loads and the order of its dates.

    ``loads`` is the name of the column with the loads, "" for a file without any. ``chosen`` has the slugs chosen for
    exercises, by their names in the file. ``take_over`` is whether what the file says differently of what is stored
    replaces that, but for the differences whose keys are in ``left``.
    """

    unit: Unit | None = None
    order: DayOrder | None = None
    loads: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    take_over: bool = False
    left: frozenset[str] = frozenset()

    def takes(self, difference: Difference) -> bool:
        """Return whether a difference is taken over."""
        return self.take_over and difference.key not in self.left


class Importer:
    """Imports one file, which is read only once; previews can be made with different answers."""

    def __init__(
        self,
        source: Source,
        library: Sequence[Exercise],
        zone: tzinfo | None = None,
        today: date | None = None,
        on_read: ProgressCallback = lambda done, total: None,
    ) -> None:
        """Prepare to import ``source``; its exercises are matched to those of ``library``.

        Times without an offset are in the time zone ``zone``; ``None`` means that of this machine. What is after
        ``today`` is left out; ``None`` means the day on this machine. ``on_read`` is called while the rows are read.
        """
        self.source = source
        self._library = library
        self._zone = zone
        self._on_read = on_read
        self._rows = len(source.recognised.table.rows) if isinstance(source, AppSource) else 0
        self._today = today or datetime.now().astimezone().date()
        self._parsed: dict[tuple[DayOrder | None, str | None], ParsedFile] = {}
        self._matched: tuple[object, _Matched] | None = None
        self._planned: tuple[ImportAnswers, _Plan] | None = None
        self._counts: tuple[object, Counts] | None = None

    @property
    def is_large(self) -> bool:
        """Whether the file has so many rows that they are written in a copy of the database."""
        if isinstance(self.source, NativeSource):
            rows = self.source.rows
            return isinstance(rows, StagedRows) or sum(map(len, rows.values())) >= MANY_ROWS
        return self._rows >= MANY_ROWS

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of the file's exercises for which another can be chosen, in the order of the file."""
        if isinstance(self.source, NativeSource):
            return ()
        return tuple(self._read(ImportAnswers()).entries.per_exercise)

    def require_answers(self, answers: ImportAnswers) -> None:
        """Raise ``NegcoachError`` when an answer is missing without which the file cannot be imported."""
        self.require_loads(answers)
        if isinstance(self.source, NativeSource):
            return
        name = self.source.file.name
        if self._read(answers).needs_unit and answers.unit is None:
            raise RemedyError(f"{name} does not say the unit of its loads. Say", Remedy.UNIT)
        if self.source.recognised.order is None and answers.order is None:
            raise RemedyError(f"{name} does not tell whether 03/04 is in March or April. Say", Remedy.DAY_ORDER)

    def require_loads(self, answers: ImportAnswers) -> None:
        """Raise ``NegcoachError`` when no column is known to have the loads: they would all be read as 0."""
        if isinstance(self.source, AppSource) and self.source.recognised.lacks_loads and answers.loads is None:
            name, app = self.source.file.name, self.source.app
            raise RemedyError(
                f"{name} is from {app}, but none of its columns is known to have the loads. Say", Remedy.LOADS
            )

    def preview(self, connection: sqlite3.Connection, answers: ImportAnswers = ImportAnswers()) -> Preview:
        """Return the preview of the import; change nothing."""
        if isinstance(self.source, NativeSource):
            return self._native_preview(connection, self.source)
        return self._plan(connection, answers, self.source).preview

    def run(
        self,
        database: Database,
        now: datetime,
        answers: ImportAnswers = ImportAnswers(),
        on_progress: ProgressCallback = lambda done, total: None,
    ) -> Preview:
        """Import the file in one transaction, and return the result; without anything new there is no edit.

        Raises ``NegcoachError`` when an answer is missing, or the database cannot be written.
        """
        self.require_answers(answers)
        with database.write_much(now) if self.is_large else database.write(patient=True) as connection:
            # What is there is read where the preview has read it: most often nothing has changed since.
            if isinstance(self.source, NativeSource):
                preview = self._native_preview(database.connection, self.source)
            else:
                plan = self._plan(database.connection, answers, self.source)
                preview = plan.preview
            with record_edit(connection, EditKind.IMPORT, preview.what, now) as recorder:
                if isinstance(self.source, NativeSource):
                    apply_upsert(connection, recorder, self.source.rows, lambda done: on_progress(done, preview.rows))
                else:
                    _write(recorder, plan, on_progress)
            return preview

    def _read(self, answers: ImportAnswers) -> ParsedFile:
        assert isinstance(self.source, AppSource), "own files have rows, not entries"
        recognised = self.source.recognised
        order = None if recognised.order else answers.order
        loads = answers.loads if recognised.lacks_loads else None
        if loads and loads not in recognised.table.header:
            raise NegcoachError(f"{self.source.file.name} has no column {quoted(clean(loads))}.")
        if (order, loads) not in self._parsed:
            parsed = recognised.parsed(self._today, order, loads, self._zone, self._on_read)
            parsed.require_readable(self.source.file.name)
            self._parsed[order, loads] = parsed
            if not recognised.needs_answers:  # the rows are read only once, and take as much room as all else
                self.source = replace(self.source, recognised=recognised.without_rows())
        return self._parsed[order, loads]

    def _plan(self, connection: sqlite3.Connection, answers: ImportAnswers, source: AppSource) -> _Plan:
        parsed = self._read(answers)
        asked = state_of(connection), replace(answers, take_over=False, left=frozenset())
        if self._matched is None or self._matched[0] != asked:  # the preview has often matched it already
            self._matched = self._planned = None
            self._matched = asked, self._match(connection, parsed, answers, source)
        matched = self._matched[1]
        if self._planned is None or self._planned[0] != answers:
            self._planned = answers, _Plan(_preview(source, parsed, matched, answers), matched, answers)
        return self._planned[1]

    def _match(
        self, connection: sqlite3.Connection, parsed: ParsedFile, answers: ImportAnswers, source: AppSource
    ) -> _Matched:
        matcher = ExerciseMatcher(self._library, answers.chosen)
        categories = parsed.entries.categories
        matches = {name: matcher.match(name, categories.get(name, "")) for name in parsed.entries.per_exercise}
        values = RowValues(matches, answers.unit, self._zone)
        match = match_file(connection, parsed, values, canon_of, source.recognised.columns.keys())
        weights = match_weights(connection, parsed.app, parsed.weights, values)
        match.skips += weights.skips
        match.differences += weights.differences
        return _Matched(match, weights, values)

    def _native_preview(self, connection: sqlite3.Connection, source: NativeSource) -> Preview:
        state = state_of(connection)
        if self._counts is None or self._counts[0] != state:
            self._counts = state, plan_upsert(connection, source.rows)
        return _native_preview(source, self._counts[1])


@dataclass(frozen=True, slots=True)
class _Matched:
    """The rows of a file by what becomes of them, and what they become."""

    match: FileMatch
    weights: WeightMatch
    values: RowValues


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written."""

    preview: Preview
    matched: _Matched
    answers: ImportAnswers


def _write(recorder: EditRecorder, plan: _Plan, on_progress: ProgressCallback) -> None:
    match, weights, values = plan.matched.match, plan.matched.weights.new, plan.matched.values
    taken = [difference for difference in match.differences if plan.answers.takes(difference)]
    total, done = len(match.created) + len(match.new) + len(weights) + len(taken), 0

    def count(rows: int = 1) -> None:
        nonlocal done
        before, done = done, done + rows
        if done // _PROGRESS_EVERY > before // _PROGRESS_EVERY:
            on_progress(done, total)

    def insert(table: str, rows: Iterator[dict[str, object]]) -> None:
        while batch := list(islice(rows, _PROGRESS_EVERY)):
            recorder.insert_many(table, batch)
            count(len(batch))

    for session_id, session in match.revived.items():
        recorder.update("sessions", (session_id,), values.session_row(session))
    insert("sessions", ({"id": one, **values.session_row(session)} for one, session in match.created.items()))
    for one in match.new.restored:
        recorder.update("concentric_sets", (one.id,), values.set_row(one.entry))
        count()
    _, now_ms = stamp(recorder.now)
    sets = (values.set_values(entry, set_id, session, now_ms) for set_id, session, entry in match.new.to_insert())
    with _ready_for(recorder, len(match.new)):
        while batch := list(islice(sets, _PROGRESS_EVERY)):
            recorder.insert_values(CONCENTRIC_SETS.name, CONCENTRIC_SETS.columns, batch)
            count(len(batch))
    insert("body_weights", ({"id": one.id, **weight_row(one.entry, one.kg, values)} for one in weights))
    for difference in taken:
        _take_over(recorder, difference, plan)
        count()
    _renumber(recorder, plan, {difference.id for difference in match.differences if not plan.answers.takes(difference)})
    on_progress(total, total)


def _ready_for(recorder: EditRecorder, sets: int) -> AbstractContextManager[None]:
    """Return what makes the table of lifted sets ready for so many new ones."""
    if sets < MANY_ROWS:
        return nullcontext()
    from negcoach.store.database.large_write import indexes_afterwards  # with so many, this is one

    (there,) = recorder.connection.execute("SELECT count(*) FROM concentric_sets").fetchone()
    return indexes_afterwards(recorder.connection, CONCENTRIC_SETS.name) if sets > there else nullcontext()


def _take_over(recorder: EditRecorder, difference: Difference, plan: _Plan) -> None:
    """Store what the file says."""
    table = difference.table or ("concentric_sets" if difference.exercise else "sessions")
    if difference.is_gone:
        deleted = {"deleted_at": stamp(recorder.now)[0]}
        recorder.update(table, (difference.id,), deleted)
        if table == "sessions":
            for set_id in _live_sets(recorder, difference.id):
                recorder.update("concentric_sets", (set_id,), deleted)
        return
    recorder.update(table, (difference.id,), difference.columns)
    if table == "sessions" and "started_at" in difference.columns:
        for set_id, entry in plan.matched.match.starts[difference.id]:
            row = plan.matched.values.set_row(entry)
            recorder.update("concentric_sets", (set_id,), {name: row[name] for name in ("started_at", "started_ms")})


def _live_sets(recorder: EditRecorder, session_id: str) -> list[str]:
    query = "SELECT id FROM concentric_sets WHERE session_id = ? AND deleted_at IS NULL"
    return [row[0] for row in recorder.connection.execute(query, (session_id,))]


def _renumber(recorder: EditRecorder, plan: _Plan, left: AbstractSet[str]) -> None:
    """Give the sets the places that they have in the file, where some came in between or the order was taken over.

    ``left`` are the sessions and sets of which something is left as it is.
    """
    match = plan.matched.match
    for session_id, numbers in match.numbers.items():
        if session_id not in match.reordered or session_id not in left:
            for set_id, number in numbers:
                recorder.update("concentric_sets", (set_id,), {"set_number": number})


def _preview(source: AppSource, parsed: ParsedFile, matched: _Matched, answers: ImportAnswers) -> Preview:
    match, weights = matched.match, matched.weights.new
    sessions = match.new.sessions
    days = sorted(parsed.sessions[session].start.at.date() for session in sessions)
    days = days or sorted(one.entry.at.at.date() for one in weights)
    beside = sum(one.entry.row is None for one in weights)
    return Preview(
        file=source.file.name,
        app=source.app,
        encoding=source.file.encoding,
        rows=parsed.rows,
        imported=len(match.new) + len(weights) - beside,
        sessions=len(sessions),
        sets=len(match.new),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        exercises=tuple(
            ExerciseFound(name, count, matched.values.matches[name])
            for name, count in parsed.entries.per_exercise.most_common()
        ),
        skipped=_skipped(match.skips),
        units=tuple(sorted(parsed.units)),
        unit=answers.unit,
        needs_unit=parsed.needs_unit,
        needs_order=source.recognised.order is None,
        order=answers.order,
        columns=source.recognised.table.header if source.recognised.lacks_loads else (),
        loads=answers.loads,
        differences=tuple(match.differences),
        taken=sum(answers.takes(difference) for difference in match.differences),
        likely_unit=_likely_unit(parsed, match),
        heaviest=_heaviest(parsed, answers.unit),
        weights=len(weights),
        beside=beside,
        newest=tuple(_newest(parsed, matched, answers.unit)),
    )


def _newest(parsed: ParsedFile, matched: _Matched, unit: Unit | None) -> Iterator[NewestSession]:
    """Yield the newest sessions of which sets are imported; ``unit`` is that of the loads without one."""
    new, matches = matched.match.new, matched.values.matches
    for session in nlargest(_NEWEST, new.sessions, key=lambda one: parsed.sessions[one].start.at):
        sets: dict[str, list[Entry]] = {}
        for entry in new.of_session(session):
            sets.setdefault(entry.exercise, []).append(entry)
        yield NewestSession(
            parsed.sessions[session].start.at.date(),
            parsed.sessions[session].title,
            tuple(
                (name if matches[name].kind is MatchKind.OWN else matches[name].name, _sets_text(entries, unit))
                for name, entries in sets.items()
            ),
        )


def _sets_text(entries: Sequence[Entry], unit: Unit | None) -> str:
    """Return ``60 kg × 8, 8 · 62.5 kg × 6``; without a load it is the reps alone."""
    parts = []
    for (load, own), alike in groupby(entries, key=lambda entry: (entry.load, entry.unit or unit)):
        reps = ", ".join(str(entry.reps) for entry in alike)
        parts.append(f"{file_load_text(load, own)} × {reps}" if load else f"{reps} reps")
    return " · ".join(parts)


def _heaviest(parsed: ParsedFile, unit: Unit | None) -> HeaviestLoad | None:
    """Return the heaviest load of a file, where it has any; ``unit`` is that of the loads without one."""
    is_mixed = len(parsed.units) + parsed.needs_unit > 1
    entry = max(parsed.entries, key=_kg(unit), default=None) if is_mixed else parsed.entries.heaviest
    if entry is None or entry.load <= 0:
        return None
    return HeaviestLoad(entry.exercise, entry.load, entry.unit or unit)


def _kg(unit: Unit | None) -> Callable[[Entry], float]:
    return lambda entry: entry.load * kg_per(entry.unit or unit or "kg")


def _likely_unit(parsed: ParsedFile, match: FileMatch) -> LikelyUnit | None:
    """Return the unit that the loads without one are likely in: that of those that are stored, or by their kind."""
    if not parsed.needs_unit:
        return None
    if match.kept_unit.total():
        (unit, _), *_ = match.kept_unit.most_common()
        return LikelyUnit(unit, "as imported before")
    unit_by_plates = unit_of_loads(parsed.entries.loads_without_unit)
    return None if unit_by_plates is None else LikelyUnit(unit_by_plates, "by the plates")


def _skipped(skips: Iterable[SkippedRow]) -> tuple[SkippedRows, ...]:
    """Return the skipped rows by reason, the most frequent first."""
    rows: dict[Reason, list[int]] = {}
    for skip in skips:
        rows.setdefault(skip.reason, []).append(skip.row)
    found = [SkippedRows(reason.value, len(numbers), min(numbers)) for reason, numbers in rows.items()]
    return tuple(sorted(found, key=lambda skipped: (-skipped.rows, skipped.why)))


def _native_preview(source: NativeSource, counts: Counts) -> Preview:
    """Return the preview of an export of negcoach; its exercises need no matching."""
    days = None if source.days is None else [date.fromisoformat(day) for day in source.days]
    there, older = sum(counts.same.values()), sum(counts.older.values())
    skipped = [
        *([SkippedRows("already there", there)] if there else []),
        *([SkippedRows("already there, and not older", older)] if older else []),
        *(SkippedRows(f"{_ROWS[one.table]}: {one.why}", one.rows) for one in counts.skipped),
    ]
    return Preview(
        file=source.file.name,
        app=source.app,
        encoding=source.file.encoding,
        rows=counts.rows,
        imported=counts.changes,
        sessions=counts.new["sessions"] + counts.newer["sessions"],
        sets=sum(counts.new[table] + counts.newer[table] for table in ("sets", "concentric_sets")),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        exercises=(),
        skipped=tuple(skipped),
        units=("kg",),
        unit=None,
        needs_unit=False,
        needs_order=False,
        order=None,
    )


_ROWS = {
    "sessions": "session",
    "sets": "set",
    "reps": "rep",
    "concentric_sets": "lifted set",
    "one_rms": "1RM",
    "body_weights": "body weight",
    "soreness": "soreness",
    "programme_runs": "programme started",
}
