"""Rows on their way into or out of a file: what each column may hold, and one clear line where it does not.

What leaves is checked by the same rules as what comes in, so that every file that was written can be read again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from negcoach.errors import NegcoachError
from negcoach.store.database.stamps import iso, utc_ms
from negcoach.store.database.tables import TABLES
from negcoach.store.plan import PLAN_FIELDS, FieldKind, PlanField, stored_default
from negcoach.texts import clean
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import Side, StartsWith, StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import Any

Rows = dict[str, list[dict[str, object]]]
"""By table name, for all of ``TABLES``; each row has exactly its ``Table.columns``, and ``deleted_at`` is ``None``."""

MOST_KG = 1_000_000
MOST_COUNT = 1_000_000
LONGEST_MS = 1_000_000_000
"""Bounds beyond all sense (a duration of eleven days): they only keep nonsense out of sums and columns."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LAST_CHANGE_MS = 7_258_118_400_000
"""The end of the last year: a row that was changed later would win over every edit there will ever be."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold.

    ``read`` returns the value as it is kept, ``typed`` takes the text of a cell to what ``read`` takes; both raise
    ``ValueError``. ``expected`` tells what would be right. An ``optional`` one may be ``None``, as text "". ``free``
    is text that anybody may have written, so that a spreadsheet could take it for a formula; a ``flag`` is 0 or 1.
    Files of a version before ``since`` do not have the column, and mean ``default``.
    """

    expected: str
    read: Callable[[Any], object]
    typed: Callable[[str], object] = str
    optional: bool = False
    free: bool = False
    flag: bool = False
    since: int = 1
    default: object = None


def row_of(table: str, values: Mapping[str, object], where: str) -> dict[str, object]:
    """Return a row with all ``Table.columns`` from what a file says of it.

    ``values`` has at least ``FIELDS[table]``; times come as text alone. Raises ``NegcoachError`` that begins with
    ``where``.
    """
    found = checked(table, [values[name] for name in FIELDS[table]], where)
    at, ms = STAMPS[table]
    found[ms] = utc_ms(datetime.fromisoformat(str(found[at])))
    found["deleted_at"] = None
    return {name: found[name] for name in _COLUMNS[table]}


def checked(table: str, values: Iterable[object], where: str) -> dict[str, object]:
    """Return the values of ``FIELDS[table]``, given in their order, by name: checked and cleaned.

    Raises ``NegcoachError`` that begins with ``where``.
    """
    found: dict[str, object] = {}
    for (name, read, optional), value in zip(_READERS[table], values, strict=True):
        if value is None and optional:
            found[name] = None
            continue
        try:
            found[name] = read(value)
        except (ValueError, TypeError, NegcoachError):
            raise wrong_value(f"{where}: {name}", FIELDS[table][name], value) from None
    return found


def wrong_value(where: str, field: Field, value: object) -> NegcoachError:
    """Return the error that says what was found and what would be right."""
    nothing = " or nothing" if field.optional else ""
    return NegcoachError(f"{where} is to be {field.expected}{nothing}, not {shown(value)}.")


def shown(value: object) -> str:
    """Return a short, harmless form of a value from a file."""
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "an object"
    text = clean(value if isinstance(value, str) else repr(value))
    text = text if len(text) <= 40 else text[:39] + "…"
    return (
        f'"{text}"' if isinstance(value, str) else {"None": "nothing", "True": "true", "False": "false"}.get(text, text)
    )


def add_defaults(fields: Mapping[str, Field], values: dict[str, object], version: int) -> None:
    """Add the columns that a file of this version does not have yet to what it says of a row."""
    for name, field in fields.items():
        if field.since > version:
            values.setdefault(name, field.default)


def no_rows() -> Rows:
    """Return rows of nothing, to be filled."""
    return {name: [] for name in TABLES}


def require_unique(rows: Rows) -> None:
    """Raise ``NegcoachError`` when two rows of a table have the same key."""
    for name, table in TABLES.items():
        twice = _first_twice(tuple(row[column] for column in table.key) for row in rows[name])
        if twice is not None:
            raise NegcoachError(f"{name}: {' '.join(map(str, twice))} is there twice, and each can be only once.")


def _first_twice(keys: Iterable[tuple[object, ...]]) -> tuple[object, ...] | None:
    seen: set[tuple[object, ...]] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _text(*, lines: bool = False, needed: bool = False) -> Field:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        text = clean(value, lines=lines)
        if needed and not text:
            raise ValueError
        return text

    return Field("a text that is not empty" if needed else "a text", read, free=True)


def _whole(least: int, most: int) -> Field:
    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return Field(f"a whole number from {least} to {most}", read, _whole_number)


def _real(least: int, most: int) -> Field:
    def read(value: object) -> float:
        if type(value) not in (int, float) or not least <= value <= most:  # type: ignore[operator]
            raise ValueError
        return float(value)  # type: ignore[arg-type]

    return Field(f"a number from {least} to {most}", read, _number)


