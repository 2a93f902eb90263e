"""One session of the history, and its edits, without a screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.commands.places import NOON, CommandLine, keep_session


def keep(negcoach: CommandLine) -> None:
    """Keep two sessions."""
    keep_session(negcoach.data, NOON)
    keep_session(negcoach.data, NOON + timedelta(days=3))


def test_a_session_is_shown_deleted_and_brought_back(negcoach: CommandLine) -> None:
    keep(negcoach)
    shown = negcoach("history", "show", "2")
    assert (shown.status, shown.err) == (0, "")
    assert shown.out.startswith(f"Session of {NOON:%Y-%m-%d}")
    assert "set 1:" in shown.out
    assert negcoach("history", "show").out != shown.out

    deleted = negcoach("history", "delete", "2")
    assert deleted.out.startswith(f"Deleted: the session of {NOON:%Y-%m-%d}")
    assert negcoach("history", "show", "2").status == 2
    assert negcoach("history", "undo").out.startswith("Undone: ")
    assert negcoach("history", "show", "2").out == shown.out
    assert negcoach("history", "redo").out.startswith("Redone: ")
    assert negcoach("history", "show", "2").status == 2


def test_what_is_wrong_is_one_line(negcoach: CommandLine) -> None:
    keep(negcoach)
    for words, says in (
        (("show", "0"), "A whole number from 1"),
        (("show", "9"), "There is no such session"),
        (("delete", "x"), "A whole number from 1"),
        (("undo",), "There is nothing to undo"),
        (("undo", "2"), "history undo takes no 2"),
        (("list", "2"), "history list takes no 2"),
        (("sho",), 'No action "sho". Did you mean show?'),
    ):
        done = negcoach("history", *words)
        assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
        assert says in done.err


def test_in_lines_of_text_each_session_is_a_sentence_with_its_number(
    negcoach: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(negcoach)
    monkeypatch.setenv("TERM", "xterm")  # which --plain changes
    first, second = negcoach("history", "--plain").out.splitlines()
    assert first.startswith("1. ") and second.startswith(f"2. {NOON:%Y-%m-%d}")
    assert "Bench press, 1 set, 2 reps, top load 105" in second and second.endswith(".")
