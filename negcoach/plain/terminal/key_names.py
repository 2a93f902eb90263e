"""The names of the keys in what a terminal sends, as ``coaching/keys`` knows them."""

from __future__ import annotations

import re
import sys

from negcoach.keys.names import character_key
from negcoach.terminal.sequences import ESCAPE, Pasted

_ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
_FUNCTION_KEYS = (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34)
"""What terminals number F1 to F20 with."""
_HELD = {2: "shift", 5: "ctrl"}
"""How terminals number what is held down with a function key: many send Shift and F1 for F13."""
_SEQUENCES = {
    **{
        f"\x1b{begin}{end}": name
        for begin in "[O"
        for end, name in zip("ABCD", ("up", "down", "right", "left"), strict=True)
    },
    "\x1b": "escape",
    "\x1b[5~": "pageup",
    "\x1b[6~": "pagedown",
    "\x1b[Z": "tab",
    "\x1b[3~": "delete",
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"), "home"),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"), "end"),
    **{f"\x1bO{end}": f"f{number}" for number, end in enumerate("PQRS", 1)},
    **{f"\x1bO{end}": character_key(typed) for end, typed in zip("jkmnopqrstuvwxy", "*+-./0123456789", strict=True)},
    "\x1bOM": "enter",  # of a numpad that another program has left as its own, as are those above
    **{f"\x1b[[{end}": f"f{number}" for number, end in enumerate("ABCDE", 1)},
    **{f"\x1b[{code}~": f"f{number}" for number, code in enumerate(_FUNCTION_KEYS, 1)},
    **{
        f"\x1b[1;{number}{end}": f"{held}+f{key}" for number, held in _HELD.items() for key, end in enumerate("PQRS", 1)
    },
    **{
        f"\x1b[{code};{number}~": f"{held}+f{key}"
        for number, held in _HELD.items()
        for key, code in enumerate(_FUNCTION_KEYS[4:12], 5)
    },
}
_REPORTED_NUMPAD = dict(enumerate("0123456789./*-+\r", 57399))
"""The keys of the numpad as kitty's protocol numbers them."""
_REPORTED = re.compile(r"\x1b\[(\d{1,7})[\d:]*(?:;(\d{0,3})(?::(\d?))?(?:;[\d:]*)?)?u", re.ASCII)
"""A key as kitty's protocol has it, which another program may have asked for and left so."""
_HELD_CONTROL, _RELEASED = 4, "3"
_CONTROLS = {"\r": "enter", "\n": "enter", "\t": "tab", " ": "space", "\x7f": "backspace", "\x08": "backspace"}


def key_name(piece: str | Pasted) -> str:
    """Return the name of the key in a piece of what a terminal sends, "" for what is no key."""
    if isinstance(piece, Pasted):
        return ""
    if piece in _SEQUENCES or piece in _CONTROLS:
        return _SEQUENCES.get(piece) or _CONTROLS[piece]
    if len(piece) == 2 and piece[0] == ESCAPE:  # with Alt, or soon after Escape: whoever pressed that is freed
        return _SEQUENCES[ESCAPE]
    reported = _REPORTED.fullmatch(piece)
    if reported is not None:
        return _reported(int(reported[1]), int(reported[2] or 1) - 1) if reported[3] != _RELEASED else ""
    if len(piece) != 1:
        return ""
    if piece < " ":
        return f"ctrl+{chr(ord(piece) + 0x60)}" if "\x01" <= piece <= "\x1a" else ""
    return character_key(piece)


def _reported(point: int, held: int) -> str:
    """Return the name of a reported key: Escape whatever is held down with it, else as what older terminals send."""
    if point > sys.maxunicode:
        return ""
    name = key_name(_REPORTED_NUMPAD.get(point) or chr(point))
    return f"ctrl+{name}" if held & _HELD_CONTROL and len(name) == 1 else name
