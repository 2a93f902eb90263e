"""Hevy's format: one row per set; times are in the phone's language, or in ISO 8601."""

from __future__ import annotations

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, kind_of, rpe_of, set_row, was_lowered


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    session = SessionFacts(
        start.text, row.text("title"), start, end=date(row.text("end")), note=row.lines("session_note")
    )
    note, index = row.lines("note"), row.number("set")
    if index is not None and was_lowered(note, f"Set {index + 1:g}: "):
        return SetRow(session, exercise, start, skip=Reason.LOWERED)
    return set_row(
        row,
        session,
        exercise,
        start,
        timed=bool(row.number("distance") or row.number("seconds")),
        kind=kind_of(row.text("kind")),
        rpe=rpe_of(row.number("rpe")),
        exercise_note=note,
    )


HEVY = Format(
    app=app_names.HEVY,
    columns={
        "title": "title | workout_title",
        "date": "start_time",
        "end": "end_time",
        "session_note": "description",
        "exercise": "exercise_title",
        "note": "exercise_notes",
        "set": "set_index",
        "kind": "set_type",
        "load": "weight",
        "reps": "reps",
        "distance": "distance_km | distance_miles | distance_meters | distance",
        "seconds": "duration_seconds",
        "rpe": "rpe",
    },
    needs=frozenset({"date", "exercise", "reps"}),
    read=_read,
    of_session=frozenset({"date", "end", "title", "session_note"}),
)
