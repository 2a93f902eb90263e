"""Fitbod's format: one row per set, whose times are in UTC and whose loads are in kg, whatever the app shows.

A load is that of one hand or one side; ``multiplier`` says how many there were, which no other app counts.
"""

from __future__ import annotations

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, set_row, start_key


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    return set_row(
        row,
        SessionFacts(start_key(start), "", start),
        exercise,
        start,
        timed=bool(row.number("seconds") or row.number("distance")),
        kind=ConcentricKind.WARM_UP if row.text("kind").casefold() == "true" else ConcentricKind.NORMAL,
        note=row.lines("note"),
    )


FITBOD = Format(
    app=app_names.FITBOD,
    columns={
        "date": "Date",
        "exercise": "Exercise",
        "reps": "Reps",
        "load": "Weight",
        "seconds": "Duration(s)",
        "distance": "Distance(m)",
        "kind": "isWarmup",
        "note": "Note",
    },
    needs=frozenset({"date", "exercise", "reps", "kind"}),
    read=_read,
    in_utc=True,
)
