"""The keys of commands in any keyboard layout: by their position, or as the twin of another key.

Only for screens on which letters and digits are commands; text is typed as it comes. A letter of another alphabet acts
as the Latin one on the same key. Latin letters act by what is printed on them, wherever they are: with QWERTZ and
AZERTY one presses the key that the screen names.
"""

from __future__ import annotations

import unicodedata

_CYRILLIC = {
    **dict(zip("йцукенгшщз", "qwertyuiop", strict=True)),
    **dict(zip("фывапролд", "asdfghjkl", strict=True)),
    **dict(zip("ячсмить", "zxcvbnm", strict=True)),
    "і": "s",  # Ukrainian and Belarusian
    "ў": "o",  # Belarusian
    "ю": "full_stop",
}
_GREEK = {
    **dict(zip("ςερτυθιοπ", "wertyuiop", strict=True)),
    **dict(zip("ασδφγηξκλ", "asdfghjkl", strict=True)),
    **dict(zip("ζχψωβνμ", "zxcvbnm", strict=True)),
    "semicolon": "q",
}
_AZERTY_DIGITS = {
    "ampersand": "1",
    "é": "2",
    "quotation_mark": "3",
    "apostrophe": "4",
    "left_parenthesis": "5",
    "è": "7",
    "underscore": "8",
    "ç": "9",
    "à": "0",
}
"""The digit row of AZERTY without shift; its 6 is the minus of every other layout (``shows_azerty``)."""
_AZERTY_ONLY = frozenset({"ampersand", "é", "è", "ç", "à"})
_NUMPAD = {
    "add": "plus",
    "subtract": "minus",
    "equal": "equals_sign",
    "decimal": "full_stop",
    "separator": "full_stop",
}
"""Names of keys of the numpad in kitty's protocol; its digits, arrows and Enter have the names of their twins."""
_CLICKER = {"b": "full_stop"}
"""What some clickers send to blank the screen, where others send a full stop."""
_SPACES = {"no_break_space": "space", "narrow_no_break_space": "space", "ideographic_space": "space"}
"""What Space gives with AltGr or Option, or while East Asian text is typed."""
CONTROL = "ctrl+"
"""Keys whose names begin with this are commands wherever they are pressed."""

_ACTS_AS = {**_CYRILLIC, **_GREEK, **_AZERTY_DIGITS, **_NUMPAD, **_SPACES}


def command_key(key: str) -> str:
    """Return the key that a pressed one acts as, both by Textual's names: ``p`` for ``P``, ``з`` and ``π``."""
    if key.startswith(CONTROL):
        letter = _plain(key[len(CONTROL) :]) if len(key) == len(CONTROL) + 1 else key[len(CONTROL) :]
        return CONTROL + _ACTS_AS.get(letter, letter)
    if len(key) == 1:
        key = _plain(key)
    key = _ACTS_AS.get(key, key)
    return _CLICKER.get(key, key)


def shows_azerty(key: str) -> bool:
    """Return whether a key, pressed where digits are commands, shows that the digits of this keyboard need shift."""
    return key in _AZERTY_ONLY


def digit_keys(digit: int) -> str:
    """Return the keys of a digit, as a binding has them, on a screen where a minus means nothing else: it is a 6 too.

    A 6 that is dropped there would be the worst rating of all, and the next one would take its place.
    """
    return "6,minus" if digit == 6 else str(digit)


def _plain(character: str) -> str:
    """Return a character in lower case and its ordinary width, a digit in ASCII, a Greek letter without its accent."""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    lower = unicodedata.normalize("NFKC", character).lower()
    return unicodedata.normalize("NFD", lower)[0] if "\u0370" <= lower[0] <= "\u03ff" else lower
