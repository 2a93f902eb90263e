"""The database: opened, brought to this version, and written one whole transaction at a time.

Nothing here trusts the file: one that is not ours or from a newer version is refused as it is, a damaged one is put
aside, never deleted, and the latest backup takes its place. What backs up and restores is loaded when it is needed:
almost no start does.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.store.database.errors import READING_ERRORS, DamagedDatabaseError, explained, is_damage
from negcoach.store.database.files import (
    DATABASE_NAME,
    newer_version,
    not_ours,
    prepare_file,
    prepare_folder,
    require_ours,
)
from negcoach.store.database.integrity import check_all, distrust, probe
from negcoach.store.database.schema import APPLICATION_ID, FINAL_STEPS, MIGRATIONS, Migration
from negcoach.store.database.totals import teach
from negcoach.texts import clean

BUSY_MS = 5000
"""How long to wait for another program's write; a write takes milliseconds, a backup of twenty years under a second."""

SHORT_BUSY_MS = 50
"""How long a write waits that holds up a screen: a few frames. Whoever writes so tries again later."""

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables (sqlite.org/stricttables.html)."""


class Database:
    """An open database of one folder.

    One object serves all threads of a program: ``read`` and ``write`` let one at a time in. Open a folder once in a
    process (see ``negcoach.store.database.files``).
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        notice: str | None = None,
        *,
        busy_ms: int = BUSY_MS,
        write_busy_ms: int | None = None,
    ) -> None:
        self.path = path
        """The file."""
        self.connection = connection
        """The connection, in autocommit mode; use it through ``read`` and ``write``."""
        self.notice = notice
        """One line for the lifter when a damaged file was put aside, else ``None``."""
        self._busy_ms = busy_ms
        self._write_busy_ms = busy_ms if write_busy_ms is None else write_busy_ms
        self._lock = threading.RLock()

    @contextmanager
    def write(self, *, patient: bool = False) -> Iterator[sqlite3.Connection]:
        """One transaction that writes: on disk when the block ends, gone without a trace when it raises.

        ``patient`` is for a write that nobody tries again: it waits for another program as long as a read does.
        It takes the write lock first: two that read before they write would each wait for the other. Raises
        ``NegcoachError`` when another program holds the lock too long, the disk is full, the file damaged.
        """
        with self._lock, self._explaining(), self._waiting(self._busy_ms if patient else self._write_busy_ms):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            finally:
                if self.connection.in_transaction:  # the block, or the COMMIT itself, has failed
                    self.connection.rollback()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent view for all queries of the block; make its values from the rows inside.

        Raises ``NegcoachError`` as ``write`` does, and for a stored value that makes no sense: SQLite has no checksums,
        so damage inside a value is first seen here.
        """
        with self._lock, self._explaining(), self._doubting():
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.rollback()

    def close(self) -> None:
        """Close the connection; closing twice is closing once."""
        with self._lock:
            self.connection.close()

    @contextmanager
    def _waiting(self, busy_ms: int) -> Iterator[None]:
        """Wait no longer than that for another program's lock; all else has ``_busy_ms``."""
        _wait_at_most(self.connection, busy_ms)
        try:
            yield
        finally:
            _wait_at_most(self.connection, self._busy_ms)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a mistake of ours, which no lifter can put right
        except READING_ERRORS as error:
            if is_damage(error):
                # Opening checks little, to be quick; this mark makes the next one check the whole file.
                with suppress(OSError):
                    suspicion_of(self.path).touch()
            raise explained(error, self.path) from error

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        try:
            yield
        except UnicodeDecodeError:
            raise  # SQLite's message about damage
        except (ValueError, TypeError, LookupError, ArithmeticError) as error:
            raise NegcoachError(
                f"The database {self.path} holds a value that negcoach does not write ({clean(str(error))}). "
                "Restore a backup from the folder beside it."
            ) from error


def open_database(
    folder: Path,
    *,
    now: datetime,
    migrations: Sequence[Migration] = MIGRATIONS,
    busy_ms: int = BUSY_MS,
    write_busy_ms: int | None = None,
) -> Database:
    """Open ``negcoach.db`` in ``folder``, making both where there is none, and bring it to the newest version.

    A damaged file is renamed and kept, and the latest backup restored, or a fresh file begun; ``notice`` says so.
    ``now`` names what is put aside and backed up. Opening, reads and writes wait up to ``busy_ms`` for another
    program, writes up to ``write_busy_ms`` where that is given. Raises ``NegcoachError`` for a folder that cannot be
    written, a file that is not ours or from a newer version (neither is changed), and a migration that failed (the
    file stays as it was).
    """
    path = folder / DATABASE_NAME
    require_sqlite(sqlite3.sqlite_version_info)
    prepare_folder(folder)
    notice = None
    try:
        connection = _open_sound(path, len(migrations), busy_ms)
    except DamagedDatabaseError:
        from negcoach.store.database.backups import replace_damaged

        notice = replace_damaged(path, now, newest=len(migrations))
        suspicion_of(path).unlink(missing_ok=True)
        connection = _open_sound(path, len(migrations), busy_ms)
    try:
        _migrate(connection, path, migrations, now)
    except BaseException:
        connection.close()
        raise
    return Database(path, connection, notice, busy_ms=busy_ms, write_busy_ms=write_busy_ms)


