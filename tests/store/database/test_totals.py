"""Totals are what is below them: what anything else wrote there is found, and computed anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.coaching.checkup import check_database
from negcoach.commands.doctor.store_checks import check_files
from negcoach.findings import Status
from negcoach.services import Services
from negcoach.store.database.database import open_database
from negcoach.store.database.lock import coaching_lock
from negcoach.store.database.tables import SESSIONS, SETS
from negcoach.store.database.totals import sessions_with_wrong_totals
from negcoach.store.restore.checkup import mend_totals
from negcoach.transfer.native.repair import repair
from tests.commands.places import NOON
from tests.faults.test_wrong_values import fill
from tests.faults.walk import keep_history
from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures

BESIDE = {"checksum", "record"}


@pytest.fixture
def path(folder: Path) -> Path:
    """A database with a row in each table."""
    return fill(folder)


def totals_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in ("sessions", "sets")}


def wrong(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return sessions_with_wrong_totals(connection)


def test_each_total_that_something_else_wrote_is_found_and_computed_anew(path: Path) -> None:
    before, tried = totals_of(path), 0
    assert wrong(path) == set()
    for table in (SESSIONS, SETS):
        with closing(sqlite3.connect(path)) as connection:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
        for column in [one for one in columns if one not in (*table.columns, *BESIDE)]:
            with closing(sqlite3.connect(path)) as connection, connection:
                (kind,) = connection.execute(
                    f"SELECT type FROM pragma_table_info('{table.name}') WHERE name = ?", [column]
                )
                other = f"coalesce({column}, '') || 'x'" if kind[0] == "TEXT" else f"coalesce({column}, 0) + 1"
                assert connection.execute(f"UPDATE {table.name} SET {column} = {other}").rowcount
            assert len(wrong(path)) == 1, column
            with closing(open_database(path.parent, now=NOON)) as database:
                mend_totals(database)
            assert totals_of(path) == before, column
            tried += 1
    assert tried > 15


def test_doctor_names_them_and_puts_them_right(path: Path) -> None:
    before = totals_of(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET rep_count = -1, exercise_names = CAST(x'ff' AS TEXT)")
    (found,) = [one for one in check_files(path.parent, path.parent / "config.toml") if one.check == "rows"]
    assert (found.status, found.detail) == (
        Status.BROKEN,
        "1 session with totals that are not what sets and reps come to",
    )
    done = repair(path.parent, NOON)
    assert done is not None and done.done == ("Computed anew: the totals of 1 session.",)
    assert totals_of(path) == before
    assert repair(path.parent, NOON) is None


def test_the_check_beside_the_sessions_computes_them_anew(services: Services) -> None:
    keep_history(services)
    path = services.database.path
    before = totals_of(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET set_count = 99, search_text = 'nothing'")
    assert check_database(services, lambda rows: None) is None
    assert totals_of(path) == before


def test_no_rep_waits_for_the_totals_of_years_while_a_lifter_is_coached(services: Services) -> None:
    keep_history(services)
    path = services.database.path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET set_count = 99")
    with coaching_lock(path.parent), pytest.raises(InterruptedError):
        check_database(services, lambda rows: None)
    assert wrong(path)
    assert check_database(services, lambda rows: None) is None
    assert not wrong(path)
