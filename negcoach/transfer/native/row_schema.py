"""The schema of exported rows: the values that each column may hold, and the one-line error for a wrong one.

Exported values are checked by the same rules as imported ones, so that every file that was written can be read again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from negcoach.errors import NegcoachError
from negcoach.store.database.bounds import LAST_MS, MOST_KG
from negcoach.store.database.stamps import iso, utc_ms
from negcoach.store.database.tables import STAMPS, TABLES
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS
from negcoach.store.prescribed_set import PRESCRIBED_FIELDS, FieldKind, PrescribedField, stored_default
from negcoach.store.programme_run import pauses_of, pauses_text
from negcoach.store.sides import BOTH, SIDE_FACTS
from negcoach.texts import clean, quoted, shortened
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.progress.pain import WORST as WORST_PAIN
from negcoach.training.terms import Attempt, Knee, OneRmKind, SetPurpose, Side, StartsWith, StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import Any

_LOADS = ("planned_load_kg", "load_kg")

Rows = dict[str, list[dict[str, object]]]
"""Rows by table name, for all of ``TABLES``; each has exactly ``SqlTable.columns``, and ``deleted_at`` is ``None``.

``sides`` are what was said about the sides of exercises, which is stored as facts (``negcoach.store.sides``).
"""

MOST_COUNT = 1_000_000
LONGEST_MS = 1_000_000_000
"""Generous bounds (the longest duration is eleven days): they only keep nonsense out of sums and columns."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199

SIDES = "sides"
"""The list of a file that is no table: what was said about sides."""


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """The values that a column may hold.

    ``check`` returns a value of a file as it is stored, ``from_cell`` converts the text of a CSV cell for ``check``;
    both raise ``ValueError``. ``expected`` describes a right value. The value of an ``optional`` column may be
    ``None``, in CSV the empty cell. ``free_text`` is text that somebody typed: a spreadsheet could run it as a formula.
    The value of a ``flag`` is 0 or 1. Files of a version before ``since`` lack the column: it then has ``default``.
    ``plain`` is a condition in SQL, with ``{}`` for the column of a STRICT table: where it holds, ``check`` returns the
    value as it is; where it does not, only ``check`` can tell.
    """

    expected: str
    check: Callable[[Any], object]
    plain: str
    from_cell: Callable[[str], object] = str
    optional: bool = False
    free_text: bool = False
    flag: bool = False
    since: int = 1
    default: object = None


RowSchema = dict[str, ColumnSchema]
"""The schema of each column of a row, by name."""


def checked_row(table: str, values: Mapping[str, object], where: str) -> dict[str, object]:
    """Return a row with all ``SqlTable.columns``, made from its values in a file.

    ``values`` has at least the columns of ``ROW_SCHEMAS[table]``; of a time it has the text alone. Raises
    ``NegcoachError`` that begins with ``where``.
    """
    row = checked_values(table, map(values.__getitem__, ROW_SCHEMAS[table]), where)
    if table == SIDES:
        return row
    at, ms = STAMPS[table]
    row[ms] = utc_ms(datetime.fromisoformat(str(row[at])))
    row["deleted_at"] = None
    return row


def checked_values(
    table: str, values: Iterable[object], where: str, columns: tuple[str, ...] | None = None
) -> dict[str, object]:
    """Return values by column, checked and cleaned; they are given in the order of ``ROW_SCHEMAS[table]``.

    ``columns`` are those that are given where not all are; of a set they have the loads, and ``bodyweight``. Raises
    ``NegcoachError`` that begins with ``where``.
    """
    checked: dict[str, object] = {}
    checks = _CHECKS[table] if columns is None else _checks_of(table, columns)
    for (name, check, optional), value in zip(checks, values, strict=True):
        if value is None and optional:
            checked[name] = None
            continue
        try:
            checked[name] = check(value)
        except (ValueError, TypeError, NegcoachError):
            raise wrong_value_error(f"{where}: {name}", ROW_SCHEMAS[table][name], value) from None
    if table == "sets" and not checked["bodyweight"]:
        _require_no_help(checked, where)
    if table == SIDES and checked["which"] == "weaker" and checked["side"] == BOTH:
        raise NegcoachError(f"{where}: side must be left or right, not {BOTH}: only one can be the weaker one.")
    return checked


