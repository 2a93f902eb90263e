"""A backup in the place of the database: checked first, swapped in at once, and what was there is kept."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import sync_folder
from negcoach.store.database.backups import ABANDONED_AFTER
from negcoach.store.database.database import suspicion_of
from negcoach.store.database.files import DATABASE_NAME, journal_of, prepare_folder
from negcoach.store.database.lock import sole
from negcoach.store.restore.copies import Holdings, holdings, require_database, take_copy

_PLACE = ".restore-"
"""How the folder is called in which a backup waits to be put in place."""


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup that was checked and waits to be put in place.

    ``comes`` is what it holds; ``there`` is what the database holds now, ``None`` when that cannot be read, and
    ``present`` whether there is one at all.
    """

    comes: Holdings
    there: Holdings | None
    present: bool
    _copy: Path
    _path: Path

    def swap_in(self, now: datetime) -> Path | None:
        """Put it in place and return where what was there is kept, ``None`` when nothing was.

        At every moment there is a whole database under the one name or the other. Raises ``NegcoachError`` when the
        folder does not let us, or another negcoach was started meanwhile; then all is as it was.
        """
        with _alone(self._path.parent):
            return self._swap(now)

    def _swap(self, now: datetime) -> Path | None:
        kept = _free_name(self._path.parent, now) if self._path.exists() else None
        try:
            if kept is not None:
                _keep(self._path, kept)
            self._copy.replace(self._path)
            suspicion_of(self._path).unlink(missing_ok=True)
            sync_folder(self._path.parent)
        except OSError as error:
            if kept is not None:
                _take_back(self._path, kept)
            raise NegcoachError(
                f"{self._path} could not be replaced ({error.strerror}). Close what uses it, and check the rights of "
                "its folder."
            ) from None
        return kept


@contextmanager
def prepared_restore(folder: Path, source: Path, now: datetime) -> Iterator[Restore]:
    """Check ``source``, a backup or another database, and yield what would be put in the place of that in ``folder``.

    ``source`` is only read; one of an older version is brought up to date on the way. Nobody else may be at work on
    the folder, neither now nor when it is swapped in: between them, a lifter may think for long. Raises
    ``NegcoachError``, and changes nothing, when somebody is, for the database itself, and for what is no sound database
    of ours or from a newer version.
    """
    path = folder / DATABASE_NAME
    if source.exists() and path.exists() and source.samefile(path):
        raise NegcoachError(f"{source} is the database itself. Name a backup.")
    require_database(source)  # before a folder is made
    prepare_folder(folder)
    with _alone(folder):
        _clear_away(folder, now)
        # Beside the database: only within one file system is a rename a single step.
        try:
            place = tempfile.TemporaryDirectory(prefix=_PLACE, dir=folder, ignore_cleanup_errors=True)
        except OSError as error:
            raise NegcoachError(f"{folder} cannot be written ({error.strerror}). Check its rights.") from None
    with place as name:
        copy = take_copy(source, Path(name), now)
        comes = holdings(copy)
        if comes is None:
            raise NegcoachError(f"{source} is damaged. Nothing was changed. Take another copy, or a backup of it.")
        there = holdings(path) if path.exists() else None
        yield Restore(comes, there, path.exists(), copy, path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Raise ``NegcoachError`` when somebody is at work on the folder; for the length of the block nobody begins."""
    with sole(folder) as alone:
        if not alone:
            raise NegcoachError(f"Another negcoach is at work on {folder}. Close it, and try again.")
        yield


def _clear_away(folder: Path, now: datetime) -> None:
    """Remove what restores left that were cut off a day ago or more: each is as large as a database."""
    for left in folder.glob(f"{_PLACE}*"):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime > ABANDONED_AFTER.total_seconds():
                shutil.rmtree(left, ignore_errors=True)


def _keep(path: Path, kept: Path) -> None:
    """Give what is there a second name, and its journal, which would "repair" the new file, with it."""
    if journal_of(path).exists():
        journal_of(path).rename(journal_of(kept))
        path.rename(kept)
        return
    try:
        os.link(path, kept)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.ENOSYS):
            raise
        path.rename(kept)  # a file system without links


def _take_back(path: Path, kept: Path) -> None:
    """Let what was there have its one name again."""
    with suppress(OSError):
        if not path.exists():
            kept.rename(path)
            journal_of(kept).rename(journal_of(path))
        elif kept.exists() and kept.samefile(path):
            kept.unlink()


def _free_name(folder: Path, now: datetime) -> Path:
    stem = f"negcoach-before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.db"
    return path
