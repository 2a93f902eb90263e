"""The layout of the coach's face: pure functions of its size in cells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from textual.geometry import Region

from negcoach.widgets.drawing.glyphs import Lettering, drawable, fit, lettering_of, widest
from negcoach.widgets.drawing.shapes import Shape, shape_width

MIN_LETTER_HEIGHT = 6
"""The minimum height of letters, in pixels: lower ones are no easier to read than bold text, which is used instead."""


_NARROWEST_TALLY = 19
"""The least width of a tally in giant letters, in pixels: "RIGHT" fits in letters of eight pixels."""

_TALLY_SHARES = (1.0, 1.7, 1.3)
"""How the height of a tally is shared: by its label, the rep and the side."""

_NARROWEST_FIGURE, _WIDEST_FIGURE, _LOWEST_FIGURE = 24, 48, 9
"""The columns that a figure beside the count takes at least and at most, and the least rows."""
_FIGURE_SHAPE = 2.4
"""How many columns of a row a figure fills: those that lie need the most."""
_NARROWEST_PATH, _PATH_SHARE = 12, 0.15
"""The columns, and the share of the face's, that the bar's path keeps beside a figure."""
_AROUND_COUNT = 4
"""The columns that stay free around the count beside a figure."""

_LARGEST_TALLY_SHARE = 0.4
"""No text of a tally takes more of its height: the count stays the largest thing."""


@dataclass(frozen=True, slots=True)
class FaceRows:
    """The rows of the face: a ``header`` or none, the ``body``, and ``lines`` of text from row ``foot`` on.

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
class PlacedText:
    """A text in giant letters, with its position in pixels."""

    text: str
    lettering: Lettering
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A shape with its position and size in pixels."""

    shape: Shape
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Words in giant letters with a shape; where these do not fit, ``lines`` of bold text, centred in a region."""

    words: tuple[PlacedText, ...] = ()
    shape: PlacedShape | None = None
    lines: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def face_rows(width: int, height: int) -> FaceRows:
    """Return the rows of a face of this size (cells)."""
    header = height >= 4
    lines = 3 if height >= 18 else 2 if height >= 9 else 1 if height >= 6 else 0
    space = 0 if height < 18 else 1 if height < 30 else 2  # empty rows above the text
    below = 1 if height >= 30 else 0
    top = int(header) + (0 if height < 18 else 1)
    foot = height - lines - below
    body = Region(0, top, width, max(0, foot - space - top))
    return FaceRows(width, height, header, body, foot, lines, 2 if width >= 60 else 1 if width >= 30 else 0)


@lru_cache(maxsize=64)
def rail_region(width: int, height: int) -> Region | None:
    """Return the region of the bar's path beside the count, or ``None`` where there is no room for it."""
    rows = face_rows(width, height)
    if width < 24 or rows.body.height < 4:
        return None
    wide = 12 if width < 60 else min(56, round(width * 0.31))
    return Region(width - wide - rows.margin, rows.body.y, wide, rows.body.height)


@lru_cache(maxsize=256)
def count_layout(
    word: str,
    shape: Shape,
    count: str,
    width: int,
    height: int,
    tally: tuple[str, ...] = (),
    figure: Region | None = None,
    *,
    with_path: bool = True,
) -> tuple[Arrangement, Arrangement, Arrangement, Region]:
    """Return the phase's word with its shape, the count below it, and the tally beside that, with its region.

    All of them are left of the bar's path, if there is one, and the count is left of a ``figure`` too. The count is the
    largest: it gets the rest of the height, at least 40 % of the face's where there are enough rows.
    """
    room = count_room(width, height, with_path=with_path)
    over, beside, below = _count_regions(room, tally)
    if figure is not None:
        over = Region(over.x, over.y, figure.right - over.x, over.height)
        from_tally = _AROUND_COUNT // 2 if tally else 0  # "3/4" close to a 3 reads as one number from afar
        below = Region(below.x + from_tally, below.y, figure.x - below.x - from_tally, below.height)
    word_and_shape = _arrange_beside_shape(word, shape, over)
    return word_and_shape, _arrange_alone(count, below), _arrange_tally(tally, beside), beside


