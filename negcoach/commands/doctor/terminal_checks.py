"""The doctor's checks of the terminal. Its properties are passed in, so that a test can describe any terminal."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from negcoach.commands.support.colours import TerminalColours, terminal_colours
from negcoach.findings import CheckResult, broken, ok, warning

BEST = (120, 40)
ENOUGH = (80, 24)
MINIMUM = (40, 12)
"""Columns and rows: the best for the coach, enough for all screens, and the minimum for the coach's screen."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """The properties of a terminal: ``size`` in columns and rows, ``None`` when no standard stream is one.

    ``both`` is whether standard input and output both are, as the app needs.
    """

    environment: Mapping[str, str]
    size: tuple[int, int] | None
    both: bool
    encoding: str
    windows: bool = False


def check_terminal(terminal: Terminal) -> Iterator[CheckResult]:
    """Yield the findings on the terminal: its kind, size, encoding and colours; of one that cannot draw its kind."""
    yield _check_kind(terminal)
    if terminal.environment.get("TERM") == "dumb":
        return
    if terminal.size is not None:
        yield _check_size(*terminal.size)
    yield _check_encoding(terminal.encoding)
    yield _check_colours(terminal)


def _check_kind(terminal: Terminal) -> CheckResult:
    term = terminal.environment.get("TERM", "")
    program = terminal.environment.get("TERM_PROGRAM", "")
    name = " in ".join(part for part in (term, program) if part) or ("Windows" if terminal.windows else "unknown")
    if term == "dumb":
        advice = "Sessions are led in lines of text here. For screens start negcoach in a terminal that can draw."
        return warning("terminal", "TERM is dumb", advice)
    if terminal.size is None:
        return warning("terminal", f"{name}; none here", "Run negcoach doctor in the window you train with.")
    if not terminal.both:
        return warning(
            "terminal",
            f"{name}; input or output is a pipe or a file",
            "The app needs a terminal on both: start it without a redirection.",
        )
    return ok("terminal", name)


def _check_size(columns: int, rows: int) -> CheckResult:
    size = f"{columns} columns × {rows} rows"
    if columns < MINIMUM[0] or rows < MINIMUM[1]:
        return broken(
            "size", size, f"Make the window at least {MINIMUM[0]} × {MINIMUM[1]}, better {BEST[0]} × {BEST[1]}."
        )
    if columns < ENOUGH[0] or rows < ENOUGH[1]:
        advice = f"The coach screen works; make the window {ENOUGH[0]} × {ENOUGH[1]} or more for the others."
        return warning("size", size, advice)
    if columns < BEST[0] or rows < BEST[1]:
        return ok("size", f"{size}; from four metres {BEST[0]} × {BEST[1]} and a larger font are easier to read")
    return ok("size", size)


def _check_encoding(encoding: str) -> CheckResult:
    try:
        utf8 = codecs.lookup(encoding).name == "utf-8"
    except LookupError:
        utf8 = False
    if utf8:
        return ok("encoding", "UTF-8")
    return warning(
        "encoding",
        encoding or "unknown",
        "The screens are drawn with Unicode blocks: choose a UTF-8 locale, such as LANG=C.UTF-8.",
    )


def _check_colours(terminal: Terminal) -> CheckResult:
    environment = terminal.environment
    if environment.get("NO_COLOR"):
        return ok("colours", "none, as NO_COLOR asks; word and shape show the phases")
    match terminal_colours(environment):
        case TerminalColours.TRUE:
            return ok("colours", "16 million")
        case TerminalColours.PALETTE:
            return ok("colours", "256; with COLORTERM=truecolor, where the terminal can do that, edges are smoother")
        case TerminalColours.SIXTEEN:
            return ok("colours", "16, the terminal's own")
    if terminal.windows:
        return ok("colours", "as the Windows console has them")
    known = "TERM is not set" if not environment.get("TERM") else "TERM does not say which terminal this is"
    return warning("colours", f"unknown: {known}", "Set TERM as your terminal's manual says.")
