"""The formats of files with body weights alone: FitNotes' body tracker, openScale and wger.

Whatever else was measured is left out, and said so: negcoach keeps the body weight alone. wger exports no sets.
"""

from __future__ import annotations

from collections.abc import Sequence

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import LOAD, Columns, HeaderColumn, TableRow, normalise, unit_of
from negcoach.transfer.apps.dates import with_time_of_day
from negcoach.transfer.apps.entries import Reason, WeightRow
from negcoach.transfer.apps.format import DateReader, Format, FoundRow

_WEIGHTS = ("bodyweight", "body weight", "weight")
"""FitNotes' names for the body weight among what it measures."""


def _read(row: TableRow, date: DateReader) -> FoundRow:
    day = date(row.text("date"))
    if day is None:
        return Reason.DATE
    kind = row.text("measurement")
    if kind and normalise(kind) not in _WEIGHTS:
        return Reason.MEASUREMENT
    at = with_time_of_day(row.text("time"), day) if row.text("time") else day
    weight = row.load()
    if weight is None:
        return Reason.LOAD
    return WeightRow(at, weight[0], weight[1] or unit_of(row.text("unit"))) if weight[0] > 0 else Reason.NO_WEIGHT


def _only_two(header: Sequence[str]) -> Columns:
    """Return that a table has two columns, as wger's: one with more is of another program."""
    return {"only two": (HeaderColumn(0, None),)} if len(header) == 2 else {}


FITNOTES_BODY = Format(
    app=app_names.FITNOTES,
    columns={"date": "Date", "time": "Time", "measurement": "Measurement", LOAD: "Value", "unit": "Unit"},
    needs=frozenset({"date", "measurement", LOAD, "unit"}),
    read=_read,
)

OPENSCALE = Format(
    app=app_names.OPENSCALE,
    columns={
        "date": "DATE | dateTime",
        "time": "TIME",
        LOAD: "WEIGHT",
        "more": "BMI | BODY_FAT | fat | WATER | IMPEDANCE",
    },
    needs=frozenset({"date", LOAD, "more"}),
    read=_read,
)

WGER = Format(
    app=app_names.WGER,
    columns={
        "date": "Date | Datum | Fecha | Data | Дата | Tarih | 日期",
        LOAD: "Weight | Gewicht | Poids | Peso | Вес | Вага | Ağırlık | Vikt | Vekt | Vægt | 体重",
    },
    needs=frozenset({"date", LOAD, "only two"}),
    read=_read,
    find=_only_two,
    in_utc=True,
)
