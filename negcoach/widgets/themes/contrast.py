"""Contrast between two colours, and inks that are legible on their grounds. A colour is ``0xRRGGBB``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

TEXT = 4.5
LARGE = 3.0
"""The least contrast of text, and of giant letters and bars, with their ground (source: WCAG 2.2, 1.4.3 and 1.4.11)."""

ENHANCED = 7.0
"""The least contrast of text in the theme with high contrast (source: WCAG 2.2, 1.4.6)."""

BLACK, WHITE = 0x000000, 0xFFFFFF

_STEPS = 50


@lru_cache(maxsize=4096)
def luminance(colour: int) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white (source: WCAG 2.2)."""
    total = 0.0
    for shift, weight in ((16, 0.2126), (8, 0.7152), (0, 0.0722)):
        part = (colour >> shift & 255) / 255
        total += weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    return total


def contrast(one: int, other: int) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (source: WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(ground: int) -> int:
    """Return black or white, whichever is more legible on this ground."""
    return max(BLACK, WHITE, key=lambda ink: contrast(ink, ground))


def legible(ink: int, grounds: Sequence[int], least: float) -> int:
    """Return the colour nearest to ``ink`` on its way to black or to white with this contrast on all of the grounds.

    Where none has it, black or white, whichever comes nearer to it.
    """
    end = max(BLACK, WHITE, key=lambda one: _worst(one, grounds))
    mixed = (mix(ink, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((one for one in mixed if _worst(one, grounds) >= least), end)


def mix(one: int, other: int, part: float) -> int:
    """Return the colour that is ``part`` of the way, 0 to 1, from one colour to the other."""
    mixed = 0
    for shift in (16, 8, 0):
        a, b = one >> shift & 255, other >> shift & 255
        mixed |= round(a + (b - a) * part) << shift
    return mixed


def _worst(ink: int, grounds: Sequence[int]) -> float:
    return min(contrast(ink, ground) for ground in grounds)
