"""Terminal handling that Textual leaves to the app: bytes that are not UTF-8, direct writes, job control, hang-ups."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from weakref import ReferenceType, WeakKeyDictionary, ref

from textual.app import App
from textual.driver import Driver
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

_DRIVERS: WeakKeyDictionary[App[object], ReferenceType[Driver]] = WeakKeyDictionary()


def direct_writer(app: App[object]) -> Callable[[str], None] | None:
    """Return the function that writes text to the app's terminal at once, ``None`` where the driver has none.

    It keeps the order with Textual's own writes. The text of one call is shown in one update, if the terminal can do
    that. Once the app ends nothing is written: the terminal is the shell's again before the last screen has gone.
    """
    found = _DRIVERS.get(app)
    driver = found() if found is not None else None
    return getattr(driver, "write_together", None)


def with_direct_writes(driver: type[Driver]) -> type[Driver]:
    """Return a subclass of the driver that ``direct_writer`` can write with."""

    class DirectWriteDriver(driver):  # type: ignore[misc, valid-type]
        """A driver that also writes text that does not come from Textual."""

        def __init__(
            self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            """Drive ``app``."""
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._driven_app = app
            self._begin, self._end = "", ""
            _DRIVERS[app] = ref(self)

        def process_message(self, message: Message) -> None:
            """Remember whether the terminal can show several writes in one update."""
            if isinstance(message, TerminalSupportsSynchronizedOutput):
                self._begin, self._end = "\x1b[?2026h", "\x1b[?2026l"
            super().process_message(message)

        def write_together(self, text: str) -> None:
            """Write text that is shown in one update, while the app runs."""
            if not self._driven_app.is_running:
                return
            update = f"{self._begin}{text}{self._end}"
            limit = 8192 if sys.platform == "win32" else len(update)  # Windows refuses more at once (Textual #2548)
            for start in range(0, len(update), limit):
                self.write(update[start : start + limit])

    return DirectWriteDriver


def tolerating_bad_utf8(driver: type[Driver]) -> type[Driver]:
    """Return a subclass of the driver that tolerates input that is not UTF-8 (Textual #6456 ends the app there).

    The chunk with the bad byte is lost, like a key that was not pressed. Drivers that do not read a POSIX terminal are
    returned as they are.
    """
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class TolerantDriver(driver):  # type: ignore[misc, valid-type]
        """A driver that reads on after bytes that are not UTF-8."""

        def run_input_thread(self) -> None:
            """Read until the driver is told to stop."""
            while not self.exit_event.is_set():
                try:
                    super().run_input_thread()
                except UnicodeDecodeError:
                    continue

    return TolerantDriver


def in_foreground() -> bool:
    """Return whether this program may use the terminal on standard input: after the shell's ``bg`` it may not."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed:
        return True
    try:
        return os.tcgetpgrp(stdin.fileno()) == os.getpgrp()
    except OSError:  # the terminal is gone, which ``terminal_gone`` is for
        return True


def terminal_gone() -> bool:
    """Return whether the terminal on standard input was hung up: nothing will ever be typed again."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stdin.fileno(), select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
