"""A plot of values over days, drawn by plotext, which is imported with the first screen that shows a plot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from rich.cells import cell_len
from rich.text import Text
from textual.color import Color
from textual.reactive import reactive
from textual_plotext import PlotextPlot

from negcoach.axes import days_to_label, even_values
from negcoach.training.progress.trends import PlotSpot, thin_out
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.themes.contrast import TEXT, legible
from negcoach.widgets.themes.themes import Ground, ground_of

_ROWS_PER_VALUE = 4
"""Rows from one labelled value to the next in a high plot, approximately."""

_LEAST_VALUES = 5
"""So many labelled values may stand in a plot of any height."""

_LOW_ROWS = 8
"""In a plot of so many rows or fewer each may have a labelled value: with few, half of it could be above all values."""

_CELLS_PER_DAY = 11
"""The minimum number of cells from one labelled day to the next."""

_MIN_ROWS = 2
"""The minimum number of rows of a plot, without its legend and the labels of its days."""


_ANY_COLOUR = 128, 128, 128
"""What stands for the terminal's own colour: its theme takes it away again."""


class LineColour(Enum):
    """The colour of a line; its marker identifies it without colour."""

    MAIN = "main"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A line of a plot: its name, the marker of its spots, the connector between them, and the spots by day.

    ``connector`` is a character, ``braille`` for a fine line, or empty for none. Where there are more spots than
    columns, neighbours are merged: into the greatest with ``best``, else into their mean. Without a ``name`` the line
    is not in the legend.
    """

    name: str
    marker: str
    connector: str
    colour: LineColour
    spots: tuple[PlotSpot, ...]
    best: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """The content of a plot: its lines, the days it spans, and how its values are written.

    ``reference`` is a value at which to draw a horizontal line, such as a target. With ``seconds``, minutes and
    half minutes are round values. With ``from_zero``, the scale begins at 0 unless all values are more than half of the
    greatest. The labels of the values take ``label_width`` cells or more. Without ``label_days`` the days have no
    labels: for a plot below something that has them.
    """

    lines: tuple[PlotLine, ...]
    first: date
    last: date
    format_value: Callable[[float], str]
    seconds: bool = False
    from_zero: bool = False
    reference: float | None = None
    label_width: int = 0
    label_days: bool = True


class TrendPlot(PlotextPlot):
    """Shows a chart below its legend."""

    chart: reactive[Chart | None] = reactive(None)
    """The chart to show; its lines have at least one spot."""

    colour_mode: reactive[ColourMode] = reactive(ColourMode.FULL)
    """How many colours may be used."""

    def render(self) -> Text:
        """Draw the legend and the plot."""
        chart, (width, height) = self.chart, self.size
        if chart is None or not width:
            return Text()
        columns = max(1, width - self._label_width(chart, height - chart.label_days))
        lines = [(line, thin_out(line.spots, columns, best=line.best)) for line in chart.lines]
        legend = self._legend(lines, width)
        if height - len(legend) - chart.label_days < _MIN_ROWS:
            legend = []  # the values say more than what they are called
        if height - chart.label_days < _MIN_ROWS:
            return Text()
        return Text("\n").join([*legend, self._draw(chart, lines, width, height - len(legend))])

    def _draw(self, chart: Chart, lines: list[tuple[PlotLine, tuple[PlotSpot, ...]]], width: int, height: int) -> Text:
        plot, faint, muted = self.plt, self._colour("faint"), self._colour("muted")
        plot.clear_figure()
        plot.plotsize(width, height)
        plot._set_size(width, height)  # plotsize alone keeps the terminal's size (textual-plotext #5)
        plot.canvas_color("default")
        plot.axes_color("default")
        plot.ticks_color(muted)
        plot.xaxes(False, False)
        plot.yaxes(False, False)
        rows = height - chart.label_days
        values, top = _values(chart, rows)
        labels = _labels(chart, values)
        columns = max(2, width - cell_len(labels[0]))
        first, last = _limits(chart, columns)
        plot.xlim(first, last)
        plot.ylim(values[0], top)
        plot.yticks(list(values), labels)
        days = days_to_label(chart.first, chart.last, max(2, width // _CELLS_PER_DAY)) if chart.label_days else ()
        plot.xticks([day.toordinal() for day, _ in days], [label for _, label in days])
        for value in values:
            plot.plot([first, last], [value, value], marker="┈", color=faint)
        if chart.reference is not None and values[0] <= chart.reference <= top:
            plot.plot([first, last], [chart.reference, chart.reference], marker="─", color=faint)
        for line, spots in reversed(lines):  # the first line is drawn last, over the others
            if line.connector and len(spots) > 1:
                across, down = (2, 4) if line.connector == "braille" else (1, 1)
                plot.plot(
                    [_adjusted(spot.day.toordinal(), first, last, columns, across) for spot in spots],
                    [_adjusted(spot.value, values[0], top, rows, down) for spot in spots],
                    marker=line.connector,
                    color=self._colour(line.colour.value),
                )
        for line, spots in lines:
            marked = spots if len(spots) * 3 <= width or line.connector != "braille" else spots[-1:]
            days_of, heights = [spot.day.toordinal() for spot in marked], [spot.value for spot in marked]
            plot.scatter(days_of, heights, marker=line.marker, color=self._colour(line.colour.value))
        return Text.from_ansi(plot.build())

    def _legend(self, lines: list[tuple[PlotLine, tuple[PlotSpot, ...]]], width: int) -> list[Text]:
        """Return the names of the lines, as many in a row as fit."""
        rows: list[Text] = []
        for line, spots in lines:
            if not spots or not line.name:
                continue
            entry = Text.assemble((line.marker, self._style(line.colour)), " ", _name(line, len(spots)), no_wrap=True)
            if not rows or rows[-1].cell_len + entry.cell_len + 3 > width:
                rows.append(entry)
            else:
                rows[-1].append("   ").append_text(entry)
        return rows

    def _label_width(self, chart: Chart, rows: int) -> int:
        return max(cell_len(label) for label in _labels(chart, _values(chart, rows)[0]))

    def _style(self, line_colour: LineColour) -> str:
        colour = self._colour(line_colour.value)
        return f"color({colour})" if isinstance(colour, int) else "#{:02x}{:02x}{:02x}".format(*colour)

    def _colour(self, name: str) -> tuple[int, int, int] | int:
        """Return a colour as plotext takes it: one of the sixteen by number, or red, green and blue."""
        ground = ground_of(self.app)
        if ground is Ground.TERMINAL:
            return _ANY_COLOUR
        if self.colour_mode is ColourMode.SIXTEEN:
            on_light = {"main": 3, "other": 4, "muted": 8, "faint": 7}
            return (on_light if ground is Ground.LIGHT else {"main": 11, "other": 14, "muted": 7, "faint": 8})[name]
        coloured = self.colour_mode is ColourMode.FULL
        variable = {"main": "text-accent", "other": "text-primary"}.get(name) if coloured else None
        colour, behind = Color.parse(self.app.theme_variables[variable or "foreground"]), self.background_colors[1]
        shown = behind.blend(colour, {"muted": 0.65, "faint": 0.25}.get(name, 1.0))
        if name == "muted":  # the labels of the axes
            ink = legible(int(shown.hex6[1:], 16), [int(behind.hex6[1:], 16)], TEXT)
            shown = Color.parse(f"#{ink:06x}")
        return shown.rgb


def _name(line: PlotLine, shown: int) -> str:
    """Return a line's name; where spots are merged, with the number of days in each."""
    if shown == len(line.spots):
        return line.name
    days = -(-((line.spots[-1].day - line.spots[0].day).days + 1) // shown)
    return f"{line.name} ({'best' if line.best else 'mean'} of {days} days)"


def _limits(chart: Chart, columns: int) -> tuple[float, float]:
    """Return the days, as ordinals, at the middle of the first and of the last of the ``columns``.

    All days are equally wide: several columns, or a part of one.
    """
    first, last = chart.first.toordinal(), chart.last.toordinal()
    margin = (1 - (last + 1 - first) / columns) / 2
    return first - margin, last + margin


def _adjusted(value: float, low: float, high: float, cells: int, dots: int) -> float:
    """Return what plotext must be given to draw ``value`` in the same cell with ``dots`` dots a cell as with one.

    It puts ``low`` and ``high`` at the first and the last dot; with one dot a cell, that is the middle of a cell.
    """
    place = (cells - 1) * (value - low) / (high - low)
    return low + (high - low) * (dots * place + (dots - 1) / 2) / max(1, dots * cells - 1)


def _values(chart: Chart, rows: int) -> tuple[tuple[float, ...], float]:
    """Return the values to label, the first at the lower end of the scale, and the value at its upper end."""
    found = [spot.value for line in chart.lines for spot in line.spots]
    low = 0.0 if chart.from_zero and 2 * min(found) < max(found) else min(found)
    most = max(_LEAST_VALUES, rows if rows <= _LOW_ROWS else rows // _ROWS_PER_VALUE + 1)
    return even_values(low, max(found), rows, most, seconds=chart.seconds)


def _labels(chart: Chart, values: tuple[float, ...]) -> list[str]:
    """Return the labels of these values, all of the same width."""
    texts = [chart.format_value(value) for value in values]
    widest = max(chart.label_width - 1, *(cell_len(text) for text in texts))
    return [f"{' ' * (widest - cell_len(text))}{text} " for text in texts]
