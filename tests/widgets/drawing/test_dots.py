"""The figures in braille dots: readable in a small place, the start and the end of a lowering told apart."""

from __future__ import annotations

import pytest

from negcoach.config.figures import figure_of
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.figure import Body, Disc, Figure, Limb, Line, Part, Pose, Spot, Weight
from negcoach.widgets.drawing.dots import Cell, Dots, Rows, ends_cells, figure_cells, figure_dots

FIGURES = [pytest.param(figure_of(one.slug), id=one.slug) for one in shipped_exercises()]
WITH_TWO = [
    pytest.param(figure_of(one.slug, 2), id=f"{one.slug} by two")
    for one in shipped_exercises()
    if figure_of(one.slug, 2) != figure_of(one.slug)
]
SMALL, LARGE = (30, 12), (60, 24)
SIZES = [(24, 9), SMALL, LARGE]
"""From the smallest place beside a count of a set to that of a large card."""
POSES = [(step / 4, False) for step in range(5)] + [(step / 4, True) for step in (1, 2, 3)]
"""The lift begins and ends as the lowering ends and begins."""


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


def grown(rows: list[int]) -> list[int]:
    """Return the rows of dots with all that lie next to them, slantwise too."""
    across = [row | row << 1 | row >> 1 for row in rows]
    return [before | row | after for before, row, after in zip([0, *across], across, [*across[1:], 0], strict=False)]


def count(rows: list[int]) -> int:
    return sum(row.bit_count() for row in rows)


def both(one: list[int], other: list[int]) -> int:
    return sum((a & b).bit_count() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", [*FIGURES, *WITH_TWO])
def test_nothing_of_one_part_touches_another_so_that_all_are_told_apart_without_colour(
    figure: Figure, size: tuple[int, int]
) -> None:
    for lowered, lifting in POSES:
        drawn = figure_dots(figure, lowered, *size, lifting=lifting).rows
        for part in Part:
            for other in Part:
                assert part is other or not both(grown(drawn[part]), drawn[other]), (part, other, lowered, lifting)


@pytest.mark.parametrize("figure", FIGURES)
def test_no_single_dots_are_left_of_what_is_behind(figure: Figure) -> None:
    for lowered, lifting in POSES:
        drawn = figure_dots(figure, lowered, *SMALL, lifting=lifting).rows
        for part in (Part.GEAR, Part.SPOTTER, Part.FAR, Part.LIFTER):
            rows = drawn[part][:-1] if part is Part.GEAR else drawn[part]  # the floor is made of single dots
            for y, row in enumerate(rows):
                for x in range(2 * SMALL[0]):
                    if row >> x & 1:
                        around = [rows[below] for below in (y - 1, y, y + 1) if 0 <= below < len(rows)]
                        if part is Part.GEAR and y == len(rows) - 1:
                            around.append(drawn[part][-1])
                        near = sum((each >> max(0, x - 1) & (0b111 if x else 0b11)).bit_count() for each in around)
                        assert near > 1, (part, x, y, lowered)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("figure", FIGURES)
def test_what_is_held_is_whole_and_hides_little_of_who_holds_it(figure: Figure, size: tuple[int, int]) -> None:
    width, height = size
    for lowered, lifting in POSES:
        shapes = figure.shapes(lowered, lifting=lifting)
        drawn = figure_dots(figure, lowered, width, height, lifting=lifting)
        for part, least in ((Part.LOAD, 0.99 if not figure.bands else 0.6), (Part.LIFTER, 0.6)):
            alone = Dots(figure.box, width, height, drawn.scale)
            for shape in shapes:
                if shape.part is part:
                    alone.draw(shape)
            assert both(alone.rows[part], drawn.rows[part]) >= least * count(alone.rows[part]), (part, lowered, lifting)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("figure", FIGURES)
def test_the_lifter_is_solid_and_a_spotters_head_hollow(figure: Figure, size: tuple[int, int]) -> None:
    width, height = size
    for shape in figure.shapes(0.0):
        if not isinstance(shape, Disc) or shape.part not in (Part.LIFTER, Part.SPOTTER):
            continue
        alone = Dots(figure.box, width, height, figure_dots(figure, 0.0, width, height).scale)
        alone.draw(shape)
        rows = [row for row in alone.rows[shape.part] if row]
        middle = rows[len(rows) // 2]
        first, last = (middle & -middle).bit_length() - 1, middle.bit_length() - 1
        between = (middle >> first + 1) & ((1 << last - first - 1) - 1)
        assert (between == (1 << last - first - 1) - 1) == (shape.part is Part.LIFTER)
        assert last - first >= 3  # a head, not a blot


def test_a_gap_is_left_around_a_forearm_in_front_of_its_own_body() -> None:
    crossing = Pose((0.0, 0.53), arm=Limb((200.0, 90.0)))
    figure = Figure("a", Body((crossing, crossing)))
    arm, trunk = (
        [shape for shape in figure.shapes(0.0) if isinstance(shape, Line) and shape.crosses is crosses]
        for crosses in (True, False)
    )
    assert len(arm) == 1 and trunk
    drawn = figure_dots(figure, 0.0, *LARGE)
    forearm = Dots(figure.box, *LARGE, drawn.scale)
    forearm.draw(arm[0])
    around = [
        near & ~row for near, row in zip(grown(forearm.rows[Part.LIFTER]), forearm.rows[Part.LIFTER], strict=True)
    ]
    # What touches it is the upper arm, at the elbow, and nothing of the torso that it crosses.
    elbow = max(x for row in around for x in range(LARGE[0] * 2) if row >> x & 1)
    assert both(around, drawn.rows[Part.LIFTER]) < 0.3 * count(around) and elbow


def test_a_line_that_is_level_or_upright_is_as_thick_all_along() -> None:
    gear = ((Spot(-1.0, 0.511), Spot(-0.2, 0.511)), (Spot(-0.631, 0.2), Spot(-0.631, 0.9)))
    for place in (SMALL, LARGE):
        drawn = figure_dots(bar(gear=gear), 0.0, *place)
        thick = max(1, round(0.024 * drawn.scale))
        rows = [row for row in drawn.rows[Part.GEAR][:-1] if row]  # without the floor
        columns = [sum(row >> x & 1 for row in rows) for x in range(2 * place[0])]
        assert max(sum(1 for row in rows if row.bit_count() > 8), 0) == thick
        assert sum(1 for column in columns if column > 8) == thick
