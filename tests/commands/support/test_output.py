"""What the commands write to a terminal: laid out to its width, never broken within a word."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import timedelta
from io import StringIO

import pytest

from negcoach import cli
from negcoach.commands.parser.parser import _COMMANDS
from negcoach.commands.support import output
from negcoach.commands.support.output import laid_out
from tests.commands.places import NOON, CommandLine, keep_session

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

HELP = [[*name.split(), "--help"] for name in ("", "exercises show", *_COMMANDS)]
COMMANDS = [
    ["history"],
    ["history", "--limit", "1"],
    ["history", "show", "1"],
    ["history", "show", "77"],
    ["history", "walk"],
    ["exercises"],
    ["exercises", "show", "leg-press"],
    ["exercises", "show", "nothing of that name"],
    ["plans"],
    ["plans", "send", "nothing of that name"],
    ["programme", "list"],
    ["programme", "show", "alfredson-12"],
    ["programme", "start", "first-pull-up"],
    ["programme", "status"],
    ["programme", "stop", "bench-overload-8"],
    ["body"],
    ["body", "weight", "82 stone"],
    ["settings"],
    ["settings", "coach.next"],
    ["settings", "volume", "1000"],
    ["sounds"],
    ["sounds", "names"],
    ["sounds", "check", "nothing-of-that-name"],
    ["render", "negative-dip", "-o", "dip.mp3"],
    ["export", "--format", "xml"],
    ["report", "-o", "report.pdf"],
    ["import", "nothing-of-that-name.csv"],
    ["merge", "nothing-of-that-name.db"],
    ["restore", "nothing-of-that-name.db", "--yes"],
    ["coach", "bench-press", "--partner-data-dir", "."],
    ["doctor"],
    ["historie"],
]
"""Each command: what it lists, and what it says is wrong."""


@contextmanager
def terminal(columns: int) -> Iterator[Callable[[], str]]:
    """Have standard output and standard error be a terminal; yield what returns all that it was sent."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    received = bytearray()

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 65_536)
            except OSError:  # Linux, once the other end is closed
                return
            if not data:
                return
            received.extend(data)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()

    def text() -> str:
        stream.flush()
        stream.close()
        reader.join(30)
        assert not reader.is_alive()
        return received.decode().replace("\r\n", "\n")

    stream = os.fdopen(theirs, "w", encoding="utf-8")
    try:
        with redirect_stdout(stream), redirect_stderr(stream):
            yield text
    finally:
        if not stream.closed:
            stream.close()
        os.close(ours)


def run(negcoach: CommandLine, words: list[str]) -> None:
    """Run a command in this process."""
    with suppress(SystemExit):  # of a page of help
        cli.main(["--data-dir", str(negcoach.data), "--config", str(negcoach.config), *words])


@pytest.fixture
def filled(negcoach: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A command line with a history."""
    monkeypatch.chdir(negcoach.data.parent)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLUMNS", raising=False)
    keep_session(negcoach.data, NOON)
    keep_session(negcoach.data, NOON + timedelta(days=3))
    return negcoach


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("words", [*HELP, *COMMANDS], ids=" ".join)
def test_what_a_command_writes_fits_the_terminal_and_breaks_no_word(
    filled: CommandLine, words: list[str], columns: int
) -> None:
    with terminal(columns) as written:
        run(filled, words)
        shown = written()
    assert shown.strip()
    longest = [line for line in shown.split("\n") if len(line) > columns and "\x1b" not in line]
    assert all(len(line.split()) == 1 for line in longest), longest  # a path is one word
    if words[-1] in ("status", "doctor") or words[0] == "exercises" or words[:2] == ["programme", "start"]:
        return  # what is drawn, and what says how wide the terminal is, is not the same in another one
    piped = StringIO()
    with redirect_stdout(piped), redirect_stderr(piped):
        run(filled, words)
    assert shown.split() == piped.getvalue().split()


def test_a_pipe_gets_whole_lines(filled: CommandLine) -> None:
    lines = filled("settings").out.splitlines()
    assert max(len(line) for line in lines) > 100
    assert not any(line.startswith("    ") for line in lines)


def test_a_pipe_gets_a_line_of_each_session(filled: CommandLine) -> None:
    rows = filled("history").out.split("\n\n")[0].splitlines()[1:]
    assert [row[:10] for row in rows] == ["2026-11-25", "2026-11-22"]
    assert all(len(row) > 80 and row.endswith("tempo lost in 1 set") for row in rows)


@pytest.mark.parametrize("most", [20, 30, 60])
@pytest.mark.parametrize(
    "line",
    [
        "Nothing was changed, because the file has no column with a load in it.",
        "  volume 80 %: How loud the cues are, on top of your system's own volume.",
        "bench-overload-8     8 weeks  Bench negatives in eight weeks",
        "ラ" * 9 + " " + "ラ" * 9,
        "a /path/that/is/longer/than/any/line/of/this/test/can/ever/be/of/all/sizes b",
        "",
    ],
)
def test_lines_are_broken_between_words(line: str, most: int) -> None:
    lines = laid_out(line, most)
    assert " ".join(lines).split() == line.split()
    for one in lines:
        wide = sum(2 if mark == "ラ" else 1 for mark in one)
        assert wide <= most or len(one.split()) == 1


def test_the_cells_of_a_table_are_not_broken_where_they_fit() -> None:
    row = "  leg-press                      5-0-A-1   3 × 5   rest 180 s  105 % of 1RM (cap 130 %)"
    assert laid_out(row, 60) == [
        "  leg-press                      5-0-A-1   3 × 5",
        "    rest 180 s  105 % of 1RM (cap 130 %)",
    ]
    assert laid_out("colours  as many as the terminal shows", 30) == [
        "colours  as many as the",
        "         terminal shows",
    ]


def test_a_line_waits_for_the_reader_although_another_program_has_set_that_nothing_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    full = 0
    with suppress(BlockingIOError):
        while True:
            full += os.write(writing, bytes(4_096))

    def write() -> None:
        output.write_line("Knees down.")
        output.flush()

    with os.fdopen(reading, "rb") as reader, os.fdopen(writing, "w") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(0.2)
        assert writer.is_alive(), "it has failed"
        assert reader.read(full + len("Knees down.\n"))[full:] == b"Knees down.\n"
        writer.join()
