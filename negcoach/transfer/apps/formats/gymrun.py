"""GymRun's format ("CSV (Entries)"): one row per set, with the day and the time of day in two columns."""

from __future__ import annotations

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow
from negcoach.transfer.apps.dates import with_time_of_day
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, set_row


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    day = date(row.text("date"))
    if day is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    at = with_time_of_day(row.text("time"), day)
    return set_row(
        row,
        SessionFacts(day.at.date().isoformat(), row.text("title"), at),
        exercise,
        at,
        timed=bool(row.text("duration") or row.number("distance")),
        note=row.lines("note"),
    )


GYMRUN = Format(
    app=app_names.GYMRUN,
    columns={
        "date": "Date",
        "time": "Time",
        "title": "Routine",
        "exercise": "Exercise",
        "order": "Set",
        "load": "Weight",
        "reps": "Reps",
        "duration": "Duration",
        "distance": "Distance",
        "note": "Note",
    },
    needs=frozenset({"date", "time", "exercise", "order", "reps"}),
    read=_read,
)
