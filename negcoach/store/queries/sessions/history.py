"""Queries of the history: a quick list of sessions, and each session with its sets and reps."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from negcoach.store.database.stamps import iso, moment_of
from negcoach.store.database.totals import BODY_KG_OF_SET, HELD
from negcoach.store.pain import NEXT_MORNING_COLUMNS, pain_levels, pain_values
from negcoach.store.prescribed_set import PrescribedSet, prescribed_from_row
from negcoach.texts import clean
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.pain import NOT_SAID, PainLevels
from negcoach.training.progress.volume import volume_kg
from negcoach.training.score.timeline import Rep, is_judged
from negcoach.training.terms import Attempt, RecordFlag, SetPurpose, Side, StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import Any

    from negcoach.training.units import Unit

PAINFUL_SETS = """(
    SELECT count(*) FROM sets
    WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL AND sets.stop_reason = 'pain'
)"""
"""How many sets of a session ended in pain: counted as it is read, in ``sets_by_session``."""

_TRIED = f"""
    SELECT count(*) FROM sets
    WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL AND sets.purpose = '{SetPurpose.TRY.value}'
"""
"""How many sets of a session are tries of full reps: counted as it is read, in ``sets_by_session``."""

_REACHED = f"{_TRIED} AND sets.attempt = '{Attempt.YES.value}'"

REACHED_SESSIONS = f"""(
    SELECT sets.session_id FROM sets INDEXED BY sets_tried
    WHERE sets.purpose = '{SetPurpose.TRY.value}' AND sets.deleted_at IS NULL AND sets.attempt = '{Attempt.YES.value}'
)"""
"""The sessions in which full reps were reached at the end of a ladder, from the first one to graduation. There are few
tries: SQLite, which cannot know that, would read all sets but for ``sets_tried``."""

_HELD_SUM = f"""
    SELECT coalesce(sum(sets.{{}}), 0) FROM sets
    WHERE sets.session_id = sessions.id AND sets.deleted_at IS NULL AND ({HELD})
"""
"""A total of the sets of a session whose tempo does not count, in ``sets_by_session``."""

SESSION_COLUMNS = (
    f"sessions.*, {PAINFUL_SETS} AS painful_sets, ({_TRIED}) AS tried_sets, ({_REACHED}) AS reached_rungs, "
    f"({_HELD_SUM.format('measured_ms')}) AS held_ms, ({_HELD_SUM.format('measured_target_ms')}) AS held_target_ms"
)
"""The columns that ``session_row`` reads."""

ROWS_QUERY = f"""
    SELECT {SESSION_COLUMNS} FROM sessions
    WHERE deleted_at IS NULL AND (started_ms, id) < (?, ?)
    ORDER BY started_ms DESC, id DESC LIMIT ?
"""
"""A page of the list: read backwards along ``sessions_by_start`` from where the last page ended."""

_AFTER_ALL = (2**63 - 1, "")

_PAGE = "SELECT id FROM sessions WHERE deleted_at IS NULL ORDER BY started_ms DESC, id DESC LIMIT ? OFFSET ?"
_DELETED_PAINFUL_SETS = f"""
    SELECT sets.*, {BODY_KG_OF_SET} AS body_kg FROM sets
    WHERE session_id = ? AND deleted_at IS NOT NULL AND stop_reason = 'pain'
