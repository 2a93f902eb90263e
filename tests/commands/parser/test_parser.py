"""Commands, options and their values, as they are read from the command line."""

from __future__ import annotations

import shlex

import pytest

from negcoach.commands.parser.help_texts import COMMANDS, PRESCRIPTION
from negcoach.commands.parser.parser import parse
from negcoach.commands.support.options import Options
from negcoach.training.exercise.limits import MOST_SPOTTERS


@pytest.mark.parametrize(
    "arguments",
    [
        ["--data-dir", "D", "--config", "C", "--engine", "silent", "coach", "bench-press", "--sets", "2"],
        ["coach", "bench-press", "--sets", "2", "--data-dir", "D", "--config", "C", "--engine", "silent"],
        ["--config=C", "coach", "--engine=silent", "--sets=2", "--data-dir=D", "bench-press"],
    ],
)
def test_global_options_stand_before_and_after_the_command(arguments: list[str]) -> None:
    options = parse(arguments)
    assert (options.command, list(options.exercise), options.sets) == ("coach", ["bench-press"], "2")
    assert (options.data_dir, options.config, options.engine) == ("D", "C", "silent")


def test_the_option_after_the_command_wins() -> None:
    assert parse(["--data-dir", "before", "history", "--data-dir", "after"]).data_dir == "after"


def test_json_is_taken_before_and_after_show() -> None:
    assert parse(["exercises", "--json", "show", "dip"]).json
    assert parse(["exercises", "show", "dip", "--json"]).json


def test_without_a_command_the_app_is_meant() -> None:
    assert parse([]).command == "app"
    assert parse(["--engine", "silent"]).command == "app"


@pytest.mark.parametrize(
    ("line", "option", "value"),
    [
        ("coach dip --load -5", "load", "-5"),
        ("history --limit -5", "limit", "-5"),
        ("history --limit=-5", "limit", "-5"),
        ("history --limit=", "limit", ""),
        ("history --limit ''", "limit", ""),
        ("history --limit 5 --limit 6", "limit", "6"),
        ("render dip -o -", "output", "-"),
        ("render dip -ox.wav", "output", "x.wav"),
        ("render dip -o=x.wav", "output", "x.wav"),
        ("render dip --output=a=b", "output", "a=b"),
        ("import f.csv --map a=b --map c=d", "map", ["a=b", "c=d"]),
    ],
)
def test_values_are_kept_as_typed_for_the_command_to_read(line: str, option: str, value: object) -> None:
    assert getattr(parse(shlex.split(line)), option) == value


def test_every_example_of_the_help_is_good_use() -> None:
    examples = [
        line.split("  ")[0].split(" > ")[0].strip()
        for _, _, text in COMMANDS.values()
        for line in text.splitlines()
        if line.startswith("  negcoach")
    ] + ["negcoach"]
    for example in (line.strip() for line in examples):
        parse(example.split()[1:])


def test_the_command_line_and_the_gate_know_the_same_spotters() -> None:
    assert f"0 to {MOST_SPOTTERS}" in next(about for name, _, about in PRESCRIPTION if name == "--spotters")


def test_without_arguments_every_option_has_its_default() -> None:
    assert parse([]) == Options()


@pytest.mark.parametrize("value", ["-20kg", "-20", "-44.5lb"])
def test_a_load_below_zero_is_a_value_and_no_option(value: str) -> None:
    options = parse(["coach", "negative", "pull-up", "--load", value, "--sets", "2"])
    assert (options.load, options.sets, list(options.exercise)) == (value, "2", ["negative", "pull-up"])
