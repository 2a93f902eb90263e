"""A file that an older version wrote: all of it is there afterwards, and what is new in it is computed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database import database as database_module
from negcoach.store.database.backups import backups
from negcoach.store.database.checks.checksums import changed_elsewhere, seal_all
from negcoach.store.database.database import open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.lock import shared_lock
from negcoach.store.database.record_flags import update_all_record_flags
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.totals import update_totals
from tests.bench.years import make
from tests.store.samples import NOW
from tests.transfer.machines import connect, state

_OLD = ("sessions", "sets", "reps", "one_rms", "facts")


@pytest.fixture
def old(folder: Path, tmp_path: Path) -> Path:
    """A file of version 1 with some months in it, and where the same is of the newest version."""
    years = make(tmp_path / "years", sessions=400)
    open_database(folder, now=NOW, migrations=MIGRATIONS[:1]).close()
    with closing(connect(folder / DATABASE_NAME)) as connection:
        connection.execute("ATTACH DATABASE ? AS years", (str(years),))
        connection.execute("DELETE FROM years.concentric_sets")
        connection.execute("UPDATE years.sessions SET title = ''")
        connection.execute("UPDATE years.sets SET note = ''")
        for table in _OLD:
            columns = ", ".join(row["name"] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM years.{table}")
    with closing(connect(years)) as connection:
        update_totals(connection, *[str(row[0]) for row in connection.execute("SELECT id FROM sessions")])
        update_all_record_flags(connection)
        seal_all(connection)
    return years


def test_nothing_is_lost_and_totals_and_records_are_filled(folder: Path, old: Path) -> None:
    open_database(folder, now=NOW).close()
    found, wanted = state(folder / DATABASE_NAME), state(old)
    for table in _OLD:
        assert found[table] == wanted[table]
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as connection:
        assert connection.execute("SELECT count(*) FROM sets WHERE record <> 0").fetchone()[0] > 10
        assert connection.execute("SELECT count(*) FROM sessions WHERE record_count <> 0").fetchone()[0] > 5
        assert list(changed_elsewhere(connection)) == []


def test_a_start_that_another_one_was_quicker_than_leaves_the_backup_of_the_older_version(
    folder: Path, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []

    def look_up(connection: sqlite3.Connection, name: str) -> int:
        found = pragma(connection, name)
        looked_up.append(name)
        if looked_up.count("user_version") == 2:  # it knows by now that it has to migrate
            subprocess.run([sys.executable, "-c", _OPEN, str(folder)], check=True)
        return found

    pragma = database_module._pragma
    monkeypatch.setattr(database_module, "_pragma", look_up)
    open_database(folder, now=NOW + timedelta(seconds=1)).close()
    (copy,) = backups(folder, NOW)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1


_OPEN = """
import sys
from pathlib import Path
from negcoach.store.database.database import open_database
from tests.store.samples import NOW
open_database(Path(sys.argv[1]), now=NOW).close()
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no locks for several")
def test_nothing_is_migrated_under_an_older_program_that_has_it_open(folder: Path, old: Path) -> None:
    """What that one writes afterwards would have checksums of another version's columns."""
    content = (folder / DATABASE_NAME).read_bytes()
    with (
        shared_lock(folder),
        pytest.raises(NegcoachError, match=r"is of an older version, and another negcoach has it open\. Close"),
    ):
        open_database(folder, now=NOW)
    assert (folder / DATABASE_NAME).read_bytes() == content and not backups(folder, NOW)
    open_database(folder, now=NOW).close()
    with shared_lock(folder):  # of the same version it may be open as often as one likes
        open_database(folder, now=NOW).close()


def test_a_backup_of_the_older_version_is_made_first(folder: Path, old: Path) -> None:
    before = state(folder / DATABASE_NAME)
    open_database(folder, now=NOW).close()
    (copy,) = backups(folder, NOW)
    assert "version-1" in copy.name
    assert state(copy) == before
