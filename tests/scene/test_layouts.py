"""Bytes of other keyboards, a numpad and a window that loses the keyboard, in a real terminal."""

from __future__ import annotations

import pytest

from tests.scene.terminal import Home, Terminal, needs_tmux

pytestmark = [pytest.mark.scene, needs_tmux]

OPTIONS = "--tempo 5-0-A-0 --sets 2 --reps 1 --rest 60 --lead-in 3 --lift 2"


def test_a_set_is_coached_with_keys_of_other_layouts(home: Home) -> None:
    with Terminal(home, 80, 24) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", *OPTIONS.split())
        terminal.get_ready()
        terminal.send("\x1b[57414u")  # Enter of the numpad, in kitty's protocol
        terminal.wait_for("tab pause")
        terminal.send("\x1b[O")
        terminal.wait_for("Keys go elsewhere: click this window.")
        terminal.send("\x1b[I")
        terminal.send("З")  # p on a Russian keyboard, with caps lock
        terminal.wait_for("space go on")
        terminal.wait_until_gone("elsewhere")
        terminal.send("\x1b[1081;;1081u")  # q on a Russian keyboard, in kitty's protocol
        terminal.wait_for("End the session?")
        terminal.send("т")  # n
        terminal.wait_for("space go on")
        terminal.send(" ")
        terminal.wait_for("Next: set 2", 30)
        terminal.send("è")  # 7 on AZERTY
        terminal.wait_for("3 reps left")
        terminal.send("Ч")  # x on a Russian keyboard
        terminal.wait_for("no more of this exercise today")
        terminal.send(" ")
        terminal.wait_for("again to end the session")
        terminal.send(" ")
        terminal.wait_for("SESSION DONE")
    (session,) = home.history()
    assert [(one["stop_reason"], one["rpe"]) for one in session["sets"]] == [("pain", 7)]
