"""``negcoach merge``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from negcoach.store.database.database import open_database
from negcoach.store.journal import Journal
from tests.commands.places import NOON, CommandLine, keep_session


@pytest.fixture
def other(tmp_path: Path) -> Path:
    for day in range(3):
        keep_session(tmp_path / "laptop", NOON + timedelta(days=day))
    return tmp_path / "laptop" / "negcoach.db"


def test_it_says_what_it_brought_and_where_the_backup_is(negcoach: CommandLine, other: Path) -> None:
    keep_session(negcoach.data, NOON + timedelta(days=9))
    done = negcoach("merge", str(other))
    assert (done.status, done.err) == (0, "")
    brought, kept = done.out.splitlines()
    assert brought == f"From {other}: 3 sessions, 3 sets, 6 reps new."
    assert Path(kept.removeprefix("What was here before is kept as ")).parent == negcoach.data / "backups"
    assert len(negcoach("history").out.splitlines()) == 4 + 3


def test_a_second_time_it_says_that_there_is_nothing_new(negcoach: CommandLine, other: Path) -> None:
    negcoach("merge", str(other))
    done = negcoach("merge", str(other))
    assert done.status == 0
    assert done.out == f"Nothing new in {other}: all of it is here already.\n"


def test_into_a_place_where_nothing_was_yet(negcoach: CommandLine, other: Path) -> None:
    assert negcoach("merge", str(other)).status == 0
    assert "3 sessions" in negcoach("backup").out


@pytest.mark.parametrize("sessions", [2_000, 1_999])
def test_beside_a_session_so_many_years_are_refused_before_they_are_copied(
    negcoach: CommandLine, other: Path, sessions: int
) -> None:
    ids = (f"00000000-0000-7000-8000-{one:012}" for one in range(sessions - 3))
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.executemany(
            "INSERT INTO sessions (id, started_at, started_ms, changed_ms) VALUES (?, ?, 0, 0)",
            ((one, NOON.isoformat()) for one in ids),
        )
        connection.execute("PRAGMA user_version = 99")  # so that it can be looked into, and not be copied
    keep_session(negcoach.data, NOON + timedelta(days=9))
    assert "newer" in negcoach("merge", str(other)).err
    now = datetime.now().astimezone()
    with closing(open_database(negcoach.data, now=now)) as database:
        Journal(database).begin_session(now)
    done = negcoach("merge", str(other))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("negcoach: A session is under way") is (sessions == 2_000)


@pytest.mark.parametrize("name", ["nowhere.db", "", " ", ".", "half.db", "notes.txt"])
def test_what_is_no_database_is_refused_in_one_line_and_makes_no_folder(
    negcoach: CommandLine, other: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "half.db").write_bytes(other.read_bytes()[:9000])
    (tmp_path / "notes.txt").write_text("mine")
    done = negcoach("merge", name)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert not negcoach.data.exists()


def test_the_database_itself_and_a_text_are_refused(negcoach: CommandLine, tmp_path: Path) -> None:
    keep_session(negcoach.data)
    (tmp_path / "reps.csv").write_text("date,exercise\n")
    for name in (str(negcoach.data / "negcoach.db"), "reps.csv"):
        done = negcoach("merge", name)
        assert done.status == 2
        assert len(done.err.splitlines()) == 1
    assert not (negcoach.data / "backups").exists()
