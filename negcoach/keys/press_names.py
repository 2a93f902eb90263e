"""The names of presses of something that is no key of the keyboard, by which they can be bound as a key is."""

from __future__ import annotations

import re

REMOTE = "remote"
"""The name of a press on the spotter's phone."""

_NAME = re.compile(
    r"pad:(?:(?P<button>\d{1,3})|(?P<cross>up|down|left|right))|midi:(?:(?P<key>\d{1,3})|cc(?P<cc>\d{1,3}))", re.ASCII
)
_PITCHES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_PEDALS = {64: "sustain", 66: "sostenuto", 67: "soft"}


def is_press(name: str) -> bool:
    """Return whether a key's name is that of a press from elsewhere than the keyboard."""
    return name == REMOTE or _NAME.fullmatch(name) is not None


def press_text(name: str) -> str:
    """Return what was pressed, in words: "gamepad 0", "gamepad up", "MIDI C4", "MIDI sustain", "phone"."""
    if name == REMOTE:
        return "phone"
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    if found["key"]:
        octave, pitch = divmod(int(found["key"]), len(_PITCHES))
        return f"MIDI {_PITCHES[pitch]}{octave - 1}"
    if found["cc"]:
        return f"MIDI {_PEDALS.get(int(found['cc']), 'switch ' + found['cc'])}"
    return f"gamepad {found['button'] or found['cross']}"
