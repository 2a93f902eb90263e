"""negcoach's own JSON: all that lives, without loss, a row a line, so that two exports can be compared by eye.

It begins with its format and version and holds no time and no program's version: what was not changed is written
alike, whenever and by whom. Sessions have their sets in them, sets their reps. Keys are the columns' names
(``negcoach.store.database.tables``); a time is one text with its offset; ``muscles`` is a list.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from negcoach.errors import NegcoachError
from negcoach.transfer.native.row_schema import (
    FIELDS,
    VERSION,
    Rows,
    add_defaults,
    no_rows,
    require_unique,
    row_of,
    shown,
)
from negcoach.transfer.native.selection import (
    ALL,
    Selection,
    StoredSession,
    StoredSet,
    Values,
    stored_body_weights,
    stored_one_rms,
    stored_sessions,
    stored_soreness,
)

FORMAT = "negcoach"

_BEGINNING = re.compile(r'\ufeff?\s*\{\s*"format"\s*:\s*"negcoach"')

_PARENTS = {"sets": "session_id", "reps": "set_id", "concentric_sets": "session_id"}
"""The column that the place of a row says, so the file does not."""

_CHILDREN = {"sessions": ("sets", "concentric_sets"), "sets": ("reps",)}

_KEYS = {
    table: frozenset({*fields, *_CHILDREN.get(table, ())} - {_PARENTS.get(table, "")})
    for table, fields in FIELDS.items()
}

_TOP = ("sessions", "one_rms", "body_weights", "soreness")

_FLAGS = tuple(name for name, field in FIELDS["sets"].items() if field.flag)

_WHAT = {
    "sessions": "session",
    "sets": "set",
    "reps": "rep",
    "concentric_sets": "concentric set",
    "one_rms": "1RM",
    "body_weights": "body weight",
    "soreness": "soreness",
}


def lines(connection: sqlite3.Connection, selection: Selection = ALL) -> Iterator[str]:
    """Yield the lines of the document, each with its end, in an order that depends on the rows alone.

    An answer about soreness whose session is not in the document loses that link. Raises ``ValueError`` for a stored
    value that no reader would take; call it within ``Database.read``, which says where from.
    """
    kept: set[object] = set()
    yield f'{{\n"format": "{FORMAT}",\n"version": {VERSION},\n"sessions": [\n'
    yield from _separated(_session_lines(stored, kept) for stored in stored_sessions(connection, selection))
    yield '],\n"one_rms": [\n'
    yield from _separated([_line("one_rms", values)] for values in stored_one_rms(connection, selection))
    yield '],\n"body_weights": [\n'
    yield from _separated([_line("body_weights", values)] for values in stored_body_weights(connection, selection))
    yield '],\n"soreness": [\n'
    answers = (_without_strangers(values, kept) for values in stored_soreness(connection, selection))
    yield from _separated([_line("soreness", values)] for values in answers)
    yield "]\n}\n"


def recognises(beginning: str) -> bool:
    """Return whether a file that begins so says that it is of this format, whatever its version."""
    return _BEGINNING.match(beginning) is not None


def read(text: str) -> Rows:
    """Return the rows of a whole file. Raises ``NegcoachError`` that says where it is wrong."""
    try:
        document = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise NegcoachError(
            f"That is not whole JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except RecursionError:
        raise NegcoachError("That is not an export of negcoach: lists in lists without end.") from None
    except ValueError as error:  # NaN, or a number of thousands of digits, of which Python says how to allow it
        why = str(error).partition(";")[0]
        raise NegcoachError(f"That is not JSON as negcoach writes it: {why}.") from None
    return rows_of(document)


def rows_of(document: object) -> Rows:
    """Return the rows of a document: its values are checked, and what is in it is there once.

    The document is used up. Raises ``NegcoachError`` that says where it is wrong.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NegcoachError('That is not an export of negcoach: it does not begin with "format": "negcoach".')
    version = document.get("version")
    if type(version) is not int or version < 1:
        raise NegcoachError(f"version is to be {VERSION}, not {shown(version)}.")
    if version > VERSION:
        raise NegcoachError(
            f"That export is of version {version}, and this negcoach reads up to {VERSION}. Bring negcoach up to date."
        )
    _require_keys(document, frozenset({"format", "version", *_TOP}), "The file")
    rows = no_rows()
    for table in _TOP:
        _take(rows, version, table, document[table], "", None)
    require_unique(rows)
    _require_sessions(rows)
    return rows


