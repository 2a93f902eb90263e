"""Backups of the database: made while it is in use, verified before they count, and restored when it is damaged."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import PRIVATE_FILE, PRIVATE_FOLDER, StagedFile, staged_file
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.checks.integrity import check_integrity
from negcoach.store.database.checks.row_names import stored_row_name
from negcoach.store.database.connection import copy_all, opened, untrusted
from negcoach.store.database.errors import (
    DATABASE_ERRORS,
    DamagedDatabaseError,
    MissingDatabaseError,
    explain,
    is_damage,
)
from negcoach.store.database.files import (
    DATABASE_NAME,
    foreign_file_error,
    has_journal,
    may_be_negcoach_file,
    move_beside,
    newer_version_error,
    recheck_marker,
    replaced_marker,
    require_no_strange_journal,
    require_no_strange_neighbour,
)
from negcoach.store.database.own_schema import schema_fault
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS
from negcoach.texts import clean, counted, date_time_text

BACKUPS_NAME = "backups"
KEPT_BACKUPS = 8
BACKUP_EVERY = timedelta(days=7)
CLOCK_LEEWAY = timedelta(days=1)
"""How far after now the name of a backup may lie: what lies further was made while the clock was wrong."""

ABANDONED_AFTER = timedelta(days=1)
"""The age from which an unfinished backup was left by a power failure, and is not one being made."""

_READ_BYTES = 1_000_000
_MARKER_BYTES = 300
"""More than two names take in the ``replaced_marker``."""

_FILE_STAMP = "%Y%m%dT%H%M%SZ"
_BACKUP_NAME = re.compile(r"negcoach-([0-9]{8}T[0-9]{6}Z)[^/]*\.db")
_LABEL = re.compile(r"negcoach-[0-9TZ]+(?:-(version-[0-9]+|[a-z]+(?:-[a-z]+)+))?(?:-[0-9]+)?\.db")
_DAMAGED_NAME = re.compile(r"negcoach-damaged-[0-9]{8}T[0-9]{6}Z(?:-[0-9]+)?\.db")
_PART_NAME = re.compile(r"negcoach-([0-9]{8}T[0-9]{6}Z)[^/]*\.part(?:-journal)?")


def backup(folder: Path, *, now: datetime) -> Path:
    """Copy the database of ``folder`` into its ``backups``, verify the copy, and return its path.

    The newest eight backups stay. It reads through a connection of its own, so it may run in any thread. Raises
    ``NegcoachError`` when there is nothing to copy, no room, or the copy is damaged: then there is no new backup and no
    old one is removed. It also raises where a row is not as negcoach wrote it, with the backup made: an older one may
    have it right.
    """
    return back_up_file(folder / DATABASE_NAME, now)


def backup_if_due(folder: Path, *, now: datetime) -> Path | None:
    """Make a backup if the newest one is a week old or there is none; else return ``None``.

    Those that are made on the way to something else do not count: of each kind only the newest stay.
    """
    newest = next((path for path in backups(folder, now) if not _label_of(path)), None)
    if newest is not None and not _is_ahead(newest, now) and now - made_at(newest) < BACKUP_EVERY:
        return None
    return backup(folder, now=now)


def backups(folder: Path, now: datetime) -> list[Path]:
    """Return the backups of the database in ``folder``, newest first.

    Those whose names lie after ``now`` come last: a clock was wrong when they were made, and nobody knows when that
    was. What only has a backup's name is none of them, but one that cannot be read now is. Raises ``NegcoachError``
    where their folder cannot be read: there may be some in it.
    """
    found = [path for path in _with_a_backup_name(folder) if may_be_negcoach_file(path)]
    return sorted(found, key=lambda path: (not _is_ahead(path, now), path.stem), reverse=True)


def not_backups(folder: Path) -> tuple[Path, ...]:
    """Return what has a backup's name in the ``backups`` of ``folder`` but is no database of negcoach's, by name."""
    return tuple(sorted(path for path in _with_a_backup_name(folder) if not may_be_negcoach_file(path)))


def backups_ahead(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Return the backups whose names lie after ``now``, newest first."""
    return tuple(path for path in backups(folder, now) if _is_ahead(path, now))


