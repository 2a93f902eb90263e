"""A file to import, opened and recognised: another program's, or an export of negcoach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from negcoach.transfer.apps.reading import DELIMITERS, FileText, header_of, read_file, table_of
from negcoach.transfer.apps.recognise import Recognised, recognise, unknown
from negcoach.transfer.native import csv_format, json_format
from negcoach.transfer.native.row_schema import Rows

_BEGINNING = 200
"""As much of a JSON file as is looked at to say what it is not."""


@dataclass(frozen=True, slots=True)
class OtherSource:
    """A file of another program."""

    file: FileText
    recognised: Recognised

    @property
    def app(self) -> str:
        """The program that it is from."""
        return self.recognised.format.app


@dataclass(frozen=True, slots=True)
class OwnSource:
    """An export of negcoach; its rows were checked."""

    file: FileText
    form: str
    rows: Rows

    @property
    def app(self) -> str:
        """The program that it is from, and the form."""
        return f"negcoach ({self.form})"


Source = OtherSource | OwnSource


def open_source(path: Path) -> Source:
    """Return the file, read and recognised by what is in it, whatever its name.

    Raises ``NegcoachError`` for one that cannot be read, is of no known format, or is damaged.
    """
    file = read_file(path)
    if file.is_json:
        if not json_format.recognises(file.text):
            raise unknown(file, (file.text.lstrip()[:_BEGINNING].partition("\n")[0],))
        return OwnSource(file, "JSON", json_format.read(file.text))
    for delimiter in DELIMITERS:
        if csv_format.recognises(header_of(file, delimiter)):
            table = table_of(file, delimiter)
            return OwnSource(file, "CSV", csv_format.rows_of((table.header, *table.rows)))
    return OtherSource(file, recognise(file))
