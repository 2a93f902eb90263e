"""Liftosaur's format: one row per set, what was required beside what was done; times are in UTC.

A load that was not confirmed is the one that was required.
"""

from __future__ import annotations

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import LOAD, TableRow, unit_of
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, rpe_of, set_row, start_key


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    title = ", ".join(filter(None, (row.text("program"), row.text("title"))))
    at = date(row.text("done"))
    required = row.load("required load")
    done = set_row(
        row,
        SessionFacts(start_key(start), title, start, end=at),
        exercise,
        start if at is None else at,
        unit=unit_of(row.text("unit")),
        category=row.text("muscles"),
        kind=ConcentricKind.WARM_UP if row.text("kind") == "1" else ConcentricKind.NORMAL,
        rpe=rpe_of(row.number("rpe")),
        exercise_note=row.lines("note"),
    )
    if done.skip is not None or row.text(LOAD) or required is None:
        return done
    return done._replace(load=required[0], unit=unit_of(row.text("required unit")))


LIFTOSAUR = Format(
    app=app_names.LIFTOSAUR,
    columns={
        "date": "Workout DateTime",
        "program": "Program",
        "title": "Day Name",
        "exercise": "Exercise",
        "kind": "Is Warmup Set?",
        "reps": "Completed Reps",
        "rpe": "Completed RPE",
        "load": "Completed Weight Value",
        "unit": "Completed Weight Unit",
        "required load": "Required Weight Value",
        "required unit": "Required Weight Unit",
        "done": "Completed Reps Time",
        "muscles": "Target Muscles",
        "note": "Notes",
    },
    needs=frozenset({"date", "exercise", "reps", "kind"}),
    read=_read,
    in_utc=True,
)
