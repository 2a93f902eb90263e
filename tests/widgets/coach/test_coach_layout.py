"""The layout of the face: every word fits at every size, and the count is the largest thing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region, Size

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.score.timeline import Phase
from negcoach.widgets.coach.bar_path import BarPath
from negcoach.widgets.coach.coach_layout import (
    Arrangement,
    call_layout,
    count_layout,
    count_room,
    face_rows,
    hand_off_layout,
    note_layout,
    rail_region,
)
from negcoach.widgets.coach.coach_picture import Labels, draw_body, face_body, foot_rows, header_rows
from negcoach.widgets.drawing.canvas import Canvas
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.shapes import Shape
from negcoach.widgets.themes.themes import Ground
from tests.widgets.moments import moment, with_words

CALLS = [
    "SPOTTER LIFT",
    "JUMP UP",
    "STEP UP",
    "KNEES DOWN",
    "OTHER LEG LIFTS",
    "RACK IT",
    "SET DONE",
    "PAUSED",
]
SIZES = st.tuples(st.integers(1, 220), st.integers(1, 60))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(Phase),
    st.sampled_from(ColourMode),
    SIZES,
    st.sampled_from([*CALLS, "卧推 起", "[/] [b]x", "ÉLAN", "A" * 60, "", " "]),
    st.text(max_size=12),
    st.booleans(),
    st.booleans(),
)
def test_every_row_has_its_width_at_every_size(
    phase: Phase, mode: ColourMode, size: tuple[int, int], lift: str, floor: str, waits: bool, loaded: bool
) -> None:
    width, height = size
    card, now = with_words(lift, floor, exercise=floor), moment(phase, waits=waits)
    canvas = Canvas(width, height, scheme(phase, mode, Ground.DARK))
    large = face_body(card, now, width, height)
    draw_body(canvas, large)
    if large.path:
        large.path.draw_bar(canvas, large.path.middle(now.lowered_at(now.position_ms), smooth=True))
    for y in range(height):
        assert cell_len("".join(segment.text for segment in canvas.segments(y))) == width
    look = Labels("♪ voice 80 %", "08:41", floor), canvas.scheme, Size(width, height), False
    for y, row in (*header_rows(card, *look).items(), *foot_rows(card, now, *look).items()):
        assert 0 <= y < height
        assert row.cell_length == cell_len(row.text) == width


@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("exercise", ["Bench press", "Single-leg eccentric decline squat, weaker side first"])
@pytest.mark.parametrize("sound", ["♪ voice 80 %", "no sound, going on by sight"])
def test_what_is_ready_to_be_pressed_is_said_once_at_every_size(
    size: tuple[int, int], exercise: str, sound: str
) -> None:
    card, now = with_words("LIFT", "FLOOR", exercise=exercise), replace(moment(Phase.READY), reps=())
    look = Labels(sound, "08:41", "", "phone ready"), scheme(Phase.READY, ColourMode.FULL, Ground.DARK)
    rows = {**header_rows(card, *look, Size(*size), False), **foot_rows(card, now, *look, Size(*size), False)}
    assert "".join(row.text for row in rows.values()).count("phone ready") == 1


@settings(deadline=None)
@given(st.sampled_from(CALLS), st.sampled_from(Shape), SIZES)
def test_call_is_whole_and_inside_its_region(words: str, shape: Shape, size: tuple[int, int]) -> None:
    region = Region(0, 1, *size)
    call = call_layout(words, shape, region)
    _assert_inside(call, region)
    if call.words:
        assert " ".join(placed.text for placed in call.words) == words
        assert call.shape is not None
    elif size[0] >= len(words) + 4:
        assert words in " ".join(call.lines)


TALLIES = [(), ("REP", "2/4"), ("REP", "15"), ("REP", "12/15", "LEFT"), ("REP", "1/15", "RIGHT"), ("REP", "100/100")]


@settings(deadline=None)
@given(st.sampled_from(["LOWER", "HOLD", "GET READY"]), st.integers(1, 60), SIZES, st.sampled_from(TALLIES))
def test_word_count_and_tally_stand_apart_and_off_the_rail(
    word: str, count: int, size: tuple[int, int], tally: tuple[str, ...]
) -> None:
    width, height = size
    over, below, beside, _ = count_layout(word, Shape.DOWN, str(count), width, height, tally)
    rail = rail_region(width, height)
    room = Region(0, 0, rail.x if rail else width, height)
    _assert_inside(over, room)
    _assert_inside(below, room)
    _assert_inside(beside, room)
    for words in (below.words, beside.words):
        if over.words and words:
            assert over.words[0].top + over.words[0].lettering.height < words[0].top
    if below.words and beside.words:
        assert all(one.left + one.lettering.measure(one.text) < below.words[0].left for one in beside.words)
    for one, other in pairwise(beside.words):
        assert one.top + one.lettering.height < other.top


@pytest.mark.parametrize("tally", [("REP", "2/4"), ("REP", "12/15", "LEFT"), ("REP", "12/15", "RIGHT")])
@pytest.mark.parametrize(("width", "height", "tall"), [(80, 23, 8), (120, 39, 10), (200, 49, 14)])
def test_rep_and_side_are_read_from_four_metres(width: int, height: int, tall: int, tally: tuple[str, ...]) -> None:
    _, count, beside, _ = count_layout("LOWER", Shape.DOWN, "5", width, height, tally)
    assert [placed.text for placed in beside.words][-len(tally) + 1 :] == list(tally[1:])
    assert min(placed.lettering.height for placed in beside.words[-len(tally) + 1 :]) >= tall
    assert count.words[0].lettering.height > 2 * max(placed.lettering.height for placed in beside.words)


def test_in_a_small_terminal_rep_and_side_are_text_beside_the_count() -> None:
    _, count, beside, _ = count_layout("LOWER", Shape.DOWN, "10", 40, 11, ("REP", "12/15", "RIGHT"))
    assert beside.lines == ("REP", "12/15", "RIGHT")
    assert count.words[0].left > 6


def test_where_there_is_no_room_beside_the_count_there_is_no_tally() -> None:
    _, _, beside, region = count_layout("LOWER", Shape.DOWN, "10", 23, 11, ("REP", "12/15", "RIGHT"))
    assert (beside, region.width) == (Arrangement(), 0)


@pytest.mark.parametrize("word", ["HANDS ON", "JUMP UP"])
@pytest.mark.parametrize(("width", "height", "tall"), [(40, 11, 6), (80, 23, 8), (120, 39, 14), (200, 49, 18)])
def test_the_call_of_a_lead_in_is_as_large_as_a_count(width: int, height: int, tall: int, word: str) -> None:
    call, count, _, _ = hand_off_layout(word, Shape.PLAY, "2", width, height)
    assert min(placed.lettering.height for placed in call.words) >= tall
    assert bool(count.words) is (height > 20)
    room = count_room(width, height)
    _assert_inside(call, room)
    _assert_inside(count, room)


@pytest.mark.parametrize(("word", "width", "height"), [("HANDS ON", 40, 9), ("HANDS ON", 40, 8), ("KNEES DOWN", 40, 9)])
def test_where_the_call_of_a_lead_in_cannot_be_large_its_count_is(word: str, width: int, height: int) -> None:
    call, count, over, below = hand_off_layout(word, Shape.PLAY, "2", width, height)
    assert len(call.lines) == over.height == 1
    assert count.words[0].top >= 2 * below.y > 2 * over.bottom
    room = count_room(width, height)
    assert count.words[0].lettering.height >= room.height
    _assert_inside(count, room)


@settings(deadline=None)
@given(SIZES, st.integers(1, 60), st.sampled_from(["HANDS ON", "JUMP UP", "OTHER LEG LIFTS"]))
def test_the_call_of_a_lead_in_and_its_count_stand_apart_at_every_size(
    size: tuple[int, int], count: int, word: str
) -> None:
    call, below, _, _ = hand_off_layout(word, Shape.UP, str(count), *size)
    _assert_inside(call, count_room(*size))
    _assert_inside(below, count_room(*size))
    if call.words and below.words:
        assert call.words[-1].top + call.words[-1].lettering.height < below.words[0].top


@pytest.mark.parametrize("exercise", shipped_exercises(), ids=lambda exercise: exercise.slug)
@pytest.mark.parametrize(("width", "height"), [(40, 11), (80, 23), (120, 39), (200, 49)])
def test_every_rescue_and_last_word_is_drawn_in_giant_letters(exercise: Exercise, width: int, height: int) -> None:
    body = face_rows(width, height).body
    for call in (exercise.words.take, exercise.words.end, exercise.words.lift):
        drawn = call_layout(call, Shape.BARS, Region(0, body.y, width, body.height - 1))
        assert " ".join(placed.text for placed in drawn.words) == call


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(80, 220), st.integers(23, 60), st.sampled_from(TALLIES))
def test_count_is_at_least_two_fifths_of_the_screens_height(
    count: int, width: int, height: int, tally: tuple[str, ...]
) -> None:
    _, below, *_ = count_layout("LOWER", Shape.DOWN, str(count), width, height, tally)
    (placed,) = below.words
    if width >= 2 * height:
        assert placed.lettering.height / 2 >= 0.4 * (height + 1)  # the screen has one more row, for the keys


@pytest.mark.parametrize(("width", "height"), [(80, 23), (120, 39), (200, 49)])
def test_count_is_the_largest_thing_beside_it(width: int, height: int) -> None:
    over, below, *_ = count_layout("LOWER", Shape.DOWN, "5", width, height)
    assert below.words[0].lettering.height >= 3 * over.words[0].lettering.height


@pytest.mark.parametrize(("width", "height"), [(40, 11), (80, 23), (120, 39), (200, 49)])
def test_lift_call_is_drawn_in_two_lines_with_its_arrow(width: int, height: int) -> None:
    call = call_layout("SPOTTER LIFT", Shape.UP, face_rows(width, height).body)
    assert [placed.text for placed in call.words] == ["SPOTTER", "LIFT"]
    assert call.shape is not None and call.shape.shape is Shape.UP
    letters = sum(placed.lettering.height for placed in call.words)
    assert letters >= 2 * height * (0.4 if width > 40 else 0.3)


@settings(deadline=None)
@given(st.integers(4, 60), st.integers(3, 55), st.integers(0, 60), st.booleans())
def test_bar_stays_on_its_path(width: int, height: int, marks: int, loaded: bool) -> None:
    path = BarPath.of(Region(3, 2, width, height), loaded, marks)
    for part in (0.0, 0.3, 1.0):
        first, last = path.rows(path.middle(part, smooth=True))
        assert 2 <= first <= last <= 2 + height
    middles = [path.middle(part / 100, smooth=True) for part in range(101)]
    assert middles == sorted(middles)


@settings(deadline=None)
@given(st.integers(0, 5), st.integers(3, 55), st.integers(1, 60), st.booleans())
def test_marks_stand_as_evenly_as_rows_can_where_the_bar_is_at_their_count(
    at: int, height: int, marks: int, loaded: bool
) -> None:
    path = BarPath.of(Region(0, at, 30, height), loaded, marks)
    shown = dict(path.marks_at())
    rows = [y // 2 for y in shown.values()]
    steps = [below - above for above, below in pairwise(rows)]
    assert max(steps, default=0) - min(steps, default=0) <= 1
    for number, y in shown.items():
        assert abs(path.middle(1 - number / marks, smooth=True) - y) <= 1.25  # half a row, and the bar's own step
    assert min(steps, default=1) >= 1


def test_five_counts_beside_the_demos_guide_stand_two_rows_apart() -> None:
    path = BarPath.of(Region(58, 4, 20, 15), True, 5)
    rows = [y // 2 for _, y in path.marks_at()]
    assert {below - above for above, below in pairwise(rows)} == {2}


@pytest.mark.parametrize("height", [9, 19, 33, 42])
def test_bar_takes_steps_smaller_than_a_pixel(height: int) -> None:
    path = BarPath.of(Region(0, 0, 30, height), True, 5)
    middles = {path.middle(part / 1000, smooth=True) for part in range(1001)}
    assert len(middles) > 4 * (path.bottom - path.top)


def _assert_inside(arrangement: Arrangement, region: Region) -> None:
    for placed in arrangement.words:
        assert placed.left >= region.x
        assert placed.left + placed.lettering.measure(placed.text) <= region.right
        assert 2 * region.y <= placed.top
        assert placed.top + placed.lettering.height <= 2 * region.bottom
    if arrangement.shape:
        assert arrangement.shape.left >= region.x
        assert arrangement.shape.left + arrangement.shape.width <= region.right
        for placed in arrangement.words:
            beside = arrangement.shape.left >= placed.left + placed.lettering.measure(placed.text)
            before = arrangement.shape.left + arrangement.shape.width <= placed.left
            apart = arrangement.shape.top >= placed.top + placed.lettering.height
            over = arrangement.shape.top + arrangement.shape.height <= placed.top
            assert beside or before or apart or over


def test_a_note_with_a_character_that_has_no_capital_is_not_drawn_as_another_one() -> None:
    assert note_layout("press s", Region(0, 0, 80, 5)).words
    assert not note_layout("press ß", Region(0, 0, 80, 5)).words
