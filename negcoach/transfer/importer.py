"""The import of a file: its sessions and sets become rows, in one transaction and as one edit that can be undone.

Ids are derived from the file, not random: a session's from program, start and title, a set's from its session, its
exercise and its position among the sets of that exercise. So the same file adds nothing the second time, a longer one
only what is new, and equal sets all count. The start is the local time: another machine, in another time zone, derives
the same ids.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import stamp
from negcoach.store.database.tables import live_by_id
from negcoach.store.editing.edit_log import EditKind, EditRecorder, record_edit
from negcoach.store.editing.joins import joined_sessions
from negcoach.texts import clean, quoted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.apps.entries import Entry, EntrySession, ParsedFile, Reason, SkippedRow
from negcoach.transfer.apps.names import ExerciseMatch, ExerciseMatcher
from negcoach.transfer.native.upsert import Counts, apply_upsert, plan_upsert
from negcoach.transfer.preview import ExerciseFound, Preview, SkippedRows
from negcoach.transfer.sources import AppSource, NativeSource, Source

_PROGRESS_EVERY = 500

ProgressCallback = Callable[[int, int], None]
"""Called with the number of rows written and of all rows; if it raises, the import is rolled back."""


class CancelledError(NegcoachError):
    """Raised in a progress callback to cancel the import."""

    def __init__(self) -> None:
        super().__init__("The import was cancelled. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """The lifter's answers about facts missing in the file: the unit of its loads and the order of its dates.

    ``loads`` is the name of the column with the loads, "" for a file without any. ``chosen`` has the slugs chosen for
    exercises, by their names in the file.
    """

    unit: Unit | None = None
    order: DayOrder | None = None
    loads: str | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)


class Importer:
    """Imports one file, which is read only once; previews can be made with different answers."""

    def __init__(
        self, source: Source, library: Sequence[Exercise], zone: tzinfo | None = None, today: date | None = None
    ) -> None:
        """Prepare to import ``source``; its exercises are matched to those of ``library``.

        Times without an offset are in the time zone ``zone``; ``None`` means that of this machine. What is after
        ``today`` is left out; ``None`` means the day on this machine.
        """
        self.source = source
        self._library = library
        self._zone = zone
        self._today = today or datetime.now().astimezone().date()
        self._parsed: dict[tuple[DayOrder | None, str | None], ParsedFile] = {}

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of the file's exercises for which another can be chosen, in the order of the file."""
        if isinstance(self.source, NativeSource):
            return ()
        return tuple(dict.fromkeys(entry.exercise for entry in self._read(ImportAnswers()).entries))

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
            return _native_preview(self.source, plan_upsert(connection, self.source.rows))
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
        with database.write(patient=True) as connection:
            if isinstance(self.source, NativeSource):
                return _import_native(connection, self.source, now, on_progress)
            plan = self._plan(connection, answers, self.source)
            with record_edit(connection, EditKind.IMPORT, plan.preview.what, now) as recorder:
                _insert(recorder, plan, on_progress)
            return plan.preview

    def _read(self, answers: ImportAnswers) -> ParsedFile:
        assert isinstance(self.source, AppSource), "own files have rows, not entries"
        recognised = self.source.recognised
        order = None if recognised.order else answers.order
        loads = answers.loads if recognised.lacks_loads else None
        if loads and loads not in recognised.table.header:
            raise NegcoachError(f"{self.source.file.name} has no column {quoted(clean(loads))}.")
        if (order, loads) not in self._parsed:
            parsed = recognised.parsed(self._today, order, loads)
            parsed.require_readable(self.source.file.name)
            self._parsed[order, loads] = parsed
        return self._parsed[order, loads]

    def _plan(self, connection: sqlite3.Connection, answers: ImportAnswers, source: AppSource) -> _Plan:
        parsed = self._read(answers)
        matcher = ExerciseMatcher(self._library, answers.chosen)
        categories = {entry.exercise: entry.category for entry in reversed(parsed.entries) if entry.category}
        matches = {
            name: matcher.match(name, categories.get(name, ""))
            for name in dict.fromkeys(entry.exercise for entry in parsed.entries)
        }
        places = _places(connection, parsed.sessions)
        entries, skips = _select(connection, parsed, places, answers.unit)
        preview = _preview(source, parsed, entries, skips, matches, answers)
        return _Plan(preview, parsed.sessions, places, tuple(entries), matches, answers.unit, self._zone)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The rows to insert; ``entries`` are paired with the ids of their sets, ``places`` see ``_places``."""

    preview: Preview
    sessions: Mapping[str, EntrySession]
    places: Mapping[str, str]
    entries: tuple[tuple[str, Entry], ...]
    matches: Mapping[str, ExerciseMatch]
    unit: Unit | None
    zone: tzinfo | None


def _places(connection: sqlite3.Connection, session_ids: Iterable[str]) -> dict[str, str]:
    """Return the session that each of the file's goes into: itself, or the one that it was joined into since."""
    joined = joined_sessions(connection)
    there = live_by_id(connection, "sessions", {join.into for join in joined.values()})
    return {one: joined[one].into if one in joined and joined[one].into in there else one for one in session_ids}


