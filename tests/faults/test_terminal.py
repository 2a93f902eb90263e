"""A set under way in a real terminal that sends rubbish, sends too much, takes no output, or is gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.full.terminal import crash_at
from tests.faults.program import ENDED, ENDED_IN_LINES, SET, start
from tests.scene.terminal import PACE_S, PROGRAM, Home, Wire, wait_until

pytestmark = [
    pytest.mark.scene,
    pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX"),
]

MOUSE_ON = """printf '\\033[?1000h\\033[?1003h'; exec "$@\""""
"""A shell's script that switches the mouse on and leaves it so for the program that it then runs."""

MANY_FILES = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (1_500, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
for _ in range(1_100):
    os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""A program that opens many files and leaves them open for the one that it then runs."""

CALLED_S = 1.0
"""How long the call that frees the lifter is heard, before a program that is told to end does so."""


HELD_UP_S = 5.0
"""How late what a flood holds up comes at least: 20 s as it was found, and 0.3 s where nothing is held up. Beside much
other work that is a second and more; how soon it comes is measured, by ``flood`` and ``signals``, and not judged here.
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A lifter's folder with nothing in it."""
    return Home(tmp_path)


@pytest.fixture
def in_set(home: Home) -> Iterator[Wire]:
    """A set under way, without sound."""
    with Wire(home) as wire:
        start(wire)
        yield wire


def wait_for_reps(home: Home, number: int) -> None:
    """Wait until so many reps are kept."""
    wait_until(lambda: len(home.reps()) >= number, 60, lambda: f"only {len(home.reps())} reps were stored")


def test_no_input_ends_a_set(in_set: Wire) -> None:
    for sequence in ("97;1:3u", "57399;1:3u", "1114112u", "99999999999u", "M", "48;5000;5000;0;0t"):
        in_set.flood(f"\x1b[{sequence}".encode())
    for sequence in ("[<35;-5;30M", "[1;-1x", "#x", "(q", "Px\x07x\x1b\\", "]0;x\x9c", "_x\x18"):
        in_set.flood(f"\x1b{sequence}".encode())
    in_set.flood("\x9b1;-1x\x9d0;x\x9c".encode() + b"\x9b1;-1x\x9d0;x\x9c\xff\xfe\xc3\x28")
    wait_for_reps(in_set.home, 2)
    in_set.seen(ENDED, in_set.press("\x1b"))


@pytest.mark.parametrize(
    "flood",
    [b"v" * 200_000, b"\x1b]0;" + b"q" * 100_000, b"\x1b[48;5000;5000;0;0t" * 1_000, b"\x1b[200~" + b"\x00q" * 50_000],
    ids=["letters", "unclosed string", "sizes", "unclosed paste"],
)
def test_in_a_flood_of_input_a_key_for_help_and_a_signal_still_act(in_set: Wire, flood: bytes) -> None:
    in_set.flood(flood)
    pressed_ns = in_set.press("\x1b")
    assert in_set.seen(ENDED, pressed_ns) - pressed_ns < HELD_UP_S * 1e9
    in_set.flood(flood)
    signalled_s = time.monotonic()
    in_set.signal(signal.SIGTERM)
    assert in_set.wait_for_end(30) == 128 + signal.SIGTERM
    assert time.monotonic() - signalled_s < CALLED_S + HELD_UP_S


@pytest.mark.parametrize("report", [b"\x1b[<35;%d;9M", b"\x1b[<64;%d;9M"], ids=["moves", "wheel"])
def test_a_key_for_help_before_a_flood_of_the_mouse_acts(in_set: Wire, report: bytes) -> None:
    pressed_ns = time.monotonic_ns()
    in_set.flood(b"\x1b" + b"".join(report % (number % 80 + 1) for number in range(1_000)))
    assert in_set.seen(ENDED, pressed_ns) - pressed_ns < HELD_UP_S * 1e9


@pytest.mark.parametrize("error", ["2>/dev/null", "2>&-"], ids=["thrown away", "closed"])
def test_a_set_is_drawn_although_standard_error_goes_elsewhere(home: Home, error: str) -> None:
    with Wire(home) as wire:
        start(wire, "sh", "-c", f'exec "$@" {error}', "sh")
        wire.seen(ENDED, wire.press("\x1b"))


def test_nothing_that_is_set_for_textual_breaks_slows_or_drives_a_set(home: Home) -> None:
    """What is set while another program is written, or for a server of terminals, is there for this one, too."""
    for_textual = {
        "": "headless,devtools,debug",
        "_DEBUG": "1",
        "_DRIVER": "nothing:Nothing",
        "_PRESS": "q,y",
        "_SCREENSHOT": "1",
        "_LOG": "/dev/full",
        "_COLOR_SYSTEM": "x",
        "_FPS": "1",
        "_ALLOW_SIGNALS": "1",
        "_SHOW_RETURN": "1",
    }
    with Wire(home, env={f"TEXTUAL{name}": value for name, value in for_textual.items()}) as wire:
        start(wire)
        wait_for_reps(home, 1)
        pressed_ns = wire.press("\x1b")
        assert wire.seen(ENDED, pressed_ns) - pressed_ns < 1e9


def test_a_terminal_of_a_nonsense_size_is_drawn_no_larger_than_any_terminal_is(home: Home) -> None:
    with Wire(home, 0xFFFF, 0xFFFF) as wire:
        wire.start()
        wire.wait_for("palette", 60)
        wire.signal(signal.SIGTERM)
        assert wire.wait_for_end(30) == 128 + signal.SIGTERM


@pytest.mark.parametrize(
    "env",
    [{"STY": "1.pts-1"}, {"TERM": "screen.xterm-256color"}, {"TERM": "screen"}],
    ids=["on this machine", "from another one", "from another one by its short name"],
)
def test_in_gnu_screen_the_mouse_stays_off_with_which_it_would_hold_back_an_escape(
    home: Home, env: dict[str, str]
) -> None:
    with Wire(home, env=env) as wire:
        start(wire)
        wire.seen(ENDED, wire.press("\x1b"))
        written = b"".join(piece for _, piece in wire.written)
    assert b"\x1b[?1000h" not in written and b"\x1b[?1003h" not in written and b"\x1b[?1049h" in written
    assert b"\x1b[?1000l" in written and b"\x1b[?1003l" in written, "another program may have left it on"


@pytest.mark.skipif(shutil.which("screen") is None, reason="GNU screen is not installed")
@pytest.mark.parametrize(
    "before",
    [(), ("env", "-u", "STY"), ("env", "-u", "STY", "sh", "-c", MOUSE_ON, "sh")],
    ids=["on this machine", "from another one", "with the mouse left on"],
)
def test_escape_ends_a_set_in_gnu_screen(home: Home, before: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="negcoach-screen-") as sockets:
        Path(sockets).chmod(0o700)
        env = {"SCREENDIR": sockets}
        with Wire(home, env=env) as wire:
            try:
                start(wire, "screen", "-c", "/dev/null", *before)
                wire.seen(ENDED, wire.press("\x1b"))
            finally:
                subprocess.run(["screen", "-X", "quit"], env=home.environment(env), check=True)
            wire.wait_for_end(30)


def test_a_terminal_that_stops_reading_holds_up_neither_the_reps_nor_a_signal(in_set: Wire) -> None:
    in_set.stop_reading()
    wait_for_reps(in_set.home, 6)
    signalled_s = time.monotonic()
    in_set.signal(signal.SIGTERM)
    assert in_set.wait_for_end(30) == 128 + signal.SIGTERM
    assert time.monotonic() - signalled_s < CALLED_S + 1
    in_set.read_on()
    wait_until(lambda: not in_set.reads, 10, lambda: "the terminal was never given back")
    assert b"\x1b[?1049l" in b"".join(piece for _, piece in in_set.written[-5:])


def test_a_terminal_that_reads_again_gets_the_whole_newest_picture(in_set: Wire) -> None:
    in_set.stop_reading()
    wait_for_reps(in_set.home, 5)
    in_set.read_on()
    began_ns = time.monotonic_ns()
    in_set.seen("NEGATIVE PUSH-UP", began_ns)
    in_set.seen("end set", began_ns)


@pytest.mark.parametrize("before", [(), ("setsid", "--ctty", "--wait")], ids=["without SIGHUP", "with SIGHUP"])
@pytest.mark.parametrize("stalled", [False, True])
def test_a_terminal_that_is_closed_ends_the_program_and_its_set_is_stored(
    home: Home, before: tuple[str, ...], stalled: bool
) -> None:
    if before and shutil.which(before[0]) is None:
        pytest.skip("util-linux is not installed")
    with Wire(home) as wire:
        start(wire, *before)
        if stalled:
            wire.stop_reading()
        wait_for_reps(home, 3)
        closed_s = time.monotonic()
        wire.hang_up()
        assert wire.wait_for_end(30) == 128 + signal.SIGHUP
        assert time.monotonic() - closed_s < CALLED_S + 1
    assert len(home.reps()) >= 2  # the third is given back where it had not quite ended


@pytest.mark.parametrize(
    ("place", "way"),
    [("home", "a timer"), ("home", "closing"), ("LOWER", "closing"), ("LOWER", "with years of training")],
)
def test_a_crash_gives_the_terminal_back_and_writes_one_line_that_names_the_log(place: str, way: str) -> None:
    assert crash_at(place, way) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits what another process may open")
def test_a_set_goes_on_while_no_more_files_can_be_opened_and_its_reps_are_kept_afterwards(in_set: Wire) -> None:
    import resource

    usual = resource.prlimit(in_set.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(in_set.pid, resource.RLIMIT_NOFILE, (3, usual[1]))
    in_set.wait_for("The database ", 30)
    resource.prlimit(in_set.pid, resource.RLIMIT_NOFILE, usual)
    wait_for_reps(in_set.home, 2)
    in_set.seen(ENDED, in_set.press("\x1b"))


def test_keys_and_a_signal_act_where_over_1024_files_are_open(home: Home) -> None:
    with Wire(home) as wire:
        start(wire, sys.executable, "-c", MANY_FILES)
        wire.seen(ENDED, wire.press("\x1b"))
        wire.stop_reading()
        wire.signal(signal.SIGTERM)
        assert wire.wait_for_end(30) == 128 + signal.SIGTERM
        assert wire.modes() == wire.modes_before


@pytest.mark.parametrize("stopped_s", [15])
def test_a_set_whose_process_was_stopped_is_paused_and_keeps_no_rep_that_nobody_lowered(
    in_set: Wire, stopped_s: float
) -> None:
    wait_for_reps(in_set.home, 1)
    in_set.signal(signal.SIGSTOP)
    before = len(in_set.home.reps())
    time.sleep(stopped_s)
    continued_ns = time.monotonic_ns()
    in_set.signal(signal.SIGCONT)
    in_set.seen("slept or froze", continued_ns)
    time.sleep(3)
    assert before - 1 <= len(in_set.home.reps()) <= before  # one that had not quite ended is given back


PLAIN = pytest.mark.parametrize("mode", [(), ("--plain",)], ids=["screen", "plain"])


def begin(wire: Wire, mode: tuple[str, ...]) -> None:
    """Start a set of quick reps, with screens or in lines."""
    wire.run(*PROGRAM, *wire.home.options, "--engine", "silent", *SET, *mode)
    wire.wait_for("Space begins" if mode else "READY", 60)
    while wire.first_after(0, b"Get ready" if mode else b"00:0") is None:
        time.sleep(PACE_S)
        wire.press(" ")


@PLAIN
def test_a_key_acts_although_somebody_else_has_changed_the_terminals_modes(home: Home, mode: tuple[str, ...]) -> None:
    import termios

    with Wire(home) as wire:
        begin(wire, mode)
        wait_for_reps(home, 1)
        ours = wire.modes()
        wire.set_modes(wire.modes_before)  # as ``stty sane`` from another terminal does
        pressed_ns = wire.press("\x1b")
        wire.seen(ENDED_IN_LINES if mode else ENDED, pressed_ns)
        assert wire.modes()[3] == ours[3] & ~termios.ICANON


@PLAIN
@pytest.mark.parametrize("name", ["SIGQUIT", "SIGUSR1", "SIGXCPU"])
def test_a_signal_that_ends_any_program_gives_the_terminal_back(home: Home, mode: tuple[str, ...], name: str) -> None:
    with Wire(home) as wire:
        begin(wire, mode)
        wait_for_reps(home, 1)
        wire.signal(signal.Signals[name])
        assert wire.wait_for_end(30) == 128 + signal.Signals[name]
        wait_until(lambda: not wire.reads, 10, lambda: "the terminal was never given back")
        assert wire.modes() == wire.modes_before


@pytest.mark.parametrize("command", [(), ("mirror",)], ids=["app", "mirror"])
def test_a_signal_right_after_the_terminal_was_taken_gives_it_back(home: Home, command: tuple[str, ...]) -> None:
    with Wire(home) as wire:
        wire.start(*command)
        wait_until(lambda: bool(wire.written), 30, lambda: "nothing was written")
        wire.signal(signal.SIGTERM)
        assert wire.wait_for_end(30) == 128 + signal.SIGTERM
        wait_until(lambda: not wire.reads, 10, lambda: "the terminal was never given back")
        assert wire.modes() == wire.modes_before


@pytest.mark.parametrize("command", [(), ("mirror",)], ids=["app", "mirror"])
def test_going_on_while_it_starts_takes_the_terminal_no_second_time(home: Home, command: tuple[str, ...]) -> None:
    with Wire(home) as wire:
        wire.start(*command)
        wait_until(lambda: bool(wire.written), 30, lambda: "nothing was written")
        wire.signal(signal.SIGCONT)  # as the shell's ``fg`` does
        wire.wait_for("mirror" if command else "palette", 60)
        wire.signal(signal.SIGTERM)
        assert wire.wait_for_end(30) == 128 + signal.SIGTERM
        wait_until(lambda: not wire.reads, 10, lambda: "the terminal was never given back")
        assert wire.modes() == wire.modes_before


@contextmanager
def stopped(wire: Wire) -> Iterator[None]:
    """Stop the program inside the block, and long enough that it notices."""
    wire.signal(signal.SIGSTOP)
    wait_until(lambda: state_of(wire.pid) == "T", 10, lambda: "it was never stopped")
    yield
    wire.signal(signal.SIGCONT)


def state_of(pid: int) -> str:
    """Return a process's state as ``ps`` has it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
@pytest.mark.parametrize(("mode", "begun"), [((), "00:0"), (("--plain",), "Get ready")], ids=["screen", "plain"])
def test_what_is_typed_while_the_program_is_stopped_begins_no_set(
    home: Home, mode: tuple[str, ...], begun: str
) -> None:
    with Wire(home) as wire:
        wire.run(*PROGRAM, *home.options, "--engine", "silent", *SET, *mode)
        wire.wait_for("READY" if not mode else "Space begins", 60)
        time.sleep(2 * PACE_S)  # from here on a press begins the set
        with stopped(wire):
            wire.press("   ")
        time.sleep(2 * PACE_S)
        assert wire.first_after(0, begun.encode()) is None
        while wire.first_after(0, begun.encode()) is None:
            wire.press(" ")
            time.sleep(2 * PACE_S)


def test_ctrl_z_stops_no_program_for_good_that_no_shell_could_let_go_on(home: Home) -> None:
    with Wire(home) as wire:
        wire.start("--plain", "--engine", "silent")
        wire.wait_for("Which exercise?", 60)
        wire.signal(signal.SIGTSTP)  # as Ctrl+Z sends, where a line is typed
        wire.wait_for("goes on")
        wire.press("q\r")
        assert wire.wait_for_end() == 0


def test_a_set_that_no_shell_could_let_go_on_is_paused_and_not_stopped_for_good(in_set: Wire) -> None:
    taken_ns = time.monotonic_ns()
    in_set.signal(signal.SIGTSTP)
    in_set.seen("\x1b[?1049h", taken_ns)
    in_set.seen(ENDED, in_set.press("\x1b"))


def test_a_new_size_is_drawn_where_no_signal_tells_of_it(in_set: Wire) -> None:
    """As where a program that the terminal does not belong to runs in it: with ``setsid`` or ``su``."""
    resized_ns = time.monotonic_ns()
    in_set.resize(100, 57, told=False)
    in_set.seen("\x1b[57;1H", resized_ns)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
def test_what_ends_a_set_ends_it_though_it_was_typed_while_the_program_was_stopped(in_set: Wire) -> None:
    with stopped(in_set):
        pressed_ns = in_set.press("\x1b")
    in_set.seen(ENDED, pressed_ns)


@pytest.mark.skipif(not Path("/dev/zero").exists() or shutil.which("yes") is None, reason="nothing is endless")
@pytest.mark.parametrize("endless", [("yes", ""), ("cat", "/dev/zero")], ids=["lines", "one line"])
def test_an_endless_input_that_is_no_terminal_holds_up_no_signal_and_is_not_kept(
    home: Home, endless: tuple[str, ...]
) -> None:
    program = (*PROGRAM, *home.options, "--engine", "silent", *SET, "--plain")
    with (
        subprocess.Popen(endless, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer,
        subprocess.Popen(program, env=home.environment({}), stdin=writer.stdout, stdout=subprocess.PIPE) as led,
    ):
        try:
            assert writer.stdout is not None and led.stdout is not None
            writer.stdout.close()
            while b"Space begins" not in led.stdout.readline():
                pass
            time.sleep(3)
            assert resident_mb(led.pid) < 150
            led.send_signal(signal.SIGTERM)
            assert led.wait(30) == 128 + signal.SIGTERM
        finally:
            led.kill()
            writer.kill()


def resident_mb(pid: int) -> int:
    """How much memory a process has (MB); 0 where the system does not say it."""
    path = Path(f"/proc/{pid}/statm")
    return int(path.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20 if path.exists() else 0
