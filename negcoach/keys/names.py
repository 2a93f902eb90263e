"""The names of keys: as terminals and Textual give them, as people write them, and as the lines of keys show them.

``known_key`` alone says which names a key may have in ``config.toml``.
"""

from __future__ import annotations

import re
import unicodedata

from negcoach.keys.press_names import NAMED, is_press, press_named, press_text

_CHARACTER_NAMES = {
    "plus_sign": "plus",
    "hyphen_minus": "minus",
    "low_line": "underscore",
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
}
"""The names of characters that are other than Unicode's."""

_WRITTEN = {
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Delete",
    "insert": "Insert",
    "home": "Home",
    "end": "End",
    "pageup": "PageUp",
    "pagedown": "PageDown",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
"""The names of keys as they are printed on keyboards, and as the README writes them."""

_MODIFIERS = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift"}

_SPOKEN = {
    "escape": "Escape",
    "up": "up arrow",
    "down": "down arrow",
    "left": "left arrow",
    "right": "right arrow",
    "pageup": "page up",
    "pagedown": "page down",
    "full_stop": "full stop",
}
"""What a screen reader is to say of the keys whose sign it would skip or mangle."""

_ALSO = {
    "esc": "escape",
    "return": "enter",
    "spacebar": "space",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "pgdown": "pagedown",
    "del": "delete",
    "ins": "insert",
    "uparrow": "up",
    "downarrow": "down",
    "leftarrow": "left",
    "rightarrow": "right",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
    "dot": "full_stop",
    "period": "full_stop",
    "hyphen": "minus",
    "equal": "equals_sign",
    "equals": "equals_sign",
}
"""Other names that people write."""

_SENT_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""What terminals send the same codes for."""

_MOST_FUNCTION_KEYS = 24

_PLAIN = re.compile(r"[a-zA-Z0-9]|f([1-9]|1[0-2])|ctrl\+[a-gkln-z]")
_SOME_LACK = frozenset({"insert"})


def character_key(character: str) -> str:
    """Return the name of the key that types a character: ``a``, ``full_stop``; "" for one that no key has."""
    if character.isalnum() or not character:
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _CHARACTER_NAMES.get(name, name)


def known_key(written: str) -> str | None:
    """Return the key that a name in ``config.toml`` is of, by the name that presses of it have; ``None`` for none.

    A key may be written as it is printed, as it is shown here, or by the character it types: ``Space``, ``F13``,
    ``Ctrl+N``, ``.``, ``full_stop``. What is no key of the keyboard has the name of its presses: ``pad:0``.
    """
    text = written.strip() or written[:1]
    if is_press(text.casefold()):
        return text.casefold()
    if len(text) == 1:
        return _ALSO.get(text) or character_key(text) or None
    *modifiers, last = re.split(r"\+(?=.)", text.casefold())
    last = last.replace(" ", "_").replace("-", "_") if len(last) > 1 else _ALSO.get(last) or character_key(last)
    compact = last.replace("_", "")
    last = _ALSO.get(compact) or _CHARACTER_NAMES.get(last) or last
    key = compact if compact in _WRITTEN else last
    if not all(modifier in _MODIFIERS for modifier in modifiers) or not _is_key(key):
        return None
    if modifiers and len(key) == 1 and "ctrl" not in modifiers and "alt" not in modifiers:
        return None  # Shift and a letter is another letter
    name = "+".join([*(one for one in _MODIFIERS if one in modifiers), key])
    return None if name in _SENT_AS else name


def sent_as(written: str) -> str:
    """Return the key that terminals send the same code for, as people write it; "" for one with a code of its own."""
    sent = _SENT_AS.get(written.strip().casefold())
    return "" if sent is None else key_name(sent)


def is_on_keyboard(key: str) -> bool:
    """Return whether a key is one that every keyboard has, and every terminal sends as itself.

    A set must be stoppable with nothing else plugged in, in any terminal. For Ctrl+J many send Enter.
    """
    return _PLAIN.fullmatch(key) is not None or (key in _WRITTEN and key not in _SOME_LACK)


def types_text(key: str) -> bool:
    """Return whether a key types a character into a field."""
    return key == "space" or not ("+" in key or key in _WRITTEN or _is_function_key(key) or is_press(key))


def key_name(key: str) -> str:
    """Return the name of a key as people write it: ``Ctrl+R``, ``F3``, ``PageDown``, ``q``, ``.``."""
    if is_press(key):
        return press_text(key)
    *modifiers, last = key.split("+")
    upper = _is_function_key(last) or (bool(modifiers) and len(last) == 1)
    name = _WRITTEN.get(last) or (last.upper() if upper else _character(last))
    return "+".join([*(_MODIFIERS.get(modifier, modifier) for modifier in modifiers), name])


def can_be_written(key: str) -> bool:
    """Return whether a key has a name by which it is read again from ``config.toml`` as itself."""
    return known_key(config_name(key)) == key


def config_name(key: str) -> str:
    """Return the name of a key as it is written into ``config.toml``."""
    return key if is_press(key) else key_name(key)


def short_name(key: str) -> str:
    """Return the name of a key for a line of keys, where there is little room: ``space``, ``esc``, ``F9``, ``←``."""
    name = key_name(key)
    return name.lower() if key in _WRITTEN else name


def key_named_at(text: str, at: int) -> str | None:
    """Return the key that is named at a place of a text that ``short_name`` made of some, ``None`` where none is.

    Behind the text stands what they do: that is the first key's. The name of a press is one name, whatever its words
    are: "gamepad up" is no arrow.
    """
    names = list(re.finditer(rf"{NAMED}|\S+", text))
    if at < len(text):
        names = [name for name in names if name.start() <= at < name.end()]
    return press_named(names[0][0]) or known_key(names[0][0]) if names else None


def spoken_name(key: str) -> str:
    """Return the name of a key in lines that a screen reader reads: ``Space``, ``left arrow``, ``Full stop``."""
    named = is_press(key) or key in _WRITTEN or "+" in key or _character(key).isalnum()
    return _SPOKEN.get(key) or (key_name(key) if named else key.replace("_", " "))


def _character(key: str) -> str:
    """Return the character that a key types, its own name where it types none."""
    own = {name: unicode for unicode, name in _CHARACTER_NAMES.items()}.get(key, key)
    for name in (own.replace("_", " "), own.replace("_", "-", 1).replace("_", " ")):
        try:
            found = unicodedata.lookup(name)
        except KeyError:
            continue
        if found.isprintable():
            return found
    return key


def _is_function_key(key: str) -> bool:
    return key[:1] == "f" and key[1:].isdecimal() and 1 <= int(key[1:]) <= _MOST_FUNCTION_KEYS


def _is_key(key: str) -> bool:
    return key in _WRITTEN or _is_function_key(key) or (key.isalnum() and len(key) == 1) or len(_character(key)) == 1
