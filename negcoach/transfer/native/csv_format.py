"""negcoach's own CSV: one row a rep, for a spreadsheet, and to be read again without doubles.

Each row repeats what belongs to its session and its set; the columns to look at stand first, the identities last.
``phase`` is ``lowered``, or ``lifted`` for a concentric set, which has a row for each of its reps. A set without a
rep and a session without a set have a row of their own, the rest of it empty. Loads are kilograms, durations
seconds with up to three decimals, and when a row was changed is a text, since a spreadsheet keeps of so long a number
only the first digits. A text that a spreadsheet would run as a formula has an apostrophe before it, and
so has one that begins with an apostrophe: taking one off gives back what was there.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.store.database.stamps import utc_ms
from negcoach.store.plan import PLAN_FIELDS
from negcoach.transfer.native.row_schema import FIELDS, Field, Rows, no_rows, require_unique, row_of, shown, wrong_value
from negcoach.transfer.native.selection import ALL, Selection, StoredSession, Values, stored_sessions

LOWERED, LIFTED = "lowered", "lifted"

_BREAKS = ("\t", "\r", "\n")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell that is run as a formula begins with (OWASP, CSV Injection); Excel takes the wide forms too."""

_SECONDS = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,3}))?")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its header, and the tables' columns that stand in it."""

    header: str
    places: Mapping[str, str]


def _of(table: str, *pairs: tuple[str, str]) -> tuple[_Column, ...]:
    return tuple(_Column(header, {table: name}) for header, name in pairs)


def _of_both(*pairs: tuple[str, str]) -> tuple[_Column, ...]:
    return tuple(_Column(header, {"sets": name, "concentric_sets": name}) for header, name in pairs)


def _of_plan(*names: str) -> tuple[_Column, ...]:
    return _of("sets", *((_HEADINGS[name], name) for name in names))


_HEADINGS = {field.column: field.heading for field in PLAN_FIELDS}

_NAMED = ("exercise", "exercise_name", "set_number", "tempo")
_PLANNED = ("planned_sets", "planned_reps", "planned_load_kg", "one_rm_kg")
"""The columns of a plan that do not stand where ``PLAN_FIELDS`` has them."""

_COLUMNS = (
    _Column("date", {}),
    *_of_both((_HEADINGS["exercise_name"], "exercise_name")),
    _Column("phase", {}),
    *_of_both((_HEADINGS["set_number"], "set_number")),
    *_of("reps", ("rep", "number"), ("side", "side")),
    *_of_both(("load_kg", "load_kg")),
    *_of("reps", ("target_s", "target_ms"), ("measured_s", "measured_ms")),
    *_of_plan("tempo"),
    *_of("sets", ("stop_reason", "stop_reason")),
    *_of_both(("set_rpe", "rpe"), ("set_note", "note")),
    *_of("sessions", ("session_rpe", "rpe"), ("session_title", "title"), ("session_note", "note")),
    *_of("sessions", ("session_start", "started_at"), ("session_end", "ended_at")),
    *_of_both(("set_start", "started_at")),
    *_of("sets", ("set_end", "ended_at")),
    *_of("reps", ("rep_end", "completed_at")),
    *_of("concentric_sets", ("set_kind", "kind"), ("muscles", "muscles")),
    *_of_plan(*_PLANNED, *(name for name in _HEADINGS if name not in (*_NAMED, *_PLANNED))),
    *_of_both((_HEADINGS["exercise"], "exercise")),
    *_of("sessions", ("session_id", "id")),
    *_of_both(("set_id", "id")),
    *_of("reps", ("rep_ordinal", "ordinal")),
    *_of("sessions", ("session_changed", "changed_ms")),
    *_of_both(("set_changed", "changed_ms")),
    *_of("reps", ("rep_changed", "changed_ms")),
)

HEADER = tuple(column.header for column in _COLUMNS)
"""The first line. ``date`` is for the eye: it repeats that of ``session_start``."""


def lines(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[str]:
    """Yield the lines of the file, each with its end (RFC 4180), oldest session first.

    Raises ``ValueError`` as ``stored_sessions`` does.
    """
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADER)
    for stored in stored_sessions(connection, selection):
        for row in _session_rows(stored):
            yield writer.writerow(row)


