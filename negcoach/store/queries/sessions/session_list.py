"""Queries of the session list, however long it is: how many sessions a filter finds, and a page of them."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain

from negcoach.store.database.connection import tuple_cursor
from negcoach.store.database.database import state_of
from negcoach.store.database.stamps import utc_ms
from negcoach.store.queries.sessions.filtering import Filter, SessionFlag
from negcoach.store.queries.sessions.history import (
    PAINFUL_SETS,
    REACHED_SESSIONS,
    SESSION_COLUMNS,
    SessionRow,
    session_row,
)
from negcoach.texts import folded

COUNT_QUERY = "SELECT count(*) FROM sessions WHERE deleted_at IS NULL"
"""Read from ``sessions_by_start`` alone."""

PAGE_QUERY = f"""
    SELECT {SESSION_COLUMNS} FROM sessions WHERE deleted_at IS NULL ORDER BY started_ms DESC, id DESC LIMIT ? OFFSET ?
"""
"""The sessions before the page are skipped in ``sessions_by_start``, without reading the sessions themselves."""

TEXTS_QUERY = """
    SELECT rowid, search_text, exercise_names FROM sessions WHERE deleted_at IS NULL
    ORDER BY started_ms DESC, id DESC
"""
"""What a filter looks for words in, and the names that the exercises had, one a line."""

_NAMED_QUERY = """
    SELECT exercise FROM sets JOIN sessions ON sessions.id = session_id
    WHERE sessions.rowid = ?1 AND sets.deleted_at IS NULL AND exercise_name = ?2
    UNION SELECT exercise FROM concentric_sets JOIN sessions ON sessions.id = session_id
    WHERE sessions.rowid = ?1 AND concentric_sets.deleted_at IS NULL AND exercise_name = ?2
"""

_ROW_QUERY = f"SELECT {SESSION_COLUMNS} FROM sessions WHERE rowid = ?"

_POSITION_QUERY = """
    SELECT count(*) FROM sessions WHERE deleted_at IS NULL AND (started_ms, id) > (
        SELECT started_ms, id FROM sessions WHERE id = ? AND deleted_at IS NULL
    )
