"""The journal of a session: each event is written as it happens, and is on disk when the call returns."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.record_flags import exercises_in, update_record_flags
from negcoach.store.database.stamps import changed_sql, moment_of, new_id, stamp
from negcoach.store.database.tables import SESSIONS, SETS, change_row, store_fact
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.places import keep_place
from negcoach.store.pain import PAIN_COLUMNS, pain_values
from negcoach.store.prescribed_set import PRESCRIBED_FIELDS, PrescribedSet, prescribed_from_row, row_from_prescribed
from negcoach.texts import clean, name_text
from negcoach.training.effort import require_rpe
from negcoach.training.progress.pain import PainLevels, require_levels
from negcoach.training.terms import Attempt, SetPurpose, Side, StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.training.units import Unit


class SetGoneError(NegcoachError):
    """A set that was begun is not in the database any more, or its session is not: another program took it out."""


_BEGIN_SESSION = "INSERT INTO sessions (id, started_at, started_ms, changed_ms) VALUES (?, ?, ?, ?)"

_SET_COLUMNS = (
    *(field.column for field in PRESCRIBED_FIELDS),
    *("id", "session_id", "load_kg", "load_unit", "started_at", "started_ms", "changed_ms"),
)

_BEGIN_SET = f"""
    INSERT INTO sets ({", ".join(_SET_COLUMNS)})
    VALUES ({", ".join(f":{column}" for column in _SET_COLUMNS)})
