"""Small plots as SVG elements of an HTML page: no script, no font, no file of their own.

They are drawn in ``currentColor``, so that they follow the light or dark theme of the page, and what must stand out
has a shape of its own besides its colour.
"""

from __future__ import annotations

from html import escape

from negcoach.axes import round_values
from negcoach.formatting import day_text
from negcoach.report.blocks import Plot, Point

_WIDTH, _HEIGHT = 360, 170
_TOP, _BOTTOM, _RIGHT = 14, 28, 12
_CHARACTER_WIDTH = 6.1
"""The approximate width of a character of the axis labels, at font size 11."""

_MOST_TICKS = 6
_MOST_DOTS = 60
"""The most points that get a dot each: more would run together."""

_LINE = "#2b7cd3"
_MARK = "#d6454f"
"""Colours with a contrast of at least 3:1 to white and to near black (WCAG 2.2, 1.4.11)."""


def svg(plot: Plot) -> str:
    """Return the plot as one ``svg`` element; its title, days and figures are text in it."""
    return "".join(_Drawing(plot).parts())


class _Drawing:
    """The drawing of a plot: its scales, and its parts as SVG elements."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._ticks = _ticks(plot)
        self._left = 10 + _CHARACTER_WIDTH * max(len(self._tick_text(tick)) for tick in self._ticks)
        days = (plot.last - plot.first).days + (1 if plot.bar_days else 0)
        self._per_day = (_WIDTH - _RIGHT - self._left) / max(1, days)

    def parts(self) -> list[str]:
        """Return the element's parts, from the back to the front."""
        plot = self._plot
        label = escape(plot.title, quote=True)
        return [
            f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}" xmlns="http://www.w3.org/2000/svg" '
            'font-family="system-ui, sans-serif" font-size="11" fill="currentColor">',
            f"<title>{escape(plot.title)}</title>",
            *self._grid(),
            *self._target_line(),
            *(self._bars() if plot.bar_days else self._line()),
            "</svg>",
        ]

    def _grid(self) -> list[str]:
        elements = []
        for tick in self._ticks:
            y = self._y(tick)
            elements.append(
                f'<path d="M{self._left:.1f} {y:.1f}H{_WIDTH - _RIGHT}" stroke="currentColor" stroke-opacity=".15"/>'
                f'<text x="{self._left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end" fill-opacity=".7">'
                f"{escape(self._tick_text(tick))}</text>"
            )
        for day, x, anchor in (
            (self._plot.first, self._left, "start"),
            (self._plot.last, _WIDTH - _RIGHT, "end"),
        ):
            text = escape(day_text(day))
            elements.append(
                f'<text x="{x:.1f}" y="{_HEIGHT - 5}" text-anchor="{anchor}" fill-opacity=".7">{text}</text>'
            )
        return elements

    def _target_line(self) -> list[str]:
        if self._plot.target is None:
            return []
        y = self._y(self._plot.target)
        return [
            f'<path d="M{self._left:.1f} {y:.1f}H{_WIDTH - _RIGHT}" stroke="currentColor" stroke-opacity=".6" '
            'stroke-dasharray="5 4"/>'
        ]

    def _bars(self) -> list[str]:
        width = max(1.0, self._plot.bar_days * self._per_day * 0.78)
        base = self._y(0)
        return [
            f'<rect x="{self._x(point):.1f}" y="{self._y(point.value):.1f}" width="{width:.1f}" '
            f'height="{max(0.0, base - self._y(point.value)):.1f}" rx="2" fill="{_LINE}">{_tooltip(point)}</rect>'
            for point in self._plot.points
        ]

    def _line(self) -> list[str]:
        points = self._plot.points
        path = "L".join(f"{self._x(point):.1f} {self._y(point.value):.1f}" for point in points)
        elements = [f'<path d="M{path}" fill="none" stroke="{_LINE}" stroke-width="2" stroke-linejoin="round"/>']
        for point in points:
            if point.marked:
                elements.append(self._diamond(point))
            elif len(points) <= _MOST_DOTS:
                elements.append(
                    f'<circle cx="{self._x(point):.1f}" cy="{self._y(point.value):.1f}" r="3" fill="{_LINE}">'
                    f"{_tooltip(point)}</circle>"
                )
        return elements

    def _diamond(self, point: Point) -> str:
        x, y = self._x(point), self._y(point.value)
        return f'<path d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z" fill="{_MARK}">{_tooltip(point)}</path>'

    def _x(self, point: Point) -> float:
        return self._left + (point.day - self._plot.first).days * self._per_day

    def _y(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - value) / (high - low)

    def _tick_text(self, tick: float) -> str:
        return f"{tick:,.2f}".rstrip("0").rstrip(".") + self._plot.unit


def _tooltip(point: Point) -> str:
    """Return the tooltip of a point."""
    return f"<title>{escape(f'{day_text(point.day)}: {point.text}')}</title>"


def _ticks(plot: Plot) -> tuple[float, ...]:
    """Return evenly spaced round values that enclose all that is drawn."""
    values = [point.value for point in plot.points]
    values += [level for level in (plot.target, plot.up_to, 0.0 if plot.from_zero else None) if level is not None]
    return round_values(min(values, default=0.0), max(values, default=1.0), _MOST_TICKS)
