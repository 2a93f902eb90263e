"""``negcoach export``: the history as a file for negcoach, a spreadsheet, Hevy, Strong or a calendar."""

from __future__ import annotations

import sqlite3
from itertools import count

from negcoach.commands.support import output, output_file
from negcoach.commands.support.database import database_to_read
from negcoach.commands.support.days import parse_day
from negcoach.commands.support.options import Options, parse_option
from negcoach.commands.support.paths import config_path
from negcoach.commands.support.progress import progress
from negcoach.errors import NegcoachError
from negcoach.texts import clean
from negcoach.transfer.export import (
    BYTE_ORDER_MARK,
    FILE_NAMES,
    IN_KG,
    export_lines,
    exported_changed_text,
    exported_text,
)
from negcoach.transfer.native.selection import Selection, days_of
from negcoach.transfer.native.stored_rows import changed_rows

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    from typing import TextIO

    from negcoach.training.units import Unit
    from negcoach.transfer.export import ExportForm

_TABLES = {
    "body-weight": ("body_weights", "body weight"),
    "one-rm": ("one_rms", "1RM"),
    "soreness": ("soreness", "answer"),
    "programmes": ("programme_runs", "programme"),
    "sides": ("sides", "answer"),
}
"""By the rows of a CSV file that are not reps: their table, and what one of them is called."""


def run(options: Options) -> int:
    """Write the export; with a file, also a line about its contents."""
    form: ExportForm = options.format or "json"  # type: ignore[assignment]  # the parser takes no other
    since = parse_option("--since", options.since, parse_day, None)
    until = parse_option("--until", options.until, parse_day, None)
    if since and until and since > until:
        raise NegcoachError(f"--since {since} is after --until {until}. Swap them.")
    if options.unit and form in IN_KG:
        raise NegcoachError(f"--unit is for hevy, strong and ical; a load in {form} is always in kilograms.")
    if options.semicolons and form != "csv":
        raise NegcoachError(f"--semicolons is for csv, not for {form}.")
    if options.rows and form != "csv":
        raise NegcoachError(f"--rows is for csv; {form} has everything that it can hold.")
    if options.only and options.rows in ("body-weight", "soreness", "programmes"):
        raise NegcoachError(f"--exercise is for reps, one-rm and sides; {options.rows} cannot be filtered by one.")
    unit = _unit(options, form)
    to_file = options.output not in (None, output_file.STANDARD_OUTPUT)
    with (
        database_to_read(options) as database,
        output_file.opened_output(options, FILE_NAMES[form]) as file,
        database.read() as connection,
    ):
        selection = Selection(since, until, _exercise_slug(connection, options))
        if form == "csv" and to_file:
            file.write(BYTE_ORDER_MARK)
        if options.rows in _TABLES:
            found = _write_table(file, connection, options, selection)
        else:
            days = days_of(connection, selection)
            with progress("exporting") as report:
                numbers = count(1)
                lines = export_lines(
                    *(connection, form, unit, selection, lambda: report(next(numbers), len(days))),
                    semicolons=options.semicolons,
                )
                file.writelines(lines)
            found = exported_text(days, "session")
        changed = next(changed_rows(connection), None)
    if to_file:
        output.write_line(f"{options.output}: {found}.")
    if changed is not None:
        output.write_error(exported_changed_text(changed.sentence))
    return 0


def _write_table(file: TextIO, connection: sqlite3.Connection, options: Options, selection: Selection) -> str:
    """Write the rows of the table that was asked for, and return what they are."""
    from negcoach.transfer.native import table_csv

    table, noun = _TABLES[options.rows or ""]
    header, *rows = table_csv.lines(connection, table, selection, semicolons=options.semicolons)
    file.writelines([header, *rows])
    return exported_text([row[:10] for row in rows], noun)


def _unit(options: Options, form: ExportForm) -> Unit:
    """Return the unit of the loads: always kilograms for negcoach or a spreadsheet, whatever the settings."""
    if form in IN_KG:
        return "kg"
    from negcoach.config.settings.settings import load_settings

    return options.unit or load_settings(config_path(options)).unit  # type: ignore[return-value]  # the parser takes no other


def _exercise_slug(connection: sqlite3.Connection, options: Options) -> str | None:
    """Return the slug of the exercise of ``--exercise``, ``None`` without it. Raises ``NegcoachError``.

    The exercises of the history go before the library: one that was imported, or that was the lifter's own once, is
    only there.
    """
    text = options.only
    if text is None:
        return None
    from negcoach.config.library import load_library
    from negcoach.store.queries.trends import exercises_with_history
    from negcoach.training.exercise.search import find, fit_of

    typed = clean(text).strip().casefold()
    done = exercises_with_history(connection)
    for row in done:
        if typed in (row.slug.casefold(), row.name.casefold()):
            return row.slug
    try:
        return find(load_library(config_path(options).parent), text).slug
    except NegcoachError as error:
        near = [row.slug for row in done if typed and fit_of(typed, (row.slug, row.name)) is not None]
        if len(near) == 1:
            return near[0]
        raise NegcoachError(f"--exercise: {error}") from None
