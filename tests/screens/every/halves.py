"""The rule that no half of a large terminal is empty: what a screen shows takes its room, or stands in the middle.

No empty rectangle may cover more than half of the terminal. Empty is what has neither text nor a ground of its own: a
short list in a pane is framed by that and looks meant, and what stands in the middle leaves two smaller rectangles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import App
from textual.screen import ModalScreen

LARGE = (110, 30)
"""The columns and rows from which on a terminal is large: a smaller one is full soon."""

MOST_EMPTY = 0.5
"""The share of the terminal that an empty rectangle may have, at most."""


def empty_half_faults(app: App[None]) -> Iterator[str]:
    """Yield the largest empty rectangle, if it is over half of the terminal; a dialog leaves what is below as it is."""
    width, height = app.size
    if width < LARGE[0] or height < LARGE[1] or isinstance(app.screen, ModalScreen):
        return
    columns, rows = largest_rectangle(_empty_cells(app))
    share = columns * rows / (width * height)
    if share > MOST_EMPTY:
        yield f"{columns} × {rows} cells are empty: {share:.0%} of the terminal"


def largest_rectangle(empty: Sequence[Sequence[bool]]) -> tuple[int, int]:
    """Return the width and the height of the largest rectangle of true cells."""
    best = (0, 0)
    heights = [0] * len(empty[0])
    for row in empty:
        heights = [above + 1 if cell else 0 for above, cell in zip(heights, row, strict=True)]
        open_from: list[tuple[int, int]] = []  # where rectangles that are still open begin, and how tall they are
        for at, height in enumerate([*heights, 0]):
            start = at
            while open_from and open_from[-1][1] >= height:
                start, tall = open_from.pop()
                best = max(best, (at - start, tall), key=lambda one: one[0] * one[1])
            open_from.append((start, height))
    return best


def _empty_cells(app: App[None]) -> list[list[bool]]:
    """Return for each cell whether it has no text, and only the ground of the screen."""
    ground = app.screen.background_colors[1].rich_color.triplet

    def cells_of(segment: Segment) -> list[bool]:
        behind = segment.style.bgcolor if segment.style else None
        on_ground = behind is None or behind.triplet == ground
        return [on_ground and sign == " " for sign in segment.text for _ in range(cell_len(sign))]

    return [[cell for segment in row for cell in cells_of(segment)] for row in app.screen._compositor.render_strips()]
