"""The file of ``-o``: written whole or not at all, and for this user alone, as it is about somebody's health."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from negcoach.commands.support import output
from negcoach.errors import NegcoachError
from negcoach.store.database.files import sync_folder

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

STANDARD_OUTPUT = "-"

_DATABASE = b"SQLite format 3\x00"


@contextmanager
def opened_output(name: str | None, example: str) -> Iterator[TextIO]:
    """Yield a file to write to; it gets its name when the block ends, and is removed when the block raises.

    It is UTF-8, with line ends as written. ``name`` is as typed; ``None`` or "-" is standard output, which gets
    everything when it is complete: a slow reader there must not hold up the database meanwhile. ``example`` is a name
    to suggest. Raises ``NegcoachError`` where there can be no such file, and ``BrokenPipeError`` when the reader has
    gone.
    """
    if name is None or name == STANDARD_OUTPUT:
        with _temporary() as file:
            with _as_text(file) as text:
                yield text
            file.seek(0)
            _to_standard_output(file)
        return
    target = target_of(name, example)
    try:
        handle, part_name = tempfile.mkstemp(prefix=".negcoach-", suffix=".part", dir=target.parent)
    except OSError as error:
        raise _not_written(name, example, error) from None
    part = Path(part_name)  # private from its first byte
    try:
        with os.fdopen(handle, "wb") as file:
            with _as_text(file) as text:
                yield text
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise _not_written(name, example, error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def _temporary() -> Iterator[BinaryIO]:
    try:
        with tempfile.TemporaryFile() as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise NegcoachError(f"There is no room to prepare the output ({error.strerror or error}). Use -o.") from None


@contextmanager
def _as_text(file: BinaryIO) -> Iterator[TextIO]:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def target_of(name: str, example: str) -> Path:
    """Return the path to write to, which is a link's target. Raises ``NegcoachError`` where there can be no such file.

    What is there but is no file - a device, a named pipe - would be replaced by one, so it is refused, and so is a
    database. ``example`` is a name to suggest.
    """
    suggest = f"such as -o {example}"
    if not name.strip():
        raise NegcoachError(f"-o is empty. Give it the file to write, {suggest}.")
    try:
        target = Path(name).expanduser().resolve()
        if target.is_dir():
            raise NegcoachError(f"{name} is a folder. Name a file in it, such as -o {Path(name, example)}.")
        if target.is_symlink() or (target.exists() and not target.is_file()):  # still a link: it leads in a circle
            raise NegcoachError(f"{name} is not a file, so it was left as it is. Name one, {suggest}.")
        if not target.parent.is_dir():
            raise NegcoachError(f"There is no folder {target.parent}. Make it first, or write somewhere else.")
        if _is_database(target):
            raise NegcoachError(f"{name} is a database, so it was left as it is. Name another file, {suggest}.")
    except (OSError, RuntimeError, ValueError) as error:  # no right to look, ~nobody, links in a circle, a NUL
        raise _not_written(name, example, error) from None
    return target


def _is_database(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except FileNotFoundError:
        return False


def _to_standard_output(file: BinaryIO) -> None:
    """Copy the bytes to standard output as they are: what reads them expects UTF-8, whatever the locale."""
    if sys.stdout is None:  # the shell closed it
        return
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(file.read().decode())
        else:
            shutil.copyfileobj(file, buffer)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        output.discard_output()
        raise NegcoachError(f"The output cannot be written: {error.strerror or error}.") from None


def _not_written(name: str, example: str, error: Exception) -> NegcoachError:
    why = getattr(error, "strerror", None) or error
    return NegcoachError(f"-o {name} cannot be written ({why}). Name another file, such as -o {example}.")