def _select(
    connection: sqlite3.Connection, parsed: ParsedFile, places: Mapping[str, str], unit: Unit | None
) -> tuple[list[tuple[str, Entry]], list[SkippedRow]]:
    """Return the entries to insert, each with its id, and the skipped rows."""
    identified = [(_set_id(entry), entry) for entry in parsed.entries]
    sets = live_by_id(connection, "concentric_sets", [set_id for set_id, _ in identified])
    sessions = live_by_id(connection, "sessions", list(places.values()))
    new: list[tuple[str, Entry]] = []
    skips = list(parsed.skips)
    for set_id, entry in identified:
        live, session_live = sets.get(set_id), sessions.get(places[entry.session], True)
        if live is not None:
            skips.append(SkippedRow(entry.row, Reason.THERE if live else Reason.IN_BIN))
        elif not session_live:
            skips.append(SkippedRow(entry.row, Reason.SESSION_IN_BIN))
        elif abs(_kg(entry, unit)) > MOST_KG:
            skips.append(SkippedRow(entry.row, Reason.HEAVY))
        else:
            new.append((set_id, entry))
    return new, skips


def _set_id(entry: Entry) -> str:
    return str(uuid.uuid5(uuid.UUID(entry.session), f"{entry.exercise}\n{entry.occurrence}"))


def _kg(entry: Entry, unit: Unit | None) -> float:
    return entry.load * KG_PER_LB if (entry.unit or unit) == "lb" else entry.load


def _insert(recorder: EditRecorder, plan: _Plan, on_progress: ProgressCallback) -> None:
    sessions = list(dict.fromkeys(entry.session for _, entry in plan.entries))
    present = live_by_id(recorder.connection, "sessions", [plan.places[one] for one in sessions])
    total = len(sessions) + len(plan.entries)
    for number, session_id in enumerate(sessions, start=1):
        if plan.places[session_id] not in present:
            recorder.insert("sessions", _session_values(plan.sessions[session_id], plan.zone))
        if number % _PROGRESS_EVERY == 0:
            on_progress(number, total)
    for number, (set_id, entry) in enumerate(plan.entries, start=len(sessions) + 1):
        recorder.insert("concentric_sets", _set_values(set_id, entry, plan))
        if number % _PROGRESS_EVERY == 0:
            on_progress(number, total)
    on_progress(total, total)


def _session_values(session: EntrySession, zone: tzinfo | None) -> dict[str, object]:
    at, ms = stamp(session.start.moment(zone))
    return {
        "id": session.id,
        "started_at": at,
        "started_ms": ms,
        "ended_at": stamp(session.end.moment(zone))[0],
        "title": session.title,
        "note": session.note,
        "rpe": None,
        "deleted_at": None,
    }


def _set_values(set_id: str, entry: Entry, plan: _Plan) -> dict[str, object]:
    match = plan.matches[entry.exercise]
    load_kg = _kg(entry, plan.unit)
    at, ms = stamp(entry.at.moment(plan.zone))
    return {
        "id": set_id,
        "session_id": plan.places[entry.session],
        "exercise": match.exercise,
        "exercise_name": entry.exercise,
        "muscles": "\n".join(match.muscles),
        "set_number": entry.number,
        "kind": entry.kind.value,
        "load_kg": -abs(load_kg) if match.assisted and load_kg else load_kg,
        "load_unit": entry.unit or plan.unit,
        "reps": entry.reps,
        "rpe": entry.rpe,
        "note": entry.note,
        "started_at": at,
        "started_ms": ms,
        "deleted_at": None,
    }


def _preview(
    source: AppSource,
    parsed: ParsedFile,
    entries: Sequence[tuple[str, Entry]],
    skips: Sequence[SkippedRow],
    matches: Mapping[str, ExerciseMatch],
    answers: ImportAnswers,
) -> Preview:
    sets = Counter(entry.exercise for entry in parsed.entries)
    sessions = dict.fromkeys(entry.session for _, entry in entries)
    days = sorted(parsed.sessions[session].start.at.date() for session in sessions)
    return Preview(
        file=source.file.name,
        app=source.app,
        encoding=source.file.encoding,
        rows=parsed.rows,
        imported=len(entries),
        sessions=len(sessions),
        sets=len(entries),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        exercises=tuple(ExerciseFound(name, count, matches[name]) for name, count in sets.most_common()),
        skipped=_skipped(skips),
        units=tuple(sorted(parsed.units)),
        unit=answers.unit,
        needs_unit=parsed.needs_unit,
        needs_order=source.recognised.order is None,
        order=answers.order,
        columns=source.recognised.table.header if source.recognised.lacks_loads else (),
        loads=answers.loads,
    )


def _skipped(skips: Iterable[SkippedRow]) -> tuple[SkippedRows, ...]:
    """Return the skipped rows by reason, the most frequent first."""
    rows: dict[Reason, list[int]] = {}
    for skip in skips:
        rows.setdefault(skip.reason, []).append(skip.row)
    found = [SkippedRows(reason.value, len(numbers), min(numbers)) for reason, numbers in rows.items()]
    return tuple(sorted(found, key=lambda skipped: (-skipped.rows, skipped.why)))


def _import_native(
    connection: sqlite3.Connection, source: NativeSource, now: datetime, on_progress: ProgressCallback
) -> Preview:
    preview = _native_preview(source, plan_upsert(connection, source.rows))
    with record_edit(connection, EditKind.IMPORT, preview.what, now) as recorder:
        apply_upsert(connection, recorder, source.rows, lambda done: on_progress(done, preview.rows))
    return preview


def _native_preview(source: NativeSource, counts: Counts) -> Preview:
    """Return the preview of an export of negcoach; its exercises need no matching."""
    days = sorted(date.fromisoformat(str(row["started_at"])[:10]) for row in source.rows["sessions"])
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
    "programme_runs": "programme begun",
}
