"""Jefit's format: several tables in one file, each below a line with its name.

``EXERCISE LOGS`` has a row for each exercise of a day, with all its sets in one cell: ``60x8,62.5x6``. Their unit is in
``SETTING``, and their kinds are in ``EXERCISE SET LOGS``. ``PROFILE`` has body weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow, number, unit_of
from negcoach.transfer.apps.entries import Reason, SessionFacts, WeightRow
from negcoach.transfer.apps.format import DateReader, Format, FoundRow, body_weight_of, kind_of, set_row
from negcoach.transfer.apps.reading import MANY_ROWS, FileText, TextTable, laid_out, split_rows

_SETTING, _PROFILE, _LOGS, _SETS = "SETTING", "PROFILE", "EXERCISE LOGS", "EXERCISE SET LOGS"

_HEADER = ("Date", "Exercise", "Reps", "Weight", "Unit", "Seconds", "Kind", "Body Weight")

_TIMED_FIELDS = 5
"""How many values a log without loads and reps has in place of sets: calories, distance, speed, laps and duration."""

_Table = list[dict[str, str]]


def _lay_out(file: FileText, on_many: Callable[[], None]) -> TextTable | None:
    if f"### {_LOGS}" not in file.text:
        return None
    tables = _tables(file, on_many)
    unit = next((row.get("mass", "").strip() for row in tables.get(_SETTING, ())), "")
    kinds = {
        (row.get("exercise_log_id", ""), row.get("set_index", "")): row.get("set_type", "")
        for row in tables.get(_SETS, ())
    }
    sets = (_rows(log, unit, kinds) for log in tables.get(_LOGS, ()))
    weights = (
        [(row.get("mydate", ""), "", "", "", unit, "", "", row["weight"])]
        for row in tables.get(_PROFILE, ())
        if row.get("weight", "")
    )
    found = ((place, row) for place, of_place in enumerate(chain(sets, weights), start=1) for row in of_place)
    return laid_out(_HEADER, found, on_many)


def _tables(file: FileText, on_many: Callable[[], None]) -> dict[str, _Table]:
    """Return the tables of the file by name; of one with several headers, the rows below the first.

    ``on_many`` is called where the logs have ``MANY_ROWS`` sets, before more is read.
    """
    tables: dict[str, _Table] = {}
    sets = 0
    header: Sequence[str] | None = None
    name = ""
    for cells in split_rows(file, ","):
        if cells[0].startswith("###"):
            name, header = cells[0].strip("# "), None
        elif header is None:
            header = [cell.strip() for cell in cells]
            tables.setdefault(name, [])
        elif len(cells) == len(header):
            row = dict(zip(header, cells, strict=True))
            tables[name].append(row)
            if name == _LOGS and sets < MANY_ROWS:
                sets += sum(1 for _ in _rows(row, "", {}))
                if sets >= MANY_ROWS:
                    on_many()
        elif name == _LOGS:
            tables[name].append({})  # it is told that it cannot be read
    return tables


def _rows(log: Mapping[str, str], unit: str, kinds: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, ...]]:
    """Yield the sets of a log of an exercise."""
    facts = (log.get("mydate", ""), log.get("ename", ""))
    sets = [one.strip() for one in log.get("logs", "").split(",") if one.strip()]
    pairs = [one.casefold().partition("x") for one in sets]
    if (
        len(pairs) == _TIMED_FIELDS
        and not any(number(load) for load, _, _ in pairs)
        and not any(number(reps) for _, _, reps in pairs[:3])
    ):
        yield (*facts, "", "", "", "1", "", "")
        return
    for index, (load, sign, reps) in enumerate(pairs):
        kind = kinds.get((log.get("_id", ""), str(index)), "")
        yield (*facts, reps, load, unit, "", kind, "") if sign else (*facts, "", "?", "", "", "", "")
    if not pairs:
        yield (*facts, "", "", "", "", "", "")


def _read(row: TableRow, date: DateReader) -> FoundRow:
    day = date(row.text("date"))
    if day is None:
        return Reason.DATE
    if row.text("body weight"):
        weight, unit = body_weight_of(row) or (0.0, None)
        return WeightRow(day, weight, unit or unit_of(row.text("unit"))) if weight else Reason.NO_WEIGHT
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    return set_row(
        row,
        SessionFacts(day.text, "", day),
        exercise,
        day,
        timed=bool(row.text("seconds")),
        unit=unit_of(row.text("unit")),
        kind=kind_of(row.text("kind")),
    )


JEFIT = Format(
    app=app_names.JEFIT,
    columns={
        "date": "Date",
        "exercise": "Exercise",
        "reps": "Reps",
        "load": "Weight",
        "unit": "Unit",
        "seconds": "Seconds",
        "kind": "Kind",
        "body weight": "Body Weight",
    },
    needs=frozenset({"date", "exercise", "reps"}),
    read=_read,
    lay_out=_lay_out,
)
