"""What is deleted is listed, and leaves for good when it is purged, and only then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.editing.bin import (
    CONCENTRIC_QUERY,
    SESSIONS_QUERY,
    SETS_QUERY,
    PurgeResult,
    bin_items,
    purge,
    purge_all,
)
from negcoach.store.editing.edit_log import EditKind, edits, record_edit
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal, WarmUpDone
from negcoach.training.terms import StopReason
from tests.store.histories import LATER, LIFTED, fill, manual_set, sets_of
from tests.store.samples import BENCH, NOW, a_session, keep
from tests.store.whole import whole_store


@pytest.fixture
def ids(database: Database) -> list[str]:
    return fill(database)


@pytest.fixture
def editor(database: Database) -> Editor:
    return Editor(database)


def in_bin(database: Database) -> list[str]:
    with database.read() as connection:
        return [item.id for item in bin_items(connection)]


def test_the_bin_lists_what_was_deleted_last_first(database: Database, editor: Editor, ids: list[str]) -> None:
    first, second = sets_of(database, ids[1])
    editor.delete_set(first, LATER)
    editor.delete_session(ids[3], LATER + timedelta(minutes=1))
    editor.delete_set(second, LATER + timedelta(minutes=2))
    with database.read() as connection:
        found = bin_items(connection)
    assert [(item.id, item.name, item.set_number, item.sets, item.reps, item.load_kg) for item in found] == [
        (second, "Bench press", 2, 1, 2, 105.0),
        (ids[3], "Squat, Eccentric heel drop", None, 2, 11, None),
        (first, "Bench press", 1, 1, 2, 105.0),
    ]
    assert found[1].deleted_at == (LATER + timedelta(minutes=1)).replace(microsecond=123000)


def test_the_sets_of_a_deleted_session_are_not_listed_beside_it(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.delete_set(LIFTED, LATER)
    editor.delete_session(ids[3], LATER + timedelta(minutes=1))
    assert in_bin(database) == [ids[3]]
    editor.bring_back_session(ids[3], LATER)
    assert in_bin(database) == [LIFTED]


def test_what_nothing_was_done_in_is_not_listed(database: Database, journal: Journal) -> None:
    empty = journal.begin_session(NOW)
    journal.end_set(journal.begin_set(empty, BENCH, NOW), StopReason.LIFTERS_CALL, NOW)
    journal.end_session(empty, NOW)
    assert in_bin(database) == []
    assert purge_all(database, LATER) == PurgeResult(0, 0, 0)
    assert all(not rows for rows in whole_store(database).values())


def test_a_warm_up_counts_as_little_in_the_bin_as_in_the_history(
    database: Database, editor: Editor, journal: Journal
) -> None:
    warm_up = WarmUpDone("bench-press", "Bench press", ("chest",), 50.0, "kg", 5, NOW)
    alone, trained = journal.begin_session(NOW), a_session(journal, LATER, sets=2)
    journal.store_warm_up(alone, warm_up)
    journal.end_session(alone, NOW)
    journal.store_warm_up(trained, warm_up)
    editor.delete_session(trained, LATER + timedelta(hours=2))
    with database.read() as connection:
        assert [(item.id, item.sets, item.reps) for item in bin_items(connection)] == [(trained, 2, 4)]


def test_the_bin_is_read_along_its_indexes(database: Database) -> None:
    with database.read() as connection:
        for query, index in (
            (SESSIONS_QUERY, "sessions_deleted"),
            (SETS_QUERY, "sets_deleted"),
            (CONCENTRIC_QUERY, "concentric_sets_deleted"),
        ):
            plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
            assert any(index in step for step in plan)
            assert not any(step.startswith("SCAN") and "INDEX" not in step for step in plan)


def test_purging_removes_a_session_with_all_below_it_and_keeps_that_it_is_gone(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    others = {table: set(rows) for table, rows in whole_store(database).items()}
    editor.delete_session(ids[1], LATER)
    assert purge(database, [ids[1]], LATER) == PurgeResult(1, 0, 1)
    left = {table: set(rows) for table, rows in whole_store(database).items()}
    gone = {table: rows - left[table] for table, rows in others.items()}
    assert (len(gone["sessions"]), len(gone["sets"]), len(gone["reps"])) == (1, 2, 4)
    with database.read() as connection:
        buried = connection.execute("SELECT table_name, count(*) FROM removed_rows GROUP BY table_name").fetchall()
        assert {tuple(row) for row in buried} == {("sessions", 1), ("sets", 2), ("reps", 4)}
        assert edits(connection) == []
    with pytest.raises(NegcoachError, match="nothing to undo"):
        editor.undo(LATER)


def test_purging_a_set_leaves_the_rest_and_its_edits(database: Database, editor: Editor, ids: list[str]) -> None:
    first, second = sets_of(database, ids[1])
    editor.change_set(first, LATER, rpe=5)
    editor.change_set(second, LATER, rpe=6)
    editor.delete_set(first, LATER)
    before = whole_store(database)
    assert purge(database, [first], LATER) == PurgeResult(0, 1, 2)
    after = whole_store(database)
    assert after["sessions"] == before["sessions"]
    assert set(before["sets"]) - set(after["sets"]) == {(first,)}
    assert editor.undo(LATER).what.startswith("RPE of set 2")


def test_what_was_purged_is_left_out_when_the_rest_of_an_edit_is_undone(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    with database.write() as connection, record_edit(connection, EditKind.CHANGE, "both", LATER) as edit:
        edit.update("sessions", (ids[0],), {"rpe": 1.0})
        edit.update("sessions", (ids[1],), {"rpe": 1.0})
    editor.delete_session(ids[1], LATER)
    assert purge(database, [ids[1]], LATER).edits == 1
    assert editor.undo(LATER).what == "both"
    with database.read() as connection:
        assert connection.execute("SELECT rpe FROM sessions WHERE id = ?", (ids[0],)).fetchone()[0] == 7


def test_what_another_program_deletes_while_somebody_is_asked_is_not_purged_with_the_rest(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.delete_set(sets_of(database, ids[1])[0], LATER)
    with database.read() as connection:
        asked = bin_items(connection)
    editor.delete_session(ids[3], LATER)
    with pytest.raises(NegcoachError, match="Something else was put into the bin meanwhile"):
        purge_all(database, LATER, asked=asked)
    assert len(in_bin(database)) == 2
    editor.undo(LATER)
    assert purge_all(database, LATER, asked=asked).sets == 1


def test_purging_all_empties_the_bin_and_touches_nothing_else(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    first, _ = sets_of(database, ids[1])
    editor.delete_set(first, LATER)
    editor.delete_session(ids[3], LATER)
    before = whole_store(database)
    assert purge_all(database, LATER) == PurgeResult(1, 1, 2)
    assert in_bin(database) == []
    after = whole_store(database)
    for table, rows in after.items():
        assert rows == {key: row for key, row in before[table].items() if key in rows}
    assert {key for (key,) in after["sessions"]} == set(ids) - {ids[3]}


def test_nothing_that_is_not_in_the_bin_is_purged(database: Database, editor: Editor, ids: list[str]) -> None:
    editor.delete_session(ids[1], LATER)
    before = whole_store(database)
    for wrong in (ids[0], sets_of(database, ids[0])[0], "nobody"):
        with pytest.raises(NegcoachError, match="not in the"):
            purge(database, [ids[1], wrong], LATER)
    assert whole_store(database) == before


def test_a_session_that_goes_on_is_not_purged_until_a_day_later(database: Database, journal: Journal) -> None:
    going_on = journal.begin_session(NOW)
    under_way = journal.begin_set(going_on, BENCH, NOW)
    keep(journal, under_way, 1)
    Editor(database).delete_session(going_on, NOW + timedelta(minutes=1))
    with pytest.raises(NegcoachError, match="not ended"):
        purge(database, [going_on], NOW + timedelta(minutes=2))
    assert purge_all(database, NOW + timedelta(minutes=2)) == PurgeResult(0, 0, 0)
    keep(journal, under_way, 2)
    assert in_bin(database) == []
    Editor(database).delete_session(going_on, NOW + timedelta(minutes=3))
    assert purge_all(database, NOW + timedelta(days=1)) == PurgeResult(1, 0, 2)


def test_how_sore_somebody_was_outlives_the_session(database: Database, editor: Editor, ids: list[str]) -> None:
    with database.write() as connection:
        connection.execute(
            "INSERT INTO soreness (id, session_id, muscle, rating, rated_at, rated_ms, changed_ms) "
            "VALUES ('s', ?, 'chest', 3, 'x', 1, 1)",
            (ids[1],),
        )
    editor.delete_session(ids[1], LATER)
    purge(database, [ids[1]], LATER)
    with database.read() as connection:
        assert tuple(connection.execute("SELECT session_id, rating FROM soreness").fetchone()) == (None, 3)


def test_a_purged_note_is_nowhere_in_the_file(database: Database, editor: Editor, folder: Path) -> None:
    editor.add_session(NOW, manual_set(note="Geheimnis-of-a-set"), LATER, note="Geheimnis-of-a-session")
    with database.read() as connection:
        added = connection.execute("SELECT id FROM sessions").fetchone()[0]
    editor.delete_session(added, LATER)
    assert b"Geheimnis" in database.path.read_bytes()
    purge_all(database, LATER)
    assert b"Geheimnis" not in database.path.read_bytes()
