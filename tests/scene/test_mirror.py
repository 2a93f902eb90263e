"""A mirror in a second real terminal follows the program in the first, whatever happens to either."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack, closing

import pytest

from negcoach.broadcast.address import FOLDER_NAME, SOCKET_NAME, connection
from negcoach.mirror.screen import FREE_THE_LIFTER, NO_ANSWER, WAITING
from tests.scene.terminal import PACE_S, Home, Terminal, Wire, needs_tmux, wait_until

pytestmark = [pytest.mark.scene, needs_tmux]

OPTIONS = ("--engine", "silent")
SET = ("coach", "negative-push-up", "--sets", "2", "--tempo", "3-1-A-1", "--rest", "30", "--lead-in", "5")


def begin(coach: Terminal, *more: str) -> None:
    """Open the coach, and begin its first set."""
    coach.start(*OPTIONS, *SET, *more)
    coach.get_ready()
    coach.press("Space")


def close_by(mirror: Terminal, key: str) -> None:
    """Press a key until the mirror has closed: a press that comes before it is drawn is dropped."""

    def closed() -> bool:
        if mirror.program_runs():
            mirror.press(key)
        return not mirror.program_runs()

    wait_until(closed, 20, mirror.text)


def test_it_waits_follows_a_session_to_its_end_and_waits_again(home: Home) -> None:
    with Terminal(home, 120, 40) as coach, Terminal(home, 80, 24) as mirror, Terminal(home, 40, 12) as small:
        for one in (mirror, small):
            one.start("mirror")
            one.wait_for(WAITING)
        assert not (home.folder / home.data).exists()  # it makes nothing, and opens no database
        coach.start(*OPTIONS, *SET, "--reps", "1")
        coach.get_ready()
        for one in (mirror, small):
            one.wait_for("READY")
        coach.press("Space")
        for seen in ("GET READY", "LOWER 2", "KNEES DOWN", "Next: set 2 of 2"):
            for one in (mirror, small):
                one.wait_for(seen, 30)
        coach.press("q")
        mirror.wait_for("A question is being answered at the laptop.")
        coach.wait_for("End the session?")  # a mirror may show it sooner, and a press before it is read is dropped
        coach.press("y")
        for one in (coach, mirror):
            one.wait_for("SESSION DONE")
        coach.press("Escape")
        mirror.wait_for("being chosen at the laptop")
        coach.wait_for("type to search")
        coach.press("C-q")
        assert coach.wait_for_end() == 0
        for one in (mirror, small):
            one.wait_for(WAITING)
            close_by(one, "q")
            assert one.wait_for_end() == 0


def test_closing_the_mirror_or_ending_it_in_any_way_does_not_touch_the_set(home: Home) -> None:
    with Terminal(home) as coach:
        begin(coach, "--reps", "fatigue")
        for end in ("q", "Escape", signal.SIGTERM, signal.SIGKILL):
            with Terminal(home, 80, 24) as mirror:
                mirror.start("mirror")
                mirror.wait_for("rep ")
                mirror.press("Space", "x", "p")
                if isinstance(end, str):
                    close_by(mirror, end)
                else:
                    mirror.signal(end)
                    mirror.wait_for_end()
        before = len(home.reps())
        wait_until(lambda: len(home.reps()) > before, 60, coach.text)
        assert "PAUSED" not in coach.text()


@pytest.mark.parametrize("way", ["socket", "loopback"])
def test_where_the_program_is_killed_under_the_load_the_call_stays_until_it_runs_again(home: Home, way: str) -> None:
    if way == "loopback":  # nothing else can be listened on where the socket would be
        (home.folder / home.data / FOLDER_NAME / SOCKET_NAME).mkdir(parents=True)
    with Terminal(home, 80, 24) as mirror:
        mirror.start("mirror")
        with Terminal(home) as coach:
            begin(coach, "--reps", "2")
            mirror.wait_for("LOWER 2", 30)
            coach.kill_program()
        mirror.wait_for(FREE_THE_LIFTER)
        mirror.wait_for("KNEES DOWN")
        time.sleep(2)
        assert FREE_THE_LIFTER in mirror.text()
        with Terminal(home) as coach:
            coach.start(*OPTIONS)
            mirror.wait_for("being chosen", 30)
            mirror.wait_until_gone(FREE_THE_LIFTER)


def test_a_program_that_stands_is_said_and_followed_again(home: Home) -> None:
    with Wire(home) as coach, Terminal(home, 80, 24) as mirror:  # tmux lets no program stand
        mirror.start("mirror")
        coach.start(*OPTIONS, *SET, "--reps", "fatigue")
        coach.wait_for("READY", 30)
        mirror.wait_for("READY", 30)
        time.sleep(PACE_S)
        coach.press(" ")
        mirror.wait_for("LOWER 2", 30)
        coach.signal(signal.SIGSTOP)
        mirror.wait_for(NO_ANSWER)
        coach.signal(signal.SIGCONT)
        mirror.wait_for("‖ KNEES DOWN")  # the set stood still with the program
        mirror.wait_until_gone(NO_ANSWER)


def test_a_mirror_that_stands_and_a_flood_of_others_do_not_hold_the_set_up(home: Home) -> None:
    with Terminal(home) as coach, Wire(home, 200, 50) as mirror, ExitStack() as flood:
        mirror.start("mirror")
        begin(coach, "--reps", "2")
        coach.wait_for("LOWER 3", 30)
        mirror.signal(signal.SIGSTOP)
        for _ in range(1_000):
            try:
                one = flood.enter_context(closing(connection(home.folder / home.data)))
                one.send(b"\xffgarbage\n" * 100)
            except OSError:  # they stand in a line of four
                time.sleep(0.001)
        coach.wait_for("Next: set 2", 30)
        flood.close()
        on_ns = time.monotonic_ns()
        mirror.signal(signal.SIGCONT)
        mirror.seen("Next: set 2", on_ns)  # it goes on with what is shown now
    assert len(home.reps()) == 2
