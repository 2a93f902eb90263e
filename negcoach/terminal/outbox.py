"""The output to the terminal: a thread writes it, and nothing else ever waits for it.

A terminal that takes no output for a while (a stalled connection, a frozen window) gets only the newest picture once it
takes output again; the frames in between are dropped.
"""

from __future__ import annotations

import os
import re
import selectors
import termios
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from negcoach.terminal.presence import TerminalSelector

STALLED_S = 0.5
"""How old a frame may get before it is written (our own choice): then it and all that wait behind it are dropped."""

FINAL_WRITE_S = 0.3
"""How long ``stop`` waits for what is not written (our own choice); not for a terminal that has stalled already."""

RESTORE_S = 0.8
"""How long it waits for the modes once the terminal's queue is emptied, where mostly the processor alone keeps the
thread from writing them (our own choice). After that it writes them itself."""

PIECE_BYTES = 4096
WRITABLE_CHECK_S = 0.05

_MODE = re.compile(r"\x18|(?:\x1b\[(?!\?2026)[?<>=]?[\d;]*[hlru]|\x1b\(B|\x0f)+")
"""Turns a mode of the terminal on or off, as at the start and at the end: never dropped. 2026 only brackets a frame."""

_CANCEL = "\x18"
"""Ends a sequence of which the terminal got only a part."""


class Outbox(threading.Thread):
    """Writes text to a terminal; ``write`` never waits.

    ``on_drawn_again`` is called when the terminal takes output after frames were dropped: it needs the whole picture.
    ``on_gone`` is called once when the terminal is gone. Both are called by this thread.
    """

    def __init__(self, terminal: TextIO, on_drawn_again: Callable[[], None], on_gone: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="negcoach-output")
        self._encoding = terminal.encoding
        self._on_drawn_again = on_drawn_again
        self._on_gone = on_gone
        self._descriptor = _own_descriptor(terminal.fileno())
        self._changed = threading.Condition()
        self._waiting: deque[tuple[float, str]] = deque()
        self._writing_since_s: float | None = None
        self._dropped = False
        self._gone = False
        self._ending = False
        self._cut = False  # what is being written is not finished any more

    def write(self, text: str) -> None:
        """Write this after what was written before, unless it is a frame that the terminal is too slow for."""
        with self._changed:
            if self._gone or self._ending:
                return
            if self._stalled():
                self._drop_frames()
            if self._dropped and not _MODE.fullmatch(text):
                return
            self._waiting.append((time.monotonic(), text))
            self._changed.notify()

    def run(self) -> None:
        """Write until the end, or until the terminal is gone."""
        try:
            while (text := self._next()) is not None:
                self._write_all(text)
        except OSError:
            with self._changed:
                self._gone = True
                self._waiting.clear()
            self._on_gone()
        finally:
            os.close(self._descriptor)

    def stop(self) -> None:
        """Write what is left, and end. What the terminal does not take soon is thrown away, but for its modes."""
        with self._changed:
            self._ending = True
            self._changed.notify()
            stalled = self._stalled()
        if not self.ident:
            return
        if not stalled:
            self.join(FINAL_WRITE_S)
        if self.is_alive():
            with self._changed:
                self._drop_frames()
                self._waiting.appendleft((time.monotonic(), _CANCEL))
                self._cut = True
            try:
                termios.tcflush(self._descriptor, termios.TCOFLUSH)
            except (OSError, termios.error):
                return
            self.join(RESTORE_S)
        if self.is_alive():
            self._write_modes_itself()

    def _write_modes_itself(self) -> None:
        """Write the modes that wait in the place of the thread: on a busy machine it may never have its turn."""
        with self._changed:
            modes, self._waiting = "".join(text for _, text in self._waiting), deque()
        with suppress(OSError):
            if not os.get_blocking(self._descriptor):
                os.write(self._descriptor, modes.encode(self._encoding, "backslashreplace"))

    def _stalled(self) -> bool:
        oldest_s = self._writing_since_s
        if oldest_s is None and self._waiting:
            oldest_s = self._waiting[0][0]
        return oldest_s is not None and time.monotonic() - oldest_s > STALLED_S

    def _drop_frames(self) -> None:
        """Drop what waits and is only a picture; a new one is asked for once the rest is written."""
        self._waiting = deque(one for one in self._waiting if _MODE.fullmatch(one[1]))
        self._dropped = True

    def _next(self) -> str | None:
        """Wait for the next text; ``None`` at the end."""
        while True:
            with self._changed:
                self._writing_since_s = None
                while not (self._waiting or self._dropped or self._ending):
                    self._changed.wait()
                if self._waiting:
                    self._writing_since_s, text = self._waiting.popleft()
                    return text
                if self._ending:
                    return None
                self._dropped = False
            self._on_drawn_again()

    def _write_all(self, text: str) -> None:
        """Write a text to its end: at once, or a piece whenever the terminal takes one.

        After each call of the system this thread waits for its turn, up to 5 ms while the app is busy. So it asks
        whether the terminal takes a piece only where a write could wait, once it took nothing, and at the end.
        """
        left = memoryview(text.encode(self._encoding, "backslashreplace"))
        is_frame = not _MODE.fullmatch(text)
        stalled = os.get_blocking(self._descriptor)
        while left:
            in_pieces = stalled or self._ending
            takes = not in_pieces or self._takes_output()
            if self._cut and is_frame:  # looked at after a wait: nothing of a frame comes after the modes
                return
            if not takes:
                continue
            try:
                left = left[os.write(self._descriptor, left[:PIECE_BYTES] if in_pieces else left) :]
            except BlockingIOError:
                stalled = True

    def _takes_output(self) -> bool:
        """Wait for the terminal for ``WRITABLE_CHECK_S``, and return whether it takes some output."""
        with TerminalSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_WRITE)
            return bool(selector.select(WRITABLE_CHECK_S))


def _own_descriptor(shared: int) -> int:
    """Open the terminal again, so that a write returns at once without changing how others that share it write.

    Another user's terminal, as after ``su``, can be opened only as the one that this program belongs to, if it does.
    Else the shared one is used: then only the thread may wait.
    """
    own = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
    with suppress(OSError):
        return os.open(os.ttyname(shared), own)
    with suppress(OSError):
        os.tcgetpgrp(shared)  # fails for a terminal that it does not belong to
        return os.open("/dev/tty", own)
    return os.dup(shared)