"""

_STORE_REP = f"""
    INSERT INTO reps (set_id, ordinal, number, side, target_ms, measured_ms, completed_at, completed_ms, changed_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (set_id, ordinal) DO UPDATE SET
        number = excluded.number, measured_ms = excluded.measured_ms, deleted_at = NULL,
        changed_ms = {changed_sql("excluded.changed_ms", "reps.changed_ms")}
"""

_UNFINISHED = """
    SELECT id, started_at FROM sessions
    WHERE ended_at IS NULL AND deleted_at IS NULL ORDER BY started_ms DESC LIMIT 1
"""

_NEWEST_ENDED = """
    SELECT id, started_at FROM sessions
    WHERE ended_at IS NOT NULL AND deleted_at IS NULL AND rep_count > 0 ORDER BY started_ms DESC LIMIT 1
"""

_OPEN = "SELECT 1 FROM sessions WHERE id = ? AND ended_at IS NULL AND deleted_at IS NULL"

_SETS_OF_SESSION = "SELECT * FROM sets WHERE session_id = ? AND deleted_at IS NULL ORDER BY started_ms, set_number, id"

_LAST_AT = """
    SELECT max(at_ms), at FROM (
        SELECT completed_ms AS at_ms, completed_at AS at FROM reps JOIN sets ON sets.id = reps.set_id
        WHERE sets.session_id = :session AND sets.deleted_at IS NULL AND reps.deleted_at IS NULL
        UNION ALL SELECT started_ms, started_at FROM sessions WHERE id = :session
    )
"""

_AGENDA = "agenda"
"""The name of the fact that holds the id of a session and what is left of its plan."""

_CHANGED = f"changed_ms = {changed_sql()}"


_IS_EMPTY = (
    "deleted_at IS NULL AND attempt IS NULL "
    "AND NOT EXISTS (SELECT 1 FROM reps WHERE set_id = sets.id AND deleted_at IS NULL)"
)
"""Whether a row of ``sets`` is one in which nothing was lowered, and is not marked deleted for that yet."""

_LAST_ORDINAL = "SELECT coalesce(max(ordinal), 0) FROM reps WHERE set_id = ?"

_REPS_OF_SET = "SELECT * FROM reps WHERE set_id = ? AND deleted_at IS NULL ORDER BY ordinal"


_STORE_WARM_UP = """
    INSERT INTO concentric_sets (
        id, session_id, exercise, exercise_name, muscles, set_number, kind, load_kg, load_unit, reps,
        started_at, started_ms, changed_ms
    )
    SELECT :id, :session, :exercise, :name, :muscles, coalesce(max(set_number), 0) + 1, 'warm-up', :load_kg, :unit,
        :reps, :at, :ms, :ms
    FROM concentric_sets WHERE session_id = :session
"""


@dataclass(frozen=True, slots=True)
class WarmUpDone:
    """A set of a warm-up that was done: it is stored as a lifted set of that kind, apart from the work."""

    exercise: str
    exercise_name: str
    muscles: tuple[str, ...]
    load_kg: float
    load_unit: Unit | None
    reps: int
    started_at: datetime


@dataclass(frozen=True, slots=True)
class UnfinishedSession:
    """A session that was started and not ended: it is under way, or the program ended during it.

    ``last_at`` is the time of its last rep (its start where there is none). ``sets`` counts those in which something
    was lowered, ``reps`` all their reps, ``exercise_names`` are theirs in order. ``last_set`` is the newest set as
    prescribed; ``last_set_sides`` has an entry for each of its reps in order, ``last_set_ordinal`` is the highest
    ordinal (also of reps that were taken back), and ``last_set_stop`` why it ended (``None``: it did not).
    """

    session_id: str
    started_at: datetime
    last_at: datetime
    sets: int
    reps: int
    exercise_names: tuple[str, ...]
    last_set: PrescribedSet | None
    last_set_id: str | None
    last_set_sides: tuple[Side | None, ...]
    last_set_ordinal: int
    last_set_stop: StopReason | None

    @property
    def last_set_reps(self) -> int:
        """The number of reps of the last set, of both sides together."""
        return len(self.last_set_sides)

    @property
    def is_test(self) -> bool:
        """Whether the last set is a single of a test of the eccentric 1RM."""
        return self.last_set is not None and self.last_set.purpose is SetPurpose.TEST


class Journal:
    """Writes the events of a session. Times are passed in, with their offset.

    Each method is one transaction and raises ``NegcoachError`` when it fails: ``SetGoneError`` where the set or the
    session that it writes to is not there. Those that are called before a session is resumed
    are patient; the others hold up a set or a rest, where a failed write is retried.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin_session(self, now: datetime) -> str:
        """Begin a session and return its id."""
        session_id = new_id(now)
        at, ms = stamp(now)
        with self._database.write() as connection:
            connection.execute(_BEGIN_SESSION, (session_id, at, ms, ms))
        return session_id

    def begin_set(self, session_id: str, prescribed: PrescribedSet, now: datetime) -> str:
        """Begin a set of the session and return its id; the load performed is the planned one."""
        set_id = new_id(now)
        at, ms = stamp(now)
        with self._database.write() as connection:
            _require_session(connection, session_id)
            identity = {"id": set_id, "session_id": session_id, "started_at": at, "started_ms": ms, "changed_ms": ms}
            performed = {"load_kg": prescribed.load_kg, "load_unit": prescribed.load_unit}
            connection.execute(_BEGIN_SET, {**row_from_prescribed(prescribed), **performed, **identity})
            update_totals(connection, session_id)
        return set_id

    def store_warm_up(self, session_id: str, done: WarmUpDone) -> None:
        """Store a set of a warm-up."""
        at, ms = stamp(done.started_at)
        values = {
            "id": new_id(done.started_at),
            "session": session_id,
            "exercise": done.exercise,
            "name": done.exercise_name,
            "muscles": "\n".join(done.muscles),
            "load_kg": done.load_kg,
            "unit": done.load_unit,
            "reps": done.reps,
            "at": at,
            "ms": ms,
        }
        with self._database.write() as connection:
            _require_session(connection, session_id)
            connection.execute(_STORE_WARM_UP, values)
            update_totals(connection, session_id)

    def store_try(self, session_id: str, prescribed: PrescribedSet, attempt: Attempt, now: datetime) -> None:
        """Store how full reps went that were tried in a session, as a set without lowerings."""
        set_id = self.begin_set(session_id, prescribed, now)
        at, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            connection.execute(
                f"UPDATE sets SET attempt = ?, ended_at = ?, stop_reason = ?, {_CHANGED} WHERE id = ?",
                (attempt.value, at, StopReason.LIFTERS_CALL.value, ms, set_id),
            )

    def store_rep(
        self,
        set_id: str,
        *,
        ordinal: int,
        number: int,
        side: Side | None,
        target_ms: int,
        measured_ms: int | None,
        now: datetime,
        is_over: bool = False,
    ) -> None:
        """Store a rep whose lowering ended at ``now``; ``is_over`` is whether the session was ended by who stores it.

        Called again for the same ``ordinal``, it updates the number and the measured time, and a rep that was taken
        back counts again. A set or session that had been deleted because it was empty is no longer deleted, and a
        session that another program ended before this rep is open again, unless it ``is_over``.
        """
        at, ms = stamp(now)
        with self._database.write() as connection:
            session_id = _session_of(connection, set_id)
            values = (set_id, ordinal, number, side and side.value, target_ms, measured_ms, at, ms, ms)
            connection.execute(_STORE_REP, values)
            if not is_over and _ended_before(connection, session_id, now):
                connection.execute(f"UPDATE sessions SET ended_at = NULL, {_CHANGED} WHERE id = ?", (ms, session_id))
            _count_again(connection, session_id, set_id, ms)

    def take_back(self, set_id: str, ordinal: int, now: datetime) -> None:
        """Mark a rep as taken back; do nothing when there is none.

        A set that has ended is no set any more without its only rep, as in ``end_set``, unless how much it hurt was
        said. One of which a rep was deleted in the history stays, too: that can be undone there.
        """
        at, ms = stamp(now)
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE reps SET deleted_at = ?, {_CHANGED} WHERE set_id = ? AND ordinal = ? AND deleted_at IS NULL",
                (at, ms, set_id, ordinal),
            )
            connection.execute(
                f"UPDATE sets SET deleted_at = ?, {_CHANGED} WHERE id = ? AND ended_at IS NOT NULL "
                f"AND stop_reason <> ? AND coalesce({', '.join(PAIN_COLUMNS.values())}) IS NULL AND {_IS_EMPTY} "
                "AND NOT EXISTS ("
                "SELECT 1 FROM edited_rows WHERE table_name = 'reps' AND instr(row_key, sets.id))",
                (at, ms, set_id, StopReason.PAIN.value),
            )
            update_totals(connection, _session_of(connection, set_id))

    def bring_back(self, set_id: str, ordinal: int, now: datetime) -> bool:
        """Let a rep that was taken back count again, as it is stored, and return whether there is one.

        A set or session that had been deleted because it was empty is no longer deleted.
        """
        _, ms = stamp(now)
        with self._database.write() as connection:
            session_id = _session_of(connection, set_id)
            found = connection.execute(
                f"UPDATE reps SET deleted_at = NULL, {_CHANGED} WHERE set_id = ? AND ordinal = ?",
                (ms, set_id, ordinal),
            )
            if found.rowcount:
                _count_again(connection, session_id, set_id, ms)
            return bool(found.rowcount)

    def end_set(self, set_id: str, stop_reason: StopReason, now: datetime) -> None:
        """End a set; one in which nothing was lowered is marked deleted, unless it ended in pain.

        Pain brings back one that was marked deleted because nothing was lowered in it.
        """
        at, ms = stamp(now)
        with self._database.write() as connection:
            _end_set(connection, set_id, stop_reason, at, ms)
            update_totals(connection, _session_of(connection, set_id))

    def note_stop(self, set_id: str, stop_reason: StopReason | None, now: datetime) -> None:
        """Note why a set that is under way will end, ``None`` where it goes on after all: known if it is cut off now.

        Pain brings back a set that was marked deleted because nothing was lowered in it.
        """
        _, ms = stamp(now)
        with self._database.write() as connection:
            values = (stop_reason and stop_reason.value, ms, set_id)
            connection.execute(f"UPDATE sets SET stop_reason = ?, {_CHANGED} WHERE id = ?", values)
            if stop_reason is StopReason.PAIN:
                connection.execute("UPDATE sets SET deleted_at = NULL WHERE id = ?", (set_id,))
            update_totals(connection, _session_of(connection, set_id))

    def rate_set(self, set_id: str, rpe: float | None, now: datetime) -> None:
        """Store the effort of a set on the CR10 scale (10: no rep left); ``None`` removes it."""
        _, ms = stamp(now)
        with self._database.write() as connection:
            _session_of(connection, set_id)
            values = (require_rpe(rpe), ms, set_id)
            connection.execute(f"UPDATE sets SET rpe = ?, {_CHANGED} WHERE id = ?", values)

    def rate_pain(self, set_id: str, pain: PainLevels, now: datetime) -> None:
        """Store how much a set hurt, in place of what was said before."""
        _, ms = stamp(now)
        with self._database.write() as connection:
            _session_of(connection, set_id)
            change_row(connection, SETS, (set_id,), pain_values(require_levels(pain)), ms)

    def annotate_session(self, session_id: str, note: str, rpe: float | None, now: datetime) -> None:
        """Store the note (cleaned, with its line breaks) and the effort (CR10, ``None`` for none) of a session."""
        _, ms = stamp(now)
        with self._database.write() as connection:
            _require_session(connection, session_id)
            values = (clean(note, lines=True), require_rpe(rpe), ms, session_id)
            connection.execute(f"UPDATE sessions SET note = ?, rpe = ?, {_CHANGED} WHERE id = ?", values)
            update_totals(connection, session_id)

    def end_session(self, session_id: str, now: datetime) -> None:
        """End a session; open sets end as noted, else as interrupted, and a session without sets is marked deleted."""
        at, ms = stamp(now)
        with self._database.write() as connection:
            _require_session(connection, session_id)
            _interrupt_open_sets(connection, session_id, ms)
            _end_session(connection, session_id, at, ms)

    def unfinished(self) -> UnfinishedSession | None:
        """Return the newest session that has not ended, ``None`` when all have ended."""
        with self._database.read() as connection:
            row = connection.execute(_UNFINISHED).fetchone()
            return None if row is None else _unfinished(connection, row["id"], row["started_at"])

    def newest_ended(self) -> UnfinishedSession | None:
        """Return the newest session that has ended, as it was before: it can be resumed; ``None`` where there is none.

        Only one that was lowered here counts, not an import's.
        """
        with self._database.read() as connection:
            row = connection.execute(_NEWEST_ENDED).fetchone()
            return None if row is None else _unfinished(connection, row["id"], row["started_at"])

    def agenda(self, session_id: str) -> str | None:
        """Return what was left of the session's plan, as it was stored; ``None`` where nothing was."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (_AGENDA,)).fetchone()
        of_session, _, text = ("" if row is None else row["value"] or "").partition("\n")
        return text if of_session == session_id and text else None

    def store_agenda(self, session_id: str, text: str, now: datetime) -> None:
        """Store what is left of the plan of a session, in the place of another session's."""
        _, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            store_fact(connection, _AGENDA, f"{session_id}\n{text}", ms)

    def is_open(self, session_id: str) -> bool:
        """Return whether a session is neither ended nor deleted."""
        with self._database.read() as connection:
            return connection.execute(_OPEN, (session_id,)).fetchone() is not None

    def has_session(self, session_id: str) -> bool:
        """Return whether a session is in the store, ended and deleted ones too."""
        with self._database.read() as connection:
            return connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone() is not None

    def resume_session(self, session_id: str, now: datetime) -> None:
        """Resume a session: its open sets end as noted, else as interrupted, and it is open (again)."""
        _, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            _interrupt_open_sets(connection, session_id, ms)
            connection.execute(
                f"UPDATE sessions SET ended_at = NULL, deleted_at = NULL, {_CHANGED} WHERE id = ?",
                (ms, session_id),
            )
            keep_place(connection, SESSIONS, (session_id,), ms)
            update_totals(connection, session_id)

    def close_interrupted(self, session_id: str) -> None:
        """End a session during which the program ended, at its last rep.

        Open sets end as noted, else as interrupted; a set in which nothing was lowered, and a session without other
        sets, are marked deleted. All counts as changed then, not now: where it was gone on with on another machine,
        that one knows better.
        """
        with self._database.write(patient=True) as connection:
            _require_session(connection, session_id)
            at, ms = _last_at(connection, session_id)
            _interrupt_open_sets(connection, session_id, ms)
            _end_session(connection, session_id, at, ms)


