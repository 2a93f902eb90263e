"""What is read from a phone: our own messages as they were sent, and anything else refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.broadcast.codec import UnreadableError
from negcoach.remote.messages import (
    LONGEST,
    Answer,
    Code,
    Face,
    Failed,
    Message,
    NewCode,
    Ping,
    Pong,
    Press,
    Pressed,
    Refused,
    Serving,
    Token,
    read,
    text_of,
)

ALL: tuple[Message, ...] = (
    Code("012345"),
    Token("a" * 32),
    Refused("wait", 8),
    Ping(3),
    Pong(3, 12.5),
    Press(4, "pain", 1e9, 7),
    Answer(4, taken=False),
    Face(7, "bottom reached", "LOWER", "3", ("Bench press", "set 1 of 3"), True, True, 0x6B2C00, 0xFFFFFF, 0xFFB74A),
    Pressed(4, "end", 5, 7),
    Serving("192.168.1.20", 8642, "012345", paired=True, connected=True, trip_ms=9),
    Failed("Why."),
    NewCode(),
)


@pytest.mark.parametrize("message", ALL, ids=lambda message: type(message).__name__)
def test_a_message_is_read_as_it_was_sent_and_is_one_line(message: Message) -> None:
    assert read(text_of(message)) == message
    assert "\n" not in text_of(message)
    if isinstance(message, Code | Token | Pong | Press):
        assert len(text_of(message)) < LONGEST / 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '["press"]',
        '["press",{}]',
        '["press",{"number":1,"name":"begin","at_ms":1,"face":1}]',
        '["press",{"number":1,"name":"next","at_ms":-1,"face":1}]',
        '["press",{"number":1,"name":"next","at_ms":1e308,"face":1}]',
        '["press",{"number":1,"name":"next","at_ms":NaN,"face":1}]',
        '["press",{"number":true,"name":"next","at_ms":1,"face":1}]',
        '["press",{"number":1,"name":"next","at_ms":1,"face":1,"more":1}]',
        '["pong",{"number":1,"at_ms":"1"}]',
        '["code",{"code":123456}]',
        '["__class__",{}]',
        "[" * 400,
    ],
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda each: st.lists(each) | st.dictionaries(st.text(), each),
    )
)
def test_any_json_is_a_message_or_refused(plain: object) -> None:
    for text in (json.dumps(plain), json.dumps(["press", plain]), json.dumps(["code", {"code": plain}])):
        try:
            read(text)
        except UnreadableError:
            continue


def test_what_a_phone_says_is_cleaned() -> None:
    said = read(json.dumps(["code", {"code": "\x1b[31m12\u202e3"}]))
    assert said == Code("123")
