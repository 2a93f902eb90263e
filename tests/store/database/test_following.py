"""A database file that is replaced while it is open, as a program that keeps folders alike does in mid-session."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import recheck_marker
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.journal import Journal, SetGoneError
from negcoach.store.queries.sessions.history import session, session_rows
from negcoach.training.terms import StopReason
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, keep, later, make_database

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere a file that is open cannot be replaced")


@pytest.fixture
def path(folder: Path) -> Path:
    return make_database(folder, sessions=2)


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with closing(open_database(path.parent, now=NOW)) as opened:
        yield opened


@pytest.fixture
def journal(database: Database) -> Journal:
    return Journal(database)


@pytest.fixture
def replace(path: Path, tmp_path: Path) -> Callable[[Path], None]:
    """Return a function that puts a copy of another file in the place of the database, in one step."""

    def put(other: Path) -> None:
        copy = path.with_name("incoming")
        shutil.copyfile(other, copy)
        copy.replace(path)

    return put


def meets_it(journal: Journal, set_id: str, ordinal: int) -> None:
    """Store a rep in vain; that the file is not there any more shows then."""
    with pytest.raises(NegcoachError, match="moved or replaced while it was open"):
        keep(journal, set_id, ordinal, later(86_400 * 9 + ordinal))


@pytest.mark.parametrize("knows", ["nothing of it", "its beginning"])
def test_a_session_goes_on_in_the_file_that_is_there_now_with_all_its_sets(
    path: Path, journal: Journal, replace: Callable[[Path], None], tmp_path: Path, knows: str
) -> None:
    older = tmp_path / "older.db"
    shutil.copyfile(path, older)
    begun = later(86_400 * 9)
    session_id = journal.begin_session(begun)
    first = journal.begin_set(session_id, HEEL_DROP, begun)
    keep(journal, first, 1, begun)
    if knows == "its beginning":
        shutil.copyfile(path, older)
    keep(journal, first, 2, begun)
    journal.end_set(first, StopReason.TARGET_REACHED, begun)
    second = journal.begin_set(session_id, BENCH, begun)
    keep(journal, second, 1, begun)
    replace(older)
    meets_it(journal, second, 2)
    for ordinal in (2, 3):
        keep(journal, second, ordinal, begun)
    journal.end_session(session_id, later(86_400 * 9 + 60))
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        stored = session(connection, session_id)
        assert stored is not None and stored.ended_at is not None
        assert sorted(len(one.reps) for one in stored.sets) == [2, 3]
        assert len(session_rows(connection, 10)) == 3
        assert list(changed_elsewhere(connection)) == []


def test_what_was_said_and_taken_back_since_is_taken_along_where_the_file_knows_what_was_before(
    path: Path, database: Database, journal: Journal, replace: Callable[[Path], None], tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1, later(10))
    keep(journal, set_id, 2, later(20))
    shutil.copyfile(path, older)
    journal.take_back(set_id, 1, later(30))
    keep(journal, set_id, 3, later(40))
    journal.end_set(set_id, StopReason.PAIN, later(50))
    journal.rate_set(set_id, 8, later(60))
    journal.annotate_session(session_id, "stopped early", None, later(70))
    journal.store_agenda(session_id, "two more", later(80))
    replace(older)
    with pytest.raises(NegcoachError, match="moved or replaced while it was open"):
        journal.rate_set(set_id, 9, later(90))
    with database.write() as connection:
        connection.execute("INSERT INTO facts (name, value, changed_ms) VALUES ('seen', 'yes', 1)")
    with database.read() as connection:
        stored = session(connection, session_id)
        (row,) = (one for one in session_rows(connection, 10) if one.id == session_id)
    assert stored is not None
    (found,) = stored.sets
    assert ([rep.ordinal for rep in found.reps], found.stop_reason, found.rpe) == ([2, 3], StopReason.PAIN, 8)
    assert (stored.note, journal.agenda(session_id)) == ("stopped early", "two more")
    assert row.reps == 2


def test_what_was_changed_later_in_the_file_that_is_there_now_stays(
    path: Path, journal: Journal, database: Database, replace: Callable[[Path], None], tmp_path: Path
) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1, later(10))
    was = tmp_path / "was.db"
    shutil.copyfile(path, was)
    journal.rate_set(set_id, 4, later(20))
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(was, other / path.name)
    with closing(open_database(other, now=NOW)) as elsewhere:
        Journal(elsewhere).rate_set(set_id, 9, later(30))
    replace(other / path.name)
    meets_it(journal, set_id, 2)
    keep(journal, set_id, 2, later(40))
    with database.read() as connection:
        stored = session(connection, session_id)
    assert stored is not None
    (found,) = stored.sets
    assert (found.rpe, len(found.reps)) == (9, 2)


def test_where_the_file_that_was_left_cannot_be_read_what_comes_is_stored_all_the_same(
    path: Path, journal: Journal, database: Database, replace: Callable[[Path], None], tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    shutil.copyfile(path, older)
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    left = path.with_name("left.db")
    os.link(path, left)
    replace(older)
    with left.open("r+b") as file:  # as where its disk is gone: nothing that SQLite has in memory counts
        file.write(b"\0" * left.stat().st_size)
    with pytest.raises(NegcoachError):
        keep(journal, set_id, 1, NOW)
    assert not recheck_marker(path).exists()
    with pytest.raises(SetGoneError):  # so that it is stored once more by who has it
        keep(journal, set_id, 1, NOW)
    again = journal.begin_session(NOW)
    keep(journal, journal.begin_set(again, BENCH, NOW), 1, NOW)
    with database.read() as connection:
        stored = session(connection, again)
    assert stored is not None and len(stored.sets[0].reps) == 1


def test_what_is_raised_while_there_is_no_place_for_the_file_takes_no_memory(path: Path, journal: Journal) -> None:
    shutil.rmtree(path.parent)
    path.parent.touch()
    depths = set()
    for _ in range(10):
        with pytest.raises(NegcoachError) as raised:
            journal.begin_session(NOW)
        depths.add(len(list(raised.traceback)))
    assert len(depths) <= 2  # the first one is met by SQLite itself


def test_what_was_under_way_is_not_taken_along_before_something_is_stored(
    path: Path, database: Database, journal: Journal, replace: Callable[[Path], None], tmp_path: Path
) -> None:
    """A write that fails in the file that was found, too, leaves it as it was; the next one makes up for it."""
    older = tmp_path / "older.db"
    shutil.copyfile(path, older)
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1, NOW)
    replace(older)
    meets_it(journal, set_id, 2)
    before = path.read_bytes()
    with pytest.raises(KeyError), database.write():
        raise KeyError
    assert path.read_bytes() == before
    keep(journal, set_id, 2, NOW)
    with database.read() as connection:
        stored = session(connection, session_id)
    assert stored is not None and len(stored.sets[0].reps) == 2


def removed(path: Path) -> None:
    path.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def removed_with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def moved_with_its_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


@pytest.mark.parametrize("go", [removed, moved, removed_with_its_folder, moved_with_its_folder])
def test_a_file_that_is_gone_is_put_back_with_all_that_was_in_it(
    path: Path, journal: Journal, database: Database, go: Callable[[Path], None]
) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1, NOW)
    go(path)
    with pytest.raises(NegcoachError):
        keep(journal, set_id, 2, NOW)
    for ordinal in (2, 3):
        keep(journal, set_id, ordinal, NOW)
    database.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        stored = session(connection, session_id)
        assert stored is not None and len(stored.sets[0].reps) == 3
        assert len(session_rows(connection, 10)) == 3
        assert list(changed_elsewhere(connection)) == []


def test_a_file_that_is_gone_and_locked_holds_no_rep_up(path: Path) -> None:
    """As where another program keeps its lock on it: a lowering is being counted, and the next try comes soon."""
    with closing(open_database(path.parent, now=NOW, write_busy_ms=20)) as database:
        journal = Journal(database)
        set_id = journal.begin_set(journal.begin_session(NOW), BENCH, NOW)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            path.unlink()
            for _ in range(3):
                began_s = time.monotonic()
                with pytest.raises(NegcoachError, match="Another program"):
                    keep(journal, set_id, 1, NOW)
                assert time.monotonic() - began_s < 2
        keep(journal, set_id, 1, NOW)
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        assert connection.execute("SELECT count(*) FROM reps WHERE set_id = ?", (set_id,)).fetchone()[0] == 1


@pytest.mark.parametrize("is_replaced", [False, True])
def test_a_file_that_is_gone_is_missed_in_wal_mode_too(
    path: Path, tmp_path: Path, replace: Callable[[Path], None], is_replaced: bool
) -> None:
    """Another program has set that mode; SQLite itself goes on in the file that is nowhere then, without a word."""
    before = shutil.copyfile(path, tmp_path / "before.db")
    with closing(open_database(path.parent, now=NOW)) as database:
        journal = Journal(database)
        session_id = journal.begin_session(NOW)
        set_id = journal.begin_set(session_id, BENCH, NOW)
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        keep(journal, set_id, 1, NOW)
        if is_replaced:
            replace(before)
        else:
            path.unlink()
        meets_it(journal, set_id, 2)
        for ordinal in (2, 3):
            keep(journal, set_id, ordinal, NOW)
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        stored = session(connection, session_id)
        assert stored is not None and len(stored.sets[0].reps) == 3
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert len(session_rows(connection, 10)) == 3


def test_a_file_that_was_linked_is_put_back_where_the_link_leads(path: Path, tmp_path: Path) -> None:
    linked, meant = tmp_path / "linked", tmp_path / "disk" / "meant.db"
    linked.mkdir()
    meant.parent.mkdir()
    path.rename(meant)
    (linked / path.name).symlink_to(meant)
    with closing(open_database(linked, now=NOW)) as database:
        journal = Journal(database)
        meant.unlink()
        with pytest.raises(NegcoachError):
            journal.begin_session(NOW)
        session_id = journal.begin_session(NOW)
    assert (linked / path.name).is_symlink() and [one.name for one in meant.parent.iterdir()] == ["meant.db"]
    with closing(open_database(linked, now=NOW)) as again, again.read() as connection:
        assert session(connection, session_id) is not None and len(session_rows(connection, 10)) == 3


def test_a_file_that_another_program_put_there_meanwhile_stays(
    path: Path, journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.db"
    shutil.copyfile(path, other)
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    path.unlink()
    meets_it(journal, set_id, 1)
    link = os.link

    def put_first(source: Path, target: Path) -> None:
        shutil.copyfile(other, target)
        link(source, target)

    monkeypatch.setattr("os.link", put_first)
    keep(journal, set_id, 1, NOW)
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        stored = session(connection, session_id)
    assert stored is not None and len(stored.sets[0].reps) == 1


def test_a_file_that_comes_back_after_that_is_gone_on_in(path: Path, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    aside = path.rename(path.with_name("elsewhere.db"))
    meets_it(journal, set_id, 1)
    keep(journal, set_id, 1, NOW)
    aside.rename(path)
    meets_it(journal, set_id, 2)
    keep(journal, set_id, 2, NOW)
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        stored = session(connection, session_id)
    assert stored is not None and len(stored.sets[0].reps) == 2


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")


def foreign(path: Path) -> None:
    path.write_text("a shopping list\n" * 100, encoding="utf-8")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("change", [newer, older, foreign, emptied])
def test_a_file_that_no_start_would_open_as_it_is_stays_as_it_is(
    path: Path, journal: Journal, replace: Callable[[Path], None], tmp_path: Path, change: Callable[[Path], None]
) -> None:
    other = tmp_path / "other.db"
    shutil.copyfile(path, other)
    change(other)
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    was = path.with_name("was.db")
    os.link(path, was)
    replace(other)
    meets_it(journal, set_id, 1)
    for _ in range(2):
        with pytest.raises(NegcoachError):
            keep(journal, set_id, 1, NOW)
    assert path.read_bytes() == other.read_bytes()
    was.replace(path)
    keep(journal, set_id, 1, NOW)
    a_session(journal, later(86_400 * 20))
