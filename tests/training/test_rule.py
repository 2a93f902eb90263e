"""Tests that each rule says whose its numbers are, as data, and says it in words."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import pytest

from negcoach import training
from negcoach.config.programmes import shipped_programmes
from negcoach.training.rule import MARK_NAMES, Mark, Rule


def all_rules() -> list[Rule]:
    modules = (import_module(one.name) for one in walk_packages(training.__path__, f"{training.__name__}."))
    return [one for module in modules for one in vars(module).values() if isinstance(one, Rule)]


RULES = {id(one): one for one in all_rules()}.values()
SHIPPED = {one.slug: one for one in shipped_programmes()}


@pytest.mark.parametrize(
    ("rule", "origin"),
    [
        (Rule("pain", Mark.TEXTBOOK), "textbook"),
        (Rule("pain", Mark.OWN), "negcoach's own choice"),
        (Rule("pain", Mark.READ, "Petersen 2011"), "Petersen 2011"),
        (Rule("pain", Mark.OWN | Mark.READ, "Petersen 2011"), "partly published: Petersen 2011"),
        (
            Rule("pain", Mark.OWN | Mark.READ, "Petersen 2011; the caps: negcoach's own choice"),
            "Petersen 2011; the caps: negcoach's own choice",
        ),
        (
            Rule("pain", Mark.TEXTBOOK | Mark.OWN, "stop: textbook; steps: negcoach's own choice"),
            "stop: textbook; steps: negcoach's own choice",
        ),
        (Rule("pain", Mark.YOURS), "yours"),
        (Rule("pain", Mark.YOURS, "my coach"), "yours: my coach"),
        (
            Rule("pain", Mark.OWN | Mark.YOURS, "your plates; how much: negcoach's own choice"),
            "your plates; how much: negcoach's own choice",
        ),
    ],
)
def test_a_rule_says_whose_it_is(rule: Rule, origin: str) -> None:
    assert rule.origin == origin
    assert str(rule) == f"pain ({origin})"


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark.OWN, "negcoach's own choice"),
        (Mark.YOURS, "yours"),
        (Mark.READ | Mark.OWN, "partly published"),
        (Mark.YOURS | Mark.OWN, "partly yours"),
        (Mark.READ | Mark.TEXTBOOK | Mark.OWN, "partly published, partly textbook"),
    ],
)
def test_a_mark_read_in_passing_leaves_out_what_the_rest_is(mark: Mark, words: str) -> None:
    assert str(mark) == words
    assert Rule("pain", mark, "Petersen 2011").marked == f"pain ({words})"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_told_whole_says_nothing_twice(rule: Rule) -> None:
    for words in ("negcoach's own choice", "textbook", "published"):
        assert str(rule).count(words) <= 1
    assert "the article" not in rule.source, "which one?"


@pytest.mark.parametrize(("mark", "source"), [(Mark(0), "Petersen 2011"), (Mark.READ, ""), (Mark.READ | Mark.OWN, "")])
def test_no_rule_is_without_a_mark_or_read_nowhere(mark: Mark, source: str) -> None:
    with pytest.raises(ValueError, match="does not say whose"):
        Rule("pain", mark, source)


def test_every_mark_has_a_word_for_the_screen_and_one_for_files() -> None:
    assert set(MARK_NAMES.values()) == set(Mark)
    assert len({str(one) for one in Mark}) == len(Mark)


def test_the_rules_are_found() -> None:
    names = {rule.name for rule in RULES}
    assert len(RULES) > 55
    assert {"plates", "warm-up", "spotters", "test of the eccentric 1RM", "ways to do a set", "pain"} <= names


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_source_says_is_marked(rule: Rule) -> None:
    """A rule cannot say in words what its mark does not, or the other way round."""
    assert "(" not in rule.source, "it stands in brackets itself"
    assert ("negcoach's own choice" in rule.source) <= (Mark.OWN in rule.mark)
    assert ("textbook" in rule.source) <= (Mark.TEXTBOOK in rule.mark)
    if Mark.OWN in rule.mark and rule.source:
        assert "negcoach's own choice" in rule.source
    if Mark.TEXTBOOK in rule.mark and rule.source:
        assert "textbook" in rule.source


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_claims_to_be_read_as_a_whole(rule: Rule) -> None:
    """Each has numbers of our own: studies say what was done in them, not when a set counts as kept."""
    assert rule.mark != Mark.READ


@pytest.mark.parametrize("slug", SHIPPED)
def test_every_shipped_programme_says_whose_its_numbers_are(slug: str) -> None:
    programme = SHIPPED[slug]
    assert programme.mark, "no mark"
    assert Mark.YOURS not in programme.mark
    assert programme.rule == Rule(programme.name, programme.mark, programme.source)
