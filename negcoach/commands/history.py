"""``negcoach history``: the list of sessions, newest first; one of them, deleting it, and undoing an edit."""

from __future__ import annotations

from datetime import datetime

from negcoach.commands.support import output, output_file
from negcoach.commands.support.database import opened_database
from negcoach.commands.support.options import HISTORY_ACTIONS, Options, integer, parse_option
from negcoach.commands.support.paths import config_path, data_folder
from negcoach.errors import NegcoachError
from negcoach.formatting import (
    NO_VALUE,
    load_cell,
    rpe_text,
    target_share_text,
    target_time_text,
    time_text,
)
from negcoach.store.database.database import Database
from negcoach.store.database.files import DATABASE_NAME, require_folder
from negcoach.store.queries.sessions.history import SessionRow, as_json, session_rows, sessions
from negcoach.texts import counted, date_time_text, shortened

TYPE_CHECKING = False  # see output
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence

    from negcoach.training.units import Unit

MOST_SESSIONS = 1_000_000

_PAGE = 200
"""How many sessions with all their reps are in memory at a time (our own choice)."""

_HEADINGS = ("date", "exercises", "sets", "reps", "top load", "lowering", "target", "RPE", "")

_NAMES = 2
"""How many columns of the list say which session it is, before its numbers."""

_TO_THE_LEFT = (0, 1, 8)
"""The columns of words, which begin below each other."""

_INDENT = "    "

_NONE_YET = 'No sessions yet. "negcoach" begins the first.'


def run(options: Options) -> int:
    """Do what was asked for: list the sessions, for people or as JSON, show or delete one, undo or redo an edit."""
    action, *more = options.words or ("list",)
    if action not in HISTORY_ACTIONS:
        from negcoach.commands.parser import messages

        raise NegcoachError(messages.unknown_value(action, "action", HISTORY_ACTIONS, "negcoach history"))
    if more[1:] or (more and action not in ("show", "delete")):
        raise NegcoachError(f"history {action} takes no {more[-1]}. See: negcoach history --help")
    if action != "list":
        from negcoach.commands import past_session

        return past_session.run(options, action, more[0] if more else None)
    limit = parse_option("--limit", options.limit, integer(1, MOST_SESSIONS), None)
    folder = data_folder(options)
    require_folder(folder)
    if not (folder / DATABASE_NAME).exists():  # reading makes no folder
        from negcoach.store.database.backups import require_no_backups  # only a first start needs it

        require_no_backups(folder / DATABASE_NAME, datetime.now().astimezone())
        if options.json:
            output.write_json([])
        else:
            output.write_line(_NONE_YET)
        return 0
    with opened_database(folder) as database:
        _write_sessions(database, limit, options)
    return 0


def listing(rows: Sequence[SessionRow], unit: Unit, most: int | None = None) -> Iterator[str]:
    """Yield the lines of the list: the headings of its columns, and one line for each session.

    Where one line does not fit into ``most`` columns, each has two: the day with the exercises, and below them the
    numbers, indented.
    """
    lines = _aligned([_HEADINGS, *(_cells(row, unit) for row in rows)])
    if most is None or all(len("  ".join(line).rstrip()) <= most for line in lines):
        yield from ("  ".join(line).rstrip() for line in lines)
        return
    if len("  ".join(lines[0][_NAMES:-1])) > most - len(_INDENT):
        lines = _aligned([_HEADINGS, *(_cells(row, unit, names_load=False) for row in rows)])
    for line in lines:
        yield "  ".join(line[:_NAMES]).rstrip()
        yield f"{_INDENT}{'  '.join(line[_NAMES:])}".rstrip()


