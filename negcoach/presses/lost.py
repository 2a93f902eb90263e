"""What could be pressed in a set, and cannot any more: whoever treads on a dead pedal must read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from negcoach.presses.presses import Presses
from negcoach.texts import joined

_CALLED = {"MIDI": "MIDI device"}


def gone_text(names: Sequence[str]) -> str:
    """Return what is said of things that cannot be pressed any more ("gamepad", "phone"), "" for none."""
    if not names:
        return ""
    return f"The {joined(names, 'and')} {'are' if names[1:] else 'is'} gone: press the keys here."


class LostPresses:
    """Looks what of ``presses``, which may be replaced, can be pressed, and remembers for a set what could be."""

    def __init__(self, presses: Callable[[], Presses]) -> None:
        self._presses = presses
        self._had: tuple[str, ...] = ()

    def begin(self) -> None:
        """Begin a set: what is not there now is not missed in it."""
        self._had = ()

    def look(self) -> str:
        """Return what is to be said of what was there at an earlier look in this set, and is not now; "" for nothing.

        What is back is missed no more.
        """
        ready = self._presses().ready
        self._had = tuple(dict.fromkeys((*self._had, *ready)))
        return gone_text([_CALLED.get(name, name) for name in self._had if name not in ready])
