"""The glyphs of letters, digits and signs, as strokes in a unit box.

The coordinates are those of the strokes' centre lines: at 0 and 1 a stroke is flush with the glyph's edge, whatever its
thickness.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stem:
    """A vertical stroke at ``x`` from ``y0`` to ``y1``; an end at 0 or 1 reaches the glyph's edge."""

    x: float
    y0: float = 0.0
    y1: float = 1.0


@dataclass(frozen=True, slots=True)
class Beam:
    """A horizontal stroke at ``y`` from ``x0`` to ``x1``; an end at 0 or 1 reaches the glyph's edge."""

    y: float
    x0: float = 0.0
    x1: float = 1.0


@dataclass(frozen=True, slots=True)
class Slant:
    """A slanting stroke from (``x0``, ``y0``) down to (``x1``, ``y1``), with horizontal ends."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A quarter turn that fills the box from (``x0``, ``y0``) to (``x1``, ``y1``).

    ``corner`` is the corner it rounds: ``tl``, ``tr``, ``bl`` or ``br``.
    """

    corner: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Bend:
    """A cubic Bézier curve with these four points."""

    p0: tuple[float, float]
    p1: tuple[float, float]
    p2: tuple[float, float]
    p3: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A square as wide as a stem, at height ``y``."""

    y: float


Stroke = Stem | Beam | Slant | Arc | Bend | Dot


_ROUND: tuple[Stroke, ...] = (
    Arc("tl", 0, 0, 0.5, 0.42),
    Arc("tr", 0.5, 0, 1, 0.42),
    Stem(0, 0.42, 0.58),
    Stem(1, 0.42, 0.58),
    Arc("bl", 0, 0.58, 0.5, 1),
    Arc("br", 0.5, 0.58, 1, 1),
)
_SIX: tuple[Stroke, ...] = (
    Arc("tl", 0, 0, 0.5, 0.4),
    Arc("tr", 0.5, 0, 1, 0.27),
    Stem(0, 0.4, 0.7),
    Arc("tl", 0, 0.42, 0.5, 0.71),
    Arc("tr", 0.5, 0.42, 1, 0.71),
    Arc("bl", 0, 0.7, 0.5, 1),
    Arc("br", 0.5, 0.7, 1, 1),
)
_P: tuple[Stroke, ...] = (
    Stem(0),
    Beam(0, 0, 0.5),
    Arc("tr", 0.5, 0, 1, 0.28),
    Arc("br", 0.5, 0.28, 1, 0.56),
    Beam(0.56, 0, 0.5),
)

GLYPHS: dict[str, tuple[Stroke, ...]] = {
    "0": _ROUND,
    "1": (Stem(0.5), Slant(0.5, 0, 0, 0.28), Beam(1)),
    "2": (
        Arc("tl", 0, 0, 0.5, 0.3),
        Arc("tr", 0.5, 0, 1, 0.28),
        Bend((1, 0.28), (1, 0.55), (0.35, 0.62), (0.0, 1)),
        Beam(1),
    ),
    "3": (
        Arc("tl", 0, 0, 0.5, 0.27),
        Arc("tr", 0.5, 0, 1, 0.24),
        Arc("br", 0.5, 0.24, 1, 0.48),
        Beam(0.48, 0.32, 0.5),
        Arc("tr", 0.5, 0.48, 1, 0.74),
        Arc("br", 0.5, 0.74, 1, 1),
        Arc("bl", 0, 0.71, 0.5, 1),
    ),
    "4": (Slant(0.62, 0, 0, 0.72), Beam(0.72), Stem(0.76)),
    "5": (
        Beam(0),
        Stem(0, 0, 0.42),
        Beam(0.42, 0, 0.5),
        Arc("tr", 0.5, 0.42, 1, 0.7),
        Arc("br", 0.5, 0.7, 1, 1),
        Arc("bl", 0, 0.73, 0.5, 1),
    ),
    "6": _SIX,
    "7": (Beam(0), Slant(1, 0, 0.25, 1)),
    "8": (
        Arc("tl", 0, 0, 0.5, 0.24),
        Arc("tr", 0.5, 0, 1, 0.24),
        Arc("bl", 0, 0.24, 0.5, 0.48),
        Arc("br", 0.5, 0.24, 1, 0.48),
        Arc("tl", 0, 0.48, 0.5, 0.74),
        Arc("tr", 0.5, 0.48, 1, 0.74),
        Arc("bl", 0, 0.74, 0.5, 1),
        Arc("br", 0.5, 0.74, 1, 1),
    ),
    "9": _SIX,  # turned: TURNED
    "A": (Slant(0.5, 0, 0, 1), Slant(0.5, 0, 1, 1), Beam(0.7, 0.22, 0.78)),
    "B": (
        Stem(0),
        Beam(0, 0, 0.5),
        Arc("tr", 0.5, 0, 0.94, 0.24),
        Arc("br", 0.5, 0.24, 0.94, 0.48),
        Beam(0.48, 0, 0.5),
        Arc("tr", 0.5, 0.48, 1, 0.74),
        Arc("br", 0.5, 0.74, 1, 1),
        Beam(1, 0, 0.5),
    ),
    "C": (
        Arc("tl", 0, 0, 0.5, 0.4),
        Arc("tr", 0.5, 0, 1, 0.3),
        Stem(0, 0.4, 0.6),
        Arc("bl", 0, 0.6, 0.5, 1),
        Arc("br", 0.5, 0.7, 1, 1),
    ),
    "D": (
        Stem(0),
        Beam(0, 0, 0.4),
        Arc("tr", 0.4, 0, 1, 0.4),
        Stem(1, 0.4, 0.6),
        Arc("br", 0.4, 0.6, 1, 1),
        Beam(1, 0, 0.4),
    ),
    "E": (Stem(0), Beam(0), Beam(0.48, 0, 0.88), Beam(1)),
    "F": (Stem(0), Beam(0), Beam(0.48, 0, 0.88)),
    "G": (
        Arc("tl", 0, 0, 0.5, 0.4),
        Arc("tr", 0.5, 0, 1, 0.24),
        Stem(0, 0.4, 0.6),
        Arc("bl", 0, 0.6, 0.5, 1),
        Arc("br", 0.5, 0.7, 1, 1),
        Stem(1, 0.56, 0.7),
        Beam(0.56, 0.55, 1),
    ),
    "H": (Stem(0), Stem(1), Beam(0.48)),
    "I": (Stem(0.5),),
    "J": (Stem(1, 0, 0.68), Arc("br", 0.5, 0.68, 1, 1), Arc("bl", 0, 0.68, 0.5, 1)),
    "K": (Stem(0), Slant(1, 0, 0, 0.62), Slant(0.3, 0.38, 1, 1)),
    "L": (Stem(0), Beam(1)),
    "M": (Stem(0), Stem(1), Slant(0, 0, 0.5, 0.66), Slant(1, 0, 0.5, 0.66)),
    "N": (Stem(0), Stem(1), Slant(0, 0, 1, 1)),
    "O": _ROUND,
    "P": _P,
    "Q": (*_ROUND, Slant(0.55, 0.68, 1, 1)),
    "R": (*_P, Slant(0.4, 0.5, 1, 1)),
    "S": (
        Arc("tr", 0.5, 0, 1, 0.28),
        Arc("tl", 0, 0, 0.5, 0.24),
        Arc("bl", 0, 0.24, 0.5, 0.48),
        Arc("tr", 0.5, 0.48, 1, 0.74),
        Arc("br", 0.5, 0.74, 1, 1),
        Arc("bl", 0, 0.71, 0.5, 1),
    ),
    "T": (Beam(0), Stem(0.5)),
    "U": (Stem(0, 0, 0.62), Stem(1, 0, 0.62), Arc("bl", 0, 0.62, 0.5, 1), Arc("br", 0.5, 0.62, 1, 1)),
    "V": (Slant(0, 0, 0.5, 1), Slant(1, 0, 0.5, 1)),
    "W": (Stem(0), Stem(1), Slant(0.5, 0.36, 0, 1), Slant(0.5, 0.36, 1, 1)),
    "X": (Slant(0, 0, 1, 1), Slant(1, 0, 0, 1)),
    "Y": (Slant(0, 0, 0.5, 0.58), Slant(1, 0, 0.5, 0.58), Stem(0.5, 0.52, 1)),
    "Z": (Beam(0), Slant(1, 0, 0, 1), Beam(1)),
    ":": (Dot(0.26), Dot(0.76)),
    ".": (Dot(1),),
    "!": (Stem(0.5, 0, 0.62), Dot(1)),
    "+": (Beam(0.52), Stem(0.5, 0.24, 0.8)),
    "-": (Beam(0.52),),
    "/": (Slant(1, 0, 0, 1),),
    " ": (),
}
"""Every character that can be drawn."""

TURNED = frozenset("9")
"""The characters whose strokes are turned by 180 degrees, pixel by pixel: so they are the same in any size."""

LOW = 8
"""The height (pixels) up to which a digit with a hook is closed by it: a 5 passes for a 6, and a 3 for an 8."""
LOW_GLYPHS: dict[str, tuple[Stroke, ...]] = {
    "3": (Beam(0, 0, 0.5), *GLYPHS["3"][1:-1], Beam(1, 0, 0.5)),
    "5": (*GLYPHS["5"][:-1], Beam(1, 0, 0.5)),
}
"""The digits that are drawn without hooks up to this height."""
