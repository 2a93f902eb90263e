"""A reader of TOML tables: it checks each value, and its error names the first wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from negcoach.errors import NegcoachError
from negcoach.texts import clean, nearest, quoted

LONGEST_LINE = 200
"""The most characters of one line of text: nobody reads more beside a bench."""

MOST_LINES = 12
"""The most lines of a list, such as the steps of an exercise: nobody remembers more."""

_T = TypeVar("_T")


class TableError(NegcoachError):
    """A value of a table that cannot be used: of exercises, plans or programmes.

    ``index`` is the place of its entry (an exercise, say) in the file, from 0 (``None``: the fault is not in one
    entry). ``key`` is the dotted path of the value (``load.percent``; "" for the entry as a whole). The message names
    the key, so that a reader of files only has to put file and line in front of it.
    """

    def __init__(self, message: str, index: int | None, key: str = "") -> None:
        """Store the location with the message."""
        super().__init__(message)
        self.index = index
        self.key = key


KeyPath = tuple[str | int, ...]
"""Where a value is in a file, ``("plan", 0, "exercises", 2, "sets")``: names of tables, and indexes from 0 in lists."""


class PathError(NegcoachError):
    """A value that no plan and no programme can have; ``path`` is where it is."""

    def __init__(self, message: str, path: KeyPath) -> None:
        """Store the location with the message."""
        super().__init__(message)
        self.path = path


class Fields:
    """The values of one entry of a file: an exercise, a plan or a programme. A key never read is unknown.

    Every method raises ``TableError`` when the value is of a wrong type or out of range.
    """

    def __init__(self, values: object, index: int, prefix: str = "") -> None:
        """Read from ``values``, a table of the entry ``index``; ``prefix`` is its dotted path (``load.``)."""
        if not isinstance(values, Mapping):
            name = prefix.rstrip(".") or "exercise"
            raise TableError(f"{name} must be a table, not {kind_of(values)}.", index, prefix.rstrip("."))
        self.index = index
        self._prefix = prefix
        self._values: Mapping[str, object] = values
        self._asked: list[str] = []

    def raw(self, key: str) -> object:
        """Return the value of a key as it is, ``None`` where there is none."""
        return self._found(key)

    def __contains__(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self._values

    @property
    def is_empty(self) -> bool:
        """Whether the table has no key."""
        return not self._values

    def is_text(self, key: str) -> bool:
        """Return whether the value of a key is text."""
        return isinstance(self._values.get(key), str)

    def path(self, key: str) -> str:
        """Return the dotted path of a key from the entry on."""
        return self._prefix + key

    def error(self, key: str, message: str) -> TableError:
        """Return the error with ``message`` about a key."""
        end = "" if message.endswith("?") else "."
        return TableError(f"{self.path(key)}: {message}{end}", self.index, self.path(key))

    def text(self, key: str, default: str | None = None, longest: int = LONGEST_LINE, like: str = "…") -> str:
        """Return one cleaned line of text; without a default the key is required, and an error says what it is like."""
        found = self._found(key)
        if isinstance(found, str):
            return self._line(key, found, longest, "" if default is None else ", or leave it out")
        if found is not None:
            raise self._wrong(key, found, "text in quotes")
        if default is not None:
            return default
        other = nearest(key, self._values)
        if other:
            raise TableError(unknown_key(other, (key,)), self.index, self.path(other))
        raise TableError(f'{self.path(key)} is missing. Add {self.path(key)} = "{like}"', self.index)

    def texts(self, key: str, most: int = MOST_LINES) -> tuple[str, ...]:
        """Return a list of cleaned lines, ``most`` at most, empty where there is none."""
        found = self._found(key)
        if found is None:
            return ()
        if not isinstance(found, list):
            like = f"[{kind_of(found)}]" if isinstance(found, str) else '["one", "two"]'
            raise self._wrong(key, found, f"a list of texts, like {like}")
        if len(found) > most:
            raise self.error(key, f"has {len(found)} lines. Write at most {most}")
        lines = []
        for value in found:
            if not isinstance(value, str):
                raise self.error(key, f"must be a list of texts in quotes, not of {kind_of(value)}")
            lines.append(self._line(key, value, LONGEST_LINE))
        return tuple(lines)

    def choice(self, key: str, choices: Mapping[str, _T], default: _T | None = None) -> _T:
        """Return the value of the chosen one of ``choices``; without a default the key is required."""
        if default is not None and key not in self._values:
            self._asked.append(key)
            return default
        text = self.text(key).lower()
        if text not in choices:
            raise self.error(key, unknown_choice(text, tuple(choices)))
        return choices[text]

    def switch(self, key: str, default: bool) -> bool:
        """Return a boolean."""
        found = self._found(key)
        if found is None:
            return default
        if not isinstance(found, bool):
            raise self._wrong(key, found, "true or false")
        return found

    def integer(self, key: str, default: int, low: int, high: int) -> int:
        """Return an integer from ``low`` to ``high``."""
        found = self._found(key)
        if found is None:
            return default
        value = _number(found, low, high)
        if value is None:
            raise self._wrong(key, found, f"a whole number from {low} to {high}")
        if value != int(value):
            raise self.error(key, f"must be a whole number from {low} to {high}, not {value:g}")
        return int(value)

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return a number from ``low`` to ``high``."""
        found = self._found(key)
        if found is None:
            return default
        value = _number(found, low, high)
        if value is None:
            raise self._wrong(key, found, f"a number from {low:g} to {high:g}")
        return value

    def seconds(self, key: str, default: float, low: float, high: float) -> int:
        """Return milliseconds from a number of seconds, rounded to the millisecond."""
        found = self._found(key)
        value = default if found is None else _number(found, low, high)
        if value is None:
            raise self._wrong(key, found, f"seconds, a number from {low:g} to {high:g}")
        return round(1000 * value)

    def kilograms(self, key: str) -> float | None:
        """Return kilograms, ``None`` where there is no such key."""
        found = self._found(key)
        if found is None:
            return None
        value = _number(found, 0, 1000)
        if value is None:
            raise self._wrong(key, found, "kilograms, a number from 0 to 1000")
        return value

    def value(self, key: str, read: Callable[[object], _T | None], right: str) -> _T | None:
        """Return the value as ``read`` converts it, ``None`` where there is no such key.

        ``read`` returns ``None`` for a wrong one; ``right`` says for the message what it must be.
        """
        found = self._found(key)
        if found is None:
            return None
        value = read(found)
        if value is None:
            raise self._wrong(key, found, right)
        return value

    def table(self, key: str) -> Fields:
        """Return the table under a key, an empty one where there is none."""
        self._asked.append(key)
        return Fields(self._values.get(key, {}), self.index, self.path(key) + ".")

    def refuse_others(self) -> None:
        """Refuse the keys that were never read."""
        for key in self._values:
            if key not in self._asked:
                raise TableError(unknown_key(key, self._asked), self.index, self.path(key))

    def _found(self, key: str) -> object:
        """Return the value as it is, ``None`` where there is no such key (TOML has no value that means nothing)."""
        self._asked.append(key)
        return self._values.get(key)

    def _wrong(self, key: str, found: object, right: str) -> TableError:
        return self.error(key, f"must be {right}, not {kind_of(found)}")

    def _line(self, key: str, value: str, longest: int, otherwise: str = ", or leave it out") -> str:
        line = " ".join(clean(value).split())
        if not line:
            raise self.error(key, f"is empty. Write something{otherwise}")
        if len(line) > longest:
            raise self.error(key, f"is {len(line)} characters long. Write at most {longest}")
        return line


