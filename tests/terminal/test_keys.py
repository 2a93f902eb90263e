"""What the terminal sends becomes the same keys as in Textual, and what is no key never becomes one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from negcoach.terminal.keys import KeyBehindEscape, Translator
from negcoach.terminal.sequences import BULK, LONGEST_PASTE, MOST_PATIENCE_S, Splitter, decoder


def messages(*chunks: str) -> list[Message]:
    """Return what the app is told of these chunks, when nothing follows them."""
    splitter, translator = Splitter(), Translator()
    pieces = [piece for chunk in chunks for piece in splitter.feed(chunk)]
    pieces += splitter.expire()
    assert splitter.patience_s is None
    return [message for piece in pieces for message in translator.messages(piece)]


def keys(*chunks: str) -> list[str]:
    """Return the names of the keys among them."""
    return [message.key for message in messages(*chunks) if isinstance(message, events.Key)]


def keys_in_textual(sequence: str) -> list[str]:
    """Return the names of the keys that Textual's own parser reads."""
    parser = XTermParser()
    found = [*parser.feed(sequence), *parser.feed("")]
    return [message.key for message in found if isinstance(message, events.Key)]


CURSOR_POSITIONS = re.compile(r"\x1b\[\d+;\d+R")  # Textual takes F3 with a modifier for one
MISREAD = re.compile(r"\x1b\[(2[5689]|3[1-4])~")  # F13 to F20, which Textual takes for characters
MAY_GO_ON = re.compile(r"\x1b\[\d+\$|\x1b[ -/]?")  # what follows at once belongs to these
SEQUENCES = sorted(
    sequence
    for sequence in {*ANSI_SEQUENCES_KEYS, *(f"\x1b[{key}" for key in FUNCTIONAL_KEYS)}
    if sequence not in ("\x9b", "\x1b\x1b", "\x1b")
    and not CURSOR_POSITIONS.fullmatch(sequence)
    and not MISREAD.fullmatch(sequence)
)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=ascii)
def test_every_key_that_textual_knows_is_the_same_key(sequence: str) -> None:
    assert keys(sequence) == keys_in_textual(sequence)
    assert keys(*sequence) == keys(sequence), "in pieces"
    if not MAY_GO_ON.fullmatch(sequence):
        assert keys("a" + sequence + "b") == ["a", *keys(sequence), "b"]


def test_the_keys_of_pedals_are_the_function_keys_that_they_send() -> None:
    codes = (25, 26, 28, 29, 31, 32, 33, 34)
    assert [keys(f"\x1b[{code}~") for code in codes] == [[f"f{number}"] for number in range(13, 21)]
    assert keys("\x1b[57376u") == ["f13"]


@pytest.mark.parametrize("sequence", ["\x1b[97;5u", "\x1b[97;2;65u", "\x1b[13;1u", "\x1b[1;2A", "\x1b[3;5~"])
def test_modifiers_and_text_of_kitty_are_read_as_in_textual(sequence: str) -> None:
    assert keys(sequence) == keys_in_textual(sequence) != []


def test_escape_stands_alone_once_nothing_follows() -> None:
    splitter = Splitter()
    assert list(splitter.feed("\x1b")) == []
    assert splitter.patience_s == pytest.approx(0.01)
    assert list(splitter.expire()) == ["\x1b"]
    assert list(splitter.feed("q" * BULK + "\x1b")) == ["q"] * BULK
    assert splitter.patience_s == pytest.approx(0.3), "bulk is cut off anywhere"
    assert list(splitter.feed("[1;-1x")) == ["\x1b[1;-1x"]
    assert list(splitter.feed("\x1b[<35;5;5M\x1b")) == ["\x1b[<35;5;5M"]
    assert splitter.patience_s == pytest.approx(0.01)
    assert keys("\x1b") == ["escape"]
    assert keys("\x1b\x1b[A") == ["escape", "up"]
    assert keys("\x1bx") == ["alt+x"]


@pytest.mark.parametrize(
    "sequence", ["\x1b[27;2u", "\x1b[27;3u", "\x1b[27;5u", "\x1b[27;6u", "\x1b[27;2;27~", "\x9b27;5;27~"]
)
def test_escape_is_escape_whatever_is_held_down_with_it(sequence: str) -> None:
    assert keys(sequence) == ["escape"]


def test_keys_are_themselves_where_another_program_had_xterm_report_what_is_held_down_with_them() -> None:
    assert keys("\x1b[27;5;99~\x1b[27;2;88~\x1b[27;2;32~\x1b[27;2;13~") == ["ctrl+c", "X", "space", "shift+enter"]
    assert keys("\x1b[27;2;9999999~\x1b[27;5;1114112~\x1b[27;999;55296~\x1b[27;2;57344~") == []


