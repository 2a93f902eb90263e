"""Our JSON read in parts: the same rows as read as a whole, or none."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from negcoach.store.database.database import Database, open_database
from negcoach.store.editing.edit_log import EditKind, record_edit, undo
from negcoach.transfer.importer import Importer
from negcoach.transfer.native import json_format
from negcoach.transfer.native.row_schema import Rows, empty_rows
from negcoach.transfer.native.staged_json import StagedRows, staged
from negcoach.transfer.native.upsert import apply_upsert, plan_upsert
from negcoach.transfer.sources import NativeSource, open_source
from tests.store.samples import NOW
from tests.store.whole import whole_store
from tests.transfer.samples import a_document, a_full_document, a_session, a_set, an_id, as_text, make_database
from tests.transfer.strategies import documents


def text_of(folder: Path, document: dict[str, Any]) -> str:
    """A document as negcoach writes it."""
    make_database(folder, json_format.rows_of(document))
    return as_text(folder)


def in_parts(text: str, sessions: int = 1) -> StagedRows | None:
    return staged(io.BytesIO(text.encode()), sessions)


def together(parts: StagedRows) -> Rows:
    rows = empty_rows()
    for part in parts:
        for table, found in part.items():
            rows[table] += found
    return rows


@given(documents())
@settings(max_examples=10, deadline=None)
def test_the_parts_are_the_whole(tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]) -> None:
    text = text_of(tmp_path_factory.mktemp("parts"), document)
    whole = json_format.read(text)
    for sessions in (1, 3):
        parts = in_parts(text, sessions)
        assert parts is not None
        assert together(parts) == whole
        assert together(parts) == whole  # once more


def test_each_session_is_in_one_part_and_all_else_in_the_last(tmp_path: Path) -> None:
    parts = in_parts(text_of(tmp_path, a_full_document()))
    assert parts is not None
    assert [len(part["sessions"]) for part in parts] == [1, 1, 1, 0]
    assert [len(part["body_weights"]) for part in parts] == [0, 0, 0, 1]
    assert parts.days == ("2026-11-22", "2026-11-30")


def test_what_is_in_another_layout_or_wrong_is_left_to_who_reads_the_whole(tmp_path: Path) -> None:
    text = text_of(tmp_path, a_full_document())
    twice = a_document(sessions=[a_session(1), a_session(2, sets=[a_set(101)]), a_session(3, sets=[a_set(101)])])
    lines = ",\n".join(json.dumps(one)[:-2] + "\n]}" for one in twice["sessions"])  # type: ignore[union-attr, attr-defined]
    beginning, _, rest = text.partition('"sessions": [\n')
    end = rest[rest.index('],\n"one_rms"') :]
    for other in (
        "",
        "{",
        text[:-40],
        text[:900],
        json.dumps(json.loads(text), indent=1),
        text.replace('"version"', '"Version"'),
        text.replace('"target_ms": 5000', '"target_ms": 0'),
        text.replace('"rpe": 8.0', '"rpe": NaN'),
        text.replace(f'"session_id": "{an_id(1)}"', f'"session_id": "{an_id(77)}"'),
        f'{beginning}"sessions": [\n{lines}\n{end}',
    ):
        assert other != text
        assert in_parts(other) is None
    assert staged(io.BytesIO(text.encode("utf-16"))) is None
    assert in_parts(f'{beginning}"sessions": [\n{lines.replace(an_id(101), an_id(109), 1)}\n{end}') is not None


def test_rows_in_parts_are_brought_in_as_the_whole_is(database: Database, tmp_path: Path) -> None:
    text = text_of(tmp_path / "a", a_full_document())
    parts = in_parts(text)
    assert parts is not None
    make_database(tmp_path / "b", json_format.read(text))
    with database.write() as connection:
        counts = plan_upsert(connection, parts)
        with record_edit(connection, EditKind.IMPORT, "import", NOW) as recorder:
            assert apply_upsert(connection, recorder, parts) == counts
        assert plan_upsert(connection, parts).changes == 0
    with closing(open_database(tmp_path / "b", now=NOW)) as other:
        assert whole_store(database).keys() == whole_store(other).keys()
        assert as_text(tmp_path / "a") == as_text(tmp_path / "b")
    with database.read() as connection:
        assert "".join(json_format.lines(connection)) == text
    with database.write() as connection:
        undo(connection, NOW)
    assert not any(whole_store(database).values())


def test_a_large_file_is_read_in_parts_and_previewed_as_a_small_one(database: Database, tmp_path: Path) -> None:
    document, long = a_full_document(), a_full_document()
    small, large = tmp_path / "all.json", tmp_path / "large" / "all.json"
    large.parent.mkdir()
    small.write_text(text_of(tmp_path / "a", document), "utf-8")
    long["sessions"][0]["note"] = "n" * 5_000_000  # type: ignore[index]
    large.write_text(text_of(tmp_path / "b", long), "utf-8")
    source = open_source(large)
    assert isinstance(source, NativeSource)
    assert isinstance(source.rows, StagedRows)
    with database.read() as connection:
        previews = [Importer(open_source(path), ()).preview(connection) for path in (small, large)]
    assert previews[0] == previews[1]
    large.write_text(large.read_text("utf-8")[:-9], "utf-8")
    with pytest.raises(Exception, match="not valid JSON"):
        open_source(large)
