"""Checks of the whole database that change nothing: for ``negcoach doctor``, and while the app has it open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backups, backups_ahead, not_backups, require_no_backups
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.checks.integrity import integrity_result, probe
from negcoach.store.database.checks.row_names import stored_row_name
from negcoach.store.database.connection import untrusted
from negcoach.store.database.database import Database
from negcoach.store.database.errors import DATABASE_ERRORS, explain
from negcoach.store.database.files import (
    DATABASE_NAME,
    foreign_file_error,
    has_journal,
    recheck_marker,
    require_negcoach_file,
)
from negcoach.store.database.lock import is_coaching
from negcoach.store.database.own_schema import schema_fault
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS
from negcoach.store.database.totals import sessions_with_wrong_totals, update_totals
from negcoach.store.restore.beside import unknown_beside

_STEPS_BETWEEN_LOOKS = 10_000
"""Steps of SQLite's virtual machine, a millisecond or so, after which a check looks whether something waits for it."""


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """The state of the database in a folder.

    ``problem`` is one line, ``None`` when all is well (or there is no file yet). ``version`` and ``sessions`` are
    ``None`` where they could not be read; ``newest_version`` is the one this program writes. ``integrity`` is SQLite's
    verdict, ``ok`` or the first fault, ``None`` where it was not checked. ``backups_ahead`` are those whose names lie
    after now; ``not_backups`` only have a backup's name. ``backups_problem`` is why they could not be looked at.
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
    backups_ahead: tuple[Path, ...] = ()
    not_backups: tuple[Path, ...] = ()
    backups_problem: NegcoachError | None = None
    problem: NegcoachError | None = None


class ChangedRowError(NegcoachError):
    """A row whose checksum is wrong: something else than negcoach wrote it."""


def check(folder: Path, now: datetime) -> DatabaseReport:
    """Read all of the database of ``folder`` and report on it; nothing is created, changed or repaired.

    Never raises ``NegcoachError``: the problem is in the report. Run it in a process that has not opened the
    database (see ``negcoach.store.database.files``).
    """
    path = folder / DATABASE_NAME
    report = DatabaseReport(path, exists=False)
    try:
        found = backups(folder, now)
        report = replace(report, backups=len(found), latest_backup=found[0] if found else None)
        report = replace(report, backups_ahead=backups_ahead(folder, now), not_backups=not_backups(folder))
    except NegcoachError as error:
        report = replace(report, backups_problem=error)
    try:
        report = replace(report, exists=True, size_bytes=path.stat().st_size)
    except FileNotFoundError:
        try:
            require_no_backups(path, now)
        except NegcoachError as error:
            return replace(report, problem=error)
        return report
    except OSError as error:
        problem = NegcoachError(f"{path} cannot be read ({error.strerror}). Check its permissions.")
        return replace(report, problem=problem)
    try:
        require_negcoach_file(path, newest=len(MIGRATIONS))
        return _inspected(path, report) if report.size_bytes else report
    except NegcoachError as error:
        return replace(report, problem=error)
    except DATABASE_ERRORS as error:
        if has_journal(path):
            problem = NegcoachError("A write was interrupted: start negcoach once, it puts the file right by itself.")
            return replace(report, problem=problem)
        return replace(report, problem=explain(error, path))


def fault_while_open(database: Database) -> NegcoachError | None:
    """Read all of an open database, and return the first fault, ``None`` without one; run it in a thread of its own.

    It reads through a connection of its own, and lets every write pass, and the end of the program: raises
    ``InterruptedError`` then. A damaged file is checked again, and restored, by the next start.
    """
    with _letting_writes_pass(database) as connection:
        result = integrity_result(connection)
        if result != "ok":
            recheck_marker(database.path).touch()
            return NegcoachError(
                f"The database is damaged ({result}). Quit and start negcoach again: it keeps the damaged file and "
                "restores the latest backup."
            )
        changed = next(changed_elsewhere(connection), None)
        if changed is None:
            return None
        table, row_id = changed
        name = stored_row_name(connection, table.name, row_id)
    return ChangedRowError(f"{name[0].upper()}{name[1:]} is not as negcoach wrote it. negcoach doctor says what to do.")


def mend_totals(database: Database) -> None:
    """Compute anew what something else than negcoach wrote as totals of sessions and sets; run it in a thread, too.

    It reads as ``fault_while_open`` does, and raises what that raises. While a lifter is coached, whose reps would have
    to wait for it, it raises ``InterruptedError``, too.
    """
    with _letting_writes_pass(database) as connection:
        wrong = sessions_with_wrong_totals(connection)
    if wrong:
        if is_coaching(database.path.parent):
            raise InterruptedError
        with database.write(patient=True) as connection:
            update_totals(connection, *wrong)


def copies_beside(database: Database) -> list[tuple[str, str]]:
    """Return the two sentences of ``unknown_beside`` about each copy beside an open database; run it in a thread, too.

    It reads as ``fault_while_open`` does, and raises what that raises.
    """
    with _letting_writes_pass(database) as connection:
        return unknown_beside(database.path, connection)


@contextmanager
def _letting_writes_pass(database: Database) -> Iterator[sqlite3.Connection]:
    """Yield a connection to an open database that stops reading where something is to be written, or it is closed."""
    path = database.path
    try:
        with untrusted(path) as connection:
            connection.set_progress_handler(lambda: database.is_writing or database.is_closing, _STEPS_BETWEEN_LOOKS)
            yield connection
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
            raise InterruptedError from error
        raise explain(error, path) from error
    except DATABASE_ERRORS as error:
        raise explain(error, path) from error


def _inspected(path: Path, report: DatabaseReport) -> DatabaseReport:
    """Return the report with the facts about the file's contents."""
    with untrusted(path) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise foreign_file_error(path)
        report = replace(report, version=connection.execute("PRAGMA user_version").fetchone()[0])
        report = replace(report, integrity=integrity_result(connection))
        if report.integrity != "ok":
            problem = NegcoachError(f"The database {path} is damaged ({report.integrity}).")
            return replace(report, problem=problem)
        if (fault := schema_fault(connection, report.version or 0)) is not None:
            problem = NegcoachError(f"The database {path} {fault}, so it is not opened.")
            return replace(report, problem=problem)
        probe(connection, path)
        count = "SELECT count(*) FROM sessions WHERE deleted_at IS NULL"
        return replace(report, sessions=connection.execute(count).fetchone()[0])