def _with_a_backup_name(folder: Path) -> Iterator[Path]:
    place = folder / BACKUPS_NAME
    try:
        found = sorted(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise NegcoachError(f"{place} cannot be read ({error.strerror}). Check its permissions.") from None
    for path in found:
        match = _BACKUP_NAME.fullmatch(path.name)
        if match is not None and _stamp_time(match[1]) is not None:
            yield path


def _label_of(path: Path) -> str:
    """Return the label of a backup, such as "before-merge", "" for one without."""
    match = _LABEL.fullmatch(path.name)
    return (match and match[1]) or ""


def _is_ahead(path: Path, now: datetime) -> bool:
    return made_at(path) - now > CLOCK_LEEWAY


def latest_backup(folder: Path, now: datetime, *, newest: int | None = None) -> Path | None:
    """Return the newest intact backup (of version ``newest`` or older), ``None`` when there is none.

    Raises ``NegcoachError`` where one that is newer cannot be read now, for it may be intact; and where there is none,
    but one that only this negcoach cannot use: from a newer version, say.
    """
    unusable: NegcoachError | None = None
    for path in backups(folder, now):
        try:
            version = _version_unless_damaged(path)
        except _UnreadNowError:
            raise
        except NegcoachError as error:
            unusable = unusable or error
            continue
        if version is None:
            continue
        if newest is None or version <= newest:
            return path
        unusable = unusable or newer_version_error(path, version, newest)
    if unusable is not None:
        raise unusable
    return None


class _UnreadNowError(NegcoachError):
    """A backup that cannot be read just now, which says nothing of what is in it."""


def _version_unless_damaged(path: Path) -> int | None:
    """Return the version of a backup, ``None`` where it is damaged; raise ``NegcoachError`` as ``_verified_version``.

    It is looked at twice, and read in between: SQLite says of a read that failed, too, that the file is damaged.
    """
    for _ in range(2):
        try:
            return _verified_version(path)
        except DamagedDatabaseError:
            pass
        except DATABASE_ERRORS as error:
            if not is_damage(error):
                raise _UnreadNowError(f"The backup {path} cannot be read now ({clean(str(error))}).") from error
        try:
            _read_all(path)
        except OSError as error:
            raise _UnreadNowError(f"The backup {path} cannot be read now ({error.strerror}).") from error
    return None


def _read_all(path: Path) -> None:
    with path.open("rb") as file:
        while file.read(_READ_BYTES):
            pass


def require_no_backups(path: Path, now: datetime) -> None:
    """Check that the database at ``path``, which is missing, was never there: there is no copy of it beside it.

    Raises ``MissingDatabaseError``, naming it, where there is a backup or a database that was put aside, or left by a
    program that keeps folders alike: a new, empty one would hide that everything is gone.
    """
    folder = path.parent
    copies = [*backups(folder, now), *sorted(set(folder.glob("negcoach*.db")) - {path}, reverse=True)]
    if not copies or path.exists():  # another start made it meanwhile, and may already have backed it up
        return
    newest = copies[0]
    with contextlib.suppress(NegcoachError):
        newest = latest_backup(folder, now) or newest
    raise MissingDatabaseError(
        f'{path} is missing, but {newest} was kept. Bring it back (negcoach restore "{newest}"), or move it and what '
        "else was kept away, to begin anew."
    )


def back_up_file(path: Path, now: datetime, *, label: str = "", limit: int = 1) -> Path:
    """Make a backup of the database at ``path``, as ``backup`` does; ``label`` goes into its name.

    Of one label the newest ``limit`` stay.
    """
    with prepared_backup(path, now, label=label, limit=limit) as commit:
        return commit()


@contextmanager
def prepared_backup(path: Path, now: datetime, *, label: str = "", limit: int = 1) -> Iterator[Callable[[], Path]]:
    """Make a backup, as ``back_up_file`` does, and let the block decide whether it stays.

    It is made and verified before the block, which gets a function that commits it and returns its path; if that is
    not called, the backup is removed afterwards and no old one is. Of one ``label`` the newest ``limit`` stay.
    """
    folder = path.parent / BACKUPS_NAME
    with ExitStack() as stack:
        try:
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            target = unused_path(folder, f"negcoach-{file_stamp(now)}{label and '-'}{label}")
            staged = stack.enter_context(staged_file(target, prefix=f"{target.stem}-"))
            _copy_verified(path, staged)
        except OSError as error:
            raise _backup_error(folder, error) from None

        def commit() -> Path:
            try:
                changed = first_changed_row(staged.path)  # under its own name another backup may prune it
                staged.commit()
                if changed is None:  # else an older backup may be the only one that has it right
                    _prune(target, label, limit, now)
                _remove_abandoned(folder, now)
            except OSError as error:
                raise _backup_error(folder, error) from None
            except DATABASE_ERRORS as error:
                raise NegcoachError(f"No backup could be made in {folder} ({clean(str(error))}).") from error
            if changed is not None and not label:  # with a label it is made on the way to something else
                raise _changed_row_error(target, changed)
            return target

        yield commit


def back_up_to(path: Path, target: Path) -> None:
    """Copy the database at ``path`` to ``target``, verify the copy, and only then give it its name.

    A file of that name must be a negcoach database or backup without a session that ``path`` does not know, and no
    write to it may be under way. Raises ``NegcoachError`` for any other file, for a missing folder, and as ``backup``
    does; the file stays as it was then.
    """
    try:
        if not target.parent.is_dir():
            raise NegcoachError(f"There is no folder {target.parent}. Make it first, or name another.")
        if os.path.lexists(target):
            _require_replaceable(path, target)
        with staged_file(target) as staged:
            _copy_verified(path, staged)
            staged.commit()
    except OSError as error:
        raise _backup_error(target, error) from None


def require_as_written(target: Path) -> None:
    """Raise ``NegcoachError``, naming the row, where a backup that was made holds one that negcoach did not write."""
    try:
        changed = first_changed_row(target)
    except DATABASE_ERRORS as error:
        raise NegcoachError(f"{target} was made, but cannot be read now ({clean(str(error))}).") from error
    if changed is not None:
        raise _changed_row_error(target, changed)


def _changed_row_error(target: Path, changed: str) -> NegcoachError:
    return NegcoachError(
        f"{target} was made, but {changed} in it is not as negcoach wrote it: something else changed the database. "
        "negcoach doctor says more, and how it is put right."
    )


def first_changed_row(path: Path) -> str | None:
    """Return the name of the first row of a backup whose checksum is wrong, ``None`` where there is none.

    Older versions have no checksums. Raises SQLite's errors.
    """
    with untrusted(path) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS):
            return None
        found = next(changed_elsewhere(connection), None)
        return None if found is None else stored_row_name(connection, found[0].name, found[1])


