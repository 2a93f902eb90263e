"""negcoach's own CSV: a row for each rep, for a spreadsheet, which can be imported again without duplicates.

Each row repeats what belongs to its session and its set; the columns to look at come first, the ids last. ``phase`` is
``lowered``, or ``lifted`` for a concentric set, which has a row for each of its reps. A set without reps and a session
without sets have one row, whose other cells are empty. Loads are kilograms. There is a variant with semicolons between
the cells and decimal commas, as spreadsheets in many languages expect it (``cells.py``).
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from negcoach.errors import NegcoachError
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.store.prescribed_set import PRESCRIBED_FIELDS
from negcoach.texts import counted
from negcoach.transfer.native.cells import Echo, cell_schema, read_cell, with_comma
from negcoach.transfer.native.row_schema import (
    ROW_SCHEMAS,
    Rows,
    checked_row,
    empty_rows,
    excerpt,
    require_unique,
)
from negcoach.transfer.native.selection import ALL, ExportedSession, Selection, Values, ignore, stored_sessions

LOWERED, LIFTED = "lowered", "lifted"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: its heading, and by table the stored column that it shows."""

    heading: str
    sources: Mapping[str, str]


def _of(table: str, *pairs: tuple[str, str]) -> tuple[_Column, ...]:
    return tuple(_Column(heading, {table: name}) for heading, name in pairs)


def _of_sets(*pairs: tuple[str, str]) -> tuple[_Column, ...]:
    """Return the columns that lowered and lifted sets share."""
    return tuple(_Column(heading, {"sets": name, "concentric_sets": name}) for heading, name in pairs)


def _prescribed(*names: str) -> tuple[_Column, ...]:
    return _of("sets", *((_HEADINGS[name], name) for name in names))


_HEADINGS = {field.column: field.heading for field in PRESCRIBED_FIELDS}

_PLACED = ("exercise", "exercise_name", "set_number", "tempo")
_FIRST_PLANNED = ("planned_sets", "planned_reps", "planned_load_kg", "one_rm_kg")
"""The columns of a prescribed set with their own place; all others follow in the order of ``PRESCRIBED_FIELDS``."""

_COLUMNS = (
    _Column("date", {}),
    *_of_sets((_HEADINGS["exercise_name"], "exercise_name")),
    _Column("phase", {}),
    *_of_sets((_HEADINGS["set_number"], "set_number")),
    *_of("reps", ("rep", "number"), ("side", "side")),
    *_of_sets(("load_kg", "load_kg"), ("load_unit", "load_unit")),
    *_of("reps", ("target_s", "target_ms"), ("measured_s", "measured_ms")),
    *_prescribed("tempo"),
    *_of("sets", ("stop_reason", "stop_reason")),
    *_of_sets(("set_rpe", "rpe"), ("set_note", "note")),
    *_of("sets", *((column, column) for column in (*PAIN_COLUMNS.values(), *NEXT_MORNING_COLUMNS.values(), "attempt"))),
    *_of("sessions", ("session_rpe", "rpe"), ("session_title", "title"), ("session_note", "note")),
    *_of("sessions", ("session_start", "started_at"), ("session_end", "ended_at")),
    *_of_sets(("set_start", "started_at")),
    *_of("sets", ("set_end", "ended_at")),
    *_of("reps", ("rep_end", "completed_at")),
    *_of("concentric_sets", ("set_kind", "kind"), ("muscles", "muscles")),
    *_prescribed(*_FIRST_PLANNED, *(name for name in _HEADINGS if name not in (*_PLACED, *_FIRST_PLANNED))),
    *_of_sets((_HEADINGS["exercise"], "exercise")),
    *_of("sessions", ("session_id", "id")),
    *_of_sets(("set_id", "id")),
    *_of("reps", ("rep_ordinal", "ordinal")),
    *_of("sessions", ("session_changed", "changed_ms")),
    *_of_sets(("set_changed", "changed_ms")),
    *_of("reps", ("rep_changed", "changed_ms")),
)

