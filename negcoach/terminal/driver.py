"""The app's terminal: Textual's driver, with input and output that never hold up or end the app, and direct writes."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from socket import socketpair
from typing import Any
from weakref import ReferenceType, WeakKeyDictionary, ref

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from negcoach.terminal.inbox import Inbox, Waiting
from negcoach.terminal.keys import Translator, kind_of
from negcoach.terminal.presence import (
    TerminalSelector,
    in_foreground,
    in_gnu_screen,
    terminal_gone,
    what_keys_need,
)
from negcoach.terminal.sequences import Pasted, Splitter, decoder
from negcoach.terminal.signals import stop_as_by_key

READ_BYTES = 4096

_CATCH_UP = b"c"
"""What wakes the thread that reads, so that it says when nothing waits any more."""

CATCH_UP_S = 0.1
"""How long nothing comes when all is read that was typed before (our own choice): a busy system hands it on late."""

MOST_CATCH_UP_S = 0.5
"""When what comes is taken as typed now, although something came all the time (our own choice): a key that is held
down, or a mouse that moves, is no reason to take none."""

READ_AGAIN_S = 0.1
"""When a terminal from which nothing can be read just now is read again."""

LARGEST_SIZE = (1000, 400)
"""No terminal is taken for larger (columns, rows; our own choice): drawing it would hold everything else up."""

_MOUSE_IN_CELLS = "\x1b[?1016l"

_AS_AT_FIRST = "\x1b(B\x0f\x1b[4l\x1b[20l\x1b[?6l\x1b[?69l\x1b[r"
"""Letters that are no lines, over what stands there, and at places of the whole screen; Enter is one key.

