"""What the command line writes: clean text that any terminal and any locale can take."""

from __future__ import annotations

import io
import os
import sys

from negcoach.errors import NegcoachError, Remedy, RemedyError
from negcoach.texts import clean

TYPE_CHECKING = False  # typing's own would take as long to load as all else that --version needs
if TYPE_CHECKING:
    from typing import TextIO

_PLAIN = str.maketrans({"×": "x", "–": "-", "—": "-", "…": "...", "·": "-", "▸": ">", "−": "-", "█": "#", "░": "."})
"""What stands in for the signs that an old code page does not have."""

_OPTIONS = {
    Remedy.DATA_FOLDER: " with --data-dir",
    Remedy.UNIT: " it with --unit kg or --unit lb",
    Remedy.DAY_ORDER: " --dates day-first or month-first",
}


def prepare_streams() -> None:
    """Let no character end the program: one that the locale does not have is shown as ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Write one line to standard output, or several; what a terminal would obey is left out.

    Raises as ``flush`` does.
    """
    try:
        _write(sys.stdout, text)
    except OSError as error:
        raise _not_written(error) from None


def error_text(error: NegcoachError) -> str:
    """Return what is wrong, with the name of the option that would put it right."""
    if isinstance(error, RemedyError):
        return f"{error.before}{_OPTIONS[error.remedy]}{error.after}"
    return str(error)


def complain(message: str) -> None:
    """Write one line to standard error, headed by the program's name."""
    try:
        _write(sys.stderr, "negcoach: " + clean(message))
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _leave_alone("stderr")  # nobody is there to read it


def say_json(value: object) -> None:
    """Write a value as JSON: in ASCII, which every locale's encoding and UTF-8 share; of a list one thing a line."""
    import json

    if not isinstance(value, list):
        say(json.dumps(value, indent=2))
        return
    # Whole lines are made in C, indented ones are not: a tenth of the time.
    things = ",\n".join(json.dumps(thing) for thing in value)
    say(f"[\n{things}\n]" if value else "[]")


def flush() -> None:
    """Hand everything over. Raises ``BrokenPipeError`` when the reader has gone, ``NegcoachError`` on a full disk."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _not_written(error) from None


def give_up_output() -> None:
    """Write nothing more: the reader has gone, and Python's own flush at the end must not complain."""
    _leave_alone("stdout")


def width() -> int:
    """How wide a line may be: the terminal's, between 60 and 120 columns; 80 where there is none."""
    import shutil

    return max(60, min(120, shutil.get_terminal_size().columns))


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the shell closed it
        return
    text = clean(text, lines=True)
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        text = text.translate(_PLAIN)
    stream.write(text + "\n")


def _not_written(error: OSError) -> Exception:
    """What to raise: the error itself when the reader has gone, for that is no fault."""
    if isinstance(error, BrokenPipeError):
        return error
    _leave_alone("stdout")
    return NegcoachError(f"The output cannot be written: {error.strerror or error}.")


def _leave_alone(name: str) -> None:
    """Point a broken stream at nothing."""
    stream: TextIO | None = getattr(sys, name)
    if stream is None:
        return
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
    except (OSError, ValueError):  # a stream without a descriptor, as under a test
        setattr(sys, name, None)
