"""Tempo notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.exercise.tempo import Lift, Tempo
from tests.training.strategies import tempos


@pytest.mark.parametrize(
    ("text", "tempo"),
    [
        ("5-0-X-0", Tempo(5, 0, Lift.EXPLOSIVE, 0)),
        ("50X0", Tempo(5, 0, Lift.EXPLOSIVE, 0)),
        ("5/0/X/0", Tempo(5, 0, Lift.EXPLOSIVE, 0)),
        (" 5-1-a-1 ", Tempo(5, 1, Lift.ASSISTED, 1)),
        ("2/0/2", Tempo(2, 0, 2, 0)),
        ("202", Tempo(2, 0, 2, 0)),
        ("4211", Tempo(4, 2, 1, 1)),
        ("10-0-A-1", Tempo(10, 0, Lift.ASSISTED, 1)),
        ("5 0 A 1", Tempo(5, 0, Lift.ASSISTED, 1)),
        ("5 - 0 - A - 1", Tempo(5, 0, Lift.ASSISTED, 1)),
    ],
)
def test_every_common_spelling_is_read(text: str, tempo: Tempo) -> None:
    assert Tempo.parse(text) == tempo


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty"),
        ("5-0", "not 2"),
        ("5-0-A-1-2", "not 5"),
        ("-5-0-A-1", "negative"),
        ("5--1-A-1", "negative"),
        ("0-0-0-0", "at least 1 s"),
        ("5-0-Z-0", "'Z'"),
        ("X-0-A-0", "third place"),
        ("5-A-A-0", "third place"),
        ("100A1", "From 10 s on, write it like 10-0-A-1"),
        ("5-0-99-0", "at most 60 s"),
        ("5.5-0-A-0", "whole seconds"),
        ("٥-0-A-0", "whole seconds"),
        ("5-0-A-" + "9" * 30, "whole seconds"),
        ("9" * 1000, "too long"),
        ("[red]5-0-A-0", "whole seconds"),
    ],
)
def test_what_is_no_tempo_is_refused_with_a_right_example(text: str, complaint: str) -> None:
    with pytest.raises(NegcoachError, match=complaint) as refused:
        Tempo.parse(text)
    assert "\n" not in str(refused.value)
    assert "-A-1" in str(refused.value)
    assert len(str(refused.value)) <= 66  # two rows beside the field of a form


@given(tempos)
def test_the_canonical_form_is_read_back(tempo: Tempo) -> None:
    assert Tempo.parse(str(tempo)) == tempo


@given(st.text(max_size=50))
def test_any_text_is_a_tempo_or_one_clear_line(text: str) -> None:
    try:
        assert Tempo.parse(str(Tempo.parse(text))) == Tempo.parse(text)
    except NegcoachError as error:
        assert len(str(error).splitlines()) == 1
