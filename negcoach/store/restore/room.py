"""The room that removed rows leave in the file is given back: it, and each backup of it, would else keep their pages.

To undo a large import and then to change something else leaves most: what was undone cannot come back any more.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.store.database.connection import untrusted
from negcoach.store.database.database import Database, make_durable
from negcoach.store.database.errors import DATABASE_ERRORS
from negcoach.store.database.large_write import pack, require_no_session

_MUCH_BYTES = 8_000_000
_MUCH_SHARE = 4
"""From so many free bytes on, if they are also a quarter of the file, it is written anew (our own choice)."""

_BUSY_S = 0.2
"""How long to wait for another program, and for those who read; the next start tries again."""


def give_room_back(database: Database, now: datetime) -> bool:
    """Write an open database anew without its free pages where they are many, and return whether that was done.

    Run it in a thread of its own, as it takes seconds. It goes through a connection of its own, so that all can be read
    meanwhile but for the moment in which the file is replaced. Nobody else can write: it gives up, and leaves the file
    as it was, as soon as ``database`` is to write or to be closed, and does nothing while a session is under way.
    """
    path = database.path
    try:
        with untrusted(path, "rw", busy_s=_BUSY_S) as connection:
            if not _has_much_room(connection):
                return False
            make_durable(connection)
            connection.execute("BEGIN IMMEDIATE")
            require_no_session(path, connection, now)
            return pack(path, connection, lambda: database.is_writing or database.is_closing)
    except (*DATABASE_ERRORS, NegcoachError):  # nothing has changed, and nobody waits for it
        return False


def _has_much_room(connection: sqlite3.Connection) -> bool:
    free, pages, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count", "page_size")
    )
    return bool(free * size >= _MUCH_BYTES and free * _MUCH_SHARE >= pages)
