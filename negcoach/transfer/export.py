"""The forms that the history is exported in: their usual file names, and the lines of each."""

from __future__ import annotations

from negcoach.texts import clean, counted

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from typing import Literal

    from negcoach.training.units import Unit
    from negcoach.transfer.native.selection import Selection

    ExportForm = Literal["json", "csv", "hevy", "strong", "ical"]

FILE_NAMES: dict[ExportForm, str] = {
    "json": "everything.json",
    "csv": "reps.csv",
    "hevy": "hevy.csv",
    "strong": "strong.csv",
    "ical": "sessions.ics",
}
"""The usual name of a file of each form."""

IN_KG: tuple[ExportForm, ...] = ("json", "csv")
"""The forms in which a load is in kilograms, whatever the settings say."""

BYTE_ORDER_MARK = "\ufeff"
"""The first character of a CSV file: without it Excel reads it in the old code page and breaks every other letter."""


def export_lines(
    connection: sqlite3.Connection,
    form: ExportForm,
    unit: Unit,
    selection: Selection,
    on_session: Callable[[], None] = lambda: None,
    *,
    semicolons: bool = False,
) -> Iterator[str]:
    """Yield the lines of the selected history; ``unit`` is that of loads where a form is not always in kilograms.

    ``on_session`` is called after each session. ``semicolons`` separate the columns of ``csv``, whose numbers then have
    decimal commas.
    """
    if form == "json":
        from negcoach.transfer.native import json_format

        return json_format.lines(connection, selection, on_session)
    if form == "csv":
        from negcoach.transfer.native import csv_format

        return csv_format.lines(connection, selection, on_session, semicolons=semicolons)
    if form == "ical":
        from negcoach.transfer import calendar_file

        return calendar_file.lines(connection, unit, selection, on_session)
    from negcoach.transfer.apps import exports

    lines_of = exports.hevy_lines if form == "hevy" else exports.strong_lines
    return lines_of(connection, unit, selection, on_session)


def exported_changed_text(changed: str) -> str:
    """Return what is said after an export of a row that negcoach did not write, of which ``changed`` is a sentence."""
    return f"{changed} It was exported as it is. negcoach doctor says what to do."


def exported_text(days: Sequence[str], noun: str) -> str:
    """Return ``12 sessions from 2 Jan 2026 to 28 Nov 2026``, from the day of each of them in ISO form, in order.

    Without any it is ``no sessions in it``.
    """
    if not days:
        return f"no {noun}s in it"
    count = counted(len(days), noun)
    first, last = _day(days[0]), _day(days[-1])
    return f"{count}, {first}" if first == last else f"{count} from {first} to {last}"


def _day(stored: str) -> str:
    """Return a stored day as it is written, or as it stands there: a file can hold one that is none."""
    from datetime import date

    from negcoach.formatting import day_text

    try:
        return day_text(date.fromisoformat(stored))
    except ValueError:
        return clean(stored)
