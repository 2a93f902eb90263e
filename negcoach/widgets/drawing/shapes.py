"""Shapes that identify a phase by their outline alone: as a drawing of any size, and as one character."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from math import cos, sin, tau

from negcoach.widgets.drawing.strokes import Box, Mask, Piece, Polygon, rasterise, thick_line


class Shape(Enum):
    """A shape; its value is the character for it in a line of text."""

    DOWN = "▼"
    UP = "▲"
    AGAIN = "↻"
    SQUARE = "■"
    PLAY = "►"
    BARS = "‖"
    SWAP = "↔"
    CROSS = "✕"
    CHECK = "✓"


@lru_cache(maxsize=128)
def shape_mask(shape: Shape, width: int, height: int) -> Mask:
    """Return the shape drawn to fill an area of this size in pixels."""
    return rasterise(_OUTLINES[shape](width, height), width, height)


def shape_width(shape: Shape, height: int) -> int:
    """Return the width in pixels that suits the shape at this height."""
    ratio = {Shape.UP: 0.95, Shape.DOWN: 1.15, Shape.SWAP: 1.5, Shape.PLAY: 0.9, Shape.BARS: 0.8, Shape.CHECK: 1.15}
    return max(1, round(height * ratio.get(shape, 1.0)))


def _down(w: float, h: float) -> list[Piece]:
    return [Polygon(((0, 0), (w, 0), (w / 2, h)))]


def _up(w: float, h: float) -> list[Piece]:
    """Return an arrow: a head, and a shaft whose edges lie on whole pixels."""
    head = round(h * 0.52)
    side = round(w * 0.3)
    return [Polygon(((w / 2, 0), (w, head), (0, head))), Box(side, head, w - side, h)]


def _again(w: float, h: float) -> list[Piece]:
    """Return an arrow that goes round clockwise: a ring with a gap at the right, before which it ends in a head."""
    thick, radius, half_head, point = 0.17, 0.37, 0.23, 0.34
    middle = 0.56  # of the ring, a little below that of the box: the head stands out at the top

    def at(angle: float, reach: float, ahead: float = 0.0) -> tuple[float, float]:
        """Return the point at this angle and distance from the middle, moved on by ``ahead`` along the ring."""
        x = 0.46 + reach * cos(angle) - ahead * sin(angle)
        return x * w, (middle + reach * sin(angle) + ahead * cos(angle)) * h

    start, end = tau * 0.06, tau * 0.81
    ring = thick_line([at(start + (end - start) * step / 24, radius) for step in range(25)], thick * min(w, h))
    head = Polygon((at(end, radius - half_head), at(end, radius, point), at(end, radius + half_head)))
    return [*ring, head]


def _square(w: float, h: float) -> list[Piece]:
    return [Box(0, 0, w, h)]


def _play(w: float, h: float) -> list[Piece]:
    return [Polygon(((0, 0), (w, h / 2), (0, h)))]


def _bars(w: float, h: float) -> list[Piece]:
    thick = max(1, round(w * 0.36))
    return [Box(0, 0, thick, h), Box(w - thick, 0, w, h)]


def _swap(w: float, h: float) -> list[Piece]:
    """Return a double-headed arrow."""
    head = w * 0.36
    top, bottom = round(h * 0.34), round(h * 0.66)
    return [
        Polygon(((0, h / 2), (head, 0), (head, h))),
        Box(int(head), top, w - int(head), bottom),
        Polygon(((w, h / 2), (w - head, h), (w - head, 0))),
    ]


def _cross(w: float, h: float) -> list[Piece]:
    """Return two thick strokes from corner to corner."""
    a, b = w * 0.22, h * 0.22
    return [
        Polygon(((a, 0), (w, h - b), (w - a, h), (0, b))),
        Polygon(((w - a, 0), (w, b), (a, h), (0, h - b))),
    ]


def _check(w: float, h: float) -> list[Piece]:
    """Return a short stroke down and a long one up, as one angle."""
    return [
        Polygon(((0, h * 0.58), (w * 0.13, h * 0.42), (w * 0.47, h * 0.8), (w * 0.36, h * 0.97))),
        Polygon(((w * 0.24, h * 0.84), (w * 0.84, h * 0.06), (w, h * 0.2), (w * 0.36, h * 0.97))),
    ]


_OUTLINES: dict[Shape, Callable[[float, float], list[Piece]]] = {
    Shape.DOWN: _down,
    Shape.UP: _up,
    Shape.AGAIN: _again,
    Shape.SQUARE: _square,
    Shape.PLAY: _play,
    Shape.BARS: _bars,
    Shape.SWAP: _swap,
    Shape.CROSS: _cross,
    Shape.CHECK: _check,
}
