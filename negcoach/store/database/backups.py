"""Copies of the database: made while it is in use, read back before they count, and restored when it is damaged."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import PRIVATE_FOLDER, StagedFile, staged_file
from negcoach.formatting import counted
from negcoach.store.database.errors import READING_ERRORS, explained
from negcoach.store.database.files import (
    DATABASE_NAME,
    has_journal,
    journal_of,
    not_ours,
    uri_of,
)
from negcoach.store.database.integrity import check_all, distrust
from negcoach.store.database.schema import APPLICATION_ID

BACKUPS_NAME = "backups"
KEPT_BACKUPS = 8
BACKUP_EVERY = timedelta(days=7)
ABANDONED_AFTER = timedelta(days=1)
"""When the beginning of a backup is no longer one that somebody makes, but what a power failure left."""

_BUSY_S = 5.0
_FILE_STAMP = "%Y%m%dT%H%M%SZ"
_BACKUP_NAME = re.compile(r"negcoach-([0-9]{8}T[0-9]{6}Z)[^/]*\.db")
_PART_NAME = re.compile(r"negcoach-([0-9]{8}T[0-9]{6}Z)[^/]*\.part(?:-journal)?")


def backup(folder: Path, *, now: datetime) -> Path:
    """Copy the database of ``folder`` into its ``backups``, read the copy back, and return where it is.

    The newest eight are kept. It reads through a connection of its own, so it may run in any thread. Raises
    ``NegcoachError`` when there is nothing to copy, no room, or the copy is not sound: then there is no new backup
    and no old one is removed.
    """
    return back_up_file(folder / DATABASE_NAME, now)


def backup_if_due(folder: Path, *, now: datetime) -> Path | None:
    """Do as ``backup`` when the newest one is a week old or there is none; else return ``None``."""
    newest = next(iter(backups(folder)), None)
    if newest is not None and now - _made_at(newest) < BACKUP_EVERY:
        return None
    return backup(folder, now=now)


def backups(folder: Path) -> list[Path]:
    """Return the backups of the database in ``folder``, newest first."""
    paths = (path for path in (folder / BACKUPS_NAME).glob("negcoach-*.db") if _BACKUP_NAME.match(path.name))
    return sorted(paths, key=lambda path: path.stem, reverse=True)


def latest_backup(folder: Path, *, newest: int | None = None) -> Path | None:
    """Return the newest backup that is sound (and of version ``newest`` or older), ``None`` when none is."""
    for path in backups(folder):
        with contextlib.suppress(*READING_ERRORS, NegcoachError):
            version = _verified_version(path)
            if newest is None or version <= newest:
                return path
    return None


def back_up_file(path: Path, now: datetime, *, label: str = "") -> Path:
    """Do as ``backup`` for the file at ``path``; ``label`` goes into the copy's name."""
    with prepared_backup(path, now, label=label) as keep:
        return keep()


@contextmanager
def prepared_backup(path: Path, now: datetime, *, label: str = "", alike: int = 1) -> Iterator[Callable[[], Path]]:
    """Do as ``back_up_file``, but let the block say whether the backup is wanted.

    It is made and read back before the block, which gets what keeps it and returns where it is; uncalled, it is gone
    afterwards and no old one was removed. Of one ``label`` the newest ``alike`` are kept.
    """
    folder = path.parent / BACKUPS_NAME
    target = _free_name(folder, f"negcoach-{_file_stamp(now)}{label and '-'}{label}", ".db")
    with ExitStack() as stack:
        try:
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            staged = stack.enter_context(staged_file(target, prefix=f"{target.stem}-"))
            _copy_verified(path, staged)
        except OSError as error:
            raise _no_backup(folder, error) from None

        def keep() -> Path:
            try:
                staged.commit()
                _prune(target, label, alike)
                _remove_abandoned(folder, now)
            except OSError as error:
                raise _no_backup(folder, error) from None
            return target

        yield keep


def back_up_to(path: Path, target: Path) -> None:
    """Copy the database at ``path`` to ``target``, read the copy back, and only then give it its name.

    A file of that name must be a negcoach database or backup without a session that ``path`` does not know, and not
    be in the midst of a write. Raises ``NegcoachError`` for another one, for a folder that is not there, and as
    ``backup`` does; what was there is then as it was.
    """
    if not target.parent.is_dir():
        raise NegcoachError(f"There is no folder {target.parent}. Make it first, or name another.")
    try:
        if os.path.lexists(target):
            _require_replaceable(path, target)
        with staged_file(target) as staged:
            _copy_verified(path, staged)
            staged.commit()
    except OSError as error:
        raise _no_backup(target, error) from None


def _require_replaceable(path: Path, target: Path) -> None:
    if target.is_dir():
        raise NegcoachError(f"{target} is a folder. Name a file in it, such as {target / DATABASE_NAME}.")
    if target.exists() and target.samefile(path):
        raise NegcoachError(f"{target} is the database itself. Name another file for the backup.")
    other = NegcoachError(f"{target} is there already and is no negcoach backup. Name another file.")
    if target.is_symlink() or not target.is_file() or has_journal(target):
        raise other
    try:
        with closing(sqlite3.connect(uri_of(target, "ro"), uri=True, timeout=_BUSY_S)) as theirs:
            distrust(theirs)
            if theirs.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise other
            ids = {row[0] for row in theirs.execute("SELECT id FROM sessions WHERE deleted_at IS NULL")}
    except READING_ERRORS:
        raise other from None
    unknown = len(ids - _known_sessions(path))
    if unknown:
        raise NegcoachError(
            f"{target} holds {counted(unknown, 'session', commas=False)} that your database does not know. Bring "
            f'{"them" if unknown > 1 else "it"} in first (negcoach merge "{target}"), or name another file.'
        )


