"""A database or backup that somebody names: looked at, and copied where it can be worked on. It is never changed."""

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
from negcoach.store.database.database import open_database
from negcoach.store.database.errors import READING_ERRORS, DamagedDatabaseError, is_damage
from negcoach.store.database.files import DATABASE_NAME, has_journal, journal_of, uri_of
from negcoach.store.database.integrity import check_all, distrust
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS
from negcoach.texts import clean

_BUSY_S = 5.0
_MAGIC = b"SQLite format 3\x00"
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a database holds: its sessions that are not deleted, and the day of the last, ``None`` without any."""

    sessions: int
    last_day: date | None


def take_copy(source: Path, folder: Path, now: datetime) -> Path:
    """Copy a database or a backup into ``folder``, which holds nothing, and return the copy.

    It is sound, of the newest version and named as a database is. ``source`` may be in use, interrupted in a write, of
    an older version, or where nothing can be written. Raises ``NegcoachError`` for what is not there, not a file, not
    ours, damaged or from a newer version, and for a full disk.
    """
    require_database(source)
    target = folder / DATABASE_NAME
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE))
        _copy_out(source, target)
        _require_whole(target, source)
        open_database(folder, now=now).close()
    except READING_ERRORS as error:
        raise _unreadable(error, source, folder) from error
    except OSError as error:
        raise NegcoachError(f"{source} could not be copied to {folder} ({error.strerror}).") from None
    return target


def require_sound(source: Path, now: datetime) -> None:
    """Return when ``take_copy`` would take one; raise as it does. Nothing is left behind."""
    with temporary_folder() as folder:
        take_copy(source, folder, now)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for this user alone that is gone afterwards. Raises ``NegcoachError`` where there can be none."""
    try:
        place = tempfile.TemporaryDirectory(prefix="negcoach-", ignore_cleanup_errors=True)
    except OSError as error:
        raise NegcoachError(f"There is no place for a temporary file ({error.strerror}). Free some space.") from None
    with place as name:
        yield Path(name)


def require_database(source: Path) -> None:
    """Return when ``source`` is an SQLite file by its first bytes; raise ``NegcoachError`` that says what it is."""
    try:
        mode = source.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NegcoachError(f"{source} is a folder. Name the file in it, such as {source / DATABASE_NAME}.")
        if not stat.S_ISREG(mode):
            raise NegcoachError(f"{source} is not a file. Name a negcoach database, or a backup of one.")
        with source.open("rb") as file:
            beginning = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise NegcoachError(f"There is no file {source}.") from None
    except OSError as error:
        raise NegcoachError(f"{source} cannot be read ({error.strerror}). Check its rights.") from None
    except ValueError:  # a NUL in the name
        raise NegcoachError(f"{source} is no name of a file.") from None
    if beginning != _MAGIC and not has_journal(source):
        raise _foreign(source)


def holdings(path: Path) -> Holdings | None:
    """Return what the database at ``path`` holds, ``None`` where it cannot be read; nothing is changed."""
    try:
        with closing(sqlite3.connect(uri_of(path, "ro"), uri=True, timeout=_BUSY_S)) as connection:
            distrust(connection)
            row = connection.execute(
                "SELECT count(*), (SELECT substr(started_at, 1, 10) FROM sessions WHERE deleted_at IS NULL "
                "ORDER BY started_ms DESC LIMIT 1) FROM sessions WHERE deleted_at IS NULL"
            ).fetchone()
            return Holdings(int(row[0]), None if row[1] is None else date.fromisoformat(row[1]))
    except (*READING_ERRORS, ValueError):
        return None


def _copy_out(source: Path, target: Path) -> None:
    """Copy as one reader among others; where a write was interrupted, with the journal that mends it in the copy."""
    try:
        with (
            closing(sqlite3.connect(uri_of(source, "ro"), uri=True, timeout=_BUSY_S)) as reader,
            closing(sqlite3.connect(target)) as writer,
        ):
            reader.backup(writer)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _IN_USE or not has_journal(source):
            raise
        shutil.copyfile(source, target)
        shutil.copyfile(journal_of(source), journal_of(target))


def _require_whole(copy: Path, source: Path) -> None:
    """Read all of the copy; raise ``NegcoachError`` about ``source`` unless it is a sound one of ours."""
    newest = len(MIGRATIONS)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        distrust(connection)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise _foreign(source)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > newest:
            raise NegcoachError(
                f"{source} is from a newer negcoach (its version is {version}, this one knows {newest}). Nothing was "
                "changed. Upgrade negcoach here first."
            )
        try:
            check_all(connection, source)
        except DamagedDatabaseError as error:
            raise _damaged(source, error) from error


def _unreadable(error: Exception, source: Path, folder: Path) -> NegcoachError:
    if is_damage(error):
        return _damaged(source, error)
    code = getattr(error, "sqlite_errorcode", None)
    if code in _IN_USE:
        return NegcoachError(f"Another program is writing to {source}. Try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return NegcoachError(f"The disk is full: {source} could not be copied to {folder}. Free some space.")
    return NegcoachError(f"{source} could not be copied to {folder} ({clean(str(error))}). Nothing was changed.")


def _damaged(source: Path, error: Exception) -> NegcoachError:
    found = clean(str(error)).rpartition("is damaged (")[2].rstrip(").")
    return NegcoachError(f"{source} is damaged ({found}). Nothing was changed. Take another copy, or a backup of it.")


def _foreign(source: Path) -> NegcoachError:
    return NegcoachError(f"{source} is not a negcoach database, nor a backup of one. Nothing was changed.")
