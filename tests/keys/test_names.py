"""The names of keys: read as people write them, and written as keyboards have them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.keys import Keys, _character_to_key

from negcoach.keys.names import (
    can_be_written,
    character_key,
    config_name,
    is_on_keyboard,
    key_named_at,
    known_key,
    sent_as,
    short_name,
    spoken_name,
)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Space", "space"),
        (" ", "space"),
        ("PageDown", "pagedown"),
        ("page down", "pagedown"),
        ("pgdn", "pagedown"),
        ("Esc", "escape"),
        ("escape", "escape"),
        ("F13", "f13"),
        ("f1", "f1"),
        ("Ctrl+N", "ctrl+n"),
        ("ctrl++", "ctrl+plus"),
        ("Shift+Tab", "shift+tab"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("←", "left"),
        ("Left Arrow", "left"),
        ("+", "plus"),
        ("-", "minus"),
        (".", "full_stop"),
        ("Full stop", "full_stop"),
        ("?", "question_mark"),
        ("q", "q"),
        ("PAD:0", "pad:0"),
        ("midi:cc64", "midi:cc64"),
        ("й", "й"),
    ],
)
def test_a_key_is_known_by_each_of_its_names(written: str, key: str) -> None:
    assert known_key(written) == key


@pytest.mark.parametrize(
    "written", ["", "foo", "a b", "+a", "ctrl+", "ctrl", "F25", "f0", "shift+a", "pedal", "\x1b", "hyper+x"]
)
def test_what_is_no_key_is_not_known(written: str) -> None:
    assert known_key(written) is None


@pytest.mark.parametrize(
    ("written", "same"), [("ctrl+i", "Tab"), ("Ctrl+M", "Enter"), ("ctrl+h", "Backspace"), ("x", "")]
)
def test_a_code_that_two_keys_share_is_named_by_the_key_that_is_pressed(written: str, same: str) -> None:
    assert sent_as(written) == same
    assert not same or known_key(written) is None


@given(st.sampled_from(string.printable.strip()))
def test_characters_have_the_names_that_textual_gives_their_keys(character: str) -> None:
    assert character_key(character) == _character_to_key(character)


@given(
    st.sampled_from(
        [*string.printable.strip(), "pad:up", "F7", "Ctrl+R", "Shift+Tab", "PageUp", "←", "Space", "Alt+x", "ctrl+f5"]
    )
)
def test_a_written_name_is_read_again_as_the_same_key(written: str) -> None:
    key = known_key(written)
    assert key is not None
    assert known_key(config_name(key)) == key
    assert known_key(key) == key


MOVES = ("up", "down", "left", "right", "home", "end")


@pytest.mark.parametrize("modifiers", ["", "ctrl+", "alt+", "shift+", "ctrl+shift+", "ctrl+alt+shift+"])
@pytest.mark.parametrize(
    "key",
    [*MOVES, "pageup", "tab", "space", "enter", "f5", "f13", "delete", "insert", "backspace", "plus", "full_stop"],
)
def test_a_key_that_is_learned_by_pressing_it_is_read_again_as_itself(modifiers: str, key: str) -> None:
    assert known_key(config_name(modifiers + key)) == modifiers + key
    assert can_be_written(modifiers + key)


@pytest.mark.parametrize("key", ["ctrl+i", "ctrl+m", "ctrl+h", "left_shift", "caps_lock", "super+x", "ctrl+@"])
def test_a_key_without_a_name_of_its_own_cannot_be_written(key: str) -> None:
    assert not can_be_written(key)


def test_keys_that_need_no_modifier_are_known_by_the_names_that_textual_has() -> None:
    mine = {"escape", "enter", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"}
    mine |= {"up", "down", "left", "right", *(f"f{number}" for number in range(1, 25))}
    assert mine <= {key.value for key in Keys}
    assert all(known_key(key) == key for key in mine)


def test_names_are_short_in_lines_of_keys_and_whole_where_they_are_read_out() -> None:
    assert [short_name(key) for key in ("space", "escape", "f9", "left", "full_stop", "x")] == [
        "space",
        "esc",
        "F9",
        "←",
        ".",
        "x",
    ]
    assert [spoken_name(key) for key in ("space", "escape", "left", "full_stop", "plus", "ctrl+c", "x")] == [
        "Space",
        "Escape",
        "left arrow",
        "full stop",
        "plus",
        "Ctrl+C",
        "x",
    ]


@pytest.mark.parametrize(
    ("key", "there"),
    [
        *((key, True) for key in ("x", "0", "f8", "f12", "escape", "tab", "left", "home", "ctrl+c", "ctrl+b")),
        *((key, False) for key in ("f13", "pad:0", "midi:cc64", "snowman", "ctrl+f13", "alt+shift+ω", "ctrl+enter")),
        *((key, False) for key in ("shift+space", "shift+left", "alt+x", "ctrl+j", "insert", "ö", "й")),
    ],
)
def test_only_what_every_keyboard_has_and_every_terminal_sends_is_on_the_keyboard(key: str, there: bool) -> None:
    assert is_on_keyboard(key) is there


PRESSES = ["pad:0", "pad:12", *(f"pad:{way}" for way in ("up", "down", "left", "right"))]
PRESSES += [f"midi:{kind}{number}" for kind in ("", "cc") for number in range(128)]
SHOWN = [*PRESSES, "space", "f9", "full_stop", "left", "x", "0", "minus", "shift+tab", "ctrl+r"]


def test_wherever_a_name_in_a_line_of_keys_is_clicked_it_is_that_key() -> None:
    for key in SHOWN:
        name = short_name(key)
        for before, behind in (("", ""), ("1-9 ", ""), ("", " F2")):
            for at in range(len(name)):
                assert key_named_at(f"{before}{name}{behind}", len(before) + at) == key
        assert key_named_at(name, len(name) + 1) == key


@pytest.mark.parametrize(
    "written", ["pad:00", "pad:1000", "midi:060", "midi:128", "midi:cc007", "midi:cc200", "pad:x", "remote"]
)
def test_what_no_device_sends_is_no_key(written: str) -> None:
    assert known_key(written) is None