HEADER = tuple(column.heading for column in _COLUMNS)
"""The first line. ``date`` is only for the eye: it repeats the day of ``session_start``."""


def lines(
    connection: sqlite3.Connection,
    selection: Selection = ALL,
    on_session: Callable[[], None] = ignore,
    *,
    semicolons: bool = False,
) -> Iterator[str]:
    """Yield the lines of the file, each with its end (RFC 4180), oldest session first.

    ``semicolons`` are for a spreadsheet that expects them between the cells, and a comma before the decimals. Raises
    ``ValueError`` as ``stored_sessions`` does.
    """
    writer = csv.writer(Echo(), delimiter=";" if semicolons else ",")
    yield writer.writerow(HEADER)
    for stored in stored_sessions(connection, selection, on_session):
        for row in _session_rows(stored):
            yield writer.writerow(map(with_comma, row, _IS_TYPED) if semicolons else row)


def recognises(header: Sequence[str]) -> bool:
    """Return whether a first line is one of this format, in whatever order, some columns perhaps missing."""
    return {"session_id", "set_id", "rep_ordinal"} <= {name.removeprefix("\ufeff") for name in header}


def rows_of(lines: Iterable[Sequence[str]]) -> Rows:
    """Return the rows of a file from its lines, split into cells, the header first.

    The columns' order does not matter. Raises ``NegcoachError`` that says which row is wrong, counted as a spreadsheet
    counts.
    """
    rest = iter(lines)
    positions, absent = _positions(next(rest, ()))
    reader = _Reader()
    for number, cells in enumerate(rest, start=2):
        if not any(cells):
            continue
        if len(cells) <= max(positions):
            raise NegcoachError(
                f"Row {number} has {counted(len(cells), 'cell')} instead of {len(HEADER)}: it was cut short."
            )
        row = [cells[position] for position in positions]
        for index in absent:
            row[index] = _ABSENT_CELLS[HEADER[index]]
        reader.add(row, f"Row {number}")
    return reader.rows()


def _session_rows(stored: ExportedSession) -> Iterator[list[str]]:
    row = [""] * len(HEADER)
    _write_cells(row, "sessions", stored.values)
    row[_DATE] = stored.values["started_at"][:10]
    if not stored.sets and not stored.concentric:
        yield row
    row[_PHASE] = LOWERED
    for performed in stored.sets:
        of_set = row.copy()
        _write_cells(of_set, "sets", performed.values)
        if not performed.reps:
            yield of_set
        for rep in performed.reps:
            of_rep = of_set.copy()
            _write_cells(of_rep, "reps", rep)
            yield of_rep
    row[_PHASE] = LIFTED
    for lifted in stored.concentric:
        _write_cells(row, "concentric_sets", lifted)
        for number in range(1, lifted["reps"] + 1):
            row[_REP] = str(number)
            yield row


def _write_cells(row: list[str], table: str, values: Values) -> None:
    for index, name, _, write in _CELLS[table]:
        value = values[name]
        row[index] = "" if value is None else write(value)