def require_sqlite(version: tuple[int, int, int]) -> None:
    """Raise ``NegcoachError`` for an SQLite that does not know STRICT tables, such as that of RHEL 9's Python."""
    if version < OLDEST_SQLITE:
        raise NegcoachError(
            f"negcoach needs SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer, and this Python has "
            f"{'.'.join(map(str, version))}. Use a newer Python, from python.org or uv say."
        )


def _open_sound(path: Path, newest: int, busy_ms: int) -> sqlite3.Connection:
    """Return a connection to a file of ours that passes the quick checks; raise ``NegcoachError`` for others."""
    require_ours(path, newest=newest)
    if path.exists() and path.stat().st_size == 0:
        from negcoach.store.database.backups import latest_backup

        if latest_backup(path.parent):
            raise DamagedDatabaseError(f"The database {path} is empty, although it once was not.")
    prepare_file(path)
    try:
        connection = sqlite3.connect(path, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise explained(error, path) from error
    connection.row_factory = sqlite3.Row
    connection.text_factory = _text
    try:
        _require_sound(connection, path, newest)
        _configure(connection)
    except READING_ERRORS as error:
        connection.close()
        raise explained(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _require_sound(connection: sqlite3.Connection, path: Path, newest: int) -> None:
    """Read what every start needs; the first read also rolls back what a power failure interrupted."""
    distrust(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if _pragma(connection, "application_id") != APPLICATION_ID:
        if tables or _pragma(connection, "user_version"):
            raise not_ours(path)
        return
    if (version := _pragma(connection, "user_version")) > newest:
        raise newer_version(path, version, newest)
    if version < 1:
        raise DamagedDatabaseError(f"The database {path} is damaged (it says that it is of version {version}).")
    probe(connection, path)
    if suspicion_of(path).exists():
        check_all(connection, path)
        suspicion_of(path).unlink(missing_ok=True)


def _configure(connection: sqlite3.Connection) -> None:
    """Choose durability: a commit is on the disk, and its journal's removal too, when it returns.

    WAL is not used: before SQLite 3.51.3 two connections could corrupt it. ``fullfsync`` is for macOS, where a plain
    fsync stops at the drive's cache. What is changed stays in memory until the COMMIT, however much it is: whoever
    reads while an import of twenty years is written, in a session say, is not kept waiting.
    """
    teach(connection)
    durable = ("journal_mode = DELETE", "synchronous = EXTRA", "fullfsync = ON", "foreign_keys = ON")
    for setting in (*durable, "cache_spill = OFF"):
        connection.execute(f"PRAGMA {setting}")


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], now: datetime) -> None:
    version = _pragma(connection, "user_version")
    if 0 < version < len(migrations):
        from negcoach.store.database.backups import back_up_file

        back_up_file(path, now, label=f"version-{version}")
    for number, migration in enumerate(migrations, start=1):
        if number > version:
            _apply(connection, path, number, migration)


def _apply(connection: sqlite3.Connection, path: Path, number: int, migration: Migration) -> None:
    """Run one step and its number in one transaction, unless another program was faster."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        if _pragma(connection, "user_version") < number:
            for statement in migration:
                connection.execute(statement)
            if number in FINAL_STEPS:
                FINAL_STEPS[number](connection)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except READING_ERRORS as error:
        if number == 1 or is_damage(error):
            raise explained(error, path) from error
        raise NegcoachError(
            f"{path} could not be brought to version {number} ({error}); it stays at version {number - 1}, as it was."
        ) from error
    finally:
        if connection.in_transaction:
            connection.rollback()


def _wait_at_most(connection: sqlite3.Connection, busy_ms: int) -> None:
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}").fetchone()


def _text(stored: bytes) -> str:
    """One bad byte in a note is no reason not to show the others."""
    return stored.decode("utf-8", "replace")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def suspicion_of(path: Path) -> Path:
    """The mark that the next start is to check the whole file."""
    return path.with_name(path.name + "-suspect")
