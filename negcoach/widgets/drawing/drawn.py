"""A widget that draws its own rows and has what changed on the terminal at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class Drawn(Widget):
    """Has whole rows from ``render_line`` (no border, padding or opacity), and shows cells that changed.

    Textual keeps no picture of the screen: it asks its widgets again for what it paints. So cells may be written past
    it, if they are those that ``render_line`` would give and nothing lies over them.
    """

    write_now: Callable[[str], None] | None = None
    """Writes on the terminal, in order with what Textual writes; ``None``: cells wait for Textual's next frame.

    That frame comes up to 17 ms later and costs several times as much as its cells.
    """

    _place: Region | None = None
    """Where the widget stands on the screen; ``None`` when anything lies over it: a notification."""

    _on_screen: Screen[object] | None = None
    _filters: Sequence[LineFilter] = ()

    def on_mount(self) -> None:
        """Follow where the widget stands."""
        self._on_screen = self.screen
        self._on_screen.screen_layout_refresh_signal.subscribe(self, self._laid_out, immediate=True)
        # The app's own, for NO_COLOR say; no colour here is one of a theme's, which another would replace.
        self._filters = [each for each in self.get_line_filters() if not isinstance(each, ANSIToTruecolor)]

    def _laid_out(self, screen: Screen[object]) -> None:
        here, own = self.region, {*self.ancestors_with_self}
        others = (other for other in screen.walk_children(Widget) if other not in own)
        self._place = None if any(other.region.overlaps(here) for other in others) else here

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of cells; they are at hand, so Textual need not keep them a second time."""
        left, right = crop.column_span
        # Right after the terminal grew, rows are still as short as they were drawn.
        rows = [self.render_line(y).crop(left, right).adjust_cell_length(right - left) for y in crop.line_range]
        return self._seen(rows)

    def show_cells(self, left: int, cells: Mapping[int, Strip]) -> None:
        """Show cells that changed: of each row the strip, equally long, that begins at ``left``."""
        if not cells:
            return
        here = self._place
        if self.write_now is None or here is None or self.app.screen is not self._on_screen:
            self.refresh(*_regions(list(cells), left, max(strip.cell_length for strip in cells.values())))
            return
        console, column = self.app.console, here.x + left + 1
        rows = zip(cells, self._seen([*cells.values()]), strict=True)
        self.write_now("".join(f"\x1b[{here.y + y + 1};{column}H{row.render(console)}" for y, row in rows))

    def _seen(self, rows: list[Strip]) -> list[Strip]:
        """Return cells as the app's filters let them through."""
        for each in self._filters:
            background = self.background_colors[1]
            rows = [row.apply_filter(each, background) for row in rows]
        return rows


def _regions(rows: list[int], x: int, width: int) -> list[Region]:
    """Return these cells of rows, those that follow one another as one region: Textual renders each apart."""
    regions: list[Region] = []
    for y in rows:
        if regions and regions[-1].bottom == y:
            regions[-1] = Region(x, regions[-1].y, width, regions[-1].height + 1)
        else:
            regions.append(Region(x, y, width, 1))
    return regions
