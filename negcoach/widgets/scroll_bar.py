"""How scroll bars are drawn: in one column, with a free one before it, so that no text touches it.

Textual gives a bar two columns, and fills both. A list gives it one: its lines end in a blank.
"""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_TRACK, _THUMB = " ", "┃"
"""A bar in the terminal's own colours: blocks of them would outshine all that is written."""

_GRABBED = "grab"
"""What a press on the thumb begins, and on nothing else of the bar."""


class SpacedBar(ScrollBarRender):
    """Draws a vertical scroll bar in the last of its columns, and none where there is nothing to scroll."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = Color.default(),  # noqa: B008  # a colour is never changed
        bar_color: Color = Color.default(),  # noqa: B008
    ) -> Segments:
        """Return the rows of a bar."""
        if vertical and (not window_size or window_size >= virtual_size):
            return Segments([Segment(" " * thickness), Segment.line()] * size)
        columns = 1 if vertical else thickness
        bar = super().render_bar(size, virtual_size, window_size, position, columns, vertical, back_color, bar_color)
        if not vertical:
            return bar
        cells = [_thin(cell) for cell in bar.segments] if back_color.is_default else bar.segments
        gap, end = Segment(" " * (thickness - 1)), Segment.line()
        return Segments(part for cell in cells for part in (gap, cell, end))


def _thin(cell: Segment) -> Segment:
    style = cell.style or Style()
    is_thumb = style.meta.get("@mouse.down") == _GRABBED
    return Segment(_THUMB if is_thumb else _TRACK, Style(color=style.color if is_thumb else None, meta=style.meta))
