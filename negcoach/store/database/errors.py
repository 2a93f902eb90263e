"""SQLite's errors, explained to the lifter in one line each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.texts import clean

_PRIMARY_CODE = 0xFF
"""The low byte of an extended result code is the primary one (sqlite.org/rescode.html)."""

_MOVED = sqlite3.SQLITE_READONLY_DBMOVED
"""The extended code of a write to a file that is not any more where it was opened."""


DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""The errors of using a database. If SQLite's message quotes damaged text, Python raises that it cannot decode it."""


class DamagedDatabaseError(NegcoachError):
    """A negcoach database whose contents are corrupt."""


class MissingDatabaseError(NegcoachError):
    """There is no database, although there are copies of one: a backup, or one that was put aside."""


class WrongValueError(NegcoachError):
    """A stored value that negcoach does not write, met while it was read; its row can be left out, and repaired."""


def is_damage(error: Exception) -> bool:
    """Return whether the error means that the file's contents are corrupt."""
    return isinstance(error, UnicodeDecodeError) or _code(error) in (
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
    )


def is_moved(error: Exception) -> bool:
    """Return whether the error means that the file is not any more where it was opened."""
    return getattr(error, "sqlite_errorcode", None) == _MOVED


def is_busy(error: Exception) -> bool:
    """Return whether the error means that another program is using the file just then."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def explain(error: Exception, path: Path) -> NegcoachError:
    """Return an error with one line on what is wrong with the database at ``path``, and what to do.

    ``error`` is one of ``DATABASE_ERRORS``.
    """
    code = _code(error)
    if is_damage(error):
        return DamagedDatabaseError(
            f"The database {path} is damaged ({clean(str(error))}). Start negcoach again: "
            "it keeps the damaged file and restores the latest backup."
        )
    if is_busy(error):
        return NegcoachError(
            f"Another program is using the database {path}. Close the other negcoach, or try again in a moment."
        )
    if code == sqlite3.SQLITE_FULL:
        return NegcoachError(f"The disk is full: nothing more can be saved in {path}. Free some space.")
    if is_moved(error):
        return NegcoachError(
            f"The database {path} was moved or replaced while it was open, so this is not saved yet. "
            "The next try puts it back, or goes on in the one that is there now."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR):
        return RemedyError(
            f"The database {path} cannot be written ({error}). Check the folder's permissions and the disk, "
            "or choose another folder",
            Remedy.DATA_FOLDER,
        )
    return NegcoachError(f"The database {path} did not accept that: {clean(str(error))}.")


def _code(error: Exception) -> int:
    """Return the primary result code; 0 for an error that Python's module raised by itself."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & _PRIMARY_CODE
