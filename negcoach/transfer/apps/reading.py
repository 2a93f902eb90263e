"""Defensive reading of other programs' files, as text and as a table.

Nothing about such a file is trusted: it may be an endless pipe, a line of a gigabyte, a table of a million columns, or
cut off. Each is refused with a message of one line, before anything is changed.
"""

from __future__ import annotations

import codecs
import csv
import errno
import io
import json
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from negcoach.errors import NegcoachError
from negcoach.texts import clean, counted

MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read: twenty years of three sessions a day need 213 MB as our CSV, the longest format."""

MOST_LINE = 1024 * 1024
"""The longest line of a table, in bytes; a long note needs a few thousand."""

MOST_COLUMNS = 200
"""The most columns of a table; the known programs write at most 20."""

MANY_ROWS = 20_000
"""From so many rows on, an import is written in a copy of the database (our own choice): they would take 20 MB."""

DELIMITERS = (",", ";", "\t")
"""The characters that can separate two cells."""

_SAMPLE = 256 * 1024
_PIECE = 2048
_PIECE_OF_LINES = 65536
_UTF_16_ZEROS = 0.6
"""The share of zero bytes at every second position from which a text without a byte order mark is UTF-16."""

_SINGLE_BYTE_ENCODINGS = ("cp1252", "mac_roman")
"""The single-byte encodings that systems in these programs' languages use; Latin-1 is part of the first."""


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file, and the encoding in which it was read."""

    path: Path
    text: str
    encoding: str

    @property
    def name(self) -> str:
        """The file's name, safe to show."""
        return clean(self.path.name)

    @property
    def is_json(self) -> bool:
        """Whether the text must be JSON: no table begins like this."""
        return self.text[:_SAMPLE].lstrip().startswith(("{", "["))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of a text file: its header and its rows, without empty lines.

    ``numbers`` has the place in the file of each row, as it is told to the lifter, where that is not its place here.
    """

    header: tuple[str, ...]
    rows: Collection[Sequence[str]]
    numbers: tuple[int, ...] = ()


def read_file(path: Path) -> FileText:
    """Return the text of a file. Raises ``NegcoachError`` if it is no file, too large, or no text."""
    data = _content(path)
    name = clean(path.name)
    beginning = data[:_SAMPLE].strip()
    if not beginning:
        raise NegcoachError(f"{name} is empty.")
    if beginning.startswith((b"{", b"[")):
        data = _ascii_json(data)
    elif _has_long_line(data):
        raise NegcoachError(f"{name} has a line of more than {MOST_LINE:,} bytes: it is not a table of sets.")
    text, encoding = _text_of(data, name)
    return FileText(path, _without_separator_line(text), encoding)


def read_beginning(path: Path, most: int) -> tuple[str, bool]:
    """Return the text of the first ``most`` bytes of a file, and whether more follows.

    It is decoded as ``read_file`` decodes it. Raises ``NegcoachError`` if it is no file, too large, or no text.
    """
    with opened_file(path) as file:
        data = file.read(most + 1)
    has_more = len(data) > most
    text, _ = _text_of(data[:most], clean(path.name), has_more=has_more)
    return text, has_more


def header_of(file: FileText, delimiter: str) -> tuple[str, ...]:
    """Return the cells of the first row, split by this delimiter. Raises ``NegcoachError``."""
    beginning = replace(file, text=file.text[:MOST_LINE])
    return tuple(next(split_rows(beginning, delimiter, strict=False), ()))  # with a wrong one quotes make no sense


def table_of(
    file: FileText,
    delimiter: str,
    on_row: Callable[[Sequence[str]], None] = lambda row: None,
    on_many: Callable[[], None] = lambda: None,
) -> TextTable:
    """Return the file as a table; ``on_row`` is called with each row below the header, ``on_many`` with ``MANY_ROWS``.

    Raises ``NegcoachError`` for one that is damaged or cut off.
    """
    records = split_rows(file, delimiter)
    header = tuple(next(records, ()))
    number, are_split = 0, len(header) < 2
    last: Sequence[str] = header
    for row in records:
        number, last = number + 1, row
        if number == MANY_ROWS:
            on_many()
        on_row(row)
        are_split = are_split or len(row) > 1 or not _has_delimiter(row[0])
    if number and not are_split:
        raise NegcoachError(
            f"{file.name} has rows whose cells are not separated as in its header. Export it once more."
        )
    if len(last) < len(header):
        cells = counted(len(last), "cell")
        raise NegcoachError(
            f"{file.name} is cut off: its last row has {cells} and its header {len(header)}. Export it once more."
        )
    return TextTable(header, _TextRows(file, delimiter, number))


def laid_out(
    header: tuple[str, ...], rows: Iterable[tuple[int, tuple[str, ...]]], on_many: Callable[[], None]
) -> TextTable:
    """Return a table of rows that are made one by one, each with its place in the file.

    ``on_many`` is called with ``MANY_ROWS``, before more of them are made; it may raise.
    """
    found: list[tuple[int, tuple[str, ...]]] = []
    for row in rows:
        found.append(row)
        if len(found) == MANY_ROWS:
            on_many()
    return TextTable(header, tuple(row for _, row in found), tuple(place for place, _ in found))


@dataclass(frozen=True, slots=True)
class _TextRows(Collection[Sequence[str]]):
    """The rows below the header of a file, split anew each time that they are gone through.

    As cells they would take several times the room that their text takes.
    """

    file: FileText
    delimiter: str
    number: int

    def __iter__(self) -> Iterator[Sequence[str]]:
        return islice(split_rows(self.file, self.delimiter), 1, None)

    def __len__(self) -> int:
        return self.number

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)


def split_rows(file: FileText, delimiter: str, *, strict: bool = True) -> Iterator[Sequence[str]]:
    """Yield the rows of a file, split into cells, without empty lines. Raises ``NegcoachError`` for a damaged one.

    ``strict`` is whether a quoted cell must be closed, and followed by nothing.
    """
    reader = csv.reader(_lines(file.text), delimiter=delimiter, strict=strict)
    try:
        for record in reader:
            if len(record) > MOST_COLUMNS:
                raise NegcoachError(
                    f"{file.name} has more than {MOST_COLUMNS} columns in line {reader.line_num}: "
                    "it is not a table of sets."
                )
            if record:
                yield record
    except csv.Error as error:
        raise NegcoachError(_damage_message(file.name, reader.line_num, str(error))) from None


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, whichever these are; all at once would be four times as large."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE_OF_LINES) + 1 or len(text)
        yield from io.StringIO(text[start:end], newline="")
        start = end


def _has_delimiter(cell: str) -> bool:
    """Return whether a cell contains a delimiter."""
    return any(sign in cell for sign in DELIMITERS)


@contextmanager
def opened_file(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file; a pipe is never waited for, and a device never opened.

    Raises ``NegcoachError`` if it is no file, too large, or cannot be read in the block.
    """
    name = clean(path.name) or clean(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _not_a_file_error(name)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):  # it was replaced meanwhile
                raise _not_a_file_error(name)
            if found.st_size > MOST_BYTES:
                raise _too_large_error(name)
            yield file
    except FileNotFoundError:
        raise NegcoachError(f"There is no file {clean(str(path))}.") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        why = error.strerror if isinstance(error, OSError) and error.errno != errno.ENXIO else None
        raise NegcoachError(f"{name} cannot be read ({why or 'not a file'}).") from None


