"""What stands on a real terminal after it was drawn piece by piece."""

from __future__ import annotations

import time

import pytest

from tests.scene.terminal import PACE_S, PROGRAM, Home, Terminal, needs_tmux, wait_until

pytestmark = [pytest.mark.scene, needs_tmux]


def still(terminal: Terminal) -> list[str]:
    """Return what is drawn once it stands still: a new phase flashes."""
    looks = [terminal.look()]

    def same() -> bool:
        time.sleep(PACE_S)
        looks.append(terminal.look())
        return looks[-1][1:] == looks[-2][1:]  # the header's clock goes on

    wait_until(same, 15, lambda: "it does not stand still")
    return looks[-1]


@pytest.mark.parametrize("env", [{}, {"COLORTERM": ""}, {"NO_COLOR": "1"}], ids=["full", "few", "none"])
def test_a_screen_drawn_piece_by_piece_looks_as_drawn_at_once(home: Home, env: dict[str, str]) -> None:
    with Terminal(home, env=env) as terminal:
        options = "--tempo 2-1-A-1 --reps fatigue --lead-in 3 --lift 2"
        terminal.start("--engine", "silent", "coach", "negative-push-up", *options.split())
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("LOWER 1  rep 2", 30)  # two lead-ins, two lowerings and a lift were drawn over one another
        terminal.press("p")
        terminal.wait_for("‖ KNEES DOWN  rep")
        terminal.wait_for("space go on")  # the line of keys follows a moment later
        pieces = still(terminal)
        terminal.resize(119, 40)
        wait_until(lambda: terminal.look()[1:] != pieces[1:], 15, lambda: "the narrower window was never drawn")
        terminal.resize(120, 40)
        wait_until(
            lambda: terminal.look()[1:] == pieces[1:],  # the header's clock goes on
            15,
            lambda: "piece by piece:\n" + "\n".join(pieces) + "\nat once:\n" + "\n".join(terminal.look()),
        )


@pytest.mark.parametrize(
    "left",
    [r"\033[5;10r\033[?6h", r"\033(0", r"\033)0\016"],
    ids=["places in a few rows", "lines for letters", "lines for letters until a control"],
)
def test_a_terminal_that_a_killed_program_left_odd_is_drawn_as_any_other(home: Home, left: str) -> None:
    with Terminal(home) as terminal:
        command = (*PROGRAM, *home.options, "--engine", "silent", "coach", "negative-push-up")
        terminal.run("sh", "-c", f"printf '{left}'; exec \"$@\"", "sh", *command)
        terminal.get_ready()
        terminal.wait_for("q leave")
        rows = terminal.look()
        assert "NEGATIVE PUSH-UP" in rows[0] and len(rows) == 40
        assert "\x0e" not in "".join(rows), "letters are drawn as lines"
