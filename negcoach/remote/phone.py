"""The app's end of the phone: it starts the process that serves the page, and passes on what it says."""

from __future__ import annotations

from collections.abc import Callable

from negcoach.broadcast.codec import UnreadableError
from negcoach.child import ChildProcess, command_of
from negcoach.remote.messages import Answer, Face, Failed, Message, NewCode, Pressed, read, text_of

STOPPED = "The page for the phone is not served any more."
"""What is said when the process has ended by itself."""


class Phone:
    """The phone as a clicker, from when it is switched on to when it is closed. Raises ``OSError``.

    ``on_said`` is called in a thread of its own with each ``Serving``, ``Pressed`` and ``Failed``; the last one is
    ``Failed``, unless this is closed before.
    """

    def __init__(self, address: str, on_said: Callable[[Message], None]) -> None:
        """Serve the page at an address of this computer."""
        self._on_said = on_said
        self._face: Face | None = None
        self._failed = self._closed = False
        command = command_of("negcoach.remote.server_process", address)
        self._child = ChildProcess(command, self._take, self._gone, name="phone")
        self._child.listen()

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
        """Serve no page any more, and let the phone go; returns at once."""
        self._closed = True
        self._child.leave()

    def _send(self, message: Message) -> None:
        self._child.send_line(text_of(message).encode() + b"\n")

    def _take(self, line: bytes) -> None:
        try:
            said = read(line)
        except UnreadableError:
            return  # of a line that was cut off by the end of the process
        self._failed = self._failed or isinstance(said, Failed)
        self._on_said(said)

    def _gone(self) -> None:
        if not (self._failed or self._closed):
            self._on_said(Failed(STOPPED))
