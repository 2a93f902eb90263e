"""The child's end of the pipe: a process that reads devices says here what it found and what was pressed.

Each line is a JSON object: ``devices`` (their names), ``press`` (a name) with ``at_ns``, ``trouble`` (a sentence), or
``missing`` (the library is not installed). The process ends with the program, however that ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Sequence

from negcoach.child import claim_stdout

BOUNCE_NS = 20_000_000
"""A contact that closes again so soon still bounces (our own choice): of a flood, so many presses a second are said."""


class ChildEnd:
    """What a process of devices says, from any of its threads."""

    def __init__(self) -> None:
        """Take the standard output for this alone, and end when the standard input does."""
        self._out = claim_stdout()
        self._lock = threading.Lock()
        self._said_ns: dict[str, int] = {}
        self._devices: list[str] | None = None
        threading.Thread(target=_end_with_the_program, daemon=True).start()

    def press(self, name: str, at_ns: int) -> None:
        """Say that something went down, unless it did so just now."""
        last_ns = self._said_ns.get(name)
        if last_ns is None or at_ns - last_ns >= BOUNCE_NS:
            self._said_ns[name] = at_ns
            self._say({"press": name, "at_ns": at_ns})

    def devices(self, names: Sequence[str]) -> None:
        """Say which devices there are, if these are others than before."""
        if list(names) != self._devices:
            self._devices = list(names)
            self._say({"devices": self._devices})

    def trouble(self, sentence: str) -> None:
        """Say why no device can be read now."""
        self._devices = None
        self._say({"trouble": sentence})

    def missing(self) -> None:
        """Say that the library is not installed."""
        self._say({"missing": True})

    def _say(self, said: dict[str, object]) -> None:
        line = json.dumps(said).encode() + b"\n"
        with self._lock:
            try:
                os.write(self._out, line)  # shorter than a pipe takes in one piece
            except OSError:
                os._exit(0)  # nobody listens any more


def _end_with_the_program() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)
