"""negcoach's own JSON: everything that is not deleted, without loss, a row a line, so that exports can be compared.

Of the single facts (``negcoach.store.database.tables.FACTS``) it has what was said about the sides of exercises. The
health questions are asked again on another machine, on purpose, and all else there is for this database, or for merges.

A file begins with its format and version. It holds neither the time of the export nor the program's version, so the
same data always gives the same file. Sessions hold their sets, sets their reps. Keys are the names of the columns
(``negcoach.store.database.tables``); a time is one text with its offset; ``muscles`` is a list.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from negcoach.errors import NegcoachError
from negcoach.transfer.native.row_schema import (
    ROW_SCHEMAS,
    SIDES,
    TABLES_SINCE,
    VERSION,
    Rows,
    add_defaults,
    checked_row,
    empty_rows,
    excerpt,
    require_unique,
)
from negcoach.transfer.native.selection import (
    ALL,
    PARENTS,
    ExportedSession,
    ExportedSet,
    Selection,
    Values,
    ignore,
    stored_body_weights,
    stored_one_rms,
    stored_programme_runs,
    stored_sessions,
    stored_sides,
    stored_soreness,
)

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import Any

FORMAT = "negcoach"

_BEGINNING = re.compile(r'\ufeff?\s*\{\s*"format"\s*:\s*"negcoach"')

_CHILDREN = {"sessions": ("sets", "concentric_sets"), "sets": ("reps",)}

_KEYS = {
    table: frozenset({*schema, *_CHILDREN.get(table, ())} - {PARENTS.get(table, "")})
    for table, schema in ROW_SCHEMAS.items()
}
"""By table: the keys of a row. It is nested in its parent, so the file does not hold the id of that."""

TOP_LEVEL = ("sessions", "one_rms", "body_weights", "soreness", "programme_runs", SIDES)
"""The lists of a document, in their order."""

_FLAGS = tuple(name for name, column in ROW_SCHEMAS["sets"].items() if column.flag)

_ROW_NAMES = {
    "sessions": "session",
    "sets": "set",
    "reps": "rep",
    "concentric_sets": "concentric set",
    "one_rms": "1RM",
    "body_weights": "body weight",
    "soreness": "soreness",
    "programme_runs": "programme run",
    SIDES: "side",
}


def lines(
    connection: sqlite3.Connection, selection: Selection = ALL, on_session: Callable[[], None] = ignore
) -> Iterator[str]:
    """Yield the document in parts of whole lines, in an order that depends on the rows alone.

    An answer about soreness whose session is not exported loses that link. ``on_session`` is called after each session,
    here and in the other formats. Raises ``ValueError`` for a stored value
    that could not be imported again; call it within ``Database.read``, which names the file.
    """
    exported: set[object] = set()
    yield f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"sessions": [\n'
    sessions = stored_sessions(connection, selection, on_session)
    yield from _separated(_session_text(stored, exported) for stored in sessions)
    yield '],\n"one_rms": [\n'
    yield from _separated(_line("one_rms", values) for values in stored_one_rms(connection, selection))
    yield '],\n"body_weights": [\n'
    yield from _separated(_line("body_weights", values) for values in stored_body_weights(connection, selection))
    yield '],\n"soreness": [\n'
    answers = (_with_exported_session(values, exported) for values in stored_soreness(connection, selection))
    yield from _separated(_line("soreness", values) for values in answers)
    yield '],\n"programme_runs": [\n'
    yield from _separated(_line("programme_runs", values) for values in stored_programme_runs(connection, selection))
    yield '],\n"sides": [\n'
    yield from _separated(_line(SIDES, values) for values in stored_sides(connection, selection))
    yield "]\n}\n"


def recognises(beginning: str) -> bool:
    """Return whether a file that begins like this is of this format, whatever its version."""
    return _BEGINNING.match(beginning) is not None


def read(text: str) -> Rows:
    """Return all rows of a file. Raises ``NegcoachError`` with the location of the fault."""
    return rows_of(parsed(text.removeprefix("\ufeff")))


def parsed(text: str) -> Any:
    """Return the value of a JSON text. Raises ``NegcoachError`` with the location of the fault."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise NegcoachError(
            f"This is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except RecursionError:
        raise NegcoachError("This is not a negcoach export: its lists are nested too deeply.") from None
    except ValueError as error:  # NaN, or a number of thousands of digits, with Python's advice how to allow it
        why = str(error).partition(";")[0]
        raise NegcoachError(f"This is not JSON as negcoach writes it: {why}.") from None


def rows_of(document: object) -> Rows:
    """Return the rows of a parsed document, with every value checked and every key unique.

    The document is consumed. Raises ``NegcoachError`` with the location of the fault.
    """
    rows = _checked_rows(document)
    require_unique(rows)
    _require_sessions(rows, {row["id"] for row in rows["sessions"]})
    return rows


def rows_of_parts(documents: Iterable[object]) -> Iterator[Rows]:
    """Yield the rows of documents that are one in parts: each session is in one, all that is no session in the last.

    They are checked as by ``rows_of``. Raises ``NegcoachError``, whose location is that in the part.
    """
    keys: dict[str, set[object]] = {table: set() for table, schema in ROW_SCHEMAS.items() if "id" in schema}
    for document in documents:
        rows = _checked_rows(document)
        require_unique(rows)  # no other part has reps of the same set, or sides
        for table, known in keys.items():
            ids = {row["id"] for row in rows[table]}
            if not known.isdisjoint(ids):
                raise NegcoachError(f"{table}: an entry appears twice; each may appear only once.")
            known |= ids
        _require_sessions(rows, keys["sessions"])
        yield rows


