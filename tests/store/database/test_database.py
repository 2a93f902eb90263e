"""Opening: a private file of this version, or one clear line and nothing changed."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import threading
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import database as database_module
from negcoach.store.database.backups import BACKUPS_NAME, backup
from negcoach.store.database.database import make_durable, open_database, require_sqlite
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.schema import APPLICATION_ID, MIGRATIONS
from negcoach.store.database.tables import TABLES
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import session_rows
from negcoach.store.restore.restore import prepared_restore
from negcoach.training.exercise.safety import HealthAnswers
from tests.services import without_answer
from tests.store.samples import BENCH, NOW, a_session, keep, make_database

posix_only = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX modes")


def _refusal(folder: Path) -> str:
    """Return the line that opening is refused with; it is one line."""
    with pytest.raises(NegcoachError) as refused:
        open_database(folder, now=NOW)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def _everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@posix_only
def test_the_folder_and_file_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    database = open_database(folder, now=NOW)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    with database.write() as connection:
        connection.execute("UPDATE facts SET value = NULL")
        connection.execute("INSERT INTO facts VALUES ('a', 'b', 0)")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {DATABASE_NAME: 0o600, f"{DATABASE_NAME}-journal": 0o600}
    database.close()


@posix_only
def test_a_file_that_others_could_read_is_made_private_and_a_folder_that_existed_keeps_its_rights(
    folder: Path,
) -> None:
    path = make_database(folder)
    folder.chmod(0o755)
    path.chmod(0o644)
    open_database(folder, now=NOW).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


@posix_only
def test_a_file_that_cannot_be_made_private_is_opened_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk without permissions, such as Windows' own under WSL, or where the file is a partner's."""
    path = make_database(folder)
    path.chmod(0o660)
    monkeypatch.setattr(Path, "chmod", _refuse)
    database = open_database(folder, now=NOW)
    a_session(Journal(database))
    database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def _refuse(*_: object) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_new_file_is_marked_as_ours_and_keeps_every_commit(folder: Path) -> None:
    database = open_database(folder, now=NOW)
    asked = ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
    settings = {name: database.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked}
    database.close()
    assert settings == {
        "application_id": APPLICATION_ID,
        "user_version": len(MIGRATIONS),
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
    }


def test_all_tables_are_strict(folder: Path) -> None:
    database = open_database(folder, now=NOW)
    tables = database.connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")
    strict = {row["name"]: row["strict"] for row in tables if not row["name"].startswith("sqlite_")}
    database.close()
    assert set(TABLES) < set(strict)
    assert set(strict.values()) == {1}


def test_an_empty_file_is_just_new(folder: Path) -> None:
    folder.mkdir()
    (folder / DATABASE_NAME).touch()
    database = open_database(folder, now=NOW)
    assert database.notice is None
    a_session(Journal(database))
    database.close()


def test_opening_again_finds_what_was_written_and_says_nothing(folder: Path) -> None:
    make_database(folder, sessions=3)
    database = open_database(folder, now=NOW)
    with database.read() as connection:
        assert len(session_rows(connection, 10)) == 3
    assert database.notice is None
    database.close()


def test_a_newer_version_is_refused_and_stays_byte_for_byte(folder: Path) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = _everything(folder)
    assert "newer negcoach" in _refusal(folder)
    assert _everything(folder) == before


@pytest.mark.parametrize("application_id", [0, 0x12345678])
@pytest.mark.parametrize("journal_mode", ["delete", "wal"])
def test_another_programs_database_is_refused_and_stays_byte_for_byte(
    folder: Path, application_id: int, journal_mode: str
) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal_mode}")
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("CREATE TABLE bookmarks (url)")
    before = _everything(folder)
    assert "not a negcoach database" in _refusal(folder)
    assert _everything(folder) == before


@pytest.mark.parametrize("content", [b"just a note to myself\n", b"\xff\xfe\x00", b"SQLite format 2\x00" * 20])
def test_a_file_that_is_no_database_is_refused_and_stays_byte_for_byte(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / DATABASE_NAME).write_bytes(content)
    assert "not a negcoach database" in _refusal(folder)
    assert _everything(folder) == {DATABASE_NAME: content}


