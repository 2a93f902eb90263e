"""Writes of very many rows: whole or not at all, and others read and write at their own time."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import large_write
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database, state_of
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.editing.edit_log import EditKind, discard_undone, edits, record_edit, undo
from negcoach.store.journal import Journal, WarmUpDone
from negcoach.store.restore.checkup import check
from tests.store.samples import BENCH, NOW, a_session
from tests.store.whole import Store, whole_store

ROOT = Path(__file__).parents[3]

LITTLE_KB = 40
"""Memory for fewer pages than are written."""


def add_weights(connection: sqlite3.Connection, number: int = 3000) -> None:
    """Add body weights: enough that not all of their pages stay in the memory that a connection has."""
    with record_edit(connection, EditKind.IMPORT, "weights", NOW) as recorder:
        for start in range(0, number, 500):
            recorder.insert_many(
                "body_weights",
                [
                    {
                        "id": f"00000000-0000-4000-8000-{one:012}",
                        "kg": 80.0,
                        "measured_at": "2026-11-22T10:28:57.123+01:00",
                        "measured_ms": one,
                        "deleted_at": None,
                    }
                    for one in range(start, start + 500)
                ],
            )


def add_much(database: Database) -> None:
    with database.write_much(NOW) as connection:
        add_weights(connection)


@pytest.fixture
def before(database: Database, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A database with two sessions, as it is."""
    for day in range(2):
        a_session(journal, NOW + timedelta(days=day), sets=2)
    monkeypatch.setattr(large_write, "_PLACING_KB", LITTLE_KB)
    return whole_store(database)


def files(database: Database) -> list[str]:
    return sorted(path.name for path in database.path.parent.iterdir())


def reads_and_writes(database: Database) -> tuple[bool, bool]:
    """Whether another program can read now, and whether it can write."""
    could = []
    with closing(sqlite3.connect(database.path, timeout=0, isolation_level=None)) as other:
        for attempt in ("SELECT count(*) FROM sessions", "BEGIN IMMEDIATE"):
            try:
                other.execute(attempt).fetchone()
            except sqlite3.OperationalError as error:
                assert error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                could.append(False)
            else:
                could.append(True)
    return could[0], could[1]


def test_what_is_written_is_there_with_its_checksums_and_nothing_beside_it(database: Database, before: Store) -> None:
    names = files(database)
    with database.read() as connection:
        state = state_of(connection)
    add_much(database)
    after = whole_store(database)
    assert len(after["body_weights"]) == 3000
    assert {**after, "body_weights": {}} == before
    assert files(database) == names
    with database.read() as connection:
        assert next(changed_elsewhere(connection), None) is None
        assert state_of(connection) != state
        assert [edit.what for edit in edits(connection)] == ["weights"]
    report = check(database.path.parent, NOW)
    assert (report.integrity, report.problem) == ("ok", None)
    with database.write() as connection:
        undo(connection, NOW)
    assert whole_store(database) == before


def test_what_was_taken_out_leaves_no_room_in_the_file(database: Database, before: Store) -> None:
    add_much(database)
    full = database.path.stat().st_size
    with database.write_much(NOW) as connection:
        undo(connection, NOW)
        discard_undone(connection)
        connection.execute("DELETE FROM removed_rows")
    with database.read() as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] == 0
    assert database.path.stat().st_size < full / 3
    assert whole_store(database) == before
    assert check(database.path.parent, NOW).integrity == "ok"


def test_what_cannot_be_packed_is_written_as_it_is(database: Database, before: Store) -> None:
    with database.write_much(NOW) as connection:
        add_weights(connection)
        connection.execute("DELETE FROM edited_rows")
        unfinished = connection.execute("SELECT * FROM body_weights")  # SQLite packs nothing beside it
        unfinished.fetchone()
    with database.read() as connection:
        assert connection.execute("PRAGMA freelist_count").fetchone()[0] > 0
    after = whole_store(database)
    assert len(after["body_weights"]) == 3000
    assert {**after, "body_weights": {}} == before
    assert check(database.path.parent, NOW).problem is None


def test_others_read_on_and_nobody_writes_in_between(database: Database, before: Store) -> None:
    seen = []
    with database.write_much(NOW) as connection:
        add_weights(connection)
        seen.append(reads_and_writes(database))
        with database.read() as here:
            assert here.execute("SELECT count(*) FROM body_weights").fetchone()[0] == 0

        def look(statement: str) -> None:
            if statement == "PRAGMA cache_spill = ON":  # between the transaction that had the lock and the next one
                seen.append(reads_and_writes(database))

        database.connection.set_trace_callback(look)
    database.connection.set_trace_callback(None)
    seen.append(reads_and_writes(database))
    assert seen == [(True, False), (True, False), (True, True)]


def test_the_connection_is_as_before(database: Database, before: Store) -> None:
    settings = ("cache_size", "cache_spill", "locking_mode", "journal_mode", "synchronous", "foreign_keys")

    def all_settings() -> list[object]:
        return [database.connection.execute(f"PRAGMA {one}").fetchone()[0] for one in settings]

    as_it_was = all_settings()
    add_much(database)
    assert all_settings() == as_it_was
    a_session(Journal(database), NOW + timedelta(days=3), sets=2)  # its checksums are noted by temporary triggers
    with database.read() as connection:
        assert next(changed_elsewhere(connection), None) is None
        assert connection.execute("SELECT count(*) FROM sessions").fetchone()[0] == 3


