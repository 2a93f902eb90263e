"""What Textual leaves to the app about the terminal: broken bytes, and a terminal that is gone."""

from __future__ import annotations

import select
import sys

from textual.driver import Driver


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


def terminal_gone() -> bool:
    """Say whether the terminal on standard input was hung up: nothing will ever be typed again."""
    stdin = sys.__stdin__
    if sys.platform == "win32" or stdin is None or stdin.closed or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(stdin.fileno(), select.POLLIN)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))