def test_a_folder_in_place_of_the_file_is_refused(folder: Path) -> None:
    (folder / DATABASE_NAME).mkdir(parents=True)
    assert "is not a file" in _refusal(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_place_of_the_file_is_refused_without_waiting_for_it(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / DATABASE_NAME)
    assert "is not a file" in _refusal(folder)


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_place_of_the_folder_is_refused(folder: Path, below: str) -> None:
    folder.write_text("a file")
    assert "is not a folder" in _refusal(folder / below)
    assert folder.read_text() == "a file"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a file system that nobody can write")
@pytest.mark.parametrize("place", ["/proc/self", "/proc/negcoach"])
def test_a_folder_that_cannot_be_written_is_refused(place: str) -> None:
    assert "cannot be written" in _refusal(Path(place))


def test_a_migration_brings_an_old_file_on_and_backs_it_up_first(folder: Path) -> None:
    make_database(folder, sessions=2)
    step = ("ALTER TABLE sessions ADD COLUMN place TEXT", "UPDATE sessions SET place = 'gym'")
    database = open_database(folder, now=NOW, migrations=(*MIGRATIONS, step))
    places = [row["place"] for row in database.connection.execute("SELECT place FROM sessions")]
    version = database.connection.execute("PRAGMA user_version").fetchone()[0]
    database.close()
    assert (places, version) == (["gym", "gym"], len(MIGRATIONS) + 1)
    (kept,) = (folder / BACKUPS_NAME).iterdir()
    with closing(sqlite3.connect(kept)) as backup:
        assert backup.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
        assert backup.execute("SELECT count(*) FROM sessions").fetchone()[0] == 2


def test_a_new_file_goes_through_all_migrations_without_a_backup(folder: Path) -> None:
    database = open_database(folder, now=NOW, migrations=(*MIGRATIONS, ("CREATE TABLE more (x) ",)))
    assert database.connection.execute("SELECT count(*) FROM more").fetchone()[0] == 0
    database.close()
    assert not (folder / BACKUPS_NAME).exists()


def test_a_failing_migration_leaves_the_file_byte_for_byte(folder: Path) -> None:
    path = make_database(folder, sessions=20)
    before = path.read_bytes()
    step = ("CREATE TABLE more (x TEXT)", "UPDATE sessions SET note = 'changed'", "SELECT * FROM nowhere")
    with pytest.raises(NegcoachError, match=f"stays at version {len(MIGRATIONS)}, as it was"):
        open_database(folder, now=NOW, migrations=(*MIGRATIONS, step))
    assert path.read_bytes() == before
    open_database(folder, now=NOW).close()


def test_a_database_that_another_program_holds_gets_a_clear_line_and_is_not_taken_for_damaged(
    folder: Path,
) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NegcoachError, match="Another program is using the database"):
            open_database(folder, now=NOW, busy_ms=1)
        other.execute("ROLLBACK")
    database = open_database(folder, now=NOW, busy_ms=1)
    assert database.notice is None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NegcoachError, match="Another program is using the database"):
            Journal(database).begin_session(NOW)
        other.execute("ROLLBACK")
    Journal(database).begin_session(NOW)
    database.close()


def test_a_write_may_give_up_sooner_than_opening_and_reading(folder: Path) -> None:
    """A write that waited as long as a read would not come back before this test is given up."""
    path = make_database(folder)
    with closing(open_database(folder, now=NOW, busy_ms=3_600_000, write_busy_ms=1)) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(NegcoachError, match="Another program is using the database") as refused:
                Journal(database).begin_session(NOW)
            assert "\n" not in str(refused.value)
            with database.read() as connection:
                assert len(session_rows(connection, 10)) == 1
                assert connection.execute("PRAGMA busy_timeout").fetchone()[0] == 3_600_000
            other.execute("ROLLBACK")
        Journal(database).begin_session(NOW)


def _waits_of_writes(said: list[str]) -> set[int]:
    """How long each transaction that writes would have waited, in ms."""
    return {int(after.rpartition("=")[2]) for begins, after in pairwise(said) if begins == "BEGIN IMMEDIATE"}


def test_only_what_holds_up_a_set_is_impatient(folder: Path) -> None:
    with closing(open_database(folder, now=NOW, busy_ms=3_600_000, write_busy_ms=1)) as database:
        said: list[str] = []
        database.connection.set_trace_callback(said.append)
        journal, lifter = Journal(database), Lifter(database)
        session_id = journal.begin_session(NOW)
        set_id = journal.begin_set(session_id, BENCH, NOW)
        keep(journal, set_id, 1)
        journal.take_back(set_id, 1, NOW)
        assert _waits_of_writes(said) == {1}
        said.clear()
        journal.resume_session(session_id, NOW)
        journal.close_interrupted(session_id)
        lifter.store_health_answers(HealthAnswers(NOW.date(), True, 40, 24), NOW)
        lifter.set_one_rm("bench-press", 100.0, NOW)
        assert _waits_of_writes(said) == {3_600_000}