"""
_ONE = "SELECT id FROM sessions WHERE deleted_at IS NULL AND id = ?"


@dataclass(frozen=True, slots=True)
class RepRecord:
    """A stored rep; ``measured_ms`` is ``None`` where *bottom reached* was not pressed.

    An ``open`` one has no count to keep: ``target_ms`` is the longest that it could last. Of one that is ``held`` the
    tempo does not count yet.
    """

    ordinal: int
    number: int
    side: Side | None
    target_ms: int
    measured_ms: int | None
    completed_at: datetime
    open: bool = False
    held: bool = False

    @property
    def lowered(self) -> Rep:
        """The rep as the training has it; its end on the set's track is not stored, and is 0 here."""
        return Rep(
            *(self.ordinal, self.number, self.side, self.target_ms, self.measured_ms),
            ended_ms=0,
            open=self.open,
            held=self.held,
        )

    @property
    def judged(self) -> bool:
        """Whether it counts in a share of target time."""
        return is_judged(self.measured_ms, self.open, self.held)

    @property
    def held_ms(self) -> int | None:
        """How long it was held, where its tempo does not count, and it was measured."""
        return self.measured_ms if self.held else None

    @property
    def tension_ms(self) -> int:
        """The lowering time; the prescribed one where it was not measured."""
        return self.target_ms if self.measured_ms is None else self.measured_ms


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set, as prescribed (``prescribed``) and as performed; ``stop_reason`` is ``None`` until it ends.

    ``load_unit`` is the unit in which the load performed was typed, ``None`` where that is not known. ``body_kg`` is
    the body weight of that day where the body is lowered, too, and its weight is known. ``pain`` is how much it hurt,
    ``next_morning`` how much it did on the morning after. ``attempt`` is how full reps went that were tried, ``None``
    for lowerings.
    """

    id: str
    prescribed: PrescribedSet
    load_kg: float
    started_at: datetime
    ended_at: datetime | None
    stop_reason: StopReason | None
    rpe: float | None
    reps: tuple[RepRecord, ...]
    note: str = ""
    record: RecordFlag = RecordFlag.NONE
    load_unit: Unit | None = None
    body_kg: float | None = None
    pain: PainLevels = NOT_SAID
    next_morning: PainLevels = NOT_SAID
    attempt: Attempt | None = None

    @property
    def way(self) -> Way:
        """The way that it was done: of a drop set the last one alone, which follows at once with less load."""
        way = Way.parse(self.prescribed.way)
        return way if way.changes(self.prescribed.set_number, self.prescribed.sets) else STRAIGHT

    @property
    def tension_ms(self) -> int:
        """Time under tension: the sum of the lowering times."""
        return sum(rep.tension_ms for rep in self.reps)

    @property
    def volume_kg(self) -> float:
        """The volume load: kilograms × reps, with the body weight where that is lowered, too, and known."""
        return volume_kg(self.load_kg, len(self.reps), body_kg=self.body_kg)

    @property
    def adherence(self) -> float | None:
        """Measured / prescribed lowering time over the reps whose tempo counts; ``None`` when none was measured."""
        measured = [rep for rep in self.reps if rep.judged]
        return adherence_of(sum(rep.tension_ms for rep in measured), sum(rep.target_ms for rep in measured))


class ConcentricKind(Enum):
    """The kinds of lifted sets."""

    NORMAL = "normal"
    WARM_UP = "warm-up"
    DROP = "drop"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class ConcentricRecord:
    """A set that was lifted, not lowered: it is imported and has no tempo and no measured reps.

    ``exercise`` is the slug; a ``load_kg`` below 0 is the help of an assisted exercise, ``load_unit`` the unit
    of the file, ``None`` where that is not known. ``set_number`` counts from 1 through the whole session.
    """

    id: str
    exercise: str
    exercise_name: str
    muscles: tuple[str, ...]
    set_number: int
    kind: ConcentricKind
    load_kg: float
    reps: int
    rpe: float | None
    note: str
    started_at: datetime
    load_unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session with its sets in the order in which they began; ``ended_at`` is ``None`` while it is open."""

    id: str
    started_at: datetime
    ended_at: datetime | None
    note: str
    rpe: float | None
    sets: tuple[SetRecord, ...]
    title: str = ""
    concentric: tuple[ConcentricRecord, ...] = ()

    def load_before(self, performed: SetRecord) -> float | None:
        """Return the load (kg) of the set before one of these, of the same exercise, ``None`` where there is none."""
        found = [
            one.load_kg
            for one in self.sets
            if one.prescribed.exercise == performed.prescribed.exercise
            and one.prescribed.set_number == performed.prescribed.set_number - 1
        ]
        return found[-1] if found else None

    @property
    def lowered(self) -> tuple[SetRecord, ...]:
        """The lowered sets: all but the tries of full reps, which are lifted."""
        return tuple(one for one in self.sets if one.attempt is None)

    @property
    def lifted(self) -> tuple[ConcentricRecord, ...]:
        """The lifted sets that count: all but the warm-up."""
        return tuple(one for one in self.concentric if one.kind is not ConcentricKind.WARM_UP)

    @property
    def warm_up(self) -> tuple[ConcentricRecord, ...]:
        """The sets of the warm-up, which are in no total."""
        return tuple(one for one in self.concentric if one.kind is ConcentricKind.WARM_UP)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the list of sessions, with its totals.

    ``top_load_kg`` is the heaviest load of a set (``None`` without sets). ``tension_ms`` is time under tension:
    measured lowering times, the prescribed ones where not measured. ``adherence`` is measured / prescribed lowering
    time over the measured reps whose tempo counts, ``None`` when none was; ``held`` is whether some were measured
    whose tempo does not. ``tempo_losses`` counts the sets stopped on lost tempo,
    ``painful_sets`` those that ended in pain, ``records`` those that set a record, with tries of full reps that were
    one. ``set_reps`` has the reps of each set in order; tries are not among the sets. The top load was typed in
    ``top_unit`` (``None``: not known), and lowered in ``top_exercise`` (its name). All of these are of lowered sets;
    those that begin with ``lifted`` are of lifted ones, which come from imports.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    exercise_names: tuple[str, ...]
    sets: int
    reps: int
    top_load_kg: float | None
    tension_ms: int
    adherence: float | None
    rpe: float | None
    note: str
    tempo_losses: int
    painful_sets: int
    started_ms: int
    title: str = ""
    lifted_sets: int = 0
    lifted_reps: int = 0
    lifted_top_kg: float | None = None
    records: int = 0
    set_reps: tuple[int, ...] = ()
    top_exercise: str = ""
    top_unit: Unit | None = None
    lifted_set_reps: tuple[int, ...] = ()
    lifted_top_exercise: str = ""
    lifted_top_unit: Unit | None = None
    held: bool = False


