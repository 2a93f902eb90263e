"""A look at the database that changes nothing, for ``negcoach doctor``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backups
from negcoach.store.database.errors import READING_ERRORS, explained
from negcoach.store.database.files import DATABASE_NAME, has_journal, not_ours, require_ours, uri_of
from negcoach.store.database.integrity import distrust, integrity, probe
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS

_BUSY_S = 5.0


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """The state of the database in a folder.

    ``problem`` is one line, ``None`` when all is well (or there is no file yet). ``version`` and ``sessions`` are
    ``None`` where they could not be read; ``newest_version`` is the one this program writes. ``integrity`` is SQLite's
    own word, ``ok`` or the first fault it found, ``None`` when it was not asked.
    """

    path: Path
    exists: bool
    size_bytes: int = 0
    version: int | None = None
    newest_version: int = len(MIGRATIONS)
    integrity: str | None = None
    sessions: int | None = None
    backups: int = 0
    latest_backup: Path | None = None
    problem: NegcoachError | None = None


def check(folder: Path) -> DatabaseReport:
    """Look at the database of ``folder`` and read all of it; nothing is made, changed or put right.

    Never raises ``NegcoachError``: what is wrong is in the report. Run it in a process that has not opened the
    database (see ``negcoach.store.database.files``).
    """
    path = folder / DATABASE_NAME
    report = DatabaseReport(path, exists=False)
    try:
        kept = backups(folder)
        report = replace(report, backups=len(kept), latest_backup=kept[0] if kept else None)
        report = replace(report, exists=True, size_bytes=path.stat().st_size)
    except FileNotFoundError:
        return report
    except OSError as error:
        problem = NegcoachError(f"{path} cannot be read ({error.strerror}). Check its rights.")
        return replace(report, problem=problem)
    try:
        require_ours(path, newest=len(MIGRATIONS))
        return _looked_into(path, report) if report.size_bytes else report
    except NegcoachError as error:
        return replace(report, problem=error)
    except READING_ERRORS as error:
        if has_journal(path):
            problem = NegcoachError("A write was interrupted: start negcoach once, it puts the file right by itself.")
            return replace(report, problem=problem)
        return replace(report, problem=explained(error, path))


def _looked_into(path: Path, report: DatabaseReport) -> DatabaseReport:
    with closing(sqlite3.connect(uri_of(path, "ro"), uri=True, timeout=_BUSY_S, isolation_level=None)) as connection:
        distrust(connection)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise not_ours(path)
        report = replace(report, version=connection.execute("PRAGMA user_version").fetchone()[0])
        report = replace(report, integrity=integrity(connection))
        if report.integrity != "ok":
            problem = NegcoachError(f"The database {path} is damaged ({report.integrity}).")
            return replace(report, problem=problem)
        probe(connection, path)
        count = "SELECT count(*) FROM sessions WHERE deleted_at IS NULL"
        return replace(report, sessions=connection.execute(count).fetchone()[0])