@lru_cache(maxsize=64)
def figure_region(width: int, height: int, digits: int, tally: tuple[str, ...]) -> Region | None:
    """Return the region of a figure to the right of a count, ``None`` where that would be smaller for it.

    The bar's path gives up as much of its width as the figure needs, but for the least of it.
    """
    rail = rail_region(width, height)
    if rail is None:
        return None
    *_, below = _count_regions(count_room(width, height), tally)
    # A 1 is narrower than other digits, so that 10 and 11 can have wider ones than 20, and then need more.
    counts = ["1" * ones + "8" * (digits - ones) for ones in range(digits + 1)]
    fitted = [(count, fit(count, below.width - 2, 2 * below.height)) for count in counts]
    taken = max((lettering.measure(count) for count, lettering in fitted if lettering is not None), default=0)
    if not taken or below.height < _LOWEST_FIGURE:
        return None
    least_path = min(rail.width, max(_NARROWEST_PATH, round(width * _PATH_SHARE)))
    from_x = below.x + taken + _AROUND_COUNT
    useful = max(_NARROWEST_FIGURE, round(below.height * _FIGURE_SHAPE))
    wide = min(rail.right - least_path - from_x, useful, _WIDEST_FIGURE)
    if wide < _NARROWEST_FIGURE:
        return None
    return Region(max(rail.x, from_x + wide) - wide, below.y, wide, below.height)


def _count_regions(room: Region, tally: tuple[str, ...]) -> tuple[Region, Region, Region]:
    """Return the regions of the phase's word, of the tally, and of what is left for the count."""
    word_rows = _word_rows(room.height)
    space = 2 if room.height >= 24 else 1 if room.height >= 9 else 0
    over, below = room.split_horizontal(word_rows) if word_rows else (Region(0, 0, 0, 0), room)
    if word_rows:
        below = Region(below.x, below.y + space, below.width, max(0, below.height - space))
    beside = _tally_region(below, tally)
    if beside.width:
        taken = beside.right + (1 if beside.x > 1 else 0)
        below = Region(below.x + taken, below.y, below.width - taken, below.height)
    return over, beside, below


@lru_cache(maxsize=64)
def count_room(width: int, height: int, *, with_path: bool = True) -> Region:
    """Return the region left of the bar's path on a face of this size (cells); without a path, all of the body."""
    body, rail = face_rows(width, height).body, rail_region(width, height) if with_path else None
    return Region(0, body.y, rail.x if rail else width, body.height)


@lru_cache(maxsize=64)
def hand_off_layout(
    word: str, shape: Shape, count: str, width: int, height: int, *, with_path: bool = True
) -> tuple[Arrangement, Arrangement, Region, Region]:
    """Return a lead-in's call, as large as possible, and the count below it where there is room; with their regions.

    Where there is no room for a large call, the count is large in its place.
    """
    room = count_room(width, height, with_path=with_path)
    rows = room.height * 3 // 5 if room.height >= 12 else room.height
    over, below = _one_over_another(room, rows)
    call = call_layout(word, shape, over)
    if not call.words:
        over, below = _one_over_another(room, len(call.lines))
        call = call_layout(word, shape, over)
    return call, _arrange_alone(count, below) if below.height >= 3 else Arrangement(), over, below


def _one_over_another(room: Region, rows: int) -> tuple[Region, Region]:
    """Return the upper rows of a region, and what is left of it below an empty one."""
    over, below = room.split_horizontal(rows)
    return over, Region(below.x, below.y + 1, below.width, max(0, below.height - 1))


def _tally_region(room: Region, tally: tuple[str, ...]) -> Region:
    """Return the region of a tally at the left of a room: a third of it, or where that is little as wide as text."""
    if not tally or room.width < 24 or room.height < len(tally):
        return Region(0, 0, 0, 0)
    margin = 1 if room.width < 60 else 2
    wide = max(_NARROWEST_TALLY, round(room.width * 0.3)) if room.width >= 48 else max(map(len, tally))
    return Region(room.x + margin, room.y, wide, room.height)