"""

_LIVE_QUERY = "SELECT rowid FROM sessions WHERE id = ? AND deleted_at IS NULL"

_AROUND_QUERIES = tuple(
    f"""
    SELECT {SESSION_COLUMNS} FROM sessions
    WHERE deleted_at IS NULL AND ended_at IS NOT NULL AND (started_ms, id) {sign} (
        SELECT started_ms, id FROM sessions WHERE id = ?
    ) ORDER BY started_ms {order}, id {order} LIMIT ?
    """
    for sign, order in (("<", "DESC"), (">", "ASC"))
)

_FLAG_CONDITIONS = {
    SessionFlag.RECORD: f"(record_count > 0 OR id IN {REACHED_SESSIONS})",
    SessionFlag.LOST: "tempo_losses > 0",
    SessionFlag.PAIN: f"{PAINFUL_SETS} > 0",
    SessionFlag.OPEN: "ended_at IS NULL",
    SessionFlag.LIFTED: "lifted_sets > 0",
    SessionFlag.LOWERED: "set_count > 0",
}

_LARGEST_OFFSET = timedelta(days=1)
"""The largest offset from UTC: no place on earth is a day away from it (-12 to +14 hours)."""

_ALL_TIMES_MS = (-(2**62), 2**62)


@dataclass(frozen=True, slots=True)
class FoundSessions:
    """The sessions that match a filter, newest first; ``keys`` are their rowids, ``None`` for all sessions."""

    count: int
    keys: array[int] | None = None


class SearchTexts:
    """The texts in which a filter looks for words: read once, and again when the database has changed.

    SQLite takes ten times as long to walk through twenty thousand sessions as Python to search these. A set keeps the
    name that its exercise had; that of today, and others that it is known by, are looked for too.
    """

    def __init__(self, names: Callable[[], Mapping[str, Sequence[str]]] = dict) -> None:
        """Read nothing yet. ``names`` returns what the exercises are called today, by their slugs."""
        self._names = names
        self._texts: dict[int, str] = {}
        self._state: tuple[object, ...] = ()

    def read(self, connection: sqlite3.Connection) -> Mapping[int, str]:
        """Return the text of each session by its rowid, newest first."""
        names = self._names()
        state = (*state_of(connection), names)
        if state != self._state:
            rows = tuple_cursor(connection).execute(TEXTS_QUERY).fetchall()
            others = _OtherNames(connection, names)
            self._texts = {key: f"{text}{others.of(stored, key)}" for key, text, stored in rows}
            self._state = state
        return self._texts


class _OtherNames:
    """What exercises are called beside the names that sessions have stored, folded."""

    def __init__(self, connection: sqlite3.Connection, names: Mapping[str, Sequence[str]]) -> None:
        self._connection = connection
        self._names = names
        self._slugs = {name: {slug} for slug, known in names.items() for name in known}
        self._found: dict[str, str] = {}

    def of(self, stored: str, key: int) -> str:
        """Return the other names of exercises whose names are ``stored``, one a line, in the session ``key``.

        "" where there are none: that is the rule, and few sessions differ in their exercises.
        """
        if stored not in self._found:
            slugs = set[str]().union(*(self._slugs_of(name, key) for name in stored.split("\n")))
            names = {folded(name) for slug in slugs for name in self._names.get(slug, ())}
            here = folded(stored)
            self._found[stored] = "".join(f"\n{name}" for name in sorted(names) if name not in here)
        return self._found[stored]

    def _slugs_of(self, name: str, key: int) -> set[str]:
        """Return the exercise of a name, or those that were done under it where no exercise is called so today."""
        if name not in self._slugs:
            self._slugs[name] = {row[0] for row in tuple_cursor(self._connection).execute(_NAMED_QUERY, (key, name))}
        return self._slugs[name]


def find(connection: sqlite3.Connection, wanted: Filter, texts: SearchTexts | None = None) -> FoundSessions:
    """Return the sessions that match a filter, found in one pass along ``sessions_by_start``.

    A caller that finds again and again passes the same ``texts``.
    """
    if wanted.empty:
        return FoundSessions(connection.execute(COUNT_QUERY).fetchone()[0])
    found: Iterable[int] = ()
    text_of = (texts or SearchTexts()).read(connection) if wanted.words else {}
    if wanted.words and wanted == Filter(words=wanted.words):
        found = text_of
    else:
        found = chain.from_iterable(tuple_cursor(connection).execute(*filter_query(wanted)))
    for word in wanted.words:
        found = [key for key in found if word in text_of[key]]
    keys = array("q", found)
    return FoundSessions(len(keys), keys)


def found_rows(connection: sqlite3.Connection, found: FoundSessions, start: int, limit: int) -> list[SessionRow]:
    """Return at most ``limit`` of the sessions found, from position ``start`` (from 0) on."""
    if found.keys is None:
        return [session_row(row) for row in connection.execute(PAGE_QUERY, (limit, start))]
    rows = (connection.execute(_ROW_QUERY, (key,)).fetchone() for key in found.keys[start : start + limit])
    return [session_row(row) for row in rows if row is not None]


def position_of(connection: sqlite3.Connection, found: FoundSessions, session_id: str) -> int | None:
    """Return the position of a session among those found, from 0; ``None`` where it is not among them."""
    live = connection.execute(_LIVE_QUERY, (session_id,)).fetchone()
    if live is None:
        return None
    if found.keys is None:
        return int(connection.execute(_POSITION_QUERY, (session_id,)).fetchone()[0])
    try:
        return found.keys.index(live[0])
    except ValueError:
        return None


def sessions_around(
    connection: sqlite3.Connection, session_id: str, each: int
) -> tuple[list[SessionRow], list[SessionRow]]:
    """Return at most ``each`` of the sessions before and after one, both with the nearest first.

    A session that has not ended is left out.
    """
    before, after = (
        [session_row(row) for row in connection.execute(query, (session_id, each))] for query in _AROUND_QUERIES
    )
    return before, after


def filter_query(wanted: Filter) -> tuple[str, list[object]]:
    """Return the query for the rowids of the sessions with a filter's days and flags, newest first, and its values.

    Days are the local dates on which sessions began: the index finds the days around them, the text of the start time
    decides.
    """
    earliest_ms, latest_ms = _ALL_TIMES_MS
    tests, values = [], list[object]()
    if wanted.first is not None:
        earliest_ms = _midnight_ms(wanted.first) - _LARGEST_OFFSET // timedelta(milliseconds=1)
        tests.append("substr(started_at, 1, 10) >= ?")
        values.append(wanted.first.isoformat())
    if wanted.last is not None:
        latest_ms = _midnight_ms(wanted.last) + 2 * (_LARGEST_OFFSET // timedelta(milliseconds=1))
        tests.append("substr(started_at, 1, 10) <= ?")
        values.append(wanted.last.isoformat())
    tests += [_FLAG_CONDITIONS[flag] for flag in SessionFlag if flag in wanted.flags]
    conditions = "".join(f" AND {test}" for test in tests)
    query = (
        "SELECT rowid FROM sessions WHERE deleted_at IS NULL AND started_ms BETWEEN ? AND ?"
        f"{conditions} ORDER BY started_ms DESC, id DESC"
    )
    return query, [earliest_ms, latest_ms, *values]


def _midnight_ms(day: date) -> int:
    return utc_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))
