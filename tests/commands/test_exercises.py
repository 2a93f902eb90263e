"""``negcoach exercises``."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable

import pytest

from negcoach.cli import main
from negcoach.commands.exercises import as_json, details, heading, listing, picture
from negcoach.commands.support import output
from negcoach.commands.support.output import line_width
from negcoach.config.figures import figure_of
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.figure import Part
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


BRAILLE = "".join(map(chr, range(0x2801, 0x2900)))


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
def test_what_is_shown_keeps_to_the_width(exercise: Exercise, width: int) -> None:
    assert max(map(len, (*heading(exercise, width), *details(exercise, width)))) <= width
    figure = figure_of(exercise.figure_slug)
    assert figure is not None
    assert all(sum(len(text) for text, _ in runs) <= width for runs in picture(figure, width))


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
        figure = figure_of(exercise.figure_slug)
        assert figure is not None
        lines = list(picture(figure, width))
        assert 9 <= len(lines) <= 12
        assert all("".join(text for text, _ in runs).strip(" " + BRAILLE) == "" for runs in lines)
        parts = {part for runs in lines for _, part in runs}
        assert Part.LIFTER in parts and (Part.SPOTTER in parts) == bool(figure.spotters)


class Window(io.TextIOWrapper):
    """A terminal that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode()


@pytest.fixture
def show(negcoach: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Have what ``negcoach exercises show`` writes to a terminal of 256 colours, 80 columns wide."""
    for name in ("NO_COLOR", "COLORTERM", "WT_SESSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")

    def shown(*arguments: str) -> str:
        window = Window()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", window)
            assert main(["exercises", "show", *arguments, "--config", str(negcoach.config)]) == 0
        return window.shown

    return shown


def codes(text: str) -> set[str]:
    """Return the SGR parameters in a text, and make sure that no other escape sequence is in it."""
    assert "\x1b" not in re.sub(r"\x1b\[[0-9;]*m", "", text)
    return set(re.findall(r"\x1b\[([0-9;]*)m", text)) - {""}


TRUE, PALETTE = {"38;2;134;144;156", "38;2;59;130;196", "38;2;194;117;16"}, {"38;5;245", "38;5;68", "38;5;130"}
SIXTEEN = {"2", "94", "33"}


@pytest.mark.parametrize(
    ("setting", "environment", "written"),
    [
        ("auto", {"COLORTERM": "truecolor"}, TRUE),
        ("auto", {"WT_SESSION": "1"}, TRUE),
        ("auto", {}, PALETTE),
        ("auto", {"TERM": "xterm-kitty"}, PALETTE),
        ("auto", {"TERM": "linux"}, SIXTEEN),
        ("auto", {"TERM": ""}, set()),
        ("auto", {"TERM": "unknown"}, set()),
        ("auto", {"NO_COLOR": "1", "COLORTERM": "truecolor"}, set()),
        ("auto", {"NO_COLOR": ""}, PALETTE),
        ("none", {"COLORTERM": "truecolor"}, set()),
        ("16", {"COLORTERM": "truecolor"}, SIXTEEN),
        ("full", {"TERM": "linux"}, PALETTE),
        ("full", {"COLORTERM": "24bit", "NO_COLOR": "1"}, TRUE),
    ],
)
def test_a_picture_has_as_many_colours_as_the_setting_and_the_terminal_allow(
    negcoach: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    show: Callable[..., str],
    setting: str,
    environment: dict[str, str],
    written: set[str],
) -> None:
    negcoach.write_config(f'[screen]\ncolours = "{setting}"\n')
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shown = show("bench-press")
    assert codes(shown) == written
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    figure = figure_of("bench-press")
    assert figure is not None
    above = len(list(heading(shipped_exercises()[0], 80))) + 1
    assert lines[above : above + 12] == ["".join(text for text, _ in runs).rstrip() for runs in picture(figure, 80)]
    assert not any(char in BRAILLE for line in (*lines[:above], *lines[above + 12 :]) for char in line)


def test_in_a_picture_every_part_has_the_colour_that_it_has_in_the_app(
    negcoach: CommandLine, show: Callable[..., str]
) -> None:
    written = show("bench-press")
    figure = figure_of("bench-press")
    assert figure is not None
    above = len(list(heading(shipped_exercises()[0], 80))) + 1
    expected = {Part.GEAR: "38;5;245", Part.SPOTTER: "38;5;68", Part.LOAD: "38;5;130", Part.LIFTER: "", None: ""}
    for runs, line in zip(picture(figure, 80), written.splitlines()[above:], strict=False):
        shown = re.findall(r"(?:\x1b\[([0-9;]+)m)?([^\x1b]+)(?:\x1b\[m)?", line)
        wanted = [(expected[part], text) for text, part in runs]
        assert "".join(text for _, text in shown) == "".join(text for _, text in wanted).rstrip()
        assert [code for code, text in shown if text.strip() and code] == [
            code for code, text in wanted if text.strip() and code
        ]


@pytest.mark.parametrize("dumb", ["--plain", "TERM"])
def test_what_is_read_aloud_has_no_picture_and_no_colour(
    negcoach: CommandLine, monkeypatch: pytest.MonkeyPatch, show: Callable[..., str], dumb: str
) -> None:
    monkeypatch.setenv("TERM", "dumb" if dumb == "TERM" else "xterm-256color")
    plain = ["--plain"] if dumb == "--plain" else []
    written = show("bench-press", *plain)
    assert "Bench press" in written
    assert not any(char in BRAILLE or char == "\x1b" for char in written)


def test_settings_that_cannot_be_read_keep_nobody_from_reading_how_it_is_done(
    negcoach: CommandLine, show: Callable[..., str]
) -> None:
    negcoach.write_config("[screen]\ncolours = 3\n")
    assert codes(show("bench-press")) == PALETTE


def test_an_exercise_of_the_lifters_own_without_a_figure_has_no_picture(
    negcoach: CommandLine, show: Callable[..., str]
) -> None:
    negcoach.write_config("")
    own = negcoach.config.with_name("exercises.toml")
    own.write_text('[[exercise]]\nname = "Axle hold"\nfamily = "overload"\n')
    written = show("axle-hold")
    assert written.startswith("Axle hold  (axle-hold)\n")
    assert not any(char in BRAILLE or char == "\x1b" for char in written)


def test_what_is_no_terminal_gets_no_picture(negcoach: CommandLine) -> None:
    done = negcoach("exercises", "show", "bench-press", "--config", str(negcoach.config))
    assert not any(char in BRAILLE or char == "\x1b" for char in done.out)


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