def kind_of(value: object) -> str:
    """Return how an error message describes a value, in a few words."""
    if isinstance(value, str):
        return quoted(clean(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return "so large a number" if abs(value) >= 1e15 else str(value)
    if isinstance(value, Mapping):
        return "a table"
    return "a list" if isinstance(value, Sequence) else "a date or time"


def unknown_choice(text: str, choices: Sequence[str]) -> str:
    """Return the sentence that refuses a choice, and suggests the most similar one or all of them."""
    near = nearest(text, choices)
    right = f'Did you mean "{near}"?' if near else f"Choose one of {', '.join(choices)}"
    return f"{kind_of(text)} is not known. {right}"


def no_such_exercise(slug: str, known: Iterable[str], otherwise: str) -> str:
    """Return the sentence that refuses a slug of no exercise: with the most similar one, else with what to do."""
    near = nearest(slug, known)
    right = f'Did you mean "{near}"?' if near else otherwise
    return f"{kind_of(slug)} is not among the exercises. {right}"


def unknown_key(key: str, known: Sequence[str]) -> str:
    """Return the sentence that refuses a key, and suggests the most similar one or all of them."""
    near = nearest(key, known)
    right = f"Did you mean {near}?" if near else f"There are {', '.join(known)}."
    return f"{kind_of(key)} is not a known key. {right}"


def _number(found: object, low: float, high: float) -> float | None:
    """Return a number in the range, ``None`` for anything else."""
    if isinstance(found, bool) or not isinstance(found, int | float) or not low <= found <= high:
        return None
    return float(found)
