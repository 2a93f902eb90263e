"""The edits that a lifter makes to the history, each one transaction that can be undone and is described in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from types import MappingProxyType

from negcoach.errors import NegcoachError
from negcoach.formatting import day_text, minutes_text, seconds_text
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import moment_of, new_id, stamp
from negcoach.store.database.tables import CONCENTRIC_SETS, REPS, SESSIONS, SETS, SqlTable, read_row
from negcoach.store.editing.activity import activities, renumber, shift
from negcoach.store.editing.edit_log import Edit, EditKind, EditRecorder, is_large_import, record_edit, redo, undo
from negcoach.store.editing.joins import joined_sessions
from negcoach.store.editing.lookups import (
    find_ended_session,
    find_live_rep,
    find_live_session,
    find_live_set,
    find_session,
    find_set,
    insertion_point,
    last_prescribed,
    performed_sets_in,
    session_day_text,
    session_label,
    set_label,
    sets_deleted_at,
)
from negcoach.store.editing.manual_sets import (
    ManualSet,
    SetRows,
    manual_set_rows,
    require_load,
    require_lowering,
    require_note,
    require_same_sides,
)
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.store.prescribed_set import prescribed_from_row
from negcoach.store.queries.lifter import newest_one_rm_of
from negcoach.texts import clean, counted, date_time_text, time_of_day_text
from negcoach.training.effort import require_rpe
from negcoach.training.exercise.exercise import Exercise, one_rm_slugs
from negcoach.training.exercise.prescription import require_way, require_way_of_set
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.way import STRAIGHT, Way, WayKind
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.pain import pain_text, require_pain
from negcoach.training.progress.visits import LONGEST_SESSION
from negcoach.training.score.stop_rules import NEVER_STOPS, Adherences, StopRules, by_side
from negcoach.training.terms import Knee, SetPurpose, Side, StopReason
from negcoach.training.units import Unit, format_load, unit_to_keep

MOST_LIFTED = 1000
"""The most reps of a lifted set: other programs' files have hundreds, for example of sit-ups."""


