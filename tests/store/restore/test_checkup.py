"""The doctor's look tells the state of the database and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.store.database.backups import backup
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.restore.checkup import DatabaseReport, check
from tests.store.samples import NOW, make_database

ROOT = Path(__file__).parents[3]


def _all_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_before_the_first_start_there_is_nothing_and_nothing_is_made(folder: Path) -> None:
    assert check(folder, NOW) == DatabaseReport(folder / DATABASE_NAME, exists=False)
    assert not folder.exists()


def test_a_sound_database_is_told_with_its_numbers(folder: Path) -> None:
    path = make_database(folder, sessions=3)
    copy = backup(folder, now=NOW)
    before = _all_files(folder)
    assert check(folder, NOW) == DatabaseReport(
        path,
        exists=True,
        size_bytes=path.stat().st_size,
        version=len(MIGRATIONS),
        integrity="ok",
        sessions=3,
        backups=1,
        latest_backup=copy,
    )
    assert _all_files(folder) == before


def test_a_file_in_place_of_the_folder_is_told(folder: Path) -> None:
    folder.write_text("a file")
    report = check(folder, NOW)
    assert not report.exists and "cannot be read" in str(report.problem)


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _drop_from_an_index(path: Path) -> None:
    """Make a fault that only the full check finds: an index that misses a row."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET name = 'x', tbl_name = 'sets' WHERE name = 'sets_by_session'")
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'sessions_by_start'")
        connection.commit()


def _write_text(path: Path) -> None:
    path.write_text("a note")


def _make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0")


def _replace_with_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_truncate, "is damaged"),
        (_drop_from_an_index, "is damaged"),
        (_write_text, "not a negcoach database"),
        (_make_newer, "newer negcoach"),
        (_make_foreign, "not a negcoach database"),
        (_replace_with_a_folder, "is not a file"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_changes(folder: Path, harm: Callable[[Path], None], told: str) -> None:
    harm(make_database(folder, sessions=20))
    before = _all_files(folder)
    report = check(folder, NOW)
    assert report.problem is not None and told in str(report.problem) and "\n" not in str(report.problem)
    assert _all_files(folder) == before


def test_a_database_that_another_program_writes_is_not_taken_for_damaged(folder: Path) -> None:
    path = make_database(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE sessions SET note = 'x'")
        # From a program of its own: looking at the file here would drop this process's locks on it.
        look = (
            "import sys, datetime, pathlib, negcoach.store.restore.checkup as c; "
            "print(c.check(pathlib.Path(sys.argv[1]), datetime.datetime.now().astimezone()))"
        )
        told = subprocess.run(
            [sys.executable, "-c", look, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        other.execute("ROLLBACK")
    assert "problem=None" in told.stdout and "integrity='ok'" in told.stdout
