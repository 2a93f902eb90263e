"""Another machine's history, brought into this one: see ``negcoach.transfer.merge.last_write_wins`` for what wins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import prepared_backup
from negcoach.store.database.database import Database
from negcoach.store.database.errors import DATABASE_ERRORS, is_damage
from negcoach.store.database.integrity import harden_connection
from negcoach.store.restore.copies import copy_database, temporary_folder
from negcoach.texts import clean
from negcoach.transfer.merge.last_write_wins import NothingNewError, Union
from negcoach.transfer.merge.orphans import release

_BACKUPS = 2
"""How many backups are kept that were made before a merge."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge brought, by table name: rows that were not here, rows that were older here, rows that are gone.

    ``backup`` is where this machine's history was kept before, ``None`` when there was nothing to bring.
    """

    new: Mapping[str, int]
    newer: Mapping[str, int]
    removed: Mapping[str, int]
    backup: Path | None


def merge(database: Database, other: Path, now: datetime) -> Merged:
    """Bring in the history of ``other``, a database or a backup of one, which is only read.

    It is one transaction after a verified backup; with nothing new there is neither. A negcoach that is at work on
    the database may stay so. Raises ``NegcoachError``, and changes nothing, for this database itself, for what is no
    sound database of ours or from a newer version, and for one that holds a value that negcoach does not write.
    """
    # By name alone: opening and closing the file would drop the locks that this process may hold on it.
    if other.exists() and other.samefile(database.path):
        raise NegcoachError(f"{other} is the database itself. Name that of another machine, or a backup.")
    with temporary_folder() as place:
        copy = _prepared(other, place, now)
        with (
            _attached(database, copy),
            prepared_backup(database.path, now, label="before-merge", most=_BACKUPS) as keep,
        ):
            try:
                with database.write(patient=True) as connection:
                    union = Union(connection, other)
                    union.make()
                    kept = keep()
            except NothingNewError:
                return Merged({}, {}, {}, None)
    return Merged(union.new, union.newer, union.removed, kept)


def _prepared(other: Path, place: Path, now: datetime) -> Path:
    """Return a copy of the other database in which nothing is withheld."""
    copy = copy_database(other, place, now)
    try:
        # Foreign keys are off in a plain connection: what has no parent shows itself too.
        with closing(sqlite3.connect(copy)) as connection:
            connection.row_factory = sqlite3.Row
            harden_connection(connection)
            release(connection)
            connection.commit()
    except (*DATABASE_ERRORS, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        what = "damaged" if is_damage(error) else "not as negcoach writes it"
        raise NegcoachError(f"{other} is {what} ({clean(str(error))}). Nothing was changed.") from error
    return copy


@contextmanager
def _attached(database: Database, copy: Path) -> Iterator[None]:
    """Read the copy as ``other`` through the connection to ours, so that SQLite finds what differs.

    Without a journal of its own there is none above both: ours alone says how to mend a write that is cut off, wherever
    the two files of it are taken.
    """
    database.connection.execute("ATTACH DATABASE ? AS other", (str(copy),))
    database.connection.execute("PRAGMA other.journal_mode = MEMORY")
    try:
        yield
    finally:
        database.connection.execute("DETACH DATABASE other")
