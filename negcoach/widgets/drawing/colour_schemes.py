"""Colour schemes of the phases: in full colour for each kind of theme, in sixteen colours, and without colour.

A colour is an integer: ``0xRRGGBB`` in full colour, 0 to 15 (the terminal's palette) in sixteen. Without colour it is
``PAPER``, ``INK`` or ``GREY``, which are told apart by characters and by reversing the whole screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from rich.color import Color
from rich.style import Style

from negcoach.training.score.timeline import Phase
from negcoach.widgets.themes.contrast import ink_on
from negcoach.widgets.themes.sixteen import STANDARD
from negcoach.widgets.themes.themes import Ground

PAPER, INK, GREY = 0, 1, 2
"""The three values of a pixel without colour."""

LEVELS = 16
"""Steps of blending between two colours: more cannot be told apart, and with fewer, fewer styles are cached."""


class ColourMode(Enum):
    """How many colours may be sent to the terminal."""

    FULL = "full"
    SIXTEEN = "16"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one phase.

    ``background`` fills the screen, ``header_background`` the header. ``giant`` is for giant letters and the bar,
    ``text`` and ``muted`` for lines of text, ``accent`` for the shape and the plates, ``dim`` for the rail. ``good``,
    ``fair`` and ``poor`` mark reps. With ``reverse``, the terminal swaps foreground and background. ``ground`` is that
    of the theme.
    """

    mode: ColourMode
    background: int
    header_background: int
    giant: int
    text: int
    muted: int
    accent: int
    dim: int
    good: int
    fair: int
    poor: int
    reverse: bool = False
    ground: Ground = Ground.DARK

    def flashed(self) -> Scheme:
        """Return the scheme with light and dark swapped, in the phase's own hue."""
        if self.mode is ColourMode.NONE:
            return replace(self, reverse=not self.reverse)
        dark, light = self.background, self.accent
        dim = blend(light, dark, 4) if self.mode is ColourMode.FULL else light
        return Scheme(self.mode, light, light, dark, dark, dark, dark, dim, dark, dark, dark, ground=self.ground)


def scheme(phase: Phase, mode: ColourMode, ground: Ground) -> Scheme:
    """Return the colour scheme of a phase, in a theme with this ground.

    In the terminal's own theme it is that without colour: which colours the terminal has is not known.
    """
    if mode is ColourMode.NONE or ground is Ground.TERMINAL:
        is_call = phase in (Phase.LIFT, Phase.TAKE, Phase.RACK)
        return Scheme(ColourMode.NONE, PAPER, PAPER, INK, INK, INK, INK, GREY, INK, INK, INK, reverse=is_call)
    return (_FULL if mode is ColourMode.FULL else _SIXTEEN)[ground, _SAME_AS.get(phase, phase)]


def plate_colour(kg: float, look: Scheme) -> int:
    """Return the usual colour of a plate."""
    if look.mode is ColourMode.NONE:
        return INK
    plates = _PLATES_ON_LIGHT if look.ground is Ground.LIGHT else _PLATES_ON_DARK
    return next(full if look.mode is ColourMode.FULL else sixteen for least, full, sixteen in plates if kg >= least)


def plate_ink(plate: int, look: Scheme) -> int:
    """Return the colour of a number on a plate of this colour."""
    if look.mode is ColourMode.FULL:
        return ink_on(plate)
    return 0 if ink_on(STANDARD[plate]) == STANDARD[0] else 15


@lru_cache(maxsize=8192)
def blend(back: int, fore: int, level: int) -> int:
    """Return the full colour that is ``level`` / ``LEVELS`` of the way from ``back`` to ``fore``."""
    mixed = 0
    for shift in (16, 8, 0):
        a, b = back >> shift & 255, fore >> shift & 255
        mixed |= (a + (b - a) * level // LEVELS) << shift
    return mixed


@lru_cache(maxsize=8192)
def style(mode: ColourMode, own_palette: bool, fore: int, back: int, bold: bool, reverse: bool) -> Style:
    """Return the style of a cell.

    With ``own_palette`` the sixteen colours are sent as palette numbers. Without it they are sent as the standard
    palette's colours, which become the same numbers again on a terminal that has no others.
    """
    if mode is ColourMode.NONE:
        return Style(color=_WHITE, bgcolor=_BLACK, bold=bold, reverse=reverse)
    return Style(color=_rich(mode, own_palette, fore), bgcolor=_rich(mode, own_palette, back), bold=bold)


def _rich(mode: ColourMode, own_palette: bool, colour: int) -> Color:
    if mode is ColourMode.SIXTEEN and own_palette:
        return Color.from_ansi(colour)
    if mode is ColourMode.SIXTEEN:
        colour = STANDARD[colour]
    return Color.from_rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255)


