"""negcoach's own CSV: a row a rep, harmless in a spreadsheet, and read again to the same rows."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.transfer.native import csv_format, json_format
from negcoach.transfer.native.cells import escape_formula, unescape_formula
from negcoach.transfer.native.csv_format import HEADER
from tests.store.samples import NOW
from tests.transfer.samples import a_document, a_full_document, a_session, a_set, an_id, make_database
from tests.transfer.strategies import documents

IN_CSV = ("sessions", "sets", "reps", "concentric_sets")


def written(folder: Path, document: dict[str, Any]) -> str:
    make_database(folder, json_format.rows_of(document))
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        return "".join(csv_format.lines(connection))


def table_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def dicts_of(text: str) -> list[dict[str, str]]:
    header, *rows = table_of(text)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_rep_is_a_row_with_names_and_units(tmp_path: Path) -> None:
    rows = dicts_of(written(tmp_path, a_full_document()))
    first = rows[0]
    assert (first["date"], first["exercise"], first["phase"]) == ("2026-11-22", "Bench press", "lowered")
    assert (first["set"], first["rep"], first["load_kg"]) == ("1", "1", "107.5")
    assert (first["target_s"], first["measured_s"], first["tempo"]) == ("5", "4.87", "5-1-A-1")
    assert [(row["rep"], row["measured_s"]) for row in rows[:3]] == [("1", "4.87"), ("2", ""), ("3", "2.9")]
    assert (rows[3]["side"], rows[4]["side"], rows[3]["one_sided"]) == ("left", "right", "yes")


def test_a_file_in_which_the_set_type_was_called_otherwise_is_read_to_the_same(tmp_path: Path) -> None:
    text = written(tmp_path, a_full_document())
    header, *rows = table_of(text)
    assert "set_type" in header and "way" not in header
    older = ["way" if heading == "set_type" else heading for heading in header]
    assert csv_format.rows_of([older, *rows]) == csv_format.rows_of(table_of(text))


def test_with_semicolons_the_decimals_have_a_comma_and_it_is_read_to_the_same(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    with closing(open_database(tmp_path, now=NOW)) as database, database.read() as connection:
        commas = "".join(csv_format.lines(connection))
        semicolons = "".join(csv_format.lines(connection, semicolons=True))
    header, first, *_ = csv.reader(io.StringIO(semicolons, newline=""), delimiter=";")
    row = dict(zip(header, first, strict=True))
    assert (row["load_kg"], row["measured_s"], row["tempo"]) == ("107,5", "4,87", "5-1-A-1")
    assert row["session_start"] == dicts_of(commas)[0]["session_start"]
    table = csv.reader(io.StringIO(semicolons, newline=""), delimiter=";", strict=True)
    assert csv_format.rows_of(table) == csv_format.rows_of(table_of(commas))


def test_lifted_sets_sets_without_reps_and_empty_sessions_have_their_rows(tmp_path: Path) -> None:
    rows = dicts_of(written(tmp_path, a_full_document()))
    lifted = [row for row in rows if row["phase"] == "lifted"]
    assert [row["rep"] for row in lifted] == [str(number) for number in (*range(1, 9), *range(1, 9))]
    assert {row["load_kg"] for row in lifted} == {"42.5", "-12.5"}
    assert [(row["phase"], row["stop_reason"]) for row in rows if row["set_id"] == an_id(103)] == [("lowered", "pain")]
    assert [(row["phase"], row["set_id"]) for row in rows if row["session_id"] == an_id(3)] == [("", "")]


def test_texts_that_would_run_are_escaped_and_numbers_left_alone(tmp_path: Path) -> None:
    session = a_session(note="=HYPERLINK(1)", title="'quoted'", sets=[a_set(note="-left", exercise_name="@x")])
    (row,) = dicts_of(written(tmp_path, a_document(sessions=[session])))
    assert (row["session_note"], row["session_title"]) == ("'=HYPERLINK(1)", "''quoted'")
    assert (row["set_note"], row["exercise"]) == ("'-left", "'@x")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u00a0+", "'", "'="])
def test_what_begins_like_a_formula_is_escaped(start: str) -> None:
    assert escape_formula(start + "1").startswith("'")
    assert unescape_formula(escape_formula(start + "1")) == start + "1"


@given(st.text())
def test_defusing_is_taken_back_exactly(text: str) -> None:
    cell = escape_formula(text)
    assert unescape_formula(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@settings(deadline=None, max_examples=25)
@given(documents())
def test_what_was_written_is_read_to_the_same_rows(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = written(Path(folder), document)
        with closing(open_database(Path(folder), now=NOW)) as database, database.read() as connection:
            expected = json_format.read("".join(json_format.lines(connection)))
    found = csv_format.rows_of(table_of(text))
    assert {name: found[name] for name in IN_CSV} == {name: expected[name] for name in IN_CSV}


def test_no_number_is_so_long_that_a_spreadsheet_cuts_it_off(tmp_path: Path) -> None:
    cells = {cell for row in table_of(written(tmp_path, a_full_document())) for cell in row}
    assert not [cell for cell in cells if cell.isdigit() and len(cell) > 11]
    assert "2026-11-22T09:28:57.123Z" in cells


def test_columns_may_stand_in_any_order_and_the_date_may_be_gone(tmp_path: Path) -> None:
    table = table_of(written(tmp_path, a_full_document()))
    expected = csv_format.rows_of(table)
    assert csv_format.rows_of([row[:0:-1] for row in table]) == expected
    assert csv_format.rows_of([["\ufeff" + table[0][0], *table[0][1:]], *table[1:], [], [""]]) == expected


def test_the_lines_end_as_the_standard_says_and_cells_may_hold_lines(tmp_path: Path) -> None:
    text = written(tmp_path, a_document(sessions=[a_session(note='one\n"two"')]))
    assert text.count("\r\n") == 2
    assert '"one\n""two"""' in text


