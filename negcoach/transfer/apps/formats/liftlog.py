"""LiftLog's format: one row per set that was done, with the time of the set and the id of its session."""

from __future__ import annotations

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow, unit_of
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, set_row


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    at = date(row.text("date"))
    if at is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    return set_row(
        row,
        SessionFacts(row.text("session") or at.at.date().isoformat(), "", at),
        exercise,
        at,
        unit=unit_of(row.text("unit")),
        exercise_note=row.lines("note"),
    )


LIFTLOG = Format(
    app=app_names.LIFTLOG,
    columns={
        "session": "SessionId",
        "date": "Timestamp",
        "exercise": "Exercise",
        "load": "Weight",
        "unit": "WeightUnit",
        "reps": "Reps",
        "note": "Notes",
    },
    needs=frozenset({"session", "date", "exercise", "reps"}),
    read=_read,
    in_utc=True,
)
