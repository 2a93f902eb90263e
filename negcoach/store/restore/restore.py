"""Restoring a backup: it is checked first, then replaces the database in one step; the old database is set aside."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import sync_folder
from negcoach.store.database.backups import ABANDONED_AFTER, file_stamp, first_changed_row, unused_path
from negcoach.store.database.errors import DATABASE_ERRORS, explain
from negcoach.store.database.files import (
    DATABASE_NAME,
    forget_replacement,
    forget_suspicion,
    journal_path,
    move_beside,
    prepare_folder,
    require_folder,
    wal_path,
)
from negcoach.store.database.lock import exclusive_lock, replacing_lock, unwritten
from negcoach.store.restore.copies import DatabaseSummary, copy_database, require_database, summary_of

_STAGING_PREFIX = ".restore-"
"""The prefix of the folder in which a backup waits to be put in place."""


@dataclass(frozen=True, slots=True)
class PreparedRestore:
    """A backup that was checked and waits to be put in place.

    ``incoming`` summarises it; ``current`` summarises the present database, ``None`` when that cannot be read, and
    ``exists`` is whether there is a database at all. ``changed`` names a row of the backup that negcoach did not write
    as it is: a copy may be sound as a file and yet lack its last bytes.
    """

    incoming: DatabaseSummary
    changed: str | None
    current: DatabaseSummary | None
    exists: bool
    _copy: Path
    _path: Path

    def swap_in(self, now: datetime) -> Path | None:
        """Put the backup in place, and return the path of the old database, ``None`` if there was none.

        At every moment there is a complete database under one name or the other. Raises ``NegcoachError`` when the
        folder cannot be written, another negcoach was started meanwhile, or one is writing; then nothing has changed.
        """
        with alone_in(self._path.parent), replacing_lock(self._path.parent), unwritten(self._path):
            return self._swap(now)

    def _swap(self, now: datetime) -> Path | None:
        stem = f"negcoach-before-restore-{file_stamp(now)}"
        aside = unused_path(self._path.parent, stem) if self._path.exists() else None
        try:
            if aside is not None:
                _set_aside(self._path, aside)
            self._copy.replace(self._path)
            forget_suspicion(self._path)
            forget_replacement(self._path)
            sync_folder(self._path.parent)
        except BaseException as error:  # an interrupt, too
            if aside is not None:
                _undo_set_aside(self._path, aside)
            if not isinstance(error, OSError):
                raise
            raise NegcoachError(
                f"{self._path} could not be replaced ({error.strerror}). Close what uses it, and check its "
                "folder's permissions."
            ) from None
        return aside


@contextmanager
def prepared_restore(folder: Path, source: Path, now: datetime) -> Iterator[PreparedRestore]:
    """Check ``source``, a backup or another database, and yield it ready to replace the database in ``folder``.

    ``source`` is only read; the copy of an older version is migrated. No other negcoach may use the folder, neither
    now nor during the swap; in between the lifter may take any time to decide. Raises ``NegcoachError``, and changes
    nothing, when another one does, when ``source`` is the database itself, no intact negcoach database, or from a
    newer version.
    """
    path = folder / DATABASE_NAME
    require_folder(folder)
    require_database(source)  # before a folder is created
    if path.exists() and source.samefile(path):
        raise NegcoachError(f"{source} is the database itself. Name a backup.")
    prepare_folder(folder)
    with alone_in(folder):
        _remove_abandoned(folder, now)
        # Beside the database: only within one file system is a rename a single step.
        try:
            place = tempfile.TemporaryDirectory(prefix=_STAGING_PREFIX, dir=folder, ignore_cleanup_errors=True)
        except OSError as error:
            raise NegcoachError(f"{folder} cannot be written ({error.strerror}). Check its permissions.") from None
    with place as name:
        copy = copy_database(source, Path(name), now)
        incoming = summary_of(copy)
        if incoming is None:
            raise NegcoachError(f"{source} is damaged. Nothing was changed. Take another copy, or a backup of it.")
        try:
            changed = first_changed_row(copy)
        except DATABASE_ERRORS as error:
            raise explain(error, copy) from error
        current = summary_of(path) if path.exists() else None
        yield PreparedRestore(incoming, changed, current, path.exists(), copy, path)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Lock the folder for the length of the block; raise ``NegcoachError`` when another negcoach uses it."""
    with exclusive_lock(folder) as alone:
        if not alone:
            raise NegcoachError(f"Another negcoach is at work on {folder}. Close it, and try again.")
        yield


def _remove_abandoned(folder: Path, now: datetime) -> None:
    """Remove the remains of restores that were interrupted a day ago or more: each is as large as a database."""
    for left in folder.glob(f"{_STAGING_PREFIX}*"):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime > ABANDONED_AFTER.total_seconds():
                shutil.rmtree(left, ignore_errors=True)


def _set_aside(path: Path, aside: Path) -> None:
    """Give the old database a second name, and what SQLite would "repair" the new one with goes with it."""
    if os.path.lexists(journal_path(path)) or os.path.lexists(wal_path(path)):
        move_beside(path, aside)
        path.rename(aside)
        return
    try:
        os.link(path, aside)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.ENOSYS):
            raise
        path.rename(aside)  # a file system without links


def _undo_set_aside(path: Path, aside: Path) -> None:
    """Give the old database its only name back."""
    with suppress(OSError):
        if not path.exists():
            aside.rename(path)
            move_beside(aside, path)
        elif aside.exists() and aside.samefile(path):
            aside.unlink()
