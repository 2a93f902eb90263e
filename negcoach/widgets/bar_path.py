"""The bar's path: a rail with the count's marks, and the loaded bar that moves along it by fractions of a pixel."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Region

from negcoach.widgets.canvas import Canvas, shortened, text_width
from negcoach.widgets.inks import ColourMode

_STEPS = 8
"""Positions in a pixel's height that the bar can take."""


@dataclass(frozen=True, slots=True)
class BarPath:
    """Where the rail stands, in cells, and how its parts are measured, in pixels."""

    region: Region
    labels: int  # cells for the marks' numbers, left of the rail
    sleeve: int  # the rod's ends outside the plates
    plates: tuple[tuple[int, int], ...]  # width and height of each on one side, the outermost first
    post: int  # a post's thickness
    rod: int  # the rod's thickness

    @classmethod
    def of(cls, region: Region, loaded: bool) -> BarPath:
        """Return the path that suits a region of cells."""
        labels = 3 if region.width >= 10 else 0
        room, height = region.width - labels, 2 * region.height
        tall = max(2, round(min(height * 0.22, room * 0.4)))
        if not loaded:
            return cls(region, labels, 0, (), 2 if room >= 24 else 1, max(2, tall // 3 * 2))
        if room >= 24:
            wide = max(2, room // 12)
            small = (max(1, wide * 2 // 3), round(tall * 0.66))
            return cls(region, labels, max(2, room // 20), ((wide, tall), small), 2, 2 if height < 90 else 3)
        if room >= 12:
            return cls(region, labels, 1, ((2, tall),), 1, 2)
        return cls(region, labels, 0, ((1, max(2, tall)),) if room >= 5 else (), 1, 2)

    @property
    def moving(self) -> Region:
        """The cells that the bar may pass."""
        return Region(
            self.region.x + self.labels, self.region.y, self.region.width - self.labels, self.region.height
        )

    @property
    def _reach(self) -> float:
        """How far the bar reaches above and below its middle."""
        return max([self.rod, *(height for _, height in self.plates)]) / 2

    @property
    def _ends(self) -> tuple[float, float]:
        """The bar's middle at the top and at the bottom of the path, in pixels of the canvas."""
        top, bottom = 2 * self.region.y, 2 * self.region.bottom
        below = self.rod / 2 + 4  # the floor, and the row of its name
        return top + self._reach, max(top + self._reach, bottom - max(self._reach, below))

    @property
    def _posts(self) -> tuple[int, int]:
        """The left edges of the two posts."""
        inset = self.sleeve + sum(width for width, _ in self.plates) + (1 if self.plates else 0)
        return self.moving.x + inset, self.moving.right - inset - self.post

    def middle(self, progress: float, smooth: bool) -> float:
        """Return where the bar's middle is after this part of the path (0 at the top), in steps it can show."""
        top, bottom = self._ends
        steps = _STEPS if smooth else 1
        return round((top + (bottom - top) * progress) * steps) / steps

    def rows(self, middle: float) -> tuple[int, int]:
        """Return the rows of cells, first and one past the last, that a bar at ``middle`` touches."""
        first, last = int(middle - self._reach) // 2, int(middle + self._reach) // 2 + 1
        return max(self.region.y, first), min(self.region.bottom, last)

    def draw_rail(self, canvas: Canvas, marks: int, current: int | None, floor: str) -> None:
        """Draw the posts, a line for each of ``marks`` counts (``current`` stands out) and the floor with its name."""
        scheme = canvas.scheme
        left, right = self._posts
        top, bottom = self._ends
        low = int(bottom + self.rod / 2 + 0.5)
        for post in (left, right):
            canvas.fill(post, 2 * self.region.y, post + self.post, low, scheme.shade)
        each = self._labelled(marks)
        for mark in range(marks):
            number = marks - mark
            if number % each and number != marks:
                continue
            y = int(top + (bottom - top) * mark / marks)
            now = number == current
            if canvas.scheme.mode is not ColourMode.NONE:
                canvas.fill(left + self.post, y, right, y + 1, scheme.shade)
            if self.labels:
                at = self.region.x + self.labels - 1 - len(str(number))
                canvas.write(at, y // 2, str(number), scheme.text if now else scheme.soft, bold=now)
        canvas.fill(left, low, right + self.post, low + 1, scheme.accent)
        name = shortened(floor, right - left)
        row = (low + 1) // 2 + (low + 1) % 2
        if row < self.region.bottom:
            middle = (left + right + self.post) // 2
            canvas.write(middle - text_width(name) // 2, row, name, scheme.soft)

    def draw_bar(self, canvas: Canvas, middle: float) -> None:
        """Draw the bar with its middle at this height."""
        scheme = canvas.scheme
        area = self.moving
        half = self.rod / 2
        left, right = area.x, area.right
        if not self.plates:
            posts = self._posts
            left, right = posts[0], posts[1] + self.post
        canvas.smooth_box(left, middle - half, right, middle + half, scheme.ink)
        inset = self.sleeve
        for wide, tall in self.plates:
            for x in (area.x + inset, area.right - inset - wide):
                canvas.smooth_box(x, middle - tall / 2, x + wide, middle + tall / 2, scheme.accent)
            inset += wide

    def _labelled(self, marks: int) -> int:
        """Return of how many marks one is shown, so that their numbers do not touch."""
        top, bottom = self._ends
        each = 1
        while marks and (bottom - top) / marks * each < 2 and each < marks:
            each += 1
        return each
