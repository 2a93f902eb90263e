"""The sixteen colours that every terminal has, and the filter that writes an app's lines in them.

Which colours a terminal shows for them is not known. So a ground is chosen on which either black or white is legible in
nearly every palette, and text has another colour only on black and on white.
"""

from __future__ import annotations

from collections.abc import Callable
from colorsys import rgb_to_hsv
from functools import lru_cache

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color as TextualColor
from textual.filter import LineFilter

from negcoach.widgets.themes.filters import holds

STANDARD = (
    0x000000,
    0xAA0000,
    0x00AA00,
    0xAA5500,
    0x0000AA,
    0xAA00AA,
    0x00AAAA,
    0xAAAAAA,
    0x555555,
    0xFF5555,
    0x55FF55,
    0xFFFF55,
    0x5555FF,
    0xFF55FF,
    0x55FFFF,
    0xFFFFFF,
)
"""The standard palette (source: Rich's ``STANDARD_PALETTE``, that of the VGA text mode)."""

_BLACK, _DARK_GREY, _LIGHT_GREY, _WHITE = 0, 8, 7, 15
_RED, _YELLOW, _GREEN, _CYAN, _BLUE, _MAGENTA = 1, 3, 2, 6, 4, 5
_BRIGHT = 8
"""What is added to the number of a colour for its bright one."""

_HUES = ((20, _RED), (75, _YELLOW), (165, _GREEN), (200, _CYAN), (260, _BLUE), (340, _MAGENTA), (360, _RED))
"""Up to which angle of the colour wheel a hue is nearest to which colour."""

_INKS = {
    _BLACK: (15, 7, 9, 10, 11, 13, 14),
    _WHITE: (0, 1, 4, 5),
    **dict.fromkeys((1, 4, 5, 8), (15,)),
    **dict.fromkeys((2, 3, 6, 7, 9, 10, 11, 12, 13, 14), (0,)),
}
"""The inks of text on each ground, first the one that takes the place of all others."""

_FAINT = {_BLACK: _DARK_GREY, _WHITE: _LIGHT_GREY}
"""In what is drawn on a ground whose own colour is nearest to its ink: a rail, a border."""


class SixteenColours(LineFilter):
    """Writes in the terminal's own sixteen colours: each is the nearest of them, and text is legible on its ground.

    What has these colours already, as the coach's face, keeps them.
    """

    def apply(self, segments: list[Segment], background: TextualColor) -> list[Segment]:
        """Return the segments in sixteen colours."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, _in_sixteen(segment.style, holds(segment.text) == "text"))
            for segment in segments
        ]


@lru_cache(maxsize=4096)
def _in_sixteen(style: Style, is_text: bool) -> Style:
    ground, ink = _number(style.bgcolor, _ground), _number(style.color, _ink)
    if ink is not None and ground is not None:
        if is_text and ink not in _INKS[ground]:
            lighter = _CYAN + _BRIGHT if ink == _BLUE + _BRIGHT else ink
            ink = lighter if lighter in _INKS[ground] else _INKS[ground][0]
        elif ink == ground and style.color != style.bgcolor:
            ink = _FAINT.get(ground, _INKS[ground][0])
    return style + Style(
        color=None if ink is None else Color.from_ansi(ink), bgcolor=None if ground is None else Color.from_ansi(ground)
    )


def _number(colour: Color | None, nearest: Callable[[int], int]) -> int | None:
    """Return which of the sixteen a colour is written as; ``None`` for the terminal's own two."""
    if colour is None or colour.is_default:
        return None
    if colour.type is ColorType.STANDARD:
        return colour.number
    red, green, blue = colour.get_truecolor()
    rgb = red << 16 | green << 8 | blue
    return STANDARD.index(rgb) if rgb in STANDARD else nearest(rgb)


def _ground(colour: int) -> int:
    """Return what a ground is written as: a dark tint only where white is legible on it, a light one as grey."""
    most, chroma, hue = _measured(colour)
    if chroma >= 0x60 and most >= 0x90:
        return hue + _BRIGHT
    if most < 0x90:
        return hue if chroma >= 0x20 and hue in (_RED, _BLUE, _MAGENTA) else _BLACK
    return _WHITE if most >= 0xD0 and chroma < 0x20 else _LIGHT_GREY


def _ink(colour: int) -> int:
    """Return what an ink is written as."""
    most, chroma, hue = _measured(colour)
    if chroma >= 0x28:
        return hue + _BRIGHT if most >= 0xB0 else hue
    greys = ((0xD0, _WHITE), (0x88, _LIGHT_GREY), (0x30, _DARK_GREY), (0, _BLACK))
    return next(grey for least, grey in greys if most >= least)


def _measured(colour: int) -> tuple[int, int, int]:
    """Return the strongest of red, green and blue, how far the weakest is below it, and which of the six the hue is."""
    parts = [colour >> shift & 255 for shift in (16, 8, 0)]
    degrees = 360 * rgb_to_hsv(*(part / 255 for part in parts))[0]
    return max(parts), max(parts) - min(parts), next(number for end, number in _HUES if degrees <= end)
