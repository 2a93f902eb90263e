"""The widget that shows a figure, as large as its place allows."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from negcoach.training.exercise.figure import Figure, Part
from negcoach.widgets.drawing.dots import Rows, ends_cells, figure_cells
from negcoach.widgets.drawing.figure_inks import THEME_INKS

_STEPS = 64
"""How many pictures a lowering has at most: more cannot be told apart, and these are kept."""

_LEAST_ROWS = 8
"""In fewer rows a figure cannot be told from another one (our own choice): its place stays empty."""


class FigureView(Widget):
    """Shows a figure in one pose, or at the start and the end of its lowering, beside each other."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"figure--{part.value}" for part in Part}
    DEFAULT_CSS = "\n".join(
        f"FigureView .figure--{part.value} {{ color: ${name}; }}" for part, name in THEME_INKS.items()
    )

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        """Begin with nothing to show."""
        super().__init__(id=id)
        self._figure: Figure | None = None
        self._pose: tuple[int, bool] | None = None  # in steps; None for the start and the end
        self._rows: Rows = []
        self._drawn: tuple[Size, tuple[int, bool] | None] | None = None
        self._cache: dict[tuple[Size, tuple[int, bool] | None], Rows] = {}

    @property
    def figure(self) -> Figure | None:
        """The figure that is shown."""
        return self._figure

    def show(self, figure: Figure | None) -> None:
        """Show a figure at the start and the end of its lowering, or nothing."""
        if figure != self._figure:
            self._figure, self._cache = figure, {}
        self._pose, self._drawn = None, None
        self.refresh()

    def pose(self, lowered: float, *, lifting: bool) -> None:
        """Show the figure after this part of the lowering; see ``Figure.shapes``."""
        pose = round(lowered * _STEPS), lifting and 0.0 < lowered < 1.0
        if pose != self._pose:
            self._pose = pose
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return a row of the figure."""
        if self._drawn != (self.size, self._pose):
            self._drawn = self.size, self._pose
            self._rows = self._draw()
        blank = Style(bgcolor=self.rich_style.bgcolor)
        if y >= len(self._rows):
            return Strip.blank(self.size.width, blank)
        styles = {part: self.get_component_rich_style(f"figure--{part.value}") for part in Part}
        cells = []
        for part, run in groupby(self._rows[y], lambda cell: None if cell is None else cell.part):
            text = "".join(" " if cell is None else cell.char for cell in run)
            cells.append(Segment(text, blank if part is None else styles[part]))
        return Strip(cells, self.size.width)

    def _draw(self) -> Rows:
        """Return the cells for this size and pose, drawn or from the cache: the poses repeat in every rep."""
        size, pose, figure = self.size, self._pose, self._figure
        if figure is None or size.width < 2 or size.height < _LEAST_ROWS:
            return []
        key = size, pose
        if key not in self._cache:
            if pose is not None:
                rows = figure_cells(figure, pose[0] / _STEPS, size.width, size.height, lifting=pose[1])
            else:
                rows = ends_cells(figure, size.width, size.height)
            self._cache[key] = rows
        return self._cache[key]