def _require_replaceable(path: Path, target: Path) -> None:
    if target.is_dir():
        raise NegcoachError(f"{target} is a folder. Name a file in it, such as {target / DATABASE_NAME}.")
    if target.exists() and target.samefile(path):
        raise NegcoachError(f"{target} is the database itself. Name another file for the backup.")
    other = NegcoachError(f"{target} is there already and is not a negcoach backup. Name another file.")
    if target.is_symlink() or not target.is_file() or has_journal(target):
        raise other
    try:
        with opened(path, "rw") as ours, untrusted(target) as theirs:
            if theirs.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise other
            unknown = unknown_rows(known_rows(ours), theirs)
    except DATABASE_ERRORS:
        raise other from None
    if unknown is not None:
        count, name = unknown
        raise NegcoachError(
            f"{target} holds {counted(count, name, commas=False)} that your database does not know. Bring "
            f'{"them" if count > 1 else "it"} in first (negcoach merge "{target}"), or name another file.'
        )


_ROWS = {
    "sessions": "session",
    "sets": "set",
    "concentric_sets": "lifted set",
    "one_rms": "entered 1RM",
    "body_weights": "body weight",
    "soreness": "soreness rating",
    "programme_runs": "programme",
}
"""What an older backup must not hold alone to be replaced, by table the name of a row; reps go with their set."""


