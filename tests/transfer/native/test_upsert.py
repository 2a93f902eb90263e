"""negcoach's own rows from a file, brought into what is there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from negcoach.store.database.database import Database, open_database
from negcoach.store.database.tables import TABLES
from negcoach.store.editing.edit_log import EditKind, edits, record_edit, redo, undo
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session_rows
from negcoach.transfer.native import json_format
from negcoach.transfer.native.upsert import Counts, Skipped, apply_upsert, plan_upsert
from tests.store.samples import NOW
from tests.store.samples import a_session as a_recorded_session
from tests.store.whole import whole_store
from tests.transfer.samples import (
    a_concentric_set,
    a_document,
    a_full_document,
    a_rep,
    a_session,
    a_set,
    an_id,
)

MS = 1_795_339_737_123
"""When the rows of the samples were changed."""


def bring(database: Database, document: dict[str, Any], minutes: int = 0) -> Counts:
    """Bring a document in as one edit, after it was weighed; both say the same."""
    rows = json_format.rows_of(document)
    now = NOW + timedelta(minutes=minutes)
    with database.write() as connection:
        before = plan_upsert(connection, rows)
        with record_edit(connection, EditKind.IMPORT, "import", now) as recorder:
            assert apply_upsert(connection, recorder, rows) == before
    assert before.rows == sum(len(found) for found in rows.values())
    return before


def some(counts: Counts) -> dict[str, dict[str, int]]:
    """The counts that are not 0."""
    named = {"new": counts.new, "newer": counts.newer, "same": counts.same, "older": counts.older}
    return {
        name: {table: count for table, count in found.items() if count}
        for name, found in named.items()
        if any(found.values())
    }


def one_set(changed_ms: int = MS, **values: Any) -> dict[str, Any]:
    """A document with one session of one set of one rep, the set in some form."""
    return a_document(sessions=[a_session(1, sets=[a_set(101, changed_ms=changed_ms, reps=[a_rep(1)], **values)])])


def load(database: Database) -> object:
    with database.read() as connection:
        return connection.execute("SELECT load_kg FROM sets").fetchone()[0]


def test_what_is_not_there_is_added_with_its_totals(database: Database) -> None:
    counts = bring(database, a_full_document())
    assert list(some(counts)) == ["new"]
    assert set(counts.new) == {*TABLES, "sides"}
    with database.read() as connection:
        row = connection.execute("SELECT * FROM sessions WHERE id = ?", (an_id(1),)).fetchone()
    assert (row["set_count"], row["rep_count"], row["changed_ms"]) == (3, 5, MS)


def test_the_same_file_twice_adds_nothing_and_leaves_no_edit(database: Database) -> None:
    bring(database, a_full_document())
    before = whole_store(database)
    counts = bring(database, a_full_document(), minutes=5)
    assert list(some(counts)) == ["same"]
    assert counts.changes == 0
    assert whole_store(database) == before
    with database.read() as connection:
        assert len(edits(connection)) == 1


@pytest.mark.parametrize(
    ("changed_ms", "fate", "kg"), [(MS + 1, "newer", 120.0), (MS, "older", 107.5), (1, "older", 107.5)]
)
def test_the_form_that_was_changed_later_wins(database: Database, changed_ms: int, fate: str, kg: float) -> None:
    bring(database, one_set())
    counts = bring(database, one_set(changed_ms, load_kg=120.0))
    assert some(counts)[fate] == {"sets": 1}
    assert load(database) == kg


def test_an_import_is_undone_and_redone_as_one(database: Database) -> None:
    bring(database, one_set())
    before = whole_store(database)
    document = one_set(MS + 5, load_kg=130.0)
    document["sessions"].append(a_session(2, "2026-11-24", concentric_sets=[a_concentric_set(201, "2026-11-24")]))
    bring(database, document, minutes=1)
    after = whole_store(database)
    assert after != before
    with database.write() as connection:
        undo(connection, NOW + timedelta(minutes=2))
    assert whole_store(database) == before
    with database.write() as connection:
        redo(connection, NOW + timedelta(minutes=3))
    assert whole_store(database) == after


def test_what_was_undone_can_be_imported_again_and_no_merge_takes_it_out(database: Database) -> None:
    bring(database, one_set())
    with database.write() as connection:
        undo(connection, NOW + timedelta(minutes=2))
    assert some(bring(database, one_set(), minutes=3))["new"] == {"sessions": 1, "sets": 1, "reps": 1}
    with database.read() as connection:
        assert connection.execute("SELECT count(*) FROM removed_rows").fetchone()[0] == 0
        assert connection.execute("SELECT min(changed_ms) FROM sets").fetchone()[0] > MS


def _without_session(rows: json_format.Rows) -> None:
    rows["sessions"].clear()


def _without_set(rows: json_format.Rows) -> None:
    rows["sets"].clear()


@pytest.mark.parametrize(
    ("spoil", "skipped"),
    [
        (
            _without_session,
            (Skipped("sets", "its session is not there", 1), Skipped("reps", "its set is not there", 1)),
        ),
        (_without_set, (Skipped("reps", "its set is not there", 1),)),
    ],
)
def test_a_row_without_its_parent_is_skipped_with_the_reason(
    database: Database, spoil: Callable[[json_format.Rows], None], skipped: tuple[Skipped, ...]
) -> None:
    rows = json_format.rows_of(one_set())
    spoil(rows)
    with database.write() as connection, record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
        counts = apply_upsert(connection, recorder, rows)
    assert counts.skipped == skipped


def test_what_was_put_into_the_bin_here_stays_there_and_takes_nothing_in(database: Database) -> None:
    bring(database, one_set())
    with database.write() as connection, record_edit(connection, EditKind.DELETE, "deleted", NOW) as recorder:
        for table, key in (("sessions", an_id(1)), ("sets", an_id(101))):
            stamps = {"deleted_at": "2026-11-23T10:00:00.000+01:00", "changed_ms": MS + 10}
            recorder.update(table, (key,), stamps)
    document = one_set()
    document["sessions"][0]["sets"].append(a_set(102))
    document["sessions"][0]["sets"][0]["reps"].append(a_rep(2))
    counts = bring(database, document, minutes=1)
    assert some(counts) == {"same": {"reps": 1}, "older": {"sessions": 1, "sets": 1}}
    assert counts.skipped == (
        Skipped("sets", "its session is in the bin", 1),
        Skipped("reps", "its set is in the bin", 1),
    )


def test_a_newer_form_brings_a_session_back_from_the_bin(database: Database) -> None:
    bring(database, one_set())
    with database.write() as connection, record_edit(connection, EditKind.DELETE, "deleted", NOW) as recorder:
        for table, key in (("sessions", an_id(1)), ("sets", an_id(101))):
            stamps = {"deleted_at": "2026-11-23T10:00:00.000+01:00", "changed_ms": MS + 10}
            recorder.update(table, (key,), stamps)
    document = one_set(MS + 20)
    document["sessions"][0]["changed_ms"] = MS + 20
    assert some(bring(database, document, minutes=1))["newer"] == {"sessions": 1, "sets": 1}
    assert load(database) == 107.5


def test_whoever_waits_is_told_how_far_it_is(database: Database) -> None:
    sets = [a_set(number, reps=[a_rep(ordinal) for ordinal in range(1, 11)]) for number in range(1000, 1300)]
    rows = json_format.rows_of(a_document(sessions=[a_session(1, sets=sets)]))
    told: list[int] = []
    with database.write() as connection, record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
        apply_upsert(connection, recorder, rows, told.append)
    assert len(told) == 1
    assert 2000 <= told[0] <= 3301


def test_sessions_that_were_joined_where_the_file_was_made_are_one_here_and_can_be_two_again(
    database: Database, folder: Path
) -> None:
    ids = [a_recorded_session(Journal(database), NOW + timedelta(minutes=90 * number)) for number in range(2)]
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    with closing(open_database(copy, now=NOW)) as theirs:
        SessionEditor(theirs).join(ids, NOW + timedelta(hours=3))
        with theirs.read() as connection:
            text = "".join(json_format.lines(connection))
    before = whole_store(database)
    bring(database, json.loads(text), 300)
    with database.read() as connection:
        assert [(row.id, row.reps) for row in session_rows(connection, 9)] == [(ids[0], 4)]
    bring(database, json.loads(text), 301)
    Editor(database).undo(NOW + timedelta(hours=6))
    assert whole_store(database) == before
