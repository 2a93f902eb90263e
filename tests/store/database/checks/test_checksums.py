"""Whatever negcoach writes has its checksum, and what anything else changes is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backup, backups
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.tables import REPS, TABLES
from negcoach.store.editing.bin import purge_all
from negcoach.store.journal import Journal
from negcoach.store.restore.checkup import check, fault_while_open
from negcoach.transfer.native.repair import repair
from negcoach.transfer.native.stored_rows import wrong_values
from tests.commands.places import NOON
from tests.faults.test_flipped_bits import entered
from tests.faults.test_wrong_values import fill
from tests.store.samples import NOW, a_session, later, make_database


def named(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return [(table.name, row_id) for table, row_id in changed_elsewhere(connection)]


def change(path: Path, statement: str) -> None:
    """Change a row behind negcoach's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


@pytest.fixture
def full(folder: Path) -> Path:
    """A database with a row in each table."""
    return fill(folder)


def test_every_row_has_one_but_a_rep_which_counts_with_its_set(full: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        for name in TABLES.keys() - {REPS.name}:
            assert connection.execute(f"SELECT count(*) = count(checksum) FROM {name}").fetchone()[0], name
    assert named(full) == []


@pytest.mark.parametrize("table", TABLES)
def test_a_value_of_any_column_that_something_else_wrote_is_named(full: Path, table: str) -> None:
    columns = [name for name in TABLES[table].columns if name not in ("id", "set_id", "session_id")]
    for column in columns:
        with closing(sqlite3.connect(full, isolation_level=None)) as connection:
            (row_id,) = connection.execute(f"SELECT min({TABLES[table].key[0]}) FROM {table}").fetchone()
            connection.execute("BEGIN")
            kind = connection.execute(f"SELECT typeof(max({column})) FROM {table}").fetchone()[0]
            other = f"coalesce({column}, '') || 'x'" if kind in ("text", "null") else f"{column} + 1"
            try:
                connection.execute(f"UPDATE {table} SET {column} = {other} WHERE {TABLES[table].key[0]} = ?", (row_id,))
            except sqlite3.IntegrityError:  # a value that the table itself refuses
                connection.execute("ROLLBACK")
                continue
            assert [row for _, row in changed_elsewhere(connection)] == [row_id], column
            connection.execute("ROLLBACK")
    assert named(full) == []


def test_a_rep_that_is_gone_is_named_with_its_set(full: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        (set_id,) = connection.execute("SELECT set_id FROM reps").fetchone()
    change(full, f"DELETE FROM reps WHERE set_id = '{set_id}' AND ordinal = 1")
    assert named(full) == [("sets", set_id)]


def test_text_that_is_no_text_any_more_is_named(full: Path) -> None:
    change(full, "UPDATE body_weights SET measured_at = CAST(x'32c328' AS TEXT)")
    assert [table for table, _ in named(full)] == ["body_weights"]


def test_text_that_is_no_text_any_more_holds_up_no_check_no_backup_and_no_repair(full: Path) -> None:
    kept = backup(full.parent, now=NOON)
    change(full, "UPDATE sets SET started_at = CAST(x'32c328' AS TEXT)")
    change(full, "UPDATE sessions SET note = CAST(x'32c328' AS TEXT)")
    report = check(full.parent, NOW)
    assert (report.problem, report.integrity) == (None, "ok")
    with pytest.raises(NegcoachError, match=r"was made, but the session on 2026-11-22 in it is not as"):
        backup(full.parent, now=NOON + timedelta(days=1))
    assert [one.table for one in wrong_values(full)] == ["sets", "sessions"]
    done = repair(full.parent, NOON + timedelta(days=2))
    assert done is not None and len(done.done) == 2
    assert list(wrong_values(full)) == []
    assert entered(full) == entered(kept)


def test_what_is_removed_for_good_leaves_no_wrong_checksum(database: Database, journal: Journal) -> None:
    a_session(journal)
    with database.write() as connection:
        connection.execute("UPDATE sessions SET deleted_at = started_at")
    purge_all(database, later(60))
    assert named(database.path) == []


def test_a_write_that_failed_leaves_the_next_one_with_its_checksums(database: Database, journal: Journal) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute("INSERT INTO facts VALUES ('a', 'b', 1)")
        raise RuntimeError
    a_session(journal)
    assert named(database.path) == []


def test_the_open_database_is_read_whole_and_the_first_fault_said(database: Database, journal: Journal) -> None:
    a_session(journal)
    assert fault_while_open(database) is None
    change(database.path, "UPDATE sets SET load_kg = load_kg + 1")
    assert str(fault_while_open(database)) == (
        "The set of Bench press on 2026-11-22 is not as negcoach wrote it. negcoach doctor says what to do."
    )


@pytest.mark.parametrize("waiting", ["is_writing", "is_closing"])
def test_reading_all_of_it_lets_a_write_and_the_end_of_the_program_pass(folder: Path, waiting: str) -> None:
    make_database(folder, sessions=60)
    with closing(open_database(folder, now=NOW)) as database:
        setattr(database, waiting, True)
        with pytest.raises(InterruptedError):
            fault_while_open(database)
        setattr(database, waiting, False)
        assert fault_while_open(database) is None


def test_a_backup_of_a_changed_row_is_made_and_said_and_no_older_one_leaves(full: Path) -> None:
    made = [backup(full.parent, now=later(60 * number)) for number in range(8)]
    change(full, "UPDATE one_rms SET kg = kg + 1")
    with pytest.raises(NegcoachError, match=r"was made, but the 1RM of bench-press on 2026-11-22 in it is not as"):
        backup(full.parent, now=later(3600))
    assert set(backups(full.parent, NOW)) > set(made)
