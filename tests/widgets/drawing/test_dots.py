"""The figures in braille dots: readable in a small place, the start and the end of a lowering told apart."""

from __future__ import annotations

import pytest

from negcoach.config.figures import figure_of
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.figure import Body, Figure, Part, Pose, Spot, Weight
from negcoach.widgets.drawing.dots import Cell, Rows, ends_cells, figure_cells

FIGURES = [pytest.param(figure_of(one.slug), id=one.slug) for one in shipped_exercises()]
SMALL, LARGE = (30, 12), (60, 24)


def dots(rows: Rows, *parts: Part) -> set[tuple[int, int, int]]:
    """Return the dots of some parts (of all without any), as column, row and bit."""
    return {
        (x, y, bit)
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if cell is not None and (not parts or cell.part in parts)
        for bit in range(8)
        if ord(cell.char) - 0x2800 >> bit & 1
    }


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("figure", FIGURES)
def test_the_start_and_the_end_of_a_lowering_differ_clearly(figure: Figure, size: tuple[int, int]) -> None:
    start, end = (dots(figure_cells(figure, lowered, *size), Part.LIFTER, Part.LOAD) for lowered in (0.0, 1.0))
    assert len(start ^ end) > 0.25 * len(start | end)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_fills_its_place_in_one_direction_and_stays_inside(figure: Figure, size: tuple[int, int]) -> None:
    width, height = size
    seen: set[tuple[int, int]] = set()
    for step in range(9):
        for lifting in (False, True):
            rows = figure_cells(figure, step / 8, width, height, lifting=lifting)
            assert len(rows) == height and all(len(row) == width for row in rows)
            seen |= {(x, y) for x, y, _ in dots(rows)}
    if figure.frame is not None:
        return
    columns, lines = {x for x, _ in seen}, {y for _, y in seen}
    assert max(columns) - min(columns) + 1 >= width - 1 or max(lines) - min(lines) + 1 == height


@pytest.mark.parametrize("width", [1, 2, 7])
@pytest.mark.parametrize("height", [1, 3])
@pytest.mark.parametrize("figure", FIGURES[:3])
def test_a_place_that_is_far_too_small_breaks_nothing(figure: Figure, width: int, height: int) -> None:
    rows = figure_cells(figure, 0.5, width, height)
    assert len(rows) == height and all(len(row) == width for row in rows)


def bar(weights: tuple[Weight, ...] = (), gear: tuple[tuple[Spot, ...], ...] = ()) -> Figure:
    """Return somebody who stands upright, a height of 1."""
    return Figure("a", Body((Pose((0.0, 0.53)), Pose((0.0, 0.4)))), gear=gear, weights=weights)


def test_a_line_has_no_gap_and_is_where_it_should_be() -> None:
    figure = bar(gear=((Spot(-1.0, 0.5), Spot(1.0, 0.5)),))
    rows = figure_cells(figure, 0.0, 40, 20)
    on_the_line = {x for x, _, _ in dots(rows, Part.GEAR) if x}
    assert set(range(1, 39)) - on_the_line <= {18, 19, 20, 21}  # the body is in front of it


def test_a_weight_that_a_joint_carries_is_the_load_and_a_fixed_one_is_gear() -> None:
    carried = bar(weights=(Weight(Spot(0.4, 0.0, "hip"), 0.1),))
    fixed = bar(weights=(Weight(Spot(0.4, 0.5), 0.1),))
    assert dots(figure_cells(carried, 0.0, *SMALL), Part.LOAD)
    assert not dots(figure_cells(fixed, 0.0, *SMALL), Part.LOAD)


def test_a_cell_has_the_colour_of_most_of_its_dots() -> None:
    cells: list[Cell] = [cell for row in figure_cells(bar(), 0.0, *LARGE) for cell in row if cell is not None]
    assert {cell.part for cell in cells} == {Part.LIFTER, Part.GEAR}  # the body and the floor
    assert all(0x2800 < ord(cell.char) <= 0x28FF for cell in cells)


def test_a_narrow_figure_is_shown_at_both_ends_and_a_wide_one_only_at_its_end() -> None:
    by_slug = {figure.values[0].slug: figure.values[0] for figure in FIGURES}
    pull_up, press = by_slug["negative-pull-up"], by_slug["two-up-one-down-leg-press"]
    both = ends_cells(pull_up, *SMALL)
    assert [row[:14] for row in both] == figure_cells(pull_up, 0.0, 14, 12)
    assert [row[16:] for row in both] == figure_cells(pull_up, 1.0, 14, 12)
    assert ends_cells(press, *SMALL) == figure_cells(press, 1.0, *SMALL)