def plain_row_sql(table: str, row: str, *, without: str = "", only: Collection[str] = ()) -> str:
    """Return the condition in SQL that ``checked_values`` returns the values of a stored row as they are.

    ``row`` is the table, or its alias, in the query; ``without`` is a column that is known to be right, and ``only``
    are the columns that are looked at, where not all are. Where the condition does not hold the values may be right,
    too.
    """
    conditions = []
    for name, column in ROW_SCHEMAS[table].items():
        if name == without or (only and name not in only):
            continue
        plain = column.plain.format(f"{row}.{name}")
        conditions.append(f"({row}.{name} IS NULL OR {plain})" if column.optional else plain)
    if table == "sets":
        without_help = " AND ".join(f"{row}.{name} >= 0" for name in _LOADS)
        conditions.append(f"({row}.bodyweight = 1 OR {without_help})")
    return " AND ".join(conditions)


def plain_moment_sql(column: str) -> str:
    """Return the condition in SQL that a column holds a time as negcoach writes it."""
    return _MOMENT.plain.format(column)


def wrong_column(table: str, row: Mapping[str, object]) -> str:
    """Return the column whose value ``checked_values`` refuses in a row."""
    for name, check, optional in _CHECKS[table]:
        if row[name] is None and optional:
            continue
        try:
            check(row[name])
        except (ValueError, TypeError, NegcoachError):
            return name
    return next(name for name in _LOADS if row[name] < 0)  # type: ignore[operator]  # the column has a number


def _require_no_help(row: Mapping[str, object], where: str) -> None:
    """Raise ``NegcoachError`` for a set of a loaded exercise whose load is below 0: that is help for the body alone."""
    for name in _LOADS:
        if row[name] < 0:  # type: ignore[operator]  # the column has a number
            raise NegcoachError(
                f"{where}: {name} must be 0 or more, not {row[name]}: only a bodyweight exercise can be helped."
            )


def wrong_value_error(where: str, column: ColumnSchema, value: object) -> NegcoachError:
    """Return the error with the value that was found and the one that would be right."""
    nothing = " or nothing" if column.optional else ""
    return NegcoachError(f"{where} must be {column.expected}{nothing}, not {excerpt(value)}.")


def excerpt(value: object) -> str:
    """Return a short, harmless form of a value from a file."""
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, str):
        return quoted(clean(value))
    text = shortened(clean(repr(value)))
    return {"None": "nothing", "True": "true", "False": "false"}.get(text, text)


def add_defaults(schema: RowSchema, values: dict[str, object], version: int) -> None:
    """Add the columns that a file of this version lacks to the values of one of its rows."""
    for name, column in schema.items():
        if column.since > version:
            values.setdefault(name, column.default)


def empty_rows() -> Rows:
    """Return an empty list of rows for each table."""
    return {name: [] for name in ROW_SCHEMAS}


def require_unique(rows: Rows) -> None:
    """Raise ``NegcoachError`` when two rows of a table have the same key."""
    keys = {**{name: table.key for name, table in TABLES.items()}, SIDES: ("which", "exercise")}
    for name, key in keys.items():
        twice = _first_duplicate(tuple(row[column] for column in key) for row in rows[name])
        if twice is not None:
            raise NegcoachError(f"{name}: {' '.join(map(str, twice))} appears twice; each may appear only once.")


def _first_duplicate(keys: Iterable[tuple[object, ...]]) -> tuple[object, ...] | None:
    seen: set[tuple[object, ...]] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _text(*, lines: bool = False, required: bool = False) -> ColumnSchema:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        text = clean(value, lines=lines)
        if required and not text:
            raise ValueError
        return text

    letters = " -~\n" if lines else " -~"
    plain = f"{_ASCII} AND {{0}} NOT GLOB '*[^{letters}]*'" + (" AND {0} <> ''" if required else "")
    return ColumnSchema("a text that is not empty" if required else "a text", check, f"({plain})", free_text=True)


