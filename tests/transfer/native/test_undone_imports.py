"""Undoing and redoing an import whose sets and reps are logged with their sessions alone."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database
from negcoach.store.database.tables import json_text
from negcoach.store.editing.edit_log import EditKind, edits, next_edit, record_edit
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.rows_below import unpacked
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.transfer.native import json_format
from negcoach.transfer.native.upsert import apply_upsert
from tests.store.samples import NOW
from tests.store.whole import whole_store
from tests.transfer.samples import a_document, a_full_document, a_rep, a_session, a_set, an_id


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def editor(database: Database) -> Editor:
    """The editor of a store into which everything was imported."""
    bring(database, a_full_document())
    return Editor(database)


def bring(database: Database, document: dict[str, object]) -> None:
    with database.write() as connection, record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
        apply_upsert(connection, recorder, json_format.rows_of(document))


def number_of(database: Database, what: str) -> int:
    with database.read() as connection:
        return next(edit.id for edit in edits(connection) if what in edit.what)


def logged(database: Database, table: str) -> int:
    with database.read() as connection:
        return int(connection.execute("SELECT count(*) FROM edited_rows WHERE table_name = ?", (table,)).fetchone()[0])


def test_only_the_sessions_are_logged_and_yet_the_edit_is_as_large_as_all_of_it(
    database: Database, editor: Editor
) -> None:
    rows = json_format.rows_of(a_full_document())
    assert logged(database, "sessions") == len(rows["sessions"])
    assert [logged(database, table) for table in ("sets", "reps", "concentric_sets")] == [0, 0, 0]
    with database.read() as connection:
        assert next_edit(connection) == ("import", sum(map(len, rows.values())))


def test_all_of_it_is_undone_and_redone_again_and_again(database: Database, editor: Editor) -> None:
    full = whole_store(database)
    for minute in (1, 3):
        editor.undo(later(minute))
        assert not any(whole_store(database).values())
        editor.redo(later(minute + 1))
        assert whole_store(database) == full
    with database.read() as connection:
        assert list(changed_elsewhere(connection)) == []
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 0


def rows_in_log(database: Database) -> dict[str, object]:
    """What the log holds of the rows below each session, by the session's key."""
    with database.read() as connection:
        rows = connection.execute("SELECT row_key, other FROM edited_rows WHERE instr(other, 'rows_below')")
        return {key: json.loads(other)["rows_below"] for key, other in rows}


def test_what_was_undone_takes_a_fraction_of_its_text_in_the_log(database: Database) -> None:
    reps = [a_rep(number) for number in range(1, 41)]
    bring(database, a_document(sessions=[a_session(1, "2026-11-22", sets=[{**a_set(101), "reps": reps}])]))
    assert list(rows_in_log(database).values()) == [41]
    Editor(database).undo(later(1))
    (logged,) = rows_in_log(database).values()
    assert isinstance(logged, str)
    assert sum(map(len, unpacked(logged).values())) == 41
    assert len(logged) < len(json_text(unpacked(logged))) / 5


def test_what_an_older_version_undid_is_redone(database: Database, editor: Editor) -> None:
    full = whole_store(database)
    editor.undo(later(1))
    with database.write() as connection:
        for key, other in connection.execute(
            "SELECT row_key, other FROM edited_rows WHERE instr(other, 'rows_below')"
        ).fetchall():
            found = json.loads(other)
            as_it_was = json_text({**found, "rows_below": unpacked(found["rows_below"])})
            connection.execute("UPDATE edited_rows SET other = ? WHERE row_key = ?", (as_it_was, key))
    assert all(isinstance(rows, dict) for rows in rows_in_log(database).values())
    editor.redo(later(2))
    assert whole_store(database) == full


def test_a_set_or_rep_that_was_changed_since_is_put_back_first(database: Database, editor: Editor) -> None:
    full = whole_store(database)
    imported = number_of(database, "import")
    editor.change_set(an_id(101), later(1), load_kg=90.0)
    editor.change_rep(an_id(101), 1, 4000, later(2))
    changed = whole_store(database)
    for left in (2, 1):
        with pytest.raises(NegcoachError, match="first: it changed the same"):
            editor.undo(later(3), imported)
        assert editor.undo(later(4)).id == imported + left
    assert whole_store(database) == full
    editor.undo(later(5))
    with pytest.raises(NegcoachError, match='Redo "import" first'):
        editor.redo(later(6), imported + 1)
    for _ in range(3):
        editor.redo(later(7))
    assert whole_store(database) == changed


def test_a_set_that_was_moved_away_since_is_moved_back_first(database: Database, editor: Editor) -> None:
    bring(database, a_document(sessions=[a_session(9, "2026-11-22")]))
    imported = number_of(database, "import")
    SessionEditor(database).join([an_id(1), an_id(9)], later(1))
    with pytest.raises(NegcoachError, match='Undo "2 sessions of 22 Nov 2026 joined'):
        editor.undo(later(2), imported - 1)
    editor.undo(later(3))
    editor.undo(later(4), imported - 1)
    assert set(whole_store(database)["sessions"]) == {(an_id(9),)}


def test_what_came_below_an_imported_session_without_an_edit_keeps_it(database: Database, editor: Editor) -> None:
    with database.write() as connection:
        columns = ", ".join(name for name in json_format.ROW_SCHEMAS["reps"] if name != "ordinal")
        connection.execute(
            f"INSERT INTO reps (ordinal, completed_ms, {columns}) SELECT 9, completed_ms, {columns} FROM reps "
            "WHERE set_id = ? AND ordinal = 1",
            (an_id(101),),
        )
    before = whole_store(database)
    with pytest.raises(NegcoachError, match="something was added to the session since"):
        editor.undo(later(1))
    assert whole_store(database) == before


def test_a_set_imported_into_a_session_that_was_there_is_undone_alone(database: Database, editor: Editor) -> None:
    before = whole_store(database)
    document = a_full_document()
    sessions = document["sessions"]
    assert isinstance(sessions, list)
    sessions[0]["sets"].append(a_set(109, reps=[a_rep(1), a_rep(2)]))
    bring(database, document)
    assert (logged(database, "sets"), logged(database, "reps")) == (1, 2)
    editor.undo(later(1))
    assert whole_store(database) == before
