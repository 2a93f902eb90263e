"""An effort is typed on the CR10 scale, by halves and tenths or in whole numbers."""

from __future__ import annotations

import pytest

from negcoach.errors import NegcoachError
from negcoach.training.effort import effort_text, next_effort, parse_effort


@pytest.mark.parametrize(
    ("text", "rpe"), [("", None), (" ", None), ("1", 1.0), ("8.5", 8.5), ("8,5", 8.5), ("10", 10.0), ("10.0", 10.0)]
)
def test_an_effort(text: str, rpe: float | None) -> None:
    assert parse_effort(text) == rpe


@pytest.mark.parametrize("text", ["0", "0.5", "10.5", "11", "-1", "8.55", "hard", "٨", "8 5"])
def test_what_is_no_effort(text: str) -> None:
    with pytest.raises(NegcoachError, match=r"^The effort is from 1 .*such as 8\.5"):
        parse_effort(text)


@pytest.mark.parametrize(("typed", "effort"), [("", None), (" ", None), ("1", 1), ("10", 10)])
def test_whole_efforts_are_read(typed: str, effort: int | None) -> None:
    assert parse_effort(typed, integer=True) == effort


@pytest.mark.parametrize("typed", ["0", "11", "-1", "7.5", "7.0", "x", "٧", "²"])
def test_other_efforts_than_whole_ones_are_refused_in_one_line(typed: str) -> None:
    with pytest.raises(NegcoachError, match=r"^The effort is a whole number from 1 .*left\), or empty\.$"):
        parse_effort(typed, integer=True)


def test_an_effort_is_shown_as_it_is_typed() -> None:
    assert (effort_text(None), effort_text(8.0), effort_text(8.5)) == ("", "8", "8.5")


def test_by_steps_the_first_effort_is_7_and_none_leaves_the_scale() -> None:
    assert [next_effort(None, by) for by in (1, -1)] == [7, 7]
    assert [next_effort(rpe, 1) for rpe in (7, 8.5, 10)] == [8, 9.5, 10]
    assert [next_effort(rpe, -1) for rpe in (7, 1.5, 1)] == [6, 1, None]
