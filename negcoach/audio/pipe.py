"""The program's end of the pipe to the process that owns the sound device.

Nothing here waits for that process: messages are written by a thread of its own, so that a process that has stopped
reading cannot hold up the screen.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Protocol

from negcoach.child import command_of, detached

Message = dict[str, Any]

_EXIT_TIMEOUT_S = 0.8
"""How long to wait for the process, which ends by itself half a second after its input does, unless somebody is
left under the load (``device_process``)."""


class Link(Protocol):
    """The connection to one such process."""

    def listen(self) -> None:
        """Begin to pass on its replies."""

    def send(self, message: Message) -> None:
        """Send a message; returns at once, and drops it when the process has gone."""

    def kill(self) -> None:
        """End the process now."""

    def close(self) -> None:
        """Let the process end by itself, and make sure that it does."""

    def leave(self) -> None:
        """Let the process end by itself, when it has said what it has to say."""


Launch = Callable[[str, Callable[[Link, Message], None], Callable[[Link], None]], Link]
"""Starts a process: takes the engine's name, a callback for each reply and one for the end of the process."""


class ChildLink:
    """A child process whose standard streams are pipes or nothing, never the terminal. Raises ``OSError``."""

    def __init__(
        self, engine: str, on_message: Callable[[Link, Message], None], on_gone: Callable[[Link], None]
    ) -> None:
        self._on_message = on_message
        self._on_gone = on_gone
        self._outbox: SimpleQueue[Message | None] = SimpleQueue()
        self._child = subprocess.Popen(
            command_of("negcoach.audio.device_process", engine),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            **detached(urgent=True),
        )
        threading.Thread(target=self._write, daemon=True, name="sound-out").start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    def listen(self) -> None:
        """Begin to pass on its replies, from a thread of its own."""
        threading.Thread(target=self._read, daemon=True, name="sound-in").start()

    def send(self, message: Message) -> None:
        """Send a message; returns at once, and drops it when the process has gone."""
        self._outbox.put(message)

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
        """Close its input, and leave it to itself: it calls for who is under the load, and ends."""
        self._outbox.put(None)

    def _write(self) -> None:
        stdin = self._child.stdin
        assert stdin is not None
        try:
            with stdin:
                while (message := self._outbox.get()) is not None:
                    _write_all(stdin, json.dumps(message, separators=(",", ":")).encode() + b"\n")
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
                    self._on_message(self, json.loads(line))
        self._child.wait()
        self._on_gone(self)


def _write_all(stream: Any, line: bytes) -> None:
    """Write all of the line: an unbuffered stream may take less than it is given."""
    view = memoryview(line)
    while view:
        view = view[stream.write(view) :]
