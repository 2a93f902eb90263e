"""What happens to a set when something dies: the program, the sound server, the terminal."""

from __future__ import annotations

import os
import random
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from negcoach.formatting import BY_THE_CLOCK, CLOCK_SIGN
from tests.faults.program import ENDED, ENDED_IN_LINES
from tests.scene.terminal import PACE_S, PROGRAM, Home, Terminal, Wire, needs_tmux, wait_until
from tests.soundserver import SoundServer, needs_server

pytestmark = [pytest.mark.scene, needs_tmux]

QUICK = ["--tempo", "1-0-A-0", "--lift", "1", "--lead-in", "1", "--sets", "1"]
KILLS = 20


def finished_on_screen(text: str) -> int:
    """Return how many reps are marked as done on the coach's screen, in a set so short that all marks have room.

    No key was pressed in them. Which rep is under way does not say so: one on a slow disk is marked once it is there.
    """
    return text.count(BY_THE_CLOCK) + text.count(CLOCK_SIGN)


def kill_at(folder: Path, seconds: float) -> tuple[int, int]:
    """Kill the program so long after the set began, and start it again; return the reps seen and those kept."""
    home = Home(folder)
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "9", *QUICK)
        terminal.wait_for("READY", 60)
        terminal.press("Space")
        terminal.wait_for("LOWER", 30)
        time.sleep(seconds)
        seen = finished_on_screen(terminal.text())
        terminal.kill_program()
    stored = len(home.reps())
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("was interrupted" if stored else "Bench press", 60)
        if stored:
            terminal.wait_for(f"with {stored} rep")
    return seen, stored


def test_killed_at_any_moment_no_finished_rep_is_lost(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    moments = [chance.uniform(0.2, 12.0) for _ in range(KILLS)]
    folders = [tmp_path / str(number) for number in range(KILLS)]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(kill_at, folders, moments))
    assert all(stored >= seen for seen, stored in outcomes), outcomes
    assert sum(seen for seen, _ in outcomes) > KILLS


@contextmanager
def disk_without_answer(pid: int) -> Iterator[None]:
    """Hold each write of a program up, at the point at which it waits for the disk."""
    calls = "fsync,fdatasync"
    for_a_minute = ("-e", f"trace={calls}", "-e", f"inject={calls}:delay_enter=60000000")
    command = ("strace", "-f", "-p", str(pid), *for_a_minute)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        try:
            assert strace.stderr is not None
            if "attached" not in strace.stderr.readline():
                pytest.skip("this system lets nobody trace a program")
            yield
        finally:
            strace.terminate()


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace holds the disk's answer back")
def test_a_disk_that_does_not_answer_holds_up_no_key_and_no_rep_is_lost(home: Home) -> None:
    said = "The disk has not answered yet"
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "9", *QUICK)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("LOWER")
        with disk_without_answer(terminal.pid):
            terminal.wait_for(said, 30)
            terminal.press("Escape")
            terminal.wait_for("you ended the set", 30)
            terminal.wait_for(said, 30)
        terminal.wait_until_gone(said)
    assert home.reps()


def test_a_session_that_was_cut_off_can_be_gone_on_with(home: Home) -> None:
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "4", *QUICK)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("rep 3 of 4", 30)
        terminal.kill_program()
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("with 2 reps")
        terminal.press("Enter")
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("That was the last set", 30)
        terminal.press("Space")
        terminal.wait_for("SESSION DONE")
        terminal.press("Escape")
        terminal.wait_for("Bench press")
    (session,) = home.history()
    (only,) = session["sets"]
    assert [rep["number"] for rep in only["reps"]] == [1, 2, 3, 4]
    assert only["stop_reason"] == "target-reached"


@pytest.mark.parametrize(
    ("key", "said", "reason", "then"),
    [
        ("x", "no more of this exercise", "pain", "ended in pain"),
        ("Escape", "you ended the set", "lifters-call", "go on with it"),
    ],
)
def test_killed_in_the_last_words_of_a_set_why_it_ended_is_stored(
    home: Home, key: str, said: str, reason: str, then: str
) -> None:
    with Terminal(home) as terminal:
        sets = [*QUICK[:-1], "3"]
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "9", *sets)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("rep 3 of 9", 30)
        terminal.press(key)
        terminal.wait_for(said, 5)
        terminal.kill_program()
    (session,) = home.history()
    assert [one["stop_reason"] for one in session["sets"]] == [reason]
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent")
        terminal.wait_for("was interrupted")
        terminal.wait_for(then)


