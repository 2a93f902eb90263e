"""A process of this very package, apart from the terminal, and the lines that it and the program send each other.

Nothing here waits for that process: lines are written by a thread of its own, so that a process that has stopped
reading cannot hold up the screen.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import negcoach

_EXIT_TIMEOUT_S = 0.8
"""How long to wait for the process, which ends by itself soon after its input does."""


class ChildProcess:
    """A child process whose standard streams are pipes or nothing, never the terminal. Raises ``OSError``.

    ``command`` starts it (``command_of``). ``on_line`` is called with each line that it writes, ``on_gone`` once it has
    ended, both in a thread of its own. ``name`` is that of its threads; for ``urgent`` see ``detached``.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_line: Callable[[bytes], None],
        on_gone: Callable[[], None],
        *,
        name: str,
        urgent: bool = False,
    ) -> None:
        self._on_line = on_line
        self._on_gone = on_gone
        self._name = name
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            **detached(urgent=urgent),
        )
        threading.Thread(target=self._write, daemon=True, name=f"{name}-out").start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    def listen(self) -> None:
        """Begin to pass on what it writes, from a thread of its own."""
        threading.Thread(target=self._read, daemon=True, name=f"{self._name}-in").start()

    def send_line(self, line: bytes) -> None:
        """Send a line, which ends with its newline; returns at once, and drops it when the process has gone."""
        self._outbox.put(line)

    def kill(self) -> None:
        """End the process now."""
        self._outbox.put(None)
        self._child.kill()

    def close(self) -> None:
        """Let the process end by itself; it has ended within a second."""
        self._outbox.put(None)
        try:
            self._child.wait(_EXIT_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._child.kill()

    def leave(self) -> None:
        """Close its input, and leave it to itself: it does what is left to do, and ends."""
        self._outbox.put(None)

    def _write(self) -> None:
        stdin = self._child.stdin
        assert stdin is not None
        try:
            with stdin:
                while (line := self._outbox.get()) is not None:
                    _write_all(stdin, line)
        except OSError:
            return  # the process has gone; the reading thread reports it

    def _read(self) -> None:
        stdout = self._child.stdout
        assert stdout is not None
        with stdout:
            rest = b""
            while chunk := stdout.read(65536):
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    self._on_line(line)
        self._child.wait()
        self._on_gone()


class LineWriter:
    """Writes the lines of such a process to the program, and never waits.

    A line for which the pipe has no room is dropped: the program is stopped, or has gone.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        with contextlib.suppress(OSError, AttributeError):  # Windows before Python 3.12 cannot
            os.set_blocking(descriptor, False)

    def write(self, line: bytes) -> bool:
        """Write a line, which ends with its newline; return whether there was room for it."""
        try:
            os.write(self._descriptor, line)
        except OSError:
            return False
        return True


def claim_stdout() -> int:
    """Return standard output for such a process's lines alone; output of libraries goes to standard error."""
    claimed = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return claimed


def json_line(message: Any) -> bytes:
    """Return a message as a line of JSON."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def command_of(module: str, *arguments: object) -> list[str]:
    """Return the command that runs ``main`` of a module of this package, wherever the package is.

    No module of the working folder is found by it. The package's own folder comes first only while the package is
    found, so that none of its neighbours hides a standard module.
    """
    root = str(Path(negcoach.__file__).resolve().parent.parent)
    find = f"import sys; sys.path.insert(0, {root!r}); import negcoach; sys.path.append(sys.path.pop(0))"
    call = f"main({', '.join(map(repr, arguments))})"
    return [sys.executable, "-P", "-c", f"{find}; from {module} import main; {call}"]


def detached(*, urgent: bool = False) -> dict[str, Any]:
    """Return options that keep Ctrl+C and the terminal's hang-up from the child: the program itself ends it.

    An ``urgent`` child gets a higher priority on Windows; elsewhere it has to ask for it itself.
    """
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return {"creationflags": flags | subprocess.ABOVE_NORMAL_PRIORITY_CLASS if urgent else flags}
    return {"start_new_session": True}


def _write_all(stream: Any, line: bytes) -> None:
    """Write all of the line: an unbuffered stream may take less than it is given."""
    view = memoryview(line)
    while view:
        view = view[stream.write(view) :]
