"""Standard output and standard error of the commands: clean text that any terminal and any locale can show."""

from __future__ import annotations

import io
import os
import re
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

    A line that is longer than the terminal is wide is broken between words. Raises as ``flush`` does.
    """
    try:
        _write(sys.stdout, text, terminal_width())
    except OSError as error:
        raise write_failure(error) from None


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
        raise write_failure(error) from None


def error_text(error: NegcoachError) -> str:
    """Return the error's text, with the name of the option that fixes it."""
    if isinstance(error, RemedyError):
        return f"{error.before}{_OPTIONS[error.remedy]}{error.after}"
    return str(error)


def write_error(message: str) -> None:
    """Write one line to standard error, headed by the program's name."""
    try:
        _write(sys.stderr, "negcoach: " + clean(message), _width_of(sys.stderr))
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _redirect_to_nothing("stderr")  # nobody is there to read it


def write_json(value: object) -> None:
    """Write a value as JSON: in ASCII, which every locale's encoding has; a list with one item a line."""
    import json

    text = "".join(json_lines(value)).rstrip() if isinstance(value, list) else json.dumps(value, indent=2)
    try:
        _write(sys.stdout, text)
    except OSError as error:
        raise write_failure(error) from None


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
        raise write_failure(error) from None


def discard_output() -> None:
    """Write nothing more: the reader has gone, and Python's own flush at the end must not fail."""
    _redirect_to_nothing("stdout")


LEAST_WIDTH = 30
"""The columns below which no lines are wrapped: what follows their indents would be single words."""


def line_width() -> int:
    """Return the width for lines: the terminal's, between 30 and 120 columns; 80 without a terminal."""
    import shutil

    return max(LEAST_WIDTH, min(120, _width_of(sys.stdout) or shutil.get_terminal_size().columns))


def terminal_width() -> int | None:
    """Return the columns that lines on standard output must fit; ``None`` where it is no terminal, or a tiny one."""
    columns = _width_of(sys.stdout)
    return None if columns is None or columns < LEAST_WIDTH else columns


def laid_out(line: str, width: int, hang: int | None = None) -> list[str]:
    """Return a line as lines of at most ``width`` columns, broken between words; a longer word has a line of its own.

    Those after the first are indented by ``hang`` columns: else to the line's last cell, where it is one of a table,
    or two columns more than the line itself, if that is indented. The other cells of a table, two spaces or more apart,
    are not broken where each fits into a line.
    """
    if _columns(line) <= width:
        return [line]
    if hang is None:
        own = len(line) - len(line.lstrip())
        columns = [found.end() for found in re.finditer(r"(?<=\S) {2,}(?=\S)", line)]
        hang = columns[-1] if columns and columns[-1] <= width // 2 else own and own + 2
    lines, now = list[str](), ""
    for gap, cell in re.findall(r"(^ *|  +)((?:[^ ]| (?! ))+)", line):
        breaks = _columns(now) + len(gap) == hang or hang + _columns(cell) > width
        for space, word in re.findall(r"( *)([^ ]+)", gap + cell) if breaks else [(gap, cell)]:
            if now.strip() and _columns(now) + len(space) + _columns(word) > width:
                lines.append(now)
                now = " " * hang + word
            else:
                now += space + word
    return [*lines, now]


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _width_of(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal that a stream is, ``None`` where it is none."""
    try:
        if stream is None or not stream.isatty():
            return None
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):  # a stream without a descriptor, as under a test
        return None


def is_plain() -> bool:
    """Return whether lines are to be read aloud rather than looked at: ``--plain``, or a terminal that cannot draw."""
    return os.environ.get("TERM") == "dumb"


def shows_pictures() -> bool:
    """Return whether standard output shows a picture in braille dots: a terminal whose locale has them."""
    stream = sys.stdout
    return stream is not None and stream.isatty() and not is_plain() and has_characters("\u28ff")


def has_characters(text: str) -> bool:
    """Return whether the encoding of standard output, which is that of the locale, has all of these characters."""
    try:
        text.encode((sys.stdout and sys.stdout.encoding) or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _write(stream: TextIO | None, text: str, width: int | None = None) -> None:
    text = clean(text, lines=True)
    if width is not None and width >= LEAST_WIDTH:
        text = "\n".join(part for line in text.split("\n") for part in laid_out(line, width))
    _write_clean(stream, text)


def _write_clean(stream: TextIO | None, text: str) -> None:
    if stream is None:  # the shell closed it
        return
    _keep_waiting(stream)
    try:
        text.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        text = text.translate(_PLAIN)
    stream.write(text + "\n")


def _keep_waiting(stream: TextIO) -> None:
    """Have writes wait while the reader takes nothing: who shares the terminal may have them fail then, for all."""
    if sys.platform != "win32":
        try:
            os.set_blocking(stream.fileno(), True)
        except (OSError, ValueError):  # it is no file, or closed
            return


def write_failure(error: OSError) -> Exception:
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