def recognises(header: Sequence[str]) -> bool:
    """Return whether a first line is that of this format, in whatever order, some columns perhaps missing."""
    return {"session_id", "set_id", "rep_ordinal"} <= {name.removeprefix("\ufeff") for name in header}


def rows_of(lines: Iterable[Sequence[str]]) -> Rows:
    """Return the rows of a file from its lines, split into cells, the header first.

    The columns' order does not matter. Raises ``NegcoachError`` that says in which row, counted as a spreadsheet
    does, it is wrong.
    """
    rest = iter(lines)
    places, absent = _places(next(rest, ()))
    reader = _Reader()
    for number, cells in enumerate(rest, start=2):
        if not any(cells):
            continue
        if len(cells) <= max(places):
            raise NegcoachError(f"Row {number} has {len(cells)} cells and not {len(HEADER)}: it was cut short.")
        row = [cells[place] for place in places]
        for index in absent:
            row[index] = _ABSENT[HEADER[index]]
        reader.take(row, f"Row {number}")
    return reader.finish()


def defused(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    runs = text.startswith(("'", *_BREAKS)) or text.lstrip().startswith(_FORMULA)
    return "'" + text if runs else text


def restored(cell: str) -> str:
    """Return the text of a cell that ``defused`` gave."""
    return cell.removeprefix("'")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _session_rows(stored: StoredSession) -> Iterator[list[str]]:
    row = [""] * len(HEADER)
    _fill(row, "sessions", stored.values)
    row[_DATE] = stored.values["started_at"][:10]
    if not stored.sets and not stored.concentric:
        yield row
    row[_PHASE] = LOWERED
    for performed in stored.sets:
        of_set = row.copy()
        _fill(of_set, "sets", performed.values)
        if not performed.reps:
            yield of_set
        for rep in performed.reps:
            of_rep = of_set.copy()
            _fill(of_rep, "reps", rep)
            yield of_rep
    row[_PHASE] = LIFTED
    for lifted in stored.concentric:
        _fill(row, "concentric_sets", lifted)
        for number in range(1, lifted["reps"] + 1):
            row[_REP] = str(number)
            yield row


def _fill(row: list[str], table: str, values: Values) -> None:
    for index, name, _, write in _CELLS[table]:
        value = values[name]
        row[index] = "" if value is None else write(value)


def _places(header: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return where each of our columns stands in the file, and which of them (by index) the file does not have."""
    names = [name.removeprefix("\ufeff").strip() for name in header]
    absent = [index for index, column in enumerate(HEADER) if column not in names]
    for index in absent:
        if HEADER[index] not in _ABSENT:
            raise NegcoachError(f"The column {HEADER[index]} is missing: that is not a whole export of negcoach.")
    return [names.index(column) if column in names else 0 for column in HEADER], absent


class _Reader:
    """Puts the rows of a file together to rows of tables, each of those once."""

    def __init__(self) -> None:
        self._rows = no_rows()
        self._said: dict[tuple[str, str], int] = {}
        self._lifted: dict[str, tuple[dict[str, object], list[int], str]] = {}

    def take(self, cells: list[str], where: str) -> None:
        """Take a row, its cells in our order."""
        session, performed, phase = cells[_SESSION_ID], cells[_SET_ID], cells[_PHASE]
        if self._is_new("sessions", session, cells, where):
            self._rows["sessions"].append(_row("sessions", cells, where))
        if phase == LOWERED:
            if self._is_new("sets", performed, cells, where):
                self._rows["sets"].append(_row("sets", cells, where, session_id=session))
            if any(cells[index] for index in _PLACES["reps"]):
                self._rows["reps"].append(_row("reps", cells, where, set_id=performed))
        elif phase == LIFTED:
            self._take_lifted(cells, where)
        elif phase or performed:
            raise NegcoachError(f"{where}: phase is to be {LOWERED} or {LIFTED}, not {shown(phase)}.")

    def finish(self) -> Rows:
        """Return all rows. Raises ``NegcoachError`` where something is there twice or missing."""
        for row, numbers, where in self._lifted.values():
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                raise NegcoachError(f"{where}: of this lifted set a rep is missing, or there twice.")
            row["reps"] = len(numbers)
        require_unique(self._rows)
        return self._rows

    def _take_lifted(self, cells: list[str], where: str) -> None:
        """How many reps a lifted set has is known only when all rows were seen."""
        set_id, number = cells[_SET_ID], cells[_REP]
        if not re.fullmatch("[1-9][0-9]{0,6}", number):
            raise NegcoachError(f"{where}: rep is to be a whole number from 1, not {shown(number)}.")
        if self._is_new("concentric_sets", set_id, cells, where):
            row = _row("concentric_sets", cells, where, session_id=cells[_SESSION_ID], reps=1)
            self._rows["concentric_sets"].append(row)
            self._lifted[set_id] = row, [], where
        self._lifted[set_id][1].append(int(number))

    def _is_new(self, table: str, identity: str, cells: list[str], where: str) -> bool:
        """Return whether this is the first row of the session or set; the others are to say the same of it."""
        says = hash((cells[_SESSION_ID], *(cells[index] for index in _PLACES[table])))
        before = self._said.get((table, identity))
        if before is None:
            self._said[table, identity] = says
        elif before != says:
            what = "session" if table == "sessions" else "set"
            raise NegcoachError(f"{where} says something else of its {what} than a row above. Make them alike.")
        return before is None


def _row(table: str, cells: Sequence[str], where: str, **more: object) -> dict[str, object]:
    values = dict(more)
    for index, name, field, _ in _CELLS[table]:
        values[name] = _value(cells[index], f"{where}: {HEADER[index]}", field)
    return row_of(table, values, where)


def _value(cell: str, where: str, field: Field) -> object:
    if field.optional and not cell:
        return None
    try:
        return field.read(field.typed(cell))
    except (ValueError, TypeError, NegcoachError):
        raise wrong_value(where, field, cell) from None


def _formed(header: str, name: str, field: Field) -> tuple[Field, Callable[[Any], str]]:
    """Return how a column is read from its cell, and how it is written."""
    if field.free:
        return replace(field, typed=restored), defused
    if header.endswith("_s"):
        expected = "seconds with at most three decimals, such as 4.87"
        return replace(field, typed=_milliseconds, expected=expected), _seconds
    if name == "changed_ms":
        return replace(field, typed=_changed_ms, expected="a time such as 2026-11-22T09:28:57.123Z"), _changed
    if field.flag:
        return field, lambda value: "yes" if value else "no"
    return field, lambda value: repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}".rstrip("0").rstrip(".")


def _milliseconds(cell: str) -> int:
    found = _SECONDS.fullmatch(cell)
    if found is None:
        raise ValueError
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


def _changed(ms: int) -> str:
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"


def _changed_ms(cell: str) -> int:
    moment = datetime.fromisoformat(cell)
    if moment.utcoffset() is None:
        raise ValueError
    return utc_ms(moment)


_EPOCH = datetime(1970, 1, 1)

_CELLS = {
    table: tuple(
        (
            index,
            column.places[table],
            *_formed(column.header, column.places[table], FIELDS[table][column.places[table]]),
        )
        for index, column in enumerate(_COLUMNS)
        if table in column.places
    )
    for table in ("sessions", "sets", "concentric_sets", "reps")
}
"""By table: where its columns stand, what they may hold, and how that is written."""

_ABSENT = {
    "date": "",
    **{
        HEADER[index]: "" if field.default is None else write(field.default)
        for cells in _CELLS.values()
        for index, _, field, write in cells
        if field.since > 1
    },
}
"""The columns that a file may lack, as one of an older version does, and what stands for a cell of theirs."""

_PLACES = {table: tuple(index for index, *_ in cells) for table, cells in _CELLS.items()}

_DATE, _PHASE, _REP = (HEADER.index(header) for header in ("date", "phase", "rep"))
_SESSION_ID, _SET_ID, _ORDINAL = (HEADER.index(header) for header in ("session_id", "set_id", "rep_ordinal"))
