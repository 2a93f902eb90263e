"""What ``negcoach doctor`` sees of the terminal. All is handed in, so that every terminal can be tried."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from negcoach.commands.doctor.findings import Finding, broken, ok, warning

HOME = (120, 40)
WORKS = (80, 24)
LEAST = (40, 12)
"""Columns and rows: where the coach is at home, where all screens work, and what the coach screen still fits."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of a terminal: ``size`` in columns and rows, ``None`` when no stream leads to one.

    ``both`` is whether standard input and output both do, as the app needs.
    """

    environment: Mapping[str, str]
    size: tuple[int, int] | None
    both: bool
    encoding: str
    windows: bool = False


def look_at(terminal: Terminal) -> Iterator[Finding]:
    """Return what there is to say of the terminal: its kind, size, encoding and colours."""
    yield _kind(terminal)
    if terminal.size is not None:
        yield _size(*terminal.size)
    yield _encoding(terminal.encoding)
    yield _colours(terminal)


def _kind(terminal: Terminal) -> Finding:
    term = terminal.environment.get("TERM", "")
    program = terminal.environment.get("TERM_PROGRAM", "")
    name = " in ".join(part for part in (term, program) if part) or ("Windows" if terminal.windows else "unknown")
    if term == "dumb":
        return broken("terminal", "TERM is dumb", "Start negcoach in a terminal window that can draw.")
    if terminal.size is None:
        return warning("terminal", f"{name}; none here", "Run negcoach doctor in the window you train with.")
    if not terminal.both:
        return warning(
            "terminal",
            f"{name}; input or output is a pipe or a file",
            "The app needs a terminal on both: start it without a redirection.",
        )
    return ok("terminal", name)


def _size(columns: int, rows: int) -> Finding:
    size = f"{columns} columns × {rows} rows"
    if columns < LEAST[0] or rows < LEAST[1]:
        return broken("size", size, f"Make the window at least {LEAST[0]} × {LEAST[1]}, better {HOME[0]} × {HOME[1]}.")
    if columns < WORKS[0] or rows < WORKS[1]:
        advice = f"The coach screen works; make the window {WORKS[0]} × {WORKS[1]} or more for the others."
        return warning("size", size, advice)
    if columns < HOME[0] or rows < HOME[1]:
        return ok("size", f"{size}; from four metres {HOME[0]} × {HOME[1]} and a larger font are easier to read")
    return ok("size", size)


def _encoding(encoding: str) -> Finding:
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


def _colours(terminal: Terminal) -> Finding:
    environment = terminal.environment
    if environment.get("NO_COLOR"):
        return ok("colours", "none, as NO_COLOR asks; phases are told by word and shape")
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environment:
        return ok("colours", "16 million")
    term = environment.get("TERM", "")
    if terminal.windows and not term:
        return ok("colours", "as the Windows console has them")
    if "256color" in term or "direct" in term:
        return ok("colours", "256; with COLORTERM=truecolor, where the terminal can do that, edges are smoother")
    if not term:
        return warning("colours", "unknown: TERM is not set", "Set TERM as your terminal's manual says.")
    return ok("colours", "16, the terminal's own")