_WHITE, _BLACK = Color.from_rgb(255, 255, 255), Color.from_rgb(0, 0, 0)

_SAME_AS = {
    Phase.HOLD_TOP: Phase.HOLD_BOTTOM,
    Phase.READY: Phase.LEAD_IN,
    Phase.TAKE: Phase.LIFT,
    Phase.REST: Phase.DONE,
    Phase.CLUSTER_REST: Phase.DONE,
    Phase.RELOAD: Phase.DONE,
}
"""Phases with the colours of another."""


def _full(background: int, header: int, giant: int, accent: int, muted: int, dim: int) -> Scheme:
    white, green, yellow, red = 0xFFFFFF, 0xB4EE86, 0xFFDE66, 0xFFB0A0
    return Scheme(ColourMode.FULL, background, header, giant, white, muted, accent, dim, green, yellow, red)


def _light(background: int, header: int, giant: int, accent: int, muted: int, dim: int) -> Scheme:
    black, green, brown, red = 0x15191E, 0x0B4F24, 0x5E3B00, 0x8E1212
    return Scheme(ColourMode.FULL, background, header, giant, black, muted, accent, dim, green, brown, red)


def _plain(background: int, ink: int, dim: int) -> Scheme:
    """Return the scheme of a phase in which everything is written in one colour."""
    return Scheme(ColourMode.FULL, background, background, ink, ink, ink, ink, dim, ink, ink, ink)


def _sixteen(back: int, fore: int, accent: int, dim: int) -> Scheme:
    return Scheme(ColourMode.SIXTEEN, back, back, fore, fore, fore, accent, dim, fore, fore, fore)


def _by_ground(schemes: dict[Ground, dict[Phase, Scheme]]) -> dict[tuple[Ground, Phase], Scheme]:
    return {(ground, phase): replace(one, ground=ground) for ground, of in schemes.items() for phase, one in of.items()}


_DARK = {
    Phase.LEAD_IN: _full(0x1F252D, 0x161B21, 0xFFFFFF, 0xFFD166, 0xA9B4C0, 0x3A4552),
    Phase.LOWER: _full(0x6B2D00, 0x521F00, 0xFFFFFF, 0xFFB84D, 0xF0C49A, 0x8E4A18),
    Phase.HOLD_BOTTOM: _full(0x0C3A75, 0x082B59, 0xFFFFFF, 0x8CC8FF, 0xB4D2F2, 0x265A9C),
    Phase.LIFT: _full(0x0B5A2A, 0x08461F, 0xC6FF8A, 0xC6FF8A, 0xC4ECC8, 0x1E7A42),
    Phase.SWITCH: _full(0x4B1D70, 0x391456, 0xFFFFFF, 0xE2B8FF, 0xD9C0EE, 0x6C3A94),
    Phase.PAUSED: _full(0x33373D, 0x272A2F, 0xFFFFFF, 0xD5DCE4, 0xC2C9D1, 0x50565E),
    Phase.RACK: _full(0x8E0B14, 0x6E060E, 0xFFFFFF, 0xFFD9D2, 0xFFC9C2, 0xAE3038),
    Phase.DONE: _full(0x084850, 0x05373D, 0xFFFFFF, 0x8FF0DC, 0xB2DCE0, 0x206A72),
}

