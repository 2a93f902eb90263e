"""The columns of a table: found by their names, in any order and in the languages of these programs, and read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from negcoach.texts import clean
from negcoach.training.units import Unit

_UNITS: dict[str, Unit] = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}

_NUMBER = re.compile(r"([+-]?)(\d[\d.,]{0,30}|[.,]\d{1,30})")
_QUANTITY = re.compile(r"([+-]?(?:\d[\d.,]{0,30}|[.,]\d{1,30}))\s*([^\W\d_]+)?\.?")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))

Names = Mapping[str, str]
"""The names of columns in all languages, separated by bars, by the column's purpose."""


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column of a table: its position, and the unit in its name."""

    index: int
    unit: Unit | None


Columns = Mapping[str, tuple[HeaderColumn, ...]]
"""Columns by their purpose; more than one where a file has loads in kg and in lb."""


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return text in lower case, without accents and punctuation: ``Übung`` and ``übung:`` become equal."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+|[#/]", letters))


def split_unit(name: str) -> tuple[str, Unit | None]:
    """Return a column's normalised name without the unit at its end, and that unit: ``Weight (kg)``, ``weight_lbs``."""
    words = normalise(name).split()
    unit = _UNITS.get(words[-1]) if len(words) > 1 else None
    return " ".join(words[:-1] if unit else words), unit


LOAD = "load"
"""The purpose of the column with the loads."""


def find_columns(header: Sequence[str], names: Names) -> Columns:
    """Return those columns of a header that have one of the names; one that is named ``kg`` or ``lb`` has loads."""
    wanted = {normalise(name): use for use, spellings in names.items() for name in spellings.split("|")}
    found: dict[str, tuple[HeaderColumn, ...]] = {}
    for index, name in enumerate(header):
        bare, unit = split_unit(name)
        for spelling, said in ((normalise(name), None), (bare, unit)):
            if use := wanted.get(spelling):
                found[use] = (*found.get(use, ()), HeaderColumn(index, said))
                break
        else:
            if named := unit_of(name):
                found[LOAD] = (*found.get(LOAD, ()), HeaderColumn(index, named))
    return found


def load_column(header: Sequence[str], name: str) -> HeaderColumn | None:
    """Return the column of this name as that of the loads, ``None`` where the header has none of it."""
    for index, heading in enumerate(header):
        if normalise(heading) == normalise(name):
            return HeaderColumn(index, unit_of(name) or split_unit(name)[1])
    return None


class TableRow:
    """A row of a table, whose cells are read by the column's purpose."""

    __slots__ = ("_cells", "_columns")

    def __init__(self, cells: Sequence[str], columns: Columns) -> None:
        self._cells = cells
        self._columns = columns

    def text(self, use: str) -> str:
        """Return a cell as one clean line, "" if there is none."""
        columns = self._columns.get(use)
        return one_line(self._cells[columns[0].index]) if columns else ""

    def lines(self, use: str) -> str:
        """Return a cell as clean text with its line breaks, "" if there is none."""
        columns = self._columns.get(use)
        cell = self._cells[columns[0].index] if columns else ""
        return clean(cell, lines=True).strip() if cell else ""

    def number(self, use: str) -> float | None:
        """Return the number in a cell, ``None`` if there is none."""
        columns = self._columns.get(use)
        return _number_in(self._cells[columns[0].index]) if columns else None

    def load(self, use: str = LOAD) -> tuple[float, Unit | None] | None:
        """Return a load with the unit that its cell or its column states.

        It is 0 for an empty cell, and ``None`` for a cell that cannot be read.
        """
        for column in self._columns.get(use, ()):
            if text := one_line(self._cells[column.index]):
                return _load(text, column.unit)
        return 0.0, None


@lru_cache(maxsize=4096)
def _number_in(cell: str) -> float | None:
    return number(one_line(cell))


@lru_cache(maxsize=4096)
def number(text: str) -> float | None:
    """Return a text as a number, ``None`` if it is none: ``82.5``, ``82,5``, ``1.082,5``.

    A single comma or point separates the decimals, however many follow: no program here only groups thousands.
    """
    found = _NUMBER.fullmatch(text.replace("−", "-").replace(" ", "")) if text else None
    if not found:
        return None
    digits = found[2]
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        if digits.count(digits[last]) > 1:
            return None
        digits = re.sub("[.,]", "", digits[:last]) + "." + digits[last + 1 :]
    return float(f"{found[1]}{digits}") if digits != "." else None


@lru_cache(maxsize=4096)
def quantity(text: str) -> tuple[float, str] | None:
    """Return number and normalised word of ``12 ripetizioni`` or ``80,5 kg``, ``None`` for another text."""
    found = _QUANTITY.fullmatch(text.replace("−", "-"))
    value = number(found[1]) if found else None
    return None if found is None or value is None else (value, normalise(found[2] or ""))


def unit_of(word: str) -> Unit | None:
    """Return the unit that a word means, ``None`` if it is no unit."""
    return _UNITS.get(normalise(word))


@lru_cache(maxsize=4096)
def one_line(cell: str) -> str:
    """Return a cell as one clean line, with narrow and no-break spaces replaced."""
    return cell.strip() if cell.isascii() and cell.isprintable() else clean(cell).translate(_SPACES).strip()


@lru_cache(maxsize=4096)
def _load(text: str, unit: Unit | None) -> tuple[float, Unit | None] | None:
    found = quantity(text)
    if found is None or (found[1] and found[1] not in _UNITS):
        return None
    return found[0], _UNITS.get(found[1], unit)
