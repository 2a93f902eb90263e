"""Writing to a terminal that takes it, that takes nothing for a while, and that is gone: nobody ever waits."""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")

if sys.platform != "win32":
    import pty
    import tty

    from negcoach.terminal.outbox import FINAL_WRITE_S, RESTORE_S, STALLED_S, Outbox

WAIT_S = 20
FRAME = "frame" * 10_000
MODES = "\x1b[?2004l\x1b[<u"


@dataclass
class End:
    """The terminal's end of a pseudo-terminal, and what the outbox told."""

    ours: int
    outbox: Outbox
    drawn_again: threading.Event = field(default_factory=threading.Event)
    gone: threading.Event = field(default_factory=threading.Event)

    def read(self, enough: bytes) -> bytes:
        """Read until this was read."""
        found = b""
        until = time.monotonic() + WAIT_S
        while enough not in found:
            assert time.monotonic() < until, f"{enough!r} never came, but {found[-200:]!r}"
            if select.select([self.ours], [], [], 0.1)[0]:
                found += os.read(self.ours, 65536)
        return found

    def write_until_dropped(self) -> None:
        """Write frames, none of which is read, until the outbox drops them."""
        until = time.monotonic() + WAIT_S
        while not self.outbox._dropped:
            assert time.monotonic() < until
            self.outbox.write(FRAME)
            time.sleep(0.01)


@pytest.fixture
def end() -> Iterator[End]:
    """A pseudo-terminal, with an outbox that writes to it."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        told: list[End] = []
        outbox = Outbox(terminal, lambda: told[0].drawn_again.set(), lambda: told[0].gone.set())
        told.append(End(ours, outbox))
        outbox.start()
        yield told[0]
        outbox.stop()
    if not told[0].gone.is_set():
        os.close(ours)


def test_what_is_written_arrives_in_order(end: End) -> None:
    for number in range(100):
        end.outbox.write(f"{number} é\n")
    assert end.read(b"99 \xc3\xa9\n") == "".join(f"{number} é\n" for number in range(100)).encode()


def test_the_terminal_of_others_stays_a_blocking_one(end: End) -> None:
    end.outbox.write("x")
    end.read(b"x")
    assert os.get_blocking(end.ours)


@pytest.mark.parametrize("belongs", [True, False], ids=["its own", "another's"])
def test_another_users_terminal_is_opened_as_the_one_that_the_program_belongs_to(belongs: bool) -> None:
    says = (
        "import os, negcoach.terminal.outbox as outbox\n"
        "def refuse(descriptor): raise PermissionError\n"
        "os.ttyname = refuse\n"  # it cannot be opened by its name
        f"if not {belongs}: os.setsid()\n"
        "print('waits' if os.get_blocking(outbox._own_descriptor(1)) else 'never waits')"
    )
    program, ours = pty.fork()
    if program == 0:  # a new session, with this terminal
        # A session's leader cannot leave it: its child can.
        os.execv("/bin/sh", ["sh", "-c", '"$@"; exit', "sh", sys.executable, "-c", says])
    said = b""
    with suppress(OSError):  # what Linux says when all have closed it
        while piece := os.read(ours, 1024):
            said += piece
    os.close(ours)
    os.waitpid(program, 0)
    assert said.strip() == (b"never waits" if belongs else b"waits")


def test_writing_never_waits_for_a_terminal_that_takes_nothing(end: End) -> None:
    end.write_until_dropped()
    began_s = time.monotonic()
    for _ in range(10_000):
        end.outbox.write(FRAME)
    assert time.monotonic() - began_s < WAIT_S  # not a measurement: this terminal never takes anything
    assert not end.outbox._waiting


def test_once_the_terminal_takes_output_again_the_whole_picture_is_asked_for(end: End) -> None:
    end.write_until_dropped()
    end.outbox.write(MODES)
    assert not end.drawn_again.is_set()
    read = end.read(MODES.encode())
    assert read.count(b"frame") % 10_000 == 0, "a frame that has begun is finished"
    assert end.drawn_again.wait(WAIT_S)
    end.outbox.write("the whole picture")
    end.read(b"the whole picture")


def test_the_end_of_a_stalled_terminal_comes_in_time_and_leaves_its_modes_as_they_were(end: End) -> None:
    end.write_until_dropped()
    end.outbox.write(MODES)
    began_s = time.monotonic()
    end.outbox.stop()
    assert time.monotonic() - began_s < FINAL_WRITE_S + RESTORE_S + 0.5
    assert not end.outbox.is_alive()
    assert end.read(MODES.encode()).endswith(b"\x18" + MODES.encode())


def test_the_modes_are_written_although_the_thread_that_writes_never_has_its_turn(
    end: End, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, awaits = threading.Event(), threading.Event()

    takes_output = end.outbox._takes_output

    def await_turn() -> bool:
        if threading.current_thread() is end.outbox:
            awaits.set()
            assert turn.wait(WAIT_S)
        return takes_output()

    monkeypatch.setattr(end.outbox, "_takes_output", await_turn)
    monkeypatch.setattr("negcoach.terminal.outbox.RESTORE_S", 0.1)
    end.outbox.write(FRAME * 100)  # more than a terminal takes at once
    assert awaits.wait(WAIT_S)
    end.outbox.write(MODES)
    end.outbox.stop()
    assert end.outbox.is_alive()
    assert end.read(MODES.encode()).endswith(b"\x18" + MODES.encode())
    turn.set()
    end.outbox.join(WAIT_S)
    assert not end.outbox.is_alive()
    assert not select.select([end.ours], [], [], 0)[0], "nothing comes after them"


def test_the_end_waits_for_the_last_words(end: End) -> None:
    end.outbox.write("last words")
    end.outbox.stop()
    assert end.read(b"last words") == b"last words"


def test_a_terminal_that_is_gone_is_told_once_and_takes_no_thread_with_it(end: End) -> None:
    os.close(end.ours)
    end.outbox.write("into nothing")
    assert end.gone.wait(WAIT_S)
    end.outbox.join(WAIT_S)
    assert not end.outbox.is_alive()
    for _ in range(100):
        end.outbox.write(FRAME)
    assert not end.outbox._waiting
    end.outbox.stop()


def test_a_terminal_that_is_closed_while_it_takes_nothing_ends_the_thread(end: End) -> None:
    end.write_until_dropped()
    os.close(end.ours)
    assert end.gone.wait(WAIT_S)
    assert STALLED_S > 0
