"""Merging another machine's history into this one, by ``negcoach.transfer.merge.last_write_wins``."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import current_thread, main_thread

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import back_up_file
from negcoach.store.database.checks.checksums import seal, watch
from negcoach.store.database.checks.integrity import check_integrity
from negcoach.store.database.connection import harden_connection, sqlite_uri
from negcoach.store.database.database import Database
from negcoach.store.database.errors import DATABASE_ERRORS, DamagedDatabaseError, is_damage
from negcoach.store.database.tables import TABLES, live_by_id
from negcoach.store.restore.copies import copy_database, damaged_error, temporary_folder
from negcoach.texts import clean
from negcoach.transfer.merge.last_write_wins import LastWriteWins, NothingNewError
from negcoach.transfer.merge.orphans import orphan_facts, restore_orphans
from negcoach.transfer.native.stored_rows import WrongValue, changed_rows

_BACKUPS = 2
"""How many of the backups made before merges stay."""

_MANY_SESSIONS = 2_000
"""From so many new sessions on, a merge is made in a copy of the database (our own choice): they would take 10 MB."""

_NEW_SESSIONS = """
    SELECT count(*) FROM (
        SELECT 1 FROM other.sessions AS theirs
        WHERE NOT EXISTS (SELECT 1 FROM main.sessions WHERE id = theirs.id) LIMIT ?
    )
"""

_STEPS = len(TABLES) + 3
"""The steps of a merge: each table, the totals, the checksums, the backup."""

_ENDING_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The changes of a merge, by table name: how many rows are new, replaced an older copy, or were removed.

    ``backup`` is the path of the backup made before, ``None`` when there was nothing to merge.
    """

    new: Mapping[str, int]
    newer: Mapping[str, int]
    removed: Mapping[str, int]
    backup: Path | None


@dataclass(frozen=True, slots=True)
class OtherCopy:
    """A copy of another database, of the newest version and with its orphans put back, that can be merged.

    ``other`` is the file that was copied, ``path`` the copy. ``is_checked`` is whether its indexes and checksums were
    checked already, and ``changed`` the first row whose checksum was wrong.
    """

    other: Path
    path: Path
    changed: WrongValue | None
    is_checked: bool

    def require_as_written(self) -> None:
        """Raise ``NegcoachError`` where an index or a checksum is wrong; it takes long, so ask once it matters.

        It does where something of the copy is to be kept: that all of it is here already, its tables alone say.
        """
        changed = self.changed
        if not self.is_checked:
            changed = _first_changed(self.path, self.other)
        if changed is not None:
            raise NegcoachError(
                f"{self.other}: {changed.sentence} Nothing was changed. negcoach doctor on that machine says what to "
                "do; or take a backup of it."
            )


def merge(database: Database, other: Path, now: datetime) -> MergeResult:
    """Merge the history of ``other``, a database or a backup of one, which is only read; see ``merge_copy``.

    Raises ``NegcoachError`` as ``copied`` and ``merge_copy`` do, and changes nothing then.
    """
    _require_another(database, other)
    with copied(other, now) as copy:
        return merge_copy(database, copy, now)


def brings_much(database: Database, other: Path) -> bool:
    """Return whether a merge of ``other``, which is only read, will be made in a copy of the database.

    Where it cannot be read as it is, that is not known (``False``): copying it says why, or makes it readable. So it is
    where it has a journal: beside it SQLite would write, and leave, files of its own.
    """
    if any(other.with_name(other.name + ending).exists() for ending in ("-wal", "-journal")):
        return False
    try:
        address = f"{sqlite_uri(other, 'ro')}&immutable=1"
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as connection:
            harden_connection(connection)
            theirs = [row[0] for row in connection.execute("SELECT id FROM sessions")]
    except (*DATABASE_ERRORS, ValueError):
        return False
    with database.read() as ours:
        return len(theirs) - len(live_by_id(ours, "sessions", theirs)) >= _MANY_SESSIONS


@contextmanager
def copied(other: Path, now: datetime) -> Iterator[OtherCopy]:
    """Yield a copy of ``other``, a database or a backup of one; it is removed afterwards.

    Raises ``NegcoachError`` where that is no intact negcoach database, or from a newer version.
    """
    with temporary_folder() as folder:
        path = copy_database(other, folder, now, quick=True)
        with _opened(path, other) as connection:
            is_checked = bool(orphan_facts(connection))
        changed = _first_changed(path, other) if is_checked else None
        if is_checked:
            with _opened(path, other) as connection:
                connection.execute("PRAGMA temp_store = MEMORY")
                connection.execute("BEGIN")
                watch(connection)
                restore_orphans(connection)  # also rows without a parent: foreign keys are off in a plain connection
                seal(connection)
                connection.commit()
        yield OtherCopy(other, path, changed, is_checked)