def _require_session(connection: sqlite3.Connection, session_id: str) -> None:
    if connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone() is None:
        raise SetGoneError("That session is not in the database any more. Begin it again.")


def _session_of(connection: sqlite3.Connection, set_id: str) -> str:
    query = "SELECT session_id FROM sets JOIN sessions ON sessions.id = session_id WHERE sets.id = ?"
    row = connection.execute(query, (set_id,)).fetchone()
    if row is None:
        raise SetGoneError("That set is not in the database any more. Begin it again.")
    session_id: str = row["session_id"]
    return session_id


def _ended_before(connection: sqlite3.Connection, session_id: str, now: datetime) -> bool:
    (ended_at,) = connection.execute("SELECT ended_at FROM sessions WHERE id = ?", (session_id,)).fetchone()
    if ended_at is None:
        return False
    try:
        return moment_of(ended_at) < now
    except (ValueError, TypeError):  # not as negcoach wrote it
        return True


def _end_set(connection: sqlite3.Connection, set_id: str, reason: StopReason, at: str, ms: int) -> None:
    connection.execute(
        f"UPDATE sets SET stop_reason = ?, ended_at = ?, {_CHANGED} WHERE id = ?",
        (reason.value, at, ms, set_id),
    )
    keep_place(connection, SETS, (set_id,), ms)
    if reason is StopReason.PAIN:
        connection.execute("UPDATE sets SET deleted_at = NULL WHERE id = ?", (set_id,))
    else:
        connection.execute(
            f"UPDATE sets SET deleted_at = ? WHERE id = ? AND {_IS_EMPTY}",
            (at, set_id),
        )


