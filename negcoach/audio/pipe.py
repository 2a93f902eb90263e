"""The program's end of the pipe to the process that owns the sound device."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

from negcoach.child import ChildProcess, command_of, json_line

Message = dict[str, Any]


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


class ChildLink(ChildProcess):
    """The process that owns the device of an engine. Raises ``OSError``.

    Once its input is closed it calls for who is left under the load, and ends (``device_process``). It raises its own
    priority, but on Windows.
    """

    def __init__(
        self, engine: str, on_message: Callable[[Link, Message], None], on_gone: Callable[[Link], None]
    ) -> None:
        super().__init__(
            command_of("negcoach.audio.device_process", engine),
            lambda line: on_message(self, json.loads(line)),
            lambda: on_gone(self),
            name="sound",
            urgent=True,
        )

    def send(self, message: Message) -> None:
        """Send a message; returns at once, and drops it when the process has gone."""
        self.send_line(json_line(message))
