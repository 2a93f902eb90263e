"""Sets are marked as the records that they were, whatever was written or edited when."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.record_flags import FLAGS_QUERY, exercises_in, update_record_flags
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows
from negcoach.training.terms import RecordFlag
from tests.store.performances import PERFORMANCES, Performance, in_memory, performed_sets
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_one_sided_session, a_session


def marks_in(connection: sqlite3.Connection) -> dict[str, int]:
    return dict(connection.execute("SELECT id, record FROM sets ORDER BY id").fetchall())


def three_sessions(journal: Journal) -> list[str]:
    """The second with more load, the third as the second but for a second longer."""
    return [
        a_session(journal, NOW + timedelta(days=day), plan=replace(BENCH, load_kg=load), reps=1, measured_ms=measured)
        for day, load, measured in ((0, 100.0, 5000), (1, 105.0, 5000), (2, 105.0, 6000))
    ]


def test_a_finished_session_is_marked_on_its_sets_and_in_the_list(database: Database, journal: Journal) -> None:
    three_sessions(journal)
    with database.read() as connection:
        found = [row["record"] for row in connection.execute("SELECT record FROM sets ORDER BY started_ms")]
        assert [row.records for row in session_rows(connection, 9)] == [1, 1, 0]
    assert found == [RecordFlag.NONE, RecordFlag.HEAVIEST, RecordFlag.LONGEST]


def test_a_heavier_set_before_it_takes_a_mark_away(database: Database, journal: Journal) -> None:
    first, *_ = three_sessions(journal)
    with database.write() as connection:
        connection.execute("UPDATE sets SET load_kg = 110 WHERE session_id = ?", (first,))
        update_record_flags(connection, "bench-press")
        assert [row["record"] for row in connection.execute("SELECT record FROM sets ORDER BY started_ms")] == [
            RecordFlag.NONE,
            RecordFlag.NONE,
            RecordFlag.LONGEST,
        ]
        assert [row.records for row in session_rows(connection, 9)] == [1, 0, 0]


def test_each_side_has_records_of_its_own(database: Database, journal: Journal) -> None:
    for day, load_kg, left_ms, right_ms in (
        (0, 10, 3000, 5000),
        (1, 10, 4000, 4000),  # the left lowers longer than it ever did, though the right did more
        (2, 12, None, 3000),  # the right lowers more than it ever did
        (3, 12, 3000, None),  # and so does the left, with what is no record of the right any more
        (4, 12, 3000, 3000),
    ):
        a_one_sided_session(journal, NOW + timedelta(days=day), load_kg=load_kg, left_ms=left_ms, right_ms=right_ms)
    with database.read() as connection:
        found = [row["record"] for row in connection.execute("SELECT record FROM sets ORDER BY started_ms")]
    heaviest, longest, none = RecordFlag.HEAVIEST, RecordFlag.LONGEST, RecordFlag.NONE
    assert found == [none, longest, heaviest, heaviest, none]


def test_a_database_of_a_version_before_has_its_flags_recomputed(
    folder: Path, database: Database, journal: Journal, tmp_path: Path
) -> None:
    for day, left_ms in ((0, 3000), (1, 4000)):
        a_one_sided_session(journal, NOW + timedelta(days=day), load_kg=10, left_ms=left_ms, right_ms=5000)
    database.close()
    old = tmp_path / "old"
    with closing(open_database(old, now=NOW, migrations=MIGRATIONS[:2])) as before:
        before.connection.execute("ATTACH DATABASE ? AS new", (str(folder / DATABASE_NAME),))
        for table in ("sessions", "sets", "reps"):
            columns = [row["name"] for row in before.connection.execute(f"PRAGMA main.table_info({table})")]
            copied = ", ".join("0" if name == "record" else name for name in columns)
            before.connection.execute(f"INSERT INTO main.{table} SELECT {copied} FROM new.{table}")
    with closing(open_database(old, now=NOW)) as again, again.read() as connection:
        found = [row["record"] for row in connection.execute("SELECT record FROM sets ORDER BY started_ms")]
    assert found == [RecordFlag.NONE, RecordFlag.LONGEST]


def test_a_set_without_a_full_count_loses_its_mark(database: Database, journal: Journal) -> None:
    three_sessions(journal)
    with database.write() as connection:
        connection.execute("UPDATE sets SET longest_ms = NULL")
        update_record_flags(connection, "bench-press")
        assert set(marks_in(connection).values()) == {0}


@given(PERFORMANCES, st.integers())
def test_marks_do_not_depend_on_what_was_written_first(performances: list[Performance], seed: int) -> None:
    shuffled = list(performances)
    Random(seed).shuffle(shuffled)
    found = []
    for order in (performances, shuffled):
        connection = in_memory(order)
        update_record_flags(connection, "x")
        found.append(marks_in(connection))
        connection.close()
    assert found[0] == found[1]


@given(PERFORMANCES)
def test_marking_twice_is_marking_once(performances: list[Performance]) -> None:
    connection = in_memory(performances)
    update_record_flags(connection, "x")
    before = connection.total_changes
    update_record_flags(connection, "x")
    assert connection.total_changes == before
    connection.close()


@given(PERFORMANCES)
def test_the_heaviest_of_all_is_marked_or_in_the_first_session(performances: list[Performance]) -> None:
    connection = in_memory(performances)
    update_record_flags(connection, "x")
    kept = [performed for performed in performed_sets(connection) if performed.longest_ms is not None]
    heaviest = [performed for performed in kept if performed.load_kg == max(each.load_kg for each in kept)]
    if heaviest and round(heaviest[0].load_kg, 2) > max(
        round(each.load_kg, 2) for each in kept if each.session_id == kept[0].session_id
    ):
        alike = [each for each in kept if round(each.load_kg, 2) == round(heaviest[0].load_kg, 2)]
        assert marks_in(connection)[alike[0].id] == RecordFlag.HEAVIEST
    connection.close()


def test_sets_are_read_along_their_index(database: Database) -> None:
    with database.read() as connection:
        steps = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {FLAGS_QUERY}", ("bench-press",))]
        assert steps[0] == "SEARCH sets USING INDEX sets_by_exercise (exercise=?)"
        assert not any("SCAN" in step for step in steps)


def test_the_exercises_of_sessions_are_those_of_deleted_sets_too(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, NOW, plan=plan) for plan in (BENCH, HEEL_DROP)]
    with database.write() as connection:
        connection.execute("UPDATE sets SET deleted_at = started_at WHERE session_id = ?", (ids[1],))
        assert exercises_in(connection, *ids) == {"bench-press", "heel-drop"}
        assert exercises_in(connection) == set()
