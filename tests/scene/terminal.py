"""The real program in a real terminal: tmux for what a person sees, a bare pseudo-terminal for when it is drawn."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
"""Skips a scene where there is no terminal to play it in."""

PACE_S = 0.7
"""How long a person takes from what the screen shows to the key."""

PATIENCE_S = 60.0
"""How long is waited for what comes unless the program hangs: beside much other work its start alone takes 20 s."""

PROGRAM = (sys.executable, "-m", "negcoach")


def _heed_the_keyboards_signals() -> None:
    """Let signals of the keyboard end this process, as in a terminal: a shell has its background ignore them."""
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)


def wait_until(true: Callable[[], bool], seconds: float, otherwise: Callable[[], str]) -> None:
    """Look again and again until something is true; raise ``AssertionError`` after so many seconds."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(otherwise())
        time.sleep(0.01)


@dataclass(frozen=True)
class Home:
    """A folder that stands in for a lifter's: data, config and everything else the program may touch."""

    folder: Path
    data: str = "data"
    """The name of the folder of this lifter's sessions in it; the rest is shared by who trains together."""

    @property
    def options(self) -> tuple[str, ...]:
        """The options that keep the program in the folder."""
        return ("--data-dir", str(self.folder / self.data), "--config", str(self.folder / "config" / "config.toml"))

    def configure(self, text: str) -> None:
        """Write the config file."""
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "config" / "config.toml").write_text(text, encoding="utf-8")

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return an environment in which nothing outside the folder is found."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "LANG": "C.UTF-8",
            "HOME": str(self.folder),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **more,
        }

    def history(self) -> list[dict[str, Any]]:
        """Return what ``negcoach history --json`` says."""
        said = subprocess.run(
            [*PROGRAM, *self.options, "history", "--json"],
            env=self.environment({}),
            capture_output=True,
            text=True,
            check=True,
        )
        sessions: list[dict[str, Any]] = json.loads(said.stdout)
        return sessions

    def reps(self) -> list[dict[str, Any]]:
        """Return every rep that is recorded, in the order of the newest session's sets."""
        return [rep for session in self.history() for one in session["sets"] for rep in one["reps"]]


