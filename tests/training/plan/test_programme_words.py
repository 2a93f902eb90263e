"""A programme in words: its weeks as lines, and whose its numbers are."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest

from negcoach.config.programmes import shipped_programmes
from negcoach.training import advice
from negcoach.training.advice.finding import Rule
from negcoach.training.advice.progression.planned import HEAVIEST
from negcoach.training.plan.programme import parse_item
from negcoach.training.plan.programme_words import apart_in_words, item_in_words, mark_of, week_lines

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
        ("6x15 3 s up a side", "6 × 15 a side, 3 s each, the load as progress has it"),
        ("2x2 same", "2 × 2, as last time"),
        ("3x4 @ 85% drop 10%", "3 × 4 at 85 % of the 1RM, drop 10 %"),
        ("test eccentric", "a test of the eccentric 1RM, led by the coach"),
    ],
)
def test_a_session_is_said_in_words(item: str, words: str) -> None:
    assert item_in_words(parse_item(item)) == words


def test_the_days_between_two_sessions_are_said() -> None:
    assert apart_in_words(SHIPPED["alfredson-12"]) == "twice a day"
    assert apart_in_words(SHIPPED["bench-overload-8"]) == "3 days from one session to the next"


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ("the ramp-in: Huang 2019; the weeks are our own choice", "read in a source · our own choice"),
        ("Alfredson's protocol, PMC6356409", "read in a source"),
        ("textbook knowledge; the steps between are our own choice", "textbook · our own choice"),
        ("our own choice", "our own choice"),
        ("the article: lower in five counts", "read in a source"),
        ("written by you", "written by you"),
        ("under 3 s it is a drop: our own choice", "our own choice"),
        ("2 x 6 to 3 x 15 in eight weeks: textbook knowledge", "textbook"),
    ],
)
def test_a_source_says_whose_the_numbers_are(source: str, mark: str) -> None:
    assert mark_of(source) == mark


def test_every_rule_of_the_advice_says_whose_it_is_or_that_the_equipment_ends_there() -> None:
    modules = (import_module(one.name) for one in walk_packages(advice.__path__, f"{advice.__name__}."))
    rules = {one for module in modules for one in vars(module).values() if isinstance(one, Rule)}
    assert len(rules) > 40
    assert {rule for rule in rules if mark_of(rule.source) == rule.source != "our own choice"} == {HEAVIEST}


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_shipped_programme_has_a_mark(slug: str) -> None:
    assert mark_of(SHIPPED[slug].source) != SHIPPED[slug].source
