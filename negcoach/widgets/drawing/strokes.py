"""Rasterising shapes: how much of each pixel a shape covers.

A shape is a union of pieces. Each piece knows, for a horizontal line, the one span of it that lies inside. A pixel's
coverage is the mean, over a few such lines, of the exact length covered. So edges on whole pixels stay sharp and curves
are smooth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Protocol

FULL = 255
"""The coverage of a pixel that lies fully inside a shape; 0 is fully outside."""

_LINES = 8  # sampled lines per pixel
_EXPONENT = 2.2  # of the curves, superellipses: 2 is an ellipse; a little more is easier to read from afar


@dataclass(frozen=True, slots=True)
class Mask:
    """A rasterised shape: ``rows`` of ``width`` coverages each, 0 to ``FULL``."""

    width: int
    height: int
    rows: tuple[bytes, ...]


class Piece(Protocol):
    """A part of a shape, between ``top`` and ``bottom`` (pixels, downwards)."""

    @property
    def top(self) -> float:
        """The upper edge."""

    @property
    def bottom(self) -> float:
        """The lower edge."""

    def span(self, y: float) -> tuple[float, float]:
        """Return the span ``(left, right)`` of the line at ``y`` that lies inside; empty when left >= right."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with horizontal and vertical edges."""

    left: float
    top: float
    right: float
    bottom: float

    def span(self, y: float) -> tuple[float, float]:
        """Return the full width."""
        return self.left, self.right


@dataclass(frozen=True, slots=True)
class Slope:
    """A slanting stem with horizontal ends: its centre line goes from ``x0`` at ``top`` to ``x1`` at ``bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float  # measured horizontally, not across the stem

    def span(self, y: float) -> tuple[float, float]:
        """Return the stem's span."""
        middle = self.x0 + (self.x1 - self.x0) * (y - self.top) / (self.bottom - self.top)
        return middle - self.width / 2, middle + self.width / 2


@dataclass(frozen=True, slots=True)
class Ring:
    """A quarter of a ring around (``x``, ``y``), in the quadrant given by ``right`` and ``below``.

    ``outer`` and ``inner`` are its horizontal and vertical radii.
    """

    x: float
    y: float
    outer: tuple[float, float]
    inner: tuple[float, float]
    right: bool
    below: bool

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y if self.below else self.y - self.outer[1]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.outer[1] if self.below else self.y

    def span(self, y: float) -> tuple[float, float]:
        """Return the span between the two curves."""
        away = abs(y - self.y)
        far, near = _curve_distance(self.outer, away), _curve_distance(self.inner, away)
        return (self.x + near, self.x + far) if self.right else (self.x - far, self.x - near)


@dataclass(frozen=True, slots=True)
class Polygon:
    """A convex polygon."""

    points: tuple[tuple[float, float], ...]

    @property
    def top(self) -> float:
        """The highest corner."""
        return min(y for _, y in self.points)

    @property
    def bottom(self) -> float:
        """The lowest corner."""
        return max(y for _, y in self.points)

    def span(self, y: float) -> tuple[float, float]:
        """Return the span between the two edges that the line crosses."""
        crossings = [
            x0 + (x1 - x0) * (y - y0) / (y1 - y0)
            for (x0, y0), (x1, y1) in zip(self.points, self.points[1:] + self.points[:1], strict=True)
            if min(y0, y1) <= y < max(y0, y1)
        ]
        return (min(crossings), max(crossings)) if crossings else (0.0, 0.0)


def disc(x: float, y: float, radius: float) -> tuple[Ring, ...]:
    """Return the four quarters of a round dot."""
    return tuple(
        Ring(x, y, (radius, radius), (0.0, 0.0), right, below) for right in (False, True) for below in (False, True)
    )


def thick_line(points: Sequence[tuple[float, float]], width: float) -> list[Piece]:
    """Return a line through ``points``, ``width`` wide, with round joins and butt caps, cut square to the line."""
    pieces: list[Piece] = []
    for (x0, y0), (x1, y1) in pairwise(points):
        length = hypot(x1 - x0, y1 - y0)
        if length == 0:
            continue
        across, down = (y0 - y1) / length * width / 2, (x1 - x0) / length * width / 2
        pieces.append(
            Polygon(
                (
                    (x0 + across, y0 + down),
                    (x1 + across, y1 + down),
                    (x1 - across, y1 - down),
                    (x0 - across, y0 - down),
                )
            )
        )
    for x, y in points[1:-1]:
        pieces.extend(disc(x, y, width / 2))
    return pieces


def rasterise(pieces: Iterable[Piece], width: int, height: int) -> Mask:
    """Return how much of each pixel of an area of ``width`` x ``height`` the union of ``pieces`` covers."""
    bounded = [(piece.top, piece.bottom, piece) for piece in pieces]
    rows = []
    for y in range(height):
        near = [(top, bottom, piece) for top, bottom, piece in bounded if top < y + 1 and bottom > y]
        rows.append(_row(near, y, width))
    return Mask(width, height, tuple(rows))


def _row(near: list[tuple[float, float, Piece]], y: int, width: int) -> bytes:
    """Return one row of coverages; ``near`` are the pieces that reach it, with their top and bottom."""
    parts = [0.0] * (width + 2)  # pixels that a span covers in part
    full = [0] * (width + 2)  # changes, from left to right, in the number of spans that cover a pixel fully
    for line in range(_LINES):
        at = y + (line + 0.5) / _LINES
        spans = [piece.span(at) for top, bottom, piece in near if top <= at < bottom]
        for left, right in _union(spans, width):
            first, last = int(left), int(right)
            if first == last:
                parts[first] += right - left
            else:
                parts[first] += first + 1 - left
                parts[last] += right - last
                full[first + 1] += 1
                full[last] -= 1
    row = bytearray(width)
    depth = 0
    for x in range(width):
        depth += full[x]
        row[x] = min(FULL, round((parts[x] + depth) * FULL / _LINES))
    return bytes(row)


def _union(spans: list[tuple[float, float]], width: int) -> list[tuple[float, float]]:
    """Return the spans, clipped to the area, as spans that neither touch nor overlap."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        left, right = max(0.0, left), min(float(width), right)
        if left >= right:
            continue
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _curve_distance(radii: tuple[float, float], away: float) -> float:
    """Return how far a curve with these radii is from its axis, at a distance along the axis."""
    across, along = radii
    if away >= along or across <= 0:
        return 0.0
    return float(across * (1 - (away / along) ** _EXPONENT) ** (1 / _EXPONENT))