def session_rows(connection: sqlite3.Connection, limit: int, before: SessionRow | None = None) -> list[SessionRow]:
    """Return at most ``limit`` sessions of the list, newest first: those after ``before`` (``None``: the newest)."""
    place = _AFTER_ALL if before is None else (before.started_ms, before.id)
    return [session_row(row) for row in connection.execute(ROWS_QUERY, (*place, limit))]


def sessions(connection: sqlite3.Connection, limit: int | None = None, offset: int = 0) -> list[SessionRecord]:
    """Return sessions with their sets and reps, newest first; ``limit`` ``None`` for all."""
    return _records(connection, _PAGE, (-1 if limit is None else limit, offset))


def session(connection: sqlite3.Connection, session_id: str) -> SessionRecord | None:
    """Return a session with its sets and reps, ``None`` when there is none (any more)."""
    return next(iter(_records(connection, _ONE, (session_id,))), None)


def deleted_painful_sets(connection: sqlite3.Connection, session_id: str) -> list[SetRecord]:
    """Return the sets of a session that ended in pain and were deleted, without their reps, which no longer count."""
    found = connection.execute(_DELETED_PAINFUL_SETS, (session_id,)).fetchall()
    return [_set_record(row, ()) for row in found]


def as_json(records: Iterable[SessionRecord]) -> list[dict[str, Any]]:
    """Return sessions as plain values for JSON, in the documented order of keys.

    Times are ISO 8601 with offset; ``note`` and ``title`` are texts, empty for none; a rep of a one-sided exercise
    also has ``side``. ``records`` names the records that a set set, ``load_unit`` is the unit in which its load was
    typed; ``concentric_sets`` are the lifted ones.
    """
    return [
        {
            "id": record.id,
            "started_at": _iso(record.started_at),
            "ended_at": _iso(record.ended_at),
            "note": record.note,
            "rpe": record.rpe,
            "sets": [_set_as_json(performed) for performed in record.sets],
            "title": record.title,
            "concentric_sets": [_concentric_as_json(lifted) for lifted in record.concentric],
        }
        for record in records
    ]