class Terminal:
    """One program in a tmux of its own, from ``start`` to ``close``."""

    def __init__(self, home: Home, width: int = 120, height: int = 40, env: Mapping[str, str] | None = None) -> None:
        self._home = home
        self._size = (width, height)
        self._env = home.environment(env or {})
        # A socket's path may have no more than about a hundred characters, which a test's own folder can exceed.
        self._folder = tempfile.mkdtemp(prefix="negcoach-tmux-")
        self._socket = f"{self._folder}/tmux"
        self.pid = 0

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, *arguments: str) -> None:
        """Start negcoach with these arguments."""
        self.run(*PROGRAM, *self._home.options, *arguments)

    def run(self, *command: str) -> None:
        """Start any program."""
        width, height = self._size
        self._tmux(
            "-f", os.devnull, "new-session", "-d", "-x", str(width), "-y", str(height), *command
        )  # fmt: skip
        self._tmux("set", "-g", "remain-on-exit", "on")
        self.pid = int(self._tmux("list-panes", "-F", "#{pane_pid}"))

    def press(self, *keys: str) -> None:
        """Press keys by their tmux names (``Space``, ``Escape``, ``a``), at a person's pace.

        What arrives sooner after a change of screen is rightly taken for a press that bounced.
        """
        time.sleep(PACE_S)
        self._tmux("send-keys", *keys)

    def send(self, typed: str) -> None:
        """Send what a key gives, as it is, after a person has read what is new."""
        time.sleep(2 * PACE_S)
        self._tmux("send-keys", "-l", typed)

    def click(self, text: str, *, last: bool = False, times: int = 1, right: int = 0, below: int = 0) -> None:
        """Click a text on the screen, the ``last`` where it stands in several rows; else cells ``right`` and ``below``.

        As the terminal sends it, and at a person's pace once it is there.
        """
        self.wait_for(text)
        time.sleep(PACE_S)
        column, row = self._place_of(text, last=last)
        where = f"{column + right + 1};{row + below + 1}"
        self._tmux("send-keys", "-l", f"\x1b[<0;{where}M\x1b[<0;{where}m" * times)

    def wheel(self, text: str, notches: int) -> None:
        """Turn the wheel down over a text, up where the ``notches`` are negative."""
        column, row = self._place_of(text, last=False)
        button = 65 if notches > 0 else 64
        self._tmux("send-keys", "-l", f"\x1b[<{button};{column + 1};{row + 1}M" * abs(notches))

    def _place_of(self, text: str, *, last: bool) -> tuple[int, int]:
        rows = self.text().split("\n")
        found = [(cell_len(row[: row.index(text)]), y) for y, row in enumerate(rows) if text in row]
        assert found, f"{text!r} is not there:\n{self.text()}"
        return found[-1 if last else 0]

    def text(self) -> str:
        """Return what stands on the screen, where a picture may be drawn in part: it comes in pieces.

        What is drawn together is there one text after the other: each is waited for.
        """
        return self._tmux("capture-pane", "-p")

    def look(self) -> list[str]:
        """Return the rows of the screen with the sequences that give their colours."""
        return self._tmux("capture-pane", "-p", "-e", "-N").split("\n")

    def takes_keys(self) -> bool:
        """Whether all keys come one by one to a program, which a shell that reads a command does not take: Ctrl+C."""
        descriptor = os.open(self._tmux("display-message", "-p", "#{pane_tty}"), os.O_RDWR | os.O_NOCTTY)
        try:
            flags = termios.tcgetattr(descriptor)[3]
        finally:
            os.close(descriptor)
        return not flags & (termios.ICANON | termios.ECHO | termios.ISIG)

    def is_full_screen(self) -> bool:
        """Whether the screen is a program's own, and the mouse moves in it."""
        return self._tmux("display-message", "-p", "#{alternate_on}#{mouse_all_flag}") == "11"

    def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def wait_for(self, text: str, seconds: float = PATIENCE_S) -> None:
        """Wait until a text stands on the screen."""
        wait_until(lambda: text in self.text(), seconds, lambda: f"{text!r} never came:\n{self.text()}")

    def wait_until_gone(self, text: str, seconds: float = PATIENCE_S) -> None:
        """Wait until a text stands on the screen no more."""
        wait_until(lambda: text not in self.text(), seconds, lambda: f"{text!r} never went:\n{self.text()}")

    def get_ready(self) -> None:
        """Wait until a set waits for its first key; before a first one, read what is said and go on."""
        first = "before you start"
        wait_until(
            lambda: "READY" in self.text() or first in self.text(), PATIENCE_S, lambda: f"no set:\n{self.text()}"
        )
        if first in self.text():
            self.press("Enter")
            self.wait_for("READY")

    def wait_for_end(self, seconds: float = PATIENCE_S) -> int:
        """Wait until the program has ended; return its exit status."""
        wait_until(
            lambda: self._tmux("list-panes", "-F", "#{pane_dead}") == "1",
            seconds,
            lambda: f"the program goes on:\n{self.text()}",
        )
        return int(self._tmux("list-panes", "-F", "#{pane_dead_status}") or 0)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def program_runs(self) -> bool:
        """Whether the program still runs: one that has ended stays in the list of processes until tmux looks at it."""
        stat = Path(f"/proc/{self.pid}/stat")
        with suppress(OSError):
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    def kill_program(self) -> None:
        """End the program as a power cut would."""
        os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """End tmux and what runs in it."""
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], capture_output=True, check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], env=self._env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(f"tmux {arguments[0]}: {done.stderr.strip()}")
        return done.stdout.rstrip("\n")


