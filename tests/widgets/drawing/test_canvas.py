"""The field of half-block pixels and its text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.canvas import Canvas, one_line, shortened_line, text_width
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.drawing.strokes import FULL, Mask
from negcoach.widgets.themes.themes import Ground

FULL_COLOUR = scheme(Phase.LOWER, ColourMode.FULL, Ground.DARK)
NO_COLOUR = scheme(Phase.LOWER, ColourMode.NONE, Ground.DARK)


def row_text(canvas: Canvas, y: int) -> str:
    """Return the characters of a row."""
    return "".join(segment.text for segment in canvas.segments(y))


def test_half_covered_pixel_is_half_way_between_background_and_colour() -> None:
    canvas = Canvas(1, 1, FULL_COLOUR)
    canvas.stamp(Mask(1, 1, (bytes([FULL // 2]),)), 0, 0, 0xFFFFFF)
    (segment,) = canvas.segments(0)
    assert segment.style is not None and segment.style.color is not None and segment.style.color.triplet is not None
    assert segment.text == "▀"
    assert tuple(segment.style.color.triplet) == pytest.approx(((0x6B + 255) / 2, (0x2D + 255) / 2, 255 / 2), abs=1)


@pytest.mark.parametrize(
    ("upper", "lower", "char"),
    [(0, 0, " "), (FULL, 0, "▀"), (0, FULL, "▄"), (FULL, 128, "█"), (127, 128, "▄")],
)
def test_without_colour_half_a_pixel_or_more_is_ink(upper: int, lower: int, char: str) -> None:
    canvas = Canvas(1, 1, NO_COLOUR)
    canvas.stamp(Mask(1, 2, (bytes([upper]), bytes([lower]))), 0, 0, NO_COLOUR.giant)
    assert row_text(canvas, 0) == char


def test_box_between_pixels_blends_its_edges() -> None:
    canvas = Canvas(1, 2, FULL_COLOUR)
    canvas.fill_smooth(0, 0.5, 1, 2.25, 0xFFFFFF)
    pixels = [canvas.pixels(y, 0, 1)[half][0] for y in (0, 1) for half in (0, 1)]
    background = FULL_COLOUR.background
    assert pixels[1] == 0xFFFFFF
    assert pixels[3] == background
    assert background < pixels[2] < pixels[0] < 0xFFFFFF


def test_drawing_over_the_edges_is_cut_off() -> None:
    canvas = Canvas(4, 2, FULL_COLOUR)
    canvas.fill(-5, -5, 50, 50, 1)
    canvas.fill_smooth(-3, -2.5, 9, 9.5, 2)
    canvas.stamp(Mask(3, 3, (bytes([FULL] * 3),) * 3), -1, -1, 3)
    canvas.stamp(Mask(3, 3, (bytes([FULL] * 3),) * 3), 3, 3, 3)
    canvas.write(-2, 0, "abcdefghij", 4)
    assert row_text(canvas, 0) == "cdef"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 14), st.text(max_size=12)), max_size=4), st.sampled_from(ColourMode))
def test_row_has_its_width_whatever_is_written(texts: list[tuple[int, str]], mode: ColourMode) -> None:
    canvas = Canvas(12, 1, scheme(Phase.LOWER, mode, Ground.DARK))
    for x, text in texts:
        canvas.write(x, 0, text, canvas.scheme.text)
    assert cell_len(row_text(canvas, 0)) == 12


def test_wide_character_takes_two_cells_and_is_not_cut_in_half() -> None:
    canvas = Canvas(5, 1, NO_COLOUR)
    assert canvas.write(0, 0, "卧推卧", 1) == 6
    assert row_text(canvas, 0) == "卧推 "


def test_writing_over_half_of_a_wide_character_blanks_the_rest() -> None:
    canvas = Canvas(4, 1, NO_COLOUR)
    canvas.write(0, 0, "卧推", 1)
    canvas.write(1, 0, "ab", 1)
    assert row_text(canvas, 0) == " ab "


def test_text_is_shown_as_it_is_without_what_a_terminal_would_obey() -> None:
    assert one_line("[b]x[/b]\x1b]0;title\x07\n\u202ey") == "[b]x[/b] y"


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(-2, 20))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert text_width(shortened_line(text, width)) <= max(0, width)


def test_part_of_a_row_is_the_same_as_in_the_whole() -> None:
    canvas = Canvas(20, 1, NO_COLOUR)
    canvas.fill(2, 0, 15, 1, 1)
    canvas.write(6, 0, "text", 1)
    parts = [*canvas.segments(0, 0, 8), *canvas.segments(0, 8)]
    assert "".join(part.text for part in parts) == row_text(canvas, 0)


def test_box_that_begins_above_the_canvas_has_its_own_colour() -> None:
    inside, above = Canvas(4, 2, FULL_COLOUR), Canvas(4, 2, FULL_COLOUR)
    inside.fill_smooth(0, 0.0, 4, 2.5, 0xFFFFFF)
    above.fill_smooth(0, -0.5, 4, 2.5, 0xFFFFFF)
    assert [above.segments(y) for y in range(2)] == [inside.segments(y) for y in range(2)]
