"""Joined sessions: into which session another one was joined.

It is stored as a fact of its own, beside the rows. A merge then knows it also for sets that another machine added to
the session, or changed, without knowing of the join: they follow into the session that it was joined into.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from negcoach.store.database.stamps import iso, moment_of

_PREFIX = "joined "
"""Before a session's id: the fact into which session it was joined, and when; ``None`` once that was undone."""

_JOINS = "SELECT name, value FROM facts WHERE substr(name, 1, ?) = ? AND value IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Join:
    """``into`` is the id of the session that has the sets now, ``at`` when the joined one was deleted (ISO 8601)."""

    into: str
    at: str


def join_fact(session_id: str) -> str:
    """Return the name of the fact into which session this one was joined."""
    return _PREFIX + session_id


def join_value(into: str, at: str) -> str:
    """Return the value of that fact."""
    return f"{into} {at}"


def joined_sessions(connection: sqlite3.Connection) -> dict[str, Join]:
    """Return the joined sessions by their ids, each with the session that has its sets now, which was not joined.

    Where two machines joined two sessions each into the other, the one with the lower id stays.
    """
    found = _joins(connection)
    return {one: Join(last, join.at) for one, join in found.items() if (last := _last(one, found)) != one}


def staying_sessions(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the sessions that stay although a machine joined them, each with when it was deleted for that.

    Another machine had joined the other session into it.
    """
    found = _joins(connection)
    return {one: join.at for one, join in found.items() if _last(one, found) == one}


def _joins(connection: sqlite3.Connection) -> dict[str, Join]:
    found: dict[str, Join] = {}
    for name, value in connection.execute(_JOINS, (len(_PREFIX), _PREFIX)):
        into, _, at = value.partition(" ")
        with suppress(ValueError):  # another machine's file may hold anything
            found[name.removeprefix(_PREFIX)] = Join(into, iso(moment_of(at)))
    return found


def _last(session_id: str, joins: Mapping[str, Join]) -> str:
    path = [session_id]
    while path[-1] in joins:
        following = joins[path[-1]].into
        if following in path:
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]