def _take(rows: Rows, version: int, table: str, values: object, above: str, parent: object) -> None:
    """Add the rows of a list from a file of this version, and those in them."""
    if not isinstance(values, list):
        raise NegcoachError(f"{above or 'The file'}: {table} is to be a list, not {shown(values)}.")
    taken, what, link, children = rows[table], _WHAT[table], _PARENTS.get(table), _CHILDREN.get(table, ())
    for number, value in enumerate(values, start=1):
        where = f"{above}, {what} {number}" if above else f"{what} {number}"
        if not isinstance(value, dict):
            raise NegcoachError(f"{where} is to be an object, not {shown(value)}.")
        if value.keys() != _KEYS[table]:
            add_defaults(FIELDS[table], value, version)
            _require_keys(value, _KEYS[table], where)
        if link is not None:
            value[link] = parent
        if table == "concentric_sets":
            value["muscles"] = _joined(value["muscles"], where)
        row = row_of(table, value, where)
        taken.append(row)
        values[number - 1] = None  # both forms of twenty years are too much to hold
        for child in children:
            _take(rows, version, child, value.pop(child), where, row["id"])


def _require_keys(value: Mapping[str, object], keys: frozenset[str], where: str) -> None:
    missing, unknown = sorted(keys - value.keys()), sorted(value.keys() - keys)
    if missing:
        raise NegcoachError(f'{where}: "{missing[0]}" is missing.')
    if unknown:
        raise NegcoachError(f"{where}: {shown(unknown[0])} is not known here.")


def _joined(muscles: object, where: str) -> str:
    if not isinstance(muscles, list) or not all(isinstance(name, str) and "\n" not in name for name in muscles):
        raise NegcoachError(f"{where}: muscles is to be a list of names, not {shown(muscles)}.")
    return "\n".join(muscles)


def _require_sessions(rows: Rows) -> None:
    known = {row["id"] for row in rows["sessions"]}
    for number, row in enumerate(rows["soreness"], start=1):
        if row["session_id"] is not None and row["session_id"] not in known:
            raise NegcoachError(f"soreness {number}: session_id {shown(row['session_id'])} is no session of the file.")


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def _separated(items: Iterable[list[str]]) -> Iterator[str]:
    """Yield the lines of items, with commas between the items."""
    end = ""
    for item in items:
        if end:
            yield end
        yield from item[:-1]
        yield item[-1]
        end = ",\n"
    if end:
        yield "\n"


def _session_lines(stored: StoredSession, kept: set[object]) -> list[str]:
    kept.add(stored.values["id"])
    found = [_line("sessions", stored.values)[:-1] + ', "sets": [\n']
    found += _separated(_set_lines(performed) for performed in stored.sets)
    found.append('], "concentric_sets": [\n')
    found += _separated([" " + _line("concentric_sets", _with_list(values))] for values in stored.concentric)
    found.append("]}")
    return found


def _set_lines(stored: StoredSet) -> list[str]:
    values = stored.values | {name: bool(stored.values[name]) for name in _FLAGS}
    found = [" " + _line("sets", values)[:-1] + ', "reps": [\n']
    found += _separated(["  " + _line("reps", rep)] for rep in stored.reps)
    found.append(" ]}")
    return found


def _with_list(values: Values) -> Values:
    return {**values, "muscles": values["muscles"].split("\n") if values["muscles"] else []}


def _without_strangers(values: Values, kept: set[object]) -> Values:
    return values if values["session_id"] in kept else {**values, "session_id": None}


def _line(table: str, values: Values) -> str:
    """Return the JSON of a row, without the link that its place says."""
    link = _PARENTS.get(table)
    return _ENCODER.encode({name: value for name, value in values.items() if name != link} if link else values)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
