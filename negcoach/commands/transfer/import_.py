"""``negcoach import``: bring in the history of another program, after a preview."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.database import database_to_read, opened_database, require_no_session_in
from negcoach.commands.support.garbage import no_search_for_cycles
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import config_path, data_folder, path_to_read
from negcoach.commands.support.progress import progress
from negcoach.config.library import load_library
from negcoach.config.settings.settings import load_settings
from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.files import require_folder
from negcoach.texts import clean, counted, quoted
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.search import find
from negcoach.training.units import Unit
from negcoach.transfer.apps.dates import DayOrder
from negcoach.transfer.importer import ImportAnswers, Importer
from negcoach.transfer.preview import Preview, lines
from negcoach.transfer.sources import open_source

OK = 0

_UNITS: dict[str, Unit] = {"kg": "kg", "lb": "lb"}


def run(options: Options) -> int:
    """Write the preview of the import, ask whether to go on, and import the file."""
    if options.file is None:
        raise NegcoachError("import needs a FILE. See: negcoach import --help")
    if not (options.preview or options.yes or _can_ask()):
        raise NegcoachError("There is no terminal to ask on. Add --preview to look, or --yes to import without asking.")
    folder = data_folder(options)
    require_folder(folder)
    library = load_library(config_path(options).parent)
    path = path_to_read(options.file)
    with no_search_for_cycles():
        return _read_and_import(path, library, folder, options)


def _read_and_import(path: Path, library: Sequence[Exercise], folder: Path, options: Options) -> int:

    def look_for_session() -> None:
        if not options.preview:
            require_no_session_in(folder)

    with progress("reading") as report:
        importer = Importer(open_source(path, look_for_session), library, on_read=report)
        answers = _given_answers(options, importer, library)
    if options.preview:
        with database_to_read(options) as database:
            _write_preview(_previewed(database, importer, answers))
        return OK
    importer.require_loads(answers)
    if options.yes:
        importer.require_answers(answers)
    with opened_database(folder) as database:
        return _ask_and_import(database, importer, answers, options)


def _ask_and_import(database: Database, importer: Importer, answers: ImportAnswers, options: Options) -> int:
    preview = _previewed(database, importer, answers)
    _write_preview(preview)
    if not options.yes and (preview.changes or preview.differences):
        answers = _ask_answers(preview, answers)
        if preview.asks_order or preview.asks_unit:  # the days of all sessions, or what is different, depend on it
            preview = _previewed(database, importer, answers)
            output.write_line()
            _write_preview(preview)
        if preview.differences and not preview.taken:
            number = counted(len(preview.differences), "difference")
            answers = replace(answers, take_over=_confirmed(f"\nUse what the file says for {number}? [y/N] "))
            preview = replace(preview, taken=len(preview.differences) if answers.take_over else 0)
    if not preview.changes:
        left = " --update changes what is different here." if preview.differences else ""
        output.write_line(f"\nNothing in it is new. Nothing was changed.{left}")
        return OK
    if not options.yes and not _confirmed("\nImport? [y/N] "):
        output.write_line("Nothing was changed.")
        return OK
    with progress("importing") as report:
        done = importer.run(database, _now(), answers, report)
    output.write_line(f"\nImported{'' if done.sets or done.imported or done.beside else ':'} {done.brought}.")
    keymap = load_settings(config_path(options)).own_keys.keymap
    output.write_line(f'To undo it: "negcoach", {keymap.name("app.history")}, {keymap.name("views.undo")}.')
    return OK


def _previewed(database: Database, importer: Importer, answers: ImportAnswers) -> Preview:
    with progress("comparing"), database.read() as connection:
        return importer.preview(connection, answers)


def _given_answers(options: Options, importer: Importer, library: Sequence[Exercise]) -> ImportAnswers:
    return ImportAnswers(
        unit=_UNITS[options.unit] if options.unit else None,
        order=DayOrder(options.dates) if options.dates else None,
        loads=_loads(options.loads),
        take_over=options.update,
        chosen=parse_map(options.map, importer.exercises, library),
    )


def _loads(option: str | None) -> str | None:
    """Return the name of the column with the loads, "" for none; ``None`` where it was not said."""
    return "" if option is not None and option.strip().casefold() == "none" else option


def parse_map(options: Sequence[str], names: Sequence[str], library: Sequence[Exercise]) -> dict[str, str]:
    """Return the exercise's slug of each ``NAME=EXERCISE``, by the file's own name for it.

    Raises ``NegcoachError`` for a name that the file does not have, and for an exercise that is unknown.
    """
    chosen: dict[str, str] = {}
    known = {name.casefold(): name for name in names}
    for option in options:
        name, sign, exercise = option.rpartition("=")
        if not sign or not name.strip() or not exercise.strip():
            raise NegcoachError(f'{_quoted(option)} must be NAME=EXERCISE, such as "Smith Bench=bench-press".')
        found = known.get(clean(name).strip().casefold())
        if found is None:
            raise NegcoachError(f"The file has no exercise {_quoted(name)}. See its names with --preview.")
        chosen[found] = find(library, exercise).slug
    return chosen


def _ask_answers(preview: Preview, answers: ImportAnswers) -> ImportAnswers:
    """Ask for the facts missing in the file, and return them with the other answers. Raises ``NegcoachError``."""
    unit, order = answers.unit, answers.order
    if preview.asks_order:
        first = _ask("\nIn 03/04/2026, is the first number the day or the month? [day/month] ")
        order = {"d": DayOrder.DAY_FIRST, "m": DayOrder.MONTH_FIRST}.get(first[:1])
        if order is None:
            raise NegcoachError("That is neither day nor month. Nothing was changed.")
    if preview.asks_unit:
        unit = _UNITS.get(_ask("\nAre its loads in kg or lb? [kg/lb] ").removesuffix("s"))
        if unit is None:
            raise NegcoachError("That is neither kg nor lb. Nothing was changed.")
    return replace(answers, unit=unit, order=order)


def _write_preview(preview: Preview) -> None:
    output.write_line("\n".join(lines(preview)))


_ANSWER = 8
"""The columns that a question leaves for its answer."""


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()


def _confirmed(question: str) -> bool:
    return _ask(question) in ("y", "yes")


def _ask(question: str) -> str:
    """Ask on the terminal and return the answer in lower case, "" for none or the end of the input."""
    output.flush()
    try:
        width = output.terminal_width()
        lines = question.split("\n")
        if width is not None:  # with room for the answer
            lines = [part for line in lines for part in output.laid_out(line.rstrip(), width - _ANSWER)]
        return input("\n".join(lines).rstrip() + " ").strip().casefold()
    except EOFError:
        output.write_line()
        return ""


def _now() -> datetime:
    return datetime.now().astimezone()


def _quoted(text: str) -> str:
    return quoted(clean(text).strip())