def _integer(low: int, high: int) -> ColumnSchema:
    def check(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    plain = f"{{0}} BETWEEN {low} AND {high}"
    return ColumnSchema(f"a whole number from {low} to {high}", check, plain, _integer_from)


def _real(low: int, high: int) -> ColumnSchema:
    def check(value: object) -> float:
        if type(value) not in (int, float) or not low <= value <= high:  # type: ignore[operator]
            raise ValueError
        return float(value)  # type: ignore[arg-type]

    plain = f"{{0}} BETWEEN {low} AND {high}"
    return ColumnSchema(f"a number from {low} to {high}", check, plain, _real_from)


def _flag() -> ColumnSchema:
    def check(value: object) -> int:
        if value not in (0, 1):
            raise ValueError
        return int(bool(value))

    values = {"yes": True, "no": False}
    expected = "true or false (in a table yes or no)"
    return ColumnSchema(expected, check, "{0} IN (0, 1)", lambda text: values.get(text, text), flag=True)


def _choice(*values: str) -> ColumnSchema:
    known = dict(zip(values, values, strict=True))

    def check(value: object) -> object:
        if (found := known.get(value)) is None:  # type: ignore[call-overload]  # what cannot be a key raises TypeError
            raise ValueError
        return found  # twenty years of rows share the one text

    plain = f"{{0}} IN ({', '.join(map(repr, values))})"
    return ColumnSchema(f"one of {', '.join(values)}", check, plain)


def _moment() -> ColumnSchema:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise ValueError
        return value if _MOMENT_AS_STORED.fullmatch(value) else iso(moment)

    return ColumnSchema("a time with its offset, such as 2026-11-22T10:28:57.123+01:00", check, _PLAIN_MOMENT)


def _pauses() -> ColumnSchema:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        pauses = pauses_of(value)
        if any(moment.utcoffset() is None for pause in pauses for moment in pause if moment is not None):
            raise ValueError
        return pauses_text(pauses)

    return ColumnSchema("pauses as start/end, one a line, each a time with its offset", check, "{0} = ''")


def _identity() -> ColumnSchema:
    def check(value: object) -> str:
        if not isinstance(value, str) or not _UUID.fullmatch(value):
            raise ValueError
        return value

    groups = "-".join("[0-9a-f]" * digits for digits in (8, 4, 4, 4, 12))
    plain = f"(length(CAST({{0}} AS BLOB)) = 36 AND {{0}} GLOB '{groups}')"
    return ColumnSchema("a UUID, such as 00000000-0000-0000-0000-000000000000", check, plain)


def _tempo() -> ColumnSchema:
    @lru_cache(maxsize=256)
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        return str(Tempo.parse(value))

    plain = f"({_ASCII} AND {{0}} GLOB '[1-9]-[0-9]-[0-9AX]-[0-9]')"
    return ColumnSchema("a tempo, such as 5-1-A-1", check, plain)


def _way() -> ColumnSchema:
    @lru_cache(maxsize=256)
    def check(value: object) -> str:
        if not isinstance(value, str) or not value:
            raise ValueError
        return str(Way.parse(value))

    return ColumnSchema("a way of doing a set, such as straight", check, f"{{0}} = '{STRAIGHT}'")


def _optional(column: ColumnSchema) -> ColumnSchema:
    return replace(column, optional=True)


def _prescribed_column(field: PrescribedField) -> ColumnSchema:
    column = replace(_BY_KIND[field.kind], optional=field.optional, since=field.since)
    return column if field.since == 1 else replace(column, default=stored_default(field))


def _integer_from(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError
    return int(text)


def _real_from(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


_ASCII = "length(CAST({0} AS BLOB)) = length({0})"
"""Each letter is one byte, and none is NUL, at which SQLite's functions of texts stop."""

_PLAIN_MOMENT = (
    f"(length(CAST({{0}} AS BLOB)) = 29 AND {{0}} GLOB '{'[0-9]' * 4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:"
    f"[0-5][0-9].{'[0-9]' * 3}[+-][01][0-9]:[0-5][0-9]' AND {{0}} BETWEEN '{_FIRST_YEAR}' AND '{_LAST_YEAR}-12-32' "
    "AND substr({0}, 6, 2) BETWEEN '01' AND '12' AND substr({0}, 12, 2) <= '23' AND substr({0}, 24) <> '-00:00' AND ("
    "substr({0}, 9, 2) BETWEEN '01' AND '28' OR date(substr({0}, 1, 10), '+0 days') = substr({0}, 1, 10)))"
)
"""Adding no days makes SQLite find out that there is no 30 February; it is quicker not to ask for most days."""

_MOMENT_AS_STORED = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}(?:[+][0-9]{2}|-(?!00:00)[0-9]{2}):[0-5][0-9]"
)
"""The form in which times are stored: to write one anew that ``datetime`` could read takes longer than to see that."""

_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WHOLE = re.compile("-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,30})?(?:e-?[0-9]{1,3})?")

_ID = _identity()
_MOMENT = _moment()
_NAME = _text(required=True)
_COUNT = _integer(1, MOST_COUNT)
_MS = _integer(0, LONGEST_MS)
_KG = _real(0, MOST_KG)
_LOAD = _real(-MOST_KG, MOST_KG)
_UNIT = _choice("kg", "lb")
_TYPED_UNIT = replace(_optional(_UNIT), since=2)
_RPE = _optional(_real(0, 10))
_PAIN = replace(_optional(_integer(0, WORST_PAIN)), since=5)
_PAIN_OF_SIDE = replace(_PAIN, since=7)
_CHANGED = _integer(0, LAST_MS)  # a row that was changed later would win over every edit there will ever be

_BY_KIND = {
    FieldKind.NAME: _NAME,
    FieldKind.TEXT: _text(),
    FieldKind.TEMPO: _tempo(),
    FieldKind.WAY: _way(),
    FieldKind.COUNT: _COUNT,
    FieldKind.NUMBER: _integer(0, MOST_COUNT),
    FieldKind.DURATION: _MS,
    FieldKind.LOAD: _LOAD,
    FieldKind.WEIGHT: _KG,
    FieldKind.UNIT: _UNIT,
    FieldKind.FLAG: _flag(),
    FieldKind.STARTS_WITH: _choice(*(member.value for member in StartsWith)),
    FieldKind.PURPOSE: _choice(*(member.value for member in SetPurpose)),
    FieldKind.SIDE: _choice(*(member.value for member in Side)),
    FieldKind.KNEE: _choice(*(member.value for member in Knee)),
}

ROW_SCHEMAS: dict[str, RowSchema] = {
    "sessions": {
        "id": _ID,
        "started_at": _MOMENT,
        "ended_at": _optional(_MOMENT),
        "title": _text(),
        "note": _text(lines=True),
        "rpe": _RPE,
        "changed_ms": _CHANGED,
    },
    "sets": {
        "id": _ID,
        "session_id": _ID,
        **{field.column: _prescribed_column(field) for field in PRESCRIBED_FIELDS},
        "load_kg": _LOAD,
        "load_unit": _TYPED_UNIT,
        "started_at": _MOMENT,
        "ended_at": _optional(_MOMENT),
        "stop_reason": _optional(_choice(*(member.value for member in StopReason))),
        "rpe": _RPE,
        **{column: _PAIN if field == "whole" else _PAIN_OF_SIDE for field, column in PAIN_COLUMNS.items()},
        **{column: _PAIN if field == "whole" else _PAIN_OF_SIDE for field, column in NEXT_MORNING_COLUMNS.items()},
        "attempt": replace(_optional(_choice(*(member.value for member in Attempt))), since=6),
        "note": _text(lines=True),
        "changed_ms": _CHANGED,
    },
    "reps": {
        "set_id": _ID,
        "ordinal": _COUNT,
        "number": _COUNT,
        "side": _optional(_choice(*(member.value for member in Side))),
        "target_ms": _integer(1, LONGEST_MS),
        "measured_ms": _optional(_MS),
        "completed_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
    "concentric_sets": {
        "id": _ID,
        "session_id": _ID,
        "exercise": _NAME,
        "exercise_name": _text(),
        "muscles": _text(lines=True),
        "set_number": _COUNT,
        "kind": _choice("normal", "warm-up", "drop", "failure"),
        "load_kg": _LOAD,
        "load_unit": _TYPED_UNIT,
        "reps": _COUNT,
        "rpe": _RPE,
        "note": _text(lines=True),
        "started_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
    "one_rms": {
        "id": _ID,
        "exercise": _NAME,
        "kg": _KG,
        "unit": _TYPED_UNIT,
        "kind": replace(_choice(*(member.value for member in OneRmKind)), since=2, default=OneRmKind.TESTED.value),
        "tested_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
    "body_weights": {"id": _ID, "kg": _KG, "measured_at": _MOMENT, "changed_ms": _CHANGED},
    "soreness": {
        "id": _ID,
        "session_id": _optional(_ID),
        "muscle": _NAME,
        "hours": _optional(_integer(0, MOST_COUNT)),
        "rating": _optional(_integer(0, 6)),
        "rated_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
    "programme_runs": {
        "id": _ID,
        "programme": _NAME,
        "begun_at": _MOMENT,
        "pauses": _pauses(),
        "stopped_at": _optional(_MOMENT),
        "changed_ms": _CHANGED,
    },
    SIDES: {
        "exercise": _NAME,
        "which": _choice(*SIDE_FACTS),
        "side": _choice(*(member.value for member in Side), BOTH),
        "changed_ms": _CHANGED,
    },
}
"""By table: the schema of its rows in a file, in the file's order."""

TABLES_SINCE = {"programme_runs": 3, SIDES: 7}
"""The tables that files of a version before this one lack: they are empty there."""

VERSION = max(*(column.since for schema in ROW_SCHEMAS.values() for column in schema.values()), *TABLES_SINCE.values())
"""The version of the files that are written. It counts up when a program of the version before could not read them."""

_Checks = tuple[tuple[str, Callable[[object], object], bool], ...]
"""The name of a column, its check, and whether a row may be without a value."""

_CHECKS: dict[str, _Checks] = {
    table: tuple((name, column.check, column.optional) for name, column in schema.items())
    for table, schema in ROW_SCHEMAS.items()
}


@lru_cache(maxsize=16)
def _checks_of(table: str, columns: tuple[str, ...]) -> _Checks:
    return tuple(one for one in _CHECKS[table] if one[0] in columns)
