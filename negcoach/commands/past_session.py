"""``negcoach history show``, ``delete``, ``undo`` and ``redo``: one session of the history, and the edits of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from negcoach.coaching.words.set_words import STOP_WORDS, records_in_words
from negcoach.commands.support import output
from negcoach.commands.support.database import database_to_read, opened_database
from negcoach.commands.support.options import Options, integer, parse_option
from negcoach.commands.support.paths import config_path, data_folder
from negcoach.config.settings.settings import load_settings
from negcoach.errors import NegcoachError
from negcoach.formatting import load_text, target_time_text, tenths_text
from negcoach.store.database.database import Database
from negcoach.store.editing.editor import Editor
from negcoach.store.queries.sessions.history import SessionRecord, SetRecord, sessions
from negcoach.texts import clean, counted, date_time_text, joined
from negcoach.training.effort import effort_text
from negcoach.training.plan.full_rep import FULL_REPS
from negcoach.training.progress.pain import NOT_SAID, WORST, levels_text
from negcoach.training.units import Unit

MOST_NUMBER = 1_000_000


def run(options: Options, action: str, numbered: str | None) -> int:
    """Show or delete a session by its number in the list (else the newest), or undo or redo an edit."""
    number = parse_option(f"history {action}", numbered, integer(1, MOST_NUMBER), 1)
    unit = load_settings(config_path(options)).unit
    if action == "show":
        with database_to_read(options) as database:
            for line in _lines(_numbered(database, number), unit):
                output.write_line(line)
        return 0
    with opened_database(data_folder(options)) as database:
        editor, now = Editor(database, unit), _now()
        if action == "delete":
            output.write_line(_delete(editor, _numbered(database, number)))
        elif action == "undo":
            output.write_line(editor.undo(now).done_text)
        else:
            output.write_line(editor.redo(now).done_text)
    return 0


def _numbered(database: Database, number: int) -> SessionRecord:
    with database.read() as connection:
        found = sessions(connection, 1, number - 1)
    if not found:
        raise NegcoachError("There is no such session: negcoach history lists them, 1 is the newest.")
    return found[0]


def _delete(editor: Editor, record: SessionRecord) -> str:
    if record.ended_at is None:
        raise NegcoachError("This session is under way, or was interrupted. Finish it first, then delete it.")
    editor.delete_session(record.id, _now())
    return f"Deleted: the session of {date_time_text(record.started_at)}. negcoach history undo brings it back."


def _lines(record: SessionRecord, unit: Unit) -> Iterator[str]:
    """Yield a session in lines: its sets, each with its reps' lowering times."""
    effort = f", effort {effort_text(record.rpe)}" if record.rpe else ""
    yield f"Session of {date_time_text(record.started_at)}: {counted(len(record.lowered), 'set')}{effort}"
    if record.note:
        yield f"Note: {clean(record.note)}"
    name = ""
    for one in record.sets:
        prescribed = one.prescribed
        if prescribed.exercise_name != name:
            name = prescribed.exercise_name
            yield clean(f"{name}, {prescribed.tempo}")
        yield f"  {_set_text(one, unit)}"
        times = [tenths_text(rep.measured_ms) for rep in one.reps if rep.measured_ms is not None]
        if times:
            yield f"    lowered in {joined(times)}"
        records = records_in_words(one)
        if records:
            yield f"    record: {records}"
    for lifted in record.lifted:
        load = load_text(lifted.load_kg, lifted.load_unit or unit, bodyweight=False)
        yield clean(f"{lifted.exercise_name}, lifted: {counted(lifted.reps, 'rep')} at {load}")


def _set_text(one: SetRecord, unit: Unit) -> str:
    """Return ``set 1: 4 reps at 105 kg, 98 % of target time, target reached, effort 8``."""
    if one.attempt is not None:
        return f"full {FULL_REPS.get(one.prescribed.exercise, 'reps')} tried, fresh: {one.attempt.value}"
    load = load_text(one.load_kg, one.load_unit or unit, bodyweight=one.prescribed.bodyweight)
    held_ms = [rep.held_ms for rep in one.reps if rep.held_ms is not None]
    parts = [
        f"set {one.prescribed.set_number}: {counted(len(one.reps), 'rep')} at {load}",
        target_time_text(one.adherence, held_ms) if one.reps and not one.prescribed.open_lowering else "",
        "" if one.stop_reason is None else STOP_WORDS[one.stop_reason],
        f"effort {effort_text(one.rpe)}" if one.rpe else "",
        f"pain {levels_text(one.pain)} of {WORST}" if one.pain != NOT_SAID else "",
        f"{levels_text(one.next_morning)} the next morning" if one.next_morning != NOT_SAID else "",
    ]
    return ", ".join(filter(None, parts))


def _now() -> datetime:
    return datetime.now().astimezone()
