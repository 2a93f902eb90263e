"""A database or backup given by its path: summarised, and copied to where it can be worked on. It is never changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import PRIVATE_FILE
from negcoach.formatting import day_text
from negcoach.store.database.checks.integrity import check_integrity
from negcoach.store.database.connection import copy_all, opened, untrusted
from negcoach.store.database.database import open_database
from negcoach.store.database.errors import DATABASE_ERRORS, DamagedDatabaseError, is_damage
from negcoach.store.database.files import (
    DATABASE_NAME,
    MAGIC,
    has_journal,
    journal_path,
    require_no_strange_journal,
    require_no_strange_neighbour,
)
from negcoach.store.database.own_schema import schema_fault
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS
from negcoach.texts import clean, counted

_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


class UnreadNowError(NegcoachError):
    """A database or backup that could not be copied just then, which says nothing of what is in it."""


@dataclass(frozen=True, slots=True)
class DatabaseSummary:
    """How many sessions a database holds, deleted ones aside, and the day of the last, ``None`` without any."""

    sessions: int
    last_day: date | None


def copy_database(source: Path, folder: Path, now: datetime, *, quick: bool = False) -> Path:
    """Copy a database or a backup into the empty ``folder``, and return the path of the copy.

    The copy is intact, as ``check_integrity`` says (where asked ``quick``), of the newest version and named as a
    database is. ``source`` may be in use, interrupted in a write, of an older version, or where nothing can be written.
    Raises ``NegcoachError`` for what does not exist, is no file or no negcoach database, is damaged or from a newer
    version, and ``UnreadNowError`` for what may not be read or is held by another program, and for a full disk.
    """
    require_database(source)
    target = folder / DATABASE_NAME
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        _copy_out(source, target)
        _require_intact(target, source, quick=quick)
        open_database(folder, now=now).close()
    except DATABASE_ERRORS as error:
        raise _copy_error(error, source, folder) from error
    except OSError as error:
        raise UnreadNowError(f"{source} could not be copied to {folder} ({error.strerror}).") from None
    return target


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for this user alone, removed afterwards. Raises ``NegcoachError`` where none can be created."""
    try:
        place = tempfile.TemporaryDirectory(prefix="negcoach-", ignore_cleanup_errors=True)
    except OSError as error:
        raise NegcoachError(f"There is no place for a temporary file ({error.strerror}). Free some space.") from None
    with place as name:
        yield Path(name)


def require_database(source: Path) -> None:
    """Check that ``source`` begins as an SQLite file does; raise ``NegcoachError`` that says what it is instead."""
    try:
        mode = source.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NegcoachError(f"{source} is a folder. Name the file in it, such as {source / DATABASE_NAME}.")
        if not stat.S_ISREG(mode):
            raise NegcoachError(f"{source} is not a file. Name a negcoach database, or a backup of one.")
        with source.open("rb") as file:
            beginning = file.read(len(MAGIC))
    except FileNotFoundError:
        raise NegcoachError(f"There is no file {source}.") from None
    except OSError as error:
        raise UnreadNowError(f"{source} cannot be read ({error.strerror}). Check its permissions.") from None
    except ValueError:  # a NUL in the name
        raise NegcoachError(f"{source} is not a name of a file.") from None
    if beginning != MAGIC and not has_journal(source):
        raise _foreign_error(source)
    require_no_strange_neighbour(source)


def summary_of(path: Path) -> DatabaseSummary | None:
    """Return the summary of the database at ``path``, ``None`` where it cannot be read; nothing is changed."""
    try:
        require_no_strange_journal(path)
        with untrusted(path) as connection:
            row = connection.execute(
                "SELECT count(*), (SELECT substr(started_at, 1, 10) FROM sessions WHERE deleted_at IS NULL "
                "ORDER BY started_ms DESC LIMIT 1) FROM sessions WHERE deleted_at IS NULL"
            ).fetchone()
            return DatabaseSummary(int(row[0]), None if row[1] is None else date.fromisoformat(row[1]))
    except (*DATABASE_ERRORS, ValueError, NegcoachError):
        return None


def summary_text(found: DatabaseSummary | None) -> str:
    """Return ``12 sessions (latest 28 Nov 2026)``."""
    if found is None:
        return "a database that cannot be read"
    if found.last_day is None:
        return "no sessions"
    return f"{counted(found.sessions, 'session')} (latest {day_text(found.last_day)})"


def backed_up_text(made: Path, shown: str) -> str:
    """Return what is said of a backup that was made, at a path that is shown as ``shown``."""
    return f"Backed up {summary_text(summary_of(made))} to {shown}. The copy is intact."


def _copy_out(source: Path, target: Path) -> None:
    """Copy as one reader among others; where a write was interrupted, along with the journal that repairs the copy."""
    try:
        with opened(source) as reader:
            reader.execute("BEGIN")
            (mode,) = reader.execute("PRAGMA journal_mode").fetchone()
            reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on nobody else writes the file
            if mode == "delete":
                shutil.copyfile(source, target)  # in a quarter of the time
                return
            reader.rollback()
            with closing(sqlite3.connect(target.absolute())) as writer:
                copy_all(reader, writer)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _IN_USE or not has_journal(source):
            raise
        shutil.copyfile(source, target)
        shutil.copyfile(journal_path(source), journal_path(target))


def _require_intact(copy: Path, source: Path, *, quick: bool) -> None:
    """Check the whole copy; raise ``NegcoachError`` about ``source`` unless it is an intact negcoach database."""
    newest = len(MIGRATIONS)
    with untrusted(copy, "rw") as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise _foreign_error(source)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > newest:
            raise NegcoachError(
                f"{source} is from a newer negcoach (its version is {version}, this one knows {newest}). Nothing was "
                "changed. Upgrade negcoach here first."
            )
        try:
            check_integrity(connection, source, quick=quick)
        except DamagedDatabaseError as error:
            raise damaged_error(source, error) from error
        if (fault := schema_fault(connection, version)) is not None:
            raise NegcoachError(f"{source} {fault}. Nothing was changed. Take another copy, or a backup of it.")


def _copy_error(error: Exception, source: Path, folder: Path) -> NegcoachError:
    if is_damage(error):
        return damaged_error(source, error)
    code = getattr(error, "sqlite_errorcode", None)
    if code in _IN_USE:
        return UnreadNowError(f"Another program is writing to {source}. Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return UnreadNowError(f"The disk is full: {source} could not be copied to {folder}. Free some space.")
    return UnreadNowError(f"{source} could not be copied to {folder} ({clean(str(error))}). Nothing was changed.")


def damaged_error(source: Path, error: Exception) -> NegcoachError:
    """Return the error for a copied database that is damaged, as ``error`` says."""
    found = clean(str(error)).rpartition("is damaged (")[2].rstrip(").")
    return NegcoachError(f"{source} is damaged ({found}). Nothing was changed. Take another copy, or a backup of it.")


def _foreign_error(source: Path) -> NegcoachError:
    return NegcoachError(f"{source} is not a negcoach database, nor a backup of one. Nothing was changed.")
