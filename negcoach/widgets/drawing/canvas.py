"""A field of half-block pixels with text on it, turned into rows of styled cells.

A cell holds two pixels, one above the other: ``▀`` shows the upper in the fore colour and the lower in the back
colour, so pixels come out nearly square. Without colour the characters ``█ ▀ ▄ ░`` show which pixels are inked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from negcoach.texts import clean
from negcoach.widgets.drawing.colour_schemes import GREY, INK, LEVELS, PAPER, ColourMode, Scheme, blend, style
from negcoach.widgets.drawing.glyphs import Type, glyph
from negcoach.widgets.drawing.strokes import FULL, Mask

_HALF = (FULL + 1) // 2
_LEVEL = tuple((cover * LEVELS + FULL // 2) // FULL for cover in range(FULL + 1))
_BLOCKS = {(False, False): " ", (True, True): "█", (True, False): "▀", (False, True): "▄"}

_Char = tuple[str, int, bool]
"""A character of text, its colour and whether it is bold."""


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
        self._pixels = [[scheme.background] * width for _ in range(2 * height)]
        self._texts: dict[int, dict[int, _Char]] = {}
        self._styles: dict[tuple[int, int, bool], Style] = {}
        self._runs: dict[tuple[int, int, int], Segment] = {}

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
        first, last = int(top), int(bottom)
        if first == last:
            self._tint(left, first, right, colour, bottom - top)
            return
        self._tint(left, first, right, colour, first + 1 - top)
        self.fill(left, first + 1, right, last, colour)
        self._tint(left, last, right, colour, bottom - last)

    def _tint(self, left: int, y: int, right: int, colour: int, cover: float) -> None:
        """Colour a row of pixels as if this part of each were covered."""
        level = round(min(1.0, cover) * LEVELS)  # a box that begins above the canvas covers more than its first row
        if level and 0 <= y < 2 * self.height:
            left, right = max(0, left), min(self.width, right)
            row = self._pixels[y]
            mixed = {pixel: blend(pixel, colour, level) for pixel in set(row[left:right])}
            row[left:right] = [mixed[pixel] for pixel in row[left:right]]

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
                self._put(row, x, char, colour, bold)
                if wide == 2:
                    self._put(row, x + 1, "", colour, bold)
            x += wide
        return x

    @staticmethod
    def _put(row: dict[int, _Char], x: int, char: str, colour: int, bold: bool) -> None:
        """Put a character ("" for a wide one's second cell) into a row; half of a wide one that it hits is blanked."""
        if char and x in row and not row[x][0]:
            row[x - 1] = (" ", colour, bold)
        row[x] = (char, colour, bold)
        if x + 1 in row and not row[x + 1][0]:
            row[x + 1] = (" ", colour, bold)

    def copy(self) -> Canvas:
        """Return a canvas to draw on that begins as this one; its text is shared, and what was worked out for it."""
        other = Canvas(self.width, self.height, self.scheme, self._own_palette)
        other._pixels = [row.copy() for row in self._pixels]
        other._texts, other._styles, other._runs = self._texts, self._styles, self._runs
        return other

    def pixels(self, y: int, left: int, right: int) -> tuple[list[int], list[int]]:
        """Return the upper and lower pixels of row ``y`` of cells, from ``left`` up to ``right``."""
        return self._pixels[2 * y][left:right], self._pixels[2 * y + 1][left:right]

    def segments(self, y: int, left: int = 0, right: int | None = None) -> list[Segment]:
        """Return the cells of row ``y`` from ``left`` up to, not with, ``right`` as styled runs."""
        right = self.width if right is None else right
        texts = self._texts.get(y, {})
        runs: list[Segment] = []
        start = left
        for (upper, lower), group in groupby(zip(*self.pixels(y, left, right), strict=True)):
            end = start + len(list(group))
            if texts and not texts.keys().isdisjoint(range(start, end)):
                runs.extend(self._written(texts, start, end, upper, lower))
            else:
                runs.append(self._half_blocks(end - start, upper, lower))
            start = end
        return runs

    def _written(self, texts: dict[int, _Char], start: int, end: int, upper: int, lower: int) -> Iterator[Segment]:
        """Yield cells of one pair of pixels that have text among them; the text's ground is the upper pixel."""
        for look, cells in groupby(range(start, end), lambda x: texts[x][1:] if x in texts else None):
            if look is None:
                yield self._half_blocks(len(list(cells)), upper, lower)
            elif chars := "".join(texts[x][0] for x in cells):
                yield self._segment(chars, look[0], upper, look[1])

    def _half_blocks(self, cells: int, upper: int, lower: int) -> Segment:
        """Return cells that show two pixels."""
        look = (cells, upper, lower)
        if look not in self._runs:
            self._runs[look] = self._blocks(cells, upper, lower)
        return self._runs[look]

    def _blocks(self, cells: int, upper: int, lower: int) -> Segment:
        if self.scheme.mode is ColourMode.NONE:
            grey = INK not in (upper, lower) and GREY in (upper, lower)
            return self._segment(("░" if grey else _BLOCKS[upper == INK, lower == INK]) * cells, INK, PAPER, False)
        return self._segment((" " if upper == lower else "▀") * cells, upper, lower, False)

    def _segment(self, chars: str, fore: int, back: int, bold: bool) -> Segment:
        look = (fore, back, bold)
        if look not in self._styles:
            self._styles[look] = style(self.scheme.mode, self._own_palette, fore, back, bold, self.scheme.reverse)
        return Segment(chars, self._styles[look])


Text = tuple[int, str, int, bool]
"""A text of a row: the cell it begins in, itself, its colour and whether it is bold."""


def text_row(width: int, look: Scheme, own_palette: bool, ground: int, texts: Sequence[Text]) -> Strip:
    """Return a row with texts on a ground, from left to right; what has no room is cut off."""
    plain = INK if look.mode is ColourMode.NONE else ground
    blank = style(look.mode, own_palette, plain, ground, False, look.reverse)
    cells: list[Segment] = []
    at = 0
    for x, text, colour, bold in texts:
        shown = one_line(text)
        while shown and max(x, at) + text_width(shown) > width:
            shown = shown[:-1]
        if not shown:
            continue
        if x > at:
            cells.append(Segment(" " * (x - at), blank))
        cells.append(Segment(shown, style(look.mode, own_palette, colour, ground, bold, look.reverse)))
        at = max(x, at) + text_width(shown)
    if at < width:
        cells.append(Segment(" " * (width - at), blank))
    return Strip(cells, width)


def blank_row(width: int) -> Strip:
    """Return a row with nothing on it. Its style is empty, not missing: Textual's filter for ``NO_COLOR`` wants one."""
    return Strip.blank(width, Style())


@lru_cache(maxsize=512)
def one_line(text: str) -> str:
    """Return ``text`` with each character one or two cells wide and printable, so that it takes the cells it should."""
    return "".join(char for char in normalize("NFC", clean(text)) if char.isprintable() and cell_len(char) > 0)


@lru_cache(maxsize=512)
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
