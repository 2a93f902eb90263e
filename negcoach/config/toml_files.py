"""Reading and replacing the TOML files that a lifter edits: what the file is, and the line of a fault."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.files import staged_file
from negcoach.texts import clean

LARGEST_BYTES = 1_000_000
"""No settings or exercises of a person fill a megabyte: a larger file is another file by mistake."""

KeyPath = tuple[str | int, ...]
"""The way to a value: table names and, in a list of tables, the table's index from 0."""


def read_text(path: Path) -> str | None:
    """Return a file's text with its line ends as they are, ``None`` when there is no such file.

    Raises ``NegcoachError`` when it is not a regular file of UTF-8 text of at most ``LARGEST_BYTES``, or
    cannot be read. A byte order mark, as some editors write it, is left out.
    """
    try:
        # Opening a pipe or a device could wait for ever, so what it is comes first.
        if not stat.S_ISREG(path.stat().st_mode):
            raise NegcoachError(f"{shown(path)} is not a file. Put a text file there, or remove it.")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise NegcoachError(f"{shown(path)} cannot be read: {reason(error)}.") from None
    if len(content) > LARGEST_BYTES:
        raise NegcoachError(f"{shown(path)} is larger than {LARGEST_BYTES // 1_000_000} MB. Is it the right file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NegcoachError(f"{shown(path)}, line {line}: this is not UTF-8 text. Save the file as UTF-8.") from None


def replace_file(path: Path, text: str) -> None:
    """Put a text in a file's place at once, so that a reader or a power cut finds the old or the new one whole.

    Folders are made; a link keeps pointing to its file, and the file keeps its permissions. Raises
    ``NegcoachError`` when it cannot be written.
    """
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        with staged_file(target) as staged:
            staged.file.write(text.encode())
            staged.commit(stat.S_IMODE(target.stat().st_mode) if target.exists() else None)
    except OSError as error:
        raise NegcoachError(f"{shown(path)} cannot be written: {reason(error)}.") from None


def parse(path: Path, text: str) -> dict[str, object]:
    """Return the tables of a TOML text; ``NegcoachError`` names file and line when it is not TOML."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise NegcoachError(f"{shown(path)} is nested too deeply to be read.") from None
    except tomllib.TOMLDecodeError as error:
        message = clean(str(error))
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
        if not found:
            raise NegcoachError(f"{shown(path)}: {message}.") from None
        line = int(found[2] or len(text.splitlines()))
        column = f", at column {found[3]}" if found[3] else ", at the end of the file"
        raise NegcoachError(f"{at(path, line)}: {found[1]}{column}.") from None
    except ValueError:  # from int(), which refuses thousands of digits
        raise NegcoachError(f"{shown(path)} holds a number with too many digits.") from None


def at(path: Path, line: int) -> str:
    """Return ``path, line 12``, or the path alone where the line is not known (0)."""
    return f"{shown(path)}, line {line}" if line else shown(path)


def shown(path: Path) -> str:
    """Return a path as it can be printed."""
    return clean(str(path))


def reason(error: Exception) -> str:
    """Return what the operating system said, in its own words without number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or clean(str(error))


def toml_value(value: str | int | bool) -> str:
    """Return a value as TOML writes it; text must be plain, without quotes and backslashes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def line_of(text: str, place: KeyPath) -> int:
    """Return the line, from 1, of the key at a place of a TOML text, or of the nearest table around it.

    Returns 0 where there is none. The text must be one that ``parse`` reads. Keys inside an inline table
    count as being where that begins.
    """
    lines: dict[KeyPath, int] = {}
    for where, line in _keys(text):
        lines.setdefault(where, line)
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return 0


def _keys(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Every key and table header of a TOML text with its line, each table of a list with its index."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for line, tokens in _statements(text):
        if tokens[0] != "[":
            names = _names(_before_equals(tokens))
            for length in range(1, len(names) + 1):
                yield table + names[:length], line
            continue
        names = _names("".join(token for token in tokens if token not in "[]" and not token.startswith("#")))
        if tokens[1] == "[":
            one = (*_resolved(names[:-1], counts), names[-1])
            counts[one] = counts.get(one, -1) + 1
            yield one, line
        table = _resolved(names, counts)
        yield table, line


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """The key-and-value pairs and headers of a text, each as its first line's number and its tokens."""
    line, first, depth = 1, 1, 0
    tokens: list[str] = []
    for match in re.finditer(_TOKEN, text.replace("\r\n", "\n"), re.VERBOSE | re.DOTALL):
        token = match[0]
        if not tokens:
            first = line
        line += token.count("\n")
        if token == "\n" and depth == 0:
            if tokens:
                yield first, tokens
            tokens = []
        elif tokens or not (token.isspace() or token.startswith("#")):
            depth += (token in "[{") - (token in "]}")
            tokens.append(token)
    if tokens:
        yield first, tokens


_TOKEN = r"""
    \"{3} (?: [^\\] | \\. )*? \"{3,5}   # text over several lines
    | '{3} .*? '{3,5}
    | " (?: [^"\\\n] | \\. )* "          # text on one line
    | ' [^'\n]* '
    | \# [^\n]*                          # a comment
    | [\[\]{}\n]
    | [^"'\#\[\]{}\n]+
    """


def _before_equals(tokens: list[str]) -> str:
    key = ""
    for token in tokens:
        if token[0] not in "\"'" and "=" in token:
            return key + token.partition("=")[0]
        key += token
    return key


def _names(key: str) -> tuple[str, ...]:
    """The names of a dotted key, each of them bare or in quotes, as the TOML reader itself splits it."""
    import tomllib

    names = []
    found: object = tomllib.loads(f"{key} = 0")
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)


def _resolved(names: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """The place that a header's names mean: in a list of tables, its latest one."""
    place: KeyPath = ()
    for name in names:
        place = (*place, name)
        if place in counts:
            place = (*place, counts[place])
    return place
