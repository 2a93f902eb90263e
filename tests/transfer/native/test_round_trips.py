"""Out and in again, and from machine to machine: nothing is lost on the way, and nothing is added."""

from __future__ import annotations

import csv
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.stamps import stamp
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.native import csv_format, json_format
from negcoach.transfer.native.row_schema import Rows
from negcoach.transfer.native.upsert import apply_upsert
from tests.store.samples import NOW
from tests.transfer.machines import state
from tests.transfer.strategies import documents

_DELETED = st.lists(st.integers(0, 20), max_size=3)


def _filled(folder: Path, document: dict[str, Any], deleted: list[int]) -> Database:
    """Make a database of a document in which some sessions, sets and reps lie in the bin."""
    database = open_database(folder, now=NOW)
    database.connection.execute("PRAGMA synchronous = OFF")
    _bring(database, json_format.rows_of(document))
    at, ms = stamp(NOW + timedelta(days=40_000))
    with database.write() as connection, record_edit(connection, EditKind.DELETE, "deleted", NOW) as recorder:
        for number in deleted:
            rows = connection.execute("SELECT id FROM sets ORDER BY id").fetchall()
            if rows:
                key = rows[number % len(rows)]["id"]
                recorder.update("sets", (key,), {"deleted_at": at, "changed_ms": ms})
            rows = connection.execute("SELECT set_id, ordinal FROM reps ORDER BY set_id, ordinal").fetchall()
            if rows:
                recorder.update("reps", tuple(rows[number % len(rows)]), {"deleted_at": at, "changed_ms": ms})
    return database


def _bring(database: Database, rows: Rows) -> None:
    with database.write() as connection, record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
        assert not apply_upsert(connection, recorder, rows).skipped


def _json(database: Database) -> str:
    with database.read() as connection:
        return "".join(json_format.lines(connection))


def _csv(database: Database) -> str:
    with database.read() as connection:
        return "".join(csv_format.lines(connection))


@given(documents(), _DELETED)
@settings(max_examples=40, deadline=None)
def test_json_brought_into_an_empty_place_is_written_again_byte_by_byte(
    document: dict[str, Any], deleted: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with closing(_filled(Path(folder, "a"), document, deleted)) as database:
            text = _json(database)
        with closing(open_database(Path(folder, "b"), now=NOW)) as database:
            _bring(database, json_format.read(text))
            assert _json(database) == text
            _bring(database, json_format.read(text))
            assert _json(database) == text


@given(documents(), _DELETED)
@settings(max_examples=40, deadline=None)
def test_csv_brought_into_an_empty_place_is_written_again_byte_by_byte(
    document: dict[str, Any], deleted: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with closing(_filled(Path(folder, "a"), document, deleted)) as database:
            text = _csv(database)
        with closing(open_database(Path(folder, "b"), now=NOW)) as database:
            _bring(database, csv_format.rows_of(csv.reader(text.splitlines(keepends=True))))
            assert _csv(database) == text


@given(documents(), documents(), _DELETED)
@settings(max_examples=25, deadline=None)
def test_two_machines_that_merge_each_other_are_alike(
    first: dict[str, Any], second: dict[str, Any], deleted: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "a", DATABASE_NAME), Path(folder, "b", DATABASE_NAME)
        with (
            closing(_filled(ours.parent, first, deleted)) as database,
            closing(_filled(theirs.parent, second, [])) as other,
        ):
            merge(database, theirs, NOW)
            merge(other, ours, NOW)
            assert _json(database) == _json(other)
        assert state(ours) == state(theirs)


@given(documents(), _DELETED)
@settings(max_examples=15, deadline=None)
def test_a_merge_into_an_empty_place_brings_all_of_it(document: dict[str, Any], deleted: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs = Path(folder, "b", DATABASE_NAME)
        with (
            closing(_filled(theirs.parent, document, deleted)) as other,
            closing(open_database(Path(folder, "a"), now=NOW)) as database,
        ):
            merge(database, theirs, NOW)
            assert _json(database) == _json(other)
            assert state(database.path) == state(theirs)
