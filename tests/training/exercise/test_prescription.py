"""A prescription's numbers, read as they are typed: what is refused comes with an example that is taken."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

import pytest

from negcoach.commands.parser.help_texts import OPTIONS_OF, PRESCRIPTION, example_of
from negcoach.commands.support.prescription import option_of
from negcoach.errors import NegcoachError
from negcoach.training.exercise.prescription import (
    PARSERS,
    parse_lead_in,
    parse_lift,
    parse_rest,
    parse_seconds,
)
from negcoach.training.units import parse_load

FIELDS: dict[str, Callable[[str], object]] = {
    "--load": parse_load,
    "--spotters": int,
    **{option_of(name): parse for name, parse in PARSERS.items()},
}

WRONG = ("", "abc", "-1", "1:99", "99999", "1:2:3:4:5", "5-1-Q-1", "X", "123456", "1.234", "0-0-0-0", "9" * 50)

AN_EXAMPLE = re.compile(r"(?:such as|like|separators:) ([^ ]+?)[,.:]?(?= |$)")
OTHER_EXAMPLES = re.compile(r"Write it like ([^ ]+), ([^ ]+) or ([^ ]+)\.")
A_QUOTED_EXAMPLE = re.compile(r'"([^"]+)"')
A_WORD = re.compile(r'or "([a-z]+)"')


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("field", sorted(FIELDS.keys() - {"--spotters"}))
def test_every_example_of_a_refusal_is_taken_by_that_field(field: str, wrong: str) -> None:
    parse = FIELDS[field]
    try:
        parse(wrong)
    except NegcoachError as error:
        found = AN_EXAMPLE.findall(str(error)) + A_WORD.findall(str(error))
        found += [one for several in OTHER_EXAMPLES.findall(str(error)) for one in several]
        if str(error).startswith('Write "'):
            found += A_QUOTED_EXAMPLE.findall(str(error))
        for example in found:
            parse(example)
        assert found or re.search(r"from \d+ to \d+", str(error))


def test_every_field_that_is_typed_has_an_option_and_no_option_is_left_over() -> None:
    assert sorted(name for name, _, _ in PRESCRIPTION) == sorted(FIELDS)


@pytest.mark.parametrize("field", [name for name, _, _ in PRESCRIPTION])
def test_every_example_of_the_command_line_is_taken_by_its_option(field: str) -> None:
    assert field in OPTIONS_OF["coach"]
    FIELDS[field](shlex.split(example_of(field))[-1])


@pytest.mark.parametrize(
    ("parse", "says"),
    [
        (parse_rest, "The rest is seconds, such as 90, or m:ss, such as 1:30, not 'abc'."),
        (parse_lead_in, "The lead-in is seconds, such as 5, not 'abc'."),
        (parse_lift, "The lift is seconds, such as 5, not 'abc'; or \"wait\" for the key."),
    ],
)
def test_what_is_no_time_says_how_to_write_one(parse: Callable[[str], object], says: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        parse("abc")
    assert str(refused.value) == says


@pytest.mark.parametrize(("low_ms", "high_ms"), [(0, 3_000), (10_000, 20_000), (5_500, 7_000), (100_000, 200_000)])
def test_the_example_of_seconds_keeps_to_any_range(low_ms: int, high_ms: int) -> None:
    with pytest.raises(NegcoachError) as refused:
        parse_seconds("It", "abc", low_ms, high_ms)
    (example,) = AN_EXAMPLE.findall(str(refused.value))
    assert low_ms <= parse_seconds("It", example, low_ms, high_ms) <= high_ms
