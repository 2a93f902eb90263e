"""Keys of commands act by their place, or as their twin."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.keys.layouts import command_key, shows_azerty

QWERTY = "qwertyuiopasdfghjklzxcvbnm"
CLICKERS = {"b": "full_stop"}

LAYOUTS = {
    "Russian": "йцукенгшщзфывапролдячсмить",
    "Ukrainian": "йцукенгшщзфівапролдячсмить",
    "Belarusian": "йцукенгшўзфывапролдячсмить",
    "Greek": ";ςερτυθιοπασδφγηξκλζχψωβνμ",
    "full width": "ｑｗｅｒｔｙｕｉｏｐａｓｄｆｇｈｊｋｌｚｘｃｖｂｎｍ",
}
DIGIT_ROWS = {
    "AZERTY": "&é\"'(-è_çà",
    "Arabic": "١٢٣٤٥٦٧٨٩٠",
    "Persian": "۱۲۳۴۵۶۷۸۹۰",
    "full width": "１２３４５６７８９０",
}
NAMES = {
    ";": "semicolon",
    "&": "ampersand",
    '"': "quotation_mark",
    "'": "apostrophe",
    "(": "left_parenthesis",
    "-": "minus",
    "_": "underscore",
}
NUMPAD = {
    "add": "plus",
    "subtract": "minus",
    "equal": "equals_sign",
    "decimal": "full_stop",
    "separator": "full_stop",
    **{key: key for key in ("enter", "left", "right", "up", "down", "pageup", "pagedown")},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_letter_acts_as_the_latin_one_on_its_key_with_caps_lock_too(layout: str) -> None:
    for typed, latin in zip(LAYOUTS[layout], QWERTY, strict=True):
        expected = CLICKERS.get(latin, latin)
        assert command_key(NAMES.get(typed, typed)) == expected
        if typed != "ς":  # its capital is that of another key
            assert command_key(NAMES.get(typed, typed.upper())) == expected


@pytest.mark.parametrize("row", DIGIT_ROWS)
def test_the_digit_row_gives_digits(row: str) -> None:
    for typed, digit in zip(DIGIT_ROWS[row], "1234567890", strict=True):
        expected = "minus" if typed == "-" else digit  # the key of the 6 is the minus of all other layouts
        assert command_key(NAMES.get(typed, typed)) == expected


@pytest.mark.parametrize(("key", "twin"), NUMPAD.items())
def test_the_numpad_has_twins(key: str, twin: str) -> None:
    assert command_key(key) == twin


@pytest.mark.parametrize(("accented", "plain"), [("ά", "a"), ("Έ", "e"), ("ΐ", "i"), ("ώ", "v"), ("ς", "w")])
def test_a_greek_accent_changes_nothing(accented: str, plain: str) -> None:
    assert command_key(accented) == plain


@pytest.mark.parametrize(
    ("key", "acts_as"),
    [
        *(("ctrl+й", "ctrl+q"), ("ctrl+ы", "ctrl+s"), ("ctrl+κ", "ctrl+k"), ("ctrl+q", "ctrl+q"), ("ctrl+b", "ctrl+b")),
        *(("ctrl+left", "ctrl+left"), ("ctrl+shift+й", "ctrl+shift+й")),
    ],
)
def test_control_goes_with_a_letter_by_its_place_too(key: str, acts_as: str) -> None:
    assert command_key(key) == acts_as


def test_only_a_row_of_azerty_shows_azerty() -> None:
    assert [key for key in ("minus", "1", "q", "apostrophe", "ampersand", "é", "à") if shows_azerty(key)] == [
        "ampersand",
        "é",
        "à",
    ]


@given(st.sampled_from(string.ascii_letters + string.digits))
def test_latin_letters_and_digits_act_by_what_is_printed_on_them(typed: str) -> None:
    assert command_key(typed) == CLICKERS.get(typed.lower(), typed.lower())


@given(st.characters() | st.sampled_from(["escape", "tab", "f9", "ctrl+q", "shift+tab", "left_shift"]))
def test_no_key_becomes_one_that_ends_or_begins_unless_it_is_its_twin(typed: str) -> None:
    acts_as = command_key(typed)
    assert acts_as
    if len(typed) > 1:
        assert acts_as == typed
    if acts_as in ("space", "enter", "escape", "tab", "y"):
        assert acts_as == typed or typed.lower() in ("y", "н", "υ", "ύ", "ϋ", "ΰ", "ｙ") or ord(typed) > 0x3FF
