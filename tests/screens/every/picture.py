"""Pictures of screens as text, one file for each place: what each row says at each size, and in which styles.

A hundredth of the size of an SVG, and a change of it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from string import ascii_letters

from rich.segment import Segment
from rich.style import Style

from tests.screens.contrast import PIXELS

Row = Sequence[Segment]
FOLDER = Path(__file__).parent / "pictures"
_HEAD = re.compile(r"^=== (\d+x\d+)\n", re.MULTILINE)
_LOOKS_OF_BLANKS = ("underline", "reverse", "strike")
"""What is seen of a style where nothing is written."""
_PIXELS = "."
"""The code of what a canvas draws: its colours are blended, and tried where they are defined."""


def picture(shown: Mapping[str, Sequence[Row]]) -> str:
    """Return the picture of a screen that shows these rows in each theme; without a theme, of its text alone.

    First comes the text, once if it is the same in all, then the styles of each row where they are other than in the
    row above: a letter, and how many cells have it; then the style of each letter in each theme. A blank has only a
    ground, and goes with what stands before it on the same ground.
    """
    cells = [[[*_cells(row)] for row in rows] for rows in shown.values()]
    texts = ["\n".join("".join(char for char, _ in row).rstrip() for row in rows) + "\n" for rows in cells]
    if "" in shown:
        return "".join(texts)
    codes: dict[tuple[str, ...], str] = {}
    lines: list[str] = []
    before = ""
    for number, rows in enumerate(zip(*cells, strict=True)):
        styles = _joined([tuple(style for _, style in cell) for cell in zip(*rows, strict=True)])
        line = " ".join(f"{_code(codes, style)}{len([*group])}" for style, group in groupby(styles))
        lines += [f"{number:>2} {line}"] if line != before else []
        before = line
    legend = [f"{code:>2} {' | '.join(styles)}" for styles, code in codes.items()]
    parts = [*dict.fromkeys(texts), f"--- {' | '.join(shown)}", *lines, "", *legend]
    return "\n".join((*parts, ""))


def kept(place: str) -> dict[str, str]:
    """Return the pictures of a place that are kept, by size."""
    path = FOLDER / f"{place}.txt"
    parts = _HEAD.split(path.read_text("utf-8"))[1:] if path.exists() else []
    return dict(zip(parts[::2], parts[1::2], strict=True))


def keep(place: str, pictures: Mapping[str, str]) -> None:
    """Keep the pictures of a place, by size, in the place of those before."""
    FOLDER.mkdir(exist_ok=True)
    text = "".join(f"=== {size}\n{picture}" for size, picture in pictures.items())
    (FOLDER / f"{place}.txt").write_text(text, "utf-8")


def _cells(row: Row) -> Sequence[tuple[str, str]]:
    return [(char, _style_of(char, segment.style or Style())) for segment in row for char in segment.text]


@lru_cache(maxsize=16_384)
def _style_of(char: str, style: Style) -> str:
    if char in PIXELS:
        return _PIXELS
    ink, ground = (
        "default" if colour is None or colour.is_default else colour.get_truecolor().hex.removeprefix("#")
        for colour in (style.color, style.bgcolor)
    )
    looks = [name for name in ("bold", "dim", "italic", *_LOOKS_OF_BLANKS) if getattr(style, name)]
    if char == " ":
        looks = [look for look in looks if look in _LOOKS_OF_BLANKS]
        ink = ink if looks else ""
    return " ".join((ink, "on", ground, *looks)).strip()


def _joined(cells: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Let blanks have the style of what stands before them, where that shows the same."""
    joined: list[tuple[str, ...]] = []
    for cell in cells:
        before = joined[-1] if joined else ()
        plain = before and all(
            style != _PIXELS and not {*style.split()}.intersection(_LOOKS_OF_BLANKS) for style in before
        )
        grounds = tuple(f"on {style.partition('on ')[2].split()[0]}" for style in before) if plain else ()
        joined.append(before if cell == grounds else cell)
    return joined


def _code(codes: dict[tuple[str, ...], str], styles: tuple[str, ...]) -> str:
    """Return the code of a style in each theme: a, b, … Z, aa, …"""
    if set(styles) == {_PIXELS}:
        return _PIXELS
    number = len(codes)
    first = ascii_letters[number // len(ascii_letters) - 1] if number >= len(ascii_letters) else ""
    return codes.setdefault(styles, first + ascii_letters[number % len(ascii_letters)])