def _aligned(table: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Return the cells of a table, those of a column equally wide."""
    widths = [max(len(line[column]) for line in table) for column in range(len(_HEADINGS))]
    return [
        [
            cell.ljust(width) if column in _TO_THE_LEFT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        for line in table
    ]


def _write_sessions(database: Database, limit: int | None, options: Options) -> None:
    if options.json:
        from negcoach.commands.support.progress import progress  # the list for people is there at once
        from negcoach.store.queries.sessions.session_list import COUNT_QUERY

        with (
            output_file.opened_output(options, "sessions.json") as file,
            database.read() as connection,
            progress("reading") as report,
        ):
            stored: int = connection.execute(COUNT_QUERY).fetchone()[0]
            most = stored if limit is None else min(limit, stored)
            file.writelines(output.json_lines(_as_json(connection, most, report)))
        return
    with database.read() as connection:
        rows = session_rows(connection, MOST_SESSIONS if limit is None else limit)
    if not rows:
        output.write_line(_NONE_YET)
        return
    from negcoach.config.settings.settings import load_settings  # data is always in kilograms

    unit = load_settings(config_path(options)).unit
    if output.is_plain():
        for number, row in enumerate(rows, 1):
            output.write_line(f"{number}. {_sentence(row, unit)}")
        return
    output.write_line("\n".join(listing(rows, unit, output.terminal_width())))
    output.write_line("\nlowering: time under tension; target: measured lowering time, in % of target time")
    if any(row.lifted_sets for row in rows):
        output.write_line("lifted: sets that were imported, which have neither")


def _as_json(
    connection: sqlite3.Connection, limit: int, report: Callable[[int, int], None]
) -> Iterator[dict[str, object]]:
    """Yield the newest sessions, of which a page at a time is in memory."""
    for first in range(0, limit, _PAGE):
        report(first, limit)
        yield from as_json(sessions(connection, min(_PAGE, limit - first), first))


def _cells(row: SessionRow, unit: Unit, *, names_load: bool = True) -> tuple[str, ...]:
    """Return a session as the cells of a line; with several exercises, ``names_load`` says of which the top load is."""
    names = ", ".join(row.exercise_names) or row.title
    load = load_cell(row.top_load_kg, row.top_unit or unit)
    if names_load and row.top_load_kg and len(row.exercise_names) > 1:
        load = f"{row.top_exercise} {load}"
    lowered = (str(row.sets), str(row.reps), load, time_text(row.tension_ms))
    return (
        date_time_text(row.started_at),
        shortened(names),
        *((NO_VALUE,) * len(lowered) if row.lifted_sets and not row.sets else lowered),
        target_share_text(row.adherence, row.reps, held=row.held),
        rpe_text(row.rpe),
        ", ".join(_remarks(row, unit)),
    )


def _sentence(row: SessionRow, unit: Unit) -> str:
    """Return a session as it is read aloud: each number with what it is."""
    load = load_cell(row.top_load_kg, row.top_unit or unit)
    lowered = [
        counted(row.sets, "set"),
        counted(row.reps, "rep"),
        f"top load {load}" if row.top_load_kg else "",
        f"{time_text(row.tension_ms)} under tension",
        ("held" if row.held and row.adherence is None else target_time_text(row.adherence)) if row.reps else "",
    ]
    parts = [
        date_time_text(row.started_at),
        ", ".join(row.exercise_names) or row.title,
        *(lowered if row.sets else []),
        f"effort {rpe_text(row.rpe)}" if row.rpe else "",
        *_remarks(row, unit),
    ]
    return ", ".join(filter(None, parts)) + "."


def _remarks(row: SessionRow, unit: Unit) -> Iterator[str]:
    """Yield the remarks on a session: whether it is open, its records, pain, lost tempo, sets that were lifted."""
    from negcoach.training.units import format_load

    if row.ended_at is None:
        yield "open"
    if row.records:
        yield counted(row.records, "record")
    if row.painful_sets:
        yield f"{counted(row.painful_sets, 'set')} ended in pain"
    if row.tempo_losses:
        yield f"tempo lost in {counted(row.tempo_losses, 'set')}"
    if row.lifted_sets:
        sets, reps = counted(row.lifted_sets, "set"), counted(row.lifted_reps, "rep", commas=False)
        top_kg, unit = row.lifted_top_kg or 0, row.lifted_top_unit or unit
        # Below 0 it is the help of an assisted exercise.
        yield f"lifted: {sets}, {reps}" + (f", up to {format_load(top_kg, unit)}" if top_kg > 0 else "")