def _interrupt_open_sets(connection: sqlite3.Connection, session_id: str, ms: int) -> None:
    """End the sets that are still open, each at its last rep, for the reason noted, else as interrupted."""
    for row in connection.execute(_SETS_OF_SESSION, (session_id,)).fetchall():
        if row["ended_at"] is None:
            reps = connection.execute(_REPS_OF_SET, (row["id"],)).fetchall()
            at = max(reps, key=_completed_ms)["completed_at"] if reps else row["started_at"]
            _end_set(connection, row["id"], StopReason(row["stop_reason"] or StopReason.INTERRUPTED), at, ms)


def _end_session(connection: sqlite3.Connection, session_id: str, at: str, ms: int) -> None:
    connection.execute(f"UPDATE sessions SET ended_at = ?, {_CHANGED} WHERE id = ?", (at, ms, session_id))
    keep_place(connection, SESSIONS, (session_id,), ms)
    connection.execute(
        "UPDATE sessions SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM sets WHERE session_id = sessions.id AND deleted_at IS NULL)",
        (at, session_id),
    )
    update_totals(connection, session_id)
    update_record_flags(connection, *exercises_in(connection, session_id))


def _last_at(connection: sqlite3.Connection, session_id: str) -> tuple[str, int]:
    """Return when the last rep of a session ended, or when the session began if it has none, as ``stamp`` does."""
    ms, at = connection.execute(_LAST_AT, {"session": session_id}).fetchone()
    return at, ms


