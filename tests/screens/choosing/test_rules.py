"""The rules behind the advice on the card: their names with whose they are, in one row."""

from __future__ import annotations

from rich.console import Console

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.keys.keymap import USUAL
from negcoach.screens.choosing.card import add_rules, advice_grid, advice_table, rules_told
from negcoach.services import Services
from negcoach.training.rule import Mark, Rule
from negcoach.widgets.prose import ProseTable

A, B = (Rule(name, Mark.READ | Mark.OWN, "Huang 2019; the rest: negcoach's own choice") for name in "ab")
C = Rule("c", Mark.OWN)


def text_of(table: ProseTable) -> str:
    console = Console(width=100, no_color=True, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return " ".join(captured.get().split())


def row_of(*rules: Rule) -> str:
    grid = advice_grid()
    add_rules(grid, rules)
    return text_of(grid)


def test_each_is_named_once_and_each_mark_stands_once() -> None:
    assert row_of(A) == "Rule a (partly published)"
    assert row_of(A, C, B, A, C) == "Rules a, b (partly published); c (negcoach's own choice)"


def test_what_the_card_says_has_no_rule_in_its_sentences_but_all_of_them_in_the_row(services: Services) -> None:
    for slug in ("bench-press", "negative-dip"):
        exercise = services.exercise(slug)
        assert exercise is not None
        recent = read_recent_training(services, exercise)
        told = rules_told(recent)
        advice = recent.advice
        cautions = [finding.rule for finding, _ in advice.demands_for(advice.prescription)]
        assert {advice.rule, *told} >= {rule for rule in cautions if rule in told}
        table = advice_table(exercise, recent, advice, services.now(), keymap=USUAL)
        assert "(rule:" not in text_of(table)
        add_rules(table, told)
        assert all(rule.name in text_of(table) for rule in told)
