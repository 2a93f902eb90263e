"""The names of presses of something that is no key of the keyboard, by which they can be bound as a key is."""

from __future__ import annotations

import re
from functools import cache

REMOTE = "remote"
"""The name of a press on the spotter's phone, which is always told what it acts as and so is no key."""

_CROSS = ("up", "down", "left", "right")
_BUTTONS, _MIDI = range(1000), range(128)
_NAME = re.compile(
    r"pad:(?:(?P<button>0|[1-9]\d{0,2})|(?P<cross>up|down|left|right))"
    r"|midi:(?:(?P<key>0|[1-9]\d{0,2})|cc(?P<cc>0|[1-9]\d{0,2}))",
    re.ASCII,
)
NAMED = r"(?:gamepad|MIDI(?: switch)?) \S+"
"""A regular expression for what ``press_text`` returns in more than one word."""
_PITCHES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_PEDALS = {64: "sustain", 66: "sostenuto", 67: "soft"}


def is_press(name: str) -> bool:
    """Return whether a key's name is that of a press from elsewhere than the keyboard."""
    found = _NAME.fullmatch(name)
    return found is not None and int(found["key"] or found["cc"] or 0) in _MIDI


def press_text(name: str) -> str:
    """Return what was pressed, in words: "gamepad 0", "gamepad up", "MIDI C4", "MIDI sustain"."""
    found = _NAME.fullmatch(name)
    if found is None:
        return name
    if found["key"]:
        octave, pitch = divmod(int(found["key"]), len(_PITCHES))
        return f"MIDI {_PITCHES[pitch]}{octave - 1}"
    if found["cc"]:
        return f"MIDI {_PEDALS.get(int(found['cc']), 'switch ' + found['cc'])}"
    return f"gamepad {found['button'] or found['cross']}"


def press_named(text: str) -> str | None:
    """Return the press that a text of ``press_text`` is of, ``None`` for any other text."""
    return _presses().get(text)


@cache
def _presses() -> dict[str, str]:
    """All presses by their texts."""
    pads = [f"pad:{which}" for which in (*_BUTTONS, *_CROSS)]
    midi = [f"midi:{kind}{number}" for kind in ("", "cc") for number in _MIDI]
    return {press_text(name): name for name in (*pads, *midi)}
