"""Sources of an import: a file is opened and recognised as another program's or as an export of negcoach."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from os import SEEK_END
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.transfer.apps.reading import DELIMITERS, FileText, header_of, opened_file, read_file, table_of
from negcoach.transfer.apps.recognise import Recognised, recognise, unknown_format_error
from negcoach.transfer.native import csv_format, json_format, table_csv
from negcoach.transfer.native.row_schema import Rows
from negcoach.transfer.native.staged_json import StagedRows, begins_as_ours, staged

_LARGE = 4 * 1024 * 1024
"""The size in bytes from which on our JSON is read in parts (our own choice): that of about a year."""

_BEGINNING = 200
"""The most characters of an unknown JSON file that an error quotes."""


@dataclass(frozen=True, slots=True)
class AppSource:
    """A file that another program exported."""

    file: FileText
    recognised: Recognised

    @property
    def app(self) -> str:
        """The name of that program."""
        return self.recognised.format.app


@dataclass(frozen=True, slots=True)
class NativeSource:
    """An export of negcoach, with its rows, which were checked."""

    file: FileText
    format: str
    rows: Rows | StagedRows

    @property
    def app(self) -> str:
        """The name of the program, and the format."""
        return f"negcoach ({self.format})"

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day of its sessions, ``None`` without any."""
        if isinstance(self.rows, StagedRows):
            return self.rows.days
        days = sorted(str(row["started_at"])[:10] for row in self.rows["sessions"])
        return (days[0], days[-1]) if days else None


Source = AppSource | NativeSource


def open_source(path: Path, on_large: Callable[[], None] = lambda: None) -> Source:
    """Return the file as a source, recognised by its contents, whatever its name.

    ``on_large`` is called before so much is read that it will be written in a copy of the database; it may raise.
    Raises ``NegcoachError`` for a file that cannot be read, is of no known format, or is damaged.
    """
    if _is_large_json(path):
        on_large()
        with suppress(NegcoachError, OSError), opened_file(path) as opened:  # else it is read as a whole: it says why
            rows = staged(opened)
            if rows is not None:
                return NativeSource(FileText(path, "", "utf-8"), "JSON", rows)
    file = read_file(path)
    if file.is_json:
        if not json_format.recognises(file.text):
            raise unknown_format_error(file, (file.text.lstrip()[:_BEGINNING].partition("\n")[0],))
        return NativeSource(_without_text(file), "JSON", json_format.read(file.text))
    for delimiter in DELIMITERS:
        for native in (csv_format, table_csv):
            if native.recognises(header_of(file, delimiter)):
                table = table_of(file, delimiter, on_many=on_large)
                cells = (tuple(map(sys.intern, row)) for row in table.rows)  # most of them are there many times
                return NativeSource(_without_text(file), "CSV", native.rows_of((table.header, *cells)))
    return AppSource(_without_text(file), recognise(file, on_large))


def _is_large_json(path: Path) -> bool:
    """Return whether a file is so large, and may be our own JSON, that it is read in parts."""
    with suppress(NegcoachError, OSError), opened_file(path) as opened:  # reading it as a whole says why
        if opened.seek(0, SEEK_END) >= _LARGE:
            opened.seek(0)
            return begins_as_ours(opened)
    return False


def _without_text(file: FileText) -> FileText:
    """Return a file without its text, which is not needed once it was read, and can be hundreds of megabytes."""
    return replace(file, text="")
