"""A training of three exercises in a real terminal, with a crash between two of them: it is one session."""

from __future__ import annotations

import json
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.scene.terminal import PROGRAM, Home, Terminal, needs_tmux

pytestmark = [pytest.mark.scene, needs_tmux]

ONE_REP = ("--tempo", "2-0-A-1", "--sets", "1", "--reps", "1", "--lift", "1", "--lead-in", "3", "--engine", "silent")
READ_S = 1.5
"""How long a person reads a result before the next key, also on a slow machine."""
EXERCISES = ["negative-push-up", "nordic-curl", "negative-pull-up"]
NAMES = ["Negative push-up", "Nordic hamstring curl", "Negative pull-up"]


def said(home: Home, *arguments: str) -> str:
    """Return what a command says."""
    done = subprocess.run(
        [*PROGRAM, *home.options, *arguments], env=home.environment({}), capture_output=True, text=True, check=True
    )
    return done.stdout


def coach(terminal: Terminal, exercise: str) -> None:
    """Start the program with an exercise, and do its one set."""
    terminal.start("coach", exercise, *ONE_REP)
    terminal.get_ready()
    terminal.press("Space")
    terminal.wait_for("That was the last set", 60)
    time.sleep(READ_S)


def test_three_exercises_with_a_crash_between_them_are_one_session(home: Home) -> None:
    began = datetime.now(UTC)
    with Terminal(home) as terminal:
        coach(terminal, EXERCISES[0])
        terminal.press("n")
        terminal.wait_for("1 set · Negative push-up")
        terminal.kill_program()
    with Terminal(home) as terminal:
        coach(terminal, EXERCISES[1])
        terminal.press("n")
        terminal.wait_for("2 sets · Negative push-up, Nordic hamstring curl")
        terminal.press("C-q")
        terminal.wait_for("Finish the session?")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    with Terminal(home) as terminal:
        coach(terminal, EXERCISES[2])
        terminal.press("q")
        terminal.wait_for("SESSION DONE")
        terminal.wait_for("3 sets · 3 reps")
        terminal.press("8")
        terminal.press("Enter")
        terminal.press("all", "Space", "three")
        terminal.press("Enter")
        terminal.wait_for("Choose an exercise")
        ended = datetime.now(UTC)
        terminal.press("C-r")
        terminal.wait_for("Nordic hamstring curl")
        terminal.press("3")
        terminal.wait_for("1 session")
        terminal.press("C-q")
        terminal.wait_for_end()
    (session,) = home.history()
    assert [one["exercise"] for one in session["sets"]] == EXERCISES
    assert (session["rpe"], session["note"]) == (8, "all three")
    started_at, ended_at = (datetime.fromisoformat(session[name]) for name in ("started_at", "ended_at"))
    assert timedelta(0) <= started_at - began < timedelta(seconds=30)
    assert timedelta(0) <= ended - ended_at < timedelta(seconds=30)
    assert "Negative push-up, Nordic hamstring curl…     3     3" in said(home, "history")
    exported = json.loads(said(home, "export", "--format", "json"))
    assert len(exported["sessions"]) == 1
    report = home.folder / "report.md"
    said(home, "report", "-o", str(report))
    written = report.read_text(encoding="utf-8")
    assert "1 session" in written
    assert all(name in written for name in NAMES)
