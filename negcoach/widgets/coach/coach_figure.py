"""The figure beside the count: it performs the rep with the bar, where the terminal is wide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from negcoach.training.exercise.figure import Figure, Part
from negcoach.widgets.drawing.colour_schemes import LEVELS, ColourMode, Scheme, blend, style
from negcoach.widgets.drawing.dots import Cell, Rows, figure_cells

STEPS = 40
"""How many poses a lowering has at most: of five seconds, eight a second."""


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A figure and the cells that it is drawn in."""

    figure: Figure
    region: Region

    def pose(self, lowered: float) -> int:
        """Return the pose after this part of the lowering, from 0 to ``STEPS``."""
        return round(lowered * STEPS)

    def rows(self, colours: Scheme, own_palette: bool, pose: int) -> Mapping[int, Strip]:
        """Return the rows of its place with the figure in this pose; ``own_palette``: see ``colour_schemes.style``."""
        cells = _cells(self.figure, pose, self.region.width, self.region.height)
        return {y: _strip(row, colours, own_palette) for y, row in enumerate(cells, self.region.y)}


@lru_cache(maxsize=512)
def _cells(figure: Figure, pose: int, width: int, height: int) -> Rows:
    return figure_cells(figure, pose / STEPS, width, height)


def _strip(row: list[Cell | None], colours: Scheme, own_palette: bool) -> Strip:
    segments = []
    for part, run in groupby(row, lambda cell: None if cell is None else cell.part):
        text = "".join(" " if cell is None else cell.char for cell in run)
        colour = colours.text if part is None else _colour(colours, part)
        segments.append(
            Segment(text, style(colours.mode, own_palette, colour, colours.background, False, colours.reverse))
        )
    return Strip(segments, len(row))


def _colour(colours: Scheme, part: Part) -> int:
    match part:
        case Part.LIFTER:
            return colours.giant
        case Part.LOAD:
            return colours.accent
        case Part.GEAR:
            if colours.mode is ColourMode.FULL:
                return blend(colours.background, colours.muted, LEVELS // 2)
            return colours.muted if colours.dim == colours.background else colours.dim  # as in a flash
        case Part.FAR | Part.SPOTTER:
            return colours.muted