def _set_as_json(record: SetRecord) -> dict[str, Any]:
    return {
        "exercise": record.prescribed.exercise,
        "load_kg": record.load_kg,
        "tempo": record.prescribed.tempo,
        "stop_reason": record.stop_reason and record.stop_reason.value,
        "rpe": record.rpe,
        "reps": [_rep_as_json(rep) for rep in record.reps],
        **pain_values(record.pain),
        **pain_values(record.next_morning, NEXT_MORNING_COLUMNS),
        "knee": record.prescribed.knee and record.prescribed.knee.value,
        "records": [str(mark.name).lower() for mark in record.record],
        "load_unit": record.load_unit,
    }


def _concentric_as_json(record: ConcentricRecord) -> dict[str, Any]:
    return {
        "exercise": record.exercise,
        "exercise_name": record.exercise_name,
        "muscles": list(record.muscles),
        "kind": record.kind.value,
        "load_kg": record.load_kg,
        "reps": record.reps,
        "rpe": record.rpe,
        "note": record.note,
        "started_at": _iso(record.started_at),
        "load_unit": record.load_unit,
    }


def _rep_as_json(rep: RepRecord) -> dict[str, Any]:
    values: dict[str, Any] = {
        "number": rep.number,
        "target_ms": rep.target_ms,
        "measured_ms": rep.measured_ms,
        "completed_at": _iso(rep.completed_at),
    }
    if rep.side is not None:
        values["side"] = rep.side.value
    return values


def _records(connection: sqlite3.Connection, page: str, values: tuple[object, ...]) -> list[SessionRecord]:
    """Read the sessions whose ids the query ``page`` returns, in four queries whatever their number."""
    reps: defaultdict[str, list[RepRecord]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT reps.* FROM ({page}) AS page JOIN sets ON sets.session_id = page.id "
        "JOIN reps ON reps.set_id = sets.id WHERE reps.deleted_at IS NULL AND sets.deleted_at IS NULL",
        values,
    ):
        reps[row["set_id"]].append(_rep_record(row))
    sets: defaultdict[str, list[tuple[int, SetRecord]]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT sets.*, {BODY_KG_OF_SET} AS body_kg FROM ({page}) AS page "
        "JOIN sets ON sets.session_id = page.id WHERE sets.deleted_at IS NULL",
        values,
    ):
        in_order = tuple(sorted(reps[row["id"]], key=lambda rep: rep.ordinal))
        sets[row["session_id"]].append((row["started_ms"], _set_record(row, in_order)))
    lifted: defaultdict[str, list[ConcentricRecord]] = defaultdict(list)
    for row in connection.execute(
        f"SELECT concentric_sets.* FROM ({page}) AS page JOIN concentric_sets ON concentric_sets.session_id = page.id "
        "WHERE concentric_sets.deleted_at IS NULL",
        values,
    ):
        lifted[row["session_id"]].append(_concentric_record(row))
    found = connection.execute(
        f"SELECT sessions.* FROM ({page}) AS page JOIN sessions ON sessions.id = page.id", values
    ).fetchall()
    found.sort(key=lambda row: (row["started_ms"], row["id"]), reverse=True)
    return [_session_record(row, sets[row["id"]], lifted[row["id"]]) for row in found]


