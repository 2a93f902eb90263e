"""The bar of what takes long: on a terminal alone, and only once it does."""

from __future__ import annotations

import io
import sys
import threading

import pytest

from negcoach.commands.support.progress import progress


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        return True


def a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return standard error as a terminal; a fixture's would be taken away by pytest before the test."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", terminal)
    return terminal


def wait_for_timer() -> None:
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()


def test_on_a_terminal_it_says_what_is_done_and_what_is_left_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    with progress("exporting", after_s=0) as report:
        wait_for_timer()
        report(1204, 20_000)
    shown = terminal.getvalue()
    assert "exporting" in shown
    assert "1,204 of 20,000" in shown
    assert shown.endswith("\x1b[2K")  # the line was cleared


def test_what_is_reported_before_it_is_shown_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    with progress("merging", after_s=0.01) as report:
        report(3, 11)
        wait_for_timer()
    assert "3 of 11" in terminal.getvalue()


def test_nothing_is_shown_of_what_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    with progress("exporting") as report:
        report(1, 2)
    wait_for_timer()
    assert terminal.getvalue() == ""


def test_nothing_is_shown_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress("exporting", after_s=0) as report:
        wait_for_timer()
        report(1, 2)
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]  # it is the text above


def test_nothing_is_drawn_where_the_terminal_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    with progress("exporting", after_s=0) as report:
        wait_for_timer()
        report(1, 2)
    assert terminal.getvalue() == ""


def test_an_interrupt_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    with pytest.raises(KeyboardInterrupt), progress("exporting", after_s=0):
        wait_for_timer()
        raise KeyboardInterrupt
    assert terminal.getvalue().endswith("\x1b[2K")
