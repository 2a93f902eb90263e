"""The cells of negcoach's own CSV files: how a stored value is written to one, and read from it.

Durations are seconds with up to three decimals. The time of the last change is a text, because a spreadsheet keeps only
the first digits of so long a number. A text that a spreadsheet would run as a formula gets an apostrophe in front, and
so does one that begins with an apostrophe: without the first apostrophe it is the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from negcoach.errors import NegcoachError
from negcoach.store.database.stamps import utc_ms
from negcoach.transfer.native.row_schema import ColumnSchema, wrong_value_error

_BREAKS = ("\t", "\r", "\n")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The first characters of a cell that is run as a formula (OWASP, CSV Injection); Excel takes the wide forms too."""

_SECONDS = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,3}))?")


class Echo:
    """A file for ``csv.writer`` that returns the text written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def escape_formula(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    runs = text.startswith(("'", *_BREAKS)) or text.lstrip().startswith(_FORMULA)
    return "'" + text if runs else text


def unescape_formula(cell: str) -> str:
    """Return the text of a cell that ``escape_formula`` gave."""
    return cell.removeprefix("'")


def cell_schema(name: str, column: ColumnSchema) -> tuple[ColumnSchema, Callable[[Any], str]]:
    """Return how a stored column is read from a cell, and how it is written to one."""
    if column.free_text:
        return replace(column, from_cell=unescape_formula), escape_formula
    if name == "changed_ms":
        expected = "a time such as 2026-11-22T09:28:57.123Z"
        return replace(column, from_cell=_parse_time, expected=expected), time_cell
    if name.endswith("_ms"):
        expected = "seconds with at most three decimals, such as 4.87"
        return replace(column, from_cell=_parse_seconds, expected=expected), _seconds_text
    if column.flag:
        return column, lambda value: "yes" if value else "no"
    return column, lambda value: repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def read_cell(cell: str, where: str, column: ColumnSchema) -> object:
    """Return the stored value of a cell. Raises ``NegcoachError`` that begins with ``where``."""
    if column.optional and not cell:
        return None
    if "," in cell and not column.free_text and _COMMA_NUMBER.fullmatch(cell):
        cell = cell.replace(",", ".")
    try:
        return column.check(column.from_cell(cell))
    except (ValueError, TypeError, NegcoachError):
        raise wrong_value_error(where, column, cell) from None


def with_comma(cell: str, typed: bool) -> str:
    """Return a cell with a comma before its decimals; one with a text that somebody typed stays as it is."""
    return cell.replace(".", ",") if not typed and _POINT_NUMBER.fullmatch(cell) else cell


def _seconds_text(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}".rstrip("0").rstrip(".")


def _parse_seconds(cell: str) -> int:
    found = _SECONDS.fullmatch(cell)
    if found is None:
        raise ValueError
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


def time_cell(ms: int) -> str:
    """Return a time in ms as the text of a cell, in UTC."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"


def _parse_time(cell: str) -> int:
    moment = datetime.fromisoformat(cell)
    if moment.utcoffset() is None:
        raise ValueError
    return utc_ms(moment)


_POINT_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")
_COMMA_NUMBER = re.compile(r"-?[0-9]+,[0-9]+")

_EPOCH = datetime(1970, 1, 1)
