"""What is sent to mirrors comes out as it went in, and whatever else comes is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.broadcast.codec import UnreadableError
from negcoach.broadcast.message import (
    LONGEST_LINE,
    Hello,
    Message,
    Now,
    RestShown,
    SetShown,
    WordsShown,
    line_of,
    read_line,
)
from negcoach.config.library import shipped_exercises
from negcoach.training.equipment.chosen_weight import ChosenWeight
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.equipment.plates import Plates
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Side
from negcoach.widgets.coach.set_card import SetCard
from negcoach.widgets.coach.sleeve_state import SleeveState, WeightState
from negcoach.widgets.drawing.shapes import Shape
from tests.training.score.test_set_run import played, run_of
from tests.training.strategies import prescriptions_in_any_way, presses

EXERCISES = shipped_exercises()
CARD = SetCard("Bench press", "set 2 of 3", "105 kg · 105 %", "5-1-A-1", EXERCISES[0].words, False, StopRules())
BAR = LoadedBar(20.0, Plates("kg", ((2_500, 2), (125, 1))), (2_500, 125))
REST = RestShown(
    header="BENCH PRESS  set 1 of 3",
    counts_down=True,
    word="DONE",
    shape=Shape.CHECK,
    verdict="4 of 4 reps",
    tempo="",
    reps=(Rep(1, 1, Side.LEFT, 5_000, 4_812, 17_000), Rep(2, 2, None, 5_000, None, 27_000)),
    rules=StopRules(50, 0),
    bar=SleeveState(BAR, ("a side: 25 + 1.25", "25 + 1.25"), (125,), changed=True),
    lines=("Next: set 2 of 3",),
)
MESSAGES: list[Message] = [
    Hello(),
    REST,
    replace(REST, bar=None, reps=()),
    replace(REST, bar=None, weight=WeightState(ChosenWeight(4_000, "kg", place=8, first=500, step=500), ("40 kg",))),
    WordsShown("12 REPS", ("SESSION DONE",)),
    Now(123_456_789, 17_250, None, "♪ voice 80 %", "12:05", "", "A question is being answered at the laptop."),
    Now(1, None, -20_000),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_is_read_as_it_was_sent(message: Message) -> None:
    line = line_of(message)
    assert line.count(b"\n") == 1
    assert read_line(line) == message


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_a_set_of_any_exercise_is_read_as_it_was_sent(exercise: Exercise) -> None:
    chosen = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    shown = SetShown(SetRun(chosen, 10_000), replace(CARD, words=exercise.words), started=False)
    assert read_line(line_of(shown)) == shown


@given(prescriptions_in_any_way, presses)
def test_after_any_keys_a_mirror_has_the_same_score(chosen: Prescription, keys: list[tuple[str, int, int]]) -> None:
    run, _ = played(run_of(chosen), keys)
    read = read_line(line_of(SetShown(run, CARD, started=True)))
    assert isinstance(read, SetShown)
    assert read.run == run
    assert read.run.score(60_000) == run.score(60_000)


def test_a_set_of_a_hundred_reps_with_all_its_keys_is_far_from_the_longest_line() -> None:
    chosen = replace(default_prescription(EXERCISES[0], lead_in_ms=5_000, next_lead_in_ms=5_000), reps=None)
    run = SetRun(chosen, 5_000)
    for rep in range(100):
        run = run.press(9_000 + 12_000 * rep, 9_020 + 12_000 * rep)
    assert len(run.events) > 90
    assert len(line_of(SetShown(run, CARD, started=True))) * 10 < LONGEST_LINE


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_refused(line: bytes) -> None:
    try:
        read_line(line)
    except UnreadableError:
        pass
    else:
        assert json.loads(line)[0] in ("hello", "set", "rest", "words", "now")


def paths(plain: object, before: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in plain data."""
    found = [before]
    if isinstance(plain, dict | list):
        for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
            found += paths(value, (*before, key))
    return found


@given(st.data(), st.sampled_from([None, True, -1, 1e400, 0.5, "", "\x1b[2J", [], {}, [[]], {"a": 1}]))
def test_a_message_with_anything_else_in_a_place_is_refused_or_a_valid_one(data: st.DataObject, other: object) -> None:
    chosen = default_prescription(EXERCISES[0], lead_in_ms=10_000, next_lead_in_ms=5_000)
    run = SetRun(chosen, 10_000).press(12_000, 12_040)
    message = data.draw(st.sampled_from([SetShown(run, CARD, started=True), *MESSAGES]))
    plain = json.loads(line_of(message))
    *parents, last = data.draw(st.sampled_from(paths(plain)[1:]))
    place = plain
    for key in parents:
        place = place[key]
    place[last] = other
    try:
        read = read_line(json.dumps(plain).encode())
    except UnreadableError:
        return
    assert read_line(line_of(read)) == read
    assert b"\\u001b" not in line_of(read)  # a text is cleaned as it is read


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b'["now"]',
        b'["now",{}]',
        b'["later",{"at_ns":1}]',
        b'[[],{"at_ns":1}]',
        b'{"now":1}',
        b'["words",{"word":"a","lines":["b"],"more":1}]',
        b'["words",{"word":NaN,"lines":[]}]',
        b"[" * 100_000,
        b"\xff\xfe",
        b"1" * 5_000,
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_line(line)
