"""What presses come from: the interface of a source."""

from __future__ import annotations

from typing import Protocol

from negcoach.presses.press import Emit


class Source(Protocol):
    """Something that is pressed: a gamepad, a MIDI keyboard, a phone.

    Its threads end with the program and never hold it up. It raises nothing: what is wrong stands in its ``state``, and
    what is unplugged is there again when it comes back.
    """

    @property
    def name(self) -> str:
        """Its name, by which it is switched on and off: "gamepad"."""

    @property
    def state(self) -> str:
        """How it is now, in one line: the devices that were found, or why nothing can be pressed."""

    @property
    def is_ready(self) -> bool:
        """Whether a press would arrive."""

    def start(self, emit: Emit) -> None:
        """Hand presses to ``emit`` from now on; returns at once."""

    def stop(self) -> None:
        """Hand over no more presses; it may be started again."""
