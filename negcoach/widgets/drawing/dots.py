"""Drawing in braille dots: two across and four down in each cell, for lines too fine for half blocks.

A cell has one colour; so this suits thin shapes of a few colours on an empty ground, and
looks the same without colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from math import ceil, floor, hypot
from operator import or_
from typing import NamedTuple

from negcoach.training.exercise.figure import Box, Figure, Line, Part, Point, Shape

ACROSS, DOWN = 2, 4
"""The dots of a cell."""

_BLANK = 0x2800
_BITS = tuple(
    (0, left, right, left | right) for left, right in ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
)
"""The bits of a braille character for the two dots of each of its lines, from the top: none, left, right, both."""
_FAR, _LEVEL = 1e6, 1e-9
_NOWHERE = _FAR, -_FAR
_PAIRS = tuple(tuple(byte >> shift & 0b11 for shift in (0, 2, 4, 6)) for byte in range(256))
_OTHERS = {part: tuple(other for other in Part if other is not part) for part in Part}
_LEAST = {Part.LIFTER: 1.7, Part.SPOTTER: 1.2}
"""The least thickness (dots) of a bone; of a far one and of a line of gear it is 1."""
_GAP = 2**0.5
"""How wide a gap is left around what is in front (dots): no dot of one part then lies next to one of another."""
_ROUNDER = 0.1
"""How much (dots) is added to the radius of a disc, for one of few dots to be round."""
_LEAST_HUB = 3.0
"""The least radius (dots) of a ring that has room for a dot in its middle."""

_LEAST_SHARE = 0.7
"""How much of its size a figure keeps at least where it is drawn twice."""


class Cell(NamedTuple):
    """A cell that has dots: its character, and the part that most of them are of."""

    char: str
    part: Part


Rows = list[list[Cell | None]]


def figure_cells(figure: Figure, lowered: float, width: int, height: int, *, lifting: bool = False) -> Rows:
    """Return the figure after this part of the lowering, as large as fits: rows of cells, ``None`` for empty ones.

    See ``Figure.shapes`` for ``lowered`` and ``lifting``. The figure stands in the middle on the lowest row.
    """
    return figure_dots(figure, lowered, width, height, lifting=lifting).cells()


def figure_dots(figure: Figure, lowered: float, width: int, height: int, *, lifting: bool = False) -> Dots:
    """Return the dots of what ``figure_cells`` returns."""
    dots = Dots(figure.box, width, height, _scale_of(figure, width, height))
    if figure.box.bottom <= 0:
        dots.draw_floor(figure.box)
    for shape in figure.shapes(lowered, lifting=lifting):
        dots.draw(shape)
    dots.sweep()
    return dots


def ends_cells(figure: Figure, width: int, height: int) -> Rows:
    """Return a figure at the start of its lowering and, to the right of it, at its end.

    Only its end is drawn where two would be much smaller than one.
    """
    half = (width - 2) // 2
    if _scale_of(figure, half, height) < _LEAST_SHARE * _scale_of(figure, width, height):
        return figure_cells(figure, 1.0, width, height)
    start, end = (figure_cells(figure, lowered, half, height) for lowered in (0.0, 1.0))
    gap = [None] * (width - 2 * half)
    return [[*left, *gap, *right] for left, right in zip(start, end, strict=True)]


def _scale_of(figure: Figure, width: int, height: int) -> float:
    """Return how many dots a height of the body is long in a place of this size (cells)."""
    box, across, down = figure.box, ACROSS * width, DOWN * height
    return min((across - 1) / max(0.01, box.right - box.left), (down - 1) / max(0.01, box.top - box.bottom))


class Dots:
    """A grid of dots for each part: ``rows``, from the top, each an integer whose lowest bit is its leftmost dot."""

    def __init__(self, box: Box, width: int, height: int, scale: float) -> None:
        self._width, self._height = width, height
        across, down = ACROSS * width, DOWN * height
        self.scale = scale
        self._x0 = across / 2 - (box.left + box.right) / 2 * self.scale
        self._y0 = down + box.bottom * self.scale
        self.rows = {part: [0] * down for part in Part}

    def draw_floor(self, box: Box) -> None:
        """Draw the floor, in every second dot."""
        left, right = floor(self._x0 + box.left * self.scale), ceil(self._x0 + box.right * self.scale)
        row = sum(1 << x for x in range(max(0, left), min(ACROSS * self._width, right)) if x % 2)
        self.rows[Part.GEAR][-1] |= row

    def draw(self, shape: Shape) -> None:
        """Draw a shape over those before it, with a gap around it in what belongs to another part."""
        if isinstance(shape, Line):
            half = max(shape.width * self.scale, _LEAST.get(shape.part, 1.0)) / 2
            strokes = [(one, other, half) for one, other in pairwise(map(self._dot, shape.points))]
            if shape.crosses:
                for one, other, _ in strokes:
                    self._clear(shape.part, self._band(one, other, half + _GAP))
            for stroke in strokes:
                self._put(shape.part, *(_snapped(*stroke) if shape.part in (Part.GEAR, Part.LOAD) else stroke))
            return
        middle, radius = _round(self._dot(shape.middle), shape.radius * self.scale)
        self._put(shape.part, middle, middle, radius)
        if not shape.filled:
            self._hollow(shape.part, middle, radius)

    def sweep(self) -> None:
        """Leave out the single dots that gaps have left of a body or of gear: they are crumbs, and no shape."""
        floor = self.rows[Part.GEAR][-1]
        for part in (Part.GEAR, Part.SPOTTER, Part.FAR, Part.LIFTER):
            rows = self.rows[part]
            across = [row << 1 | row >> 1 for row in rows]
            near = [row | beside for row, beside in zip(rows, across, strict=True)]
            self.rows[part] = [
                row & (before | beside | after)
                for before, row, beside, after in zip([0, *near], rows, across, [*near[1:], 0], strict=False)
            ]
        self.rows[Part.GEAR][-1] = floor

    def _dot(self, point: Point) -> Point:
        return self._x0 + point[0] * self.scale, self._y0 - point[1] * self.scale

    def _put(self, part: Part, one: Point, other: Point, half: float) -> None:
        """Set the dots within ``half`` of the line from one point to another, and clear others' around it."""
        around = self._band(one, other, half + _GAP)
        for behind in _OTHERS[part]:
            self._clear(behind, around)
        rows = self.rows[part]
        for y, dots in self._band(one, other, half):
            rows[y] |= dots

    def _clear(self, part: Part, dots: Iterable[tuple[int, int]]) -> None:
        rows = self.rows[part]
        for y, row in dots:
            rows[y] &= ~row

    def _hollow(self, part: Part, middle: Point, radius: float) -> None:
        """Make a ring of a disc, of weights with a dot in its middle where there is room for it."""
        self._clear(part, self._band(middle, middle, max(0.0, radius - max(1.15, 0.028 * self.scale))))
        if part in (Part.GEAR, Part.LOAD) and radius >= _LEAST_HUB:
            self._put(part, middle, middle, max(0.75, 0.022 * self.scale))

    def _band(self, one: Point, other: Point, half: float) -> list[tuple[int, int]]:
        """Return the rows of dots, with their bits, that lie within ``half`` of the line from one point to another."""
        top = max(0, floor(min(one[1], other[1]) - half))
        bottom = min(DOWN * self._height, ceil(max(one[1], other[1]) + half) + 1)
        rows = []
        for y in range(top, bottom):
            left, right = _span(one, other, half, y + 0.5)
            first, last = max(0, ceil(left - 0.5)), min(ACROSS * self._width - 1, floor(right - 0.5))
            if first <= last:
                rows.append((y, ((1 << last - first + 1) - 1) << first))
        return rows

    def cells(self) -> Rows:
        """Return the cells, each in the colour of the part that has most of its dots, else of that in front."""
        return [self._row(DOWN * y) for y in range(self._height)]

    def _row(self, first: int) -> list[Cell | None]:
        """Return the row of cells whose uppermost dots are in row ``first``."""
        drawn = [
            (part, _codes(rows[first : first + DOWN], self._width))
            for part, rows in self.rows.items()
            if any(rows[first : first + DOWN])
        ]
        row: list[Cell | None] = [None] * self._width
        for x, codes in enumerate(zip(*(codes for _, codes in drawn), strict=True)):
            if any(codes):
                most = max(range(len(codes)), key=lambda index: (codes[index].bit_count(), index))
                row[x] = Cell(chr(_BLANK + reduce(or_, codes)), drawn[most][0])
        return row


