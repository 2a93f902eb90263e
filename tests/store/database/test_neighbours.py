"""What lies beside the database by SQLite's names but is not its own: another one's log, a journal that is no file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backup, latest_backup
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME, journal_path, require_no_strange_neighbour, wal_path
from negcoach.store.restore.checkup import check
from negcoach.store.restore.copies import copy_database
from negcoach.store.restore.restore import prepared_restore
from tests.store.samples import NOW, make_database


@pytest.fixture
def log(tmp_path: Path) -> bytes:
    """A log with a whole other database in it."""
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()
        return wal_path(other).read_bytes()


def test_it_is_refused_and_the_database_stays_as_it_was(folder: Path, log: bytes) -> None:
    path = make_database(folder, sessions=3)
    content = path.read_bytes()
    wal_path(path).write_bytes(log)
    for _ in range(2):
        with pytest.raises(NegcoachError, match=r"negcoach.db-wal is not of this database.*Move negcoach.db-wal away"):
            open_database(folder, now=NOW)
    problem = check(folder, NOW).problem
    assert problem is not None and "is not of this database" in str(problem)
    assert path.read_bytes() == content and wal_path(path).read_bytes() == log
    wal_path(path).unlink()
    open_database(folder, now=NOW).close()


def test_sqlite_alone_would_write_it_over_the_database(folder: Path, log: bytes) -> None:
    path = make_database(folder, sessions=3)
    wal_path(path).write_bytes(log)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("notes",)]


def test_a_log_that_another_program_wrote_for_this_database_is_read(folder: Path, tmp_path: Path) -> None:
    path = make_database(folder, sessions=3)
    copy = tmp_path / "copy"
    copy.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE facts SET value = value")
        connection.execute("INSERT INTO facts VALUES ('of_another', '1', 0)")
        connection.commit()
        for file in (path, wal_path(path)):
            (copy / file.name).write_bytes(file.read_bytes())
    with closing(open_database(copy, now=NOW)) as database, database.read() as reading:
        assert reading.execute("SELECT value FROM facts WHERE name = 'of_another'").fetchone()[0] == "1"


def test_beside_a_damaged_database_it_goes_aside_with_it(folder: Path, log: bytes) -> None:
    path = make_database(folder, sessions=3)
    backup(folder, now=NOW)
    path.write_bytes(bytes(8192))
    wal_path(path).write_bytes(log)
    with closing(open_database(folder, now=NOW)) as database, database.read() as reading:
        assert reading.execute("SELECT count(*) FROM sessions").fetchone()[0] == 3
    (aside,) = folder.glob("negcoach-damaged-*.db")
    assert wal_path(aside).read_bytes() == log and not wal_path(path).exists()


def test_a_backup_with_one_beside_it_is_passed_over_and_not_changed(folder: Path, log: bytes) -> None:
    make_database(folder, sessions=3)
    older, newest = (backup(folder, now=NOW + timedelta(days=days)) for days in (0, 1))
    content = newest.read_bytes()
    wal_path(newest).write_bytes(log)
    assert latest_backup(folder, NOW + timedelta(days=1)) == older
    assert newest.read_bytes() == content


def test_nothing_is_copied_or_restored_with_one_beside_it(folder: Path, tmp_path: Path, log: bytes) -> None:
    make_database(folder, sessions=3)
    source = make_database(tmp_path / "theirs", sessions=2)
    content = source.read_bytes()
    wal_path(source).write_bytes(log)
    (tmp_path / "copies").mkdir()
    with pytest.raises(NegcoachError, match="is not of this database"):
        copy_database(source, tmp_path / "copies", NOW)
    with pytest.raises(NegcoachError, match="is not of this database"), prepared_restore(folder, source, NOW):
        pass
    assert source.read_bytes() == content


def leave_journal(path: Path, statement: str) -> None:
    """Leave a database as a write does that is killed once its pages are written, with the journal that undoes it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute("PRAGMA journal_mode = PERSIST")  # it stays, but for its header
        connection.execute(statement)
    journal = journal_path(path).read_bytes()
    records = range(512, len(journal) - size - 7, size + 8)
    header = b"\xd9\xd5\x05\xf9 \xa1c\xd7" + struct.pack(">5I", len(records), 0, pages, 512, size)
    content = bytearray(header.ljust(512, b"\0"))
    for at in records:
        page = journal[at + 4 : at + 4 + size]
        content += journal[at : at + 4] + page + struct.pack(">I", sum(page[size - 200 : 0 : -200]))
    journal_path(path).write_bytes(content)


def test_a_write_that_was_killed_at_its_end_is_undone(folder: Path) -> None:
    path = make_database(folder, sessions=3)
    content = path.read_bytes()
    leave_journal(path, "UPDATE sessions SET note = 'half a write'")
    assert path.read_bytes() != content
    open_database(folder, now=NOW).close()
    assert path.read_bytes() == content and not journal_path(path).exists()


