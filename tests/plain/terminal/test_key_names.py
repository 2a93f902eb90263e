"""Keys have the same names in lines as on the screens, so that one table of layouts serves both."""

from __future__ import annotations

import string

import pytest
from textual import events

from negcoach.keys.layouts import command_key
from negcoach.keys.names import is_on_keyboard
from negcoach.plain.terminal.key_names import key_name
from negcoach.terminal.keys import Translator
from negcoach.terminal.sequences import Pasted, Splitter

PIECES = [
    *(chr(point) for point in range(0x20, 0x7F)),
    *"éèçàпρ١&",
    "\x03",
    "\x1a",
    "\r",
    "\t",
    "\x7f",
    "\x1b",
    "\x1b[A",
    "\x1bOB",
    "\x1b[C",
    "\x1b[D",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[H",
    "\x1bOF",
    "\x1b[1~",
    "\x1b[4~",
    "\x1bOP",
    "\x1b[12~",
    "\x1b[15~",
    "\x1b[19~",
    "\x1b[20~",
    "\x1b[[E",
    "\x1b[27u",
    "\x1b[27;2u",
    "\x1b[27;69u",
    "\x1b[99;5u",
    "\x1b[120;;120u",
    "\x1b[32;129;32u",
    "\x1b[13;1:2u",
    *("\x1bOM", "\x1bOp", "\x1bOy", "\x1bOk", "\x1bOn"),  # of a numpad that another program has left as its own
    *("\x1b[57414u", "\x1b[57399u", "\x1b[57408;129;57u"),
]


NO_KEYS = ("\x1b[27;1:3u", "\x1b[57441;2u", "\x1b[9999999u", "\x1b[55296u", "\x1b[u")


@pytest.mark.parametrize("piece", PIECES)
def test_a_key_is_called_what_the_screens_call_it(piece: str) -> None:
    (named,) = [message.key for message in Translator().messages(piece) if isinstance(message, events.Key)]
    assert key_name(piece) == named.replace("upper_", "") or key_name(piece) == piece


@pytest.mark.parametrize(
    "typed", ["\x1b[<0;3;4M", "\x1b[200~x\x1b[201~", "\x1b[I", "\x1b]52;c;eA==\x07", "\ufffe", *NO_KEYS]
)
def test_what_is_no_key_is_none(typed: str) -> None:
    assert [key_name(piece) for piece in Splitter().feed(typed) if key_name(piece)] == []
    assert key_name(Pasted("x")) == ""


@pytest.mark.parametrize("typed", ["\x1bx", "\x1b\r", "\x1b\x03"])
def test_a_key_in_one_piece_with_an_escape_is_escape(typed: str) -> None:
    assert [key_name(piece) for piece in Splitter().feed(typed)] == ["escape"]


def test_every_key_that_must_free_the_lifter_is_one_in_lines_of_text_too() -> None:
    typed = [chr(code) for code in range(128)]
    typed += [f"\x1b{begin}{letter}" for begin in "[O" for letter in string.ascii_uppercase]
    typed += ["\x1b", *(f"\x1b[{number}~" for number in range(1, 35))]
    named = {command_key(key_name(piece)) for piece in typed if key_name(piece)}
    keys = {*string.ascii_lowercase, *string.digits, *(f"f{number}" for number in range(1, 25))}
    keys |= {f"ctrl+{letter}" for letter in string.ascii_lowercase}
    keys |= {"escape", "enter", "space", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    keys |= {"up", "down", "left", "right"}
    assert {command_key(key) for key in keys if is_on_keyboard(key)} <= named
