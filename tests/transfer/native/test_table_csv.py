"""What is no set as CSV: a file a table, harmless in a spreadsheet, and read again to the same rows."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import open_database
from negcoach.transfer.native import csv_format, json_format, table_csv
from negcoach.transfer.native.selection import ALL, Selection
from tests.store.samples import NOW
from tests.transfer.samples import a_document, a_full_document, an_id, make_database

TABLES = ("body_weights", "one_rms", "soreness", "programme_runs", "sides")


def written(folder: Path, table: str, selection: Selection = ALL, *, semicolons: bool = False) -> str:
    with closing(open_database(folder, now=NOW)) as database, database.read() as connection:
        return "".join(table_csv.lines(connection, table, selection, semicolons=semicolons))


def cells_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_each_row_begins_with_its_day_and_says_its_units(tmp_path: Path) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    header, weight = cells_of(written(tmp_path, "body_weights"))
    assert (header[:2], weight[:2]) == (["date", "kg"], ["2026-11-21", "80.4"])
    header, tested = cells_of(written(tmp_path, "one_rms"))
    assert dict(zip(header, tested, strict=True))["one_rm_kg"] == "100"
    header, sore, unasked = cells_of(written(tmp_path, "soreness"))
    assert sore[:4] == ["2026-11-23", "chest", "4", "24"]
    assert unasked[:4] == ["2026-11-25", "calf", "", ""]
    header, begun = cells_of(written(tmp_path, "programme_runs"))
    assert begun[:3] == ["2026-11-20", "bench-overload-8", "2026-11-20T09:00:00.000+01:00"]
    assert begun[header.index("pauses")].splitlines()[1] == "2026-11-29T09:00:00.000+01:00/"
    header, only, weaker = cells_of(written(tmp_path, "sides"))
    assert only[:4] == ["1970-01-01", "heel-drop", "only", "left"]
    assert weaker == ["2026-11-22", "heel-drop", "weaker", "right", "2026-11-22T09:28:57.123Z"]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("table", TABLES)
def test_a_file_is_read_to_the_rows_that_were_written(tmp_path: Path, table: str, delimiter: str) -> None:
    rows = json_format.rows_of(a_full_document())
    make_database(tmp_path, rows)
    text = written(tmp_path, table, semicolons=delimiter == ";")
    cells = cells_of(text, delimiter)
    assert table_csv.recognises(cells[0]) and not csv_format.recognises(cells[0])
    read = table_csv.rows_of(cells)
    assert read[table] == rows[table]
    assert not any(read[other] for other in read if other != table)


def test_a_name_that_a_spreadsheet_would_run_is_a_text(tmp_path: Path) -> None:
    soreness = {
        "id": an_id(1),
        "session_id": None,
        "muscle": "=1+1",
        "hours": None,
        "rating": 3,
        "rated_at": "2026-11-23T10:30:00.000+01:00",
        "changed_ms": 7,
    }
    make_database(tmp_path, json_format.rows_of(a_document(soreness=[soreness])))
    cells = cells_of(written(tmp_path, "soreness"))
    assert cells[1][1] == "'=1+1"
    assert table_csv.rows_of(cells)["soreness"][0]["muscle"] == "=1+1"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",80.4,", ",heavy,", "Row 2: kg must be a number from 0 to"),
        ("changed", "altered", "The column changed is missing"),
        (",80.4,", ",", "Row 2 has 4 cells instead of 5: it was cut short."),
    ],
)
def test_a_wrong_file_is_one_line_that_says_where(tmp_path: Path, old: str, new: str, says: str) -> None:
    make_database(tmp_path, json_format.rows_of(a_full_document()))
    text = written(tmp_path, "body_weights").replace(old, new)
    with pytest.raises(NegcoachError) as error:
        table_csv.rows_of(cells_of(text))
    assert str(error.value).startswith(says)
    assert "\n" not in str(error.value)
