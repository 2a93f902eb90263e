"""StrongLifts' formats, which have no row for each set.

The current one has a row for each exercise of a workout, with a pair of columns for each set: its reps and its load.
The old one has a row for each workout, with columns for each of its exercises: the load, in kg and in lb, and the reps
of each set. A set of 0 reps failed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow, normalise
from negcoach.transfer.apps.dates import WallTime, with_time_of_day
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, body_weight_of, set_row
from negcoach.transfer.apps.reading import DELIMITERS, FileText, TextTable, header_of, laid_out, table_of

_HEADER = (
    *("Date", "Start", "End", "Workout", "Exercise", "Reps", "Weight (kg)", "Weight (lb)", "Notes"),
    *("Body Weight (kg)", "Body Weight (lb)"),
)

_DATE = normalise("Date (yyyy/mm/dd)")
_DAY_S = 24 * 3600

_Row = tuple[str, ...]


def _lay_out(file: FileText, on_many: Callable[[], None]) -> TextTable | None:
    for delimiter in DELIMITERS:
        names = [normalise(name) for name in header_of(file, delimiter)]
        if {_DATE, "exercise", "set 1 reps"} <= set(names):
            split = _exercise_rows
        elif {"date", "workout", "exercise 1", "set 1"} <= set(names):
            split = _workout_rows
        else:
            continue
        rows = table_of(file, delimiter, on_many=on_many).rows
        found = (
            (number, row)
            for number, cells in enumerate(rows, start=1)
            for row in (split(names, cells) if len(cells) == len(names) else [tuple(cells[:1])])
        )
        return laid_out(_HEADER, found, on_many)
    return None


def _exercise_rows(names: Sequence[str], cells: Sequence[str]) -> Iterator[_Row]:
    """Yield the sets of a row of the current format; one without sets, as of a timed exercise, is one row."""
    cell = dict(zip(names, cells, strict=True))
    facts = (cell[_DATE], cell.get("start time h mm", ""), cell.get("end time h mm", ""))
    named = (cell.get("workout name", ""), cell["exercise"])
    more = (cell.get("notes", ""), cell.get("body weight kg", ""), cell.get("body weight lb", ""))
    sets = [
        (reps, cell.get(f"set {number} kg", ""), cell.get(f"set {number} lb", ""))
        for number in range(1, len(names))
        if (reps := cell.get(f"set {number} reps", ""))
    ]
    for one in sets or [("", "", "")]:
        yield (*facts, *named, *one, *more)


def _workout_rows(names: Sequence[str], cells: Sequence[str]) -> Iterator[_Row]:
    """Yield the sets of a row of the old format."""
    starts = [index for index, name in enumerate(names) if re.fullmatch(r"exercise \d+", name)]
    before = dict(zip(names[: starts[0]], cells, strict=False))
    weight = before.get("body weight", "") or before.get("body weight kg", "")
    more = (before.get("note", ""), weight, "" if weight else before.get("body weight lb", ""))
    for start, end in zip(starts, [*starts[1:], len(names)], strict=True):
        if not cells[start]:
            continue
        here = list(zip(names[start:end], cells[start:end], strict=True))
        loads = {name: text for name, text in here if name.startswith("weight")}
        kg = loads.get("weight kg", "")
        pair = (kg, "" if kg else loads.get("weight lb", ""))
        for reps in [text for name, text in here if re.fullmatch(r"set \d+", name) and text] or [""]:
            yield (before["date"], "", "", before["workout"], cells[start], reps, *pair, *more)


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    day = date(row.text("date"))
    if day is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    start = with_time_of_day(row.text("start"), day)
    session = SessionFacts(
        start.text, row.text("title"), start, end=_end(row.text("end"), start), note=row.lines("note")
    )
    return set_row(row, session, exercise, start, body_weight=body_weight_of(row))


def _end(text: str, start: WallTime) -> WallTime | None:
    """Return the end of a workout, of which only the time of day is known."""
    end = with_time_of_day(text, start) if text else None
    return end.later(_DAY_S) if end is not None and end.at < start.at else end


STRONGLIFTS = Format(
    app=app_names.STRONGLIFTS,
    columns={
        "date": "Date",
        "start": "Start",
        "end": "End",
        "title": "Workout",
        "exercise": "Exercise",
        "reps": "Reps",
        "load": "Weight",
        "note": "Notes",
        "body weight": "Body Weight",
    },
    needs=frozenset({"date", "exercise", "reps"}),
    read=_read,
    lay_out=_lay_out,
)
