"""The edits of which sets make up a session: sessions are joined and split, and sets moved from one to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from negcoach.errors import NegcoachError
from negcoach.formatting import day_text
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import moment_of, new_id, stamp
from negcoach.store.database.tables import SESSIONS, SORENESS, read_row
from negcoach.store.editing.activity import Activity, activities, last_moment, renumber, shift
from negcoach.store.editing.body import answer_id
from negcoach.store.editing.edit_log import EditKind, EditRecorder, record_edit
from negcoach.store.editing.joins import join_fact, join_value
from negcoach.store.editing.lookups import (
    exercise_names_in,
    find_ended_session,
    find_live_set,
    insertion_point,
    session_label,
    set_label,
)
from negcoach.store.editing.places import mark_regrouped
from negcoach.texts import clean, time_of_day_text
from negcoach.training.progress.recovery import SAME_VISIT
from negcoach.training.progress.visits import LONGEST_SESSION


class SessionEditor:
    """Joins and splits sessions and moves sets, each as an edit like those of ``negcoach.store.editing.editor.Editor``.

    Only sessions that have ended are edited so. ``same_visit`` is the longest time between two sessions of one visit.
    """

    def __init__(self, database: Database, same_visit: timedelta = SAME_VISIT) -> None:
        self._database = database
        self._same_visit = same_visit

    def join(self, session_ids: Iterable[str], now: datetime) -> str:
        """Join sessions into the one that began first; see ``join_visits``."""
        with self._database.write(patient=True) as connection:
            rows = _in_order(connection, session_ids)
            names = dict.fromkeys(name for row in rows for name in exercise_names_in(connection, row["id"], None))
            words = f"{len(rows)} sessions of {_day(rows[0])} joined: {', '.join(names)}"
            with record_edit(connection, EditKind.CHANGE, words, now) as edit:
                _join(edit, rows, now)
            return clean(words)

    def join_visits(self, visits: Sequence[Iterable[str]], now: datetime) -> str:
        """Join the sessions of each visit into the one that began first, all as one edit; ``""`` for no visits.

        The joined session lasts from the first start to the last end and has all notes. Its effort is the highest of
        theirs (our own choice): a training was as hard as its hardest part.
        """
        if not visits:
            return ""
        with self._database.write(patient=True) as connection:
            found = [_in_order(connection, visit) for visit in visits]
            count = sum(len(rows) for rows in found)
            words = f"{count:,} sessions joined into {len(found):,}, one for each visit"
            with record_edit(connection, EditKind.CHANGE, words, now) as edit:
                for rows in found:
                    _join(edit, rows, now)
            return words

    def split(self, session_id: str, set_id: str, now: datetime) -> str:
        """Make a session of its own of a set and all sets after it.

        Both have the effort of the whole, which was rated once; its note stays with the first.
        """
        with self._database.write(patient=True) as connection:
            session = find_ended_session(connection, session_id)
            done = activities(connection, session_id)
            at = next((place for place, one in enumerate(done) if one.id == set_id and not one.deleted), None)
            if at is None:
                raise NegcoachError("That set is not in the session any more.")
            before, after = done[:at], done[at:]
            if all(one.deleted for one in before):
                raise NegcoachError("That is the first set of the session: nothing would be left before it.")
            begins = after[0].started_at
            words = f"{session_label(connection, session)}: split at {time_of_day_text(begins)}"
            with record_edit(connection, EditKind.CHANGE, words, now) as edit:
                started_at, started_ms = stamp(begins)
                same = {name: session[name] for name in ("title", "rpe")}
                ended_at = max(moment_of(session["ended_at"]), last_moment(_live(after)))
                new = {
                    **same,
                    "id": new_id(begins),
                    "started_at": started_at,
                    "started_ms": started_ms,
                    "ended_at": stamp(ended_at)[0],
                    "note": "",
                    "deleted_at": None,
                }
                edit.insert("sessions", new)
                for one in (session_id, str(new["id"])):
                    mark_regrouped(connection, one)
                _move(edit, after, str(new["id"]))
                edit.move("sessions", (session_id,), {"ended_at": stamp(last_moment(_live(before)))[0]})
            return clean(words)

    def move_sets(self, set_ids: Sequence[str], session_id: str, now: datetime) -> str:
        """Move sets of one session into another.

        Their times stay if they all lie within ``same_visit`` of the session, else they come after its other sets, as
        far apart as they are. The session's times grow as far as needed, those of the one they leave shrink. The last
        sets take the note, the effort and the soreness with them, as if the two were joined.
        """
        with self._database.write(patient=True) as connection:
            rows = [find_live_set(connection, one)[1] for one in set_ids]
            source, target = (find_ended_session(connection, one) for one in (rows[0]["session_id"], session_id))
            if any(row["session_id"] != source["id"] for row in rows):
                raise NegcoachError("The sets belong to different sessions. Move them one session at a time.")
            if source["id"] == target["id"]:
                raise NegcoachError("The set is in that session already.")
            done = activities(connection, source["id"])
            moved = [one for one in done if one.id in set_ids]
            left = [one for one in _live(done) if one.id not in set_ids]
            what = set_label(connection, rows[0])
            if len(rows) > 1:
                what = f"{len(rows)} sets of the {session_label(connection, source)}"
            words = f"{what}: moved to the {session_label(connection, target)}"
            with record_edit(connection, EditKind.CHANGE, words, now) as edit:
                if not self._is_near(moved, target):
                    begins, _ = insertion_point(connection, target)
                    shift(edit, moved, begins - moved[0].started_at, begins.tzinfo)
                    moved = [one for one in activities(connection, source["id"]) if one.id in set_ids]
                mark_regrouped(connection, source["id"])
                _move(edit, moved, target["id"])
                _grow(edit, target, moved)
                if left:
                    _shrink(edit, source, done, left)
                else:
                    _dissolve(edit, source, target["id"], now)
                renumber(edit, target["id"])
            return clean(words)

    def _is_near(self, moved: Sequence[Activity], target: sqlite3.Row) -> bool:
        started_at, ended_at = (moment_of(target[name]) for name in ("started_at", "ended_at"))
        first, last = moved[0].started_at, last_moment(moved)
        near = started_at - last < self._same_visit and first - ended_at < self._same_visit
        return near and max(ended_at, last) - min(started_at, first) < LONGEST_SESSION


def _in_order(connection: sqlite3.Connection, session_ids: Iterable[str]) -> list[sqlite3.Row]:
    """Return the sessions to join, the first one first; raise ``NegcoachError`` where they cannot be one."""
    rows = [find_ended_session(connection, one) for one in dict.fromkeys(session_ids)]
    rows.sort(key=lambda row: (row["started_ms"], row["id"]))
    if len(rows) < 2:
        raise NegcoachError("Two sessions are needed to join them.")
    length = _last_end(rows) - moment_of(rows[0]["started_at"])
    if length >= LONGEST_SESSION:
        hours = length // timedelta(hours=1)
        raise NegcoachError(f"Joined, they would last {hours} h. Change the day of one of them first.")
    return rows


def _join(edit: EditRecorder, rows: Sequence[sqlite3.Row], now: datetime) -> None:
    first, others = rows[0], rows[1:]
    for other in others:
        _dissolve(edit, other, first["id"], now)
    edit.move("sessions", (first["id"],), {"ended_at": stamp(_last_end(rows))[0]})
    renumber(edit, first["id"])


def _dissolve(edit: EditRecorder, session: sqlite3.Row, into: str, now: datetime) -> None:
    """Give all that belongs to a session to another, and delete it."""
    target = read_row(edit.connection, SESSIONS, (into,))
    assert target is not None, "it was just read"
    edit.update("sessions", (into,), _combined(target, session))
    _move_soreness(edit, session["id"], into, now)
    _move(edit, activities(edit.connection, session["id"]), into)
    fact, at = join_fact(session["id"]), stamp(now)[0]
    edit.connection.execute("INSERT OR IGNORE INTO facts (name, value, changed_ms) VALUES (?, NULL, 0)", (fact,))
    edit.update("facts", (fact,), {"value": join_value(into, at)})
    edit.update("sessions", (session["id"],), {"deleted_at": at})


def _combined(target: sqlite3.Row, other: sqlite3.Row) -> dict[str, object]:
    """Return the title, the note and the effort of two sessions that are one now."""
    efforts = [row["rpe"] for row in (target, other) if row["rpe"] is not None]
    return {
        "title": _both(target["title"], other["title"], ", "),
        "note": _both(target["note"], other["note"], "\n"),
        "rpe": max(efforts, default=None),
    }


def _both(one: str, other: str, between: str) -> str:
    return between.join(dict.fromkeys(text for text in (one, other) if text))


def _move_soreness(edit: EditRecorder, session_id: str, into: str, now: datetime) -> None:
    """Make the answers about a session those about another, where that has none; the others are about no session."""
    query = "SELECT * FROM soreness WHERE session_id = ? AND deleted_at IS NULL ORDER BY id"
    for row in edit.connection.execute(query, (session_id,)).fetchall():
        if row["hours"] is None:
            edit.update("soreness", (row["id"],), {"session_id": into})
            continue
        new = answer_id(into, row["muscle"], row["hours"])
        present = read_row(edit.connection, SORENESS, (new,))
        values = {name: row[name] for name in SORENESS.entered} | {"session_id": into}
        if present is None:
            edit.insert("soreness", {**values, "id": new})
        elif present["rating"] is None:
            edit.update("soreness", (new,), values)
        elif row["rating"] is not None and row["rated_ms"] != present["rated_ms"]:
            edit.update("soreness", (row["id"],), {"session_id": None})
            continue
        edit.update("soreness", (row["id"],), {"deleted_at": stamp(now)[0]})


def _move(edit: EditRecorder, done: Iterable[Activity], session_id: str) -> None:
    for one in done:
        edit.move(one.table.name, (one.id,), {"session_id": session_id})


def _grow(edit: EditRecorder, session: sqlite3.Row, added: Sequence[Activity]) -> None:
    """Let a session last from its first set to its last, where some were added before or after it."""
    started_at, started_ms = stamp(added[0].started_at)
    if started_ms < session["started_ms"]:
        edit.move("sessions", (session["id"],), {"started_at": started_at, "started_ms": started_ms})
    if last_moment(added) > moment_of(session["ended_at"]):
        edit.move("sessions", (session["id"],), {"ended_at": stamp(last_moment(added))[0]})


def _shrink(edit: EditRecorder, session: sqlite3.Row, before: Sequence[Activity], left: Sequence[Activity]) -> None:
    """Let a session begin with its first set, or end with its last, where the one that did so has left it."""
    begun, ended = left[0].started_at, last_moment(left)
    if _live(before)[0].started_at < begun:
        started_at, started_ms = stamp(begun)
        edit.move("sessions", (session["id"],), {"started_at": started_at, "started_ms": started_ms})
    if last_moment(_live(before)) > ended:
        edit.move("sessions", (session["id"],), {"ended_at": stamp(ended)[0]})


def _live(done: Iterable[Activity]) -> list[Activity]:
    return [one for one in done if not one.deleted]


def _last_end(rows: Iterable[sqlite3.Row]) -> datetime:
    return max(moment_of(row["ended_at"]) for row in rows)


def _day(row: sqlite3.Row) -> str:
    return day_text(moment_of(row["started_at"]))
