"""A widget that writes its changed cells straight to the terminal, without waiting for Textual's next frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.style import Style
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class DirectWidget(Widget):
    """Renders full rows with ``render_line`` (no border, padding or opacity), and writes changed cells itself.

    Textual keeps no copy of the screen: it asks its widgets again for whatever it paints. So cells may be written past
    it, as long as ``render_line`` would return the same cells and nothing covers them.
    """

    write_now: Callable[[str], None] | None = None
    """Writes to the terminal, in order with what Textual writes; with ``None``, cells wait for Textual's next frame.

    That frame comes up to 17 ms later, and costs several times as much as the cells alone.
    """

    _uncovered_region: Region | None = None
    """Where the widget is on the screen; ``None`` when anything covers it, such as a notification."""

    _own_screen: Screen[object] | None = None
    _filters: Sequence[LineFilter] = ()

    def on_mount(self) -> None:
        """Track the widget's position."""
        self._own_screen = self.screen
        self._own_screen.screen_layout_refresh_signal.subscribe(self, self._update_region, immediate=True)
        self._take_filters()

    def notify_style_update(self) -> None:
        """Take the filters of another theme."""
        super().notify_style_update()
        self._take_filters()

    def _take_filters(self) -> None:
        """Take the filters of the app itself, such as NO_COLOR's, but the one for a theme's colours: none are used."""
        self._filters = [each for each in self.get_line_filters() if not isinstance(each, ANSIToTruecolor)]

    def _update_region(self, screen: Screen[object]) -> None:
        here, own = self.region, {*self.ancestors_with_self}
        others = (other for other in screen.walk_children(Widget) if other not in own)
        self._uncovered_region = None if any(other.region.overlaps(here) for other in others) else here

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of cells, without Textual's cache: the widget has them drawn already."""
        left, right = crop.column_span
        # Right after the terminal has grown, the rows are still as short as before. Filters want a style in every cell.
        lines = (self.render_line(y).crop(left, right) for y in crop.line_range)
        rows = [line.adjust_cell_length(right - left, Style.null()) for line in lines]
        return self._filtered(rows)

    def show_cells(self, left: int, cells: Mapping[int, Strip]) -> None:
        """Show cells that changed: for each row a strip that begins at ``left``, all of the same length."""
        if not cells:
            return
        here = self._uncovered_region
        own_screen = self._own_screen
        if self.write_now is None or here is None or own_screen is None or not own_screen.is_active:
            self.refresh(*_regions(list(cells), left, max(strip.cell_length for strip in cells.values())))
            return
        console, column = self.app.console, here.x + left + 1
        rows = zip(cells, self._filtered([*cells.values()]), strict=True)
        self.write_now("".join(f"\x1b[{here.y + y + 1};{column}H{row.render(console)}" for y, row in rows))

    def _filtered(self, rows: list[Strip]) -> list[Strip]:
        """Return cells after the app's filters."""
        for each in self._filters:
            background = self.background_colors[1]
            rows = [row.apply_filter(each, background) for row in rows]
        return rows


def _regions(rows: list[int], x: int, width: int) -> list[Region]:
    """Return the cells of these rows, with consecutive rows as one region: Textual renders each region separately."""
    regions: list[Region] = []
    for y in rows:
        if regions and regions[-1].bottom == y:
            regions[-1] = Region(x, regions[-1].y, width, regions[-1].height + 1)
        else:
            regions.append(Region(x, y, width, 1))
    return regions
