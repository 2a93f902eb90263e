"""A canvas of half-block pixels with text on it, rendered as rows of styled cells.

A cell holds two pixels, one above the other: ``▀`` shows the upper in the foreground colour and the lower in the
background colour, so pixels are nearly square. Without colour, the characters ``█ ▀ ▄ ░`` show which pixels are set.
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
from negcoach.widgets.drawing.cells import shortened_to_cells
from negcoach.widgets.drawing.colour_schemes import GREY, INK, LEVELS, PAPER, ColourMode, Scheme, blend, style
from negcoach.widgets.drawing.glyphs import Lettering, glyph
from negcoach.widgets.drawing.strokes import FULL, Mask

_HALF_COVERED = (FULL + 1) // 2
_BLEND_LEVELS = tuple((cover * LEVELS + FULL // 2) // FULL for cover in range(FULL + 1))
_BLOCK_OF = {(False, False): " ", (True, True): "█", (True, False): "▀", (False, True): "▄"}

_Char = tuple[str, int, bool]
"""A character of text, its colour and whether it is bold."""


class Canvas:
    """``width`` x ``height`` cells on a scheme's background; drawing outside them is clipped.

    Pixels are counted from the top left: a cell is one pixel wide and two high.
    """

    def __init__(self, width: int, height: int, scheme: Scheme, own_palette: bool = False) -> None:
        """Begin with an empty background. ``own_palette``: see ``colour_schemes.style``."""
        self.width = width
        self.height = height
        self.scheme = scheme
        self._own_palette = own_palette
        self._pixels = [[scheme.background] * width for _ in range(2 * height)]
        self._texts: dict[int, dict[int, _Char]] = {}
        self._styles: dict[tuple[int, int, bool], Style] = {}
        self._runs: dict[tuple[int, int, int], Segment] = {}

    def fill(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        """Colour the pixels from (``left``, ``top``) to (``right``, ``bottom``), which is not included."""
        left, right = max(0, left), min(self.width, right)
        if left < right:
            for row in self._pixels[max(0, top) : max(0, bottom)]:
                row[left:right] = [colour] * (right - left)

    def fill_smooth(self, left: int, top: float, right: int, bottom: float, colour: int) -> None:
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
        """Colour a row of pixels of which this part is covered."""
        level = round(min(1.0, cover) * LEVELS)  # a box that begins above the canvas covers more than its first row
        if level and 0 <= y < 2 * self.height:
            left, right = max(0, left), min(self.width, right)
            row = self._pixels[y]
            mixed = {pixel: blend(pixel, colour, level) for pixel in set(row[left:right])}
            row[left:right] = [mixed[pixel] for pixel in row[left:right]]

    def stamp(self, mask: Mask, left: int, top: int, colour: int) -> None:
        """Draw a mask, blended by the coverage of each pixel; without full colour, where that is a half or more."""
        smooth = self.scheme.mode is ColourMode.FULL
        start, stop = max(0, -left), min(mask.width, self.width - left)
        for y, covers in enumerate(mask.rows, top):
            if not 0 <= y < 2 * self.height:
                continue
            row = self._pixels[y]
            for x in range(start, stop):
                cover = covers[x]
                if cover == FULL or (cover >= _HALF_COVERED and not smooth):
                    row[left + x] = colour
                elif cover and smooth:
                    row[left + x] = blend(row[left + x], colour, _BLEND_LEVELS[cover])

    def draw_letters(self, text: str, lettering: Lettering, left: int, top: int, colour: int) -> None:
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
        """Put a character ("" for a wide one's second cell) into a row; blank the other half of a wide one it hits."""
        if char and x in row and not row[x][0]:
            row[x - 1] = (" ", colour, bold)
        row[x] = (char, colour, bold)
        if x + 1 in row and not row[x + 1][0]:
            row[x + 1] = (" ", colour, bold)

    def copy(self) -> Canvas:
        """Return a copy to draw pixels on; the text and the caches are shared."""
        other = Canvas(self.width, self.height, self.scheme, self._own_palette)
        other._pixels = [row.copy() for row in self._pixels]
        other._texts, other._styles, other._runs = self._texts, self._styles, self._runs
        return other

    def pixels(self, y: int, left: int, right: int) -> tuple[list[int], list[int]]:
        """Return the upper and lower pixels of row ``y`` of cells, from ``left`` up to ``right``."""
        return self._pixels[2 * y][left:right], self._pixels[2 * y + 1][left:right]

    def segments(self, y: int, left: int = 0, right: int | None = None) -> list[Segment]:
        """Return the cells of row ``y`` from ``left`` to ``right`` (not included) as styled runs."""
        right = self.width if right is None else right
        texts = self._texts.get(y, {})
        runs: list[Segment] = []
        start = left
        for (upper, lower), group in groupby(zip(*self.pixels(y, left, right), strict=True)):
            end = start + len(list(group))
            if texts and not texts.keys().isdisjoint(range(start, end)):
                runs.extend(self._text_runs(texts, start, end, upper, lower))
            else:
                runs.append(self._half_blocks(end - start, upper, lower))
            start = end
        return runs

    def _text_runs(self, texts: dict[int, _Char], start: int, end: int, upper: int, lower: int) -> Iterator[Segment]:
        """Yield cells of one pair of pixels that have text among them; its background is the upper pixel."""
        for look, cells in groupby(range(start, end), lambda x: texts[x][1:] if x in texts else None):
            if look is None:
                yield self._half_blocks(len(list(cells)), upper, lower)
            elif chars := "".join(texts[x][0] for x in cells):
                yield self._segment(chars, look[0], upper, look[1])

    def _half_blocks(self, cells: int, upper: int, lower: int) -> Segment:
        """Return cells that show two pixels."""
        look = (cells, upper, lower)
        if look not in self._runs:
            self._runs[look] = self._make_half_blocks(cells, upper, lower)
        return self._runs[look]

    def _make_half_blocks(self, cells: int, upper: int, lower: int) -> Segment:
        if self.scheme.mode is ColourMode.NONE:
            grey = INK not in (upper, lower) and GREY in (upper, lower)
            return self._segment(("░" if grey else _BLOCK_OF[upper == INK, lower == INK]) * cells, INK, PAPER, False)
        return self._segment((" " if upper == lower else "▀") * cells, upper, lower, False)

    def _segment(self, chars: str, fore: int, back: int, bold: bool) -> Segment:
        look = (fore, back, bold)
        if look not in self._styles:
            self._styles[look] = style(self.scheme.mode, self._own_palette, fore, back, bold, self.scheme.reverse)
        return Segment(chars, self._styles[look])


RowText = tuple[int, str, int, bool]
"""A text in a row: the cell it begins in, the text, its colour and whether it is bold."""


def text_row(width: int, look: Scheme, own_palette: bool, background: int, texts: Sequence[RowText]) -> Strip:
    """Return a row with texts on a background, from left to right, cut off at its end."""
    plain = INK if look.mode is ColourMode.NONE else background
    blank = style(look.mode, own_palette, plain, background, False, look.reverse)
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
        cells.append(Segment(shown, style(look.mode, own_palette, colour, background, bold, look.reverse)))
        at = max(x, at) + text_width(shown)
    if at < width:
        cells.append(Segment(" " * (width - at), blank))
    return Strip(cells, width)


def blank_row(width: int) -> Strip:
    """Return an empty row. Its style is empty but not missing: Textual's filter for ``NO_COLOR`` needs one."""
    return Strip.blank(width, Style())


@lru_cache(maxsize=512)
def one_line(text: str) -> str:
    """Return ``text`` with only printable characters that are one or two cells wide, so that its width is known."""
    return "".join(char for char in normalize("NFC", clean(text)) if char.isprintable() and cell_len(char) > 0)


@lru_cache(maxsize=512)
def text_width(text: str) -> int:
    """Return how many cells ``Canvas.write`` needs for ``text``."""
    return sum(map(cell_len, one_line(text)))


def shortened_line(text: str, width: int) -> str:
    """Return ``text`` in one line, or as much of it as fits into ``width`` cells with an ellipsis for the rest."""
    return shortened_to_cells(one_line(text), width)
