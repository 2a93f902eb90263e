"""Equipment as people write it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.training.equipment.equipment import BarLoad, BeltLoad, Dumbbells, Implement, Stack, Weight
from negcoach.training.equipment.equipment_text import (
    implement_text,
    parse_implement,
    parse_plates,
    parse_weight,
    plates_text,
    weight_text,
)
from negcoach.training.equipment.plates import Plates

WEIGHTS = st.integers(1, 20_000)
UNITS = st.sampled_from(["kg", "lb"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bar", BarLoad()),
        ("Bar 7.5 kg", BarLoad(Weight(750, "kg"))),
        ("belt", BeltLoad()),
        ("dumbbell 2, 4, ... 10 kg", Dumbbells((200, 400, 600, 800, 1000), "kg")),
        ("dumbbells 2, 4, …, 8, 10, 12.5 kg", Dumbbells((200, 400, 600, 800, 1000, 1250), "kg")),
        ("dumbbell 24kg", Dumbbells((2400,), "kg")),
        ("stack 5 + 5 kg", Stack(500, 500, 0, "kg")),
        ("stack 10+10 to 200 lb", Stack(1000, 1000, 20_000, "lb")),
    ],
)
def test_what_an_exercise_is_loaded_with_is_read(text: str, expected: Implement) -> None:
    assert parse_implement(text) == expected


def test_plates_are_one_pair_unless_their_number_is_given() -> None:
    assert parse_plates("25 x 2, 20, 1.25×3 kg") == Plates("kg", ((2500, 2), (2000, 1), (125, 3)))


def test_a_unit_is_needed_only_where_none_is_given() -> None:
    assert parse_weight("45", "lb") == Weight(4500, "lb")
    with pytest.raises(NegcoachError, match=r'"45" has no unit. Write it like 20 kg, or with lb'):
        parse_weight("45")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no unit"),
        ("kg", "is not a plate"),
        ("25, 2,5 kg", "5 after 2: list them from the heaviest down, decimals as 2.5"),
        ("25, 25 kg", "list them from the heaviest down"),
        ("25 x 0 kg", "1 to 20 pairs"),
        ("25 x 200 kg", "1 to 20 pairs"),
        ("0 kg", "more than 0"),
        ("9999 kg", "at most 1000 kg"),
        ("a kg", '"a" is not a plate'),
        ("25.01 x 20, 20.03 x 20, 15.07 x 20, 10.11 x 20 kg", "too many loads: round their weights"),
    ],
)
def test_wrong_plates_are_refused_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(NegcoachError, match=message):
        parse_plates(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kettlebell 16 kg", '"kettlebell 16 kg" is not known. Write "bar", "bar 7.5 kg", "dumbbell 2, 4, ... 30 kg"'),
        ("", 'Write "bar"'),
        ("dumbbell kg", "heaviest dumbbell is missing"),
        ("dumbbell ... 30 kg", "Dots follow two weights"),
        ("dumbbell 2, 4, ... kg", "heaviest dumbbell is missing"),
        ("dumbbell 4, 2 kg", "2 after 4: list them from the lightest up"),
        ("dumbbell 0.01, 0.02, ... 900 kg", "at most 100 dumbbells"),
        ("stack 5 kg", "first weight and the step, like stack 5"),
        ("stack 5 + 0 kg", "more than 0"),
        ("stack 50 + 5 to 20 kg", "The heaviest load, 20, is lighter than the first, 50"),
        ("bar twenty kg", '"twenty kg" is not a weight. Write it like 20 kg'),
    ],
)
def test_a_wrong_implement_is_refused_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(NegcoachError, match=message.replace("+", r"\+")):
        parse_implement(text)


@given(st.builds(Weight, WEIGHTS, UNITS))
def test_a_bar_is_read_back(weight: Weight) -> None:
    assert parse_weight(weight_text(weight)) == weight


@given(
    st.dictionaries(st.integers(1, 80).map(lambda some: some * 25), st.integers(1, 4), min_size=1, max_size=16), UNITS
)
def test_plates_are_read_back(pairs: dict[int, int], unit: str) -> None:
    plates = Plates("lb" if unit == "lb" else "kg", tuple(sorted(pairs.items(), reverse=True)))
    assert parse_plates(plates_text(plates)) == plates


@given(
    st.one_of(
        st.builds(BarLoad, st.none() | st.builds(Weight, WEIGHTS, UNITS)),
        st.builds(
            Dumbbells,
            st.sets(st.integers(1, 60), min_size=1).map(lambda some: tuple(sorted(w * 50 for w in some))),
            UNITS,
        ),
        st.builds(
            lambda first, step, more, unit: Stack(first, step, more and first + more, unit),
            WEIGHTS,
            WEIGHTS,
            WEIGHTS,
            UNITS,
        ),
    )
)
def test_an_implement_is_read_back(implement: Implement) -> None:
    assert parse_implement(implement_text(implement)) == implement


@pytest.mark.parametrize("parse", [parse_weight, parse_plates, parse_implement])
def test_a_long_text_is_refused_at_once(parse: Callable[[str], object]) -> None:
    began_s = time.thread_time()
    with pytest.raises(NegcoachError):
        parse(f"1{' ' * 50_000}x")
    assert time.thread_time() - began_s < 1


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_weight, parse_plates, parse_implement):
        try:
            parse(text)
        except NegcoachError as error:
            assert str(error)
