"""The app's end of the phone: it starts the process that serves the page, and passes on what it says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from negcoach.broadcast.codec import UnreadableError
from negcoach.child import ChildProcess, command_of
from negcoach.remote.messages import Alive, Answer, Face, Failed, Message, NewCode, Pressed, Silent, read, text_of

STOPPED = "The page for the phone is not served any more."
"""What is said when the process has ended by itself."""

SILENT_S, STARTS_S = 2.0, 20.0
"""How long the process may say nothing before it is taken to hang, and how long after its start (seconds; our own
choice): it says four times in that time that it runs."""

_LOOK_S = 0.25


class Phone:
    """The phone as a clicker, from when it is switched on to when it is closed. Raises ``OSError``.

    ``on_said`` is called in threads of its own with each ``Serving``, ``Pressed`` and ``Failed``; the last one is
    ``Failed``, unless this is closed before. With ``Silent`` it is called when the process hangs or is stopped, and
    with ``Alive`` once it answers again.
    """

    def __init__(self, address: str, on_said: Callable[[Message], None]) -> None:
        """Serve the page at an address of this computer."""
        self._on_said = on_said
        self._face: Face | None = None
        self._failed = self._silent = False
        self._closed = threading.Event()
        self._lock = threading.Lock()  # of what follows from when something was heard
        self._heard_s = time.monotonic() + STARTS_S - SILENT_S
        command = command_of("negcoach.remote.server_process", address)
        self._child = ChildProcess(command, self._take, self._gone, name="phone")
        self._child.listen()
        threading.Thread(target=self._watch, daemon=True, name="phone-watch").start()

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._child.pid

    def show(self, face: Face) -> None:
        """Have the phone show this; returns at once."""
        if face != self._face:
            self._face = face
            self._send(face)

    def answer(self, press: Pressed, *, taken: bool) -> None:
        """Tell the phone whether a press was taken."""
        self._send(Answer(press.number, taken))

    def renew_code(self) -> None:
        """Make a new code, and let go the phone that there is."""
        self._send(NewCode())

    def close(self) -> None:
        """Serve no page any more, and let the phone go; returns at once. A process that hangs is killed."""
        self._closed.set()
        if self._silent:
            self._child.kill()
        else:
            self._child.leave()

    def _send(self, message: Message) -> None:
        self._child.send_line(text_of(message).encode() + b"\n")

    def _take(self, line: bytes) -> None:
        try:
            said = read(line)
        except UnreadableError:
            return  # of a line that was cut off by the end of the process
        with self._lock:
            self._heard_s = time.monotonic()
            if self._silent:
                self._silent = False
                self._on_said(Alive())
        self._failed = self._failed or isinstance(said, Failed)
        if not isinstance(said, Alive):
            self._on_said(said)

    def _watch(self) -> None:
        """Say when nothing is heard any more. Where this program has stood still itself, it listens anew."""
        looked_s = time.monotonic()
        while not self._closed.wait(_LOOK_S):
            now_s = time.monotonic()
            with self._lock:
                if now_s - looked_s > SILENT_S / 2:
                    self._heard_s = max(self._heard_s, now_s)
                if not self._silent and now_s - self._heard_s > SILENT_S:
                    self._silent = True
                    self._on_said(Silent())
            looked_s = now_s

    def _gone(self) -> None:
        closed = self._closed.is_set()
        self._closed.set()
        if not (self._failed or closed):
            self._on_said(Failed(STOPPED))
