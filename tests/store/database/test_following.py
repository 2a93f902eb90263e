"""A database file that is replaced while it is open, as a program that keeps folders alike does in mid-session."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.journal import Journal
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


def test_where_there_is_no_file_nothing_is_made_until_it_is_back(path: Path, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    aside = path.rename(path.with_name("elsewhere.db"))
    for _ in range(2):
        meets_it(journal, set_id, 1)
    assert not path.exists()
    aside.rename(path)
    keep(journal, set_id, 1, NOW)
    with closing(open_database(path.parent, now=NOW)) as again, again.read() as connection:
        stored = session(connection, session_id)
    assert stored is not None and len(stored.sets[0].reps) == 1


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
