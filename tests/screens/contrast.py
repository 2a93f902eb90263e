"""The contrast of everything that a screen shows: each text against the ground it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.color import Color, ColorType
from rich.style import Style
from textual.app import App
from textual.screen import ModalScreen
from textual.scrollbar import ScrollBar

from negcoach.widgets.themes.contrast import LARGE, TEXT, contrast
from negcoach.widgets.themes.sixteen import STANDARD

PIXELS = "▀▄"
"""What the canvas draws with: edges are blended, so its colours are tested where they are defined."""

LINES = "┈▏"
"""The lines of a plot's grid and between keys, which show nothing by themselves."""


@dataclass(frozen=True)
class Pair:
    """A text on its ground, where it stands, and how far they are apart."""

    text: str
    ink: str
    ground: str
    ratio: float
    row: int

    def __str__(self) -> str:
        return f"{self.ratio:.2f} {self.ink} on {self.ground}, row {self.row}: {self.text!r}"


def faint_pairs(app: App[None], least: float) -> Iterator[Pair]:
    """Yield what the screen shows with less contrast than text needs; for bars and lines, than these need."""
    is_read = read_cells(app)
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            at, x = x, x + segment.cell_length
            wanted = needed(segment.text, least)
            if not wanted or not is_read(at, row):
                continue
            ink, ground = inks(segment.style or Style())
            ratio = contrast(ink, ground)
            if ratio < wanted:
                yield Pair(segment.text.strip()[:40], f"#{ink:06x}", f"#{ground:06x}", ratio, row)


def coloured(app: App[None]) -> Iterator[str]:
    """Yield each text that is not written in the terminal's own colour on its own ground."""
    is_read = read_cells(app)
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            at, x = x, x + segment.cell_length
            if not is_read(at, row):
                continue
            style = segment.style or Style()
            own = all(colour is None or colour.is_default for colour in (style.color, style.bgcolor))
            if not _is_drawn(segment.text) and segment.text.strip() and (not own or style.dim):
                yield f"row {row}: {segment.text!r}, {style}"


def more_than_sixteen(app: App[None]) -> Iterator[str]:
    """Yield each text of the screen in other colours than the sixteen, or in two of them that are not told apart.

    What is drawn may be faint: most of the sixteen are near to another in some palette.
    """
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        for segment in strip:
            style = segment.style or Style()
            both = [one for one in (style.color, style.bgcolor) if one is not None]
            numbers = [one.number for one in both if one.type is ColorType.STANDARD]
            if len(numbers) < len(both):
                yield f"row {row}: {segment.text!r}, {style}"
            elif len(numbers) == 2 and needed(segment.text, TEXT) == TEXT:
                ink, ground = (STANDARD[number or 0] for number in numbers)
                if contrast(ink, ground) < TEXT:
                    yield f"row {row}: {segment.text!r}, {style}"


def hues(app: App[None]) -> set[str]:
    """Return the colours of the screen that are no grey."""
    styles = {segment.style for strip in app.screen._compositor.render_strips() for segment in strip}
    both = (colour for style in styles if style is not None for colour in (style.color, style.bgcolor))
    shown = {colour.get_truecolor() for colour in both if colour is not None}
    return {colour.hex for colour in shown if len({*colour}) > 1}


def read_cells(app: App[None]) -> Callable[[int, int], bool]:
    """Return whether a cell is to be read: it is no scroll bar, and of the screen itself.

    What lies below a dialog is dimmed. It is looked at where that screen is shown by itself.
    """
    visible = app.screen._compositor.visible_widgets.items()
    bars = [region for widget, (region, _) in visible if isinstance(widget, ScrollBar)]
    boxes = [child.region for child in app.screen.children if child.display]
    if not isinstance(app.screen, ModalScreen):
        boxes = [app.screen.region]
    return lambda x, y: any(box.contains(x, y) for box in boxes) and not any(bar.contains(x, y) for bar in bars)


def inks(style: Style) -> tuple[int, int]:
    """Return the colours of text and ground, as they are seen."""
    assert not style.dim, "how faint that is depends on the terminal"
    assert style.color is not None and style.bgcolor is not None, style
    ink, ground = number(style.color), number(style.bgcolor)
    return (ground, ink) if style.reverse else (ink, ground)


def number(colour: Color) -> int:
    """Return a colour as ``0xRRGGBB``."""
    red, green, blue = colour.get_truecolor()
    return red << 16 | green << 8 | blue


def needed(text: str, least: float) -> float:
    """Return the contrast that a text needs, where words need the ``least``; 0 for what shows nothing."""
    shown = [char for char in text if not char.isspace() and char not in PIXELS + LINES]
    if not shown:
        return 0.0
    return LARGE if _is_drawn("".join(shown)) else least


def _is_drawn(text: str) -> bool:
    return all(char.isspace() or 0x2500 <= ord(char) < 0x25A0 or 0x2800 <= ord(char) < 0x2900 for char in text)
