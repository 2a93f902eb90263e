"""Alpha Progression's format: for each session a line with its title, its start and its length, above its exercises.

An exercise is a line with its name, its equipment and what was planned, and perhaps with its warm-up sets. Below it are
a line with the unit and a line for each set: its number, its load, its reps and the reps in reserve (RIR).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.transfer import app_names
from negcoach.transfer.apps.columns import TableRow
from negcoach.transfer.apps.entries import NoteRow, Reason, SessionFacts, SetRow
from negcoach.transfer.apps.format import DateReader, Format, rpe_of, set_row
from negcoach.transfer.apps.reading import FileText, TextTable, laid_out

_HEADER = ("Date", "Length", "Workout", "Exercise", "Reps", "Weight", "RIR", "Kind")

_SESSION = re.compile(r'"?[^"\n]*"?[;\t]"?\d{4}-\d\d-\d\d \d{1,2}:\d\d h"?(?:[;\t]|$)')
_WHEN = re.compile(r"\d{4}-\d\d-\d\d \d{1,2}:\d\d h")
_EXERCISE = re.compile(r"\d{1,3}\. +(.+)")
_PLANNED = re.compile(r"\d{1,4}(?: ?- ?\d{1,4})? reps")
_WARM_UP = re.compile(r"WU\d{1,2} ?· ?([^·]{1,30}?) ?· ?(\d{1,4}) reps")
_LENGTH = re.compile(r"(\d{1,2}):(\d\d)")

_MOST_RPE = 10
"""The effort at which no rep is left: RPE is 10 less the reps in reserve (Zourdos et al. 2016)."""

_WARM_UP_KIND = "warm-up"


def _lay_out(file: FileText, on_many: Callable[[], None]) -> TextTable | None:
    beginning = file.text.lstrip()
    if _SESSION.match(beginning.partition("\n")[0].rstrip("\r")) is None:
        return None
    return laid_out(_HEADER, _sets(file.text.splitlines()), on_many)


def _sets(lines: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each set with the number of its line."""
    session: tuple[str, ...] = ("", "", "")
    exercise = unit = ""
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if not any(cells):
            continue
        first = cells[0].strip()
        if len(cells) > 1 and _WHEN.fullmatch(cells[1].strip()):
            session, exercise = (cells[1], cells[2] if len(cells) > 2 else "", first), ""
        elif named := _EXERCISE.fullmatch(first):
            exercise, unit = _name(named[1]), ""
            for load, reps in _WARM_UP.findall(cells[1] if len(cells) > 1 else ""):
                yield number, (*session, exercise, reps, load, "", _WARM_UP_KIND)
        elif first == "#":
            unit = cells[1] if len(cells) > 1 else ""
        elif first.isdigit() and len(cells) > 2:
            load, reps = cells[1].strip("- "), cells[2].strip("-+ ")
            rir = cells[3] if len(cells) > 3 else ""
            yield number, (*session, exercise, reps, f"{load} {unit}" if load else "", rir, "")
        else:
            yield number, (first,)  # it is told that it cannot be read


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter="\t" if "\t" in line else ";"), [])
    except csv.Error:  # a cell of more than 131,072 characters
        return [line]


def _name(text: str) -> str:
    """Return the name of an exercise with its equipment, as other programs write it: ``Bench Press (Barbell)``."""
    name, *rest = (part.strip() for part in text.split("·"))
    equipment: list[str] = []
    for part in rest:
        if _PLANNED.fullmatch(part):
            break
        equipment.append(part)
    with_equipment = [one for one in equipment if one.casefold() != "bodyweight"]
    return f"{name} ({', '.join(with_equipment)})" if with_equipment else name


def _read(row: TableRow, date: DateReader) -> SetRow | NoteRow | Reason:
    start = date(row.text("date"))
    if start is None:
        return Reason.DATE
    exercise = row.text("exercise")
    if not exercise:
        return Reason.NO_EXERCISE
    length = _LENGTH.match(row.text("duration"))
    end = None if length is None else start.later(int(length[1]) * 3600 + int(length[2]) * 60)
    rir = row.number("rir")
    return set_row(
        row,
        SessionFacts(start.text, row.text("title"), start, end=end),
        exercise,
        start,
        kind=ConcentricKind.WARM_UP if row.text("kind") == _WARM_UP_KIND else ConcentricKind.NORMAL,
        rpe=None if rir is None else rpe_of(_MOST_RPE - rir),
    )


ALPHA_PROGRESSION = Format(
    app=app_names.ALPHA_PROGRESSION,
    columns={
        "date": "Date",
        "duration": "Length",
        "title": "Workout",
        "exercise": "Exercise",
        "reps": "Reps",
        "load": "Weight",
        "rir": "RIR",
        "kind": "Kind",
    },
    needs=frozenset({"date", "exercise", "reps"}),
    read=_read,
    lay_out=_lay_out,
)
