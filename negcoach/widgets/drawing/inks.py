"""Colours: one scheme a phase, for a full palette, for the terminal's own sixteen colours and for none.

A colour is an integer: ``0xRRGGBB`` in full colour, 0 to 15 (the terminal's palette) in sixteen, and in none
``PAPER``, ``INK`` or ``GREY``, which are told apart by characters and by reversing the whole screen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from rich.color import Color
from rich.style import Style

from negcoach.training.score.timeline import Phase

PAPER, INK, GREY = 0, 1, 2
"""The three colours there are without colour."""

LEVELS = 16
"""Steps of blending between ground and ink: more cannot be told apart, and fewer styles stay cached."""


class ColourMode(Enum):
    """How many colours the terminal may be sent."""

    FULL = "full"
    SIXTEEN = "16"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one phase.

    ``ground`` fills the screen, ``band`` the header; ``ink`` is for what is giant, ``text`` and ``soft`` for lines of
    text, ``accent`` for the shape and the plates, ``shade`` for the rail. ``good``, ``fair`` and ``poor`` mark reps.
    """

    mode: ColourMode
    ground: int
    band: int
    ink: int
    text: int
    soft: int
    accent: int
    shade: int
    good: int
    fair: int
    poor: int
    reverse: bool = False

    def flashed(self) -> Scheme:
        """Return the scheme with dark on light exchanged, in the phase's own hue."""
        if self.mode is ColourMode.NONE:
            return replace(self, reverse=not self.reverse)
        dark, light = self.ground, self.accent
        shade = blend(light, dark, 4) if self.mode is ColourMode.FULL else light
        return Scheme(self.mode, light, light, dark, dark, dark, dark, shade, dark, dark, dark)


def scheme(phase: Phase, mode: ColourMode) -> Scheme:
    """Return the colours of a phase."""
    if mode is ColourMode.NONE:
        loud = phase in (Phase.LIFT, Phase.RACK)
        return Scheme(mode, PAPER, PAPER, INK, INK, INK, INK, GREY, INK, INK, INK, reverse=loud)
    table = _FULL if mode is ColourMode.FULL else _SIXTEEN
    return table[_KIN.get(phase, phase)]


@lru_cache(maxsize=8192)
def blend(ground: int, ink: int, level: int) -> int:
    """Return the full colour ``level`` / ``LEVELS`` of the way from ``ground`` to ``ink``."""
    mixed = 0
    for shift in (16, 8, 0):
        a, b = ground >> shift & 255, ink >> shift & 255
        mixed |= (a + (b - a) * level // LEVELS) << shift
    return mixed


@lru_cache(maxsize=8192)
def style(mode: ColourMode, own_palette: bool, fore: int, back: int, bold: bool, reverse: bool) -> Style:
    """Return the style of a cell.

    With ``own_palette`` the sixteen are sent as palette numbers; without it as the standard palette's colours, which
    are changed back to the same numbers where the terminal knows no more.
    """
    if mode is ColourMode.NONE:
        return Style(color=_WHITE, bgcolor=_BLACK, bold=bold, reverse=reverse)
    return Style(color=_rich(mode, own_palette, fore), bgcolor=_rich(mode, own_palette, back), bold=bold)


def contrast(one: int, other: int) -> float:
    """Return the contrast ratio of two full colours, 1 to 21 (source: WCAG 2.1)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: int) -> float:
    total = 0.0
    for shift, weight in ((16, 0.2126), (8, 0.7152), (0, 0.0722)):
        part = (colour >> shift & 255) / 255
        total += weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return total


def _rich(mode: ColourMode, own_palette: bool, colour: int) -> Color:
    if mode is ColourMode.SIXTEEN and own_palette:
        return Color.from_ansi(colour)
    if mode is ColourMode.SIXTEEN:
        colour = STANDARD[colour]
    return Color.from_rgb(colour >> 16 & 255, colour >> 8 & 255, colour & 255)


_WHITE, _BLACK = Color.from_rgb(255, 255, 255), Color.from_rgb(0, 0, 0)

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

_KIN = {
    Phase.HOLD_TOP: Phase.HOLD_BOTTOM,
    Phase.READY: Phase.LEAD_IN,
    Phase.RESUME: Phase.LEAD_IN,
    Phase.REST: Phase.DONE,
}
"""Phases that share the colours of another."""


def _full(ground: int, band: int, ink: int, accent: int, soft: int, shade: int) -> Scheme:
    return Scheme(ColourMode.FULL, ground, band, ink, 0xFFFFFF, soft, accent, shade, 0xB4EE86, 0xFFDE66, 0xFFB0A0)


def _sixteen(ground: int, ink: int, accent: int, shade: int) -> Scheme:
    return Scheme(ColourMode.SIXTEEN, ground, ground, ink, ink, ink, accent, shade, ink, ink, ink)


_FULL = {
    Phase.LEAD_IN: _full(0x1F252D, 0x161B21, 0xFFFFFF, 0xFFD166, 0xA9B4C0, 0x3A4552),
    Phase.LOWER: _full(0x6B2D00, 0x521F00, 0xFFFFFF, 0xFFB84D, 0xF0C49A, 0x8E4A18),
    Phase.HOLD_BOTTOM: _full(0x0C3A75, 0x082B59, 0xFFFFFF, 0x8CC8FF, 0xB4D2F2, 0x265A9C),
    Phase.LIFT: _full(0x0B5A2A, 0x08461F, 0xC6FF8A, 0xC6FF8A, 0xC4ECC8, 0x1E7A42),
    Phase.SWITCH: _full(0x4B1D70, 0x391456, 0xFFFFFF, 0xE2B8FF, 0xD9C0EE, 0x6C3A94),
    Phase.PAUSED: _full(0x33373D, 0x272A2F, 0xFFFFFF, 0xD5DCE4, 0xC2C9D1, 0x50565E),
    Phase.RACK: _full(0x8E0B14, 0x6E060E, 0xFFFFFF, 0xFFD9D2, 0xFFC9C2, 0xAE3038),
    Phase.DONE: _full(0x084850, 0x05373D, 0xFFFFFF, 0x8FF0DC, 0xB2DCE0, 0x206A72),
}

# Bright grounds with black ink, or dark ones with white: these stay legible in every terminal's own palette.
_SIXTEEN = {
    Phase.LEAD_IN: _sixteen(0, 15, 11, 7),
    Phase.LOWER: _sixteen(11, 0, 0, 3),
    Phase.HOLD_BOTTOM: _sixteen(4, 15, 14, 12),
    Phase.LIFT: _sixteen(10, 0, 0, 2),
    Phase.SWITCH: _sixteen(13, 0, 0, 5),
    Phase.PAUSED: _sixteen(7, 0, 0, 8),
    Phase.RACK: _sixteen(1, 15, 15, 9),
    Phase.DONE: _sixteen(6, 0, 0, 14),
}
