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

TYPE_CHECKING = False  # only its types are from there
if TYPE_CHECKING:
    from negcoach.training.exercise.table_reader import KeyPath


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

    if line := _long_key_line(text):  # the parser's time for a key grows with the square of its parts
        raise NegcoachError(f"{location(path, line)}: a key with over {_MOST_DOTS} dots. Put its text in quotes.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise NegcoachError(
            f"{location(path, _deepest_line(text))}: brackets in brackets, too deep to be read. Close them."
        ) from None
    except tomllib.TOMLDecodeError as error:
        message = clean(str(error))
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
        if not found:
            raise NegcoachError(f"{clean_path(path)}: {message}.") from None
        line = int(found[2] or len(text.splitlines()))
        column = f", at column {found[3]}" if found[3] else ", at the end of the file"
        with_copy = f" The last good copy is {clean(copy_of(path).name)}, beside it." if _has_copy(path) else ""
        hint = next((f" {right}" for begin, right in _RIGHT.items() if found[1].startswith(begin)), "")
        raise NegcoachError(f"{location(path, line)}: {found[1]}{column}.{hint}{with_copy}") from None
    except ValueError:  # from int(), which refuses thousands of digits
        line = next((number for number, row in enumerate(text.split("\n"), 1) if re.search(_MANY_DIGITS, row)), 0)
        raise NegcoachError(f"{location(path, line)}: a number with too many digits. Write a smaller one.") from None


_RIGHT = {
    "Cannot overwrite": "It is there already: keep one of the two.",
    "Cannot declare": "It is there already: keep one of the two.",
    "Cannot mutate": "It is there already: keep one of the two.",
    "Cannot redefine": "It is there already: keep one of the two.",
    "Duplicate": "It is there already: keep one of the two.",
    "Unclosed array": "A list ends with ].",
    "Unclosed inline table": "What begins with { ends with } on the same line.",
    "Unterminated string": "A text ends with the quotes that it begins with.",
    "Illegal character '\\n'": "A text ends with the quotes that it begins with, on the same line.",
    "Unescaped": "Write \\\\ for one backslash, or the text in single quotes.",
    "Expected '='": "A line is a key = value.",
    "Expected ']": "A table begins with [name], one of several with [[name]].",
    "Expected newline": "Each key = value has a line of its own.",
    "Invalid initial character": "A key is expected there; what is in { } is on one line.",
    "Invalid statement": "A line is a key = value, or a comment after #.",
    "Invalid value": "A text is in quotes; a number, true and false are not.",
    "Invalid date": "A text is in quotes.",
}
"""What would be right, by how the message of the TOML parser begins."""

_MOST_DOTS = 100
"""No key that is meant has so many parts."""


def _long_key_line(text: str) -> int:
    """Return the line of a key with more than ``_MOST_DOTS`` outside its quotes, 0 where there is none."""
    if all(row.count(".") <= _MOST_DOTS for row in text.split("\n")):  # a key stands on one line
        return 0
    line, dots = 1, 0
    for match in re.finditer(_TOKEN, text, re.VERBOSE | re.DOTALL):
        token = match[0]
        if token[0] in "[]{}\n#":
            dots = 0
        elif token[0] not in "\"'":
            first, *more = re.split("[=,]", token)
            dots += first.count(".")
            if max(dots, *(part.count(".") for part in more), 0) > _MOST_DOTS:
                return line
            if more:
                dots = more[-1].count(".")
        line += token.count("\n")
    return 0


_MANY_DIGITS = r"[0-9_]{4000}"

_DEEP = 50
"""No file for people has so many brackets in one another."""


def _deepest_line(text: str) -> int:
    """Return the line on which brackets are nested too deeply, 0 where none is."""
    line, depth = 1, 0
    for match in re.finditer(_TOKEN, text, re.VERBOSE | re.DOTALL):
        line += match[0].count("\n")
        depth += (match[0] in "[{") - (match[0] in "]}")
        if depth > _DEEP:
            return line
    return 0


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

    Returns 0 if there is none. The text must be one that ``parse`` accepts. What is in a list is known by its index.
    """
    lines: dict[KeyPath, int] = {}
    for where, line in _keys(text, path):
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


def _keys(text: str, wanted: KeyPath) -> Iterator[tuple[KeyPath, int]]:
    """Yield every key and table header of a TOML text with its line, each table of a list with its index.

    Of lists and tables in a line only what is on the way to the ``wanted`` path is looked into: there may be thousands.
    """
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    for line, tokens in statements(text):
        names = statement_names(tokens)
        if tokens[0] != "[":
            for length in range(1, len(names) + 1):
                yield table + names[:length], line
            if wanted[: len(table) + len(names)] == table + names:
                value = "".join(tokens)[len(_before_equals(tokens)) + 1 :]
                yield from _inside(value, table + names, line)
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


def _inside(value: str, path: KeyPath, line: int) -> Iterator[tuple[KeyPath, int]]:
    """Yield what is in the lists and inline tables of a value, with its line; it begins on ``line``, at ``path``."""
    around: list[tuple[KeyPath, list[int]]] = []  # the lists and tables that are open; of a list, where it is
    at, key, begins = path, "", False  # the path of the next value, its key as far as it is read, whether one begins
    for match in re.finditer(_PART, value, re.VERBOSE | re.DOTALL):
        part = match[0]
        table, index = around[-1] if around else ((), [])
        if part[0] == "#" or part.isspace():
            pass
        elif part == "," and index:
            index[0] += 1
            at, begins = (*table, index[0]), True
        elif part == ",":
            key, begins = "", True
        elif part in "]}":
            around.pop()
            begins = False
        elif begins and not index and around:
            key += part
            if part == "=":
                names = _names(key[:-1])
                yield from ((table + names[:length], line) for length in range(1, len(names) + 1))
                at, begins = table + names, False
        else:
            if begins:
                yield at, line
            begins = part in "[{"
            if begins:
                around.append((at, [0] if part == "[" else []))
                at, key = (*at, 0), ""
        line += part.count("\n")


_PART = r"""
    "{3} (?: [^\\] | \\. )*? "{3,5}
    | '{3} .*? '{3,5}
    | " (?: [^"\\\n] | \\. )* "
    | ' [^'\n]* '
    | \# [^\n]*
    | \s+
    | [\[\]{},=]
    | [^"'\#\s\[\]{},=]+
    """


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