@pytest.mark.sound
@needs_server
@pytest.mark.parametrize("loss", ["killed", "frozen"])
def test_without_its_sound_server_the_set_goes_on_by_sight_at_the_right_time(
    home: Home, server: SoundServer, loss: str
) -> None:
    with Terminal(home, env=server.env) as terminal:
        terminal.start("coach", "negative-push-up", "--reps", "6", *QUICK)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("rep 2 of 6", 20)
        if loss == "killed":
            server.kill()
        else:
            server.freeze()
        terminal.wait_for("by sight", 5)
        clean = terminal.text()
        terminal.wait_for("That was the last set", 30)
        if loss == "frozen":
            server.thaw()
        terminal.press("Space")
        terminal.wait_for("SESSION DONE")
        terminal.press("Escape")
        terminal.wait_for("Bench press")
        terminal.press("C-q")
        assert terminal.wait_for_end() == 0
    assert "ALSA" not in clean
    assert "Traceback" not in clean
    reps = home.reps()
    assert [rep["number"] for rep in reps] == [1, 2, 3, 4, 5, 6]
    ended = [datetime.fromisoformat(rep["completed_at"]) for rep in reps]
    assert all(1.8 < (later - one).total_seconds() < 2.2 for one, later in pairwise(ended))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_by_a_signal_it_leaves_the_terminal_as_it_was(home: Home, number: int, status: int) -> None:
    with Wire(home) as wire:
        wire.start("--engine", "silent")
        wire.wait_for("Bench press")
        wire.signal(number)
        assert wire.wait_for_end() == status
        wait_until(
            lambda: b"\x1b[?1049l" in b"".join(piece for _, piece in wire.written),  # however it came in pieces
            5,
            lambda: "the screen was not given back",
        )


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_in_mid_set_it_writes_nothing_on_the_shells_screen(home: Home, number: int, status: int) -> None:
    with Wire(home) as wire:
        wire.start("--engine", "silent", "coach", "negative-push-up", "--reps", "5", *QUICK)
        wire.wait_for("begin")
        time.sleep(PACE_S)
        wire.press(" ")
        wire.wait_for("rep 1 of 5")
        wire.signal(number)
        assert wire.wait_for_end() == status
        wait_until(lambda: not wire.reads, 5, lambda: "the terminal is still open")
    after = b"".join(piece for _, piece in wire.written).partition(b"\x1b[?1049l")[2]
    assert re.sub(rb"\x1b\[[?<>=]?[\d;]*[a-zA-Z]", b"", after) == b""  # it sets modes back, and shows nothing


def test_in_the_shells_background_it_stands_still_and_comes_back(home: Home) -> None:
    with Terminal(home) as terminal:
        program = stopped_in_a_set(home, terminal)
        terminal.press("bg", "Enter")
        terminal.wait_for("&")
        wait_until(lambda: stands_still(program), 10, lambda: "it goes on without a terminal")
        terminal.press("fg", "Enter")
        terminal.wait_for("space go on")
        terminal.press("Space")
        terminal.wait_for("LOWER", 20)


@pytest.mark.parametrize("command", [(), ("mirror",)], ids=["app", "mirror"])
def test_what_was_started_in_the_shells_background_takes_the_terminal_in_the_foreground(
    home: Home, command: tuple[str, ...]
) -> None:
    with Terminal(home) as terminal:
        terminal.run("bash", "--norc", "--noprofile", "-i")
        terminal.press(f"{shlex.join([*PROGRAM, *home.options, *command])} &", "Enter")
        time.sleep(1)
        wait_until(lambda: _said_by_jobs(terminal, "Stopped"), 30, lambda: f"it was never stopped:\n{terminal.text()}")
        terminal.press("fg", "Enter")
        terminal.wait_for("close this mirror" if command else "palette")
        wait_until(terminal.takes_keys, 10, lambda: f"keys wait for Enter:\n{terminal.text()}")
        terminal.press("q" if command else "C-q")
        wait_until(lambda: not terminal.is_full_screen(), 10, lambda: f"it was never left:\n{terminal.text()}")
        terminal.press("stty -a | grep -c ' icanon'", "Enter")
        terminal.wait_for("1\n")


def _said_by_jobs(terminal: Terminal, word: str) -> bool:
    """Whether the shell has a job in this state."""
    terminal.press("jobs", "Enter")
    return word in terminal.text()


def test_a_stopped_program_can_be_ended(home: Home) -> None:
    with Terminal(home) as terminal:
        stopped_in_a_set(home, terminal)
        terminal.press("kill %1", "Enter")
        time.sleep(1)
        terminal.press("Enter")
        terminal.wait_for("Exit 143")


def stands_still(program: int) -> bool:
    """Whether a process is stopped."""
    return Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["screen", "plain"])
def test_after_a_stop_that_it_is_not_told_of_the_key_that_ends_a_set_acts_at_once(
    home: Home, mode: tuple[str, ...]
) -> None:
    with Terminal(home) as terminal:
        stopped_in_a_set(home, terminal, signal.SIGSTOP, *mode)
        assert not terminal.takes_keys(), "the shell has the terminal"
        terminal.press("fg", "Enter")
        wait_until(terminal.takes_keys, 10, lambda: f"keys wait for Enter:\n{terminal.text()}")
        terminal.press("Escape")
        terminal.wait_for(ENDED_IN_LINES if mode else ENDED)


