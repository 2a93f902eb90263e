"""The scales of a theme in a terminal of 256 colours, whose palette has few dark and few pale ones.

Rich takes the nearest of them for each colour by itself: steps of a scale that lie close together become one, and dark
grounds black. So there a scale has colours of the palette itself, each step its own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from rich.color import Color, ColorSystem
from textual.theme import Theme

from negcoach.widgets.themes.contrast import BLACK, LARGE, TEXT, WHITE, contrast

_CUBE = (0, 95, 135, 175, 215, 255)
PALETTE = (
    *(red << 16 | green << 8 | blue for red, green, blue in product(_CUBE, repeat=3)),
    *(grey << 16 | grey << 8 | grey for grey in range(8, 248, 10)),
)
"""The colours of the palette but the first sixteen, which a terminal shows as it likes (xterm's 256colres.h)."""

SORE_ON_DARK = (0x5F5F00, 0x875F00, 0xAF5F00, 0x870000, 0xAF0000, 0xFF8787)
SORE_ON_LIGHT = (0xFFFFD7, 0xFFFFAF, 0xFFD787, 0xFFAFAF, 0xFF8787, 0xAF0000)
SORE_IN_HIGH_CONTRAST = (0xFFFFD7, 0xFFFFAF, 0xFFD787, 0xFFAFAF, 0xFF8787, 0xFF5F5F)
"""The ground of each rating of soreness from 1: yellow to red, the last in reverse (our own choice)."""

_PALER = (0xFFAFAF, 0xFFD7D7, 0xFFFFFF)
"""What the last is on a ground of the palette that is too pale for it."""

_APART = 1.12
"""How much more a step of the calendar's heat stands out than the one below, at least (our own choice)."""


def in_palette(theme: Theme, heat: int, background: str, *, high_contrast: bool) -> Theme:
    """Return a theme with the scales for 256 colours: soreness, and the ``heat`` levels of the calendar."""
    ground = _written(background)
    if high_contrast:
        grounds, ink = SORE_IN_HIGH_CONTRAST, BLACK
    else:
        grounds, ink = (SORE_ON_DARK, WHITE) if theme.dark else (SORE_ON_LIGHT, BLACK)
    variables = {f"sore-{rating}": colour for rating, colour in enumerate(grounds, 1)}
    paler = (one for one in _PALER if theme.dark and contrast(grounds[-1], ground) < TEXT <= contrast(one, ground))
    variables[f"sore-{len(grounds)}"] = next(paler, grounds[-1])
    variables |= {f"text-sore-{rating}": ink for rating in range(1, len(grounds))}
    wanted = [_number(theme.variables[f"heat-{level}"]) for level in range(1, heat + 1)]
    variables |= {f"heat-{level}": colour for level, colour in enumerate(scale(wanted, ground), 1)}
    return replace(theme, variables={**theme.variables, **{name: f"#{one:06x}" for name, one in variables.items()}})


def scale(wanted: list[int], ground: int) -> list[int]:
    """Return the colours of the palette nearest to those of a scale, each of which stands out more from a ground."""
    found, most = list[int](), contrast(wanted[-1], ground)
    least = LARGE
    for index, colour in enumerate(wanted):
        room = _APART ** (len(wanted) - 1 - index)  # which the steps above it need
        fit = [one for one in PALETTE if least <= contrast(one, ground) <= max(least * _APART, most / room)]
        found.append(min(fit or PALETTE, key=lambda one: _distance(one, colour)))
        least = contrast(found[-1], ground) * _APART
    return found


def _written(colour: str) -> int:
    """Return what Rich writes for a colour in such a terminal."""
    number = Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    return _number(colour) if number is None else PALETTE[number - 16]


def _distance(one: int, other: int) -> float:
    """Return how different two colours look (source: "redmean", Thiadmer Riemersma, Colour metric)."""
    (red, green, blue), (red_2, green_2, blue_2) = _parts(one), _parts(other)
    mean = (red + red_2) / 2
    return (
        (2 + mean / 256) * (red - red_2) ** 2
        + 4 * (green - green_2) ** 2
        + (2 + (255 - mean) / 256) * (blue - blue_2) ** 2
    )


def _parts(colour: int) -> tuple[int, int, int]:
    return colour >> 16, colour >> 8 & 255, colour & 255


def _number(colour: str) -> int:
    return int(colour.removeprefix("#")[:6], 16)
