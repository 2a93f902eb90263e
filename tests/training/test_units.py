"""Loads: what can be typed, what is refused, and that what is shown is what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.units import (
    KG_PER_LB,
    MOST_KG,
    Unit,
    format_load,
    parse_added_load,
    parse_load,
    rounded_in,
    typed_unit,
)


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("100kg", 100),
        ("100 kg", 100),
        (" 100 ", 100),
        ("100,5", 100.5),
        ("102.25 KG", 102.25),
        ("+10kg", 10),
        ("0", 0),
        ("1000kg", 1000),
        ("220.5lb", 220.5 * KG_PER_LB),
        ("220.5 lbs", 220.5 * KG_PER_LB),
    ],
)
def test_a_load_is_read_in_the_ways_people_write_it(text: str, kg: float) -> None:
    assert parse_load(text) == kg


@pytest.mark.parametrize(
    ("kg", "unit", "decimals", "shown"),
    [
        (1279.0, "lb", 0, "2820 lb"),
        (106.594, "lb", 2, "235 lb"),
        (106.594, "kg", 2, "106.59 kg"),
        (80.6, "kg", 0, "81 kg"),
    ],
)
def test_a_load_is_rounded_in_the_unit_in_which_it_is_shown(kg: float, unit: Unit, decimals: int, shown: str) -> None:
    assert format_load(rounded_in(unit, kg, decimals), unit) == shown


def test_a_bare_number_is_in_the_lifters_unit() -> None:
    assert parse_load("100", "lb") == 100 * KG_PER_LB
    assert parse_load("100kg", "lb") == 100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("-5", "negative"),
        ("−5kg", "negative"),
        ("nan", "not a load"),
        ("inf", "not a load"),
        ("1e3", "not a load"),
        ("1_000", "not a load"),
        ("٣", "not a load"),
        ("100 stone", "not a load"),
        ("kg", "not a load"),
        ("1 000", "not a load"),
        ("1,000", "two decimals"),
        ("1000.01", "at most 1000 kg"),
        ("2205lb", "at most 1000 kg"),
        ("999999999", "at most 1000 kg"),
        ("9" * 5000, "not a load"),
        ("\x1b[2J\n5", "not a load"),
    ],
)
def test_what_is_no_load_is_refused_in_one_printable_line(text: str, says: str) -> None:
    with pytest.raises(NegcoachError, match=says) as refused:
        parse_load(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("kg", "unit", "text"),
    [
        (105, "kg", "105 kg"),
        (102.5, "kg", "102.5 kg"),
        (0, "kg", "0 kg"),
        (100, "lb", "220.46 lb"),
        (231.5 * KG_PER_LB, "lb", "231.5 lb"),
        (1000, "kg", "1000 kg"),
    ],
)
def test_a_load_is_shown_without_trailing_zeros(kg: float, unit: Unit, text: str) -> None:
    assert format_load(kg, unit) == text


@given(hundredths=st.integers(0, 100 * MOST_KG), unit=st.sampled_from(["kg", "lb"]))
def test_what_is_shown_is_what_was_typed(hundredths: int, unit: Unit) -> None:
    typed = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".") + f" {unit}"
    assert format_load(parse_load(typed), unit) == typed


@given(st.text(max_size=20))
def test_any_text_is_a_load_in_range_or_refused(text: str) -> None:
    try:
        kg = parse_load(text)
    except NegcoachError:
        return
    assert 0 <= kg <= MOST_KG


@pytest.mark.parametrize(
    ("text", "kg"), [("-20", -20.0), ("−20 kg", -20.0), ("80", 80.0), ("", 0.0), ("- 22.05lb", -22.05 * KG_PER_LB)]
)
def test_what_is_added_to_the_body_can_be_help(text: str, kg: float) -> None:
    assert parse_added_load(text, "kg") == pytest.approx(kg)


@pytest.mark.parametrize("text", ["--20", "-heavy", "-1001", "heavy"])
def test_what_is_neither_added_load_nor_help_is_refused(text: str) -> None:
    with pytest.raises(NegcoachError):
        parse_added_load(text, "kg")


@given(st.floats(-1000, 1000).map(lambda kg: round(kg, 2)))
def test_added_load_and_help_are_read_as_they_are_written(kg: float) -> None:
    assert parse_added_load(format_load(kg, "kg"), "lb") == pytest.approx(kg)


@pytest.mark.parametrize(
    ("text", "default", "unit"),
    [("24 kg", "lb", "kg"), ("24", "lb", "lb"), ("53lbs", "kg", "lb"), ("-20 KG ", "lb", "kg"), ("", "kg", "kg")],
)
def test_the_unit_of_a_load_is_the_one_that_is_written(text: str, default: Unit, unit: Unit) -> None:
    assert typed_unit(text, default) == unit
