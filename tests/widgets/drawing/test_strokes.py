"""Coverage: how much of each pixel a shape covers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.widgets.drawing.strokes import FULL, Box, Polygon, Slope, disc, rasterise, thick_line
from tests.widgets.drawing.masks import area


def test_box_on_whole_pixels_is_sharp() -> None:
    mask = rasterise([Box(1, 1, 3, 3)], 4, 4)
    assert mask.rows == (bytes(4), bytes([0, FULL, FULL, 0]), bytes([0, FULL, FULL, 0]), bytes(4))


def test_box_that_ends_within_a_pixel_covers_that_part_of_it() -> None:
    (row,) = rasterise([Box(0.25, 0, 2.5, 1)], 3, 1).rows
    assert [round(cover / FULL, 2) for cover in row] == [0.75, 1.0, 0.5]


def test_pieces_that_overlap_are_covered_once() -> None:
    once = rasterise([Box(0.5, 0, 3.5, 4)], 4, 4)
    assert rasterise([Box(0.5, 0, 3, 4), Box(1, 0, 3.5, 4)], 4, 4) == once


def test_piece_outside_the_mask_covers_nothing() -> None:
    assert area(rasterise([Box(-5, -5, -1, 9), Box(0, 4, 4, 9)], 4, 4)) == 0


@settings(deadline=None)
@given(st.floats(1, 12), st.floats(0, 1), st.floats(0, 1))
def test_moving_a_shape_by_parts_of_a_pixel_keeps_its_area(radius: float, across: float, down: float) -> None:
    there = area(rasterise(disc(15, 15, radius), 30, 30))
    moved = area(rasterise(disc(15 + across, 15 + down, radius), 30, 30))
    assert moved == pytest.approx(there, rel=0.08, abs=0.3)


def test_disc_has_nearly_the_area_of_a_circle() -> None:
    exact = math.pi * 10**2
    assert exact <= area(rasterise(disc(12, 12, 10), 24, 24)) <= exact * 1.06  # its curve is a little squarer


def test_triangle_has_half_its_boxs_area() -> None:
    assert area(rasterise([Polygon(((0, 0), (20, 0), (10, 20)))], 20, 20)) == pytest.approx(200, rel=0.02)


def test_slope_keeps_its_horizontal_width_all_the_way() -> None:
    for row in rasterise([Slope(4, 0, 16, 20, 5)], 24, 20).rows:
        assert sum(row) / FULL == pytest.approx(5, abs=0.05)


def test_thick_line_has_the_area_of_length_times_width() -> None:
    assert area(rasterise(thick_line([(5, 5), (25, 20)], 4), 30, 30)) == pytest.approx(25 * 4, rel=0.03)
