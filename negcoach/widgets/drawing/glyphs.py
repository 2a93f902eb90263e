"""Lettering: text drawn in any size.

Straight strokes are whole pixels thick and lie on whole pixels, so they stay sharp; curves are blended.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from negcoach.widgets.drawing.glyph_table import (
    GLYPHS,
    LOW,
    LOW_GLYPHS,
    TURNED,
    Arc,
    Beam,
    Bend,
    Dot,
    Slant,
    Stem,
    Stroke,
)
from negcoach.widgets.drawing.strokes import FULL, Box, Mask, Piece, Ring, Slope, rasterise, thick_line

_RELATIVE_WIDTHS = {"M": 1.25, "W": 1.3, "1": 0.8, "+": 0.8, "-": 0.7, "/": 0.8, " ": 0.5}
_STEM_WIDE = frozenset("I:.!")
_LARGEST_RADIUS = {1: 0.5, 2: 2.0}
"""The largest radius of a corner, in pixels, by the strokes' thickness: with a larger one they would blur."""
_OVERLAP = 1.5
"""How far a curve reaches into the stroke before it (pixels): that one may end half a pixel away."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """A size of lettering, in pixels: ``height`` and ``width`` of most letters, ``stem`` width, ``gap`` between two.

    ``width`` and ``stem`` are both odd or both even, so that a T's stem is in its middle.
    """

    height: int
    width: int
    stem: int
    gap: int

    def advance(self, char: str) -> int:
        """Return the width of ``char`` in pixels, without the gap."""
        if char in _STEM_WIDE:
            return self.stem
        width = round(self.width * _RELATIVE_WIDTHS.get(char, 1.0))
        return max(self.stem, width + (width - self.stem) % 2)

    def measure(self, text: str) -> int:
        """Return the width of ``text`` in pixels."""
        return sum(map(self.advance, text)) + self.gap * max(0, len(text) - 1)


def drawable(text: str) -> bool:
    """Return whether every character of ``text`` has a glyph."""
    return all(char in GLYPHS for char in text)


def lettering_of(height: int, width: int) -> Lettering:
    """Return the lettering of this height whose letters are mostly at most ``width`` pixels wide."""
    stem = max(1, round(min(height * 0.18, width * 0.29)))
    if 8 <= height < 14 and width >= 6:
        stem = 2  # three beams and two gaps just fit, and strokes twice as thick are seen from twice as far
    width = max(stem, width - (width - stem) % 2)
    return Lettering(height, width, stem, max(min(stem, 2), round(width * 0.22)))


def widest(height: int) -> int:
    """Return the width of most letters where there is room: low letters are wider for their height."""
    return round(height * (0.75 if height < 14 else 0.64))


@lru_cache(maxsize=2048)
def fit(text: str, width: int, height: int, min_height: int = 5) -> Lettering | None:
    """Return the largest lettering in which ``text`` fits an area of ``width`` x ``height`` pixels.

    Letters get narrower, down to 0.42 of their height, before they get lower. ``None`` when they would be lower
    than ``min_height`` pixels, or when a character has no glyph.
    """
    if not text or not drawable(text):
        return None
    for tall in range(height, min_height - 1, -1):
        for wide in range(widest(tall), max(3, round(tall * 0.42)) - 1, -1):
            lettering = lettering_of(tall, wide)
            if lettering.measure(text) <= width:
                return lettering
    return None


@lru_cache(maxsize=1024)
def glyph(char: str, lettering: Lettering) -> Mask:
    """Return ``char`` drawn in this lettering. Raises ``KeyError`` for a character without a glyph."""
    width = lettering.advance(char)
    pieces: list[Piece] = []
    low = LOW_GLYPHS.get(char) if lettering.height <= LOW else None
    for stroke in low or GLYPHS[char]:
        pieces.extend(_pieces(stroke, _Pixels(width, lettering.height, lettering.stem)))
    mask = rasterise(pieces, width, lettering.height)
    if char in TURNED:
        mask = _turned(mask)
    return mask if lettering.stem > 1 else _sharpened(mask)


def _turned(mask: Mask) -> Mask:
    """Return the mask turned by 180 degrees."""
    return Mask(mask.width, mask.height, tuple(row[::-1] for row in reversed(mask.rows)))


def _sharpened(mask: Mask) -> Mask:
    """Return the mask with each pixel covered or not: blending blurs strokes of one pixel."""
    sharp = bytes(FULL if cover > FULL * 0.42 else 0 for cover in range(FULL + 1))
    return Mask(mask.width, mask.height, tuple(row.translate(sharp) for row in mask.rows))


@dataclass(frozen=True, slots=True)
class _Pixels:
    """The mapping from the unit box of centre lines to pixels: every stroke's edges lie on whole pixels."""

    width: int
    height: int
    stem: int

    def x(self, x: float) -> float:
        """Return the centre line at ``x``."""
        return int((self.width - self.stem) * x + 0.5) + self.stem / 2

    def y(self, y: float) -> float:
        """Return the centre line at ``y``."""
        return int((self.height - self.stem) * y + 0.5) + self.stem / 2

    def columns(self, x0: float, x1: float) -> tuple[int, int]:
        """Return the left and right end of a horizontal stroke; an end at 0 or 1 is at the edge."""
        return (0 if x0 == 0 else int(self.x(x0))), (self.width if x1 == 1 else int(self.x(x1) + 0.5))

    def rows(self, y0: float, y1: float) -> tuple[int, int]:
        """Return the upper and lower end of a vertical or slanting stroke, likewise."""
        return (0 if y0 == 0 else int(self.y(y0))), (self.height if y1 == 1 else int(self.y(y1) + 0.5))


