"""A press of something that is no key of the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Press:
    """A press: the name of what was pressed, such as ``pad:0``, and when it went down (monotonic ns).

    The time is that of ``time.monotonic_ns``, which every process of the computer shares, with the delay of its way
    subtracted as far as that is known.
    """

    name: str
    at_ns: int


Emit = Callable[[Press], None]
"""Takes a press; any thread may call it, and it returns at once."""
