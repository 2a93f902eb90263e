"""The database: opened, migrated to this version, and read and written in transactions.

Nothing here trusts the file: one of another program or of a newer version is refused and left unchanged; a damaged one
is set aside, never deleted, and the latest backup takes its place. The code that backs up and restores is loaded only
when it is needed: almost no start needs it.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import sync_folder
from negcoach.store.database.checks.integrity import check_integrity, integrity_result, probe
from negcoach.store.database.connection import give_up_when_locked, harden_connection, sqlite_uri
from negcoach.store.database.errors import (
    DATABASE_ERRORS,
    DamagedDatabaseError,
    MissingDatabaseError,
    WrongValueError,
    explain,
    is_damage,
    is_moved,
)
from negcoach.store.database.files import (
    DATABASE_NAME,
    foreign_file_error,
    forget_replacement,
    forget_suspicion,
    newer_version_error,
    prepare_file,
    prepare_folder,
    recheck_marker,
    replaced_marker,
    require_negcoach_file,
)
from negcoach.store.database.own_schema import schema_fault
from negcoach.store.database.schema import APPLICATION_ID, FINAL_STEPS, MIGRATIONS, Migration
from negcoach.store.database.totals import register_functions
from negcoach.texts import clean

BUSY_MS = 5000
"""How long to wait for another program's lock; a write takes milliseconds, a backup of twenty years under a second."""

SHORT_BUSY_MS = 50
"""How long a session's write waits for it: whoever reads waits for that write meanwhile. It is tried again later."""

CLOSE_S = 0.2
"""How long closing waits for a thread that reads or writes (our own choice)."""

_ASK_AGAIN_S = 0.002

STALLED_S = 2.0
"""How long a write of a few rows may take before nobody waits for its end to read (our own choice)."""

_LOOK_S = 0.05
"""How often somebody who waits to read looks for how long that is."""

_OVERFLOW = "integer overflow"
"""SQLite's message about a sum that no value that negcoach writes could make so large; it has no code of its own."""

_AFTER_COMMIT = (
    sqlite3.SQLITE_IOERR_DIR_FSYNC,  # also of a file system that cannot synchronise a folder
    sqlite3.SQLITE_IOERR_UNLOCK,
    sqlite3.SQLITE_IOERR_RDLOCK,
)
"""The errors of a COMMIT that come once its journal is removed: all is in the file, and every reader finds it there."""

OLDEST_SQLITE = (3, 37, 0)
"""The first SQLite with STRICT tables (sqlite.org/stricttables.html)."""


