"""Bytes that are not UTF-8, direct writes, and a terminal that is gone."""

from __future__ import annotations

import os
import sys
import threading

import pytest
from textual.app import App
from textual.events import Key
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from negcoach.terminal import direct_writer, terminal_gone, tolerating_bad_utf8, with_direct_writes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")


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
async def test_keys_are_read_on_after_bytes_that_are_not_utf8(broken: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import tty

    from textual.drivers.linux_driver import LinuxDriver

    arrived = threading.Event()

    class Listening(LinuxDriver):
        """A driver that notes the key k."""

        def send_message(self, message: Message) -> None:
            if isinstance(message, Key) and message.key == "k":
                arrived.set()

    ours, theirs = os.openpty()
    tty.setraw(theirs)
    with os.fdopen(theirs, "r") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        driver = tolerating_bad_utf8(Listening)(App())
        reader = threading.Thread(target=driver.run_input_thread, daemon=True)
        reader.start()
        os.write(ours, b"k")
        assert arrived.wait(10)
        arrived.clear()
        os.write(ours, broken)
        for _ in range(50):  # one that comes with the broken bytes is lost with them
            os.write(ours, b"k")
            if arrived.wait(0.2):
                break
        driver.exit_event.set()
        reader.join(10)
        os.close(ours)
    assert arrived.is_set()
    assert not reader.is_alive()


def test_other_drivers_stay_as_they_are() -> None:
    from textual.drivers.headless_driver import HeadlessDriver

    assert tolerating_bad_utf8(HeadlessDriver) is HeadlessDriver


async def test_a_direct_write_is_shown_as_one_where_the_terminal_can() -> None:
    from textual.drivers.headless_driver import HeadlessDriver

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
