"""A training of three exercises in a real terminal, with a crash in it, or two lifters: it is one session each."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from negcoach.texts import counted
from tests.scene.terminal import PROGRAM, Home, Terminal, needs_tmux

pytestmark = [pytest.mark.scene, needs_tmux]

ONE_REP = ("--tempo", "2-0-A-1", "--sets", "1", "--reps", "1", "--lift", "1", "--lead-in", "3", "--engine", "silent")
READ_S = 1.5
"""How long a person reads a result before the next key, also on a slow machine."""
EXERCISES = ["negative-push-up", "nordic-curl", "negative-pull-up"]
SUPERSET = EXERCISES[:2]
NAMES = ["Negative push-up", "Nordic hamstring curl", "Negative pull-up"]

PLANS = """
[[plan]]
name = "Whole body"
exercises = [
  { exercise = "negative-push-up", sets = 2, reps = 2, tempo = "1-0-A-1", rest_seconds = 5, superset = true },
  { exercise = "nordic-curl", sets = 2, reps = 1, tempo = "1-0-A-1", rest_seconds = 5 },
  { exercise = "negative-pull-up", sets = 1, reps = 1, tempo = "1-0-A-1" },
]

[[plan]]
name = "Dips"
exercises = [{ exercise = "negative-dip", sets = 1, reps = 1, tempo = "1-0-A-1" }]
"""


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


def do_set(terminal: Terminal, then: str) -> None:
    """Begin the set that is ready, and wait for what the rest says after it."""
    terminal.get_ready()
    terminal.press("Space")
    terminal.wait_for(then, 60)
    time.sleep(READ_S)


def rate(terminal: Terminal, effort: str) -> None:
    """Read the summary, and type the effort of the session."""
    time.sleep(READ_S)
    terminal.press(effort)
    terminal.wait_for("session load")


def test_two_lifters_swap_in_a_plan_with_a_superset_and_a_crash_and_each_has_one_session(home: Home) -> None:
    anna, ben = replace(home, data="anna"), replace(home, data="ben")
    home.configure("[coach]\nlead_in_first_s = 1\nlead_in_s = 1\n")
    (home.folder / "config" / "plans.toml").write_text(PLANS, encoding="utf-8")
    both = ("--engine", "silent", "--partner-data-dir", str(home.folder / "ben"))
    began = datetime.now(UTC)
    with Terminal(anna) as terminal:
        terminal.start(*both, "coach", "--plan", "whole body")
        do_set(terminal, "Next: Nordic hamstring curl, set 1 of 2")
        terminal.press("Space")
        terminal.wait_for("NORDIC HAMSTRING CURL   set 1 of 2")
        terminal.wait_for("Next: Negative push-up, set 2 of 2", 30)
        time.sleep(READ_S)
        terminal.press("l")
        terminal.wait_for("negcoach · ben")
        terminal.press("C-o")
        terminal.wait_for("Whole body")
        terminal.press("Down")
        terminal.press("Enter")
        do_set(terminal, "That was the last set")
        terminal.press("l")
        terminal.wait_for("Press Space when everyone is ready", 30)
        terminal.press("Space")
        terminal.wait_for("HOLD 1  rep 2 of 2", 30)
        terminal.kill_program()
    with Terminal(anna) as terminal:
        terminal.start(*both)
        terminal.wait_for("Negative push-up and Nordic hamstring curl, 3 sets with")
        terminal.press("Enter")
        do_set(terminal, "Next: Nordic hamstring curl, set 2 of 2")
        terminal.press("Space")
        terminal.wait_for("Next in the plan: Negative pull-up", 30)
        time.sleep(READ_S)
        terminal.press("Space")
        do_set(terminal, "That was the last set")
        terminal.press("q")
        terminal.wait_for("5 sets · 7 reps")
        anna_ended = datetime.now(UTC)
        rate(terminal, "8")
        terminal.press("Enter")
        terminal.press(*"both")
        terminal.press("Enter")
        terminal.wait_for("Choose an exercise")
        terminal.press("C-t")
        terminal.wait_for("1 set · Negative dip")
        terminal.press("F4")
        terminal.wait_for("1 set · 1 rep")
        ended = datetime.now(UTC)
        rate(terminal, "6")
        terminal.press("Escape")
        terminal.wait_for("Choose an exercise")
        terminal.press("C-t")
        terminal.press("C-r")
        terminal.wait_for("  7 reps")  # the names have the room of "5 sets"
        terminal.press("Enter")
        terminal.wait_for("in 5 sets")
        terminal.press("Escape")
        terminal.press("3")
        terminal.wait_for("1 session")
        terminal.wait_for("5 sets")
        terminal.press("C-q")
        assert terminal.wait_for_end() == 0
    check_session(anna, began, anna_ended, 8, [*SUPERSET, *SUPERSET, "negative-pull-up"], 7, NAMES)
    check_session(ben, began, ended, 6, ["negative-dip"], 1, ["Negative dip"])


def check_session(
    lifter: Home, began: datetime, ended: datetime, rpe: float, exercises: list[str], reps: int, names: list[str]
) -> None:
    """Look at all that says what the lifter did: one session, of this effort, day and length, with these sets."""
    (session,) = lifter.history()
    assert [one["exercise"] for one in session["sets"]] == exercises
    assert session["rpe"] == rpe
    started_at, ended_at = (datetime.fromisoformat(session[name]) for name in ("started_at", "ended_at"))
    assert began <= started_at < ended_at <= ended
    assert f"{names[0]}" in said(lifter, "history")
    exported = json.loads(said(lifter, "export", "--format", "json"))
    assert [len(one["sets"]) for one in exported["sessions"]] == [len(exercises)]
    rows = list(csv.DictReader(io.StringIO(said(lifter, "export", "--format", "csv"))))
    assert len(rows) == reps
    assert {row["date"] for row in rows} == {f"{started_at.astimezone():%Y-%m-%d}"}
    assert {row["session_start"] for row in rows} == {session["started_at"]}
    written = said(lifter, "report", "-o", "-")
    days = f"{counted(len(exercises), 'set')} and {counted(reps, 'rep')} lowered"
    assert f"1 session on 1 day, 0.1 a week: {days}" in written
    assert [line[4:] for line in written.splitlines() if line.startswith("### ")] == names