def _content(path: Path) -> bytes:
    """Return the contents of a file."""
    with opened_file(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large_error(clean(path.name) or clean(str(path)))
    return data


def _not_a_file_error(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is not a file. Give the file that the other program exported.")


def _too_large_error(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is larger than {MOST_BYTES // 1024**2} MB: it is not an export of sessions.")


def _has_long_line(data: bytes) -> bool:
    """Return whether a line is too long: the search goes from each longest possible line back to a line end."""
    start = 0
    while len(data) - start > MOST_LINE:
        end = max(data.rfind(sign, start, start + MOST_LINE + 1) for sign in (b"\n", b"\r"))
        if end < 0:
            return True
        start = end + 1
    return False


def _ascii_json(data: bytes) -> bytes:
    """Return JSON in UTF-8 with escapes for all letters outside ASCII: one emoji makes a text four times as large."""
    try:
        return b"".join(_ascii_pieces(data))
    except UnicodeDecodeError:  # it is in another encoding, or cut off
        return data


def _ascii_pieces(data: bytes) -> Iterator[bytes]:
    """Yield JSON in pieces of some lines: to look for such letters in each of them takes ten times as long."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        piece, start = data[start:end], end
        if not piece.isascii():
            piece = re.sub(rb"[\x80-\xff]+", lambda found: json.dumps(found[0].decode())[1:-1].encode(), piece)
        yield piece


def _text_of(data: bytes, name: str, *, has_more: bool = False) -> tuple[str, str]:
    """Return data as text, and its encoding; where the file ``has_more``, the last letter may be cut in two.

    Raises ``NegcoachError`` if it is no text.
    """
    text, encoding = _decode(data, name, has_more=has_more)
    if "\x00" in text:
        raise NegcoachError(f"{name} is not a text file, or it is damaged: it holds NUL characters.")
    if not has_more and not text[:_SAMPLE].strip():
        raise NegcoachError(f"{name} is empty.")
    return text, encoding


def _decode(data: bytes, name: str, *, has_more: bool) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding, name, has_more=has_more), encoding
    if wide := _utf_16_encoding(data[:_SAMPLE]):
        return _decode_strictly(data, wide, name, has_more=has_more), wide
    try:
        return _strict_text(data, "utf-8", has_more=has_more), "utf-8"
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _cut_off_error(name) from None
    encoding = _guess_encoding(data)
    return data.decode(encoding, "replace"), encoding


def _decode_strictly(data: bytes, encoding: str, name: str, *, has_more: bool) -> str:
    try:
        return _strict_text(data, encoding, has_more=has_more)
    except UnicodeDecodeError:
        raise _cut_off_error(name) from None


def _strict_text(data: bytes, encoding: str, *, has_more: bool) -> str:
    """Return data as text, without half a letter at its end where the file ``has_more``."""
    return codecs.getincrementaldecoder(encoding)().decode(data, final=not has_more)


def _cut_off_error(name: str) -> NegcoachError:
    return NegcoachError(f"{name} is cut off or damaged in the middle of a letter. Export it once more.")


def _utf_16_encoding(sample: bytes) -> str | None:
    """Return the UTF-16 encoding of a text without a byte order mark, recognised by the zero bytes of Latin letters."""
    half = max(8, len(sample) // 2)
    even, odd = (sample[start::2].count(0) / half for start in (0, 1))
    if odd > _UTF_16_ZEROS and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > _UTF_16_ZEROS and odd < even / 4 else None


def _guess_encoding(data: bytes) -> str:
    """Return the most likely single-byte encoding, guessed from the lines that have letters outside ASCII."""
    from charset_normalizer import from_bytes  # loaded only where the text is not UTF-8

    lines = [line for line in data[:_SAMPLE].splitlines() if not line.isascii()]
    best = from_bytes(b"\n".join(lines), cp_isolation=list(_SINGLE_BYTE_ENCODINGS)).best()
    return best.encoding if best is not None else "cp1252"


def _without_separator_line(text: str) -> str:
    """Return the text without Excel's first line ``sep=;``."""
    hint = re.match(r"\s*\"?sep=.\"?\r?\n", text, re.IGNORECASE)
    return text[hint.end() :] if hint else text


def _damage_message(name: str, line: int, said: str) -> str:
    if "unexpected end" in said or "field larger" in said:
        return f"{name} is cut off or damaged: a quoted cell up to line {line} is never closed. Export it once more."
    return f"{name} is damaged in line {line}: a quoted cell is followed by more text. Export it once more."