@pytest.mark.parametrize("writes", [0, 2])
def test_a_journal_of_another_state_is_refused_and_the_database_stays_as_it_was(folder: Path, writes: int) -> None:
    """A backup was copied over the database beside it, or a program that keeps folders alike brought it along."""
    path = make_database(folder, sessions=3)
    older = path.read_bytes()
    for number in range(3):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE sessions SET note = ?", (f"write {number}",))
    leave_journal(path, "UPDATE sessions SET note = 'the last'")
    journal = journal_path(path).read_bytes()
    path.write_bytes(older)
    journal_path(path).unlink()
    for number in range(writes):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE sessions SET note = ?", (f"another {number}",))
    content = path.read_bytes()
    journal_path(path).write_bytes(journal)
    for _ in range(2):
        with pytest.raises(NegcoachError, match=r"db-journal is not of this database.*Move negcoach.db-journal away"):
            open_database(folder, now=NOW)
    problem = check(folder, NOW).problem
    assert problem is not None and "is not of this database" in str(problem)
    assert path.read_bytes() == content and journal_path(path).read_bytes() == journal
    (folder / "copies").mkdir()
    with pytest.raises(NegcoachError, match="is not of this database"):
        copy_database(path, folder / "copies", NOW)
    journal_path(path).unlink()
    open_database(folder, now=NOW).close()


def test_sqlite_alone_would_write_a_journal_of_another_database_over_it(folder: Path, tmp_path: Path) -> None:
    path, other = make_database(folder, sessions=3), make_database(tmp_path / "other", sessions=40)
    leave_journal(other, "UPDATE sessions SET note = 'the last'")
    shutil.copyfile(journal_path(other), journal_path(path))
    content = path.read_bytes()
    with pytest.raises(NegcoachError, match="is not of this database"):
        open_database(folder, now=NOW)
    assert path.read_bytes() == content
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    assert path.read_bytes() != content


def test_a_journal_of_a_larger_database_is_refused_also_where_it_has_not_its_first_page(
    folder: Path, tmp_path: Path
) -> None:
    path, other = make_database(folder, sessions=3), make_database(tmp_path / "other", sessions=40)
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")  # pages go to the file, and to the journal, before the commit
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE reps SET measured_ms = 1")
        connection.execute("UPDATE sessions SET note = 'half a write', rep_count = 0")
        shutil.copyfile(journal_path(other), journal_path(path))
        connection.execute("ROLLBACK")
    content = path.read_bytes()
    with pytest.raises(NegcoachError, match="is not of this database"):
        open_database(folder, now=NOW)
    assert path.read_bytes() == content


def test_a_journal_is_not_refused_beside_a_program_that_goes_on_writing(folder: Path) -> None:
    path = make_database(folder, sessions=3)
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            while not stop.is_set():
                connection.execute("UPDATE sessions SET note = note || 'x'")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(300):
            require_no_strange_neighbour(path)
    finally:
        stop.set()
        writer.join()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a link takes an administrator")
def test_where_the_database_is_a_link_its_neighbours_are_those_of_the_file_that_is_meant(
    folder: Path, tmp_path: Path, log: bytes
) -> None:
    meant = make_database(tmp_path / "meant", sessions=3)
    folder.mkdir()
    path = folder / DATABASE_NAME
    path.symlink_to(meant)
    backup(folder, now=NOW)
    content = meant.read_bytes()
    wal_path(meant).write_bytes(log)
    with pytest.raises(NegcoachError, match=r"meant/negcoach.db-wal is not of this database"):
        open_database(folder, now=NOW)
    wal_path(meant).unlink()
    os.mkfifo(meant.with_name(f"{DATABASE_NAME}-journal"))
    with pytest.raises(NegcoachError, match=r"meant/negcoach.db-journal is not a file"):
        open_database(folder, now=NOW)
    journal_path(path).unlink()
    assert meant.read_bytes() == content
    leave_journal(path, "UPDATE sessions SET note = 'half a write'")
    meant.write_bytes(bytes(8192) + meant.read_bytes()[8192:])  # what a power failure leaves on some file systems
    with closing(open_database(folder, now=NOW)) as database:
        assert database.notice is None
    assert meant.read_bytes() == content and path.is_symlink()


def _make_a_pipe(path: Path) -> None:
    os.mkfifo(path)


def _make_a_dangling_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.skipif(os.name != "posix", reason="elsewhere there are no named pipes")
@pytest.mark.parametrize("make", [Path.mkdir, _make_a_pipe, _make_a_dangling_link])
def test_a_journal_that_is_no_file_is_named_and_nobody_waits_for_it(folder: Path, make: Callable[[Path], None]) -> None:
    path = make_database(folder, sessions=3)
    copy = backup(folder, now=NOW)
    content = path.read_bytes()
    make(journal_path(path))
    for _ in range(2):
        with pytest.raises(NegcoachError, match=r"negcoach.db-journal is not a file.*Move negcoach.db-journal away"):
            open_database(folder, now=NOW)
    with pytest.raises(NegcoachError, match="is not a file"):
        backup(folder, now=NOW)
    problem = check(folder, NOW).problem
    assert problem is not None and "is not a file" in str(problem)
    assert path.read_bytes() == content
    make(journal_path(copy))
    with pytest.raises(NegcoachError, match="is not a file"):
        copy_database(copy, folder, NOW)
    journal_path(copy).rename(copy.with_name("away"))
    with prepared_restore(folder, copy, NOW) as found:
        assert found.current is None and found.incoming.sessions == 3
        assert found.swap_in(NOW) is not None
    open_database(folder, now=NOW).close()
