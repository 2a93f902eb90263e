"""``negcoach exercises``."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import replace

import pytest

from negcoach.commands.exercises import as_json, card, listing
from negcoach.commands.support import output
from negcoach.commands.support.output import line_width
from negcoach.config.library import shipped_exercises
from tests.commands.places import CommandLine

SLUGS = [
    "bench-press",
    "machine-bench-press",
    "leg-press",
    "leg-extension",
    "leg-curl",
    "negative-dip",
    "negative-push-up",
    "hands-raised-push-up",
    "inverted-row",
    "negative-pull-up",
    "negative-chin-up",
    "feet-assisted-pull-up",
    "slider-leg-curl",
    "nordic-curl",
    "reverse-nordic",
    "copenhagen",
    "heel-drop",
    "two-up-one-down-calf-raise",
    "step-down",
    "decline-squat",
    "wrist-twist",
    "biceps-curl",
    "bar-curl",
    "two-up-one-down-leg-press",
    "two-up-one-down-chest-press",
    "two-up-one-down-leg-extension",
    "two-up-one-down-leg-curl",
    "two-up-one-down-calf-press",
    "eccentric-squat",
    "tempo-squat",
    "tempo-bench-press",
    "tempo-romanian-deadlift",
    "tempo-row",
    "tempo-overhead-press",
    "tempo-leg-press",
    "two-up-one-down",
]


def test_json_is_a_list_of_objects_with_the_slug_first(negcoach: CommandLine) -> None:
    done = negcoach("exercises", "--json", "--config", str(negcoach.config))
    exercises = json.loads(done.out)
    assert [exercise["slug"] for exercise in exercises] == SLUGS
    assert all(next(iter(exercise)) == "slug" for exercise in exercises)
    bench = exercises[0]
    assert (bench["tempo"], bench["sets"], bench["reps"], bench["rest_s"]) == ("5-0-A-1", 3, 4, 180)
    assert bench["load"] == {"percent": 105, "cap_percent": 120, "of": "1RM", "one_rm_of": ""}
    assert bench["spotters"]["at_least"] == 1
    assert exercises[5]["load"] is None


def test_the_list_names_every_exercise_once() -> None:
    lines = list(listing(shipped_exercises()))
    for slug in SLUGS:
        assert sum(line.split()[:1] == [slug] for line in lines) == 1
    assert max(map(len, lines)) <= 100


def test_a_retired_exercise_is_shown_but_not_listed(negcoach: CommandLine) -> None:
    config = ("--config", str(negcoach.config))
    assert "  two-up-one-down  " not in negcoach("exercises", *config).out
    assert "Each machine has an exercise of its own" in negcoach("exercises", "show", "two-up-one-down", *config).out


def test_the_lifters_own_exercises_are_listed_after_the_shipped(negcoach: CommandLine) -> None:
    negcoach.write_config("")
    own = negcoach.config.with_name("exercises.toml")
    own.write_text('[[exercise]]\nname = "Slow row"\nfamily = "overload"\n')
    done = negcoach("exercises", "--json", "--config", str(negcoach.config))
    assert [exercise["slug"] for exercise in json.loads(done.out)] == [*SLUGS, "slow-row"]
    assert json.loads(done.out)[-1]["own"] is True


@pytest.mark.parametrize("named", [["bench-press"], ["bench", "press"], ["BENCH press"]])
def test_show_takes_the_name_in_one_word_or_several(negcoach: CommandLine, named: list[str]) -> None:
    done = negcoach("exercises", "show", *named, "--config", str(negcoach.config))
    assert done.status == 0
    assert done.out.startswith("Bench press  (bench-press)\n")
    assert "Spotter\n  1. Stand behind" in done.out
    assert "a second from 136 kg" in done.out
    assert "\n\nTwo spotters\n  1. Stand facing each other, one at each end of the bar" in done.out


def test_what_always_takes_two_spotters_says_so_and_nothing_of_a_second(negcoach: CommandLine) -> None:
    done = negcoach("exercises", "show", "eccentric-squat", "--config", str(negcoach.config))
    assert "\nspotters  2; safety pins\n" in done.out
    assert "\nTwo spotters\n  1. Stand one at each end of the bar" in done.out
    assert "\nSpotter\n" not in done.out


@pytest.mark.parametrize("exercise", shipped_exercises(), ids=lambda exercise: exercise.slug)
@pytest.mark.parametrize("width", [30, 40, 60, 80, 120])
def test_a_card_keeps_to_the_width(exercise: object, width: int) -> None:
    for pictured in (False, True):
        lines = list(card(exercise, width, pictured=pictured))  # type: ignore[arg-type]
        assert max(map(len, lines)) <= width


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("30", 30), ("20", 30), ("100", 100), ("300", 120)])
def test_lines_are_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: str, widest: int) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert line_width() == widest


def test_whoever_helps_is_a_spotter_in_every_text_of_the_catalogue() -> None:
    for exercise in shipped_exercises():
        texts = " ".join((exercise.summary, *exercise.lifter_steps, *exercise.spotter_steps, *exercise.safety))
        others = {"partner", "partners", "helper", "helpers", "assistant", "buddy"}
        assert others.isdisjoint(re.findall("[a-z]+", texts.lower())), exercise.slug


def test_a_file_that_cannot_be_used_is_named_with_its_line(negcoach: CommandLine) -> None:
    negcoach.write_config("")
    negcoach.config.with_name("exercises.toml").write_text('[[exercise]]\nname = "Row"\nfamily = "hard"\n')
    done = negcoach("exercises", "--config", str(negcoach.config))
    assert done.status == 2
    assert "exercises.toml, line 3" in done.err
    assert done.err.count("\n") == 1


def test_every_value_can_be_written_as_json() -> None:
    for exercise in shipped_exercises():
        json.dumps(as_json(exercise))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_every_exercise_can_be_pictured_at_the_start_and_the_end_of_its_lowering(width: int) -> None:
    for exercise in shipped_exercises():
        plain, pictured = list(card(exercise, width)), list(card(exercise, width, pictured=True))
        picture = [line for line in pictured if any("\u2800" <= char <= "\u28ff" for char in line)]
        assert 5 <= len(picture) <= 12
        assert [line for line in pictured if line not in picture and line.strip()] == [
            line for line in plain if line.strip()
        ]
        assert max(map(len, picture)) <= 60


def test_an_exercise_without_a_figure_has_no_picture() -> None:
    own = replace(shipped_exercises()[0], slug="axle-hold")
    assert list(card(own, 80, pictured=True)) == list(card(own, 80))


def test_what_is_no_terminal_gets_no_picture(negcoach: CommandLine) -> None:
    done = negcoach("exercises", "show", "bench-press", "--config", str(negcoach.config))
    assert not any("\u2800" <= char <= "\u28ff" for char in done.out)


@pytest.mark.parametrize(
    ("encoding", "term", "terminal", "shown"),
    [
        ("utf-8", "xterm-256color", True, True),
        ("utf-8", "xterm-256color", False, False),
        ("utf-8", "dumb", True, False),
        ("ascii", "xterm-256color", True, False),
        ("cp1252", "xterm-256color", True, False),
    ],
)
def test_a_picture_is_shown_where_it_can_be_seen(
    monkeypatch: pytest.MonkeyPatch, encoding: str, term: str, terminal: bool, shown: bool
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("TERM", term)
    assert output.shows_pictures() is shown
