"""The connection to the phone that is paired: what it is yet to be sent, its clock, and whether it still answers."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from negcoach.broadcast.codec import UnreadableError
from negcoach.remote.messages import Face, Message, Ping, Pong, Press, Refused, read, text_of
from negcoach.remote.phone_clock import PhoneClock

PING_S, FIRST_PING_S, FIRST_PINGS = 0.25, 0.05, 8
"""How often (seconds) the phone's clock is asked, and how often at first. It keeps the phone's radio awake, too."""

LOST_S = 2.0
"""How long a phone may be silent before it is taken to be gone (seconds; our own choice)."""

MESSAGES_A_SECOND = 60
"""More than this no phone sends: twenty are the first answers to pings (our own choice)."""

_MOST_UNSENT = 16
_MOST_ASKED = 16
_TOLD_STEP_MS = 5
"""A round trip that has changed by less is not worth telling."""


class Rate:
    """How often something is allowed: so many a second, and as many at once. ``clock`` gives monotonic seconds."""

    def __init__(self, most_a_second: int, clock: Callable[[], float]) -> None:
        self._most = most_a_second
        self._clock = clock
        self._left = float(most_a_second)
        self._at_s = clock()

    def allows(self) -> bool:
        """Take one, and return whether it is allowed."""
        now_s = self._clock()
        self._left = min(self._most, self._left + (now_s - self._at_s) * self._most)
        self._at_s = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class PhoneConnection:
    """Talks to a phone. What it shows is always the newest: what it did not take in time is never sent."""

    def __init__(
        self,
        connection: ServerConnection,
        on_press: Callable[[Press, int], None],
        on_change: Callable[[], None],
    ) -> None:
        """Talk over a connection.

        ``on_press`` is called with each press and when it was made (monotonic ns), ``on_change`` for a new ``trip_ms``.
        """
        self._connection = connection
        self._on_press = on_press
        self._on_change = on_change
        self._clock = PhoneClock()
        self._rate = Rate(MESSAGES_A_SECOND, time.monotonic)
        self._pings = 0
        self._asked_ns: dict[int, int] = {}
        self._heard_s = time.monotonic()
        self._unsent: deque[Message] = deque(maxlen=_MOST_UNSENT)
        self._face: Face | None = None
        self._woken = asyncio.Event()
        self._dismissed = False
        self.trip_ms: int | None = None
        """The round trip to the phone (ms), ``None`` before one is known."""

    async def talk(self) -> None:
        """Talk to the phone until it is gone, or another one has taken its place.

        Raises ``ConnectionClosed``, and ``UnreadableError`` for what no page of ours sends.
        """
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._ask_time())]
        try:
            while True:
                self._take(read(await self._connection.recv()))
        finally:
            for task in tasks:
                task.cancel()

    def put(self, message: Message) -> None:
        """Send a message soon."""
        self._unsent.append(message)
        self._woken.set()

    def show(self, face: Face) -> None:
        """Have the phone show this as soon as it takes it."""
        self._face = face
        self._woken.set()

    def dismiss(self) -> None:
        """Tell the phone that it is not paired any more, and let it go."""
        self._dismissed = True
        self.put(Refused("other"))

    def _take(self, said: Message) -> None:
        received_ns = time.monotonic_ns()
        if not self._rate.allows():
            raise UnreadableError("It says too much.")
        self._heard_s = time.monotonic()
        match said:
            case Pong():
                asked_ns = self._asked_ns.pop(said.number, None)
                if asked_ns is not None:
                    self._clock.take(asked_ns, received_ns, said.at_ms)
                    self._tell_trip()
            case Press():
                if not self._dismissed:
                    self._on_press(said, self._clock.pressed_ns(said.at_ms, received_ns))
            case _:
                raise UnreadableError("It is paired already.")

    def _tell_trip(self) -> None:
        trip_ms = self._clock.trip_ms
        if self.trip_ms is None or (trip_ms is not None and abs(trip_ms - self.trip_ms) >= _TOLD_STEP_MS):
            self.trip_ms = trip_ms
            self._on_change()

    async def _send(self) -> None:
        """Send what is due, as the phone takes it."""
        try:
            while True:
                await self._woken.wait()
                self._woken.clear()
                while self._unsent:
                    message = self._unsent.popleft()
                    if isinstance(message, Ping):
                        self._asked_ns[message.number] = time.monotonic_ns()
                    await self._connection.send(text_of(message))
                if self._dismissed:
                    await self._connection.close()
                    return
                face, self._face = self._face, None
                if face is not None:
                    await self._connection.send(text_of(face))
        except ConnectionClosed:
            return  # who listens meets the same

    async def _ask_time(self) -> None:
        """Ask the phone's time again and again; one that does not answer any more is let go.

        Where this process has stood still, what came meanwhile is read first: it may be what frees the lifter.
        """
        asked_s = time.monotonic()
        while time.monotonic() - self._heard_s < LOST_S or time.monotonic() - asked_s > LOST_S / 2:
            asked_s = time.monotonic()
            self._pings += 1
            while len(self._asked_ns) >= _MOST_ASKED:
                del self._asked_ns[next(iter(self._asked_ns))]
            self.put(Ping(self._pings))
            await asyncio.sleep(FIRST_PING_S if self._pings < FIRST_PINGS else PING_S)
        self._connection.transport.abort()
