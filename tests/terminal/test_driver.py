"""Reading a real pseudo-terminal, whatever comes from it, and direct writes."""

from __future__ import annotations

import asyncio
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from queue import Queue

import pytest
from rich.console import Console
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from negcoach.terminal.driver import (
    LARGEST_SIZE,
    CaughtUp,
    TerminalGone,
    catch_up,
    direct_writer,
    limit_stated_size,
    take_back,
    with_direct_writes,
    with_nonblocking_io,
)
from negcoach.terminal.inbox import LONGEST_QUEUE
from negcoach.terminal.presence import terminal_gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

WAIT_S = 20


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The other end of the pseudo-terminal that is this program's terminal."""
    import tty

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with os.fdopen(theirs, "r") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        yield ours
    os.close(ours)


def test_a_hung_up_terminal_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "r") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        assert not terminal_gone()
        os.close(ours)
        assert terminal_gone()


def test_without_a_standard_input_nothing_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    assert not terminal_gone()


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3\x28", b"\xe2\x82q", b"\x80\x80", b"\xed\xa0\x80"])
async def test_bytes_that_are_not_utf8_take_no_key_with_them(broken: bytes, terminal: int) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    pressed: Queue[str] = Queue()

    class Noting(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver that notes the keys."""

        def send_message(self, message: Message) -> None:
            if isinstance(message, Key):
                pressed.put(message.key)

    driver = Noting(App())
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    os.write(terminal, b"k" + broken + b"l")
    keys = []
    while "l" not in keys:
        keys.append(pressed.get(timeout=WAIT_S))
    assert [key for key in keys if key not in ("q", "left_parenthesis")] == ["k", "l"]
    driver.disable_input()
    reader.join(WAIT_S)
    assert not reader.is_alive()


@pytest.mark.parametrize("report", [b"\x1b[<35;%d;9M", b"\x1b[<64;%d;9M"], ids=["moves", "wheel"])
async def test_of_much_that_came_at_once_the_key_before_it_is_read(report: bytes, terminal: int) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    came: Queue[Message] = Queue()

    class Noting(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver that notes what comes."""

        def send_message(self, message: Message) -> None:
            came.put(message)

    os.write(terminal, b"\x1b" + b"".join(report % (number % 80 + 1) for number in range(LONGEST_QUEUE + 60)) + b"l")
    driver = Noting(App())
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    keys: list[str] = []
    others = 0
    while "l" not in keys:
        one = came.get(timeout=WAIT_S)
        if isinstance(one, Key):
            keys.append(one.key)
        else:
            others += 1
    assert keys == ["escape", "l"]
    assert 0 < others <= LONGEST_QUEUE
    driver.disable_input()
    reader.join(WAIT_S)


async def test_an_error_of_the_thread_that_reads_ends_the_app_as_any_other_does(terminal: int) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    ended_by: Queue[Exception] = Queue()

    class Failing(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver that cannot read."""

        def run_input_thread(self) -> None:
            raise ZeroDivisionError

    class Noting(App[None]):
        """An app that notes what ends it."""

        def _handle_exception(self, error: Exception) -> None:
            ended_by.put(error)

    driver = Failing(Noting())
    reader = threading.Thread(target=driver._run_input_thread)
    reader.start()
    reader.join(WAIT_S)
    await asyncio.sleep(0)
    assert isinstance(ended_by.get_nowait(), ZeroDivisionError)


async def test_the_app_is_told_when_all_is_read_that_was_typed_by_then(terminal: int) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    told: Queue[Message] = Queue()

    class Noting(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver that notes the keys."""

        def send_message(self, message: Message) -> None:
            told.put(message)

        def _call(self, function: object, *arguments: Message) -> None:
            told.put(arguments[0])

    app = App[None]()
    driver = with_direct_writes(Noting)(app)
    os.write(terminal, b"kl")
    assert catch_up(app)
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    came = [told.get(timeout=WAIT_S) for _ in "kl."]
    assert [getattr(one, "key", type(one)) for one in came] == ["k", "l", CaughtUp]
    assert came[1].time <= came[2].time
    os.write(terminal, b"m")
    assert getattr(told.get(timeout=WAIT_S), "key", None) == "m"
    driver.disable_input()
    reader.join(WAIT_S)
    assert not reader.is_alive()
    assert not catch_up(app), "nothing is read any more"


async def test_a_key_that_is_held_down_does_not_keep_the_app_from_catching_up(terminal: int) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    told: Queue[Message] = Queue()

    class Held(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver of a terminal in which another key comes as soon as one is read."""

        def send_message(self, message: Message) -> None:
            os.write(terminal, b"k")

        def _call(self, function: object, *arguments: Message) -> None:
            told.put(arguments[0])

    driver = with_direct_writes(Held)(app := App[None]())
    os.write(terminal, b"k")
    assert catch_up(app)
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    driver._key_thread = reader  # which is waited for before what is typed ahead is thrown away
    assert isinstance(told.get(timeout=WAIT_S), CaughtUp)
    driver.disable_input()
    reader.join(WAIT_S)
    assert not reader.is_alive()


async def test_an_escape_acts_however_often_the_program_is_let_go_on(terminal: int) -> None:
    """What limits how much processor a program takes stops it and lets it go on many times a second."""
    from textual.drivers.linux_driver import LinuxDriver

    told: Queue[Message] = Queue()

    class Noting(with_nonblocking_io(LinuxDriver)):  # type: ignore[misc]
        """A driver that notes the keys."""

        def send_message(self, message: Message) -> None:
            told.put(message)

        def _call(self, function: object, *arguments: Message) -> None:
            pass

    driver = with_direct_writes(Noting)(app := App[None]())
    reader = threading.Thread(target=driver.run_input_thread, daemon=True)
    reader.start()
    driver._key_thread = reader
    os.write(terminal, b"\x1b")
    end = time.monotonic() + WAIT_S
    while told.empty() and time.monotonic() < end:
        assert catch_up(app)
        select.select([], [], [], 0.005)
    assert getattr(told.get_nowait(), "key", None) == "escape"
    driver.disable_input()
    reader.join(WAIT_S)
    assert not reader.is_alive()


async def test_the_app_is_told_that_its_terminal_is_gone_and_nothing_reads_on(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from textual.drivers.linux_driver import LinuxDriver

    told = asyncio.Event()

    class Listening(App[None]):
        """An app that listens."""

        def on_terminal_gone(self, _: TerminalGone) -> None:
            told.set()

    ours, theirs = os.openpty()
    with os.fdopen(theirs, "r") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        app = Listening()
        async with app.run_test():
            reader = threading.Thread(target=with_nonblocking_io(LinuxDriver)(app).run_input_thread, daemon=True)
            reader.start()
            os.close(ours)
            async with asyncio.timeout(WAIT_S):
                await told.wait()
            reader.join(WAIT_S)
            assert not reader.is_alive()


async def test_no_terminal_is_taken_for_larger_than_can_be_drawn(
    monkeypatch: pytest.MonkeyPatch, terminal: int
) -> None:
    from textual.drivers.linux_driver import LinuxDriver

    driver = with_nonblocking_io(LinuxDriver)(App())
    monkeypatch.setenv("COLUMNS", "5000")
    monkeypatch.setenv("LINES", "5000")
    assert driver._get_terminal_size() == LARGEST_SIZE
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    assert driver._get_terminal_size() == (80, 24)


async def test_a_terminals_own_size_counts_before_one_that_was_stated_once(
    monkeypatch: pytest.MonkeyPatch, terminal: int
) -> None:
    import fcntl
    import struct
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    driver = with_nonblocking_io(LinuxDriver)(App())
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("LINES", "50")
    for width, height, drawn in ((100, 30, (100, 30)), (60, 0, (60, 50)), (0, 0, (160, 50))):
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        assert driver._get_terminal_size() == drawn


@pytest.mark.parametrize("stated", ["5000", "99999999", "9" * 5000, "٩٩٩٩٩٩"])
def test_no_larger_terminal_is_stated_than_is_drawn(monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    monkeypatch.setenv("COLUMNS", stated)
    monkeypatch.setenv("LINES", "x")
    limit_stated_size()
    assert Console().width == LARGEST_SIZE[0]
    assert os.environ["LINES"] == "x"


async def test_a_terminal_whose_modes_somebody_else_has_set_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, terminal: int
) -> None:
    import termios

    from textual.drivers.linux_driver import LinuxDriver

    def modes() -> list[int]:
        return termios.tcgetattr(sys.__stdin__)[:4]

    def let_lines_be_typed() -> None:
        changed = termios.tcgetattr(sys.__stdin__)
        changed[3] |= termios.ICANON | termios.ECHO | termios.ISIG
        termios.tcsetattr(sys.__stdin__, termios.TCSANOW, changed)

    seen = bytearray()

    def wait_until_taken(times: int) -> None:
        """Wait until the screen was taken so many times, and all that goes with it."""
        with_it = (b"\x1b[?1016l", b"\x1b[?1003h", b"\x1b[?1006h", b"\x1b[?2004h", b"\x1b[?7l")
        while True:
            *before, last = seen.split(b"\x1b[?1049h")
            if len(before) == times and all(mode in last for mode in with_it):
                return
            assert select.select([terminal], [], [], WAIT_S)[0], bytes(seen)
            seen.extend(os.read(terminal, 4096))

    monkeypatch.setattr(sys, "__stdout__", sys.__stdin__)
    monkeypatch.setattr(sys, "__stderr__", None)  # closed: nothing is drawn there
    app = App[None]()
    assert not take_back(app), "it has no terminal yet"
    driver = with_direct_writes(with_nonblocking_io(LinuxDriver))(app)
    shells = termios.tcgetattr(sys.__stdin__)
    driver.start_application_mode()
    driver._sigcont_application()  # with the shell's ``fg``, while it starts
    assert driver.attrs_before == shells
    ours = modes()
    wait_until_taken(1)
    assert not take_back(app)
    let_lines_be_typed()
    assert modes() != ours
    assert take_back(app)
    assert modes() == ours
    wait_until_taken(2)
    assert not take_back(app, whole=True), "the modes were right"
    wait_until_taken(3)
    driver.stop_application_mode()
    driver.close()
    let_lines_be_typed()
    theirs = modes()
    assert not take_back(app, whole=True), "it is the shell's again"
    assert modes() == theirs


def test_other_drivers_stay_as_they_are() -> None:
    assert with_nonblocking_io(HeadlessDriver) is HeadlessDriver


async def test_a_direct_write_is_shown_as_one_where_the_terminal_can() -> None:
    written: list[str] = []

    class Writing(HeadlessDriver):
        """A driver that keeps what is written."""

        def write(self, data: str) -> None:
            written.append(data)

    app = App[None]()
    async with app.run_test():
        assert direct_writer(app) is None
        driver = with_direct_writes(Writing)(app)
        write = direct_writer(app)
        assert write is not None
        write("cells")
        driver.process_message(TerminalSupportsSynchronizedOutput())
        write("more")
        assert written == ["cells", "\x1b[?2026hmore\x1b[?2026l"]
    write("what comes after the app")
    assert len(written) == 2
    assert direct_writer(App()) is None