def test_it_goes_on_in_a_job_of_which_another_program_was_stopped_first(home: Home) -> None:
    """As a script that runs it is: then the shell has the terminal before the program has given it back."""
    with Terminal(home) as terminal:
        script = stopped_in_a_set(home, terminal, signal.SIGSTOP, before=("sh", "-c", '"$@"; true', "sh"))
        (program,) = map(int, Path(f"/proc/{script}/task/{script}/children").read_text().split())
        os.kill(program, signal.SIGTSTP)
        wait_until(lambda: stands_still(program), 10, lambda: "it goes on")
        terminal.press("fg", "Enter")
        wait_until(terminal.takes_keys, 10, lambda: f"keys wait for Enter:\n{terminal.text()}")
        terminal.wait_for("end set")
        assert not stands_still(program)
        terminal.press("Escape")
        terminal.wait_for(ENDED)


def test_after_another_program_had_the_terminal_its_screen_and_mouse_come_back(home: Home) -> None:
    with Terminal(home) as terminal:
        stopped_in_a_set(home, terminal, signal.SIGSTOP)
        terminal.press(r"printf '\033[?1049l\033[?1003l\033[?2004l'", "Enter")
        wait_until(lambda: not terminal.is_full_screen(), 10, lambda: "the screen is still the program's")
        terminal.press("fg", "Enter")
        terminal.wait_for("end set")
        wait_until(terminal.is_full_screen, 10, lambda: f"the screen is still the shell's:\n{terminal.text()}")
        terminal.wait_until_gone("printf")


def test_it_takes_the_terminal_once_it_is_in_the_foreground_again_though_it_went_on_before(home: Home) -> None:
    with Terminal(home) as terminal:
        program = stopped_in_a_set(home, terminal, signal.SIGSTOP)
        os.kill(program, signal.SIGCONT)
        wait_until(lambda: not stands_still(program), 10, lambda: "it stands still")
        assert not terminal.takes_keys()
        terminal.press("fg", "Enter")
        wait_until(terminal.takes_keys, 10, lambda: f"keys wait for Enter:\n{terminal.text()}")
        terminal.press("Escape")
        terminal.wait_for(ENDED)


def stopped_in_a_set(
    home: Home, terminal: Terminal, number: int = signal.SIGTSTP, *mode: str, before: Sequence[str] = ()
) -> int:
    """Begin a set from a shell that has jobs, and stop the program with a signal; return its process.

    Where there is a program ``before`` it, which runs it, that is the one that is stopped.
    """
    terminal.run("bash", "--norc", "--noprofile", "-i")
    command = [*PROGRAM, *home.options, "--engine", "silent", "coach", "negative-push-up", "--reps", "5", *QUICK, *mode]
    terminal.press(shlex.join([*before, *command]), "Enter")
    if mode:
        terminal.wait_for("Space begins")
        terminal.press("Space")
        terminal.wait_for("Get ready")
    else:
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("end set", 20)  # what is next is named before the set has begun, too
    (program,) = Path(f"/proc/{terminal.pid}/task/{terminal.pid}/children").read_text().split()
    os.kill(int(program), number)
    terminal.wait_for("Stopped")
    return int(program)


def test_a_terminal_that_hangs_up_ends_the_program(tmp_path: Path) -> None:
    for number in range(6):
        folder = tmp_path / str(number)
        folder.mkdir()
        with Terminal(Home(folder)) as terminal:
            terminal.start("--engine", "silent")
            terminal.wait_for("Bench press")
        wait_until(lambda: not terminal.program_runs(), 10, lambda: "the program goes on without a terminal")


def test_a_program_that_is_stopped_pauses_the_set_and_counts_no_phantom_reps(home: Home) -> None:
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "5", *QUICK)
        terminal.get_ready()
        terminal.press("Space")
        terminal.wait_for("rep 2 of 5", 30)
        terminal.signal(signal.SIGTSTP)
        time.sleep(5)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("space go on")
        assert len(home.reps()) in (1, 2)
        terminal.press("Space")
        terminal.wait_for("That was the last set", 40)
    assert [rep["number"] for rep in home.reps()] == [1, 2, 3, 4, 5]


def test_broken_bytes_on_the_terminal_end_nothing(home: Home) -> None:
    with Terminal(home) as terminal:
        terminal.start("--engine", "silent", "coach", "negative-push-up", "--reps", "2", *QUICK)
        terminal.get_ready()
        terminal.press("-H", "ff", "fe")
        time.sleep(0.3)
        terminal.press("Space")
        terminal.wait_for("LOWER", 20)
