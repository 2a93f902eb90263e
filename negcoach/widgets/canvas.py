"""A field of half-block pixels with text on it, turned into rows of styled cells.

A cell holds two pixels, one above the other: ``▀`` shows the upper in the fore colour and the lower in the back
colour, so pixels come out nearly square. Without colour the characters ``█ ▀ ▄ ░`` show which pixels are inked.
"""

from __future__ import annotations

from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment

from negcoach.texts import clean
from negcoach.widgets.glyphs import Type, glyph
from negcoach.widgets.inks import GREY, INK, LEVELS, ColourMode, Scheme, blend, style
from negcoach.widgets.strokes import FULL, Mask

_HALF = (FULL + 1) // 2
_LEVEL = tuple((cover * LEVELS + FULL // 2) // FULL for cover in range(FULL + 1))
_BLOCKS = {(False, False): " ", (True, True): "█", (True, False): "▀", (False, True): "▄"}


class Canvas:
    """``width`` x ``height`` cells on a scheme's ground; drawing outside them is cut off.

    Pixel positions count from the top left, two to a cell downwards and one across.
    """

    def __init__(self, width: int, height: int, scheme: Scheme, own_palette: bool = False) -> None:
        """Begin with an empty ground. ``own_palette``: see ``inks.style``."""
        self.width = width
        self.height = height
        self.scheme = scheme
        self._own_palette = own_palette
        self._pixels = [[scheme.ground] * width for _ in range(2 * height)]
        self._texts: dict[int, dict[int, tuple[str, int, bool]]] = {}

    def fill(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        """Colour the pixels from (``left``, ``top``) up to, not with, (``right``, ``bottom``)."""
        left, right = max(0, left), min(self.width, right)
        if left < right:
            for row in self._pixels[max(0, top) : max(0, bottom)]:
                row[left:right] = [colour] * (right - left)

    def smooth_box(self, left: int, top: float, right: int, bottom: float, colour: int) -> None:
        """Colour a box whose upper and lower edges may lie within pixels."""
        if self.scheme.mode is not ColourMode.FULL:
            self.fill(left, round(top), right, max(round(top) + 1, round(bottom)), colour)
            return
        for y in range(max(0, int(top)), min(2 * self.height, int(bottom) + 1)):
            level = round((min(bottom, y + 1) - max(top, y)) * LEVELS)
            row = self._pixels[y]
            for x in range(max(0, left), min(self.width, right)):
                row[x] = blend(row[x], colour, level)

    def stamp(self, mask: Mask, left: int, top: int, colour: int) -> None:
        """Lay a form on the field, blending by how much of each pixel it covers (or not, where there are no blends)."""
        smooth = self.scheme.mode is ColourMode.FULL
        start, stop = max(0, -left), min(mask.width, self.width - left)
        for y, covers in enumerate(mask.rows, top):
            if not 0 <= y < 2 * self.height:
                continue
            row = self._pixels[y]
            for x in range(start, stop):
                cover = covers[x]
                if cover == FULL or (cover >= _HALF and not smooth):
                    row[left + x] = colour
                elif cover and smooth:
                    row[left + x] = blend(row[left + x], colour, _LEVEL[cover])

    def letter(self, text: str, lettering: Type, left: int, top: int, colour: int) -> None:
        """Draw ``text`` in giant letters. Every character must have a glyph."""
        for char in text:
            self.stamp(glyph(char, lettering), left, top, colour)
            left += lettering.advance(char) + lettering.gap

    def write(self, x: int, y: int, text: str, colour: int, bold: bool = False) -> int:
        """Write ``text`` as it is into the cells from (``x``, ``y``); return the cell after it."""
        row = self._texts.setdefault(y, {})
        for char in one_line(text):
            wide = cell_len(char)
            if x >= 0 and x + wide <= self.width:
                row[x] = (char, colour, bold)
                if wide == 2:
                    row[x + 1] = ("", colour, bold)
            x += wide
        return x

    def overlay(self, other: Canvas) -> None:
        """Become a copy of a canvas of the same size."""
        self._pixels = [row.copy() for row in other._pixels]
        self._texts = other._texts

    def copy_pixels(self, other: Canvas, left: int, top: int, right: int, bottom: int) -> None:
        """Take the pixels of this box from a canvas of the same size."""
        for y in range(max(0, top), min(2 * self.height, bottom)):
            self._pixels[y][left:right] = other._pixels[y][left:right]

    def segments(self, y: int, left: int = 0, right: int | None = None) -> list[Segment]:
        """Return the cells of row ``y`` from ``left`` up to, not with, ``right`` as styled runs."""
        right = self.width if right is None else right
        pairs = zip(self._pixels[2 * y][left:right], self._pixels[2 * y + 1][left:right], strict=True)
        texts = self._texts.get(y)
        runs: list[Segment] = []
        chars = ""
        look: tuple[int, int, bool] | None = None
        for x, (upper, lower) in enumerate(pairs, left):
            if texts and x in texts:
                char, fore, bold = texts[x]
                now = (fore, upper, bold)
            else:
                char, now = self._half_block(upper, lower)
            if now != look:
                if look is not None and chars:
                    runs.append(self._segment(chars, look))
                chars, look = char, now
            else:
                chars += char
        if look is not None and chars:
            runs.append(self._segment(chars, look))
        return runs

    def _half_block(self, upper: int, lower: int) -> tuple[str, tuple[int, int, bool]]:
        """Return the character that shows two pixels, and its look."""
        if self.scheme.mode is ColourMode.NONE:
            if INK not in (upper, lower) and GREY in (upper, lower):
                return "░", (INK, 0, False)
            return _BLOCKS[upper == INK, lower == INK], (INK, 0, False)
        return (" ", (upper, upper, False)) if upper == lower else ("▀", (upper, lower, False))

    def _segment(self, chars: str, look: tuple[int, int, bool]) -> Segment:
        fore, back, bold = look
        return Segment(
            chars, style(self.scheme.mode, self._own_palette, fore, back, bold, self.scheme.reverse)
        )


def one_line(text: str) -> str:
    """Return ``text`` with each character one or two cells wide and printable, so that it takes the cells it should."""
    return "".join(
        char for char in normalize("NFC", clean(text)) if char.isprintable() and cell_len(char) > 0
    )


def text_width(text: str) -> int:
    """Return how many cells ``Canvas.write`` takes for ``text``."""
    return sum(map(cell_len, one_line(text)))


def shortened(text: str, width: int) -> str:
    """Return ``text``, or as much of it as fits in ``width`` cells with an ellipsis for the rest ("" for no room)."""
    text = one_line(text)
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…" if width > 0 else ""
