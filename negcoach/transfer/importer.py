"""Imports: what a file says, made rows of sessions and concentric sets, in one transaction and undone as one.

The ids are made from what the file says, not by chance: session by program, start and title, set by session,
exercise and its place among the sets of that exercise. So the same file brings nothing the second time, a longer one
only what is new, and sets that are alike all count. The start is that of the clock on the wall: another machine, in
another zone, makes the same ids of it.
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
from negcoach.store.editing.edit_log import EditKind, EditRecorder, record_edit
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.apps.entries import Entry, EntrySession, Parsed, Reason, Skip
from negcoach.transfer.apps.names import Mapped, Naming
from negcoach.transfer.native.upsert import Counts, apply_upsert, plan_upsert
from negcoach.transfer.preview import ExerciseFound, Preview, SkippedRows
from negcoach.transfer.sources import OtherSource, OwnSource, Source

_AT_ONCE = 500
_TOLD_EVERY = 500

Tell = Callable[[int, int], None]
"""Told how many rows of how many are written; what it raises ends the import and leaves nothing of it."""


class CancelledError(NegcoachError):
    """Raised to end an import that is under way."""

    def __init__(self) -> None:
        super().__init__("The import was cancelled. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the lifter says that the file does not: the unit of its loads, the order of its dates, and by the names
    of its exercises the slugs that some are to be taken for."""

    unit: Unit | None = None
    order: DayOrder | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)


