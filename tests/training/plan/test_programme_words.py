"""A programme in words: its weeks as lines, and whose its numbers are."""

from __future__ import annotations

import pytest

from negcoach.config.programmes import shipped_programmes
from negcoach.training.plan.programme import parse_item
from negcoach.training.plan.programme_words import apart_in_words, item_in_words, week_lines

SHIPPED = {one.slug: one for one in shipped_programmes()}


def test_weeks_that_are_alike_are_one_line() -> None:
    lines = week_lines(SHIPPED["nordic-10"])
    assert [(line.numbers, line.sessions) for line in lines] == [
        ("1", "2x5 bw"),
        ("2", "2x6 bw, twice"),
        ("3", "3x6-8 bw, 3 times"),
        ("4", "3x8-10 bw, 3 times"),
        ("5-10", "3x12,10,8 bw, 3 times"),
    ]


@pytest.mark.parametrize(
    ("slug", "week", "short"),
    [
        ("bench-overload-8", 0, "2 × 10 · 40 %, 2 × 6 · 70 %"),
        ("bench-overload-8", 7, "2 × 2 · same, eccentric test"),
        ("first-dip", 5, "3 × 5 · 8 s"),
        ("nordic-10", 2, "3 × 6-8"),
        ("alfredson-12", 0, "6 × 15 a side · 3 s · up"),
    ],
)
def test_a_week_is_short_on_the_screen(slug: str, week: int, short: str) -> None:
    (line,) = (one for one in week_lines(SHIPPED[slug]) if one.first <= week <= one.last)
    assert line.short == short


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("3x4 @ 85%", "3 × 4 at 85 % of the 1RM"),
        ("3x3 @ 85% ecc", "3 × 3 at 85 % of the eccentric 1RM"),
        ("3x6-8 bw", "3 × 6 to 8"),
        ("3x5 6 s +5 kg easy", "3 × 5, 6 s each, 5 kg added, easy"),
        ("6x15 3 s up a side", "6 × 15 a side, 3 s each, more load as you progress"),
        ("2x2 same", "2 × 2, as last time"),
        ("3x4 @ 85% drop 10%", "3 × 4 at 85 % of the 1RM, drop 10 %"),
        ("test eccentric", "a test of eccentric strength, led by the coach"),
    ],
)
def test_a_session_is_said_in_words(item: str, words: str) -> None:
    assert item_in_words(parse_item(item)) == words


def test_the_days_between_two_sessions_are_said() -> None:
    assert apart_in_words(SHIPPED["alfredson-12"]) == "twice a day"
    assert apart_in_words(SHIPPED["bench-overload-8"]) == "3 days from one session to the next"