class Database:
    """The open database of one folder.

    One object serves all threads of a program: ``read`` and ``write`` admit one at a time. Open a folder only once in
    a process (see ``negcoach.store.database.files``).
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
        """One line for the lifter when a damaged file was set aside, else ``None``; call ``notice_told`` after it."""
        self._busy_ms = busy_ms
        self._write_busy_ms = busy_ms if write_busy_ms is None else write_busy_ms
        self.is_writing = False
        """Whether a write is under way or waits for its turn; a long read elsewhere should let it pass."""
        self.is_closing = False
        """Whether the program ends: a long read elsewhere should stop."""
        self.met_wrong_value = False
        """Whether a read failed on a stored value that makes no sense; its row has not been looked for yet."""
        self._lock = threading.RLock()
        self._few_rows_from_s: float | None = None  # when the write of a few rows began that is under way
        self._watched = False
        self._file = _identity(path)
        self._moved: Exception | None = None  # that its file is not at its path any more, once a write has met that
        self._left: list[sqlite3.Connection] = []  # to files that were replaced, until what is under way there is here

    @contextmanager
    def write(self, *, patient: bool = False) -> Iterator[sqlite3.Connection]:
        """Write in one transaction: on disk when the block ends, rolled back when it raises.

        ``patient`` is for a write that is not retried: it waits for another program as long as a read does.
        The transaction takes the write lock first: two that read before they write would each wait for the other.
        A write that finds that the file was replaced fails; the next one is made in the file that is there then, and
        takes the session that is under way along. Where it was removed, the next one puts it back first. Raises
        ``NegcoachError`` when another program holds the lock too long, the disk is full, or the file damaged.
        """
        # Late: it loads what is said of all tables, and the first frame writes nothing.
        from negcoach.store.database.checks.checksums import seal, watch

        busy_ms = self._busy_ms if patient else self._write_busy_ms
        with self._lock, self._explained_errors(), self._busy_timeout_afterwards(), self._shown_as_writing():
            self._few_rows_from_s = None if patient else time.monotonic()
            self._follow(busy_ms)
            self._take_write_lock(busy_ms)
            try:
                self._require_in_place()
                if not self._watched:
                    watch(self.connection)
                if self._left:
                    self._take_along()
                yield self.connection
                seal(self.connection)
                if commit(self.connection):
                    self._watched = True
                else:
                    sync_folder(self.path.parent)  # once more: until that succeeds, a power failure may undo the commit
                self._close_left()
            finally:
                if self.connection.in_transaction:  # the block, or the COMMIT itself, has failed
                    self.connection.rollback()

    @contextmanager
    def write_much(self, now: datetime) -> Iterator[sqlite3.Connection]:
        """Do as a patient ``write`` does, for many thousands of rows: none of them stays in memory until the end.

        The block gets a connection to a copy (``negcoach.store.database.large_write``); ``connection`` reads meanwhile
        what was there before. Others read on, but for the moment in which the copy takes the file's place; they cannot
        write until then. Raises ``NegcoachError`` where a session is under way at ``now``: its reps would have to wait.
        """
        from negcoach.store.database.large_write import in_copy, require_no_session

        with self._lock, self._explained_errors(), self._busy_timeout_afterwards(), self._shown_as_writing():
            self._follow(self._busy_ms)
            self._take_write_lock(self._busy_ms)
            try:
                self._require_in_place()
                require_no_session(self.path, self.connection, now)
                with in_copy(self.path, self.connection) as copy:
                    yield copy
            finally:
                if self.connection.in_transaction:
                    self.connection.rollback()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Read in one transaction, so that all queries of the block see the same state; convert the rows inside it.

        Raises ``NegcoachError`` as ``write`` does, also where a write that is not ``patient``, in another thread, is
        held up by the disk; and ``WrongValueError`` for a stored value that makes no sense: opening the database checks
        no values.
        """
        with self._turn_to_read(), self._explained_errors(), self._explained_values():
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.rollback()

    def notice_told(self) -> None:
        """Note that ``notice`` was told: each start tells it until then."""
        forget_replacement(self.path)

    def close(self) -> None:
        """Close the connection; closing it again does nothing.

        A thread that goes on with a long read or write keeps it open: that ends, and is undone, with the program.
        """
        self.is_closing = True
        if self._lock.acquire(timeout=CLOSE_S):
            try:
                self.connection.close()
                self._close_left()
            finally:
                self._lock.release()

    def _follow(self, busy_ms: int) -> None:
        """Go on in the file that has replaced this one, once a write has met that; in this one where it is back.

        Where there is none, all of it is put there again. The file that is left is waited for as long as a write waits
        for its lock: it may be locked, too. Raises ``NegcoachError`` where that cannot be done, or where
        there is none of this version that a start would open.
        """
        if self._moved is None:
            return
        _set_busy_timeout(self.connection, busy_ms)
        _empty_wal(self.connection)
        if _identity(self.path) is None:
            from negcoach.store.database.following import put_back

            put_back(self.connection, self.path)
        if (there := _identity(self.path)) != self._file:
            connection = _open_checked(self.path, len(MIGRATIONS), self._write_busy_ms, datetime.now().astimezone())
            if _pragma(connection, "user_version") != len(MIGRATIONS):
                connection.close()
                raise explain(self._moved, self.path)
            self._left.append(self.connection)
            self.connection, self._file, self._watched = connection, there, False
        self._moved = None

    def _require_in_place(self) -> None:
        """Raise SQLite's error where the file is not any more where it was opened: in WAL mode SQLite does not look.

        negcoach never sets that mode, but another program may have, once this one had opened the file.
        """
        if _identity(self.path) != self._file:
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY_DBMOVED
            raise error

    def _take_along(self) -> None:
        """Insert what is under way in the files that were left, the newest of them first."""
        from negcoach.store.database.following import take_along

        for left in reversed(self._left):
            take_along(left, self.connection)

    def _close_left(self) -> None:
        while self._left:
            self._left.pop().close()

    @contextmanager
    def _shown_as_writing(self) -> Iterator[None]:
        self.is_writing = True
        try:
            yield
        finally:
            self.is_writing = False
            self._few_rows_from_s = None

    @contextmanager
    def _turn_to_read(self) -> Iterator[None]:
        while not self._lock.acquire(timeout=_LOOK_S):
            began_s = self._few_rows_from_s
            if began_s is not None and time.monotonic() - began_s >= STALLED_S:
                raise NegcoachError(f"The disk of {self.path} has not answered yet. Try again in a moment.")
        try:
            yield
        finally:
            self._lock.release()

    def _take_write_lock(self, busy_ms: int) -> None:
        """Begin a transaction with the write lock, and ask for it every few milliseconds until ``busy_ms`` have passed.

        SQLite itself asks ever less often: it can miss each of the short moments in which a program that writes one
        row after another has let go of the lock.
        """
        end = time.monotonic() + busy_ms / 1000
        _set_busy_timeout(self.connection, 0)
        while True:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
                time.sleep(_ASK_AGAIN_S)
        _set_busy_timeout(self.connection, busy_ms)  # for the commit, which waits for those who read

    @contextmanager
    def _busy_timeout_afterwards(self) -> Iterator[None]:
        """Wait as long as a read does for another program's lock once the block has ended."""
        try:
            yield
        finally:
            _set_busy_timeout(self.connection, self._busy_ms)

    @contextmanager
    def _explained_errors(self) -> Iterator[None]:
        """Turn SQLite's errors into ``NegcoachError``."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # a bug of negcoach, which no lifter can do anything about
        except DATABASE_ERRORS as error:
            # Where the file's disk or folder is another one now, or gone, SQLite may not get as far as to notice it.
            if is_moved(error) or _identity(self.path) != self._file:
                self._moved = error
            elif is_damage(error):
                # Opening checks little, to be quick; this marker makes the next start check all of the file.
                with suppress(OSError):
                    recheck_marker(self.path).touch()
            raise explain(error, self.path) from error

    @contextmanager
    def _explained_values(self) -> Iterator[None]:
        """Turn the errors of converting stored values into ``NegcoachError``."""
        try:
            yield
        except UnicodeDecodeError:
            raise  # SQLite's message about damage
        except sqlite3.OperationalError as error:
            if str(error) != _OVERFLOW:
                raise
            raise self._wrong_value(error) from error
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as error:
            raise self._wrong_value(error) from error

    def _wrong_value(self, error: Exception) -> WrongValueError:
        self.met_wrong_value = True
        return WrongValueError(
            f"The database {self.path} holds a value that negcoach does not write ({clean(str(error))}). "
            "negcoach doctor names the row, and says how it is put right."
        )


def open_database(
    folder: Path,
    *,
    now: datetime,
    migrations: Sequence[Migration] = MIGRATIONS,
    busy_ms: int = BUSY_MS,
    write_busy_ms: int | None = None,
) -> Database:
    """Open ``negcoach.db`` in ``folder``, creating both if need be, and migrate it to the newest version.

    A damaged file is set aside, and the latest backup restored or an empty database created; ``notice`` is about that.
    Where a file is missing but has backups, no empty one takes its place: the error says how to restore one.
    ``now`` is in the names of what is set aside and backed up. Opening, reads and writes wait up to ``busy_ms`` for
    another program, writes up to ``write_busy_ms`` where that is given. Raises ``NegcoachError`` for a folder that
    cannot be written, another program's file or one of a newer version (neither is changed), and a failed migration
    (the file stays as it was).
    """
    path = folder / DATABASE_NAME
    require_sqlite(sqlite3.sqlite_version_info)
    prepare_folder(folder)
    notice = None
    try:
        connection = _open_existing(path, len(migrations), busy_ms, now)
    except (DamagedDatabaseError, MissingDatabaseError):
        connection, notice = _open_or_replace(path, len(migrations), busy_ms, now)
    try:
        _migrate(connection, path, migrations, now)
        if replaced_marker(path).exists():
            from negcoach.store.database.backups import untold_replacement

            notice = notice or untold_replacement(path, now)
            if notice is None:
                forget_replacement(path)
    except BaseException:
        connection.close()
        raise
    return Database(path, connection, notice, busy_ms=busy_ms, write_busy_ms=write_busy_ms)


def commit(connection: sqlite3.Connection) -> bool:
    """Commit the transaction under way, and return whether that went without an error. Raises SQLite's errors.

    One that comes after the commit is none that a caller may act upon: who writes again would store everything twice.
    What is temporary is as it was before the transaction then.
    """
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in _AFTER_COMMIT:
            raise
        return False
    return True


def state_of(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Return a value that is another one once the contents may be: this connection wrote, or another one did.

    The schema's version counts up where a copy took the file's place (``Database.write_much``).
    """
    versions = _pragma(connection, "data_version"), _pragma(connection, "schema_version")
    return connection, *versions, connection.total_changes