def _session_record(
    row: sqlite3.Row, sets: list[tuple[int, SetRecord]], lifted: list[ConcentricRecord]
) -> SessionRecord:
    sets.sort(key=lambda item: (item[0], item[1].prescribed.set_number, item[1].id))
    return SessionRecord(
        id=row["id"],
        started_at=moment_of(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        note=clean(row["note"], lines=True),
        rpe=row["rpe"],
        sets=tuple(performed for _, performed in sets),
        title=clean(row["title"]),
        concentric=tuple(sorted(lifted, key=lambda done: (done.set_number, done.id))),
    )


def _set_record(row: sqlite3.Row, reps: tuple[RepRecord, ...]) -> SetRecord:
    prescribed = prescribed_from_row(row)
    if not prescribed.counts_tempo:
        reps = tuple(replace(rep, open=prescribed.open_lowering, held=not prescribed.open_lowering) for rep in reps)
    return SetRecord(
        id=row["id"],
        prescribed=prescribed,
        load_kg=row["load_kg"],
        started_at=moment_of(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        stop_reason=StopReason(row["stop_reason"]) if row["stop_reason"] else None,
        rpe=row["rpe"],
        reps=reps,
        note=clean(row["note"], lines=True),
        record=RecordFlag(row["record"]),
        load_unit=row["load_unit"],
        body_kg=row["body_kg"],
        pain=pain_levels(row),
        next_morning=pain_levels(row, NEXT_MORNING_COLUMNS),
        attempt=row["attempt"] and Attempt(row["attempt"]),
    )


def _concentric_record(row: sqlite3.Row) -> ConcentricRecord:
    return ConcentricRecord(
        id=row["id"],
        exercise=row["exercise"],
        exercise_name=clean(row["exercise_name"]),
        muscles=tuple(clean(name) for name in row["muscles"].split("\n") if name),
        set_number=row["set_number"],
        kind=ConcentricKind(row["kind"]),
        load_kg=row["load_kg"],
        reps=row["reps"],
        rpe=row["rpe"],
        note=clean(row["note"], lines=True),
        started_at=moment_of(row["started_at"]),
        load_unit=row["load_unit"],
    )


def _rep_record(row: sqlite3.Row) -> RepRecord:
    return RepRecord(
        ordinal=row["ordinal"],
        number=row["number"],
        side=Side(row["side"]) if row["side"] else None,
        target_ms=row["target_ms"],
        measured_ms=row["measured_ms"],
        completed_at=moment_of(row["completed_at"]),
    )


def session_row(row: sqlite3.Row) -> SessionRow:
    """Return the session in a row of ``SESSION_COLUMNS`` as the list has it."""
    tried: int = row["tried_sets"]
    return SessionRow(
        id=row["id"],
        started_at=moment_of(row["started_at"]),
        ended_at=_moment(row["ended_at"]),
        exercise_names=tuple(clean(name) for name in row["exercise_names"].split("\n") if name),
        sets=row["set_count"] - tried,
        reps=row["rep_count"],
        top_load_kg=row["top_load_kg"],
        tension_ms=row["tension_ms"],
        adherence=adherence_of(row["measured_ms"] - row["held_ms"], row["measured_target_ms"] - row["held_target_ms"]),
        held=row["held_ms"] > 0,
        rpe=row["rpe"],
        note=clean(row["note"], lines=True),
        tempo_losses=row["tempo_losses"],
        painful_sets=row["painful_sets"],
        started_ms=row["started_ms"],
        title=clean(row["title"]),
        lifted_sets=row["lifted_sets"],
        lifted_reps=row["lifted_reps"],
        lifted_top_kg=row["lifted_top_kg"],
        records=row["record_count"] + row["reached_rungs"],
        set_reps=_without_tries(_numbers(row["set_reps"]), tried),
        top_exercise=clean(row["top_exercise"]),
        top_unit=row["top_unit"],
        lifted_set_reps=_numbers(row["lifted_set_reps"]),
        lifted_top_exercise=clean(row["lifted_top_exercise"]),
        lifted_top_unit=row["lifted_top_unit"],
    )


def _without_tries(reps: tuple[int, ...], tried: int) -> tuple[int, ...]:
    """Return the reps of sets without those of tries, which have none and come first."""
    left = list(reps)
    for _ in range(min(tried, left.count(0))):
        left.remove(0)
    return tuple(left)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment_of(text)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
