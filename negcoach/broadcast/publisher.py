"""The publisher: hands what the program shows to its mirrors, in a thread of its own that nobody waits for.

Nothing that a mirror does reaches the program. What it sends is never read, but a password where one is asked for; one
that does not take what it is sent keeps at most one message, gets the newest next, and is dropped after a while; and
connections are taken so slowly that a flood of them costs next to nothing.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from negcoach.broadcast.address import forget, listener

if TYPE_CHECKING:  # loaded by who publishes: the home screen is there before it
    from negcoach.broadcast.message import Now, Shown

MOST_MIRRORS = 8
"""How many mirrors are served at once; a further one is turned away, and tries again."""

PATIENCE_S = 3.0
"""How long a mirror may take nothing of what it is sent, before it is dropped."""

PAUSE_S = 0.02
"""The pause after a connection was taken: fifty a second are more than anybody opens (our own choice)."""

_LOOK_S = 0.5
"""How often mirrors that take nothing are looked at."""


class Publisher:
    """Publishes what the program that uses a data folder shows. Without mirrors it does nothing, and costs nothing.

    ``on_mirrors`` is called with whether there are mirrors whenever that changes, in the publisher's thread.
    """

    def __init__(self, data_folder: Path, on_mirrors: Callable[[bool], None]) -> None:
        """Take mirrors from now on; where nothing can be listened on, none ever comes."""
        self._data_folder = data_folder
        self._on_mirrors = on_mirrors
        self._latest: tuple[Shown, Now] | None = None
        self._closed = False
        self._readers: list[_Reader] = []
        self._mirrored = False
        self._encoded: tuple[Shown, bytes] | None = None
        self._thread: threading.Thread | None = None
        try:
            self._woken, self._waker = socket.socketpair()
            self._listener = listener(data_folder)
        except OSError:
            return
        self._woken.setblocking(False)
        self._waker.setblocking(False)
        self._thread = threading.Thread(target=self._serve, daemon=True, name="mirrors")
        self._thread.start()

    def publish(self, shown: Shown, now: Now) -> None:
        """Have the mirrors show this, as soon as each of them takes it; never waits."""
        before = self._latest
        if before is not None and before[0] == shown:
            shown = before[0]  # the very same, so that it is sent once
        self._latest = shown, now
        self._wake()

    def close(self) -> None:
        """Let the mirrors go, and take none any more."""
        if self._thread is None or self._closed:
            return
        self._closed = True
        self._wake()
        self._thread.join(1.0)

    def _wake(self) -> None:
        with suppress(OSError, AttributeError):  # it is awake already, has ended, or never began
            self._waker.send(b"\0")

    def _serve(self) -> None:
        """Take mirrors and send to them, until this is closed."""
        taking = self._listener.socket
        try:
            while not self._closed:
                if self._wait():
                    self._take_mirror()
                self._serve_all()
        finally:
            for one in (taking, self._woken, self._waker, *(reader.socket for reader in self._readers)):
                one.close()
            forget(self._data_folder)

    def _wait(self) -> bool:
        """Wait until somebody comes, something is published, or a mirror does what is due; return whether one came."""
        taking = self._listener.socket
        unknown = [reader.socket for reader in self._readers if not reader.known]
        behind = [reader.socket for reader in self._readers if reader.unsent and reader.known]
        timeout_s = _LOOK_S if self._readers else None
        with selectors.DefaultSelector() as watched:  # select() knows no descriptor from 1024 on
            for one in (taking, self._woken, *unknown):
                watched.register(one, selectors.EVENT_READ)
            for one in behind:
                watched.register(one, selectors.EVENT_WRITE)
            ready = [key.fileobj for key, _ in watched.select(timeout_s)]
        if self._woken in ready:
            with suppress(BlockingIOError):
                self._woken.recv(4096)
        return taking in ready

    def _take_mirror(self) -> None:
        with suppress(OSError):  # who came has gone again, or there is no descriptor left
            made, _ = self._listener.socket.accept()
            if len(self._readers) < MOST_MIRRORS:
                made.setblocking(False)
                self._readers.append(_Reader(made, self._listener.password))
            else:
                made.close()
        time.sleep(PAUSE_S)

    def _serve_all(self) -> None:
        for reader in self._readers[:]:
            if not self._serve_one(reader):
                self._readers.remove(reader)
                reader.socket.close()
        mirrored = any(reader.known for reader in self._readers)
        if not mirrored:
            self._latest = None  # of the next mirror this would be the past
        if mirrored != self._mirrored:
            self._mirrored = mirrored
            self._on_mirrors(mirrored)

    def _serve_one(self, reader: _Reader) -> bool:
        """Do what is due for a mirror; return whether it stays."""
        return reader.send(self._latest, self._line_of) if reader.known else reader.hear()

    def _line_of(self, shown: Shown) -> bytes:
        from negcoach.broadcast.message import line_of

        if self._encoded is None or self._encoded[0] is not shown:
            self._encoded = shown, line_of(shown)
        return self._encoded[1]


class _Reader:
    """A mirror, and what it has been sent. It is ``known`` once it has sent the password, where one is asked for."""

    def __init__(self, connection: socket.socket, password: bytes) -> None:
        from negcoach.broadcast.message import Hello, line_of

        self.socket = connection
        self.known = not password
        self._password, self._heard = password, b""
        self.unsent = line_of(Hello())
        self._shown: Shown | None = None
        self._now: Now | None = None
        self._took_s = time.monotonic()

    def hear(self) -> bool:
        """Take what has come of the password, which is judged when it is whole; return whether the mirror stays."""
        from hmac import compare_digest  # seldom needed

        try:
            heard = self.socket.recv(len(self._password) - len(self._heard))
        except BlockingIOError:
            return time.monotonic() - self._took_s < PATIENCE_S
        except OSError:
            return False
        self._heard += heard
        if len(self._heard) == len(self._password):
            self.known = compare_digest(self._heard, self._password)
            return self.known
        return bool(heard)

    def send(self, latest: tuple[Shown, Now] | None, line_of_shown: Callable[[Shown], bytes]) -> bool:
        """Send what is due, as far as it is taken; return whether the mirror is still there, and takes what it is sent.

        A message is begun only when the one before it was taken whole, and is always the newest.
        """
        while True:
            if not self.unsent:
                if latest is None or latest[1] is self._now:
                    return True
                self._begin(*latest, line_of_shown)
            try:
                sent = self.socket.send(self.unsent)
            except BlockingIOError:
                return time.monotonic() - self._took_s < PATIENCE_S
            except OSError:
                return False  # it has gone
            self.unsent = self.unsent[sent:]
            self._took_s = time.monotonic()

    def _begin(self, shown: Shown, now: Now, line_of_shown: Callable[[Shown], bytes]) -> None:
        from negcoach.broadcast.message import line_of

        self.unsent = (b"" if shown is self._shown else line_of_shown(shown)) + line_of(now)
        self._shown, self._now, self._took_s = shown, now, time.monotonic()
