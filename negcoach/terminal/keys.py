"""What the pieces of a terminal's input mean to the app: keys, mouse, focus, pastes. Anything else means nothing."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import FOCUSIN, FOCUSOUT, XTermParser
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from negcoach.terminal.sequences import NOT_DECODED, Pasted

_MODE_REPORT = re.compile(r"\x1b\[\?2026;[1-4]\$y")
_MOUSE = re.compile(r"\x1b\[<(\d{1,4});-?\d{1,5};-?\d{1,5}([Mm])", re.ASCII)
_KEY = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::[\d:]*)?"
    r"(?:;(?P<modifiers>\d{0,3})(?::(?P<event>\d?))?(?:;(?P<text>[\d:]*))?)?(?P<end>[u~ABCDEFHPQRS])",
    re.ASCII,
)
"""A key as the keyboard protocol of kitty reports it, and older terminals' keys, which have the same form."""

_RELEASED = "3"
_FUNCTION_KEYS = {f"\x1b[{code}~": f"f{number}" for number, code in enumerate((25, 26, 28, 29, 31, 32, 33, 34), 13)}
"""F13 to F20, which Textual takes for the characters of these numbers: F20 for a quotation mark."""

_ESCAPE = "escape"

_KEYS_WITHOUT_TEXT = range(0xE000, 0xF900)
"""Where kitty puts the keys that type nothing: Unicode's private use area."""


class KeyBehindEscape(events.Key):
    """A key that came in one piece with an escape before it: with Alt, or soon after Escape.

    Nobody can tell: where two keys follow each other within half a second tmux hands them on in one piece, a connection
    that lags does.
    """


KeyBehindEscape.handler_name = events.Key.handler_name  # by it Textual finds what handles a message


def kind_of(piece: str | Pasted) -> object:
    """Return what a piece of input is of: the mouse's reports of one kind, wherever it is, and each key its own."""
    mouse = None if isinstance(piece, Pasted) else _MOUSE.fullmatch(piece)
    return piece if mouse is None else mouse.groups()


class Translator:
    """Translates pieces of input to Textual's messages, with Textual's tables of keys.

    Textual's own parser also tries numbers that are none and code points that do not exist, which ends the app, and
    takes the characters of a sequence that it does not know for keys.
    """

    def __init__(self) -> None:
        self._tables = XTermParser()

    def messages(self, piece: str | Pasted) -> Iterator[Message]:
        """Yield the messages of a piece; none for one without a meaning."""
        if isinstance(piece, Pasted):
            yield events.Paste(piece.text.replace("\x00", "").replace(NOT_DECODED, ""))
        elif len(piece) == 1:
            yield from self._typed(piece)
        elif piece == FOCUSIN:
            yield events.AppFocus()
        elif piece == FOCUSOUT:
            yield events.AppBlur()
        elif _MODE_REPORT.fullmatch(piece):
            yield TerminalSupportsSynchronizedOutput()
        elif _MOUSE.fullmatch(piece):
            mouse = self._tables.parse_mouse_code(piece)
            if mouse is not None:
                yield mouse
        else:
            yield from self._key(piece)

    def _typed(self, character: str, *, alt: bool = False) -> Iterator[events.Key]:
        if _is_typed(character):
            yield from self._tables._sequence_to_key_events(character, alt)

    def _key(self, sequence: str) -> Iterator[Message]:
        if len(sequence) == 2:  # an escape, and what was typed with it
            for key in self._keys(sequence):
                yield KeyBehindEscape(key.key, key.character)
        else:
            yield from self._keys(sequence)

    def _keys(self, sequence: str) -> Iterator[events.Key]:
        reported = None if constants.DISABLE_KITTY_KEY else _KEY.fullmatch(sequence)
        if reported is not None and reported["event"] == _RELEASED:
            return
        plain = _plain(reported) if reported is not None else None
        if plain is not None:
            for key in self._tables._sequence_to_key_events(plain):
                yield events.Key(_ESCAPE, None) if key.key.endswith(f"+{_ESCAPE}") else key
        elif sequence in _FUNCTION_KEYS:
            yield events.Key(_FUNCTION_KEYS[sequence], None)
        elif sequence in ANSI_SEQUENCES_KEYS:
            for key in self._tables._sequence_to_key_events(sequence):
                if key.key != "<ignore>":
                    yield key
        elif len(sequence) == 2:
            yield from self._typed(sequence[1], alt=True)


def _plain(reported: re.Match[str]) -> str | None:
    """Return the key in the form that Textual reads; ``None`` for one that it does not know, or that is no key."""
    code, end = int(reported["code"] or "1"), reported["end"]
    texts = [int(point) for point in (reported["text"] or "").split(":") if point]
    if not all(map(_is_character, texts)):
        return None
    types = end == "u" and (bool(texts) or (_is_character(code) and code not in _KEYS_WITHOUT_TEXT))
    if not types and f"{code}{end}" not in FUNCTIONAL_KEYS:
        return None
    return f"\x1b[{code};{reported['modifiers'] or ''};{':'.join(map(str, texts))}{end}"


def _is_typed(character: str) -> bool:
    """Return whether a key sends this: a control character of ASCII, or a character that exists."""
    return character < "\x80" or (character != NOT_DECODED and _is_character(ord(character)))


def _is_character(point: int) -> bool:
    """Return whether this is the code point of a character that can be seen, or of a space."""
    return point <= sys.maxunicode and unicodedata.category(chr(point)) not in ("Cc", "Cs", "Cn")
