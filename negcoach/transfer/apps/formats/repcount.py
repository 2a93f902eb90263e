"""RepCount's format: one row per set, with the start and the end of its workout; the unit of its loads is not in it."""

from __future__ import annotations

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, body_weight_of, set_row


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    return set_row(
        row,
        SessionFacts(start.text, row.text("title"), start, end=date(row.text("end"))),
        exercise,
        start,
        timed=bool(row.number("seconds") or row.number("distance")),
        category=row.text("category"),
        note=row.lines("note"),
        body_weight=body_weight_of(row),
    )


REPCOUNT = Format(
    app=app_names.REPCOUNT,
    columns={
        "date": "Workout Start",
        "end": "Workout End",
        "title": "Name",
        "exercise": "Exercise",
        "category": "Category",
        "load": "Weight",
        "reps": "Reps",
        "seconds": "Duration",
        "distance": "Distance",
        "note": "Notes",
        "body weight": "Bodyweight",
    },
    needs=frozenset({"date", "end", "exercise", "reps"}),
    read=_read,
)
