"""Colour schemes of the phases: in full colour, in the terminal's own sixteen colours, and without colour.

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
    ``fair`` and ``poor`` mark reps. With ``reverse``, the terminal swaps foreground and background.
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

    def flashed(self) -> Scheme:
        """Return the scheme with light and dark swapped, in the phase's own hue."""
        if self.mode is ColourMode.NONE:
            return replace(self, reverse=not self.reverse)
        dark, light = self.background, self.accent
        dim = blend(light, dark, 4) if self.mode is ColourMode.FULL else light
        return Scheme(self.mode, light, light, dark, dark, dark, dark, dim, dark, dark, dark)


def scheme(phase: Phase, mode: ColourMode) -> Scheme:
    """Return the colour scheme of a phase."""
    if mode is ColourMode.NONE:
        is_call = phase in (Phase.LIFT, Phase.TAKE, Phase.RACK)
        return Scheme(mode, PAPER, PAPER, INK, INK, INK, INK, GREY, INK, INK, INK, reverse=is_call)
    schemes = _FULL if mode is ColourMode.FULL else _SIXTEEN
    return schemes[_SAME_AS.get(phase, phase)]


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


def _sixteen(back: int, fore: int, accent: int, dim: int) -> Scheme:
    return Scheme(ColourMode.SIXTEEN, back, back, fore, fore, fore, accent, dim, fore, fore, fore)


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

# Black on a bright background, or white on a dark one: this is legible in every terminal's own palette.
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