class Leave(Enum):
    """The argument of an edit for a value that stays unchanged."""

    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of one column: its name for people, and its old and new value in words ("" for a note).

    A column without a name goes with another one, and is not mentioned.
    """

    column: str
    name: str
    value: object
    before: str = ""
    after: str = ""

    @property
    def words(self) -> str:
        return f"{self.before} to {self.after}" if self.after else "changed"


class Editor:
    """Makes the lifter's edits. Times come with their offset; ids are those of ``SessionRecord`` and the records in it.

    Each method is one transaction and one recorded edit; it returns the edit in words, or "" when there was nothing to
    change, and raises ``NegcoachError`` when a value is out of range, the row is gone or in the bin, or the database
    cannot be written. ``unit`` is the unit of loads in those words; ``library`` has the exercises that are known;
    ``rules`` are the lifter's, by which lost tempo stops a set.
    """

    def __init__(
        self,
        database: Database,
        unit: Unit = "kg",
        library: Sequence[Exercise] = (),
        rules: StopRules = StopRules(),  # noqa: B008 (it is frozen)
    ) -> None:
        self._database = database
        self._unit = unit
        self._rules = rules
        self._library = {exercise.slug: exercise for exercise in library}

    def change_set(
        self,
        set_id: str,
        now: datetime,
        *,
        exercise: Exercise | Leave = Leave.UNCHANGED,
        load_kg: float | Leave = Leave.UNCHANGED,
        load_unit: Unit | None = None,
        reps: int | Leave = Leave.UNCHANGED,
        rpe: float | Leave | None = Leave.UNCHANGED,
        pain: Mapping[str, int | None] = MappingProxyType({}),
        knee: Knee | Leave | None = Leave.UNCHANGED,
        way: Way | Leave = Leave.UNCHANGED,
        note: str | Leave = Leave.UNCHANGED,
    ) -> str:
        """Change a set that was lowered or lifted: its exercise, the load performed, the effort (CR10), the note.

        Of a lowered one also the pain in it and on the morning after (0 to 10), by its columns in
        ``negcoach.store.pain``, how the knee was held, and the way it was done: one in which its exercise, one of the
        ``library``, can be done.
        ``load_unit`` is the unit in which the load was typed. ``reps`` is for a lifted set alone. A load below 0 is the
        help of a band or machine: of a lifted set, or of one lowered with the body's own weight. A set of a session
        that has not ended keeps its exercise, and a one-sided one does not become one of both sides.
        """
        with self._database.write(patient=True) as connection:
            table, row = find_live_set(connection, set_id)
            changes: list[_Change] = []
            if not isinstance(exercise, Leave):
                find_ended_session(connection, row["session_id"])
                changes += _exercise_changes(connection, table, row, exercise, self._library)
            if not isinstance(load_kg, Leave):
                body = None if isinstance(exercise, Leave) else exercise.bodyweight
                can_be_helped = table is CONCENTRIC_SETS or (bool(row["bodyweight"]) if body is None else body)
                changes += self._changes_of_load(row, load_kg, load_unit, bodyweight=can_be_helped)
            if not isinstance(reps, Leave):
                changes.append(_Change("reps", "reps", _lifted_reps(table, reps), str(row["reps"]), str(reps)))
            changes += _effort_and_note(row, rpe, note)
            if table is SETS:
                changes += _pain_and_knee(row, pain, knee)
                done = self._library.get(row["exercise"]) if isinstance(exercise, Leave) else exercise
                if not isinstance(way, Leave):
                    load = row["load_kg"] if isinstance(load_kg, Leave) else load_kg
                    changes.append(self._way_change(connection, row, done, way, load))
                elif not isinstance(exercise, Leave):
                    changes += _way_kept(row, exercise)
            return _change(
                *(connection, table, (set_id,), set_label(connection, row), changes, now),
                then=lambda edit: None if isinstance(exercise, Leave) else renumber(edit, row["session_id"]),
            )

    def change_session(
        self,
        session_id: str,
        now: datetime,
        *,
        started_at: datetime | Leave = Leave.UNCHANGED,
        minutes: int | Leave = Leave.UNCHANGED,
        rpe: float | Leave | None = Leave.UNCHANGED,
        note: str | Leave = Leave.UNCHANGED,
    ) -> str:
        """Change the start, the length, the effort (CR10) and the note of a session.

        With another start all its sets and reps move along. Its length, to the minute, is not less than to its last
        rep, and less than ``LONGEST_SESSION``. A session that has not ended keeps its times.
        """
        with self._database.write(patient=True) as connection:
            row = find_live_session(connection, session_id)
            changes: list[_Change] = []
            by = timedelta()
            if not (isinstance(started_at, Leave) and isinstance(minutes, Leave)):
                find_ended_session(connection, session_id)
                was = moment_of(row["started_at"])
                at = was if isinstance(started_at, Leave) else started_at
                by = at - was
                changes += _times(connection, row, at, None if isinstance(minutes, Leave) else minutes, now)
            changes += _effort_and_note(row, rpe, note)

            def move_along(edit: EditRecorder) -> None:
                if by and not isinstance(started_at, Leave):
                    shift(edit, activities(connection, session_id), by, started_at.tzinfo)

            subject = f"session of {session_day_text(row)}"
            return _change(connection, SESSIONS, (session_id,), subject, changes, now, then=move_along)

    def change_rep(self, set_id: str, ordinal: int, measured_ms: int | None, now: datetime) -> str:
        """Change the lowering time of a rep (``None``: not measured), and why its set ended where that follows."""
        require_lowering(measured_ms)
        with self._database.write(patient=True) as connection:
            row, words = find_live_rep(connection, set_id, ordinal)
            before = _adherences(connection, set_id)
            time = _Change("measured_ms", "time", measured_ms, _seconds(row["measured_ms"]), _seconds(measured_ms))
            correct_stop = partial(self._correct_stop, set_id=set_id, before=before)
            return _change(connection, REPS, (set_id, ordinal), words, [time], now, then=correct_stop)

    def delete_rep(self, set_id: str, ordinal: int, now: datetime) -> str:
        """Mark a rep as deleted, and change why its set ended where that follows."""
        with self._database.write(patient=True) as connection:
            _, words = find_live_rep(connection, set_id, ordinal)
            before = _adherences(connection, set_id)
            correct_stop = partial(self._correct_stop, set_id=set_id, before=before)
            rep, at = (REPS, (set_id, ordinal)), stamp(now)[0]
            return _set_deleted(connection, [rep], at, f"{words}: deleted", now, then=correct_stop)

    def delete_set(self, set_id: str, now: datetime) -> str:
        """Put a set into the bin."""
        with self._database.write(patient=True) as connection:
            table, row = find_live_set(connection, set_id)
            words = f"{set_label(connection, row)}: deleted"
            return _set_deleted(connection, [(table, (set_id,))], stamp(now)[0], words, now)

    def delete_session(self, session_id: str, now: datetime) -> str:
        """Put a session with all its sets into the bin."""
        with self._database.write(patient=True) as connection:
            row = find_live_session(connection, session_id)
            rows = [(SESSIONS, (session_id,)), *sets_deleted_at(connection, session_id, None)]
            return _set_deleted(connection, rows, stamp(now)[0], f"{session_label(connection, row)}: deleted", now)

    def bring_back_set(self, set_id: str, now: datetime) -> str:
        """Bring a set back from the bin."""
        with self._database.write(patient=True) as connection:
            table, row = find_set(connection, set_id)
            session = read_row(connection, SESSIONS, (row["session_id"],))
            if session is None or session["deleted_at"] is not None:
                raise NegcoachError("Its session is in the bin. Bring that back first.")
            return _set_deleted(
                connection, [(table, (set_id,))], None, f"{set_label(connection, row)}: brought back", now
            )

    def bring_back_session(self, session_id: str, now: datetime) -> str:
        """Bring a session back from the bin, with the sets that were deleted with it."""
        with self._database.write(patient=True) as connection:
            row = find_session(connection, session_id)
            if session_id in joined_sessions(connection):
                raise NegcoachError("That session was joined with another. Undo that edit instead.")
            sets = sets_deleted_at(connection, session_id, row["deleted_at"]) or performed_sets_in(
                connection, session_id
            )
            words = f"{session_label(connection, row)}: brought back"
            return _set_deleted(connection, [(SESSIONS, (session_id,)), *sets], None, words, now)

    def add_set(self, session_id: str, manual: ManualSet, now: datetime) -> str:
        """Add manual sets to a session, after the others; in an open session, before the set under way."""
        manual = self._with_kept_unit(manual)
        with self._database.write(patient=True) as connection:
            row = find_live_session(connection, session_id)
            words = f"{manual.exercise.name}, {session_day_text(row)}: {self._amount(manual)} added"
            with record_edit(connection, EditKind.ADD, words, now) as edit:
                at, begins = insertion_point(connection, row)
                made = _rows(edit, session_id, manual, at, now)
                if not begins:
                    made = _rows(edit, session_id, manual, at - (made[-1].ended - at), now)
                _insert(edit, made)
                return clean(words)

    def add_session(
        self, at: datetime, manual: ManualSet, now: datetime, *, rpe: float | None = None, note: str = ""
    ) -> str:
        """Add a session with its first manual sets; it began ``at``, which is not in the future.

        It is over: where its sets would last until after now, as those of one that is said to be of now, it began as
        much earlier.
        """
        manual = self._with_kept_unit(manual)
        if at > now:
            raise NegcoachError(f"A session can be added once it is done: {date_time_text(at)} is in the future.")
        ended = manual_set_rows(manual, "", at, now, after=None)[-1].ended
        at -= max(ended - now, timedelta())
        started_at, started_ms = stamp(at)
        if started_ms < 0:
            raise NegcoachError(f"A session is of 1970 or later, not of {at:%Y}.")
        session_id = new_id(at)
        values = {
            "id": session_id,
            "started_at": started_at,
            "started_ms": started_ms,
            "ended_at": started_at,
            "rpe": require_rpe(rpe),
            "note": require_note(note),
        }
        words = f"session of {day_text(at)}, {manual.exercise.name}: {self._amount(manual)} added"
        with (
            self._database.write(patient=True) as connection,
            record_edit(connection, EditKind.ADD, words, now) as edit,
        ):
            edit.insert("sessions", values)
            _insert(edit, _rows(edit, session_id, manual, at, now))
        return clean(words)

    def rename_exercise(
        self,
        slug: str,
        before: str,
        name: str,
        now: datetime,
        elsewhere: AbstractContextManager[object] | None = None,
    ) -> str:
        """Give the sets of an exercise that are called ``before`` its new name; it is the name that lists show.

        ``elsewhere`` renames it where else it has a name, and takes that back where it is left by an error: it is
        entered once the sets are renamed, and left once they are on disk. So either both are renamed, or neither.
        """
        with ExitStack() as at_the_end, self._database.write(patient=True) as connection:
            found = [
                (table, row["id"])
                for table in (SETS, CONCENTRIC_SETS)
                for row in connection.execute(
                    f"SELECT id FROM {table.name} WHERE exercise = ? AND exercise_name = ?", (slug, before)
                )
            ]
            words = f"{before}: called {name} in {counted(len(found), 'set')}"
            with record_edit(connection, EditKind.CHANGE, words, now) as edit:
                for table, set_id in found:
                    edit.update(table.name, (set_id,), {"exercise_name": name})
            if elsewhere is not None:
                at_the_end.enter_context(elsewhere)
            return clean(words) if found else ""

    def undo(self, now: datetime, edit_id: int | None = None) -> Edit:
        """Undo the newest edit, or the one named; see ``negcoach.store.editing.edit_log.undo``."""
        with self._writing_again(now, edit_id, redone=False) as connection:
            return undo(connection, now, edit_id)

    def redo(self, now: datetime, edit_id: int | None = None) -> Edit:
        """Redo the edit undone last, or the one named; see ``negcoach.store.editing.edit_log.redo``."""
        with self._writing_again(now, edit_id, redone=True) as connection:
            return redo(connection, now, edit_id)

    @contextmanager
    def _writing_again(self, now: datetime, edit_id: int | None, *, redone: bool) -> Iterator[sqlite3.Connection]:
        """Write as the edit did that is undone or redone: a large import in a copy."""
        with self._database.read() as connection:
            much = is_large_import(connection, redone=redone, edit_id=edit_id)
        with self._database.write_much(now) if much else self._database.write(patient=True) as connection:
            yield connection

    def _correct_stop(self, edit: EditRecorder, set_id: str, before: Adherences) -> None:
        """Let why a set ended follow from its reps, which were ``before``; one that has not ended has no reason."""
        _, row = find_live_set(edit.connection, set_id)
        if row["stop_reason"] is None:
            return
        prescribed, after = prescribed_from_row(row), _adherences(edit.connection, set_id)
        rules = self._rules if prescribed.counts_tempo else NEVER_STOPS
        was = StopReason(row["stop_reason"])
        stop = rules.corrected(was, before, after, prescribed.reps, sides=prescribed.sides)
        edit.update(SETS.name, (set_id,), {"stop_reason": stop.value})

    def _way_change(
        self, connection: sqlite3.Connection, row: sqlite3.Row, done: Exercise | None, way: Way, load_kg: float
    ) -> _Change:
        """Return the change to a way in which the set, with this load, can have been done."""
        before = _way_of(row)
        if way not in (before, STRAIGHT):
            if row["purpose"] != SetPurpose.WORK.value:
                raise NegcoachError("What was tested or tried was done straight.")
            if done is None:
                name = clean(row["exercise_name"])
                raise NegcoachError(f"{name} is not among the exercises any more: its sets can only be made straight.")
            number, sets = row["set_number"], row["planned_sets"]
            require_way_of_set(way, done, number=number, sets=sets, reps=row["planned_reps"])
            if way.kind is WayKind.DROP:
                self._require_less(connection, row, load_kg)
        return _Change("way", "way", str(way), str(before), str(way))

    def _require_less(self, connection: sqlite3.Connection, row: sqlite3.Row, load_kg: float) -> None:
        key = (row["session_id"], row["exercise"], row["set_number"] - 1)
        before = connection.execute(_LOAD_OF_SET, key).fetchone()
        if before is not None and load_kg >= before["load_kg"] - SAME_LOAD_KG:
            heavier = format_load(before["load_kg"], before["load_unit"] or self._unit)
            raise NegcoachError(f"A drop has less load than the set before it, {heavier}: give this one its load, too.")

    def _changes_of_load(
        self, row: sqlite3.Row, load_kg: float, unit: Unit | None, *, bodyweight: bool
    ) -> Iterator[_Change]:
        load_kg = require_load(load_kg, bodyweight=bodyweight)
        before = format_load(row["load_kg"], row["load_unit"] or self._unit)
        after = format_load(load_kg, unit or self._unit)
        yield _Change("load_kg", "load", load_kg, before, after)
        yield _Change("load_unit", "", unit if unit == row["load_unit"] else unit_to_keep(unit, self._unit))

    def _with_kept_unit(self, manual: ManualSet) -> ManualSet:
        return replace(manual, load_unit=unit_to_keep(manual.load_unit, self._unit))

    def _amount(self, manual: ManualSet) -> str:
        amount = f"{manual.sets} × {manual.reps}"
        load = format_load(manual.load_kg, manual.load_unit or self._unit)
        return f"{amount} with {load}" if manual.load_kg else amount


def _change(
    connection: sqlite3.Connection,
    table: SqlTable,
    key: tuple[object, ...],
    subject: str,
    changes: Iterable[_Change],
    now: datetime,
    then: Callable[[EditRecorder], None] = lambda edit: None,
) -> str:
    """Record an edit that changes one row, and what ``then`` does; return it in words, "" when nothing changes."""
    row = read_row(connection, table, key)
    made = [change for change in changes if row is None or row[change.column] != change.value]
    named = [change for change in made if change.name]
    if not named:
        return ""
    if len(named) == 1:
        words = f"{named[0].name} of {subject}: {named[0].words}"
    else:
        words = f"{subject}: {', '.join(f'{change.name} {change.words}' for change in named)}"
    with record_edit(connection, EditKind.CHANGE, words, now) as edit:
        edit.move(table.name, key, {change.column: change.value for change in made})
        then(edit)
    return clean(words)


def _set_deleted(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[SqlTable, tuple[object, ...]]],
    deleted_at: str | None,
    words: str,
    now: datetime,
    then: Callable[[EditRecorder], None] = lambda edit: None,
) -> str:
    """Record an edit that deletes rows at one time, or with ``None`` brings them back, and does what ``then`` does.

    Returns it in words.
    """
    with record_edit(connection, EditKind.CHANGE if deleted_at is None else EditKind.DELETE, words, now) as edit:
        for table, key in rows:
            edit.update(table.name, key, {"deleted_at": deleted_at})
        then(edit)
    return clean(words) if edit.changes else ""


def _adherences(connection: sqlite3.Connection, set_id: str) -> Adherences:
    """Return what the reps of a set took of their time, those that are not deleted."""
    query = "SELECT side, measured_ms, target_ms FROM reps WHERE set_id = ? AND deleted_at IS NULL ORDER BY ordinal"
    return by_side(
        (
            row["side"] and Side(row["side"]),
            None if row["measured_ms"] is None else adherence_of(row["measured_ms"], row["target_ms"]),
        )
        for row in connection.execute(query, (set_id,))
    )


def _rows(edit: EditRecorder, session_id: str, manual: ManualSet, at: datetime, now: datetime) -> tuple[SetRows, ...]:
    after = last_prescribed(edit.connection, session_id, manual.exercise.slug)
    return manual_set_rows(manual, session_id, at, now, after=after)


def _insert(edit: EditRecorder, sets: Iterable[SetRows]) -> None:
    """Insert sets, and extend their session until their end, unless it is open."""
    for made in sets:
        edit.insert("sets", made.row)
        for rep in made.reps:
            edit.insert("reps", rep)
        session_id = str(made.row["session_id"])
        ended_at = find_session(edit.connection, session_id)["ended_at"]
        if ended_at is not None and moment_of(ended_at) < made.ended:
            edit.move("sessions", (session_id,), {"ended_at": stamp(made.ended)[0]})


_LOAD_OF_SET = """
    SELECT load_kg, load_unit FROM sets
    WHERE session_id = ? AND exercise = ? AND set_number = ? AND deleted_at IS NULL ORDER BY started_ms DESC LIMIT 1