def test_a_commit_that_a_reader_holds_up_is_as_impatient_and_leaves_nothing(folder: Path) -> None:
    path = make_database(folder)
    with closing(open_database(folder, now=NOW, busy_ms=3_600_000, write_busy_ms=1)) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM sessions").fetchone()
            with pytest.raises(NegcoachError, match="Another program is using the database"):
                Journal(database).begin_session(NOW)
            other.execute("ROLLBACK")
        with database.read() as connection:
            assert len(session_rows(connection, 10)) == 1


def test_opening_waits_for_a_lock_however_impatient_the_writes(folder: Path) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        release = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
        release.start()
        open_database(folder, now=NOW, write_busy_ms=1).close()
        release.join()


def test_an_sqlite_without_strict_tables_gets_a_clear_line() -> None:
    require_sqlite((3, 37, 0))
    with pytest.raises(NegcoachError, match=r"needs SQLite 3.37.0 or newer, and this Python has 3.34.1"):
        require_sqlite((3, 34, 1))


def test_a_folder_whose_name_begins_as_an_address_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite can be built to take such a name for an address, with options of its own."""
    monkeypatch.chdir(tmp_path)
    folder = Path("file:x?mode=memory#1")
    with closing(open_database(folder, now=NOW)) as database:
        a_session(Journal(database))
    with closing(open_database(tmp_path / folder, now=NOW)) as database, database.read() as connection:
        assert len(session_rows(connection, 10)) == 1
    with prepared_restore(folder, backup(folder, now=NOW), NOW) as found:
        assert found.swap_in(NOW) is not None


def test_a_write_that_raises_leaves_nothing_behind(folder: Path) -> None:
    database = open_database(folder, now=NOW)
    with pytest.raises(KeyboardInterrupt), database.write() as connection:
        connection.execute("INSERT INTO facts VALUES ('a', 'b', 0)")
        raise KeyboardInterrupt
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM facts").fetchone()[0] == 0
    database.close()
    database.close()


def test_another_program_that_takes_the_file_right_after_the_checks_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:

        def prepare_and_lose_the_file(connection: sqlite3.Connection) -> None:
            make_durable(connection)
            other.execute("BEGIN EXCLUSIVE")

        monkeypatch.setattr(database_module, "make_durable", prepare_and_lose_the_file)
        with pytest.raises(NegcoachError, match="Another program is using"):
            open_database(folder, now=NOW, busy_ms=1)


def test_a_full_disk_gets_a_clear_line_and_keeps_what_was_there(folder: Path) -> None:
    database = open_database(folder, now=NOW)
    journal = Journal(database)
    session_id = a_session(journal)
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(NegcoachError, match="disk is full"):
        journal.annotate_session(session_id, "word " * 100_000, None, NOW)
    with database.read() as connection:
        assert session_rows(connection, 1)[0].note == ""
    database.close()


def test_nobody_waits_to_read_behind_a_write_of_a_few_rows_that_the_disk_does_not_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "STALLED_S", 0.0)
    with closing(open_database(folder, now=NOW)) as database:
        refused = pytest.raises(NegcoachError, match="has not answered yet")
        with without_answer(database), refused, database.read():
            pass
        with database.read() as connection:
            assert session_rows(connection, 10) == []
        with database.write(patient=True):
            assert database._few_rows_from_s is None, "one of many rows is waited for"


def test_closing_waits_for_no_thread_that_reads_on(folder: Path) -> None:
    database, reads, goes_on = open_database(folder, now=NOW), threading.Event(), threading.Event()

    def read_on() -> None:
        with database.read():
            reads.set()
            goes_on.wait(60)

    reader = threading.Thread(target=read_on)
    reader.start()
    assert reads.wait(60)
    database.close()  # would wait for 60 s
    assert reader.is_alive()
    goes_on.set()
    reader.join()
    database.close()
    with pytest.raises(sqlite3.ProgrammingError):
        database.connection.execute("SELECT 1")
