"""A scrollbar as the last cell of a widget's own lines.

Textual's is a widget of its own: every layout draws it again, a frame after all else, and cuts each line in two.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.scrollbar import ScrollBarRender


def scroll_cells(height: int, lines: int, top: int, back: Color, thumb: Color) -> tuple[Segment, ...]:
    """Return a cell for each of ``height`` rows that show ``lines`` from the line ``top`` on; no thumb if all fit."""
    drawn = ScrollBarRender.render_bar(
        size=height,
        virtual_size=lines,
        window_size=height if height < lines else 0,
        position=top,
        back_color=back.rich_color,
        bar_color=thumb.rich_color,
    )
    return tuple(Segment(cell.text, (cell.style or Style()).clear_meta_and_links()) for cell in drawn.segments)


def top_at(row: int, height: int, lines: int) -> int:
    """Return the first line to show when the middle of the thumb is drawn to ``row``."""
    if lines <= height:
        return 0
    thumb = max(1.0, height * height / lines)
    place = (row + 0.5 - thumb / 2) / (height - thumb)
    return round(min(1.0, max(0.0, place)) * (lines - height))
