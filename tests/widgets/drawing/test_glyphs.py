"""Lettering: every glyph at every size."""

from __future__ import annotations

import string
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.widgets.drawing.glyphs import Lettering, drawable, fit, glyph, lettering_of
from negcoach.widgets.drawing.shapes import Shape, shape_mask, shape_width
from negcoach.widgets.drawing.strokes import FULL, Mask
from tests.widgets.drawing.masks import area

CHARACTERS = string.digits + string.ascii_uppercase + ":.!+-/ "
EVEN_SIDED = "AHIMOTUVWXY08:.!+"
LARGE = lettering_of(40, 26)


@pytest.mark.parametrize("char", CHARACTERS)
def test_every_character_is_drawable(char: str) -> None:
    assert drawable(char)


@settings(deadline=None)
@given(st.sampled_from(CHARACTERS), st.integers(5, 120), st.integers(3, 80))
def test_glyph_fills_its_mask_and_nothing_else(char: str, height: int, width: int) -> None:
    lettering = lettering_of(height, width)
    mask = glyph(char, lettering)
    assert (mask.width, mask.height) == (lettering.advance(char), height)
    assert [len(row) for row in mask.rows] == [mask.width] * height
    assert 0 <= area(mask) <= mask.width * height
    assert area(mask) > 0 or char == " "


@pytest.mark.parametrize("char", CHARACTERS.replace(" ", "").replace(":", "").replace("-", "").replace("+", ""))
@pytest.mark.parametrize("height", [8, 12, 20, 40, 66])
def test_glyph_reaches_all_four_edges(char: str, height: int) -> None:
    mask = glyph(char, lettering_of(height, round(height * 0.64)))
    assert any(mask.rows[-1])
    assert char == "." or any(mask.rows[0])
    assert any(row[0] for row in mask.rows)
    assert any(row[-1] for row in mask.rows)


@pytest.mark.parametrize("char", EVEN_SIDED)
@pytest.mark.parametrize("lettering", [LARGE, lettering_of(31, 17), lettering_of(12, 9), lettering_of(50, 25)])
def test_glyph_with_a_middle_axis_is_symmetric(char: str, lettering: Lettering) -> None:
    for row in glyph(char, lettering).rows:
        assert all(abs(one - other) <= 2 for one, other in zip(row, reversed(row), strict=True))


@pytest.mark.parametrize("char", "EFHILT")
@pytest.mark.parametrize("height", [6, 8, 11, 16, 23, 40, 66])
def test_straight_strokes_are_not_blended(char: str, height: int) -> None:
    mask = glyph(char, lettering_of(height, round(height * 0.6)))
    assert {cover for row in mask.rows for cover in row} <= {0, FULL}


@pytest.mark.parametrize("char", string.digits)
def test_digits_double_in_size_cover_four_times_the_area(char: str) -> None:
    small, large = Lettering(40, 26, 8, 6), Lettering(80, 52, 16, 12)
    assert area(glyph(char, large)) == pytest.approx(4 * area(glyph(char, small)), rel=0.05)


@pytest.mark.parametrize(
    ("height", "width", "least"), [(5, 4, 2), (6, 4, 2), (7, 4, 2), (7, 5, 2), (8, 5, 2), (8, 6, 2), (12, 9, 6)]
)
def test_no_two_digits_look_alike(height: int, width: int, least: float) -> None:
    lettering = lettering_of(height, width)
    for one, other in combinations(string.digits, 2):
        first, second = glyph(one, lettering), glyph(other, lettering)
        if first.width == second.width:
            assert _difference(first, second) >= least, (one, other)


@pytest.mark.parametrize("height", range(5, 13))
def test_a_five_and_a_three_are_open_at_the_left(height: int) -> None:
    lettering = lettering_of(height, max(4, height * 2 // 3))
    for char, opened in (("5", "6"), ("3", "8")):
        gaps = sum(row[0] == 0 for row in glyph(char, lettering).rows[1:-1])
        assert gaps > sum(row[0] == 0 for row in glyph(opened, lettering).rows[1:-1])


def test_a_nine_is_a_six_upside_down() -> None:
    six, nine = glyph("6", LARGE), glyph("9", LARGE)
    rotated = Mask(six.width, six.height, tuple(bytes(reversed(row)) for row in reversed(six.rows)))
    assert _difference(nine, rotated) <= area(six) * 0.06


@settings(deadline=None)
@given(st.text(CHARACTERS, min_size=1, max_size=14), st.integers(1, 220), st.integers(1, 120))
def test_fitted_lettering_fits(text: str, width: int, height: int) -> None:
    lettering = fit(text, width, height)
    if lettering is not None:
        assert lettering.height <= height
        assert lettering.measure(text) <= width


def test_text_with_a_character_that_cannot_be_drawn_is_not_fitted() -> None:
    assert fit("LÈVE", 200, 40) is None


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("height", [6, 8, 20, 45])
def test_shape_fills_its_height(shape: Shape, height: int) -> None:
    mask = shape_mask(shape, shape_width(shape, height), height)
    assert any(mask.rows[height // 2])
    covered = [y for y, row in enumerate(mask.rows) if any(row)]
    assert covered[0] <= height * 0.1
    assert covered[-1] + 1 >= height * 0.9


@pytest.mark.parametrize("shape", [Shape.UP, Shape.DOWN, Shape.SQUARE, Shape.SWAP, Shape.BARS, Shape.CROSS])
def test_shape_is_symmetric(shape: Shape) -> None:
    for row in shape_mask(shape, 21, 20).rows:
        assert all(abs(one - other) <= 3 for one, other in zip(row, reversed(row), strict=True))


def test_up_and_down_point_their_ways() -> None:
    up, down = shape_mask(Shape.UP, 20, 20), shape_mask(Shape.DOWN, 20, 20)
    assert sum(up.rows[0]) < sum(up.rows[9])
    assert sum(down.rows[0]) > sum(down.rows[-1])


def _difference(one: Mask, other: Mask) -> float:
    """Return the area that one covers and the other does not, in pixels."""
    pairs = zip(b"".join(one.rows), b"".join(other.rows), strict=True)
    return sum(abs(a - b) for a, b in pairs) / FULL


def test_the_curve_of_a_two_leaves_no_notch_in_its_edge() -> None:
    lettered = {fit("2", width, height) for height in range(8, 100) for width in range(height // 4, 2 * height)}
    for lettering in lettered - {None}:
        assert lettering is not None
        edge = [_right_edge(row) for row in glyph("2", lettering).rows]
        upper = edge[: len(edge) * 3 // 5]
        assert not any(
            here < before - 0.12 and here < after - 0.12
            for before, here, after in zip(upper, upper[1:], upper[2:], strict=False)
        ), lettering


def _right_edge(row: bytes) -> float:
    """Return how far right a row is covered, in pixels."""
    ends = [x + cover / FULL for x, cover in enumerate(row) if cover]
    return max(ends, default=0.0)