def _checked_rows(document: object) -> Rows:
    """Return the rows of a parsed document, which is consumed, with every value checked."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NegcoachError('This is not a negcoach export: it does not begin with "format": "negcoach".')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise NegcoachError(f"version must be {VERSION}, not {excerpt(version)}.")
    if version > VERSION:
        raise NegcoachError(
            f"This export is version {version}; this negcoach reads up to version {VERSION}. Update negcoach."
        )
    for table, since in TABLES_SINCE.items():
        if since > version:
            document.setdefault(table, [])
    _require_keys(document, frozenset({"format", "version", *TOP_LEVEL}), "The file")
    rows = empty_rows()
    for table in TOP_LEVEL:
        _read_list(rows, version, table, document[table], "", None)
    return rows


def _read_list(rows: Rows, version: int, table: str, values: object, above: str, parent: object) -> None:
    """Add the rows of a list, and those below them, from a file of this version.

    ``above`` is the location of the list, "" for the top level; ``parent`` is the id of the row that contains it.
    """
    if not isinstance(values, list):
        raise NegcoachError(f"{above or 'The file'}: {table} must be a list, not {excerpt(values)}.")
    of_table, row_name, link = rows[table], _ROW_NAMES[table], PARENTS.get(table)
    children = _CHILDREN.get(table, ())
    for number, value in enumerate(values, start=1):
        where = f"{above}, {row_name} {number}" if above else f"{row_name} {number}"
        if not isinstance(value, dict):
            raise NegcoachError(f"{where} must be an object, not {excerpt(value)}.")
        if value.keys() != _KEYS[table]:
            add_defaults(ROW_SCHEMAS[table], value, version)
            _require_keys(value, _KEYS[table], where)
        if link is not None:
            value[link] = parent
        if table == "concentric_sets":
            value["muscles"] = _muscle_lines(value["muscles"], where)
        row = checked_row(table, value, where)
        of_table.append(row)
        values[number - 1] = None  # the values and the rows of twenty years together are too much to hold
        for child in children:
            _read_list(rows, version, child, value.pop(child), where, row["id"])


def _require_keys(value: Mapping[str, object], keys: frozenset[str], where: str) -> None:
    missing, unknown = sorted(keys - value.keys()), sorted(value.keys() - keys)
    if missing:
        raise NegcoachError(f'{where}: "{missing[0]}" is missing.')
    if unknown:
        raise NegcoachError(f"{where}: {excerpt(unknown[0])} is not known here.")


def _muscle_lines(muscles: object, where: str) -> str:
    """Return a list of muscles as it is stored, one a line."""
    if not isinstance(muscles, list) or not all(isinstance(name, str) and "\n" not in name for name in muscles):
        raise NegcoachError(f"{where}: muscles must be a list of names, not {excerpt(muscles)}.")
    return "\n".join(muscles)


def _require_sessions(rows: Rows, known: AbstractSet[object]) -> None:
    """Raise ``NegcoachError`` for an answer about soreness that names a session which is not in the file."""
    for number, row in enumerate(rows["soreness"], start=1):
        if row["session_id"] is not None and row["session_id"] not in known:
            raise NegcoachError(
                f"soreness {number}: session_id {excerpt(row['session_id'])} is not a session in this file."
            )


def _refuse_constant(name: str) -> object:
    """Refuse NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(f"{name} is no number")


def _separated(items: Iterable[str]) -> Iterator[str]:
    """Yield items, with commas between them, and the end of the last line."""
    end = ""
    for item in items:
        yield end + item
        end = ",\n"
    if end:
        yield "\n"


def _session_text(stored: ExportedSession, exported: set[object]) -> str:
    """Return a session with all that is in it, and add its id to those that are exported."""
    exported.add(stored.values["id"])
    sets = "".join(_separated(map(_set_text, stored.sets)))
    lifted = "".join(
        _separated(" " + _line("concentric_sets", _with_muscle_list(values)) for values in stored.concentric)
    )
    return f'{_line("sessions", stored.values)[:-1]}, "sets": [\n{sets}], "concentric_sets": [\n{lifted}]}}'


def _set_text(stored: ExportedSet) -> str:
    stored.values.update({name: bool(stored.values[name]) for name in _FLAGS})
    return f' {_line("sets", stored.values)[:-1]}, "reps": [\n{_rep_lines(stored.reps)} ]}}'


def _rep_lines(reps: Sequence[Values]) -> str:
    """Return reps, a line each, as ``_line`` does one: encoded together, in a third of the time.

    None of their values is free text, so what stands between two of them stands nowhere else.
    """
    for rep in reps:
        del rep[PARENTS["reps"]]
    text = _ENCODER.encode(reps)[1:-1].replace("}, {", "},\n  {")
    return f"  {text}\n" if text else ""


def _with_muscle_list(values: Values) -> Values:
    return {**values, "muscles": values["muscles"].split("\n") if values["muscles"] else []}


def _with_exported_session(values: Values, exported: set[object]) -> Values:
    """Return an answer about soreness, without the link to a session that is not exported."""
    return values if values["session_id"] in exported else {**values, "session_id": None}


def _line(table: str, values: Values) -> str:
    """Return the JSON of a row, without the id of its parent, which is taken out of the values."""
    if table in PARENTS:
        del values[PARENTS[table]]
    return _ENCODER.encode(values)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
