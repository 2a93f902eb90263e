"""Passes keys from the thread that reads the terminal to the app, never more at once than it can act on.

Of too many the oldest are dropped that come once more behind it: no flood holds up a call for help, and none, be it of
letters or of a moving mouse, pushes out a key that was pressed before it.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import App
from textual.message import Message

LONGEST_QUEUE = 256
"""How many messages wait at most (our own choice)."""

AT_ONCE = 8
"""How many messages the app gets before it has handled them: what ends the program waits for no more than these."""

HANDLED_TIMEOUT_S = 0.25
"""When to hand over the next ones at the latest: a screen that is busy must not hold up the one on top of it."""


ThingT = TypeVar("ThingT")


class Waiting(Generic[ThingT]):
    """Things that wait, in order, at most ``LONGEST_QUEUE`` of them.

    Of more the oldest is dropped of whose ``kind`` there is a newer one; the oldest of all where each is of its own.
    """

    def __init__(self, kind: Callable[[ThingT], object]) -> None:
        self._kind = kind
        self._things: OrderedDict[int, tuple[object, ThingT]] = OrderedDict()  # with their kinds, by number
        self._of_kind: dict[object, deque[int]] = {}
        self._again: set[object] = set()  # the kinds of which several wait
        self._number = 0

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[ThingT]:
        return (thing for _, thing in self._things.values())

    def append(self, thing: ThingT) -> None:
        """Put a thing behind all others."""
        kind = self._kind(thing)
        self._things[self._number] = kind, thing
        numbers = self._of_kind.setdefault(kind, deque())
        numbers.append(self._number)
        self._number += 1
        if len(numbers) > 1:
            self._again.add(kind)
        if len(self._things) > LONGEST_QUEUE:
            oldest = min((self._of_kind[one][0] for one in self._again), default=None)
            self._take(self._oldest if oldest is None else oldest)

    def popleft(self) -> ThingT:
        """Take the oldest."""
        return self._take(self._oldest)

    @property
    def _oldest(self) -> int:
        return next(iter(self._things))

    def _take(self, number: int) -> ThingT:
        """Take the thing with this number, the oldest of its kind."""
        kind, thing = self._things.pop(number)
        numbers = self._of_kind[kind]
        numbers.popleft()
        if len(numbers) < 2:
            self._again.discard(kind)
        if not numbers:
            del self._of_kind[kind]
        return thing


def _kind_of(message: Message) -> str | type[Message]:
    """Return what a message is of: each key a kind of its own, and whether the keys come here another one."""
    if isinstance(message, events.Key):
        return message.key
    return events.AppFocus if isinstance(message, events.AppBlur) else type(message)


class Inbox:
    """Hands the terminal's messages to an app, in order; ``put`` can be called from any thread."""

    def __init__(self, app: App[Any], loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop
        self._lock = threading.Lock()
        self._waiting = Waiting(_kind_of)
        self._handing_over = False
        self._round = 0
        self._timeout: asyncio.TimerHandle | None = None

    @property
    def waits(self) -> bool:
        """Whether a message still waits."""
        with self._lock:
            return bool(self._waiting)

    def put(self, message: Message) -> None:
        """Hand a message over as soon as the app has handled those before it."""
        with self._lock:
            self._waiting.append(message)
            if self._handing_over:
                return
            self._handing_over = True
        self._loop.call_soon_threadsafe(self._hand_over)

    def _hand_over(self) -> None:
        """Hand over the next messages, and go on when the screen has handled them."""
        with self._lock:
            messages = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
            self._handing_over = bool(messages)
        if not messages:
            return
        for message in messages:
            self._app.post_message(message)
        self._round += 1
        self._timeout = self._loop.call_later(HANDLED_TIMEOUT_S, self._handled, self._round)
        self._app.call_later(self._handled_by_app, self._round)

    def _handled_by_app(self, handled: int) -> None:
        """Follow the messages from the app to its screen."""
        screens = self._app.screen_stack
        if not screens or not screens[-1].call_later(self._handled, handled):
            self._handled(handled)

    def _handled(self, handled: int) -> None:
        if handled != self._round:
            return
        self._round += 1  # whichever comes second, the screen or the timeout, is too late
        if self._timeout is not None:
            self._timeout.cancel()
        self._hand_over()
