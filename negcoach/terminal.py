"""What Textual leaves to the app about the terminal: broken bytes, cells that cannot wait, a terminal that is gone."""

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


def writer(app: App[object]) -> Callable[[str], None] | None:
    """Return what writes on the app's terminal at once and in order with Textual; ``None`` where there is none.

    What is written together is also shown together, if the terminal can do that. An app that ends writes no more: the
    terminal is the shell's again before the app's last screen has gone.
    """
    found = _DRIVERS.get(app)
    driver = found() if found is not None else None
    return getattr(driver, "write_together", None)


def open_handed(driver: type[Driver]) -> type[Driver]:
    """Return the driver, made to hand out its ``writer``."""

    class OpenHandedDriver(driver):  # type: ignore[misc, valid-type]
        """Writes for others too."""

        def __init__(
            self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            """Drive ``app``."""
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._written_for = app
            self._begin, self._end = "", ""
            _DRIVERS[app] = ref(self)

        def process_message(self, message: Message) -> None:
            """Note what the terminal says of itself."""
            if isinstance(message, TerminalSupportsSynchronizedOutput):
                self._begin, self._end = "\x1b[?2026h", "\x1b[?2026l"
            super().process_message(message)

        def write_together(self, text: str) -> None:
            """Write text that is shown as one, as long as the app runs."""
            if not self._written_for.is_running:
                return
            whole = f"{self._begin}{text}{self._end}"
            most = 8192 if sys.platform == "win32" else len(whole)  # Windows refuses more at once (Textual #2548)
            for start in range(0, len(whole), most):
                self.write(whole[start : start + most])

    return OpenHandedDriver


def forgiving(driver: type[Driver]) -> type[Driver]:
    """Return the driver with an input that survives bytes that are no UTF-8 (Textual #6456 ends the app there).

    The chunk with the broken byte is lost, like a key that was not pressed; drivers that do not read a POSIX
    terminal are returned as they are.
    """
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class ForgivingDriver(driver):  # type: ignore[misc, valid-type]
        """Reads on after broken bytes."""

        def run_input_thread(self) -> None:
            """Read until the driver is told to stop."""
            while not self.exit_event.is_set():
                try:
                    super().run_input_thread()
                except UnicodeDecodeError:
                    continue

    return ForgivingDriver


def in_front() -> bool:
    """Say whether the terminal on standard input is this program's to use: it is not after the shell's ``bg``."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed:
        return True
    try:
        return os.tcgetpgrp(stdin.fileno()) == os.getpgrp()
    except OSError:  # no terminal any more, which is another thing's to notice
        return True


def terminal_gone() -> bool:
    """Say whether the terminal on standard input was hung up: nothing will ever be typed again."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stdin.fileno(), select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
