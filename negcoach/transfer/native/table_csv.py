"""negcoach's own CSV of what is no set: body weights, 1RMs, answers about soreness, programmes that were begun, sides.

Each table is a file of its own, for a spreadsheet, and can be imported again without duplicates. ``date`` is only for
the eye: it repeats the day of the time, or of ``sides`` that of the last change, in UTC. Loads are kilograms; ``unit``
is the one in which a 1RM was typed. ``pauses`` of a programme are ``start/end``, one a line. The cells are those of
``cells.py``, with a variant for spreadsheets that expect semicolons.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from negcoach.errors import NegcoachError
from negcoach.store.database.tables import STAMPS
from negcoach.texts import counted
from negcoach.transfer.native.cells import Echo, cell_schema, read_cell, time_cell, with_comma
from negcoach.transfer.native.row_schema import (
    ROW_SCHEMAS,
    SIDES,
    Rows,
    checked_row,
    empty_rows,
    require_unique,
)
from negcoach.transfer.native.selection import (
    ALL,
    Selection,
    Values,
    stored_body_weights,
    stored_one_rms,
    stored_programme_runs,
    stored_sides,
    stored_soreness,
)

DATE = "date"
"""The heading of the first column."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table as a file: by heading its columns, in the file's order, and the function that yields its rows."""

    columns: dict[str, str]
    stored: Callable[[sqlite3.Connection, Selection], Iterator[Values]]


_TABLES = {
    "body_weights": _Table(
        {"kg": "kg", "measured_at": "measured_at", "body_weight_id": "id", "changed": "changed_ms"},
        stored_body_weights,
    ),
    "one_rms": _Table(
        {
            "exercise_id": "exercise",
            "one_rm_kg": "kg",
            "unit": "unit",
            "kind": "kind",
            "tested_at": "tested_at",
            "one_rm_id": "id",
            "changed": "changed_ms",
        },
        stored_one_rms,
    ),
    "soreness": _Table(
        {
            "muscle": "muscle",
            "rating": "rating",
            "hours_after": "hours",
            "rated_at": "rated_at",
            "session_id": "session_id",
            "soreness_id": "id",
            "changed": "changed_ms",
        },
        stored_soreness,
    ),
    "programme_runs": _Table(
        {
            "programme": "programme",
            "begun_at": "begun_at",
            "pauses": "pauses",
            "stopped_at": "stopped_at",
            "programme_run_id": "id",
            "changed": "changed_ms",
        },
        stored_programme_runs,
    ),
    SIDES: _Table(
        {"exercise_id": "exercise", "which_side": "which", "side": "side", "changed": "changed_ms"},
        stored_sides,
    ),
}


def lines(
    connection: sqlite3.Connection, table: str, selection: Selection = ALL, *, semicolons: bool = False
) -> Iterator[str]:
    """Yield the lines of the file of a table, one of the five, each with its end (RFC 4180), oldest row first.

    ``semicolons`` are for a spreadsheet that expects them between the cells, and a comma before the decimals. Raises
    ``ValueError`` as ``stored_sessions`` does.
    """
    writer = csv.writer(Echo(), delimiter=";" if semicolons else ",")
    columns = _TABLES[table].columns
    yield writer.writerow((DATE, *columns))
    cells = [
        (name, ROW_SCHEMAS[table][name].free_text, cell_schema(name, ROW_SCHEMAS[table][name])[1])
        for name in columns.values()
    ]
    for values in _TABLES[table].stored(connection, selection):
        row = [values[STAMPS[table][0]][:10] if table in STAMPS else time_cell(values["changed_ms"])[:10]]
        for name, typed, write in cells:
            cell = "" if values[name] is None else write(values[name])
            row.append(with_comma(cell, typed) if semicolons else cell)
        yield writer.writerow(row)


def recognises(header: Sequence[str]) -> bool:
    """Return whether a first line is one of these files, its columns in whatever order."""
    return _table_of(header) is not None


def rows_of(lines: Iterable[Sequence[str]]) -> Rows:
    """Return the rows of a file from its lines, split into cells, the header first.

    Raises ``NegcoachError`` that says which row is wrong, counted as a spreadsheet counts.
    """
    rest = iter(lines)
    header = _names(next(rest, ()))
    table = _table_of(header)
    assert table is not None, "it was recognised"
    columns = _TABLES[table].columns
    for heading in columns:
        if heading not in header:
            raise NegcoachError(f"The column {heading} is missing: this is not a complete negcoach export.")
    cells = [
        (heading, header.index(heading), name, cell_schema(name, ROW_SCHEMAS[table][name])[0])
        for heading, name in columns.items()
    ]
    rows = empty_rows()
    for number, row in enumerate(rest, start=2):
        if not any(row):
            continue
        where = f"Row {number}"
        if len(row) < len(header):
            raise NegcoachError(f"{where} has {counted(len(row), 'cell')} instead of {len(header)}: it was cut short.")
        values = {name: read_cell(row[at], f"{where}: {heading}", column) for heading, at, name, column in cells}
        rows[table].append(checked_row(table, values, where))
    require_unique(rows)
    return rows


def _table_of(header: Sequence[str]) -> str | None:
    """Return the table that a header is of, by the column of its ids, or of which side it is."""
    names = _names(header)
    for table, one in _TABLES.items():
        if next(heading for heading, name in one.columns.items() if name in ("id", "which")) in names:
            return table
    return None


def _names(header: Sequence[str]) -> list[str]:
    return [name.removeprefix("\ufeff").strip() for name in header]