def test_what_fails_in_the_block_changes_nothing(database: Database, before: Store) -> None:
    with pytest.raises(KeyboardInterrupt), database.write_much(NOW) as connection:
        add_weights(connection)
        raise KeyboardInterrupt
    assert whole_store(database) == before
    assert reads_and_writes(database) == (True, True)


def test_where_there_is_no_place_for_the_copy_that_is_said(database: Database, before: Store) -> None:
    with pytest.raises(NegcoachError, match="no place for a temporary file"), database.write_much(NOW) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        add_weights(connection)
    assert whole_store(database) == before
    assert reads_and_writes(database) == (True, True)


@pytest.mark.parametrize("step", [1, 2, 5])
def test_an_interrupt_while_the_pages_are_put_in_place_changes_nothing(
    database: Database, before: Store, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps = []

    def interrupt(status: int, remaining: int, pages: int) -> None:
        steps.append(status)
        if len(steps) == step:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(large_write, "give_up_when_locked", interrupt)
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)  # a program in the background ignores it
    with pytest.raises(KeyboardInterrupt):
        add_much(database)
    signal.signal(signal.SIGINT, handler)
    assert len(steps) == step and set(steps) == {sqlite3.SQLITE_OK}
    assert whole_store(database) == before
    assert reads_and_writes(database) == (True, True)
    monkeypatch.undo()
    add_much(database)
    assert len(whole_store(database)["body_weights"]) == 3000


def test_whoever_reads_for_too_long_is_named_and_nothing_is_changed(folder: Path) -> None:
    with closing(open_database(folder, now=NOW, busy_ms=20)) as database:
        before = whole_store(database)
        with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM sessions").fetchone()
            with pytest.raises(NegcoachError, match="Another program is using the database"):
                add_much(database)
        assert whole_store(database) == before
        add_much(database)
        assert len(whole_store(database)["body_weights"]) == 3000


_KILLED = """
import os, signal, sqlite3, sys
from datetime import datetime
from pathlib import Path
from negcoach.store.database import large_write
from negcoach.store.database.database import open_database
from tests.store.database.test_large_write import LITTLE_KB, add_much

database = open_database(Path(sys.argv[1]), now=datetime.now().astimezone())
large_write._PLACING_KB = LITTLE_KB
steps = 0

def die(status, remaining, pages):
    global steps
    steps += 1
    if steps == int(sys.argv[2]) or status == sqlite3.SQLITE_DONE:
        os.kill(os.getpid(), signal.SIGKILL)

large_write.give_up_when_locked = die
add_much(database)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(("step", "weights"), [(1, 0), (4, 0), (1_000_000, 3000)])
def test_killed_while_the_pages_are_put_in_place_all_or_nothing_is_there(
    folder: Path, database: Database, before: Store, step: int, weights: int
) -> None:
    database.close()
    program = [sys.executable, "-c", _KILLED, str(folder), str(step)]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    if step < 1_000_000:
        assert (folder / f"{DATABASE_NAME}-journal").stat().st_size > 0, "it was in the middle of the write"
    with closing(open_database(folder, now=NOW)) as again:
        assert again.notice is None
        after = whole_store(again)
        assert reads_and_writes(again) == (True, True)
    assert len(after["body_weights"]) == weights
    assert {**after, "body_weights": {}} == before
    assert check(folder, NOW).integrity == "ok"


@pytest.mark.parametrize(
    ("after", "refused"), [(timedelta(), True), (timedelta(minutes=14), True), (timedelta(minutes=16), False)]
)
def test_a_session_under_way_is_not_kept_from_the_disk(
    database: Database, journal: Journal, before: Store, after: timedelta, refused: bool
) -> None:
    began, last_rep = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1)
    session_id = journal.begin_session(began)
    set_id = journal.begin_set(session_id, BENCH, began)
    journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=None, now=last_rep)
    stored = whole_store(database)
    if refused:
        with pytest.raises(NegcoachError, match="A session is under way"), database.write_much(last_rep + after):
            pytest.fail("it was begun")
        assert whole_store(database) == stored
        assert reads_and_writes(database) == (True, True)
        journal.end_session(session_id, last_rep)
    with database.write_much(last_rep + after) as connection:
        add_weights(connection)
    assert len(whole_store(database)["body_weights"]) == 3000


@pytest.mark.parametrize("what", ["warm-up", "set without a rep"])
def test_a_session_in_which_nothing_was_lowered_yet_is_under_way(
    database: Database, journal: Journal, before: Store, what: str
) -> None:
    began, last = NOW + timedelta(days=2), NOW + timedelta(days=2, hours=1)
    session_id = journal.begin_session(began)
    if what == "warm-up":
        journal.store_warm_up(session_id, WarmUpDone("bench-press", "Bench press", ("chest",), 40.0, "kg", 5, last))
    else:
        journal.begin_set(session_id, BENCH, last)
    with pytest.raises(NegcoachError, match="A session is under way"), database.write_much(last):
        pytest.fail("it was begun")
