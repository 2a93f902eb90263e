"""The file of ``-o``: written completely or not at all, and for this user alone, as it is about somebody's health."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from negcoach.commands.support import output
from negcoach.commands.support.options import Options
from negcoach.commands.support.paths import output_error, output_path
from negcoach.errors import NegcoachError
from negcoach.files import staged_file

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

STANDARD_OUTPUT = "-"


@contextmanager
def opened_output(options: Options, example: str) -> Iterator[TextIO]:
    """Yield a text file to write to, in UTF-8, with line ends as written; see ``opened_binary_output``."""
    with opened_binary_output(options, example) as file, _as_text(file) as text:
        yield text


@contextmanager
def opened_binary_output(options: Options, example: str) -> Iterator[BinaryIO]:
    """Yield a file to write to; it gets its name when the block ends, and is removed when the block raises.

    ``-o`` left out or "-" is standard output, which gets everything once it is complete: a slow reader must not block
    the database meanwhile. ``example`` is a name to suggest. Raises ``NegcoachError`` where there can be no such file,
    and ``BrokenPipeError`` when the reader has gone.
    """
    name = options.output
    if name is None or name == STANDARD_OUTPUT:
        with _temporary() as file:
            yield file
            file.seek(0)
            _to_standard_output(file)
        return
    target = output_target(options, example)
    try:
        with staged_file(target) as staged:
            yield staged.file
            staged.commit()
    except OSError as error:
        raise output_error(name, example, error) from None


def output_target(options: Options, example: str, *, only_wav: bool = False) -> Path:
    """Return the path of the file that ``-o`` names. Raises ``NegcoachError`` where there must not be such a file.

    It never takes the place of a file of negcoach's own, nor of any database; with ``only_wav``, of nothing but a WAV
    or an empty file. ``example`` is a name to suggest.
    """
    from negcoach.commands.support.own_files import require_not_own  # standard output needs none of what it knows
    from negcoach.store.database.files import MAGIC  # most output goes elsewhere

    name = options.output or ""
    target = output_path(name, example)
    advice = f"Name another file, such as -o {example}."
    require_not_own(target, name, options, advice)
    try:
        with target.open("rb") as file:
            beginning = file.read(len(MAGIC))
    except FileNotFoundError:
        return target
    except OSError as error:
        raise output_error(name, example, error) from None
    if beginning == MAGIC:
        what = "is a database"
    elif only_wav and beginning and not (beginning.startswith(b"RIFF") and beginning[8:12] == b"WAVE"):
        what = "is not a WAV file"
    else:
        return target
    raise NegcoachError(f"{name} {what}, so it was left as it is. {advice}")


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


def _to_standard_output(file: BinaryIO) -> None:
    """Copy the bytes to standard output as they are: the reader expects UTF-8, whatever the locale."""
    if sys.stdout is None:  # the shell closed it
        return
    try:
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(file.read().decode())
        else:
            shutil.copyfileobj(file, buffer)
        sys.stdout.flush()
    except OSError as error:
        raise output.write_failure(error) from None