class Importer:
    """One file on its way in. Reading is done once; a preview can be made anew with every answer."""

    def __init__(self, source: Source, library: Sequence[Exercise], zone: tzinfo | None = None) -> None:
        """Import ``source``; its exercises are looked for in ``library``.

        Times without an offset are those of ``zone``, ``None``: of this machine.
        """
        self.source = source
        self._library = library
        self._zone = zone
        self._parsed: dict[DayOrder | None, Parsed] = {}

    @property
    def exercises(self) -> tuple[str, ...]:
        """The names of the file's exercises that can be taken for another, in the order of the file."""
        if isinstance(self.source, OwnSource):
            return ()
        return tuple(dict.fromkeys(entry.exercise for entry in self._read(ImportAnswers()).entries))

    def require_answers(self, answers: ImportAnswers) -> None:
        """Raise ``NegcoachError`` where something is still to be answered before the file can be imported."""
        if isinstance(self.source, OwnSource):
            return
        name = self.source.file.name
        if self._read(answers).needs_unit and answers.unit is None:
            raise RemedyError(f"{name} does not say the unit of its loads. Say", Remedy.UNIT)
        if self.source.recognised.order is None and answers.order is None:
            raise RemedyError(f"{name} does not tell whether 03/04 is in March or April. Say", Remedy.DAY_ORDER)

    def preview(self, connection: sqlite3.Connection, answers: ImportAnswers = ImportAnswers()) -> Preview:
        """Return what the import would do; change nothing."""
        if isinstance(self.source, OwnSource):
            return _own_preview(self.source, plan_upsert(connection, self.source.rows))
        return self._plan(connection, answers, self.source).preview

    def carry_out(
        self,
        database: Database,
        now: datetime,
        answers: ImportAnswers = ImportAnswers(),
        tell: Tell = lambda done, total: None,
    ) -> Preview:
        """Import, in one transaction, and return what was done; a file that brings nothing new leaves no edit.

        Raises ``NegcoachError`` when something has to be answered first, or it could not be kept.
        """
        self.require_answers(answers)
        with database.write(patient=True) as connection:
            if isinstance(self.source, OwnSource):
                return _bring_own(connection, self.source, now, tell)
            plan = self._plan(connection, answers, self.source)
            with record_edit(connection, EditKind.IMPORT, plan.preview.what, now) as recorder:
                _insert(recorder, plan, tell)
            return plan.preview

    def _read(self, answers: ImportAnswers) -> Parsed:
        assert isinstance(self.source, OtherSource), "own files have rows, not entries"
        order = None if self.source.recognised.order else answers.order
        if order not in self._parsed:
            self._parsed[order] = self.source.recognised.parsed(order)
        return self._parsed[order]

    def _plan(self, connection: sqlite3.Connection, answers: ImportAnswers, source: OtherSource) -> _Plan:
        parsed = self._read(answers)
        naming = Naming(self._library, answers.chosen)
        categories = {entry.exercise: entry.category for entry in reversed(parsed.entries) if entry.category}
        mapped = {
            name: naming.mapped(name, categories.get(name, ""))
            for name in dict.fromkeys(entry.exercise for entry in parsed.entries)
        }
        entries, skips = _sifted(connection, parsed, answers.unit)
        preview = _preview(source, parsed, entries, skips, mapped, answers)
        return _Plan(preview, parsed.sessions, tuple(entries), mapped, answers.unit, self._zone)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be inserted; ``entries`` are by the ids of their sets."""

    preview: Preview
    sessions: Mapping[str, EntrySession]
    entries: tuple[tuple[str, Entry], ...]
    mapped: Mapping[str, Mapped]
    unit: Unit | None
    zone: tzinfo | None


def _sifted(
    connection: sqlite3.Connection, parsed: Parsed, unit: Unit | None
) -> tuple[list[tuple[str, Entry]], list[Skip]]:
    """Return the entries that are to be inserted, by id, and why the others are not."""
    identified = [(_set_id(entry), entry) for entry in parsed.entries]
    sets = _present(connection, "concentric_sets", [set_id for set_id, _ in identified])
    sessions = _present(connection, "sessions", list(parsed.sessions))
    kept: list[tuple[str, Entry]] = []
    skips = list(parsed.skips)
    for set_id, entry in identified:
        lives, session_lives = sets.get(set_id), sessions.get(entry.session, True)
        if lives is not None:
            skips.append(Skip(entry.row, Reason.THERE if lives else Reason.IN_BIN))
        elif not session_lives:
            skips.append(Skip(entry.row, Reason.SESSION_IN_BIN))
        elif abs(_kg(entry, unit)) > MOST_KG:
            skips.append(Skip(entry.row, Reason.HEAVY))
        else:
            kept.append((set_id, entry))
    return kept, skips


def _set_id(entry: Entry) -> str:
    return str(uuid.uuid5(uuid.UUID(entry.session), f"{entry.exercise}\n{entry.occurrence}"))


def _present(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> dict[str, bool]:
    """Return which of these ids are there, and whether they live (or lie in the bin)."""
    found: dict[str, bool] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        query = f"SELECT id, deleted_at IS NULL FROM {table} WHERE id IN ({', '.join('?' * len(some))})"
        found.update((row[0], bool(row[1])) for row in connection.execute(query, some))
    return found


def _kg(entry: Entry, unit: Unit | None) -> float:
    return entry.load * KG_PER_LB if (entry.unit or unit) == "lb" else entry.load


def _insert(recorder: EditRecorder, plan: _Plan, tell: Tell) -> None:
    sessions = list(dict.fromkeys(entry.session for _, entry in plan.entries))
    present = _present(recorder.connection, "sessions", sessions)
    total = len(sessions) + len(plan.entries)
    for number, session_id in enumerate(sessions, start=1):
        if session_id not in present:
            recorder.insert("sessions", _session_values(plan.sessions[session_id], plan.zone))
        if number % _TOLD_EVERY == 0:
            tell(number, total)
    for number, (set_id, entry) in enumerate(plan.entries, start=len(sessions) + 1):
        recorder.insert("concentric_sets", _set_values(set_id, entry, plan))
        if number % _TOLD_EVERY == 0:
            tell(number, total)
    tell(total, total)


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
    mapped = plan.mapped[entry.exercise]
    load_kg = _kg(entry, plan.unit)
    at, ms = stamp(entry.at.moment(plan.zone))
    return {
        "id": set_id,
        "session_id": entry.session,
        "exercise": mapped.exercise,
        "exercise_name": entry.exercise,
        "muscles": "\n".join(mapped.muscles),
        "set_number": entry.number,
        "kind": entry.kind.value,
        "load_kg": -abs(load_kg) if mapped.assisted and load_kg else load_kg,
        "reps": entry.reps,
        "rpe": entry.rpe,
        "note": entry.note,
        "started_at": at,
        "started_ms": ms,
        "deleted_at": None,
    }


def _preview(
    source: OtherSource,
    parsed: Parsed,
    entries: Sequence[tuple[str, Entry]],
    skips: Sequence[Skip],
    mapped: Mapping[str, Mapped],
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
        exercises=tuple(ExerciseFound(name, count, mapped[name]) for name, count in sets.most_common()),
        skipped=_skipped(skips),
        units=tuple(sorted(parsed.units)),
        unit=answers.unit,
        needs_unit=parsed.needs_unit,
        needs_order=source.recognised.order is None,
        order=answers.order,
    )


def _skipped(skips: Iterable[Skip]) -> tuple[SkippedRows, ...]:
    """Count rows by their reasons, the commonest first."""
    rows: dict[Reason, list[int]] = {}
    for skip in skips:
        rows.setdefault(skip.reason, []).append(skip.row)
    found = [SkippedRows(reason.value, len(numbers), min(numbers)) for reason, numbers in rows.items()]
    return tuple(sorted(found, key=lambda skipped: (-skipped.rows, skipped.why)))


def _bring_own(connection: sqlite3.Connection, source: OwnSource, now: datetime, tell: Tell) -> Preview:
    preview = _own_preview(source, plan_upsert(connection, source.rows))
    with record_edit(connection, EditKind.IMPORT, preview.what, now) as recorder:
        apply_upsert(connection, recorder, source.rows, lambda done: tell(done, preview.rows))
    return preview


def _own_preview(source: OwnSource, counts: Counts) -> Preview:
    """Tell what an export of negcoach would bring; its exercises are ours already."""
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
}
