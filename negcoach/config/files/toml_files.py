"""The TOML files that a lifter edits: read defensively, and faults located by line."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.texts import clean

OWN_FILE, PLANS_FILE, PROGRAMMES_FILE = "exercises.toml", "plans.toml", "programmes.toml"
"""The file names of the lifter's own exercises, of the plans and of the own programmes, beside the settings."""

_COPY_END = ".bak"

LARGEST_BYTES = 1_000_000
"""No real settings or exercises file reaches 1 MB: a larger one is there by mistake."""

KeyPath = tuple[str | int, ...]
"""The path to a value: table names and, in a list of tables, the table's index from 0."""


def read_text(path: Path) -> str | None:
    """Return a file's text with its line ends unchanged, ``None`` when there is no such file.

    Raises ``NegcoachError`` when it is not a regular file of UTF-8 text of at most ``LARGEST_BYTES``, or
    cannot be read. A byte order mark, which some editors write, is removed.
    """
    try:
        # Opening a pipe or a device could block for ever, so its type is checked first.
        if not stat.S_ISREG(path.stat().st_mode):
            raise NegcoachError(f"{clean_path(path)} is not a file. Put a text file there, or remove it.")
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise NegcoachError(f"{clean_path(path)} cannot be read: {system_message(error)}.") from None
    if len(content) > LARGEST_BYTES:
        raise NegcoachError(f"{clean_path(path)} is larger than {LARGEST_BYTES // 1_000_000} MB. Is it the right file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NegcoachError(
            f"{clean_path(path)}, line {line}: this is not UTF-8 text. Save the file as UTF-8."
        ) from None


def copy_of(path: Path) -> Path:
    """Return the path of a file's last good copy, which lies beside it once there was one."""
    return path.with_name(path.name + _COPY_END)


def parse(path: Path, text: str) -> dict[str, object]:
    """Return the tables of a TOML text.

    ``NegcoachError`` names file and line when it is not TOML, and the last good copy where there is one.
    """
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise NegcoachError(f"{clean_path(path)} is nested too deeply to be read.") from None
    except tomllib.TOMLDecodeError as error:
        message = clean(str(error))
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
        if not found:
            raise NegcoachError(f"{clean_path(path)}: {message}.") from None
        line = int(found[2] or len(text.splitlines()))
        column = f", at column {found[3]}" if found[3] else ", at the end of the file"
        with_copy = f" The last good copy is {clean(copy_of(path).name)}, beside it." if _has_copy(path) else ""
        raise NegcoachError(f"{location(path, line)}: {found[1]}{column}.{with_copy}") from None
    except ValueError:  # from int(), which refuses thousands of digits
        raise NegcoachError(f"{clean_path(path)} holds a number with too many digits.") from None


def location(path: Path, line: int) -> str:
    """Return ``path, line 12``, or the path alone if the line is unknown (0)."""
    return f"{clean_path(path)}, line {line}" if line else clean_path(path)


def clean_path(path: Path) -> str:
    """Return a path as text that is safe to print."""
    return clean(str(path))


def system_message(error: Exception) -> str:
    """Return the operating system's message, without its error number and path."""
    return (error.strerror if isinstance(error, OSError) else None) or clean(str(error))


def layout_error(path: Path) -> NegcoachError:
    """Return the error for a file whose layout does not allow a change."""
    return NegcoachError(f"{clean_path(path)} is laid out so that it cannot be changed here. Edit it by hand.")


def toml_key(key: str) -> str:
    """Return a key in TOML's notation: in quotes where it has dots; it must have no quotes and backslashes."""
    return f'"{key}"' if "." in key else key


def toml_value(value: str | int | bool | list[str]) -> str:
    """Return a value in TOML's notation; text that has quotes or backslashes must have no single quotes."""
    if isinstance(value, list):
        return f"[{', '.join(toml_value(one) for one in value)}]"
    if isinstance(value, str) and set(value) & {'"', "\\"}:
        return f"'{value}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def line_of(text: str, path: KeyPath) -> int:
    """Return the line, from 1, of the key at a path in a TOML text, or of the innermost table around it.

    Returns 0 if there is none. The text must be one that ``parse`` accepts. Keys inside an inline table count as being
    on the line where that begins, also where the table is one of a list.
    """
    lines: dict[KeyPath, int] = {}
    for where, line in _keys(text):
        lines.setdefault(where, line)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def _has_copy(path: Path) -> bool:
    try:
        return copy_of(path).is_file()
    except (OSError, ValueError):
        return False


def _keys(text: str) -> Iterator[tuple[KeyPath, int]]:
    """Yield every key and table header of a TOML text with its line, each table of a list with its index."""
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for line, tokens in statements(text):
        names = statement_names(tokens)
        if tokens[0] != "[":
            for length in range(1, len(names) + 1):
                yield table + names[:length], line
            for index, start in enumerate(_inline_tables(tokens)):
                yield (*table, *names, index), line + "".join(tokens[:start]).count("\n")
            continue
        if tokens[1] == "[":
            one = (*_resolve(names[:-1], counts), names[-1])
            counts[one] = counts.get(one, -1) + 1
            yield one, line
        table = _resolve(names, counts)
        yield table, line


def statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the key-and-value pairs and headers of a text, each as the number of its first line and its tokens.

    The tokens of a statement, joined, are its text with ``\\n`` as line ends, up to the end of its last line.
    """
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


def statement_names(tokens: list[str]) -> tuple[str, ...]:
    """Return the names in a statement's key or header."""
    if tokens[0] == "[":
        return _names("".join(token for token in tokens if token not in "[]" and not token.startswith("#")))
    return _names(_before_equals(tokens))


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


def _inline_tables(tokens: list[str]) -> Iterator[int]:
    """Yield where each table of a statement's list begins, as the index of its ``{`` in the tokens."""
    depth = 0
    for index, token in enumerate(tokens):
        if token == "{" and depth == 1:
            yield index
        depth += (token in "[{") - (token in "]}")


def _names(key: str) -> tuple[str, ...]:
    """Return the names in a dotted key, each of them bare or quoted, as the TOML parser itself splits it."""
    import tomllib

    names = []
    found: object = tomllib.loads(f"{key} = 0")
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)


def _resolve(names: tuple[str, ...], counts: dict[KeyPath, int]) -> KeyPath:
    """Return the path that a header's names refer to: in a list of tables, to its latest one."""
    path: KeyPath = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path
