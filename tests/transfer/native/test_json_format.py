"""negcoach's own JSON: nothing is lost, and nothing wrong is taken."""

from __future__ import annotations

import copy
import json
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.store.database.tables import TABLES
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.transfer.native import json_format
from negcoach.transfer.native.selection import Selection
from tests.store.samples import NOW
from tests.transfer.samples import (
    a_document,
    a_full_document,
    a_rep,
    a_session,
    a_set,
    an_id,
    as_text,
    make_database,
)
from tests.transfer.strategies import documents


def test_a_document_says_what_it_is_and_holds_no_time_of_its_making(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_document()))
    text = as_text(tmp_path)
    assert text == (
        '{\n"format": "negcoach",\n"version": 7,\n"sessions": [\n],\n"one_rms": [\n],\n"body_weights": [\n],\n'
        '"soreness": [\n],\n"programme_runs": [\n],\n"sides": [\n]\n}\n'
    )
    assert json_format.recognises(text)


def test_what_was_read_is_written_again(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    assert json.loads(as_text(tmp_path)) == a_full_document()


def test_a_file_of_the_version_before_is_read_and_a_1rm_in_it_was_called_tested(tmp_path: Path) -> None:
    old = a_full_document() | {"version": 1}
    del old["programme_runs"], old["sides"]
    for session in old["sessions"]:  # type: ignore[attr-defined]
        for one in (*session["sets"], *session["concentric_sets"]):
            since = ("planned_side", "knee", "planned_fewer", "way", "attempt")
            pain = (*PAIN_COLUMNS.values(), *NEXT_MORNING_COLUMNS.values())
            for name in ("planned_load_unit", "load_unit", "purpose", *since, *pain):
                one.pop(name, None)
    del old["one_rms"][0]["unit"], old["one_rms"][0]["kind"]  # type: ignore[index]
    make_database(tmp_path, json_format.rows_of(old))
    found = json.loads(as_text(tmp_path))
    assert found["programme_runs"] == found["sides"] == []
    assert [one["load_unit"] for one in found["sessions"][0]["sets"]] == [None, None, None]
    assert [one["planned_load_unit"] for one in found["sessions"][0]["sets"]] == [None, None, None]
    assert {one["purpose"] for one in found["sessions"][0]["sets"]} == {"work"}
    assert {one["way"] for one in found["sessions"][0]["sets"]} == {"straight"}
    assert (found["one_rms"][0]["unit"], found["one_rms"][0]["kind"]) == (None, "tested")


def test_each_row_has_a_line(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    text = as_text(tmp_path)
    for table in ("sessions", "sets", "concentric_sets", "one_rms", "body_weights", "soreness", "programme_runs"):
        for row in json_format.read(text)[table]:
            assert sum(str(row["id"]) in line.partition(",")[0] for line in text.splitlines()) == 1
    assert sum('"ordinal"' in line for line in text.splitlines()) == 5


@settings(deadline=None, max_examples=25)
@given(documents())
def test_exporting_importing_and_exporting_again_is_the_same_to_the_byte(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        make_database(first, json_format.rows_of(document))
        text = as_text(first)
        rows = json_format.read(text)
        assert {name: {tuple(row) for row in rows[name]} <= {table.columns} for name, table in TABLES.items()}
        make_database(second, rows)
        assert as_text(second) == text


def test_deleted_things_stay_behind(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    with closing(open_database(tmp_path, now=NOW)) as database, database.write() as connection:
        at = "2026-12-01T00:00:00.000+01:00"
        for table in ("sets", "body_weights"):
            connection.execute(f"UPDATE {table} SET deleted_at = ? WHERE id IN (?, ?)", (at, an_id(101), an_id(401)))
        connection.execute("UPDATE sessions SET deleted_at = ? WHERE id = ?", (at, an_id(3)))
        connection.execute("UPDATE reps SET deleted_at = ? WHERE set_id = ? AND ordinal = 1", (at, an_id(102)))
    left = json.loads(as_text(tmp_path))
    assert [session["id"] for session in left["sessions"]] == [an_id(1), an_id(2)]
    assert [performed["id"] for performed in left["sessions"][0]["sets"]] == [an_id(102), an_id(103)]
    assert [rep["ordinal"] for rep in left["sessions"][0]["sets"][0]["reps"]] == [2]
    assert left["body_weights"] == []


def test_soreness_outlives_its_deleted_session(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    with closing(open_database(tmp_path, now=NOW)) as database, database.write() as connection:
        connection.execute("UPDATE sessions SET deleted_at = 'x' WHERE id = ?", (an_id(1),))
    answers = json_format.read(as_text(tmp_path))["soreness"]
    assert [(answer["id"], answer["session_id"]) for answer in answers] == [(an_id(501), None), (an_id(502), None)]


@pytest.mark.parametrize(
    ("selection", "sessions", "others"),
    [
        (Selection(since=date(2026, 11, 23)), [2, 3], {"one_rms": 0, "body_weights": 0, "soreness": 2}),
        (Selection(until=date(2026, 11, 22)), [1], {"one_rms": 1, "body_weights": 1, "soreness": 0}),
        (Selection(date(2026, 11, 22), date(2026, 11, 24)), [1, 2], {"one_rms": 0, "body_weights": 0, "soreness": 1}),
        (Selection(exercise="bench-press"), [1], {"one_rms": 1, "body_weights": 0, "soreness": 0}),
        (Selection(exercise="overhead-press"), [2], {"one_rms": 0, "body_weights": 0, "soreness": 0}),
        (Selection(exercise="nothing"), [], {"one_rms": 0, "body_weights": 0, "soreness": 0}),
    ],
)
def test_a_part_can_be_chosen(
    tmp_path: Path, selection: Selection, sessions: list[int], others: dict[str, int]
) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    rows = json_format.read(as_text(tmp_path, selection))
    assert [row["id"] for row in rows["sessions"]] == [an_id(number) for number in sessions]
    assert {name: len(rows[name]) for name in others} == others
    if selection.exercise:
        assert {row["exercise"] for row in rows["sets"] + rows["concentric_sets"]} <= {selection.exercise}


def test_times_become_stamps_and_texts_are_cleaned() -> None:
    session = a_session(started_at="2026-11-22T09:00:00Z", note="a\x1b]0;x\x07b\r\nc", title="one\ntwo", rpe=8)
    (row,) = json_format.rows_of(a_document(sessions=[session]))["sessions"]
    assert (row["started_at"], row["started_ms"]) == ("2026-11-22T09:00:00.000+00:00", 1_795_338_000_000)
    assert (row["note"], row["title"], row["deleted_at"]) == ("ab\nc", "one two", None)
    assert isinstance(row["rpe"], float)


_WRONG: list[tuple[str, Any, str]] = [
    ("format", "other", 'This is not a negcoach export: it does not begin with "format": "negcoach".'),
    ("version", 8, "This export is version 8; this negcoach reads up to version 7. Update negcoach."),
    ("version", "2", 'version must be 7, not "2".'),
    ("sessions", {}, "The file: sessions must be a list, not an object."),
    ("sessions.0", 5, "session 1 must be an object, not 5."),
    ("sessions.0.id", "1", 'session 1: id must be a UUID, such as 00000000-0000-0000-0000-000000000000, not "1".'),
    ("sessions.0.started_at", "2026-11-22", "session 1: started_at must be a time with its offset"),
    ("sessions.0.started_at", "0001-01-01T00:00:00+00:00", "session 1: started_at must be a time with its offset"),
    ("sessions.0.ended_at", "soon", "or nothing, not "),
    ("sessions.0.rpe", 10.5, "session 1: rpe must be a number from 0 to 10 or nothing, not 10.5."),
    ("sessions.0.rpe", True, "session 1: rpe must be a number from 0 to 10 or nothing, not true."),
    ("sessions.0.note", None, "session 1: note must be a text, not nothing."),
    ("sessions.0.changed_ms", 10**15, "session 1: changed_ms must be a whole number from 0 to"),
    ("sessions.0.sets.1.tempo", "5-1", 'session 1, set 2: tempo must be a tempo, such as 5-1-A-1, not "5-1".'),
    (
        "sessions.0.sets.1.unilateral",
        2,
        "session 1, set 2: unilateral must be true or false (in a table yes or no), not 2.",
    ),
    (
        "sessions.0.sets.0.load_kg",
        -1,
        "session 1, set 1: load_kg must be 0 or more, not -1.0: only a bodyweight exercise can be helped.",
    ),
    ("sessions.0.sets.0.load_unit", "st", 'load_unit must be one of kg, lb or nothing, not "st".'),
    ("sessions.0.sets.0.pain", 11, "pain must be a whole number from 0 to 10 or nothing, not 11."),
    ("sessions.0.sets.0.purpose", "fun", 'purpose must be one of work, test, try, not "fun".'),
    ("one_rms.0.kind", "guessed", 'kind must be one of tested, entered, estimated, not "guessed".'),
    ("sessions.0.sets.0.exercise", "\x07", "session 1, set 1: exercise must be a text that is not empty"),
    ("sessions.0.sets.0.stop_reason", "bored", "must be one of target-reached, tempo-loss"),
    ("sessions.0.sets.0.reps.2.target_ms", 0, "session 1, set 1, rep 3: target_ms must be a whole number from 1"),
    ("sessions.0.sets.0.reps.2.side", "up", "session 1, set 1, rep 3: side must be one of left, right or nothing"),
    ("sessions.0.sets.0.reps.2.measured_ms", 1.5, "measured_ms must be a whole number from 0"),
    ("sessions.0.sets.0.reps.2.ordinal", 1, f"reps: {an_id(101)} 1 appears twice; each may appear only once."),
    ("sessions.0.sets.0.colour", 1, 'session 1, set 1: "colour" is not known here.'),
    ("sessions.1.id", an_id(1), f"sessions: {an_id(1)} appears twice"),
    ("sessions.1.concentric_sets.0.muscles", ["a\nb"], "session 2, concentric set 1: muscles must be a list of names"),
    ("sessions.1.concentric_sets.0.kind", [], "kind must be one of normal, warm-up, drop, failure, not a list."),
    ("soreness.0.rating", 7, "soreness 1: rating must be a whole number from 0 to 6 or nothing, not 7."),
    ("soreness.0.session_id", an_id(9), f'soreness 1: session_id "{an_id(9)}" is not a session in this file.'),
    ("one_rms.0.kg", float("inf"), "1RM 1: kg must be a number from 0 to 1000000, not inf."),
    ("body_weights.0", [], "body weight 1 must be an object, not a list."),
    ("programme_runs.0.pauses", "soon", "programme run 1: pauses must be pauses as start/end, one a line"),
    ("programme_runs.0.pauses", "2026-11-21T09:00/", "each a time with its offset"),
    ("sides.0.exercise", "", "side 1: exercise must be a text that is not empty"),
    ("sides.0.which", "stronger", 'side 1: which must be one of weaker, only, not "stronger".'),
    ("sides.0.side", "up", 'side 1: side must be one of left, right, both, not "up".'),
    ("sides.1.side", "both", "side 2: side must be left or right, not both: only one can be the weaker one."),
    ("sides.1.which", "only", "sides: only heel-drop appears twice; each may appear only once."),
]


@pytest.mark.parametrize(("place", "value", "says"), _WRONG)
def test_what_is_wrong_is_told_with_its_place(place: str, value: Any, says: str) -> None:
    document = copy.deepcopy(a_full_document())
    target: Any = document
    *way, last = (int(step) if step.isdigit() else step for step in place.split("."))
    for step in way:
        target = target[step]
    target[last] = value
    with pytest.raises(NegcoachError) as error:
        json_format.rows_of(document)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("key", ["sessions", "soreness"])
def test_a_missing_key_is_told(key: str) -> None:
    document = a_document()
    del document[key]
    with pytest.raises(NegcoachError, match=f'The file: "{key}" is missing.'):
        json_format.rows_of(document)


def test_a_missing_key_of_a_row_is_told() -> None:
    rep = a_rep()
    del rep["target_ms"]
    with pytest.raises(NegcoachError, match='session 1, set 1, rep 1: "target_ms" is missing'):
        json_format.rows_of(a_document(sessions=[a_session(sets=[a_set(reps=[rep])])]))


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"format": "negcoach",', "[" * 100_000, '{"format": NaN}', "[" + "9" * 5000 + "]", "[]", "null", "3"],
)
def test_what_is_no_whole_document_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NegcoachError) as error:
        json_format.read(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("beginning", "ours"),
    [
        ('{\n"format": "negcoach",', True),
        ('\ufeff{"format":"negcoach"', True),
        ('{"version": 1, "format": "negcoach"', False),
        ("Date,Workout Name", False),
        ("", False),
    ],
)
def test_the_beginning_tells_the_format(beginning: str, ours: bool) -> None:
    assert json_format.recognises(beginning) is ours


def test_a_stored_value_that_makes_no_sense_is_told_with_its_database(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    with closing(open_database(tmp_path, now=NOW)) as database:
        with database.write() as connection:
            connection.execute("UPDATE sets SET tempo = 'Q' WHERE id = ?", (an_id(102),))
        says = r"holds a value that negcoach does not write \(sets .*: tempo"
        with pytest.raises(NegcoachError, match=says), database.read() as connection:
            list(json_format.lines(connection))
