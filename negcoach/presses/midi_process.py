"""The process that reads MIDI, with RtMidi: every key and every switching pedal, of every device on every channel."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from negcoach.presses.child_end import ChildEnd

LOOK_S = 1.0
"""How often it is looked which devices there are."""
WITHOUT_MIDI_S = 5.0
"""How often it is tried again where the computer has no MIDI at all."""

_NOTE_ON, _CONTROL = 0x90, 0xB0
_UP_BELOW, _DOWN_FROM = 32, 96
"""A switch jumps from below the one to above the other at once; a wheel, a slider and a swell pedal pass between."""


class Switches:
    """Tells the presses of one device: keys that go down, and controllers that are switched on."""

    def __init__(self) -> None:
        self._values: dict[tuple[int, int], int] = {}

    def press_of(self, message: Sequence[int]) -> str | None:
        """Return the name of what a message says went down, ``None`` for any other message."""
        if len(message) != 3:
            return None
        status, number, value = message
        if status & 0xF0 == _NOTE_ON:  # without velocity it says that the key is let go
            return f"midi:{number}" if value else None
        if status & 0xF0 != _CONTROL:
            return None
        before = self._values.get((status, number), 0)
        self._values[status, number] = value
        return f"midi:cc{number}" if before < _UP_BELOW and value >= _DOWN_FROM else None


class Ports:
    """The ports that are open; ``open_port`` opens one, and has its messages handed to a callback."""

    def __init__(self, open_port: Callable[[str, Callable[[Sequence[int]], None]], Any], end: ChildEnd) -> None:
        self._open_port = open_port
        self._end = end
        self._names: list[str] | None = None
        self._open: dict[str, Any] = {}

    def follow(self, names: list[str]) -> None:
        """Open exactly these ports, and say which could be opened."""
        if names == self._names:
            return
        self._names = names
        for gone in self._open.keys() - set(names):
            self._open.pop(gone).close_port()
        for name in names:
            if name not in self._open:
                try:
                    self._open[name] = self._open_port(name, self._receiver())
                except RuntimeError:
                    self._names = None  # another program has it, perhaps not for long
        self._end.devices(list(self._open))

    def _receiver(self) -> Callable[[Sequence[int]], None]:
        switches = Switches()

        def receive(message: Sequence[int]) -> None:
            at_ns = time.monotonic_ns()
            name = switches.press_of(message)
            if name is not None:
                self._end.press(name, at_ns)

        return receive


def main() -> None:
    """Read MIDI until the program ends."""
    end = ChildEnd()
    try:
        import rtmidi2
    except ImportError:
        end.missing()
        return
    os.environ["JACK_NO_START_SERVER"] = "1"
    while True:
        _follow(rtmidi2, rtmidi2.API_UNSPECIFIED, end)
        if sys.platform == "linux":  # without ALSA's sequencer
            _follow(rtmidi2, rtmidi2.API_UNIX_JACK, end, even_empty=False)
        end.trouble("there is no MIDI on this computer")
        time.sleep(WITHOUT_MIDI_S)


def _follow(rtmidi2: Any, api: int, end: ChildEnd, *, even_empty: bool = True) -> None:
    """Follow the ports of an interface, while it is there; ``even_empty``: also while it has none."""
    try:
        watch = rtmidi2.MidiIn("negcoach", api=api)
    except RuntimeError:
        return

    def open_port(name: str, receive: Callable[[Sequence[int]], None]) -> Any:
        port = rtmidi2.MidiIn("negcoach", api=api)
        port.callback = lambda message, _: receive(message)
        port.open_port(watch.ports.index(name))
        return port

    ports = Ports(open_port, end)
    while True:
        try:
            names = [name for name in watch.ports if not name.startswith(("negcoach", "Midi Through"))]
            if not (names or even_empty):
                return
            ports.follow(names)
        except (RuntimeError, ValueError):
            return
        time.sleep(LOOK_S)