def require_sqlite(version: tuple[int, int, int]) -> None:
    """Raise ``NegcoachError`` for an SQLite without STRICT tables, such as that of RHEL 9's Python."""
    if version < OLDEST_SQLITE:
        raise NegcoachError(
            f"negcoach needs SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer, and this Python has "
            f"{'.'.join(map(str, version))}. Use a newer Python, from python.org or uv say."
        )


def _open_existing(path: Path, newest: int, busy_ms: int, now: datetime) -> sqlite3.Connection:
    """Open the file, or make it where there was none; raise ``MissingDatabaseError`` where only copies are left."""
    if not path.exists():
        from negcoach.store.database.backups import require_no_backups

        require_no_backups(path, now)
    return _open_checked(path, newest, busy_ms, now)


def _open_or_replace(path: Path, newest: int, busy_ms: int, now: datetime) -> tuple[sqlite3.Connection, str | None]:
    """Look at a missing or damaged file again, alone, replace one that is damaged, and open it.

    Another start may be replacing it: what was missing or damaged a moment ago may be the restored backup by now, with
    a session in it, and must not be put aside in its turn. Nor must what the disk cannot give just then. Returns the
    notice with the connection.
    """
    from negcoach.store.database.backups import replace_damaged, require_readable
    from negcoach.store.database.lock import replacing_lock

    with replacing_lock(path.parent):
        require_readable(path, now, newest=newest)
        try:
            return _open_existing(path, newest, busy_ms, now), None
        except DamagedDatabaseError:
            notice = replace_damaged(path, now, newest=newest)
            forget_suspicion(path)
            return _open_checked(path, newest, busy_ms, now), notice


