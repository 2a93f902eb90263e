"""Passes keys from the thread that reads the terminal to the app, never more at once than it can act on."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message

LONGEST_QUEUE = 256
"""How many messages wait at most (our own choice). Older ones are dropped: no flood holds up a call for help."""

AT_ONCE = 8
"""How many messages the app gets before it has handled them: what ends the program waits for no more than these."""

HANDLED_TIMEOUT_S = 0.25
"""When to hand over the next ones at the latest: a screen that is busy must not hold up the one on top of it."""


class Inbox:
    """Hands the terminal's messages to an app, in order; ``put`` can be called from any thread."""

    def __init__(self, app: App[Any], loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop
        self._lock = threading.Lock()
        self._waiting: deque[Message] = deque()
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
            while len(self._waiting) > LONGEST_QUEUE:
                self._drop_oldest()
            if self._handing_over:
                return
            self._handing_over = True
        self._loop.call_soon_threadsafe(self._hand_over)

    def _drop_oldest(self) -> None:
        """Drop the oldest message, but never the newest that says whether the keys come here."""
        oldest = self._waiting.popleft()
        focus = (events.AppFocus, events.AppBlur)
        if isinstance(oldest, focus) and not any(isinstance(message, focus) for message in self._waiting):
            self._waiting.popleft()
            self._waiting.appendleft(oldest)

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