# The same hues; an alarm is the only dark one.
_LIGHT = {
    Phase.LEAD_IN: _light(0xF0F3F7, 0xDDE4EC, 0x15191E, 0x8A4500, 0x47525E, 0xC3CCD6),
    Phase.LOWER: _light(0xFFCB8F, 0xF7B86E, 0x2B1100, 0x8A3300, 0x57300E, 0xDE9A50),
    Phase.HOLD_BOTTOM: _light(0xB5D8FF, 0x9BC8F7, 0x04203F, 0x0B478C, 0x1F446B, 0x84B2E3),
    Phase.LIFT: _light(0xA9EBB5, 0x8BDA9C, 0x03300F, 0x0A5C26, 0x1B5230, 0x74C687),
    Phase.SWITCH: _light(0xE8D2FF, 0xD7B9F5, 0x2A0C45, 0x6B1FA8, 0x51307A, 0xBF95E3),
    Phase.PAUSED: _light(0xD5DADF, 0xC4CAD1, 0x15191E, 0x39424C, 0x3E4751, 0xA7B0BA),
    Phase.RACK: _full(0x98101A, 0x7A0A13, 0xFFFFFF, 0xFFD9D2, 0xFFD4CE, 0xBC3C44),
    Phase.DONE: _light(0xA8E4E4, 0x8BD3D3, 0x03302F, 0x0B585B, 0x1C4B4E, 0x6FBDBF),
}

# Black on a bright ground from the first count to the last, seen from as far as a traffic light; an alarm is dark.
_HIGH_CONTRAST = {
    Phase.LEAD_IN: Scheme(
        ColourMode.FULL,
        background=0x000000,
        header_background=0x000000,
        giant=0xFFFFFF,
        text=0xFFFFFF,
        muted=0xE0E0E0,
        accent=0xFFE14D,
        dim=0x5C5C5C,
        good=0x8CFF9E,
        fair=0xFFE14D,
        poor=0xFF9E94,
    ),
    Phase.LOWER: _plain(0xFFB000, 0x000000, 0xB87F00),
    Phase.HOLD_BOTTOM: _plain(0x6EC1FF, 0x000000, 0x4C8CBA),
    Phase.LIFT: _plain(0x2BEA6B, 0x000000, 0x1CA64B),
    Phase.SWITCH: _plain(0xDDB0FF, 0x000000, 0xA17FBC),
    Phase.PAUSED: _plain(0xD0D5DB, 0x000000, 0x989CA1),
    Phase.RACK: _plain(0x9C0008, 0xFFFFFF, 0xC8404A),
    Phase.DONE: _plain(0x5FE0D0, 0x000000, 0x43A398),
}

_FULL = _by_ground({Ground.DARK: _DARK, Ground.LIGHT: _LIGHT, Ground.HIGH_CONTRAST: _HIGH_CONTRAST})

# Black on a bright background, or white on a dark one: this is legible in every terminal's own palette.
_SIXTEEN_DARK = {
    Phase.LEAD_IN: _sixteen(0, 15, 11, 7),
    Phase.LOWER: _sixteen(11, 0, 0, 3),
    Phase.HOLD_BOTTOM: _sixteen(4, 15, 14, 12),
    Phase.LIFT: _sixteen(10, 0, 0, 2),
    Phase.SWITCH: _sixteen(13, 0, 0, 5),
    Phase.PAUSED: _sixteen(7, 0, 0, 8),
    Phase.RACK: _sixteen(1, 15, 15, 9),
    Phase.DONE: _sixteen(6, 0, 0, 14),
}

_SIXTEEN = _by_ground(
    {
        Ground.DARK: _SIXTEEN_DARK,
        Ground.LIGHT: {**_SIXTEEN_DARK, Phase.LEAD_IN: _sixteen(15, 0, 4, 7)},
        Ground.HIGH_CONTRAST: _SIXTEEN_DARK,
    }
)

_PLATES_ON_DARK = (
    (23.0, 0xE0443E, 9),
    (18.0, 0x4C86F0, 12),
    (13.0, 0xF2C531, 11),
    (8.0, 0x46B35C, 10),
    (4.0, 0xF2F2F2, 15),
    (2.2, 0xE0443E, 9),
    (0.0, 0xA9B4C0, 7),
)
_PLATES_ON_LIGHT = (
    (23.0, 0xC9302C, 1),
    (18.0, 0x1F5FD0, 4),
    (13.0, 0xA67C00, 3),
    (8.0, 0x2A8040, 2),
    (4.0, 0x5B6673, 8),
    (2.2, 0xC9302C, 1),
    (0.0, 0x7C8894, 8),
)
"""From which weight (kg) on a plate has which colour, in full and in sixteen: 25 kg red, 20 blue, 15 yellow, 10 green,
5 white, 2.5 red (the rules of the IWF, textbook knowledge); smaller ones are bare metal. In pounds as the nearest. On
a light ground they are darker, and the white ones grey."""