def _arrange_tally(tally: tuple[str, ...], region: Region) -> Arrangement:
    """Return a tally's texts one above another, without the first where it has no room; as text where none has."""
    if not region.width:
        return Arrangement()
    weighed = tuple(zip(tally, _TALLY_SHARES, strict=False))
    return _arrange_stack(weighed, region) or _arrange_stack(weighed[1:], region) or Arrangement(lines=tally)


def _arrange_stack(weighed: tuple[tuple[str, float], ...], region: Region) -> Arrangement | None:
    """Return texts one above another, each with its share of the height; ``None`` where one of them does not fit."""
    space = 3 if region.height >= 16 else 2
    free = 2 * region.height - space * (len(weighed) - 1)
    whole = sum(share for _, share in weighed)
    fitted: list[tuple[str, Lettering]] = []
    for text, share in weighed:
        tall = round(free * min(share / whole, _LARGEST_TALLY_SHARE))
        lettering = fit(text, region.width, tall, min_height=MIN_LETTER_HEIGHT)
        if lettering is None:
            return None
        fitted.append((text, lettering))
    top = 2 * region.y + (free - sum(lettering.height for _, lettering in fitted)) // 2
    placed = []
    for text, lettering in fitted:
        placed.append(PlacedText(text, lettering, region.x + (region.width - lettering.measure(text)) // 2, top))
        top += lettering.height + space
    return Arrangement(tuple(placed))


@lru_cache(maxsize=256)
def call_layout(words: str, shape: Shape, region: Region) -> Arrangement:
    """Return the call as large as possible: on one line or two, with its shape at the end of the shorter one."""
    above = 1 if region.height >= 20 else 0
    beside = 3 if region.width >= 60 else 1 if region.width >= 24 else 0
    field = region.shrink((above, beside, above, beside))
    if not drawable(words):
        return Arrangement(lines=_wrap(words, shape, field))
    best: Arrangement | None = None
    for lines in _line_breaks(words):
        for height in range(2 * field.height // len(lines), MIN_LETTER_HEIGHT - 1, -1):
            if best is not None and height <= _legibility(best):
                break
            drawn = _arrange_lines(lines, shape, field, height)
            if drawn is not None and (best is None or _legibility(drawn) > _legibility(best)):
                best = drawn
    return best or Arrangement(lines=_wrap(words, shape, field))


def _legibility(drawn: Arrangement) -> float:
    """Return how large the letters appear, in pixels: their height, or less for narrow ones."""
    return min(min(placed.lettering.height, placed.lettering.width * 1.75) for placed in drawn.words)


@lru_cache(maxsize=256)
def note_layout(note: str, region: Region, shape: Shape | None = None) -> Arrangement:
    """Return a note in giant capitals as high as the region allows, a shape after it; empty where they do not fit.

    It is empty too where a character has no capital: a key that is named ß is no S.
    """
    text, height = note.upper(), 2 * region.height
    if text.lower() != note.lower():
        return Arrangement()
    for tall in range(height, 7, -1):
        wide = shape_width(shape, tall) if shape else 0
        space = max(2, tall // 3) if shape else 0
        lettering = fit(text, region.width - 4 - wide - space, tall, min_height=tall)
        if lettering is not None and lettering.width >= tall * 0.52:
            left = region.x + (region.width - lettering.measure(text) - space - wide) // 2
            top = 2 * region.y + (height - tall) // 2
            at = left + lettering.measure(text) + space
            placed = PlacedShape(shape, at, top, wide, tall) if shape else None
            return Arrangement((PlacedText(text, lettering, left, top),), placed)
    return Arrangement()


def _word_rows(rows: int) -> int:
    """Return how many of a body's rows the phase's word takes."""
    if rows < 2:
        return 0
    return 1 if rows < 12 else max(4, min(9, round(rows * 0.18)))


def _arrange_beside_shape(word: str, shape: Shape, region: Region) -> Arrangement:
    """Return a word with its shape before it, centred in a region."""
    for height in range(2 * region.height, MIN_LETTER_HEIGHT - 1, -1):
        wide, space = shape_width(shape, height), max(2, height // 3)
        lettering = fit(word, region.width - 2 - wide - space, height, min_height=height)
        if lettering is None or (lettering.width < height * 0.52 and height > 8):
            continue
        left = region.x + (region.width - wide - space - lettering.measure(word)) // 2
        top = 2 * region.y + (2 * region.height - height) // 2
        placed = PlacedText(word, lettering, left + wide + space, top)
        return Arrangement((placed,), PlacedShape(shape, left, top, wide, height))
    return Arrangement(lines=_wrap(word, shape, region))


def _arrange_alone(text: str, region: Region) -> Arrangement:
    """Return a text as large as possible, centred in a region."""
    lettering = fit(text, region.width - 2, 2 * region.height)
    if lettering is None:
        return Arrangement(lines=(text,) if region.height > 0 else ())
    left = region.x + (region.width - lettering.measure(text)) // 2
    top = 2 * region.y + (2 * region.height - lettering.height) // 2
    return Arrangement((PlacedText(text, lettering, left, top),))


def _line_breaks(words: str) -> list[tuple[str, ...]]:
    """Return the ways to break the words: on one line, or on two, split at each space."""
    parts = words.split()
    return [(" ".join(parts),)] + [(" ".join(parts[:cut]), " ".join(parts[cut:])) for cut in range(1, len(parts))]


def _arrange_lines(lines: tuple[str, ...], shape: Shape, field: Region, height: int) -> Arrangement | None:
    """Return the lines in letters of this height, with the shape after the shorter one; ``None`` if they don't fit."""
    space = max(2, height // 5)
    if len(lines) * height + (len(lines) - 1) * space > 2 * field.height:
        return None
    wide = shape_width(shape, height)
    beside = max(2, height // 3)
    last = len(lines) - 1
    shape_line = last if last == 0 or len(lines[last]) <= len(lines[0]) else 0
    fitted = []
    for index, line in enumerate(lines):
        room = field.width - (wide + beside if index == shape_line else 0)
        lettering = _fit_lettering(line, room, height)
        if lettering is None:
            return None
        fitted.append(lettering)
    return _place_lines(lines, fitted, PlacedShape(shape, 0, 0, wide, height), shape_line, beside, space, field)


def _place_lines(
    lines: tuple[str, ...],
    fitted: list[Lettering],
    shape: PlacedShape,
    shape_line: int,
    beside: int,
    space: int,
    field: Region,
) -> Arrangement:
    """Return the lines as one centred block, aligned left, with the shape in the middle of what its line leaves."""
    height = shape.height
    widths = [lettering.measure(line) for line, lettering in zip(lines, fitted, strict=True)]
    needed = [w + (shape.width + beside if index == shape_line else 0) for index, w in enumerate(widths)]
    block = max(needed)
    left = field.x + (field.width - block) // 2
    top = 2 * field.y + (2 * field.height - len(lines) * height - (len(lines) - 1) * space) // 2
    tops = [top + index * (height + space) for index in range(len(lines))]
    free = block - widths[shape_line] - beside
    at = left + widths[shape_line] + beside + (free - shape.width) // 2
    words = tuple(PlacedText(*each, left, y) for each, y in zip(zip(lines, fitted, strict=True), tops, strict=True))
    return Arrangement(words, PlacedShape(shape.shape, at, tops[shape_line], shape.width, height))


def _fit_lettering(text: str, width: int, height: int) -> Lettering | None:
    """Return lettering of exactly this height, as wide as fits, but neither squat nor too narrow to read."""
    for wide in range(widest(height), max(3, round(height * 0.4)) - 1, -1):
        lettering = lettering_of(height, wide)
        if lettering.measure(text) <= width:
            return lettering
    return None


def _wrap(words: str, shape: Shape, region: Region) -> tuple[str, ...]:
    """Return the words as lines of text, the shape's character first, without breaking a word where possible."""
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