def _count_again(connection: sqlite3.Connection, session_id: str, set_id: str, ms: int) -> None:
    """Let a set and its session count that were marked deleted because nothing was in them."""
    connection.execute(
        f"UPDATE sets SET deleted_at = NULL, {_CHANGED} WHERE id = ? AND deleted_at IS NOT NULL", (ms, set_id)
    )
    connection.execute(
        f"UPDATE sessions SET deleted_at = NULL, {_CHANGED} WHERE id = ? AND deleted_at IS NOT NULL",
        (ms, session_id),
    )
    update_totals(connection, session_id)


def _unfinished(connection: sqlite3.Connection, session_id: str, started_at: str) -> UnfinishedSession:
    sets = connection.execute(_SETS_OF_SESSION, (session_id,)).fetchall()
    reps = {row["id"]: connection.execute(_REPS_OF_SET, (row["id"],)).fetchall() for row in sets}
    last = sets[-1] if sets else None
    return UnfinishedSession(
        session_id=session_id,
        started_at=moment_of(started_at),
        last_at=moment_of(_last_at(connection, session_id)[0]),
        exercise_names=tuple(dict.fromkeys(name_text(row["exercise_name"]) for row in sets if reps[row["id"]])),
        sets=sum(1 for of_set in reps.values() if of_set),
        reps=sum(len(of_set) for of_set in reps.values()),
        last_set=prescribed_from_row(last) if last else None,
        last_set_id=last["id"] if last else None,
        last_set_ordinal=connection.execute(_LAST_ORDINAL, (last["id"],)).fetchone()[0] if last else 0,
        last_set_sides=tuple(rep["side"] and Side(rep["side"]) for rep in reps[last["id"]]) if last else (),
        last_set_stop=StopReason(last["stop_reason"]) if last and last["stop_reason"] else None,
    )


def _completed_ms(row: sqlite3.Row) -> int:
    value: int = row["completed_ms"]
    return value