def _positions(header: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the position of each of our columns in a file, and which of ours, by index, it lacks."""
    names = [_RENAMED.get(name, name) for name in (name.removeprefix("\ufeff").strip() for name in header)]
    absent = [index for index, heading in enumerate(HEADER) if heading not in names]
    for index in absent:
        if HEADER[index] not in _ABSENT_CELLS:
            raise NegcoachError(f"The column {HEADER[index]} is missing: this is not a complete negcoach export.")
    return [names.index(heading) if heading in names else 0 for heading in HEADER], absent


class _Reader:
    """Collects the rows of tables from the rows of a file, in which sessions and sets are repeated."""

    def __init__(self) -> None:
        self._rows = empty_rows()
        self._hashes: dict[tuple[str, str], int] = {}
        """By table and id: the hash of the first row's values for a session or set."""
        self._lifted: dict[str, tuple[dict[str, object], list[int], str]] = {}
        """By id: the row of a lifted set, the numbers of its reps so far, and the location of its first row."""

    def add(self, cells: list[str], where: str) -> None:
        """Add a row, its cells in our order."""
        session_id, set_id, phase = cells[_SESSION_ID], cells[_SET_ID], cells[_PHASE]
        if self._is_first("sessions", session_id, cells, where):
            self._rows["sessions"].append(_read_row("sessions", cells, where))
        if phase == LOWERED:
            if self._is_first("sets", set_id, cells, where):
                self._rows["sets"].append(_read_row("sets", cells, where, session_id=session_id))
            if any(cells[index] for index in _INDEXES["reps"]):
                self._rows["reps"].append(_read_row("reps", cells, where, set_id=set_id))
        elif phase == LIFTED:
            self._add_lifted(cells, where)
        elif phase or set_id:
            raise NegcoachError(f"{where}: phase must be {LOWERED} or {LIFTED}, not {excerpt(phase)}.")

    def rows(self) -> Rows:
        """Return all rows. Raises ``NegcoachError`` where something is there twice or missing."""
        for row, numbers, where in self._lifted.values():
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                raise NegcoachError(f"{where}: a rep of this lifted set is missing, or appears twice.")
            row["reps"] = len(numbers)
        require_unique(self._rows)
        return self._rows

    def _add_lifted(self, cells: list[str], where: str) -> None:
        """Add a rep of a lifted set; how many reps it has is known only when all rows were seen."""
        set_id, number = cells[_SET_ID], cells[_REP]
        if not re.fullmatch("[1-9][0-9]{0,6}", number):
            raise NegcoachError(f"{where}: rep must be a whole number from 1, not {excerpt(number)}.")
        if self._is_first("concentric_sets", set_id, cells, where):
            row = _read_row("concentric_sets", cells, where, session_id=cells[_SESSION_ID], reps=1)
            self._rows["concentric_sets"].append(row)
            self._lifted[set_id] = row, [], where
        self._lifted[set_id][1].append(int(number))

    def _is_first(self, table: str, identity: str, cells: list[str], where: str) -> bool:
        """Return whether this is the first row of a session or set; the later ones must have the same values for it."""
        here = hash((cells[_SESSION_ID], *(cells[index] for index in _INDEXES[table])))
        before = self._hashes.get((table, identity))
        if before is None:
            self._hashes[table, identity] = here
        elif before != here:
            what = "session" if table == "sessions" else "set"
            raise NegcoachError(f"{where} contradicts an earlier row about its {what}. Make them agree.")
        return before is None


def _read_row(table: str, cells: Sequence[str], where: str, **more: object) -> dict[str, object]:
    values = dict(more)
    for index, name, column, _ in _CELLS[table]:
        values[name] = read_cell(cells[index], f"{where}: {HEADER[index]}", column)
    return checked_row(table, values, where)


_CELLS = {
    table: tuple(
        (index, column.sources[table], *cell_schema(column.sources[table], ROW_SCHEMAS[table][column.sources[table]]))
        for index, column in enumerate(_COLUMNS)
        if table in column.sources
    )
    for table in ("sessions", "sets", "concentric_sets", "reps")
}
"""By table, for each of its columns in the file: its index, its stored name, how it is read and how it is written."""

_INDEXES = {table: tuple(index for index, *_ in cells) for table, cells in _CELLS.items()}

_TYPED = {index for cells in _CELLS.values() for index, _, column, _ in cells if column.free_text}
_IS_TYPED = tuple(index in _TYPED for index in range(len(HEADER)))
"""Whether a column has a text that somebody typed."""

_ABSENT_CELLS = {
    "date": "",
    **{
        HEADER[index]: "" if column.default is None else write(column.default)
        for cells in _CELLS.values()
        for index, _, column, write in cells
        if column.since > 1
    },
}
"""The columns that a file may lack, because it is older than they are, and what is read as their cells."""

_RENAMED = {"way": "set_type"}
"""What columns are called now that older files call otherwise."""

_DATE, _PHASE, _REP = (HEADER.index(heading) for heading in ("date", "phase", "rep"))
_SESSION_ID, _SET_ID = (HEADER.index(heading) for heading in ("session_id", "set_id"))
