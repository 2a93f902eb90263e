"""The core of undo and redo: orders, names, and rows that something else has changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.stamps import stamp
from negcoach.store.editing.body import Body
from negcoach.store.editing.edit_log import EditKind, edits, next_edit, record_edit, redo, undo
from negcoach.store.editing.editor import Editor
from tests.store.histories import LATER, fill, manual_set, sets_of
from tests.store.samples import NOW
from tests.store.whole import whole_store


@pytest.fixture
def ids(database: Database) -> list[str]:
    return fill(database)


@pytest.fixture
def editor(database: Database) -> Editor:
    return Editor(database)


def stored(database: Database) -> list[tuple[str, bool]]:
    """The edits, oldest first."""
    with database.read() as connection:
        return [(edit.what, edit.undone) for edit in reversed(edits(connection))]


def number_of(database: Database, place: int) -> int:
    """The id of an edit, counting from the oldest."""
    with database.read() as connection:
        return edits(connection)[-1 - place].id


def test_an_edit_is_undone_before_later_ones_that_touched_other_rows(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    before = whole_store(database)
    editor.change_session(ids[1], LATER, rpe=2)
    editor.undo(LATER, number_of(database, 0))
    assert [undone for _, undone in stored(database)] == [True, False]
    editor.redo(LATER)
    editor.undo(LATER)
    assert whole_store(database) == before


NONSENSE = (
    "UPDATE edited_rows SET table_name = 'sqlite_schema'",
    "UPDATE edited_rows SET row_key = '}{'",
    "UPDATE edited_rows SET row_key = '[]'",
    "UPDATE edited_rows SET other = '{\"rpe\": 1}'",
    "UPDATE edited_rows SET other = '[1]'",
    "UPDATE edited_rows SET other = '7'",
    "UPDATE edits SET kind = 'nope'",
    "UPDATE edits SET made_at = 'yesterday'",
    "DELETE FROM edited_rows",
)


@pytest.mark.parametrize("undone", [False, True])
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_an_edit_whose_log_something_else_changed_is_named_and_stays(
    database: Database, editor: Editor, ids: list[str], nonsense: str, undone: bool
) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    if undone:
        editor.undo(LATER)
    with database.write() as connection:
        connection.execute(nonsense)
    before = whole_store(database)
    with database.read() as connection:
        assert next_edit(connection, redone=undone)[1] in (0, 1)
    done = "redone" if undone else "undone"
    with pytest.raises(
        NegcoachError, match=f'"RPE of session of 22 Nov 2026: .*" cannot be {done}: something else than'
    ):
        (editor.redo if undone else editor.undo)(LATER)
    assert whole_store(database) == before
    assert len(stored(database)) == (nonsense.split()[1] != "edits")


def test_an_edit_is_not_undone_before_a_later_one_of_the_same_row(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    editor.change_session(ids[0], LATER, note="later")
    before = whole_store(database)
    with pytest.raises(NegcoachError, match='Undo "note of session of 22 Nov 2026: changed" first'):
        editor.undo(LATER, number_of(database, 0))
    assert whole_store(database) == before


def test_redo_begins_with_what_was_undone_last(database: Database, editor: Editor, ids: list[str]) -> None:
    for number in (0, 1, 2):
        editor.change_session(ids[number], LATER, rpe=number + 1)
    editor.undo(LATER, number_of(database, 0))
    last = editor.undo(LATER)
    assert editor.redo(LATER).what == last.what
    assert [undone for _, undone in stored(database)] == [True, False, False]


def test_an_edit_is_redone_by_its_name_unless_one_of_the_same_row_is_to_be_redone_first(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    editor.change_session(ids[0], LATER, rpe=2)
    editor.change_session(ids[1], LATER, rpe=3)
    for _ in range(3):
        editor.undo(LATER)
    with pytest.raises(NegcoachError, match=r"Redo .* first"):
        editor.redo(LATER, number_of(database, 1))
    editor.redo(LATER, number_of(database, 2))
    assert [undone for _, undone in stored(database)] == [True, True, False]


def test_a_new_edit_forgets_those_that_were_undone(database: Database, editor: Editor, ids: list[str]) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    editor.undo(LATER)
    editor.change_session(ids[0], LATER, rpe=2)
    assert stored(database) == [("RPE of session of 22 Nov 2026: 7 to 2", False)]
    with pytest.raises(NegcoachError, match="nothing to redo"):
        editor.redo(LATER)


@pytest.mark.parametrize("exchange", [undo, redo])
def test_without_edits_there_is_nothing_to_undo_or_redo(database: Database, exchange: object) -> None:
    assert callable(exchange)
    with pytest.raises(NegcoachError, match="nothing to"), database.write() as connection:
        exchange(connection, NOW)


def test_an_edit_is_undone_once(database: Database, editor: Editor, ids: list[str]) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    number = number_of(database, 0)
    with pytest.raises(NegcoachError, match="not undone"):
        editor.redo(LATER, number)
    editor.undo(LATER, number)
    with pytest.raises(NegcoachError, match="undone already"):
        editor.undo(LATER, number)


def test_an_added_session_stays_while_something_that_was_added_to_it_is_there(
    database: Database, editor: Editor
) -> None:
    editor.add_session(NOW, manual_set(), LATER)
    with database.read() as connection:
        added = connection.execute("SELECT id FROM sessions").fetchone()[0]
    with database.write() as connection:
        at, ms = stamp(LATER)
        connection.execute(
            "INSERT INTO soreness (id, session_id, muscle, rating, rated_at, rated_ms, changed_ms) "
            "VALUES ('s', ?, 'chest', 3, ?, ?, ?)",
            (added, at, ms, ms),
        )
    before = whole_store(database)
    with pytest.raises(NegcoachError, match="added to the session since"):
        editor.undo(LATER)
    assert whole_store(database) == before


def test_passing_over_how_sore_an_added_session_made_does_not_stand_in_the_way_of_undo(
    database: Database, editor: Editor
) -> None:
    before = whole_store(database)
    words = editor.add_session(NOW, manual_set(), LATER)
    body, at = Body(database), NOW + timedelta(hours=26)
    asked = body.questions({"bench-press": ("chest", "triceps")}, at)
    assert asked
    body.answer(dict.fromkeys(asked), at)
    assert editor.undo(at).what == words
    assert whole_store(database) == before
    assert editor.redo(at).what == words


def test_a_session_that_got_a_set_since_it_was_brought_back_is_not_hidden_by_undo(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.delete_session(ids[0], LATER)
    editor.bring_back_session(ids[0], LATER)
    editor.add_set(ids[0], manual_set("negative-dip", load_kg=0.0), LATER)
    before = whole_store(database)
    with pytest.raises(NegcoachError, match="added to the session since"):
        editor.undo(LATER, number_of(database, 1))
    assert whole_store(database) == before


def test_changing_the_exercise_of_a_set_brings_the_marks_of_both_up_to_date(database: Database, ids: list[str]) -> None:
    first, _ = sets_of(database, ids[1])
    before = whole_store(database)
    with database.write() as connection, record_edit(connection, EditKind.CHANGE, "renamed", LATER) as edit:
        edit.update("sets", (first,), {"exercise": "negative-dip", "exercise_name": "Negative dip"})
    with database.read() as connection:
        marks = {row["id"]: row["record"] for row in connection.execute("SELECT id, record FROM sets")}
    assert (marks[first], marks[sets_of(database, ids[1])[1]]) == (0, 1)
    with database.write() as connection:
        undo(connection, LATER)
    assert whole_store(database) == before


def test_an_edit_that_touched_a_row_twice_is_undone_to_its_beginning(database: Database, ids: list[str]) -> None:
    before = whole_store(database)
    with database.write() as connection, record_edit(connection, EditKind.CHANGE, "twice", LATER) as edit:
        edit.update("sessions", (ids[0],), {"rpe": 3.0, "note": "a"})
        edit.update("sessions", (ids[0],), {"rpe": 4.0})
    after = whole_store(database)
    with database.write() as connection:
        undo(connection, LATER)
    assert whole_store(database) == before
    with database.write() as connection:
        redo(connection, LATER)
    assert whole_store(database) == after


def test_an_added_row_that_came_back_from_elsewhere_is_left_alone_by_redo(database: Database) -> None:
    values = {"id": "w", "kg": 80.0, "measured_at": NOW.isoformat(timespec="milliseconds"), "measured_ms": 1}
    with database.write() as connection, record_edit(connection, EditKind.ADD, "weight", LATER) as edit:
        edit.insert("body_weights", values)
    with database.write() as connection:
        undo(connection, LATER)
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 1
        connection.execute(
            "INSERT INTO body_weights (id, kg, measured_at, measured_ms, changed_ms) VALUES ('w', 81, 'x', 1, 1)"
        )
    with database.write() as connection:
        redo(connection, LATER)
    with database.read() as connection:
        assert connection.execute("SELECT kg FROM body_weights").fetchone()[0] == 81


def test_a_redone_row_is_no_longer_kept_from_other_machines(database: Database, editor: Editor) -> None:
    editor.add_session(NOW, manual_set(), LATER)
    editor.undo(LATER)
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 4
    editor.redo(LATER)
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 0


def test_undoing_is_a_newer_change_than_the_edit(database: Database, editor: Editor, ids: list[str]) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    undone_at = LATER + timedelta(hours=1)
    editor.undo(undone_at)
    with database.read() as connection:
        changed = connection.execute("SELECT changed_ms FROM sessions WHERE id = ?", (ids[0],)).fetchone()[0]
    assert changed == stamp(undone_at)[1]


def test_undo_of_what_another_machine_changed_since_says_that_it_stays(
    database: Database, editor: Editor, ids: list[str]
) -> None:
    editor.change_session(ids[0], LATER, rpe=1)
    made = "RPE of session of 22 Nov 2026: 7 to 1"
    assert editor.undo(LATER).done_text == f"Undone: {made}"
    assert editor.redo(LATER).done_text == f"Redone: {made}"
    with database.write() as connection:  # as a merge does
        connection.execute("UPDATE sessions SET rpe = 3, changed_ms = changed_ms + 1 WHERE id = ?", (ids[0],))
    before = whole_store(database)
    assert editor.undo(LATER).done_text == f"Not undone: {made}. It was changed again since, and that stays."
    assert editor.redo(LATER).done_text == f"Not redone: {made}. It was changed again since, and that stays."
    assert whole_store(database) == before