def _open_checked(path: Path, newest: int, busy_ms: int, now: datetime) -> sqlite3.Connection:
    """Return a connection to the file once it has passed the quick checks; raise ``NegcoachError`` if it does not."""
    require_negcoach_file(path, newest=newest)
    if path.exists() and path.stat().st_size == 0:
        from negcoach.store.database.backups import latest_backup

        # The size is asked again: another start may be making the file, and already have backed it up.
        if latest_backup(path.parent, now) and path.stat().st_size == 0:
            raise DamagedDatabaseError(f"The database {path} is empty, although it was not before.")
    prepare_file(path)
    try:
        address = sqlite_uri(path, "rw")  # a bare name that begins with file: could be taken for an address of its own
        timeout_s = busy_ms / 1000
        connection = sqlite3.connect(
            address, uri=True, timeout=timeout_s, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise explain(error, path) from error
    connection.row_factory = sqlite3.Row
    try:
        _check(connection, path, newest, now)
        make_durable(connection)
    except DATABASE_ERRORS as error:
        connection.close()
        raise explain(error, path) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, newest: int, now: datetime) -> None:
    """Make the checks that every start relies on; the first read also rolls back a write that was interrupted."""
    harden_connection(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if _pragma(connection, "application_id") != APPLICATION_ID:
        if tables or _pragma(connection, "user_version"):
            raise foreign_file_error(path)
        return
    if (version := _pragma(connection, "user_version")) > newest:
        raise newer_version_error(path, version, newest)
    if version < 1:
        raise DamagedDatabaseError(f"The database {path} is damaged (it says that it is of version {version}).")
    if (fault := schema_fault(connection, version, quick=True)) is not None:
        raise _foreign_schema_error(connection, path, fault, newest, now)
    probe(connection, path)
    if recheck_marker(path).exists():
        check_integrity(connection, path)
        forget_suspicion(path)


def _foreign_schema_error(
    connection: sqlite3.Connection, path: Path, fault: str, newest: int, now: datetime
) -> NegcoachError:
    """Return the error for a schema that is not ours: a file that is damaged, too, is replaced as every damaged one."""
    from negcoach.store.database.backups import latest_backup

    if (result := integrity_result(connection)) != "ok":
        return DamagedDatabaseError(f"The database {path} is damaged ({result}).")
    try:
        backup = latest_backup(path.parent, now, newest=newest)
    except NegcoachError as error:
        restore = str(error)
    else:
        restore = "There is no backup of it." if backup is None else f'Restore a backup (negcoach restore "{backup}").'
    return NegcoachError(f"The database {path} {fault}; it was left as it is. {restore}")


def make_durable(connection: sqlite3.Connection) -> None:
    """Set the connection up for durability: when a commit returns, it and the removal of its journal are on disk.

    Where the folder cannot be synchronised just then, or never can, the removal may not be (``commit`` returns
    ``False``): if the power fails before the next write, which synchronises it again, the journal may be back, and the
    next start then undoes that commit.

    WAL is not used: before SQLite 3.51.3 two connections could corrupt it. ``fullfsync`` is for macOS, where a plain
    fsync stops at the drive's cache. Changes stay in memory until the COMMIT, however many they are, so that another
    negcoach can read, in a session say, while an import of twenty years is written. What is temporary is in memory,
    too: a disk without room for it keeps no write from being made. SQLite takes that only outside a transaction where
    it has begun to keep something, as the check of a whole file does.
    """
    register_functions(connection)
    durable = ("journal_mode = DELETE", "synchronous = EXTRA", "fullfsync = ON", "foreign_keys = ON")
    for setting in (*durable, "cache_spill = OFF", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")


def _migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], now: datetime) -> None:
    """Bring the file to the newest version in one transaction, so that nobody ever meets one on its way there.

    The backup before it is made within: until the end the file is as it was, and no other start can migrate it.
    """
    try:
        version = _pragma(connection, "user_version")
    except DATABASE_ERRORS as error:
        raise explain(error, path) from error
    if version == len(migrations):
        return
    try:
        connection.execute("BEGIN IMMEDIATE")
        version = _pragma(connection, "user_version")  # another start may have done it
        if 0 < version < len(migrations):
            _prepare_migration(path, version, len(migrations), now)
        for number in range(version + 1, len(migrations) + 1):
            _apply(connection, number, migrations[number - 1])
        commit(connection)
    except DATABASE_ERRORS as error:
        if not version or is_damage(error):
            raise explain(error, path) from error
        raise NegcoachError(
            f"{path} could not be brought to version {len(migrations)} ({error}); it stays at version {version}, "
            "as it was."
        ) from error
    finally:
        if connection.in_transaction:
            connection.rollback()


