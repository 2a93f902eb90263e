"""Where everything on the coach's face stands: pure functions of its size in cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from textual.geometry import Region

from negcoach.widgets.drawing.glyphs import Lettering, drawable, fit, lettering_of, widest
from negcoach.widgets.drawing.shapes import Shape, shape_width

LEAST_LETTERS = 6
"""Lettering lower than this many pixels is no easier to read than bold text, so text it is."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The face's rows: ``header`` (or none), the ``body`` between, and ``lines`` of text from row ``foot`` on.

    ``margin`` is the space left and right of text.
    """

    width: int
    height: int
    header: bool
    body: Region
    foot: int
    lines: int
    margin: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Lettering at a place, in pixels."""

    text: str
    lettering: Lettering
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A shape at a place, in pixels."""

    shape: Shape
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Drawn words and a shape, or ``lines`` of text in bold, centred in a region, where there is no room to draw."""

    words: tuple[Placed, ...] = ()
    shape: PlacedShape | None = None
    lines: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def frame(width: int, height: int) -> Frame:
    """Return the rows of a face of this size."""
    header = height >= 4
    lines = 3 if height >= 18 else 2 if height >= 9 else 1 if height >= 6 else 0
    space = 0 if height < 18 else 1 if height < 30 else 2  # empty rows above the text
    below = 1 if height >= 30 else 0
    top = int(header) + (0 if height < 18 else 1)
    foot = height - lines - below
    body = Region(0, top, width, max(0, foot - space - top))
    return Frame(width, height, header, body, foot, lines, 2 if width >= 60 else 1 if width >= 30 else 0)


@lru_cache(maxsize=64)
def rail_region(width: int, height: int) -> Region | None:
    """Return where the bar's path stands beside the count, or ``None`` where there is no room for it."""
    rows = frame(width, height)
    if width < 24 or rows.body.height < 4:
        return None
    wide = 12 if width < 60 else min(56, round(width * 0.31))
    return Region(width - wide - rows.margin, rows.body.y, wide, rows.body.height)


@lru_cache(maxsize=256)
def count_layout(word: str, shape: Shape, count: str, width: int, height: int) -> tuple[Arrangement, Arrangement]:
    """Return the phase's word with its shape, and the count below it, left of the bar's path.

    The count is the largest thing: it has what is left of the height, at least 40 % of the face's where there are
    rows enough.
    """
    body = frame(width, height).body
    rail = rail_region(width, height)
    room = Region(0, body.y, rail.x if rail else width, body.height)
    word_rows = _word_rows(body.height)
    space = 2 if body.height >= 24 else 1 if body.height >= 9 else 0
    over, below = room.split_horizontal(word_rows) if word_rows else (Region(0, 0, 0, 0), room)
    if word_rows:
        below = Region(below.x, below.y + space, below.width, max(0, below.height - space))
    return _beside(word, shape, over), _alone(count, below)