_WRONG = [
    ("load_kg", 1, "heavy", 'Row 2: load_kg must be a number from -1000000 to 1000000, not "heavy".'),
    (
        "measured_s",
        1,
        "4,8,7",
        'measured_s must be seconds with at most three decimals, such as 4.87 or nothing, not "4,',
    ),
    ("session_start", 1, "22.11.2026", "Row 2: session_start must be a time with its offset"),
    ("phase", 1, "up", 'Row 2: phase must be lowered or lifted, not "up".'),
    ("one_sided", 1, "maybe", 'Row 2: one_sided must be true or false (in a table yes or no), not "maybe".'),
    ("rep_ordinal", 2, "1", f"reps: {an_id(101)} 1 appears twice; each may appear only once."),
    ("session_note", 2, "other", "Row 3 contradicts an earlier row about its session. Make them agree."),
    ("load_kg", 2, "100", "Row 3 contradicts an earlier row about its set. Make them agree."),
    ("rep", 10, "9", "a rep of this lifted set is missing, or appears twice."),
    ("rep", 10, "x", 'Row 11: rep must be a whole number from 1, not "x".'),
    (
        "rep_changed",
        1,
        "2026-11-22T09:28:57",
        "Row 2: rep_changed must be a time such as 2026-11-22T09:28:57.123Z, not",
    ),
    ("set_id", 1, "7", "Row 2: set_id must be a UUID"),
]


@pytest.mark.parametrize(("column", "row", "value", "says"), _WRONG)
def test_what_is_wrong_is_told_with_its_row_and_column(
    tmp_path: Path, column: str, row: int, value: str, says: str
) -> None:
    table = table_of(written(tmp_path, a_full_document()))
    table[row][HEADER.index(column)] = value
    with pytest.raises(NegcoachError) as error:
        csv_format.rows_of(table)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([], "The column exercise is missing"),
        ([["Date", "Exercise"]], "The column exercise is missing"),
        ([[name for name in HEADER if name != "set_id"]], "The column set_id is missing"),
        ([list(HEADER), ["x"]], "Row 2 has 1 cell instead of"),
    ],
)
def test_half_a_file_is_refused(table: list[list[str]], says: str) -> None:
    with pytest.raises(NegcoachError, match=says):
        csv_format.rows_of(table)


def test_the_header_tells_the_format() -> None:
    assert csv_format.recognises(HEADER)
    assert csv_format.recognises(["\ufeffsession_id", "x", "set_id", "rep_ordinal"])
    assert not csv_format.recognises(["Date", "Workout Name"])
