"""A write of very many rows in little memory: it is made in a copy, whose pages then take the place of the file's.

SQLite keeps each page that a transaction changes in memory until the end. It could write some earlier, with
``cache_spill``, but from the first of them on nobody else could read. A copy is nobody else's. It is a temporary file
of SQLite's own, which is gone with the program, however that ends; the file is written in one short transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import seal, watch
from negcoach.store.database.connection import copy_all, give_up_when_locked, harden_connection, opened
from negcoach.store.database.lock import is_coaching
from negcoach.store.database.stamps import stamp
from negcoach.store.database.totals import register_functions

_CACHE_KB = 32_000
"""The most memory that the pages of the copy take: enough for the inner pages of indexes of a million rows."""

_PACKING_KB = 4_000
"""The same for it and for its packed copy, while that is made: in the order of the rows, so few pages will do."""

_PLACING_KB = 24_000
"""The same while they are put in place: the more, the fewer times the disk is waited for meanwhile."""

_SORTING_KB = 8_000
"""The same while an index is made of all rows of a table, which are sorted for it."""

_STEP_PAGES = 16
"""How many pages are put in place in one go: between two of them an interrupt is noticed."""

_STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's virtual machine, a few milliseconds, after which packing looks whether it must stop."""

_UNDER_WAY_MS = 15 * 60_000
"""How long after what was done last a session that has not ended is taken to be under way: a long rest; our own choice.
"""

_LAST_DONE = """
    SELECT max(max(
        started_ms,
        coalesce((SELECT max(completed_ms) FROM sets JOIN reps ON set_id = sets.id WHERE session_id = sessions.id), 0),
        coalesce((SELECT max(started_ms) FROM sets WHERE session_id = sessions.id), 0),
        coalesce((SELECT max(started_ms) FROM concentric_sets WHERE session_id = sessions.id), 0)
    )) FROM sessions WHERE ended_at IS NULL AND deleted_at IS NULL
"""
"""When something was done last in a session that has not ended: a rep, a set that was begun, a lifted set."""

_NO_PLACE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)


def require_no_session(path: Path, connection: sqlite3.Connection, now: datetime) -> None:
    """Raise ``NegcoachError`` where a session is under way: its reps could not be stored until the write has ended.

    That is one in which a lifter is being coached, though nothing of it be stored yet, or in which something was done a
    short while ago. ``path`` is that of the database.
    """
    (last_ms,) = connection.execute(_LAST_DONE).fetchone()
    is_recent = last_ms is not None and abs(stamp(now)[1] - last_ms) < _UNDER_WAY_MS
    if is_recent or is_coaching(path.parent):
        raise NegcoachError(
            "A session is under way, and its reps could not be stored while so much is written. "
            "Finish it first. Nothing was changed."
        )


@contextmanager
def in_copy(path: Path, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a copy of the database, in a transaction; what the block leaves there is what is here then.

    ``connection`` is in a transaction that has the write lock, and changes nothing. It has ended afterwards, and all is
    on disk; where something raises, the file stays as it was. Raises SQLite's errors, and ``NegcoachError`` where
    there is no place for the copy.
    """
    with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as copy:
        try:
            with opened(path) as reader:
                copy_all(reader, copy)
            _configure(copy)
            copy.execute("PRAGMA temp_store = FILE")  # what is sorted, and the packed copy, would else be in memory
            copy.execute("BEGIN")
            watch(copy)
            yield copy
            seal(copy)
            copy.execute("COMMIT")
            _pack(copy)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_PLACE:
                raise
            raise NegcoachError(f"There is no place for a temporary file ({error}). Free some space.") from error
        _put_in_place(copy, connection, give_up_when_locked)


def pack(path: Path, connection: sqlite3.Connection, must_stop: Callable[[], bool]) -> bool:
    """Write the database anew without its free pages, and return whether that was done.

    It is not where there is no room for it, and where ``must_stop``, which is asked every few milliseconds, says so;
    the file is as it was then. ``connection`` is in a transaction that has the write lock, and changes nothing.
    """

    def go_on(status: int, remaining: int, pages: int) -> None:
        give_up_when_locked(status, remaining, pages)
        if must_stop():
            raise InterruptedError

    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        try:
            with opened(path) as reader:
                reader.backup(copy, pages=_STEP_PAGES, progress=go_on)
            _configure(copy)
            copy.execute("PRAGMA temp_store = FILE")
            copy.set_progress_handler(must_stop, _STEPS_BETWEEN_LOOKS)
            if not _pack(copy):
                return False
            copy.set_progress_handler(None, 0)
            _put_in_place(copy, connection, go_on)
        except InterruptedError:
            return False
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (*_NO_PLACE, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
    return True


@contextmanager
def indexes_afterwards(copy: sqlite3.Connection, table: str) -> Iterator[None]:
    """Make the indexes of a table anew after the block, which inserts more rows than are there, and looks for none.

    That takes less than half as long as to keep them up with each row, whose ids come in no order.
    """
    query = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    indexes = copy.execute(query, (table,)).fetchall()
    for name, _ in indexes:
        copy.execute(f"DROP INDEX main.{name}")
    yield
    copy.execute(f"PRAGMA cache_size = -{_SORTING_KB}")
    for _, statement in indexes:
        copy.execute(statement)
    copy.execute(f"PRAGMA cache_size = -{_CACHE_KB}")


def _configure(copy: sqlite3.Connection) -> None:
    copy.row_factory = sqlite3.Row
    harden_connection(copy)
    register_functions(copy)
    copy.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    copy.execute("PRAGMA foreign_keys = ON")


def _pack(copy: sqlite3.Connection) -> bool:
    """Leave no free pages in the copy, and no half-filled ones: the file, and each backup of it, has none then either.

    That takes the room of a second copy; where there is none, this one stays as it is. Return whether it was packed.
    """
    copy.execute("PRAGMA shrink_memory")
    copy.execute(f"PRAGMA cache_size = -{_PACKING_KB}")
    packed = False
    with suppress(sqlite3.OperationalError):
        copy.execute("VACUUM")
        packed = True
    copy.execute("PRAGMA shrink_memory")
    return packed


def _put_in_place(
    copy: sqlite3.Connection, connection: sqlite3.Connection, go_on: Callable[[int, int, int], None]
) -> None:
    """End the transaction of ``connection``, and replace what is in its file by what is in the copy, in another one.

    ``go_on`` is called between two steps; where it raises, the file stays as it was.
    """
    # SQLite takes no pages from elsewhere within a transaction: so the lock outlives this one, and the next has it.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_size_limit = 0")  # the journal of such a lock is emptied and not removed
    (cache_size,) = connection.execute("PRAGMA cache_size").fetchone()
    try:
        connection.rollback()
        connection.execute(f"PRAGMA cache_size = -{_PLACING_KB}")
        connection.execute("PRAGMA cache_spill = ON")  # within a transaction it would have no effect
        copy.backup(connection, pages=_STEP_PAGES, progress=go_on)
    finally:
        connection.execute(f"PRAGMA cache_size = {cache_size}")
        connection.execute("PRAGMA cache_spill = OFF")
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # with this the lock, and the journal, are let go
