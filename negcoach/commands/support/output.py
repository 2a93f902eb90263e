"""Standard output and standard error of the commands: clean text that any terminal and any locale can show."""

from __future__ import annotations

import io
import os
import sys

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.texts import clean

TYPE_CHECKING = False  # typing's own would take as long to load as everything else that --version needs
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

_PLAIN = str.maketrans({"×": "x", "–": "-", "—": "-", "…": "...", "·": "-", "▸": ">", "−": "-", "█": "#", "░": "."})
"""ASCII for the characters that an old code page does not have."""

_OPTIONS = {
    Remedy.DATA_FOLDER: " with --data-dir",
    Remedy.UNIT: " it with --unit kg or --unit lb",
    Remedy.DAY_ORDER: " --dates day-first or month-first",
    Remedy.LOADS: " which one it is with --loads COLUMN, or --loads none",
}
"""The command line option that fixes an error, by the error's remedy."""


def prepare_streams() -> None:
    """Have the standard streams write ``?`` for a character that the locale does not have, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def write_line(text: str = "") -> None:
    """Write one line to standard output, or several; escape sequences and control characters are left out.

    Raises as ``flush`` does.
    """
    try:
        _write(sys.stdout, text)
    except OSError as error:
        raise _write_failure(error) from None


def write_runs(line: Iterable[tuple[str, str]]) -> None:
    """Write one line of several colours to standard output, without spaces at its end.

    Each run of characters comes with its SGR parameters, empty for the terminal's own colour, and is cleaned as by
    ``write_line``. Raises as ``flush`` does.
    """
    runs = [(clean(text), code) for text, code in line]
    while runs and not runs[-1][0].strip():
        runs.pop()
    if runs:
        runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
    try:
        _write_clean(sys.stdout, "".join(f"\x1b[{code}m{text}\x1b[m" if code else text for text, code in runs))
    except OSError as error:
        raise _write_failure(error) from None


def error_text(error: NegcoachError) -> str:
    """Return the error's text, with the name of the option that fixes it."""
    if isinstance(error, RemedyError):
        return f"{error.before}{_OPTIONS[error.remedy]}{error.after}"
    return str(error)


def write_error(message: str) -> None:
    """Write one line to standard error, headed by the program's name."""
    try:
        _write(sys.stderr, "negcoach: " + clean(message))
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _redirect_to_nothing("stderr")  # nobody is there to read it


def write_json(value: object) -> None:
    """Write a value as JSON: in ASCII, which every locale's encoding has; a list with one item a line."""
    import json

    write_line("".join(json_lines(value)).rstrip() if isinstance(value, list) else json.dumps(value, indent=2))


def json_lines(items: Iterable[object]) -> Iterator[str]:
    """Yield a list as JSON, an item a line, with the ends of the lines: only one item is in memory at a time."""
    import json

    # Without an indentation json writes in C, in a tenth of the time.
    before = "[\n"
    for item in items:
        yield before + json.dumps(item)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def flush() -> None:
    """Flush standard output. Raises ``BrokenPipeError`` when the reader has gone, ``NegcoachError`` on a full disk."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _write_failure(error) from None


def discard_output() -> None:
    """Write nothing more: the reader has gone, and Python's own flush at the end must not fail."""
    _redirect_to_nothing("stdout")


LEAST_WIDTH = 30
"""The columns below which no lines are wrapped: what follows their indents would be single words."""


def line_width() -> int:
    """Return the width for lines: the terminal's, between 30 and 120 columns; 80 without a terminal."""
    import shutil

    return max(LEAST_WIDTH, min(120, shutil.get_terminal_size().columns))


def is_plain() -> bool:
    """Return whether lines are to be read aloud rather than looked at: ``--plain``, or a terminal that cannot draw."""
    return os.environ.get("TERM") == "dumb"


def shows_pictures() -> bool:
    """Return whether standard output shows a picture in braille dots: a terminal whose locale has them."""
    stream = sys.stdout
    if stream is None or not stream.isatty() or is_plain():
        return False
    try:
        "\u28ff".encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _write(stream: TextIO | None, text: str) -> None:
    _write_clean(stream, clean(text, lines=True))


def _write_clean(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the shell closed it
        return
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        text = text.translate(_PLAIN)
    stream.write(text + "\n")


def _write_failure(error: OSError) -> Exception:
    """Return the error to raise for a failed write: the error itself when the reader has gone, which is no fault."""
    if isinstance(error, BrokenPipeError):
        return error
    discard_output()
    return NegcoachError(f"The output cannot be written: {error.strerror or error}.")


def _redirect_to_nothing(name: str) -> None:
    """Redirect a broken standard stream to the null device."""
    stream: TextIO | None = getattr(sys, name)
    if stream is None:
        return
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):  # a stream without a descriptor, as under a test
        setattr(sys, name, None)
