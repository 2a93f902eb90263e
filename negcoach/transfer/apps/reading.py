"""Files that people were given by another program: opened with care, and read as text and as a table.

Nothing about such a file is trusted: it may be a pipe that never ends, a line of a gigabyte, a table of a million
columns, half of what it was. Each is refused in one line, before anything is changed.
"""

from __future__ import annotations

import codecs
import csv
import errno
import io
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from negcoach.errors import NegcoachError
from negcoach.formatting import counted
from negcoach.texts import clean

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read: twenty years of three sessions a day take 213 MB in the longest form, our own CSV."""

MOST_LINE = 1024 * 1024
"""The longest line of a table, in bytes; a long note takes a few thousand."""

MOST_COLUMNS = 200
"""The most columns of a table; the programs known write no more than 20."""

DELIMITERS = (",", ";", "\t")
"""What can stand between two cells."""

_SAMPLE = 256 * 1024
_ODD_ZEROS = 0.6
"""From this share of zero bytes in every second place on, a text without a mark is UTF-16: most letters are Latin."""

_FOREIGN = ("cp1252", "mac_roman")
"""The encodings of one byte a letter that systems in these programs' languages write; Latin-1 is part of the first."""


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and the encoding that it was found to be in."""

    path: Path
    text: str
    encoding: str

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return clean(self.path.name)

    @property
    def is_json(self) -> bool:
        """Whether it can only be JSON: no table begins like this."""
        return self.text[:_SAMPLE].lstrip().startswith(("{", "["))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table: its header and its rows, as they stand in the file, empty lines left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_file(path: Path) -> FileText:
    """Return what is in a file. Raises ``NegcoachError`` for one that is none, too large, or no text."""
    data = _content(path)
    name = clean(path.name)
    beginning = data[:_SAMPLE].strip()
    if not beginning:
        raise NegcoachError(f"{name} is empty.")
    if not beginning.startswith((b"{", b"[")) and _has_long_line(data):
        raise NegcoachError(f"{name} has a line of more than {MOST_LINE:,} bytes: it is no table of sets.")
    text, encoding = _decoded(data, name)
    if "\x00" in text:
        raise NegcoachError(f"{name} is not a text file, or it is damaged: it holds NUL characters.")
    if not text[:_SAMPLE].strip():
        raise NegcoachError(f"{name} is empty.")
    return FileText(path, _without_hint(text), encoding)


def header_of(file: FileText, delimiter: str) -> tuple[str, ...]:
    """Return the cells of the first row as they are with this delimiter. Raises ``NegcoachError``."""
    beginning = replace(file, text=file.text[:MOST_LINE])
    return next(_records(beginning, delimiter, strict=False), ())  # quotes make no sense with the wrong delimiter


def table_of(file: FileText, delimiter: str) -> TextTable:
    """Return the rows of the file. Raises ``NegcoachError`` for a table that is broken or cut off."""
    records = _records(file, delimiter)
    header = next(records, ())
    rows = tuple(records)
    if rows and len(header) > 1 and all(len(row) == 1 and _is_parted(row[0]) for row in rows):
        raise NegcoachError(f"{file.name} has rows whose cells are not parted as in its header. Export it once more.")
    if rows and len(rows[-1]) < len(header):
        cells = counted(len(rows[-1]), "cell")
        raise NegcoachError(
            f"{file.name} is cut off: its last row has {cells} and its header {len(header)}. Export it once more."
        )
    return TextTable(header, rows)


def _is_parted(cell: str) -> bool:
    """Whether there is in a cell what should stand between two."""
    return any(sign in cell for sign in DELIMITERS)


def _content(path: Path) -> bytes:
    """Read a regular file; a pipe is never waited for, and a device never touched."""
    name = clean(path.name) or clean(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _not_a_file(name)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):  # it was exchanged meanwhile
                raise _not_a_file(name)
            if found.st_size > MOST_BYTES:
                raise _too_large(name)
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NegcoachError(f"There is no file {clean(str(path))}.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = error.strerror if isinstance(error, OSError) and error.errno != errno.ENXIO else None
        raise NegcoachError(f"{name} cannot be read ({why or 'not a file'}).") from None
    if len(data) > MOST_BYTES:
        raise _too_large(name)
    return data


def _not_a_file(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is not a file. Give the file that the other program exported.")


def _too_large(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is larger than {MOST_BYTES // 1024**2} MB: it is no export of sessions.")


def _has_long_line(data: bytes) -> bool:
    """Whether somewhere no line ends for longer than a line may be, told by one look back per longest line."""
    start = 0
    while len(data) - start > MOST_LINE:
        end = max(data.rfind(sign, start, start + MOST_LINE + 1) for sign in (b"\n", b"\r"))
        if end < 0:
            return True
        start = end + 1
    return False


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name), encoding
    if wide := _utf_16(data[:_SAMPLE]):
        return _strictly(data, wide, name), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_off(name) from None
    encoding = _guessed(data)
    return data.decode(encoding, "replace"), encoding


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _cut_off(name) from None


def _cut_off(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is cut off or damaged in the middle of a letter. Export it once more.")


def _utf_16(sample: bytes) -> str | None:
    """The UTF-16 without a mark that the zeros of Latin letters give away."""
    half = max(8, len(sample) // 2)
    even, odd = (sample[start::2].count(0) / half for start in (0, 1))
    if odd > _ODD_ZEROS and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > _ODD_ZEROS and odd < even / 4 else None


def _guessed(data: bytes) -> str:
    """Guess an encoding of one byte a letter, from the lines that have such letters."""
    from charset_normalizer import from_bytes  # loaded only where the text is not UTF-8

    lines = [line for line in data[:_SAMPLE].splitlines() if not line.isascii()]
    best = from_bytes(b"\n".join(lines), cp_isolation=list(_FOREIGN)).best()
    return best.encoding if best is not None else "cp1252"


def _without_hint(text: str) -> str:
    """Leave out Excel's first line ``sep=;``."""
    hint = re.match(r"\s*\"?sep=.\"?\r?\n", text, re.IGNORECASE)
    return text[hint.end() :] if hint else text


def _records(file: FileText, delimiter: str, *, strict: bool = True) -> Iterator[tuple[str, ...]]:
    reader = csv.reader(io.StringIO(file.text, newline=""), delimiter=delimiter, strict=strict)
    try:
        for record in reader:
            if len(record) > MOST_COLUMNS:
                raise NegcoachError(
                    f"{file.name} has more than {MOST_COLUMNS} columns in line {reader.line_num}: "
                    "it is no table of sets."
                )
            if record:
                yield tuple(record)
    except csv.Error as error:
        raise NegcoachError(_broken(file.name, reader.line_num, str(error))) from None


def _broken(name: str, line: int, said: str) -> str:
    if "unexpected end" in said or "field larger" in said:
        return f"{name} is cut off or damaged: a quoted cell up to line {line} is never closed. Export it once more."
    return f"{name} is damaged in line {line}: a quoted cell is followed by more text. Export it once more."
