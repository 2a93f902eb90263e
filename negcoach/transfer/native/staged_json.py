"""Our JSON of many years, a part of it in memory at a time: its checked rows lie in a temporary file.

Only the layout that ``negcoach.transfer.native.json_format`` writes can be read in parts. Any other, and any fault, is
left to that module, which reads the file as a whole and says what is wrong.
"""

from __future__ import annotations

import marshal
import re
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from negcoach.errors import NegcoachError
from negcoach.transfer.native import json_format
from negcoach.transfer.native.row_schema import Rows

_SESSIONS = 100
"""How many sessions with all that is in them are in memory at a time (our own choice)."""

_BEGINNING = f'{{\n"format": "{json_format.FORMAT}",\n"version": ([0-9]{{1,9}}),\n"sessions": \\[\n'


_LINES_OF_BEGINNING = 4


class StagedRows:
    """The rows of a file, which can be gone through again and again: some sessions at a time, all else at the end.

    ``days`` are the first and the last day of its sessions, ``None`` without any.
    """

    def __init__(self, parts: Iterator[Rows]) -> None:
        """Keep all parts. Raises what they raise, and ``OSError`` where there is no room for them."""
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # it is closed with this
        weakref.finalize(self, self._file.close)
        self.days: tuple[str, str] | None = None
        self._sizes: list[int] = []
        for rows in parts:
            self._sizes.append(self._file.write(marshal.dumps(rows)))
            days = sorted(str(row["started_at"])[:10] for row in rows["sessions"])
            if days:
                first, last = self.days or (days[0], days[-1])
                self.days = min(first, days[0]), max(last, days[-1])

    def __iter__(self) -> Iterator[Rows]:
        """Yield the rows of each part; one at a time may go through them."""
        self._file.seek(0)
        for size in self._sizes:
            yield marshal.loads(self._file.read(size))  # written above, where nobody else writes


def staged(file: BinaryIO, sessions: int = _SESSIONS) -> StagedRows | None:
    """Return the rows of an open file, so many sessions at a time; ``None`` where it is to be read as a whole."""
    try:
        return StagedRows(json_format.rows_of_parts(_documents(file, sessions)))
    except (NegcoachError, ValueError, RecursionError, OSError):
        return None


def begins_as_ours(file: BinaryIO) -> bool:
    """Return whether the first lines of an open file are those that negcoach writes."""
    try:
        return re.fullmatch(_BEGINNING, _first_lines(file)) is not None
    except ValueError:  # it is no text
        return False


def _first_lines(file: BinaryIO) -> str:
    return b"".join(islice(file, _LINES_OF_BEGINNING)).decode()


def _documents(file: BinaryIO, most: int) -> Iterator[dict[str, Any]]:
    """Yield documents of some sessions each, and at last one of all else. Raises ``ValueError`` for another layout."""
    beginning = _first_lines(file)
    lines = (line.decode() for line in file)
    found = re.fullmatch(_BEGINNING, beginning)
    if found is None:
        raise ValueError("other lines at the beginning")
    version = int(found[1])
    sessions: list[str] = []
    session: list[str] = []
    for line in lines:
        if not session and line.startswith("]"):
            if sessions:
                yield _of_sessions(version, sessions)
            yield json_format.parsed("".join((beginning, line, *lines)))
            return
        session.append(line)
        if line.startswith("]}"):  # no other line of a session does: all but the lists' ends have a space before
            sessions.append("".join(session).rstrip(",\n"))
            session.clear()
            if len(sessions) == most:
                yield _of_sessions(version, sessions)
                sessions.clear()
    raise ValueError("the sessions do not end")


def _of_sessions(version: int, sessions: Sequence[str]) -> dict[str, Any]:
    """Return a document with these sessions, and nothing in its other lists."""
    document: dict[str, Any] = {name: [] for name in json_format.TOP_LEVEL}
    document["sessions"] = json_format.parsed(f"[{','.join(sessions)}]")
    return {"format": json_format.FORMAT, "version": version, **document}
