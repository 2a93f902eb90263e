"""The bar's path: a rail with a mark for each count, and the bar that moves along it by fractions of a pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from textual.geometry import Region

from negcoach.widgets.drawing.canvas import Canvas, text_width
from negcoach.widgets.drawing.colour_schemes import LEVELS, ColourMode, blend

_STEPS = 8
"""How many positions the bar can take within a pixel's height."""


@dataclass(frozen=True, slots=True)
class BarPath:
    """The position of the rail, in cells, and the sizes of its parts, in pixels of the canvas."""

    region: Region
    marks: int  # how many counts the path has, each with a mark
    labels: int  # cells for the numbers of the marks, left of the rail
    sleeve: int  # length of the rod outside the plates, on each side
    plates: tuple[tuple[int, int], ...]  # width and height of each plate on one side, the outermost first
    post: int  # thickness of a post
    rod: int  # thickness of the rod
    top: int  # of the bar's middle, at the top of its path
    bottom: int  # of the bar's middle, at the bottom
    reach: float  # of the bar above and below its middle
    moving: Region  # the cells that the bar may cover

    @classmethod
    def of(cls, region: Region, loaded: bool, marks: int) -> BarPath:
        """Return the path for a region of cells; a ``loaded`` bar has plates."""
        labels = 3 if marks and region.width >= 10 else 0
        room, height = region.width - labels, 2 * region.height
        tall = max(2, round(min(height * 0.22, room * 0.4)))
        sleeve, plates, post, rod = _bar_sizes(room, height, tall)
        if not loaded:
            sleeve, plates, rod = 0, (), max(2, tall // 2)
        reach = max([rod, *(height for _, height in plates)]) / 2
        top = 2 * region.y + int(reach + 1) // 2 * 2
        bottom = max(top, 2 * region.bottom - int(max(reach, rod / 2 + (4 if region.height >= 12 else 1)) + 0.5))
        moving = Region(region.x + labels, region.y, region.width - labels, region.height)
        return cls(region, marks, labels, sleeve, plates, post, rod, *_even_ends(top, bottom, marks), reach, moving)

    @property
    def _posts(self) -> tuple[int, int]:
        """The left edges of the two posts."""
        inset = self.sleeve + sum(width for width, _ in self.plates) + (1 if self.plates else 0)
        return self.moving.x + inset, self.moving.right - inset - self.post

    def middle(self, progress: float, smooth: bool) -> float:
        """Return where the bar's middle is after this part of the path (0 at the top), rounded to a drawable step."""
        steps = _STEPS if smooth else 1
        return round((self.top + (self.bottom - self.top) * progress) * steps) / steps

    def rows(self, middle: float) -> tuple[int, int]:
        """Return the rows of cells that a bar at ``middle`` covers: the first, and one past the last."""
        first, last = int(middle - self.reach) // 2, int(middle + self.reach) // 2 + 1
        return max(self.region.y, first), min(self.region.bottom, last)

    def marks_at(self) -> Iterator[tuple[int, int]]:
        """Yield the number of each mark that is shown and its height (pixels), at a row: as even as rows can be."""
        for mark in range(0, self.marks, self._mark_step()):
            exact = self.top + (self.bottom - self.top) * mark / self.marks
            yield self.marks - mark, min(int((exact + 1) / 2) * 2, self.bottom)

    def draw_rail(self, canvas: Canvas, current: int | None, floor: str) -> None:
        """Draw the posts, a mark for each count (bold for ``current``) and the floor with its name."""
        colours = canvas.scheme
        left, right = self._posts
        low = self.bottom + self.rod // 2
        for post in (left, right):
            canvas.fill(post, 2 * self.region.y, post + self.post, low, colours.dim)
        for number, y in self.marks_at():
            if colours.mode is ColourMode.FULL:
                canvas.fill(left + self.post, y, right, y + 1, blend(colours.background, colours.dim, LEVELS * 2 // 3))
            if self.labels:
                is_current = number == current
                x = self.region.x + self.labels - 1 - len(str(number))
                canvas.write(x, y // 2, str(number), colours.text if is_current else colours.muted, bold=is_current)
        canvas.fill(left, low, right + self.post, low + 1, colours.accent)
        row, wide = low // 2 + 1, text_width(floor)
        if row < self.region.bottom and wide <= self.moving.width:
            canvas.write((left + right + self.post - wide) // 2, row, floor, colours.muted)

    def draw_bar(self, canvas: Canvas, middle: float) -> None:
        """Draw the bar with its middle at this height (pixels)."""
        scheme = canvas.scheme
        area = self.moving
        half = self.rod / 2
        left, right = area.x, area.right
        if not self.plates:
            posts = self._posts
            left, right = posts[0], posts[1] + self.post
        canvas.fill_smooth(left, middle - half, right, middle + half, scheme.giant)
        inset = self.sleeve
        for wide, tall in self.plates:
            for x in (area.x + inset, area.right - inset - wide):
                canvas.fill_smooth(x, middle - tall / 2, x + wide, middle + tall / 2, scheme.accent)
            inset += wide

    def _mark_step(self) -> int:
        """Return the step between the marks that are shown, such that their numbers do not touch."""
        step = 1
        while step < self.marks and (self.bottom - self.top) * step < 2 * self.marks:
            step += 1
        return step


def _bar_sizes(room: int, height: int, tall: int) -> tuple[int, tuple[tuple[int, int], ...], int, int]:
    """Return the sizes of sleeve, plates, post and rod of a loaded bar whose largest plate is ``tall``."""
    if room >= 24:
        wide = max(2, room // 12)
        small = (max(1, wide * 2 // 3), round(tall * 0.66))
        return max(2, room // 20), ((wide, tall), small), 2, 2 if height < 90 else 3
    if room >= 12:
        return 1, ((2, tall),), 1, 2
    return 0, ((1, tall),) if room >= 5 else (), 1, 2


def _even_ends(top: int, bottom: int, marks: int) -> tuple[int, int]:
    """Return the path's ends, moved so that its marks are aligned to rows if the path stays nearly as long."""
    spacing = (bottom - top) // marks // 2 * 2 if marks else 0
    if spacing * marks < (bottom - top) * 0.8:
        return top, bottom
    spare = (bottom - top - spacing * marks) // 2 * 2
    return top + spare, top + spare + spacing * marks