def _snapped(one: Point, other: Point, half: float) -> tuple[Point, Point, float]:
    """Return a line, and half of its thickness, in whole dots where it is level or upright."""
    if abs(one[0] - other[0]) < _LEVEL:
        half = max(1, round(2 * half)) / 2
        x = round(one[0] - half) + half
        return (x, one[1]), (x, other[1]), half
    if abs(one[1] - other[1]) < _LEVEL:
        half = max(1, round(2 * half)) / 2
        y = round(one[1] - half) + half
        return (one[0], y), (other[0], y), half
    return one, other, half


def _round(middle: Point, radius: float) -> tuple[Point, float]:
    """Return a disc in whole dots, alike on all sides."""
    across = max(2, round(2 * radius))
    x, y = (round(one - across / 2) + across / 2 for one in middle)
    return (x, y), across / 2 + _ROUNDER


def _codes(lines: Sequence[int], width: int) -> list[int]:
    """Return the bits of braille characters for four rows of dots."""
    size = (width + 3) // 4  # a byte has the dots of four cells
    rows = [[bits for byte in line.to_bytes(size, "little") for bits in _PAIRS[byte]] for line in lines]
    return [a | b | c | d for a, b, c, d in zip(*map(_shifted, range(DOWN), rows), strict=True)][:width]


def _shifted(line: int, pairs: Sequence[int]) -> list[int]:
    """Return the bits of a braille character for each pair of dots in one of its lines."""
    table = _BITS[line]
    return [table[pair] for pair in pairs]


def _span(one: Point, other: Point, half: float, y: float) -> tuple[float, float]:
    """Return the part of the horizontal line at ``y`` that lies within ``half`` of a line; nothing: left > right."""
    left, right = _NOWHERE
    for x, middle in (one, other):
        if abs(y - middle) < half:
            reach = (half**2 - (y - middle) ** 2) ** 0.5
            left, right = min(left, x - reach), max(right, x + reach)
    across, down, above = other[0] - one[0], other[1] - one[1], y - one[1]
    length = hypot(across, down)
    if length == 0:
        return left, right
    # Beside the line between its ends: from one edge to the other, and from the one end to the other.
    edges, ends = (-_FAR, _FAR), (-_FAR, _FAR)
    if abs(down) > _LEVEL:
        edges = (above * across - half * length) / down, (above * across + half * length) / down
    elif abs(above) > half:
        return left, right
    if abs(across) > _LEVEL:
        ends = -above * down / across, (length**2 - above * down) / across
    elif not 0 <= above * down <= length**2:
        return left, right
    start, stop = max(min(edges), min(ends)), min(max(edges), max(ends))
    return (min(left, one[0] + start), max(right, one[0] + stop)) if start < stop else (left, right)
