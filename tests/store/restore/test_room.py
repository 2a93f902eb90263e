"""Room that is free in the file is given back, while nobody needs the database, and all that it holds stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.store.database import large_write
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.lock import coaching_lock
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.restore import room
from negcoach.store.restore.checkup import check
from negcoach.store.restore.room import give_room_back
from negcoach.transfer.native import json_format
from negcoach.transfer.native.upsert import apply_upsert
from tests.store.samples import NOW, a_session
from tests.store.whole import whole_store
from tests.transfer.samples import a_document, a_rep, a_set
from tests.transfer.samples import a_session as a_session_document

ROOT = Path(__file__).parents[3]

THEN = NOW + timedelta(days=3)


@pytest.fixture
def roomy(database: Database, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database in which an import was undone, and then a load changed: its rows cannot come back any more."""
    monkeypatch.setattr(room, "_MUCH_BYTES", 50_000)
    monkeypatch.setattr(large_write, "_PLACING_KB", 8)  # pages are written before the last
    for day in range(2):
        a_session(journal, NOW + timedelta(days=day), sets=2)
    editor = Editor(database)
    with database.write() as connection, record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
        apply_upsert(connection, recorder, json_format.rows_of(years()))
    editor.undo(THEN)
    with database.read() as connection:
        (set_id,) = connection.execute("SELECT id FROM sets ORDER BY started_ms LIMIT 1").fetchone()
    editor.change_set(set_id, THEN, load_kg=100.0)
    assert int(str(pragma(database, "freelist_count"))) > 25
    return database


def years() -> dict[str, object]:
    def sets(session: int) -> list[dict[str, object]]:
        return [
            {**a_set(1000 + 10 * session + each), "reps": [a_rep(number) for number in range(1, 11)]}
            for each in range(3)
        ]

    return a_document(sessions=[a_session_document(one, sets=sets(one)) for one in range(1, 61)])


def pragma(database: Database, name: str) -> object:
    with closing(sqlite3.connect(database.path)) as connection:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]


def rowids(database: Database) -> list[tuple[object, ...]]:
    """The numbers of the rows, by which lists that are open find them again."""
    tables = ("sessions", "sets", "concentric_sets")
    with database.read() as connection:
        return [tuple(row) for one in tables for row in connection.execute(f"SELECT rowid, id FROM {one} ORDER BY 1")]


def test_all_that_is_free_is_given_back_and_nothing_else_changes(roomy: Database) -> None:
    store, numbers, size = whole_store(roomy), rowids(roomy), roomy.path.stat().st_size
    files = sorted(path.name for path in roomy.path.parent.iterdir())
    settings = [pragma(roomy, name) for name in ("journal_mode", "user_version", "application_id")]
    assert give_room_back(roomy, THEN)
    assert pragma(roomy, "freelist_count") == 0
    assert roomy.path.stat().st_size < size * 3 / 4
    assert whole_store(roomy) == store
    assert rowids(roomy) == numbers
    assert sorted(path.name for path in roomy.path.parent.iterdir()) == files
    with roomy.read() as connection:
        assert next(changed_elsewhere(connection), None) is None
    assert [pragma(roomy, name) for name in ("journal_mode", "user_version", "application_id")] == settings
    report = check(roomy.path.parent, NOW)
    assert (report.integrity, report.problem) == ("ok", None)
    if os.name == "posix":
        assert stat.S_IMODE(roomy.path.stat().st_mode) == 0o600
    a_session(Journal(roomy), THEN, sets=1)  # the connection that was open writes on
    Editor(roomy).undo(THEN)
    with roomy.read() as connection:
        assert next(changed_elsewhere(connection), None) is None
    assert not give_room_back(roomy, THEN + timedelta(days=1)), "it is packed already"


@pytest.mark.parametrize(("least", "share"), [(10_000_000, 4), (50_000, 1)])
def test_a_little_free_room_is_left_for_what_comes(
    roomy: Database, monkeypatch: pytest.MonkeyPatch, least: int, share: int
) -> None:
    monkeypatch.setattr(room, "_MUCH_BYTES", least)
    monkeypatch.setattr(room, "_MUCH_SHARE", share)
    before = roomy.path.read_bytes()
    assert not give_room_back(roomy, THEN)
    assert roomy.path.read_bytes() == before


def test_while_a_session_is_under_way_the_file_is_left_alone(roomy: Database, journal: Journal) -> None:
    before = roomy.path.read_bytes()
    with coaching_lock(roomy.path.parent):
        assert not give_room_back(roomy, THEN)
    assert roomy.path.read_bytes() == before
    session = journal.begin_session(THEN)
    before = roomy.path.read_bytes()
    assert not give_room_back(roomy, THEN)
    assert roomy.path.read_bytes() == before
    journal.end_session(session, THEN)
    assert give_room_back(roomy, THEN)


