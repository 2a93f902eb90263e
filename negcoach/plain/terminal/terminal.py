"""A terminal that is only written to in lines: what is said, the keys that are pressed, and the lines that are typed.

No sequence is written that moves a cursor or sets a colour. Keys come one by one where the input is a terminal; else
each line is one, so that an empty line is the *next thing* key.
"""

from __future__ import annotations

import asyncio
import os
import queue
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO

from negcoach.coaching.keys.key_runs import HELD_MS, MIN_VISIBLE_MS, KeyRuns
from negcoach.errors import NegcoachError
from negcoach.keys.layouts import command_key, shows_azerty
from negcoach.plain.terminal.key_names import key_name
from negcoach.plain.terminal.speech import spoken
from negcoach.presses.press import Press
from negcoach.terminal.presence import in_foreground, what_keys_need
from negcoach.terminal.sequences import NOT_DECODED, Splitter, decoder
from negcoach.texts import clean

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = tty = None  # type: ignore[assignment]

STDIN = 0
"""The descriptor of standard input."""
_LONGEST_LINE = 1_000
"""Of a line that is typed this many characters are taken (our own choice)."""
_MOST_WAITING = 32
"""How many lines wait at most, and how many presses, not counting the first one of each key (our own choice)."""
_LINE_S = 0.001
"""The pause after each line of an input that is no terminal (our own choice): an endless one takes no processor."""
_FLUSH_S = 1.0
"""How long the last lines may take to be written when the program ends: a terminal may not take any."""

TOO_SOON = "Too soon to count. Wait a second, and press it again."
"""What is said where a press may have been meant for what was said before."""


class InputEndedError(Exception):
    """Nothing will be typed any more: the terminal is gone, or the input has ended."""