@pytest.mark.parametrize("typed", ["x", " ", "\r", "\t", "b", "\x03", ".", "1", "é"])
def test_a_key_that_comes_in_one_piece_with_an_escape_says_so(typed: str) -> None:
    (key,) = messages(f"\x1b{typed}")
    assert isinstance(key, KeyBehindEscape)
    assert not any(isinstance(key, KeyBehindEscape) for key in messages(typed, "\x1b[A", "\x1b\x1b[B", "\x1b"))


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[97;1:3u",
        "\x1b[57399;1:3u",
        "\x1b[1;1:3A",
        "\x1b[5;1:3~",
        "\x1b[1114112u",
        "\x1b[99999999999u",
        "\x1b[55296u",
        "\x1b[57344u",
        "\x1b[97;1;1114112u",
        "\x1b[97;1;3u",
        "\x1b[u",
        "\x1b[99~",
        "\x1b[;;;;;;u",
        "\x1b[97;99999999999999u",
        "\x1b[48;5000;5000;0;0t",
        "\x1b[?2048;2$y",
        "\x1b[?1;2c",
        "\x1b[12;40R",
        "\x1b[M !!",
        "\x1b[<99999999;1;1M",
        "\x1b[<0;99999999;1M",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]0;quit\x07",
        "\x1bPq#0;qqq\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b]52;c;" + "q" * 100_000,
        "\x1b[" + "1;" * 100_000 + "q",
        "\x1b[" + "1;" * 100_000,
        "\x1b[12",
        "\ufffd",
        "\x85\x9b\x9d",
        "\x1b[<35;-5;30M",
        "\x1b[<0;5;-30m",
        "\x1b[48;-1;-1;1;1t",
        "\x1b[1;-1A",
        "\x1b#8",
        "\x1b(B",
        "\x1b $%G",
        "\x9b1;-1t",
        "\x9b31m\x9d0;x\x9c",
        "\x1bP\x07x\x1b\\",
        "\x1b[1\x18",
        "\x1bPx\x1a",
        "\x1bO ",
        "\ud800",
    ],
    ids=lambda sequence: ascii(sequence[:24]),
)
def test_what_is_no_key_acts_as_none(sequence: str) -> None:
    assert keys(sequence) == []


def test_a_held_key_of_kitty_repeats() -> None:
    assert keys("\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u") == ["a", "a"]


@pytest.mark.parametrize("noise", ["\x1b]0;qqq", "\x1bPqqq", "\x1b[200~qqq", "\x1b[12;", "\x1b[" + "1" * 300])
@pytest.mark.parametrize(("more", "patience_s"), [("", 0.01), ("1" * BULK, 0.3)], ids=["alone", "in bulk"])
def test_escape_acts_in_the_middle_of_anything(noise: str, more: str, patience_s: float) -> None:
    splitter, translator = Splitter(), Translator()
    list(splitter.feed(noise))
    pieces = [*splitter.feed(f"{more}\x1b")]
    assert splitter.patience_s == pytest.approx(patience_s)
    pieces += splitter.expire()
    found = [message for piece in pieces for message in translator.messages(piece)]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["escape"]
    assert [*splitter.feed("k")] == ["k"]


@pytest.mark.parametrize("noise", ["\x1b]0;qqq", "\x1bPqqq", "\x1b[200~qqq", "\x1b[12;", "\x1b[" + "1" * 300, "\x1b[["])
def test_a_key_after_something_unfinished_acts_once_that_is_given_up(noise: str) -> None:
    splitter = Splitter()
    list(splitter.feed(noise))
    assert 0 < (splitter.patience_s or 0) <= 1
    list(splitter.expire())
    assert [*splitter.feed("k")] == ["k"]


def test_a_paste_is_one_message_without_what_no_field_holds() -> None:
    (pasted,) = messages("\x1b[200~two\x00 wo", "rds\x1b[2", "01~")
    assert isinstance(pasted, events.Paste)
    assert pasted.text == "two words"
    (long,) = messages("\x1b[200~" + "x" * 10_000_000 + "\x1b[201~")
    assert isinstance(long, events.Paste)
    assert len(long.text) == LONGEST_PASTE


def test_focus_mouse_and_the_answer_about_updates_are_told() -> None:
    told = messages("\x1b[I\x1b[O\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;3;4M\x1b[?2026;2$y")
    assert [type(message) for message in told] == [
        events.AppFocus,
        events.AppBlur,
        events.MouseDown,
        events.MouseUp,
        events.MouseScrollUp,
        TerminalSupportsSynchronizedOutput,
    ]