def stop_at(monkeypatch: pytest.MonkeyPatch, place: str, stop: Callable[[], None]) -> None:
    """Call ``stop`` in the first copy, while that is packed, or while its pages are put in place."""
    if place == "packing":
        packed = large_write._pack

        def pack_then(copy: sqlite3.Connection) -> bool:
            stop()
            assert not packed(copy), "SQLite was stopped in the middle"
            return False

        monkeypatch.setattr(large_write, "_pack", pack_then)
        monkeypatch.setattr(large_write, "_STEPS_BETWEEN_LOOKS", 1)
        return
    gone_on, wanted = large_write.give_up_when_locked, 2 if place == "copying" else -2
    steps: list[int] = []

    def go_on(status: int, remaining: int, pages: int) -> None:
        gone_on(status, remaining, pages)
        steps.append(remaining)
        in_place = len(steps) > 1 and steps[-1] > 0 and 0 in steps[:-1]
        if (wanted > 0 and len(steps) == wanted) or (wanted < 0 and in_place):
            stop()

    monkeypatch.setattr(large_write, "give_up_when_locked", go_on)


def test_what_cannot_be_packed_is_left_as_it_is(roomy: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = large_write._pack

    def pack_beside_a_reader(copy: sqlite3.Connection) -> bool:
        unfinished = copy.execute("SELECT * FROM sessions")  # SQLite packs nothing beside it
        unfinished.fetchone()
        return packed(copy)

    monkeypatch.setattr(large_write, "_pack", pack_beside_a_reader)
    before = roomy.path.read_bytes()
    assert not give_room_back(roomy, THEN)
    assert roomy.path.read_bytes() == before


@pytest.mark.parametrize("place", ["copying", "packing", "placing"])
@pytest.mark.parametrize("why", ["is_writing", "is_closing"])
def test_what_wants_to_write_and_the_end_come_first(
    roomy: Database, monkeypatch: pytest.MonkeyPatch, place: str, why: str
) -> None:
    store, size, asked = whole_store(roomy), roomy.path.stat().st_size, list[str]()

    def stop() -> None:
        asked.append(place)
        setattr(roomy, why, True)

    with monkeypatch.context() as patch:
        stop_at(patch, place, stop)
        assert not give_room_back(roomy, THEN)
    assert asked, "it was in the middle"
    setattr(roomy, why, False)
    assert roomy.path.stat().st_size == size
    assert not roomy.path.with_name(f"{roomy.path.name}-journal").exists()
    assert whole_store(roomy) == store
    assert check(roomy.path.parent, NOW).integrity == "ok"
    a_session(Journal(roomy), THEN, sets=1)
    assert give_room_back(roomy, THEN + timedelta(days=1))


_KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from negcoach.store.database import large_write
from negcoach.store.database.database import open_database
from negcoach.store.restore import room

database = open_database(Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2]))
room._MUCH_BYTES, large_write._PLACING_KB, put_in_place = 50_000, 8, large_write._put_in_place

def put(copy, connection, go_on):
    steps = []

    def die(*where):
        steps.append(where)
        if len(steps) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    put_in_place(copy, connection, die)

large_write._put_in_place = put
room.give_room_back(database, datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_while_the_pages_are_put_in_place_the_file_is_as_it_was(roomy: Database) -> None:
    store, size = whole_store(roomy), roomy.path.stat().st_size
    roomy.close()
    program = [sys.executable, "-c", _KILLED, str(roomy.path.parent), THEN.isoformat()]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert roomy.path.with_name(f"{roomy.path.name}-journal").stat().st_size > 0, "it was in the middle"
    with closing(open_database(roomy.path.parent, now=THEN)) as again:
        assert (again.notice, again.path.stat().st_size) == (None, size)
        assert whole_store(again) == store
        assert give_room_back(again, THEN)
        assert whole_store(again) == store
        assert check(again.path.parent, NOW).integrity == "ok"


def test_where_somebody_reads_on_the_file_is_left_as_it_is(roomy: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_BUSY_S", 0.01)
    before = roomy.path.read_bytes()
    with closing(sqlite3.connect(roomy.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM sessions").fetchone()
        assert not give_room_back(roomy, THEN)
        assert roomy.path.read_bytes() == before
    with closing(sqlite3.connect(roomy.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not give_room_back(roomy, THEN)
        assert roomy.path.read_bytes() == before
    assert give_room_back(roomy, THEN)


def test_where_there_is_no_room_for_a_copy_the_file_is_left_as_it_is(
    roomy: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = roomy.path.read_bytes()
    connect = sqlite3.connect

    def cramped(path: object, *args: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(path, *args, **options)  # type: ignore[call-overload]
        if path == "":
            connection.execute("PRAGMA max_page_count = 10")
        return connection

    monkeypatch.setattr(large_write.sqlite3, "connect", cramped)
    assert not give_room_back(roomy, THEN)
    monkeypatch.undo()
    assert roomy.path.read_bytes() == before