A program that was killed, or a file that was no text, may have left it otherwise: nothing of a set could be read.
"""

_DRIVERS: WeakKeyDictionary[App[object], ReferenceType[Driver]] = WeakKeyDictionary()


class TerminalGone(Message):
    """Tells the app that nothing will ever be typed or seen again: it should end."""


class CaughtUp(Message):
    """Tells the app that nothing waits to be read any more that was typed before ``catch_up`` was called.

    What was typed by then has an earlier ``time`` than this message. It comes after ``MOST_CATCH_UP_S`` at the latest.
    """


def catch_up(app: App[Any]) -> bool:
    """Have the app told with ``CaughtUp`` when all is read that was typed by now; return whether it will be.

    It may be called by the handler of a signal.
    """
    found = _DRIVERS.get(app)
    driver = found() if found is not None else None
    return getattr(driver, "catch_up", lambda: False)()


def take_back(app: App[Any], whole: bool = False) -> bool:
    """Set the modes of the app's terminal again where somebody else has set others; return whether that was so.

    The ``whole`` terminal is taken back as at the start: its screen, its mouse and its pastes too.
    """
    found = _DRIVERS.get(app)
    driver = found() if found is not None else None
    return getattr(driver, "take_back", lambda whole: False)(whole)


def direct_writer(app: App[object]) -> Callable[[str], None] | None:
    """Return the function that writes text to the app's terminal at once, ``None`` where the driver has none.

    It keeps the order with Textual's own writes. The text of one call is shown in one update, if the terminal can do
    that. Once the app ends nothing is written: the terminal is the shell's again before the last screen has gone.
    """
    found = _DRIVERS.get(app)
    driver = found() if found is not None else None
    return getattr(driver, "write_together", None)


def limit_stated_size() -> None:
    """Have ``COLUMNS`` and ``LINES`` state no larger terminal than is drawn: Rich would fill rows of any length."""
    for name, most in zip(("COLUMNS", "LINES"), LARGEST_SIZE, strict=True):
        stated = os.environ.get(name, "")
        if stated.isdecimal() and (len(stated) > len(str(most)) or int(stated) > most):
            os.environ[name] = str(most)


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


def _waiting(pieces: Iterable[str | Pasted]) -> Waiting[str | Pasted]:
    """Return the pieces of input that are worth their translation: no more than may wait for the app."""
    waiting = Waiting(kind_of)
    for piece in pieces:
        waiting.append(piece)
    return waiting


def with_nonblocking_io(driver: type[Driver]) -> type[Driver]:
    """Return a subclass of the driver that neither the terminal's input nor its output can hold up or end.

    Whatever is no key is dropped, and so is what the app cannot act on in time, and frames that the terminal does not
    take in time. When the terminal is gone, the app is told with ``TerminalGone``. Textual's own driver ends the app on
    numbers that it cannot read (#6456 is one of that kind), takes an unlimited number of keys, and waits for a terminal
    that takes no output. Drivers that do not use a POSIX terminal are returned as they are.
    """
    if sys.platform == "win32":
        return driver
    import termios

    from textual.drivers.linux_driver import (
        KITTY_DISAMBIGUATE_ESCAPE_CODES,
        KITTY_REPORT_ALL_KEYS,
        KITTY_REPORT_ASSOCIATED_TEXT,
        LinuxDriver,
    )

    from negcoach.terminal.outbox import Outbox

    if not issubclass(driver, LinuxDriver):
        return driver

    kitty = KITTY_DISAMBIGUATE_ESCAPE_CODES | KITTY_REPORT_ALL_KEYS | KITTY_REPORT_ASSOCIATED_TEXT

    class NonblockingDriver(driver):  # type: ignore[misc, valid-type]
        """A driver that reads and writes in threads of which nobody waits for the other."""

        def __init__(
            self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            """Drive ``app``."""
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            if sys.__stdout__ is not None:  # Textual draws on standard error, which may be a file, or closed
                self._file = sys.__stdout__
            self._inbox = Inbox(app, self._loop)
            self._outbox: Outbox | None = None
            self._modes: list[Any] | None = None  # the terminal's, while it is the app's
            self._in_background = False  # when the terminal was to be taken
            self._open_to_read, self._until_closed = socketpair()

        def start_application_mode(self) -> None:
            """Take the terminal."""
            if self._open_to_read.fileno() == -1:  # it was given back before, for a stop say
                self._open_to_read, self._until_closed = socketpair()
            waited, self._in_background = self._in_background, not in_foreground()
            if not waited:
                self._outbox = Outbox(self._file, self._draw_again, self._tell_gone)
                self._outbox.start()
            super().start_application_mode()  # in the background it is stopped there, and takes nothing
            if not self._in_background:
                self.write(_AS_AT_FIRST)
            modes = self._modes_now()
            self._modes = None if modes is None or modes[3] & termios.ICANON else modes

        def _sigtstp_application(self, *_: object) -> None:
            """Stop, with the terminal given back, where a shell can let the program go on: Textual would anywhere.

            Of a job with a program that stopped before this one the shell may have taken the terminal back already, and
            set its own modes: then to set any would stop this one halfway, and once more for good when it goes on.
            """
            before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            if not in_foreground():
                self.attrs_before = None
            self.suspend_application_mode()
            signal.signal(signal.SIGTTOU, before)
            self._must_signal_resume = True
            stop_as_by_key()

        def _sigcont_application(self, *_: object) -> None:
            """Take the terminal after a stop for which it was given back, or in which it was not to be had, once.

            SIGCONT also comes at the start, with the shell's ``fg``: Textual would take its own modes for the shell's.
            """
            if self._must_signal_resume or self._in_background:
                super()._sigcont_application()

        def stop_application_mode(self) -> None:
            """Give the terminal's modes back."""
            self._modes = None
            super().stop_application_mode()

        def take_back(self, whole: bool) -> bool:
            """Set modes that somebody else has changed; return whether keys did not come as they should.

            With them, or when it is asked for, the ``whole`` terminal is taken back. The app is told of a new size.
            """
            modes, now = self._modes, self._modes_now()
            if modes is None or now is None or not in_foreground():
                return False
            changed = what_keys_need(now) != what_keys_need(modes)
            if changed:
                with suppress(termios.error):  # the terminal is gone
                    termios.tcsetattr(self.fileno, termios.TCSANOW, modes)
            if changed or whole:
                self.write(f"\x1b[?1049h{_AS_AT_FIRST}\x1b[?25l\x1b[?1004h")
                self._enable_mouse_support()
                self._enable_bracketed_paste()
                self._disable_line_wrap()
                if not constants.DISABLE_KITTY_KEY:
                    self.write(f"\x1b[={kitty}u")  # Textual has kitty remember what was before: once
                self._app.refresh()
            size = Size(*self._get_terminal_size())
            if size != self._app.size:  # nobody is told of a new one in the background, nor without job control
                self._app.post_message(events.Resize(size, size))
            return changed

        def _modes_now(self) -> list[Any] | None:
            """Return the terminal's modes; ``None`` where there is no terminal."""
            try:
                return termios.tcgetattr(self.fileno)
            except termios.error:
                return None

        def close(self) -> None:
            """Give the terminal back."""
            if self._outbox is not None:
                self._outbox.stop()
            super().close()

        def catch_up(self) -> bool:
            """Wake the thread that reads, so that it says when nothing waits to be read; return whether it will."""
            try:
                return self._open_to_read.send(_CATCH_UP) == len(_CATCH_UP)
            except OSError:  # nothing is read now
                return False

        def disable_input(self) -> None:
            """Wake the thread that reads, so that it ends at once, and wait for it."""
            self._open_to_read.close()
            super().disable_input()

        def write(self, data: str) -> None:
            """Write text, or drop it when the terminal takes nothing."""
            if self._outbox is not None:
                self._outbox.write(data)

        def send_message(self, message: Message) -> None:
            """Hand a message to the app, when it has handled those before."""
            self._inbox.put(message)

        def _run_input_thread(self) -> None:
            """Read, and end the app with an error as any other one does: Textual would end it without a word."""
            try:
                self.run_input_thread()
            except Exception as error:  # noqa: BLE001  # whatever it is, the app ends with it
                self._call(self._app._handle_exception, error)

        def run_input_thread(self) -> None:
            """Read until the driver is told to stop, or the terminal is gone."""
            decode = decoder().decode
            splitter, translator = Splitter(), Translator()
            with TerminalSelector() as selector, self._until_closed as until_closed:
                selector.register(self.fileno, selectors.EVENT_READ)
                selector.register(until_closed, selectors.EVENT_READ)
                read_s = time.monotonic()
                catching_up, caught_up_s = False, 0.0
                while True:
                    patience_s = splitter.patience_s
                    ready = [key.fileobj for key, _ in selector.select(CATCH_UP_S if catching_up else patience_s)]
                    if until_closed in ready:
                        if not until_closed.recv(READ_BYTES):
                            return
                        catching_up, caught_up_s = True, time.monotonic() + MOST_CATCH_UP_S
                    elif catching_up and (not ready or time.monotonic() >= caught_up_s):
                        catching_up = False
                        self._call(self._app.post_message, CaughtUp())
                    if self.fileno in ready:
                        data = self._read()
                        if data is None:
                            self._tell_gone()
                            return
                        read_s = time.monotonic()
                        pieces = _waiting(splitter.feed(decode(data)))
                    elif patience_s is not None and time.monotonic() - read_s >= patience_s:
                        pieces = _waiting(splitter.expire())
                    else:
                        continue
                    for piece in pieces:
                        for message in translator.messages(piece):
                            self.process_message(message)

        def _read(self) -> bytes | None:
            """Return what has come; ``None`` when the terminal is gone.

            What is typed while the program is in the background is the shell's: who reads it is stopped.
            """
            try:
                data = os.read(self.fileno, READ_BYTES) if in_foreground() else b""
            except OSError:
                data = b""
            if not data:
                if terminal_gone():
                    return None
                self.exit_event.wait(READ_AGAIN_S)  # in the background nothing can be read
            return data

        def _get_terminal_size(self) -> tuple[int, int]:
            """Return its own size; where it has none, what ``COLUMNS`` and ``LINES`` state, which may be old."""
            width, height = super()._get_terminal_size()
            with suppress(OSError):
                own = os.get_terminal_size(self.fileno)
                width, height = own.columns or width, own.lines or height
            return min(width, LARGEST_SIZE[0]), min(height, LARGEST_SIZE[1])

        def _query_in_band_window_resize(self) -> None:
            """Ask for no sizes among the keys: the system reports the size, and nothing that is typed can forge it."""

        def _enable_mouse_support(self) -> None:
            """Have the mouse reported, in cells: another program may have left it in pixels.

            Not in GNU screen, which then holds back an escape until the next key, in case a mouse's report follows it:
            the key that ends a set would do nothing (4.09). There it is switched off, since another program may have
            left it on.
            """
            self.write(_MOUSE_IN_CELLS)
            if in_gnu_screen():
                self._disable_mouse_support()
            else:
                super()._enable_mouse_support()

        def _draw_again(self) -> None:
            """Draw the whole screen: frames were dropped."""
            self._call(self._app.refresh)

        def _tell_gone(self) -> None:
            self._call(self._app.post_message, TerminalGone())

        def _call(self, function: Callable[..., object], *arguments: object) -> None:
            """Call a function of the app, from any thread, while its loop runs."""
            with suppress(RuntimeError):  # the app has ended
                self._loop.call_soon_threadsafe(function, *arguments)

    return NonblockingDriver
