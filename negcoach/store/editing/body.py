"""The body's data: soreness ratings, body weights and concentric 1RMs; all of them can be edited and undone."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import EARLIEST_MS, LATEST_MS, moment_of, new_id, stamp, stamp_of_newest, utc_ms
from negcoach.store.database.tables import SORENESS, changed_after_removal, insert_removed_row, read_row
from negcoach.store.editing.edit_log import EditKind, EditRecorder, record_edit
from negcoach.store.prescribed_set import require_kg
from negcoach.store.queries.body_log import (
    BodyWeight,
    EntryKind,
    LogPage,
    OneRm,
    SorenessEntry,
    newest_ratings,
    newest_weight,
    one_rms,
    page,
    sore_days,
    sore_times,
    weight_series,
)
from negcoach.store.queries.lifter import newest_one_rm_of
from negcoach.texts import clean
from negcoach.training.progress.soreness import (
    ASK_AGAIN_AFTER,
    LONGEST,
    WORST,
    FinishedSession,
    Question,
    Rating,
    due_questions,
)
from negcoach.training.terms import OneRmKind
from negcoach.training.units import Unit, format_load, unit_to_keep

FINISHED_SESSIONS_QUERY = """
    SELECT DISTINCT sessions.id, sessions.ended_at, sets.exercise
    FROM sessions JOIN sets ON sets.session_id = sessions.id
    WHERE sessions.deleted_at IS NULL AND sessions.started_ms >= ? AND sessions.ended_at IS NOT NULL
        AND sets.deleted_at IS NULL AND sets.rep_count > 0
    ORDER BY sessions.started_ms DESC, sets.started_ms, sets.set_number
"""
"""The exercises lowered in the newest sessions: read along ``sessions_by_start``, then ``sets_by_session``."""

ANSWERED_QUERY = "SELECT DISTINCT hours FROM soreness WHERE session_id = ?"
"""The hours after a session for which an answer is stored, also a skipped or deleted one."""

_ANSWERS = uuid.UUID("7d0c2f3e-5b0a-5e0e-9a44-3f1c6a3d8b21")
"""The namespace of the answers' ids (RFC 9562, version 5)."""

MOST_KG = 640
"""The heaviest human known weighed 635 kg: more is a typing error."""


@dataclass(frozen=True, slots=True)
class Series:
    """The series to plot: worst rating by muscle group and day, (day, kg) of the weights, 1RMs by exercise.

    The newest weight and the 1RMs are in it however old they are.
    """

    sore_days: Mapping[str, Mapping[date, int]]
    weights: Sequence[tuple[date, float]]
    newest_weight: BodyWeight | None
    one_rms: Sequence[OneRm]


