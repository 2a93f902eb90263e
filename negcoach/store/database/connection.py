"""How a database file is opened that is not trusted, and how rows are read that are many."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

BUSY_S = 5.0
"""How long (seconds) a read waits while another program writes (our own choice)."""


@contextmanager
def opened(path: Path, mode: str = "ro", *, busy_s: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file in a mode (``ro``, ``rw``) that never creates one; no transaction begins by itself.

    Raises SQLite's errors, as each use of the connection does.
    """
    timeout_s = BUSY_S if busy_s is None else busy_s
    with closing(sqlite3.connect(sqlite_uri(path, mode), uri=True, timeout=timeout_s, isolation_level=None)) as found:
        yield found


@contextmanager
def untrusted(path: Path, mode: str = "ro", *, busy_s: float | None = None) -> Iterator[sqlite3.Connection]:
    """Open a file as ``opened`` does, and read what may be damaged, or written by somebody else, by column names."""
    with opened(path, mode, busy_s=busy_s) as connection:
        connection.row_factory = sqlite3.Row
        harden_connection(connection)
        yield connection


def sqlite_uri(path: Path, mode: str) -> str:
    """Return the URI by which SQLite opens a file in a mode (``ro``, ``rw``) that never creates one."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a Windows share; SQLite knows no host (sqlite.org/uri.html, 3.1)
        address = address.replace("file://", "file:////", 1)
    return f"{address}?mode={mode}"


def harden_connection(connection: sqlite3.Connection) -> None:
    """Have SQLite treat the file as untrusted (sqlite.org/security.html); call it before the first read.

    Text that is no text any more can be read (``tolerant_text``): the checks name its row.
    """
    connection.text_factory = tolerant_text
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")


tolerant_text = partial(str, encoding="utf-8", errors="replace")
"""Decodes a stored text; a bad byte is replaced, for one in a note is no reason to refuse all the others.

It is called for each text that is read: a function of Python's own takes three times as long.
"""


def copy_all(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a whole database in one step, as one reader among others, over whatever ``target`` holds.

    One that another program has put into WAL mode is copied out of it: the copy is one file, not three.
    Raises SQLite's errors, also where another program keeps it locked for longer than ``source`` waits.
    """
    source.backup(target, progress=give_up_when_locked)
    target.execute("PRAGMA journal_mode = DELETE")


def give_up_when_locked(status: int, remaining: int, pages: int) -> None:
    """Raise SQLite's error where a step of a copy met a lock: Python's ``backup`` would ask again without end."""
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = status
        raise error


def tuple_cursor(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """Return a cursor whose rows are plain tuples: for where there are thousands, and no object is made for each."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor
