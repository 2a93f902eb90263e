"""Merging another machine's history into this one, by ``negcoach.transfer.merge.last_write_wins``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import prepared_backup
from negcoach.store.database.checks.integrity import harden_connection
from negcoach.store.database.database import Database
from negcoach.store.database.errors import DATABASE_ERRORS, is_damage
from negcoach.store.restore.copies import copy_database, temporary_folder
from negcoach.texts import clean
from negcoach.transfer.merge.last_write_wins import LastWriteWins, NothingNewError
from negcoach.transfer.merge.orphans import restore_orphans
from negcoach.transfer.native.stored_rows import WrongValue, changed_rows

_BACKUPS = 2
"""How many of the backups made before merges stay."""


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The changes of a merge, by table name: how many rows are new, replaced an older copy, or were removed.

    ``backup`` is the path of the backup made before, ``None`` when there was nothing to merge.
    """

    new: Mapping[str, int]
    newer: Mapping[str, int]
    removed: Mapping[str, int]
    backup: Path | None


def merge(database: Database, other: Path, now: datetime) -> MergeResult:
    """Merge the history of ``other``, a database or a backup of one, which is only read.

    It is one transaction after a verified backup; with nothing new there is neither. Another negcoach may be using the
    database meanwhile. Raises ``NegcoachError``, and changes nothing, when ``other`` is this database itself, no intact
    negcoach database, from a newer version, or holds a value that negcoach did not write.
    """
    is_itself = False
    # Compared by path alone: opening and closing the file would drop the locks that this process may hold on it.
    with suppress(OSError):  # where it cannot be looked at, the copy says why
        is_itself = other.samefile(database.path)
    if is_itself:
        raise NegcoachError(f"{other} is the database itself. Name that of another machine, or a backup.")
    with temporary_folder() as folder:
        copy, changed = _prepared_copy(other, folder, now)
        with (
            _attached(database, copy),
            prepared_backup(database.path, now, label="before-merge", limit=_BACKUPS) as commit,
        ):
            try:
                with database.write(patient=True) as connection:
                    merging = LastWriteWins(connection, other)
                    merging.run()  # it names a value that cannot be right, which says more than a checksum
                    if changed is not None:
                        raise NegcoachError(
                            f"{other}: {changed.sentence} Nothing was changed. negcoach doctor on that machine says "
                            "what to do; or take a backup of it."
                        )
                    backup = commit()
            except NothingNewError:
                return MergeResult({}, {}, {}, None)
    return MergeResult(merging.new, merging.newer, merging.removed, backup)


def _prepared_copy(other: Path, folder: Path, now: datetime) -> tuple[Path, WrongValue | None]:
    """Return a copy of the other database, with its orphans put back, and the first row whose checksum is wrong."""
    copy = copy_database(other, folder, now)
    try:
        # Foreign keys are off in a plain connection, so rows without a parent can be put back too.
        with closing(sqlite3.connect(copy)) as connection:
            connection.row_factory = sqlite3.Row
            harden_connection(connection)
            changed = next(changed_rows(connection), None)
            restore_orphans(connection)
            connection.commit()
    except (*DATABASE_ERRORS, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = "damaged" if is_damage(error) else "not as negcoach writes it"
        raise NegcoachError(f"{other} is {what} ({clean(str(error))}). Nothing was changed.") from error
    return copy, changed


@contextmanager
def _attached(database: Database, copy: Path) -> Iterator[None]:
    """Attach the copy as ``other`` to our connection within the block, so that SQLite can compare the two.

    The copy has no journal file, so there is no super-journal for both: our journal alone can undo an interrupted
    write, wherever the two files are moved.
    """
    database.connection.execute("ATTACH DATABASE ? AS other", (str(copy),))
    database.connection.execute("PRAGMA other.journal_mode = MEMORY")
    try:
        yield
    finally:
        database.connection.execute("DETACH DATABASE other")