@dataclass(frozen=True, slots=True)
class KeyPress:
    """A key that was pressed, by its name, and since when (monotonic ns) it is held down; ``tapped``: it is no bounce.

    ``device`` is the press that it stands for, ``None`` for a key of the keyboard.
    """

    key: str
    began_ns: int
    tapped: bool
    device: Press | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that was typed, since when (monotonic ns) its Enter is held down, and whether that is no bounce."""

    text: str
    began_ns: int
    tapped: bool


class LineTerminal:
    """Writes lines, and reads keys and lines from standard input, in the running event loop."""

    def __init__(self, clock: Callable[[], int], quiet_ms: int, write: Callable[[str], None]) -> None:
        """Write with ``write``, in a thread of its own: what it raises ends the writing.

        ``clock`` gives monotonic nanoseconds, and ``quiet_ms`` is the pause that tells a new press from one that
        bounces.
        """
        self._clock = clock
        self._quiet_ms, self._bounce_ms = max(HELD_MS, quiet_ms), quiet_ms
        self._write = write
        self._fd = STDIN
        self._modes: list[Any] | None = None  # the terminal's, before keys were read one by one
        self._key_modes: list[Any] | None = None  # while they are
        self._is_terminal = os.isatty(self._fd)
        self.single_keys = termios is not None and self._is_terminal
        """Whether each key comes by itself; else each line is one."""
        self._splitter = Splitter()
        self._decoder = decoder()
        self._expiry: asyncio.TimerHandle | None = None
        self._runs = KeyRuns()
        self._keys: deque[KeyPress] = deque()
        self._typed: deque[Typed] = deque(maxlen=_MOST_WAITING)
        self._listed: deque[Typed] = deque()  # lines of an input that is no terminal, until somebody asks
        self._line = ""
        self._in_keys = False
        self._readable_from_ns = self._answered_from_ns = -1
        self._unchanged = frozenset[str]()
        self._has_told = False  # that a press came too soon
        self._device: Press | None = None
        self.dropped_ns: dict[str, int] = {}
        """When a press of each key was last dropped: what it asked for may matter to what comes next."""
        self.azerty = False
        """Whether a key was pressed that only the digit row of AZERTY has: the key of its 6 sends a minus."""
        self.ended = False
        """Whether the input has ended."""
        self._wake = asyncio.Event()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_lines, name="plain-output", daemon=True)

    def open(self) -> None:
        """Begin to read and to write."""
        self._writer.start()
        if self.single_keys:
            self._modes = termios.tcgetattr(self._fd)
            asyncio.get_running_loop().add_reader(self._fd, self._read)
        else:
            loop = asyncio.get_running_loop()
            threading.Thread(
                target=self._read_in_thread, args=(loop, sys.stdin), name="plain-input", daemon=True
            ).start()

    def close(self) -> None:
        """Give the terminal back as it was, once what was said is written."""
        if self.single_keys:
            asyncio.get_running_loop().remove_reader(self._fd)
        self.restore()
        self._lines.put(None)
        self._writer.join(_FLUSH_S)

    def say(self, text: str) -> None:
        """Write a line, or several; never waits for the terminal, and never fails."""
        self._lines.put(spoken(clean(text, lines=True)))

    def await_fresh_keys(self, unchanged: frozenset[str] = frozenset()) -> None:
        """Take only keys that are pressed once what was said last can have been heard to begin.

        Keys that mean the same as before can be ``unchanged``: they are not waited for.
        """
        self._has_told = False
        self._readable_from_ns, self._unchanged = self._clock() + MIN_VISIBLE_MS * 1_000_000, unchanged

    async def key(self, timeout_s: float | None = None, *, tells: bool = True) -> str | None:
        """Return the next key by the name that it acts as, ``None`` when none came; raises ``InputEndedError``.

        ``tells`` is whether a press that comes too soon is told: not in a set, where it would be read before a call.
        """
        press: KeyPress | None = await self._next(self._keys, timeout_s)
        self._device = None if press is None else press.device
        if press is None:
            return None
        if press.began_ns < self._readable_from_ns and press.key not in self._unchanged:
            self.dropped_ns[press.key] = self._clock()
            if tells:
                self._tell_too_soon(press)
            return None
        return press.key

    @property
    def late_ms(self) -> int:
        """How long ago what the newest key stands for went down, where that is known; 0 for a key of the keyboard."""
        return 0 if self._device is None else max(0, self._clock() - self._device.at_ns) // 1_000_000

    @property
    def press_source(self) -> str:
        """The name of what was pressed where the newest key is none of the keyboard, else ""."""
        return "" if self._device is None else self._device.name

    def await_fresh_line(self) -> None:
        """Take only a line that is typed from now on, and Enter alone only once the question can have been heard.

        What was typed before, in one go with the answer to another question or with Enter held down, is dropped. Where
        the input is no terminal it is a list of answers, and all of them count.
        """
        if not self._is_terminal:
            return
        self._has_told = False
        self._answered_from_ns = self._clock() + MIN_VISIBLE_MS * 1_000_000
        self._typed.clear()
        self._line = ""
        if self.single_keys:
            with self._changing():
                termios.tcflush(self._fd, termios.TCIFLUSH)

    async def typed(self) -> str:
        """Return the next line that is typed; raises ``InputEndedError``."""
        while True:
            line: Typed | None = await self._next(self._typed, None)
            if line is not None and (line.text.strip() or line.began_ns >= self._answered_from_ns):
                return line.text
            if line is not None:
                self._tell_too_soon(line)

    def _tell_too_soon(self, pressed: KeyPress | Typed) -> None:
        """Say once that a press did nothing: it may have been meant for what was said before, or still be held down."""
        if pressed.tapped and self._is_terminal and not self._has_told:
            self._has_told = True
            self.say(TOO_SOON)

    async def _next(self, waiting: deque[Any], timeout_s: float | None) -> Any:
        if not waiting and not self._listed and not self.ended:
            self._wake.clear()
            try:
                async with asyncio.timeout(timeout_s):  # ``wait_for`` swallows what ends the program where a key comes
                    await self._wake.wait()
            except TimeoutError:
                return None
        if not waiting and self._listed:
            line = self._listed.popleft()
            self._room.release()
            self._take_line(line.text, line.began_ns)
        if waiting:
            return waiting.popleft()
        if self.ended and not self._listed:
            raise InputEndedError
        return None

    @contextmanager
    def keys(self) -> Iterator[None]:
        """Read keys one by one, without an echo, inside the block."""
        with self._mode(in_keys=True):
            yield

    @contextmanager
    def lines(self) -> Iterator[None]:
        """Read lines inside the block, with the terminal's own echo and its own way to correct them."""
        with self._mode(in_keys=False):
            yield

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Read inside the block whatever somebody else asks for, and after it what was read before."""
        in_keys = self._in_keys
        try:
            yield
        finally:
            self._in_keys = in_keys
            self._apply_mode()

    @contextmanager
    def _mode(self, *, in_keys: bool) -> Iterator[None]:
        before = self._in_keys
        if before is not in_keys:
            self._in_keys = in_keys
            self._apply_mode()
        try:
            yield
        finally:
            if before is not in_keys:
                self._in_keys = before
                self._apply_mode()

    def _apply_mode(self) -> None:
        self._line = ""
        self._keys.clear()
        self._typed.clear()
        if not self.single_keys or self._modes is None:
            return
        self._key_modes = None
        if not self._in_keys:
            self.restore()
            return
        tty.setcbreak(self._fd, termios.TCSANOW)
        modes = termios.tcgetattr(self._fd)
        modes[0] &= ~termios.IXON  # Ctrl+S and Ctrl+Q are keys: the one would hold back all that is said
        modes[3] &= ~(termios.ISIG | termios.IEXTEN)  # Ctrl+C pauses a set; Ctrl+V and Ctrl+O are keys
        self._set_modes(modes)
        self._key_modes = modes

    def restore(self) -> None:
        """Give the terminal its own modes back."""
        if self._modes is not None:
            self._set_modes(self._modes)

    def take_back(self) -> None:
        """Take the terminal again after the program was stopped."""
        self._apply_mode()

    def keep_modes(self) -> bool:
        """Have keys come one by one again, if somebody else has changed that; return whether that was so."""
        if self._key_modes is None or not in_foreground():
            return False
        try:
            changed = what_keys_need(termios.tcgetattr(self._fd)) != what_keys_need(self._key_modes)
        except termios.error:
            return False
        if changed:
            self._set_modes(self._key_modes)
        return changed

    def _set_modes(self, modes: list[Any]) -> None:
        with self._changing():
            termios.tcsetattr(self._fd, termios.TCSANOW, modes)  # waiting for output would hold up the keys

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change something of the terminal inside the block; in the shell's background too, and when it is gone."""
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # it would stop the program for good
        try:
            yield
        except termios.error:
            self._end()  # the terminal is gone
        finally:
            signal.signal(signal.SIGTTOU, before)

    def _read(self) -> None:
        try:
            if not select.select([self._fd], [], [], 0)[0]:
                return  # dropped since the loop saw it: to read now would wait, and all else with it
            data = os.read(self._fd, 4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._fd)
            self._end()
            return
        self._take(data)

    def _take(self, data: bytes) -> None:
        text = self._decoder.decode(data).replace(NOT_DECODED, "")
        if self._in_keys:
            for piece in self._splitter.feed(text):
                self._press(key_name(piece))
            self._expect_more()
        else:
            self._type(text)

    def _expect_more(self) -> None:
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        patience_s = self._splitter.patience_s
        if patience_s is not None:
            self._expiry = asyncio.get_running_loop().call_later(patience_s, self._expire)

    def _expire(self) -> None:
        for piece in self._splitter.expire():
            self._press(key_name(piece))

    def _press(self, name: str, at_ns: int | None = None) -> None:
        if not name:
            return
        self.azerty = self.azerty or shows_azerty(name)
        key, at_ns = command_key(name), self._clock() if at_ns is None else at_ns
        tapped = self._runs.is_tap(key, at_ns, self._bounce_ms)
        self._add(KeyPress(key, self._runs.began_ns(key, at_ns, self._quiet_ms), tapped))

    def _add(self, press: KeyPress) -> None:
        # Of too many at once the newest repeats are dropped: no flood is to push out the key that ends a set.
        if len(self._keys) < _MOST_WAITING or not any(_is_repeat(waiting, press) for waiting in self._keys):
            self._keys.append(press)
        self._wake.set()

    def press(self, key: str, press: Press, *, frees: bool = False) -> None:
        """Take a press of something that is no key of the keyboard, which acts as one.

        Where a line is typed it means nothing, and where it comes too late, unless it ``frees`` the lifter of the load.
        """
        now_ns = self._clock()
        if self._in_keys and (frees or not press.is_too_late(now_ns)):
            name, at_ns = f"{press.name} {key}", min(press.at_ns, now_ns)
            tapped = self._runs.is_tap(name, at_ns, self._bounce_ms)
            self._add(KeyPress(key, self._runs.began_ns(name, at_ns, self._quiet_ms), tapped, press))

    def _type(self, text: str) -> None:
        *lines, rest = (self._line + text.replace("\r", "\n")).split("\n")
        self._line = rest[:_LONGEST_LINE]
        now_ns = self._clock()
        for line in lines:
            tapped = self._runs.is_tap("enter", now_ns, self._bounce_ms)
            began_ns = self._runs.began_ns("enter", now_ns, self._quiet_ms) if self._is_terminal else now_ns
            self._typed.append(Typed(clean(line)[:_LONGEST_LINE], began_ns, tapped))
            self._wake.set()

    def _read_in_thread(self, loop: asyncio.AbstractEventLoop, stdin: TextIO | None) -> None:
        """Read lines where keys do not come one by one, no faster than they are taken: there may be no end of them."""
        whole = True
        while True:
            try:
                line = "" if stdin is None else stdin.readline(_LONGEST_LINE)
            except (OSError, ValueError):
                line = ""
            if whole or not line:  # else it is more of a line that is too long
                if line:
                    self._room.acquire()
                try:
                    loop.call_soon_threadsafe(self._receive, line)
                except RuntimeError:  # the program has ended
                    return
            if not line:
                return
            whole = line.endswith("\n")
            time.sleep(_LINE_S)

    def _receive(self, line: str) -> None:
        """Take a line at once from a terminal; of a list of answers keep it until somebody asks for it."""
        if not line:
            self._end()
        elif self._is_terminal:
            self._room.release()
            self._take_line(line, self._clock())
        else:
            self._listed.append(Typed(line, self._clock(), tapped=True))
            self._wake.set()

    def _take_line(self, line: str, at_ns: int) -> None:
        """Take a line that came at this time as what is asked for now: a key, or what is typed."""
        if self._in_keys:
            word = line.strip().casefold()
            self._press(word if len(word) > 1 else key_name(word or "\n"), at_ns)
        else:
            self._type(line if line.endswith("\n") else line + "\n")

    def _end(self) -> None:
        self.ended = True
        self._wake.set()

    def _write_lines(self) -> None:
        while (text := self._lines.get()) is not None:
            try:
                self._write(text)
            except (OSError, ValueError, NegcoachError):
                return  # nobody is there to hear it; what is gone is noticed where keys are read


def _is_repeat(before: KeyPress, press: KeyPress) -> bool:
    """Return whether a press is one of the same key of the same thing as the one before."""
    return before.key == press.key and (before.device is None) == (press.device is None)