INTRODUCERS = ["\x1b", *(f"\x1b{rest}" for rest in ("[", "]", "P", "O", "[<", "[?", "[200~", "[201~", "[M")), "\x9b"]
NUMBERS = ["0", "1", "3", "27", "97", "57399", "55296", "1114111", "1114112", "99999999999", "٣", "-1"]
PARTS = st.one_of(
    st.sampled_from(INTRODUCERS),
    st.sampled_from(NUMBERS),
    st.sampled_from([*";:;:~uABHMmRtcy$ \\\x07\x18", *"aqp "]),
    st.text(max_size=5),
)


def names(found: Iterable[Message]) -> list[object]:
    """Return what can be compared of messages."""
    return [message.key if isinstance(message, events.Key) else type(message) for message in found]


@given(st.lists(PARTS, max_size=30).map("".join), st.data())
def test_whatever_comes_is_read_the_same_in_one_piece_and_in_many(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    chunks = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = messages(text)
    assert names(messages(*chunks)) == names(whole)
    for message in whole:
        if isinstance(message, events.Key):
            assert message.key != ""
            assert not {unicodedata.category(one) for one in message.key} & {"Cc", "Cs", "Cn"}


@given(
    code=st.integers(0, 10**12),
    modifiers=st.integers(0, 10**6),
    event=st.integers(0, 9),
    points=st.lists(st.integers(0, 10**7)),
    end=st.sampled_from("u~ABCDEFHPQRS"),
)
def test_any_number_in_a_key_of_kitty_gives_at_most_one_key_of_a_name(
    code: int, modifiers: int, event: int, points: list[int], end: str
) -> None:
    found = keys(f"\x1b[{code};{modifiers}:{event};{':'.join(map(str, points))}{end}")
    assert len(found) <= max(1, len(points))
    assert all(found)


CSI = st.sampled_from(["\x1b[", "\x9b"])
PARAMETERS = st.text([chr(point) for point in range(0x30, 0x40)], max_size=8)
INTERMEDIATES = st.text([chr(point) for point in range(0x20, 0x30)], min_size=1, max_size=3)
FINAL = st.characters(min_codepoint=0x40, max_codepoint=0x7E)
ABORT = st.sampled_from("\x18\x1a")
STRINGS = st.sampled_from([*"\x90\x98\x9e\x9f", *(f"\x1b{letter}" for letter in "PX^_")])
"""DCS, SOS, PM and APC."""


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return one text of each part."""
    return st.tuples(*parts).map("".join)


def without(characters: str) -> st.SearchStrategy[str]:
    """Return what a string of a terminal holds: all but what ends it."""
    return st.text(st.characters(codec="utf-8", exclude_characters=f"{characters}\x18\x1a\x1b\x9c"), max_size=20)


NO_KEY = st.one_of(
    joined(CSI, st.sampled_from("<=>?"), PARAMETERS, st.one_of(st.just(""), INTERMEDIATES), FINAL),
    joined(CSI, PARAMETERS, INTERMEDIATES, PARAMETERS.filter(bool), st.one_of(st.just(""), INTERMEDIATES), FINAL),
    joined(st.just("\x1b"), INTERMEDIATES, st.characters(min_codepoint=0x30, max_codepoint=0x7E)),
    joined(CSI, PARAMETERS, st.one_of(st.just(""), INTERMEDIATES), ABORT),
    joined(STRINGS, without(""), st.one_of(st.sampled_from(["\x1b\\", "\x9c"]), ABORT)),
    joined(
        st.sampled_from(["\x1b]", "\x9d"]),
        without("\x07"),
        st.one_of(st.sampled_from(["\x1b\\", "\x9c", "\x07"]), ABORT),
    ),
    joined(CSI, st.just("M"), st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), min_size=3, max_size=3)),
    st.sampled_from("\x80\x84\x85\x88\x8d\x8e\x91\x99\x9a\x9c"),
)
"""Whatever a terminal may send that nobody has typed: ECMA-48, and what is malformed by it."""

KEYS = [
    *("a", " ", "5", ";", "[", "M", "~", "\r", "\t", "\x7f", "\x03", "\x11", "é", "ß", "л", "漢", "\U0001f600"),
    *("\x1b[A", "\x1bOA", "\x9bA", "\x1bOP", "\x8fP", "\x1b[[A", "\x1b[11~", "\x1b[25~", "\x1b[1;5P", "\x1b[3;5~"),
    *("\x1b[97u", "\x1b[97;2;65u", "\x1b[57376u", "\x1b[97;1:2u", "\x1ba", "\x1bé", "\x1b\r"),
]


@given(st.lists(st.one_of(NO_KEY, st.sampled_from(KEYS)), max_size=12), st.data())
def test_what_nobody_typed_gives_no_key_and_what_is_typed_between_gives_itself(
    pieces: list[str], data: st.DataObject
) -> None:
    sent = "".join(pieces).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    read = decoder().decode
    chunks = [read(sent[start:end]) for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert keys(*chunks) == [key for piece in pieces if piece in KEYS for key in keys(piece)]


@given(NO_KEY, st.data())
def test_what_is_cut_off_gives_no_key_and_the_next_key_acts_once_it_is_given_up(
    sequence: str, data: st.DataObject
) -> None:
    begun = sequence[: data.draw(st.integers(1, len(sequence)))]
    splitter, translator = Splitter(), Translator()
    found = [*splitter.feed(begun), *splitter.expire()]
    if (
        not begun.endswith("\x1b") and begun != "\x9b" and not MAY_GO_ON.fullmatch(begun.replace("\x9b", "\x1b["))
    ):  # else they are keys
        assert not [one for piece in found for one in translator.messages(piece) if isinstance(one, events.Key)]
    assert [*splitter.feed("k")] == ["k"]


@pytest.mark.parametrize("control", range(0x80, 0xA0), ids=hex)
def test_a_control_of_one_byte_that_is_no_utf8_is_that_control(control: int) -> None:
    assert decoder().decode(bytes([control]) + "л".encode()) == chr(control) + "л"
    assert decoder().decode(b"\xff\xe2\x9b(") == "\ufffd\ufffd("


def test_keys_of_one_control_sequence_of_eight_bits_are_those_of_its_escape() -> None:
    assert keys(decoder().decode(b"\x9bA\x9b<35;-5;30M\x8fP")) == ["up", "f1"]


@pytest.mark.parametrize("key", ["\x1b-", "\x1b/", "\x1b ", "\x1b[23$"], ids=ascii)
def test_a_key_that_may_begin_a_sequence_acts_when_nothing_follows_or_what_cannot_belong_to_it(
    key: str,
) -> None:
    splitter = Splitter()
    assert [*splitter.feed(key)] == []
    assert splitter.patience_s == pytest.approx(0.01)
    assert [*splitter.expire()] == [key]
    assert keys(key) != []
    assert keys(key + key + "\r") == [*keys(key), *keys(key), "enter"]
    assert keys(key + "\x18") == []


def test_escape_with_alt_acts_as_escape_in_xterm_when_nothing_follows_it() -> None:
    splitter, sent = Splitter(), decoder().decode(b"\xc2\x9b")
    assert [*splitter.feed(sent)] == []
    assert splitter.patience_s == pytest.approx(0.01)
    assert [*splitter.expire()] == ["\x1b"]
    assert keys(sent) == ["escape"]
    assert keys(sent + "A") == ["up"]
    assert keys(sent + sent + "A") == ["up"]
    assert keys("\x85" * 64 + sent) == ["escape"]
    assert [*splitter.feed("\x85" * 64 + sent)] == []
    assert splitter.patience_s == pytest.approx(0.3)  # what comes in bulk is cut off anywhere


@pytest.mark.parametrize(("typed", "key"), [("\x03", "ctrl+c"), ("\r", "enter"), ("\x7f", "backspace"), ("é", "é")])
def test_what_no_sequence_has_acts_in_the_middle_of_one_whose_end_is_no_key_all_the_same(typed: str, key: str) -> None:
    for sequence in (f"\x1b[<35;{typed}5;30M", f"\x9b{typed}1A", f"\x1b[{'1' * 300}{typed}5q"):
        assert keys(sequence) == keys(*sequence) == [key]


class FakeClock:
    """Seconds that pass when a test says so."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.mark.parametrize(
    "begun",
    ["\x1b]0;", "\x1bP", "\x9d", "\x9b1", "\x1b[1;", "\x1b[" + "1" * 300, "\x1b[1\r", "\x1b[M", "\x1b[200~"],
    ids=lambda begun: ascii(begun[:12]),
)
@pytest.mark.parametrize("key", [" ", "5"])
def test_a_key_that_is_pressed_again_and_again_acts_however_an_end_is_missing(begun: str, key: str) -> None:
    clock = FakeClock()
    splitter = Splitter(clock)
    list(splitter.feed(begun))
    pressed = 0
    while True:
        clock.now_s += 0.03  # as a key that is held down repeats
        patience_s = splitter.patience_s
        if patience_s is not None and patience_s <= 0.03:
            list(splitter.expire())
        if key in splitter.feed(key):
            break
        pressed += 1
        assert clock.now_s < MOST_PATIENCE_S + 0.1, pressed


def test_a_paste_or_a_string_that_comes_in_bulk_is_waited_for_however_long_it_is() -> None:
    clock = FakeClock()
    for begun in ("\x1b[200~", "\x1b]52;c;"):
        splitter = Splitter(clock)
        list(splitter.feed(begun))
        for _ in range(50):
            clock.now_s += 0.2
            assert list(splitter.feed("q" * BULK)) == []
            assert (splitter.patience_s or 0) > 0.2