def _pieces(stroke: Stroke, px: _Pixels) -> list[Piece]:
    """Return the stroke in pixels."""
    half = px.stem / 2
    match stroke:
        case Stem(x, y0, y1):
            top, bottom = px.rows(y0, y1)
            return [Box(px.x(x) - half, top, px.x(x) + half, bottom)]
        case Beam(y, x0, x1):
            left, right = px.columns(x0, x1)
            return [Box(left, px.y(y) - half, right, px.y(y) + half)]
        case Dot(y):
            return [Box(0, px.y(y) - half, px.width, px.y(y) + half)]
        case Slant():
            return [_slope(stroke, px)]
        case Arc():
            return _arc(stroke, px)
        case Bend(p0, p1, p2, p3):
            points = [(px.x(x), px.y(y)) for x, y in (p0, p1, p2, p3)]
            return thick_line([_before(*points[:2]), *_curve(*points)], px.stem)


def _slope(slant: Slant, px: _Pixels) -> Slope:
    """Return the slant with its horizontal width, which depends on the slope and so on itself: a few iterations do."""
    top, bottom = px.rows(slant.y0, slant.y1)
    wide = float(px.stem)
    for _ in range(6):
        run = (px.width - wide) * (slant.x1 - slant.x0)
        wide = min(px.stem * (run**2 + (bottom - top) ** 2) ** 0.5 / (bottom - top), px.width * 0.8)
    x0 = wide / 2 + (px.width - wide) * slant.x0
    x1 = wide / 2 + (px.width - wide) * slant.x1
    return Slope(x0, top, x1, bottom, wide)


def _arc(arc: Arc, px: _Pixels) -> list[Piece]:
    """Return the quarter ring and the straight strokes up to it; thin strokes have a smaller ring, or none."""
    right, below = "r" in arc.corner, "b" in arc.corner
    half = px.stem / 2
    side, level = px.x(arc.x1 if right else arc.x0), px.y(arc.y1 if below else arc.y0)
    x, y = px.x(arc.x0 if right else arc.x1), int(px.y(arc.y0 if below else arc.y1))
    across, down = abs(side - x), abs(level - y)
    largest = _LARGEST_RADIUS.get(px.stem)
    if largest is not None:
        across, down = min(across, largest), min(down, largest)
    centre_x, centre_y = (side - across if right else side + across), (level - down if below else level + down)
    inner = (max(0.0, across - half), max(0.0, down - half))
    pieces: list[Piece] = [
        Box(min(x, centre_x), level - half, max(x, centre_x), level + half),
        Box(side - half, min(y, centre_y), side + half, max(y, centre_y)),
    ]
    if px.stem > 1:
        pieces.append(Ring(centre_x, centre_y, (across + half, down + half), inner, right, below))
    return pieces


def _before(start: tuple[float, float], toward: tuple[float, float]) -> tuple[float, float]:
    """Return the point from which a curve begins straight: within the stroke before it, so that no seam is seen."""
    (x, y), (to_x, to_y) = start, toward
    back = _OVERLAP / max(1.0, hypot(to_x - x, to_y - y))
    return x - (to_x - x) * back, y - (to_y - y) * back


def _curve(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Return the cubic Bézier curve of these four points as a polyline of twelve pieces."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    line = []
    for step in range(13):
        t = step / 12
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        line.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return line