class Body:
    """The stored data of the lifter's body. Methods raise ``NegcoachError`` for what cannot be read, stored or found.

    Every change is an edit that can be undone. ``unit`` is the unit of loads in the words of an edit.
    """

    def __init__(self, database: Database, unit: Unit = "kg") -> None:
        self._database = database
        self._unit = unit

    def questions(self, muscles_of: Mapping[str, Sequence[str]], now: datetime) -> tuple[Question, ...]:
        """Return the questions about soreness that are due; ``muscles_of`` is by exercise (slug)."""
        _, now_ms = stamp(now)
        with self._database.read() as connection:
            sessions = _finished_sessions(connection, muscles_of, now_ms)
            answered = {
                (one.session_id, row["hours"])
                for one in sessions
                for row in connection.execute(ANSWERED_QUERY, (one.session_id,))
            }
            muscles = {muscle for one in sessions for muscle in one.muscles}
            rated = newest_ratings(connection, muscles, now_ms - _ms(ASK_AGAIN_AFTER), now_ms)
        return due_questions(sessions, answered, rated, now)

    def answer(self, ratings: Mapping[Question, int | None], now: datetime) -> None:
        """Store the answers to questions, ``None`` for a skipped one, as one edit.

        Where two machines asked the same, their answers are one row, and the newer one wins. Skipping all questions is
        no edit: there is nothing that anybody would want to undo.
        """
        rated = [f"{question.muscle} {rating}" for question, rating in ratings.items() if rating is not None]
        if not rated:
            self._store_skipped(ratings, now)
            return
        what = f"soreness rated: {', '.join(rated)}"
        at, ms = stamp(now)
        with self._edit(EditKind.ADD, what, now) as recorder:
            for question, rating in ratings.items():
                values = {"muscle": clean(question.muscle), "rating": _require_rating(rating), "deleted_at": None}
                when = {"rated_at": at, "rated_ms": ms}
                for occasion in question.occasions:
                    about = {"session_id": occasion.session_id, "hours": occasion.hours}
                    row_id = answer_id(occasion.session_id, question.muscle, occasion.hours)
                    _store_answer(recorder, row_id, {**values, **when, **about}, ms)
                if not question.occasions and rating is not None:
                    recorder.insert("soreness", {"id": new_id(now), **values, **when})

    def _store_skipped(self, questions: Iterable[Question], now: datetime) -> None:
        at, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            for question in questions:
                for occasion in question.occasions:
                    row_id = answer_id(occasion.session_id, question.muscle, occasion.hours)
                    if read_row(connection, SORENESS, [row_id]) is None:
                        about = {"session_id": occasion.session_id, "hours": occasion.hours}
                        values = {"muscle": clean(question.muscle), "rated_at": at, "rated_ms": ms}
                        insert_removed_row(connection, SORENESS, {"id": row_id, **about, **values}, ms)

    def newest_ratings(self, muscles: Sequence[str], since: datetime, now: datetime) -> tuple[Rating, ...]:
        """Return the newest rating of each muscle group, without those older than ``since``.

        Of a group with a rating that is dated after ``now`` there are two.
        """
        with self._database.read() as connection:
            return newest_ratings(connection, muscles, utc_ms(since), utc_ms(now))

    def sore_times(self, muscles: Sequence[str], since: datetime, *, rating: int, hours: int) -> tuple[datetime, ...]:
        """Return when any of these muscle groups was rated at least this sore, this many hours after a session."""
        with self._database.read() as connection:
            return sore_times(connection, muscles, utc_ms(since), rating=rating, hours=hours)

    def log(self, limit: int, before_ms: int = LATEST_MS, kinds: EntryKind = EntryKind.ALL) -> LogPage:
        """Return a page of the body log, newest first (see ``body_log.page``)."""
        with self._database.read() as connection:
            return page(connection, limit, before_ms, kinds)

    def series(self, since: datetime | None = None) -> Series:
        """Return the series to plot, from ``since`` on (``None``: all)."""
        since_ms = EARLIEST_MS if since is None else utc_ms(since)
        with self._database.read() as connection:
            return Series(
                sore_days=sore_days(connection, since_ms),
                weights=weight_series(connection, since_ms),
                newest_weight=newest_weight(connection),
                one_rms=one_rms(connection),
            )

    def change_soreness(self, entry: SorenessEntry, rating: int, now: datetime) -> None:
        """Correct a rating; its time stays."""
        what = f"soreness of the {entry.muscle}: {entry.rating} to {rating}"
        with self._edit(EditKind.CHANGE, what, now) as recorder:
            for row_id in entry.ids:
                recorder.update("soreness", (row_id,), {"rating": _require_rating(rating)})

    def delete_soreness(self, entry: SorenessEntry, now: datetime) -> None:
        """Delete a rating; it is not asked for again."""
        what = f"soreness of the {entry.muscle}, {entry.rating}, on {_day(entry.at)}"
        self._delete("soreness", entry.ids, what, now)

    def add_weight(self, kg: float, at: datetime, now: datetime) -> None:
        """Store a body weight; one of now is the newest."""
        values = {"id": new_id(now), **_weight_values(kg, at, now)}
        with self._edit(EditKind.ADD, f"body weight, {self._load(kg)}", now) as recorder:
            if at == now:
                newest = newest_weight(recorder.connection)
                values["measured_at"], values["measured_ms"] = stamp_of_newest(now, newest.at if newest else None)
            recorder.insert("body_weights", values)

    def change_weight(self, weight: BodyWeight, kg: float, at: datetime, now: datetime) -> None:
        """Correct a body weight or its time."""
        values = _weight_values(kg, at, now)
        what = f"body weight of {_day(weight.at)}{self._from_to(weight.kg, kg, weight.at, at)}"
        with self._edit(EditKind.CHANGE, what, now) as recorder:
            recorder.update("body_weights", (weight.id,), values)

    def delete_weight(self, weight: BodyWeight, now: datetime) -> None:
        """Delete a body weight."""
        what = f"body weight of {_day(weight.at)}, {self._load(weight.kg)}"
        self._delete("body_weights", (weight.id,), what, now)

    def add_one_rm(
        self,
        exercise: str,
        name: str,
        kg: float,
        at: datetime,
        now: datetime,
        *,
        unit: Unit | None = None,
        sharing: Sequence[str] = (),
    ) -> None:
        """Store a concentric 1RM that was tested, of an exercise (its slug); one of now is the newest.

        ``name`` is the exercise's name in the words of the edit, ``unit`` the unit in which the 1RM was typed, and
        ``sharing`` all exercises (slugs) whose 1RM it is, too.
        """
        values = _one_rm_values(exercise, kg, unit_to_keep(unit, self._unit), at, now)
        what = f"1RM of {clean(name)}, {format_load(kg, unit or self._unit)}"
        with self._edit(EditKind.ADD, what, now) as recorder:
            if at == now:
                newest = newest_one_rm_of(recorder.connection, [clean(one) for one in (exercise, *sharing)])
                newest_at = None if newest is None else moment_of(newest["tested_at"])
                values["tested_at"], values["tested_ms"] = stamp_of_newest(now, newest_at)
            recorder.insert("one_rms", {"id": new_id(now), "kind": OneRmKind.TESTED.value, **values})

    def change_one_rm(
        self,
        one_rm: OneRm,
        exercise: str,
        name: str,
        kg: float,
        at: datetime,
        now: datetime,
        *,
        unit: Unit | None = None,
    ) -> None:
        """Correct a 1RM, its exercise or its time; its kind stays."""
        values = _one_rm_values(exercise, kg, unit_to_keep(unit, self._unit), at, now)
        what = f"1RM of {clean(name)} of {_day(one_rm.at)}{self._from_to(one_rm.kg, kg, one_rm.at, at)}"
        with self._edit(EditKind.CHANGE, what, now) as recorder:
            recorder.update("one_rms", (one_rm.id,), values)

    def delete_one_rm(self, one_rm: OneRm, name: str, now: datetime) -> None:
        """Delete a 1RM."""
        what = f"1RM of {clean(name)} of {_day(one_rm.at)}, {format_load(one_rm.kg, one_rm.unit or self._unit)}"
        self._delete("one_rms", (one_rm.id,), what, now)

    @contextmanager
    def _edit(self, kind: EditKind, what: str, now: datetime) -> Iterator[EditRecorder]:
        with self._database.write(patient=True) as connection, record_edit(connection, kind, what, now) as recorder:
            yield recorder

    def _delete(self, table: str, ids: Sequence[str], what: str, now: datetime) -> None:
        at, _ = stamp(now)
        with self._edit(EditKind.DELETE, what, now) as recorder:
            for row_id in ids:
                recorder.update(table, (row_id,), {"deleted_at": at})

    def _load(self, kg: float) -> str:
        return format_load(kg, self._unit)

    def _from_to(self, kg: float, new_kg: float, at: datetime, new_at: datetime) -> str:
        load = f": {self._load(kg)} to {self._load(new_kg)}" if kg != new_kg else ""
        return load or (f": moved to {_day(new_at)}" if at != new_at else "")