def _known_sessions(path: Path) -> set[object]:
    """The ids of the sessions that the database holds or has removed for good; of version 1, those that it holds."""
    with closing(sqlite3.connect(uri_of(path, "rw"), uri=True, timeout=_BUSY_S)) as ours:
        known = {row[0] for row in ours.execute("SELECT id FROM sessions")}
        if ours.execute("SELECT 1 FROM sqlite_schema WHERE name = 'removed_rows'").fetchone():
            removed = ours.execute("SELECT row_key FROM removed_rows WHERE table_name = 'sessions'")
            known |= {key for row in removed for key in json.loads(row[0])}
    return known


def replace_damaged(path: Path, now: datetime, *, newest: int) -> str:
    """Put the damaged file aside, restore the latest sound backup, and return the line that says so.

    Raises ``NegcoachError`` when the folder does not let us.
    """
    kept = _free_name(path.parent, f"negcoach-damaged-{_file_stamp(now)}", ".db")
    source = latest_backup(path.parent, newest=newest)
    try:
        with ExitStack() as stack:
            staged = None
            if source is not None:
                staged = stack.enter_context(staged_file(path))
                shutil.copyfile(source, staged.path)
            # The journal goes first: a new file beside it would be "repaired" with the old one's pages.
            if journal_of(path).exists():
                journal_of(path).rename(journal_of(kept))
            path.rename(kept)
            if staged is not None:
                staged.commit()
    except OSError as error:
        raise NegcoachError(f"{path} is damaged and could not be put aside ({error.strerror}).") from None
    if source is None:
        return f"The database was damaged: it is kept as {kept.name}. There was no backup, so a new one was begun."
    made = _made_at(source).astimezone(now.tzinfo)
    return f"The database was damaged: it is kept as {kept.name}, and the backup of {made:%Y-%m-%d %H:%M} was restored."


def _copy_verified(path: Path, staged: StagedFile) -> None:
    """Copy the database to a staged file, and read the copy back."""
    try:
        _copy(path, staged.path)
        _verified_version(staged.path)
    except READING_ERRORS as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:  # the copy's disk, often another one
            folder = staged.path.parent
            raise NegcoachError(f"The disk is full: there is no room in {folder}. Free some space.") from error
        raise explained(error, path) from error


def _no_backup(place: Path, error: OSError) -> NegcoachError:
    return NegcoachError(f"No backup could be made in {place} ({error.strerror}).")


def _copy(source: Path, target: Path) -> None:
    """Copy in one step, as one reader among others: whoever writes meanwhile waits for it."""
    with (
        closing(sqlite3.connect(uri_of(source, "rw"), uri=True, timeout=_BUSY_S)) as reader,
        closing(sqlite3.connect(target, timeout=_BUSY_S)) as writer,
    ):
        reader.backup(writer)


def _verified_version(path: Path) -> int:
    """Read a whole file back and return its version; raise ``NegcoachError`` when it is not a sound one of ours.

    Opened as for writing: SQLite passes over some faults of a file that it may only read.
    """
    with closing(sqlite3.connect(uri_of(path, "rw"), uri=True, timeout=_BUSY_S)) as connection:
        distrust(connection)
        check_all(connection, path)
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise not_ours(path)
    return version


def _prune(newest: Path, label: str, alike: int) -> None:
    """Remove all but the newest eight, and older ones of the same label: trying a migration again and again, or
    merging every day, must not push out the weekly backups."""
    folder = newest.parent.parent
    if label:
        others = [path for path in backups(folder) if path != newest and label in path.name]
        for path in others[alike - 1 :]:
            path.unlink()
    for path in backups(folder)[KEPT_BACKUPS:]:
        path.unlink()


def _remove_abandoned(folder: Path, now: datetime) -> None:
    """Remove what is left of backups that were cut off: each is as large as the database."""
    for path in folder.glob("negcoach-*.part*"):
        found = _PART_NAME.fullmatch(path.name)
        if found is not None and now - _stamped(found[1]) > ABANDONED_AFTER:
            path.unlink(missing_ok=True)


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


def _file_stamp(now: datetime) -> str:
    """The moment in a file's name: in UTC, so that names sort by time when summer time ends."""
    return f"{now.astimezone(UTC):{_FILE_STAMP}}"


def _made_at(path: Path) -> datetime:
    """When the backup was made, from its name: a file's own time changes when it is copied."""
    match = _BACKUP_NAME.match(path.name)
    assert match is not None, "backups() returns only names of this form"
    return _stamped(match[1])


def _stamped(text: str) -> datetime:
    return datetime.strptime(text, _FILE_STAMP).replace(tzinfo=UTC)
