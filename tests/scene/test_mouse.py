"""The mouse in a real terminal, by the sequences that it sends: over the screens, and in a set."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.scene.terminal import PROGRAM, Home, Terminal, needs_tmux, wait_until

pytestmark = [pytest.mark.scene, needs_tmux]

LIFTED = Path(__file__).parents[1] / "transfer" / "apps" / "files" / "hevy-kg.csv"
SIZE = (110, 32)


def wait_for_row(terminal: Terminal, *texts: str) -> None:
    """Wait until one row of the screen has all these texts."""
    wait_until(
        lambda: any(all(text in row for text in texts) for row in terminal.text().split("\n")),
        20,
        lambda: f"no row has {texts}:\n{terminal.text()}",
    )


def test_the_screens_are_led_by_the_mouse_alone(home: Home) -> None:
    said = subprocess.run(
        [*PROGRAM, *home.options, "import", str(LIFTED), "--yes"],
        env=home.environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    with Terminal(home, *SIZE) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("palette", 60)
        terminal.wait_for("type to search")
        terminal.click("Leg extension")
        wait_for_row(terminal, "▸Leg extension")
        terminal.wheel("Leg curl", 5)
        terminal.wait_until_gone("Leg curl\n")
        terminal.wait_for("choose")

        terminal.click("help", last=True)
        terminal.wait_for("What the keys do here")
        terminal.click("negcoach")  # beside it
        terminal.wait_for("type to search")
        terminal.wait_until_gone("What the keys do here")

        terminal.click("history", last=True)
        wait_for_row(terminal, "▸1 Sessions")
        wait_for_row(terminal, "▸Jul 2026", "Leg Press (Machine)")
        terminal.click("Leg Raise Parallel Bars")
        wait_for_row(terminal, "▸", "Leg Raise Parallel Bars")
        terminal.click("Leg Press (Machine)", times=2)  # the first chooses it, the second opens it
        terminal.wait_for(" Session  Saturday")
        terminal.click("× 8")
        wait_for_row(terminal, "▸", "× 8")
        terminal.click("back", last=True)

        terminal.click("2 Exercise")
        wait_for_row(terminal, "▸2 Exercise")
        terminal.wait_for("▸all")
        terminal.click(" 12 mo")
        terminal.wait_for("▸12 mo")
        terminal.click("4 Body")
        terminal.wait_for("‹ all ›")
        terminal.click("‹")
        terminal.wait_for("‹ 12 months ›")
        terminal.click("back", last=True)
        terminal.wait_for("type to search")

        terminal.click("settings", last=True)
        terminal.wait_for("saved in")
        terminal.click("○ lb")
        terminal.wait_for("● lb")
        terminal.click("Flash")
        wait_for_row(terminal, "▸Flash")
        terminal.click("back", last=True)
        terminal.wait_for("type to search")
        terminal.click("quit", last=True)
        assert terminal.wait_for_end(20) == 0
    assert 'unit = "lb"' in (home.folder / "config" / "config.toml").read_text()


def test_a_set_is_led_by_clicks_on_its_keys_and_nothing_else_that_is_clicked_acts(home: Home) -> None:
    with Terminal(home, *SIZE) as terminal:
        options = "--tempo 4-1-A-1 --reps 12 --sets 1 --lead-in 2 --lift 2"
        terminal.start("--engine", "silent", "coach", "negative-push-up", *options.split())
        terminal.get_ready()
        for _ in range(2):
            terminal.click("READY", times=2)
            terminal.click("NEGATIVE PUSH-UP")
            terminal.wheel("READY", 3)
        assert "READY" in terminal.text()
        terminal.click("begin", last=True)
        terminal.wait_for("LOWER", 20)
        terminal.wait_for("rep 2", 30)
        terminal.click("NEGATIVE PUSH-UP", times=2)
        terminal.click("NEGATIVE PUSH-UP", below=10, right=20, times=3)
        terminal.wait_for("rep 3", 30)
        assert "‖" not in terminal.text()
        terminal.click("pause", last=True)
        terminal.wait_for("‖")
        terminal.click("‖", below=5, times=2)
        terminal.click("go on", last=True)
        terminal.wait_for("LOWER", 20)
        terminal.click("end set", last=True)
        terminal.wait_for("you ended the set", 20)
        terminal.wait_for("effort  1", 20)
        terminal.click("effort  1  2", right=29)
        wait_for_row(terminal, "effort", "reps left")


def test_the_questions_before_a_set_and_a_plan_are_led_by_the_mouse_too(home: Home) -> None:
    with Terminal(home, *SIZE) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("palette", 60)
        terminal.wait_for("type to search")
        terminal.click("plans", last=True)
        terminal.wait_for("No plans yet.")
        terminal.click("new", last=True)
        terminal.wait_for("A new plan")
        terminal.send("Push")
        terminal.click("next", last=True)
        terminal.wait_for("The first exercise of Push")
        terminal.send("Bench press")
        terminal.click("add", last=True)
        wait_for_row(terminal, "▸", "Bench press")
        terminal.click("Bench press")
        terminal.wait_for("Exercise 1")
        terminal.click("cancel", last=True)
        terminal.wait_until_gone("Exercise 1", 20)
        terminal.click("back", last=True)
        terminal.wait_for("1 exercise")
        terminal.click("start", last=True)

        terminal.wait_for("Before overload: about you.")
        terminal.click("Lifting for")  # the name of the field
        terminal.send("24")
        terminal.click("Your age")
        terminal.send("40")
        terminal.click("go on", last=True)
        terminal.wait_for("Overload: is it for you today?")
        terminal.click("None of these")
        terminal.wait_for("1RM")