def answer_id(session_id: str, muscle: str, hours: int) -> str:
    """Return the id of the answer for a muscle group ``hours`` after a session: the same on every machine."""
    return str(uuid.uuid5(_ANSWERS, f"{session_id}\n{clean(muscle)}\n{hours}"))


def _finished_sessions(
    connection: sqlite3.Connection, muscles_of: Mapping[str, Sequence[str]], now_ms: int
) -> list[FinishedSession]:
    """Return the sessions that a question may be about; none lasts longer than a day."""
    found: dict[str, tuple[str, list[str]]] = {}
    for row in connection.execute(FINISHED_SESSIONS_QUERY, (now_ms - _ms(LONGEST) - 86_400_000,)):
        _, muscles = found.setdefault(row["id"], (row["ended_at"], []))
        muscles += muscles_of.get(row["exercise"], ())
    return [
        FinishedSession(session_id, moment_of(ended_at), tuple(dict.fromkeys(muscles)))
        for session_id, (ended_at, muscles) in found.items()
    ]


def _store_answer(recorder: EditRecorder, row_id: str, values: Mapping[str, object], now_ms: int) -> None:
    """Insert an answer, or update the one that another machine's copy brought meanwhile.

    One that was removed for good, or undone, is asked for again, and has the same id.
    """
    if recorder.connection.execute("SELECT 1 FROM soreness WHERE id = ?", (row_id,)).fetchone():
        recorder.update("soreness", (row_id,), values)
    else:
        changed_ms = changed_after_removal(recorder.connection, SORENESS, (row_id,), now_ms)
        recorder.insert("soreness", {"id": row_id, "changed_ms": changed_ms, **values})


def _weight_values(kg: float, at: datetime, now: datetime) -> dict[str, object]:
    kg = require_kg(kg, "body weight")
    if not 0 < kg <= MOST_KG:
        raise NegcoachError(f"A body weight is more than 0 and at most {MOST_KG} kg.")
    text, ms = _moment(at, now)
    return {"kg": kg, "measured_at": text, "measured_ms": ms}


def _one_rm_values(exercise: str, kg: float, unit: Unit | None, at: datetime, now: datetime) -> dict[str, object]:
    kg = require_kg(kg, "1RM")
    if not kg:
        raise NegcoachError("A 1RM is more than 0.")
    text, ms = _moment(at, now)
    return {"exercise": clean(exercise), "kg": kg, "unit": unit, "tested_at": text, "tested_ms": ms}


def _moment(at: datetime, now: datetime) -> tuple[str, int]:
    if at > now:
        raise NegcoachError("That day is in the future.")
    return stamp(at)


def _require_rating(rating: int | None) -> int | None:
    if rating is not None and not 0 <= rating <= WORST:
        raise NegcoachError(f"Soreness is a number from 0 (none) to {WORST} (the worst), not {rating}.")
    return rating


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