"""


def _exercise_changes(
    connection: sqlite3.Connection,
    table: SqlTable,
    row: sqlite3.Row,
    exercise: Exercise,
    library: Mapping[str, Exercise],
) -> list[_Change]:
    """Return the changes that make a set one of another exercise; tempo, reps and load stay as they were performed."""
    name = _Change("exercise_name", "exercise", exercise.name, clean(row["exercise_name"]), exercise.name)
    slug = _Change("exercise", "", exercise.slug)
    if table is CONCENTRIC_SETS:
        return [name, slug, _Change("muscles", "", "\n".join(exercise.muscles))]
    require_same_sides(exercise, unilateral=bool(row["unilateral"]))
    if not exercise.bodyweight and min(row["planned_load_kg"], row["load_kg"]) < 0:
        raise NegcoachError(f"The set was helped: {exercise.name} has a load, and cannot be.")
    slugs = one_rm_slugs(exercise.slug, tuple(library.values()))
    known = newest_one_rm_of(connection, slugs, row["started_ms"])
    return [
        name,
        slug,
        _Change("starts_with", "", exercise.starts_with.value),
        _Change("bodyweight", "", int(exercise.bodyweight)),
        _Change("one_rm_kg", "", known and known["kg"]),
    ]


def _way_of(row: sqlite3.Row) -> Way:
    """Return the way that a set was done: of a drop set only the last one."""
    way = Way.parse(row["way"])
    return way if way.changes(row["set_number"], row["planned_sets"]) else STRAIGHT


def _way_kept(row: sqlite3.Row, exercise: Exercise) -> Iterator[_Change]:
    """Yield what becomes of a way with another exercise: none that the set was done in is given up."""
    try:
        require_way(Way.parse(row["way"]), exercise, row["planned_sets"])
    except NegcoachError:
        if _way_of(row) != STRAIGHT:
            raise
        yield _Change("way", "", str(STRAIGHT))


def _times(
    connection: sqlite3.Connection, row: sqlite3.Row, at: datetime, minutes: int | None, now: datetime
) -> list[_Change]:
    """Return the changes of a session's start and end; with ``minutes`` ``None`` its length stays."""
    was, ended = (moment_of(row[name]) for name in ("started_at", "ended_at"))
    length = ended - was if minutes is None else timedelta(minutes=minutes)
    least = max((one.ended_at - was for one in activities(connection, row["id"]) if not one.deleted), default=None)
    if minutes is not None and least is not None and length < least:
        whole = -(-least // timedelta(minutes=1))
        raise NegcoachError(f"The last rep was in minute {whole}: the session cannot be shorter than {whole} min.")
    if minutes is not None and not timedelta() <= length < LONGEST_SESSION:
        raise NegcoachError("A session lasts less than 24 hours.")
    if at + length > now:
        raise NegcoachError(f"A session can be edited once it is over: {date_time_text(at + length)} is in the future.")
    started_at, started_ms = stamp(at)
    if started_ms < 0:
        raise NegcoachError(f"A session is of 1970 or later, not of {at:%Y}.")
    found = [_Change("ended_at", "", stamp((at + length).astimezone(at.tzinfo))[0])]
    if minutes is not None:
        found = [replace(found[0], name="length", before=minutes_text(ended - was), after=minutes_text(length))]
    if at != was:
        start = _Change("started_at", "start", started_at, _moment(was), _moment(at))
        found = [start, _Change("started_ms", "", started_ms), *found]
    return found


def _moment(at: datetime) -> str:
    return f"{day_text(at)}, {time_of_day_text(at)}"


def _effort_and_note(row: sqlite3.Row, rpe: float | Leave | None, note: str | Leave) -> list[_Change]:
    changes: list[_Change] = []
    if not isinstance(rpe, Leave):
        effort = require_rpe(rpe)
        changes.append(_Change("rpe", "RPE", effort, _effort(row["rpe"]), _effort(effort)))
    if not isinstance(note, Leave):
        changes.append(_Change("note", "note", require_note(note, row["note"]), "", ""))
    return changes


_PAIN_NAMES = {
    columns[field]: f"pain{'' if field == 'whole' else f' on the {field}'}{later}"
    for columns, later in ((PAIN_COLUMNS, ""), (NEXT_MORNING_COLUMNS, " the next morning"))
    for field in columns
}
"""By column: what a pain is called in an edit."""


def _pain_and_knee(row: sqlite3.Row, pain: Mapping[str, int | None], knee: Knee | Leave | None) -> list[_Change]:
    changes: list[_Change] = []
    for column, level in pain.items():
        known = require_pain(level)
        before, after = (pain_text(one) or "not said" for one in (row[column], known))
        changes.append(_Change(column, _PAIN_NAMES[column], known, before, after))
    if not isinstance(knee, Leave):
        value = knee and knee.value
        changes.append(_Change("knee", "knee", value, row["knee"] or "none", value or "none"))
    return changes


def _lifted_reps(table: SqlTable, reps: int) -> int:
    if table is not CONCENTRIC_SETS:
        raise NegcoachError("The reps of a lowered set are kept one by one: delete one, or add a set.")
    if not 1 <= reps <= MOST_LIFTED:
        raise NegcoachError(f"Reps: from 1 to {MOST_LIFTED}, not {reps}.")
    return reps


def _effort(rpe: float | None) -> str:
    return "none" if rpe is None else f"{rpe:g}"


def _seconds(ms: int | None) -> str:
    return "not measured" if ms is None else f"{seconds_text(ms)}"