@lru_cache(maxsize=256)
def call_layout(words: str, shape: Shape, region: Region) -> Arrangement:
    """Return the call as large as it can be drawn: on one line or two, with its shape at the shorter one's end."""
    above = 1 if region.height >= 20 else 0
    beside = 3 if region.width >= 60 else 1 if region.width >= 24 else 0
    field = region.shrink((above, beside, above, beside))
    if not drawable(words):
        return Arrangement(lines=_wrapped(words, shape, field))
    best: Arrangement | None = None
    for lines in _splits(words):
        for height in range(2 * field.height // len(lines), LEAST_LETTERS - 1, -1):
            if best is not None and height <= _legibility(best):
                break
            drawn = _stacked(lines, shape, field, height)
            if drawn is not None and (best is None or _legibility(drawn) > _legibility(best)):
                best = drawn
    return best or Arrangement(lines=_wrapped(words, shape, field))


def _legibility(drawn: Arrangement) -> float:
    """Return how large the letters look, in pixels: their height, less for narrow ones."""
    return min(min(placed.lettering.height, placed.lettering.width * 1.75) for placed in drawn.words)


@lru_cache(maxsize=256)
def note_layout(note: str, region: Region) -> Arrangement:
    """Return a note drawn in capitals as high as the region allows, or nothing where they would not fit."""
    text, height = note.upper(), 2 * region.height
    for tall in range(height, 7, -1):
        lettering = fit(text, region.width - 4, tall, least=tall)
        if lettering is not None and lettering.width >= tall * 0.52:
            left = region.x + (region.width - lettering.measure(text)) // 2
            return Arrangement((Placed(text, lettering, left, 2 * region.y + (height - tall) // 2),))
    return Arrangement()


def _word_rows(rows: int) -> int:
    """Return how many rows of a body this high the phase's word takes."""
    if rows < 2:
        return 0
    return 1 if rows < 12 else max(4, min(9, round(rows * 0.18)))


def _beside(word: str, shape: Shape, region: Region) -> Arrangement:
    """Return a word with its shape before it, centred."""
    for height in range(2 * region.height, LEAST_LETTERS - 1, -1):
        wide, space = shape_width(shape, height), max(2, height // 3)
        lettering = fit(word, region.width - 2 - wide - space, height, least=height)
        if lettering is None or (lettering.width < height * 0.52 and height > 8):
            continue
        left = region.x + (region.width - wide - space - lettering.measure(word)) // 2
        top = 2 * region.y + (2 * region.height - height) // 2
        placed = Placed(word, lettering, left + wide + space, top)
        return Arrangement((placed,), PlacedShape(shape, left, top, wide, height))
    return Arrangement(lines=_wrapped(word, shape, region))


def _alone(text: str, region: Region) -> Arrangement:
    """Return a text as large as it can be, centred."""
    lettering = fit(text, region.width - 2, 2 * region.height)
    if lettering is None:
        return Arrangement(lines=(text,) if region.height > 0 else ())
    left = region.x + (region.width - lettering.measure(text)) // 2
    top = 2 * region.y + (2 * region.height - lettering.height) // 2
    return Arrangement((Placed(text, lettering, left, top),))


def _splits(words: str) -> list[tuple[str, ...]]:
    """Return the ways to set the words: on one line, or on two, split at each space."""
    parts = words.split()
    return [(" ".join(parts),)] + [(" ".join(parts[:cut]), " ".join(parts[cut:])) for cut in range(1, len(parts))]


def _stacked(lines: tuple[str, ...], shape: Shape, field: Region, height: int) -> Arrangement | None:
    """Return the lines in this height with the shape after the shorter one; ``None`` if they don't fit."""
    space = max(2, height // 5)
    if len(lines) * height + (len(lines) - 1) * space > 2 * field.height:
        return None
    wide = shape_width(shape, height)
    beside = max(2, height // 3)
    last = len(lines) - 1
    shaped = last if last == 0 or len(lines[last]) <= len(lines[0]) else 0
    fitted = []
    for index, line in enumerate(lines):
        room = field.width - (wide + beside if index == shaped else 0)
        lettering = _lettering(line, room, height)
        if lettering is None:
            return None
        fitted.append(lettering)
    return _placed(lines, fitted, PlacedShape(shape, 0, 0, wide, height), shaped, beside, space, field)


def _placed(
    lines: tuple[str, ...],
    fitted: list[Lettering],
    shape: PlacedShape,
    shaped: int,
    beside: int,
    space: int,
    field: Region,
) -> Arrangement:
    """Return the lines centred as one block, left edges aligned, the shape amid what its line leaves free."""
    height = shape.height
    widths = [lettering.measure(line) for line, lettering in zip(lines, fitted, strict=True)]
    needed = [w + (shape.width + beside if index == shaped else 0) for index, w in enumerate(widths)]
    block = max(needed)
    left = field.x + (field.width - block) // 2
    top = 2 * field.y + (2 * field.height - len(lines) * height - (len(lines) - 1) * space) // 2
    tops = [top + index * (height + space) for index in range(len(lines))]
    free = block - widths[shaped] - beside
    at = left + widths[shaped] + beside + (free - shape.width) // 2
    words = tuple(Placed(*each, left, y) for each, y in zip(zip(lines, fitted, strict=True), tops, strict=True))
    return Arrangement(words, PlacedShape(shape.shape, at, tops[shaped], shape.width, height))


def _lettering(text: str, width: int, height: int) -> Lettering | None:
    """Return letters of exactly this height, as wide as fits, that are neither squat nor too narrow to read."""
    for wide in range(widest(height), max(3, round(height * 0.4)) - 1, -1):
        lettering = lettering_of(height, wide)
        if lettering.measure(text) <= width:
            return lettering
    return None


def _wrapped(words: str, shape: Shape, region: Region) -> tuple[str, ...]:
    """Return the words as lines of text, the shape's character first, without cutting a word where that can be."""
    lines: list[str] = []
    for word in f"{shape.value} {words}".split(" "):
        if lines and (
            len(lines[-1]) + 1 + len(word) <= region.width or (lines[-1] == shape.value and region.height < 2)
        ):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > region.height and lines[0] == shape.value:
        lines.pop(0)
    return tuple(lines[: max(0, region.height)])