def _prepare_migration(path: Path, version: int, newest: int, now: datetime) -> None:
    """Make a backup of an older version; raise ``NegcoachError`` where another negcoach has it open."""
    from negcoach.store.database.backups import back_up_file

    if _is_open_elsewhere(path):
        raise NegcoachError(
            f"The database {path} is of an older version, and another negcoach has it open. Close that one, and try "
            f"again: what it writes would not fit version {newest}."
        )
    back_up_file(path, now, label=f"version-{version}")


def _is_open_elsewhere(path: Path) -> bool:
    """Return whether another app has the database at ``path`` open; this one says so only once it has opened it."""
    from negcoach.store.database.lock import exclusive_lock

    with exclusive_lock(path.parent) as alone:
        if alone:
            return False
    time.sleep(_ASK_AGAIN_S)  # one that starts, too, may have asked just then
    with exclusive_lock(path.parent) as alone:
        return not alone


def _apply(connection: sqlite3.Connection, number: int, migration: Migration) -> None:
    """Run one migration within the transaction under way, and set its version."""
    for statement in migration:
        connection.execute(statement)
    if number in FINAL_STEPS:
        FINAL_STEPS[number](connection)
    connection.execute(f"PRAGMA user_version = {number}")


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file at a path from another one of that name, ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _empty_wal(connection: sqlite3.Connection) -> None:
    """Write the log of a file in WAL mode into it: where that is not at its path any more, the log still lies there.

    Raises SQLite's errors, also where another program reads the file.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        give_up_when_locked(sqlite3.SQLITE_BUSY if busy else sqlite3.SQLITE_OK, 0, 0)


def _set_busy_timeout(connection: sqlite3.Connection, busy_ms: int) -> None:
    connection.execute(f"PRAGMA busy_timeout = {busy_ms}").fetchone()


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value
