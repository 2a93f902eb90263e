"""A first-time lifter with a spotter: from the first screen, by the demo, to a recorded light bench press."""

from __future__ import annotations

import time

import pytest

from tests.scene.terminal import PACE_S, Home, Terminal, needs_tmux

pytestmark = [pytest.mark.scene, needs_tmux]

FORM = ("100", "40kg", "2", "2", "3-0-A-0", "3", "3", "2")
"""1RM, load, sets, reps, tempo, rest, lead-in, lift: what the form asks for, in its order."""


def test_a_newcomer_gets_from_the_first_screen_to_a_recorded_session(home: Home) -> None:
    with Terminal(home, width=80, height=24) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("New here?")
        terminal.press("F5")
        terminal.wait_for("negcoach in six lines")
        terminal.press("Enter")
        terminal.wait_for("DEMO")
        terminal.wait_for("READY")
        terminal.press("Space")
        terminal.wait_for("Help it off the rack")
        terminal.press("C-q")
        terminal.wait_for("type to search")
        terminal.wait_for("never yet")
        terminal.wait_until_gone("DEMO")
        terminal.wait_until_gone("New here?")
        terminal.press("Enter")
        terminal.wait_for("Your age")
        terminal.press(*"40")
        terminal.press("Down")
        terminal.press(*"24")
        terminal.press("Enter")
        terminal.wait_for("is it for you today")
        terminal.press("Right")
        terminal.press("Enter")
        terminal.wait_for("Type the load")
        time.sleep(2 * PACE_S)  # a newcomer reads the form first; what is typed before it is whole is dropped
        for field in FORM:
            terminal.press(*field)
            terminal.press("Tab")
        terminal.wait_for("2 sets of 2")
        terminal.press("Enter")
        terminal.wait_for("of rest is rushing it")
        terminal.press("Enter")
        terminal.wait_for("How many spotters")
        terminal.press("1")
        terminal.wait_for("enough for 40 kg")
        terminal.press("Enter")
        terminal.wait_for("READY")
        terminal.press("Space")
        terminal.wait_for("rep 1 of 2", 20)
        terminal.wait_for("Next: set 2 of 2", 30)
        terminal.press("9")
        terminal.wait_for("Press Space when everyone is ready", 20)  # overload never begins by itself
        terminal.press("Space")
        terminal.wait_for("LOWER 1", 20)
        terminal.press("Space")  # bottom reached
        terminal.wait_for("That was the last set", 30)
        terminal.press("Space")
        terminal.wait_for("SESSION DONE")
        terminal.press("7")
        terminal.press("Enter")
        terminal.press(*"heavy")
        terminal.press("Enter")
        terminal.wait_for("Lower a bar")
        terminal.press("C-r")
        terminal.wait_for("Sessions")
        terminal.wait_for("40 kg")
        terminal.press("Enter")
        terminal.wait_for("heavy")
        terminal.press("Escape")
        terminal.press("Escape")
        terminal.press("C-q")
        assert terminal.wait_for_end() == 0
    (session,) = home.history()
    assert (session["rpe"], session["note"]) == (7, "heavy")
    assert [(one["exercise"], one["load_kg"], len(one["reps"])) for one in session["sets"]] == [
        ("bench-press", 40.0, 2),
        ("bench-press", 40.0, 2),
    ]
    assert session["sets"][0]["rpe"] == 9