def _flag() -> Field:
    def read(value: object) -> int:
        if value not in (0, 1):
            raise ValueError
        return int(bool(value))

    typed = {"yes": True, "no": False}
    return Field("true or false (in a table yes or no)", read, lambda text: typed.get(text, text), flag=True)


def _choice(*values: str) -> Field:
    def read(value: object) -> object:
        if value not in values:
            raise ValueError
        return value

    return Field(f"one of {', '.join(values)}", read)


def _moment() -> Field:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        moment = datetime.fromisoformat(value)
        if moment.utcoffset() is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise ValueError
        return iso(moment)

    return Field("a time with its offset, such as 2026-11-22T10:28:57.123+01:00", read)


def _identity() -> Field:
    def read(value: object) -> str:
        if not isinstance(value, str) or not _UUID.fullmatch(value):
            raise ValueError
        return value

    return Field("a UUID, such as 00000000-0000-0000-0000-000000000000", read)


def _tempo() -> Field:
    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError
        return str(Tempo.parse(value))

    return Field("a tempo, such as 5-1-A-1", read)


def _optional(field: Field) -> Field:
    return replace(field, optional=True)


def _whole_number(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError
    return int(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WHOLE = re.compile("-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,30})?(?:e-?[0-9]{1,3})?")

_ID = _identity()
_MOMENT = _moment()
_NAME = _text(needed=True)
_COUNT = _whole(1, MOST_COUNT)
_MS = _whole(0, LONGEST_MS)
_KG = _real(0, MOST_KG)
_RPE = _optional(_real(0, 10))
_CHANGED = _whole(0, _LAST_CHANGE_MS)

_OF_KIND = {
    FieldKind.NAME: _NAME,
    FieldKind.TEXT: _text(),
    FieldKind.TEMPO: _tempo(),
    FieldKind.COUNT: _COUNT,
    FieldKind.NUMBER: _whole(0, MOST_COUNT),
    FieldKind.DURATION: _MS,
    FieldKind.LOAD: _KG,
    FieldKind.FLAG: _flag(),
    FieldKind.STARTS_WITH: _choice(*(member.value for member in StartsWith)),
}

STAMPS = {
    "sessions": ("started_at", "started_ms"),
    "sets": ("started_at", "started_ms"),
    "reps": ("completed_at", "completed_ms"),
    "concentric_sets": ("started_at", "started_ms"),
    "one_rms": ("tested_at", "tested_ms"),
    "body_weights": ("measured_at", "measured_ms"),
    "soreness": ("rated_at", "rated_ms"),
}
"""By table: the column that says a time, and the one that follows from it, which no file holds."""


def _of_plan(field: PlanField) -> Field:
    column = replace(_OF_KIND[field.kind], optional=field.optional, since=field.since)
    return column if field.since == 1 else replace(column, default=stored_default(field))


FIELDS: dict[str, dict[str, Field]] = {
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
        **{field.column: _of_plan(field) for field in PLAN_FIELDS},
        "load_kg": _KG,
        "started_at": _MOMENT,
        "ended_at": _optional(_MOMENT),
        "stop_reason": _optional(_choice(*(member.value for member in StopReason))),
        "rpe": _RPE,
        "note": _text(lines=True),
        "changed_ms": _CHANGED,
    },
    "reps": {
        "set_id": _ID,
        "ordinal": _COUNT,
        "number": _COUNT,
        "side": _optional(_choice(*(member.value for member in Side))),
        "target_ms": _whole(1, LONGEST_MS),
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
        "load_kg": _real(-MOST_KG, MOST_KG),
        "reps": _COUNT,
        "rpe": _RPE,
        "note": _text(lines=True),
        "started_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
    "one_rms": {"id": _ID, "exercise": _NAME, "kg": _KG, "tested_at": _MOMENT, "changed_ms": _CHANGED},
    "body_weights": {"id": _ID, "kg": _KG, "measured_at": _MOMENT, "changed_ms": _CHANGED},
    "soreness": {
        "id": _ID,
        "session_id": _optional(_ID),
        "muscle": _NAME,
        "hours": _optional(_whole(0, MOST_COUNT)),
        "rating": _optional(_whole(0, 6)),
        "rated_at": _MOMENT,
        "changed_ms": _CHANGED,
    },
}
"""By table, in the order in which a file has them."""

VERSION = max(field.since for fields in FIELDS.values() for field in fields.values())
"""The version of a file that is written: counts up when a reader of the version before could not read it."""

_READERS = {
    table: tuple((name, field.read, field.optional) for name, field in fields.items())
    for table, fields in FIELDS.items()
}
_COLUMNS = {name: table.columns for name, table in TABLES.items()}