class Wire:
    """One program on a bare pseudo-terminal: every piece it writes is kept with its time (monotonic ns)."""

    def __init__(self, home: Home, width: int = 120, height: int = 40, env: Mapping[str, str] | None = None) -> None:
        self.home = home
        self._size = (width, height)
        self._env = home.environment(env or {})
        self.written: list[tuple[int, bytes]] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._master = -1
        self._takes_output = threading.Event()
        self._takes_output.set()
        self._hung_up = False

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._takes_output.set()
            self._reader.join(5)
            if not self._hung_up:
                os.close(self._master)

    def stop_reading(self) -> None:
        """Take no more output, as a terminal does that is frozen or behind a stalled connection."""
        self._takes_output.clear()

    def read_on(self) -> None:
        """Take output again."""
        self._takes_output.set()

    def hang_up(self) -> None:
        """Close the terminal, while the program runs."""
        self._hung_up = True
        self._takes_output.set()
        self._reader.join(5)
        os.close(self._master)

    def resize(self, width: int, height: int, *, told: bool = True) -> None:
        """Make the terminal another size; the program is ``told``, as the system tells whom the terminal belongs to."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        if told:
            self.signal(signal.SIGWINCH)

    def modes(self) -> list[Any]:
        """Return the terminal's modes, which a program that ends must give back (``modes_before``)."""
        return termios.tcgetattr(self._master)

    def set_modes(self, modes: list[Any]) -> None:
        """Set the terminal's modes, as another program may."""
        termios.tcsetattr(self._master, termios.TCSANOW, modes)

    def flood(self, data: bytes) -> None:
        """Type all of this as fast as the system takes it."""
        left = memoryview(data)
        while left:
            select.select([], [self._master], [])
            left = left[os.write(self._master, left[:1024]) :]

    def start(self, *arguments: str) -> int:
        """Start negcoach with these arguments; return when (monotonic ns)."""
        return self.run(*PROGRAM, *self.home.options, *arguments)

    def run(self, *command: str) -> int:
        """Start any program; return when (monotonic ns)."""
        self._master, slave = pty.openpty()
        width, height = self._size
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.modes_before = self.modes()
        began_ns = time.monotonic_ns()
        self._process = subprocess.Popen(
            command,
            env=self._env,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_heed_the_keyboards_signals,
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return began_ns

    @property
    def pid(self) -> int:
        """The program's process."""
        assert self._process is not None
        return self._process.pid

    def press(self, key: str) -> int:
        """Type a key; return when (monotonic ns)."""
        now = time.monotonic_ns()
        os.write(self._master, key.encode())
        return now

    def wait_for(self, text: str, seconds: float = PATIENCE_S) -> None:
        """Wait until a text was written, in one piece of one style."""
        sought = text.encode()
        wait_until(
            lambda: sought in b"".join(piece for _, piece in self.written),
            seconds,
            lambda: f"{text!r} was never written",
        )

    def wait_for_end(self, seconds: float = PATIENCE_S) -> int:
        """Wait until the program has ended; return its exit status."""
        assert self._process is not None
        return self._process.wait(seconds)

    @property
    def runs(self) -> bool:
        """Whether the program still runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def reads(self) -> bool:
        """Whether more may come: not once the program has ended and all that it wrote is read."""
        return self._reader.is_alive()

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def first_after(self, start_ns: int, sought: bytes) -> int | None:
        """When these bytes were first written whole after ``start_ns``, in however many pieces they came."""
        end = b""
        for at, piece in self.written:
            if at >= start_ns:
                end += piece
                if sought in end:
                    return at
                end = end[1 - len(sought) :]
        return None

    def seen(self, text: str, start_ns: int, seconds: float = 30) -> int:
        """Wait until a text was written after ``start_ns``; return when."""
        sought = text.encode()
        wait_until(
            lambda: self.first_after(start_ns, sought) is not None,
            seconds,
            lambda: f"{text!r} was never written: {b''.join(piece for _, piece in self.written)[-4_000:]!r}",
        )
        found = self.first_after(start_ns, sought)
        assert found is not None
        return found

    def _read(self) -> None:
        while not self._hung_up:
            if not self._takes_output.wait(0.05):
                continue
            if not select.select([self._master], [], [], 0.05)[0]:
                continue
            try:
                piece = os.read(self._master, 65536)
            except OSError:
                return
            if not piece:
                return
            self.written.append((time.monotonic_ns(), piece))
