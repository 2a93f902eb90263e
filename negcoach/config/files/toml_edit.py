"""Changes of single values in a TOML text that a person wrote; the rest of it stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from negcoach.config.files.toml_files import layout_error, line_of, parse, toml_key, toml_value


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A new value for a key of a section; ``about`` becomes its comment if the key is new, "" for none."""

    section: str
    key: str
    value: str | int | bool | list[str]
    about: str


def with_changes(path: Path, text: str, changes: Sequence[ValueChange], headings: Mapping[str, str]) -> str:
    """Return the text with the changes: comments, order, spacing and line ends stay.

    A new key is added at the top of its section, a new section at the end of the text, under its heading. ``path`` is
    for the message of the ``NegcoachError`` raised when the layout does not allow a change.
    """
    tables = parse(path, text)
    new = [change for change in changes if not _has(tables, change)]
    text = _with_values(path, text, [change for change in changes if change not in new])
    for section, heading in headings.items():
        for change in reversed(new):  # each goes to the top of its section, so the last comes first
            if change.section == section:
                text = _with_key(path, text, change, heading)
    return text


def without_keys(path: Path, text: str, section: str, keys: Sequence[tuple[str, ...]]) -> str:
    """Return the text without keys that a section has, each by its path there: of tables in it, no empty one is left.

    Raises ``NegcoachError`` as ``with_changes`` does.
    """
    if not keys:
        return text
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        for key in keys:
            _delete(cast(MutableMapping[str, Any], document[section]), key)
        return document.as_string()
    except (TOMLKitError, TypeError, RecursionError):
        raise layout_error(path) from None


def _delete(table: MutableMapping[str, Any], path: tuple[str, ...]) -> None:
    name, *inner = path
    if inner:
        _delete(table[name], tuple(inner))
    if not inner or not table[name]:
        del table[name]


def without_section(path: Path, text: str, section: str, heading: str) -> str:
    """Return the text without a section that it has, and without its heading; errors as ``with_changes`` raises them.

    A file that ends with the name of a section would count as cut off.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        del document[section]
        changed = document.as_string()
    except (TOMLKitError, TypeError, RecursionError):
        raise layout_error(path) from None
    end = "\r\n" if "\r\n" in text else "\n"
    return changed.replace(f"{end}{end}# {heading}{end}", end, 1)


def _has(tables: Mapping[str, object], change: ValueChange) -> bool:
    table = tables.get(change.section)
    return isinstance(table, dict) and change.key in table


def _with_values(path: Path, text: str, changes: Sequence[ValueChange]) -> str:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        for change in changes:
            section = cast(MutableMapping[str, Any], document[change.section])
            section[change.key] = change.value
        return document.as_string()
    except (TOMLKitError, TypeError, RecursionError):
        raise layout_error(path) from None


def _with_key(path: Path, text: str, change: ValueChange, heading: str) -> str:
    """Return the text with a new key; tomlkit would put it after the comment above the next section."""
    end = "\r\n" if "\r\n" in text else "\n"
    about = f"# {change.about}{end}" if change.about else ""
    entry = f"{about}{toml_key(change.key)} = {toml_value(change.value)}{end}"
    header = line_of(text, (change.section,))
    if not header:
        gap = ("" if text.endswith("\n") else end) + end if text else ""
        return f"{text}{gap}# {heading}{end}[{change.section}]{end}{entry}"
    lines = text.split("\n")
    if not lines[header - 1].lstrip().startswith("["):
        return _with_values(path, text, [change])  # the section is written as sound.volume = 80 or in braces
    if header == len(lines):  # the header's own line has no end yet
        return f"{text}{end}{entry}"
    return "\n".join((*lines[:header], entry + "\n".join(lines[header:])))