def known_rows(ours: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Return when each row was changed last, or removed for good (ms), by table and key. Raises SQLite's errors."""
    known = {}
    for table in _ROWS:
        known[table] = {json.dumps([row[0]]): row[1] for row in _rows(ours, table, "SELECT id, changed_ms FROM {}")}
        of_table = f"SELECT row_key, removed_ms FROM {{}} WHERE table_name = '{table}'"
        known[table].update(_rows(ours, "removed_rows", of_table))
    return known


def unknown_rows(known: Mapping[str, Mapping[str, int]], theirs: sqlite3.Connection) -> tuple[int, str] | None:
    """Return how many rows of a table another database holds alone, or as changed later, and their name.

    That is of the first table with any; ``None`` where there is none. ``known`` are the rows of ours. Raises SQLite's
    errors.
    """
    for table, name in _ROWS.items():
        live = _rows(theirs, table, "SELECT id, changed_ms FROM {} WHERE deleted_at IS NULL")
        count = sum(row[1] > known[table].get(json.dumps([row[0]]), -1) for row in live)
        if count:
            return count, name
    return None


def _rows(connection: sqlite3.Connection, table: str, query: str) -> list[tuple[str, int]]:
    """Return what is in a table, nothing where an older version has none of that name."""
    if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,)).fetchone() is None:
        return []
    return [(row[0], row[1]) for row in connection.execute(query.format(table))]


def require_readable(path: Path, now: datetime, *, newest: int) -> None:
    """Raise ``NegcoachError`` where not all of a database can be read just then, for which SQLite takes it for damaged.

    A backup in its place would be older, and all may be there again with the next try. A missing one is none of that.
    """
    try:
        _read_all(path)
    except FileNotFoundError:
        return
    except OSError as error:
        restore = ""
        with contextlib.suppress(NegcoachError):
            if (source := latest_backup(path.parent, now, newest=newest)) is not None:
                restore = f' If that stays so, restore a backup (negcoach restore "{source}").'
        told = f"{path} cannot be read now ({error.strerror}); it was left as it is. Check the disk, and try again."
        raise NegcoachError(f"{told}{restore}") from error


def replace_damaged(path: Path, now: datetime, *, newest: int) -> str:
    """Set the damaged file aside, restore the latest intact backup, and return the notice for the lifter.

    For who holds the ``replacing_lock``: two at once would put aside what the other has just restored. Raises
    ``NegcoachError`` when the folder cannot be written, and when it is not known whether a backup is intact.
    """
    aside = unused_path(path.parent, f"negcoach-damaged-{file_stamp(now)}")
    try:
        source = latest_backup(path.parent, now, newest=newest)
    except NegcoachError as error:
        raise NegcoachError(
            f"{path} is damaged, and was left as it is: a backup of it may be sound. {error} To do without that one, "
            "move it away."
        ) from error
    try:
        with ExitStack() as stack:
            staged = None
            if source is not None:
                staged = stack.enter_context(staged_file(path))
                shutil.copyfile(source, staged.path)
            _note_replacement(path, aside, source)
            move_beside(path, aside)  # first: a kill in between leaves no new file beside them
            path.rename(aside)
            if staged is not None:
                staged.commit()
    except OSError as error:
        raise NegcoachError(f"{path} is damaged and could not be put aside ({error.strerror}).") from None
    return _replacement_text(aside, source, now)


def untold_replacement(path: Path, now: datetime) -> str | None:
    """Return the notice of a start that replaced the damaged database and ended before it told so; else ``None``."""
    marker = replaced_marker(path)
    if not marker.is_file():
        return None
    try:
        with marker.open("rb") as file:
            aside_name, source_name = file.read(_MARKER_BYTES).decode().split("\n")
    except (OSError, ValueError):
        return None
    if _DAMAGED_NAME.fullmatch(aside_name) is None or not path.with_name(aside_name).is_file():
        return None
    match = _BACKUP_NAME.fullmatch(source_name)
    source = None if match is None or _stamp_time(match[1]) is None else path.parent / BACKUPS_NAME / source_name
    return _replacement_text(path.with_name(aside_name), source, now)