def _first_changed(copy: Path, other: Path) -> WrongValue | None:
    """Return the first row of a copy whose checksum is wrong; raise ``NegcoachError`` where it is damaged."""
    with _opened(copy, other) as connection:
        try:
            check_integrity(connection, other)
        except DamagedDatabaseError as error:
            raise damaged_error(other, error) from error
        return next(changed_rows(connection), None)


def merge_copy(
    database: Database,
    copy: OtherCopy,
    now: datetime,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> MergeResult:
    """Merge the copy of another database; ``on_progress`` is called with the number of steps that are done, and of all.

    It is one transaction, with a verified backup of what was here before; with nothing new there is neither. Another
    negcoach may be using the database meanwhile. Raises ``NegcoachError``, and changes nothing, when the copy is of
    this database itself, or holds a value that negcoach did not write.
    """
    _require_another(database, copy.other)
    numbers = count(1)

    def step() -> None:
        on_progress(next(numbers), _STEPS)

    backup: Path | None = None
    with ExitStack() as at_the_end:
        try:
            with _writing(database, copy.path, now) as connection:
                merging = LastWriteWins(connection, copy.other)
                merging.run(step)  # it names a value that cannot be right, which says more than a checksum
                copy.require_as_written()
                step()
                at_the_end.enter_context(_uninterrupted())
                # The file is as it was until the end of the transaction.
                backup = back_up_file(database.path, now, label="before-merge", limit=_BACKUPS)
        except NothingNewError:
            return MergeResult({}, {}, {}, None)
        except NegcoachError:
            if backup is not None:  # it is of no use: nothing was changed
                with suppress(OSError):  # what kept the merge from its end may keep it there
                    backup.unlink(missing_ok=True)
            raise
    step()
    return MergeResult(merging.new, merging.newer, merging.removed, backup)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl+C, and the other signals that end a program, wait for the end of the block.

    Either there is a backup and what it was made before, or neither.
    """
    if current_thread() is not main_thread():  # no signal ends the work of another one
        yield
        return
    came: list[int] = []
    before = {one: signal.signal(one, lambda number, _: came.append(number)) for one in _ENDING_SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        if came:
            signal.raise_signal(came[0])


def _require_another(database: Database, other: Path) -> None:
    is_itself = False
    # Compared by path alone: opening and closing the file would drop the locks that this process may hold on it.
    with suppress(OSError):  # where it cannot be looked at, the copy says why
        is_itself = other.samefile(database.path)
    if is_itself:
        raise NegcoachError(f"{other} is the database itself. Name that of another machine, or a backup.")


@contextmanager
def _opened(copy: Path, other: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy of the database ``other``, and explain the errors of what is in it."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.row_factory = sqlite3.Row
            harden_connection(connection)
            yield connection
    except (*DATABASE_ERRORS, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = "damaged" if is_damage(error) else "not as negcoach writes it"
        raise NegcoachError(f"{other} is {what} ({clean(str(error))}). Nothing was changed.") from error


@contextmanager
def _writing(database: Database, copy: Path, now: datetime) -> Iterator[sqlite3.Connection]:
    """Write with the copy attached as ``other``, so that SQLite can compare the two."""
    with _attached(database, copy):
        with database.read() as connection:
            (new,) = connection.execute(_NEW_SESSIONS, (_MANY_SESSIONS,)).fetchone()
        if new < _MANY_SESSIONS:
            with database.write(patient=True) as connection:
                yield connection
            return
    with database.write_much(now) as connection:
        connection.execute("ATTACH DATABASE ? AS other", (os.fsencode(copy),))
        yield connection


@contextmanager
def _attached(database: Database, copy: Path) -> Iterator[None]:
    """Attach the copy to our connection within the block.

    The copy has no journal file, so there is no super-journal for both: our journal alone can undo an interrupted
    write, wherever the two files are moved.
    """
    database.connection.execute("ATTACH DATABASE ? AS other", (os.fsencode(copy),))
    database.connection.execute("PRAGMA other.journal_mode = MEMORY")
    try:
        yield
    finally:
        database.connection.execute("DETACH DATABASE other")