def _note_replacement(path: Path, aside: Path, source: Path | None) -> None:
    """Keep what is about to take the place of the damaged database, for a start that ends before it has told it."""
    with contextlib.suppress(OSError):  # to restore the backup is worth more
        descriptor = os.open(replaced_marker(path), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, PRIVATE_FILE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(f"{aside.name}\n{source.name if source else ''}".encode())


def _replacement_text(aside: Path, source: Path | None, now: datetime) -> str:
    if source is None:
        missing = "None of its backups is intact" if backups(aside.parent, now) else "There was no backup"
        return f"The database was damaged: it is kept as {aside.name}. {missing}, so a new one was started."
    made = made_at(source).astimezone(now.tzinfo)
    return (
        f"The database was damaged: it is kept as {aside.name}, and the backup of {date_time_text(made)} was restored."
    )


def _copy_verified(path: Path, staged: StagedFile) -> None:
    """Copy the database to a staged file, and verify the copy: a fault in it is one of the database."""
    require_no_strange_journal(path)
    try:
        _copy(path, staged.path)
        _verified_version(staged.path, of=path)
    except DamagedDatabaseError as error:
        with contextlib.suppress(OSError):
            recheck_marker(path).touch()
        raise DamagedDatabaseError(
            f"{error} Start negcoach again: it keeps the damaged file and restores the latest backup."
        ) from error
    except DATABASE_ERRORS as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:  # the copy's disk, often another one
            folder = staged.path.parent
            raise NegcoachError(f"The disk is full: there is no room in {folder}. Free some space.") from error
        raise explain(error, path) from error


def _backup_error(folder: Path, error: OSError) -> NegcoachError:
    return NegcoachError(f"No backup could be made in {folder} ({error.strerror}).")


def _copy(source: Path, target: Path) -> None:
    """Copy in one step, as one reader among others: a program that wants to write meanwhile waits for it."""
    with (
        opened(source, "rw") as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        copy_all(reader, writer)


def _verified_version(path: Path, of: Path | None = None) -> int:
    """Check all of the file and return its version; raise ``NegcoachError`` unless it is an intact negcoach database.

    It is opened for writing: SQLite overlooks some faults of a file that it may only read. The error names ``of``, the
    file that it is a copy of.
    """
    told = of or path
    require_no_strange_neighbour(path)
    with untrusted(path, "rw") as connection:
        check_integrity(connection, told)
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise foreign_file_error(told)
        if version > len(MIGRATIONS):
            raise newer_version_error(told, version, len(MIGRATIONS))
        if (fault := schema_fault(connection, version)) is not None:
            raise NegcoachError(f"{told} {fault}.")
    return version


def _prune(newest: Path, label: str, limit: int, now: datetime) -> None:
    """Remove all but the newest eight backups, and older ones of the same label.

    Trying a migration again and again, or merging every day, must not push out the weekly backups.
    """
    folder = newest.parent.parent
    if label:
        others = [path for path in backups(folder, now) if path != newest and _label_of(path) == label]
        for path in others[limit - 1 :]:
            path.unlink(missing_ok=True)
    for path in backups(folder, now)[KEPT_BACKUPS:]:
        path.unlink(missing_ok=True)


def _remove_abandoned(folder: Path, now: datetime) -> None:
    """Remove the remains of interrupted backups: each is as large as the database."""
    for path in folder.glob("negcoach-*.part*"):
        found = _PART_NAME.fullmatch(path.name)
        begun = None if found is None else _stamp_time(found[1])
        if begun is not None and abs(now - begun) > ABANDONED_AFTER:  # none is being made a day ahead of the clock
            path.unlink(missing_ok=True)


def unused_path(folder: Path, stem: str) -> Path:
    """Return a path for a database in ``folder`` that no file has yet: ``stem.db``, ``stem-2.db`` and so on."""
    path, number = folder / f"{stem}.db", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.db"
    return path


def file_stamp(now: datetime) -> str:
    """Return the time for a file name: in UTC, so that names sort by time when summer time ends."""
    return f"{now.astimezone(UTC):{_FILE_STAMP}}"


def made_at(path: Path) -> datetime:
    """Return when a backup that ``backups`` found was made, from its name: a copied file has a time of its own."""
    match = _BACKUP_NAME.fullmatch(path.name)
    made = None if match is None else _stamp_time(match[1])
    assert made is not None, "backups() returns only names of this form"
    return made


def _stamp_time(text: str) -> datetime | None:
    """Return the time that the digits in a file's name say, ``None`` where there is no such time."""
    try:
        return datetime.strptime(text, _FILE_STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
