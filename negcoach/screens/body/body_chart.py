"""The chart of the body: soreness as strips of digits, body weight as a plot on the same axis, 1RMs as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from negcoach.axes import days_to_label
from negcoach.formatting import day_text, short_month_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.body.soreness import RATING_STYLES
from negcoach.screens.shared.colours import colour_mode, follow_colours
from negcoach.screens.shared.keys.rebinding import keymap_of
from negcoach.store.editing.body import Series
from negcoach.store.queries.body_log import OneRm
from negcoach.texts import clean
from negcoach.training.progress.soreness import WORST
from negcoach.training.progress.trends import PlotSpot
from negcoach.training.units import Unit, format_load, kg_per
from negcoach.widgets.drawing.cells import fitted
from negcoach.widgets.drawing.colour_schemes import ColourMode

TYPE_CHECKING = False  # the plot is slow to load, so it comes after the rest of the screen
if TYPE_CHECKING:
    from negcoach.widgets.charts.trend_plot import TrendPlot

GUTTER = 16
"""Cells at the left for the names of muscle groups and the labels of the weight axis."""

RANGES: tuple[tuple[str, int | None], ...] = (("1 month", 30), ("3 months", 91), ("12 months", 365), ("all", None))
"""The ranges that can be shown: the name of each, and its minimum number of days (``None``: all)."""

_NARROWEST_CELL = 2
"""Columns of a digit and its gap: digits that touch read as one number."""

_WIDEST_CELL = 3
_GAPS_FROM = 27
"""Rows from which on an empty line separates the parts."""

_LEAST_PLOT = 4
_TEST_WIDTH = 30
"""Cells that a 1RM's load, kind and day take."""

_CHANGE_FROM = 56
"""Cells of width from which on the change since the one before is written, too."""

_SPARKLINE_FROM = 62
"""Cells of width from which on a sparkline of the earlier tests is drawn beside the newest."""

_BARS = "▁▂▃▄▅▆▇"
"""A sparkline's heights: the highest leaves a gap below the line above, which may have one too."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A time axis from the day ``first`` on: ``count`` cells of ``span`` days, each ``cell`` columns wide."""

    first: date
    count: int
    span: int
    cell: int

    @property
    def width(self) -> int:
        """The width of the axis in columns."""
        return self.count * self.cell

    @property
    def last(self) -> date:
        """The last day of the axis."""
        return self.first + timedelta(days=self.count * self.span - 1)

    def index_of(self, day: date) -> int | None:
        """Return the cell of a day, ``None`` where it is not on the axis."""
        cell = (day.toordinal() - self.first.toordinal()) // self.span
        return cell if 0 <= cell < self.count else None


class BodyChart(Vertical):
    """The chart's widget; its screen reads what it shows, for its size."""

    class Resized(Message):
        """The widget has another size, for which the chart must be drawn."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(
            id="picture", classes="-waiting"
        )  # its parts take their places once there is something to show
        self._plot: TrendPlot | None = None
        self._axis: Axis | None = None
        self._weights: tuple[PlotSpot, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out soreness, body weight and 1RMs; the plot is mounted when there is something to plot."""
        yield Static("", id="soreness")
        with Vertical(id="weight"):
            yield Static("", id="weight-text")
        yield Static("", id="tests")

    def show(
        self,
        series: Series,
        axis: Axis,
        unit: Unit,
        names: Mapping[str, str],
        muscles: Sequence[str],
        lifts: Mapping[str, str],
    ) -> None:
        """Show soreness, body weight and 1RMs; the plot of the weights comes after the first frame.

        ``names`` holds the names of exercises by slug, ``muscles`` the muscle groups in their order, ``lifts`` by slug
        the exercise (its slug) whose 1RM an exercise has.
        """
        height, width = self.content_size.height, GUTTER + axis.width
        gaps = height >= _GAPS_FROM
        tests = _tests_by_lift(series.one_rms, lifts)
        free = height - (6 if gaps else 4)
        test_rows = min(max(1, len(tests)), max(3, free // 4))
        sore_rows = max(1, min(max(2, len(series.sore_days)), free - test_rows - _LEAST_PLOT))
        sore_lines = _soreness_lines(series.sore_days, axis, sore_rows, muscles, keymap_of(self))
        if series.sore_days or series.weights:
            sore_lines.append(_axis_line(axis))
        self.remove_class("-waiting")
        self._show_lines("#soreness", sore_lines, width)
        self._show_lines("#weight-text", _weight_lines(series, axis, unit, keymap_of(self)), width)
        self._show_lines("#tests", _one_rm_lines(tests, width, test_rows, unit, names, keymap_of(self)), width)
        self.set_class(gaps, "-gaps")
        self._axis = axis
        self._weights = tuple(PlotSpot(day, kg / kg_per(unit)) for day, kg in _on_axis(series.weights, axis))
        self.query_one("#weight").set_class(not self._weights, "-none")
        if self._plot is None and self._weights:
            self.call_after_refresh(self.call_later, self._mount_plot)  # not called once the chart is removed
        else:
            self._draw_plot()

    def on_mount(self) -> None:
        """Follow the colours."""
        follow_colours(self, self._take_colours)

    def _take_colours(self, mode: ColourMode) -> None:
        if self._plot is not None:
            self._plot.colour_mode = mode

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())

    def _show_lines(self, selector: str, lines: Sequence[Content], width: int) -> None:
        shown = Content("\n").join(line.truncate(width, ellipsis=True) for line in lines)
        self.query_one(selector, Static).update(shown)

    def _mount_plot(self) -> None:
        """Load the plot, which is slow, and draw the weights."""
        if not self.is_attached:  # the app ends
            return
        if self._plot is None:
            from negcoach.widgets.charts.trend_plot import TrendPlot

            self._plot = TrendPlot(id="plot")
            self._plot.colour_mode = colour_mode(self.app)
            self.query_one("#weight").mount(self._plot)
        self._draw_plot()

    def _draw_plot(self) -> None:
        """Plot the weights, or hide the plot where there are none."""
        if self._plot is None or self._axis is None:
            return
        self._plot.display = bool(self._weights)
        if self._weights:
            from negcoach.widgets.charts.trend_plot import Chart, LineColour, PlotLine

            line = PlotLine("", "●", "braille", LineColour.OTHER, self._weights, best=False)
            first, last = self._axis.first, self._axis.last
            self._plot.styles.width = GUTTER + self._axis.width
            self._plot.chart = Chart((line,), first, last, "{:g}".format, label_width=GUTTER, label_days=False)


def axis_of(days: int, today: date, width: int) -> Axis:
    """Return an axis of at least ``days`` days that ends today and fills ``width`` columns."""
    columns = max(_NARROWEST_CELL, width)
    span = -(-days // (columns // _NARROWEST_CELL))
    cell = min(_WIDEST_CELL, columns // -(-days // span))
    count = columns // cell
    return Axis(today - timedelta(days=count * span - 1), count, span, cell)


def _soreness_lines(
    sore_days: Mapping[str, Mapping[date, int]], axis: Axis, rows: int, muscles: Sequence[str], keymap: Keymap
) -> list[Content]:
    scale = Content(" ").join(Content.styled(f" {rating} ", RATING_STYLES[rating]) for rating in range(WORST + 1))
    title = Content.assemble((f"{'SORENESS':<{GUTTER}}", "bold $text-accent"))
    if not sore_days:
        rate = keymap.name("body.rate")
        words = (f"Nothing rated yet: press {rate}.", "You are asked 1 to 3 days after a session.")
        return [title, *(Content.styled(word, "$foreground-muted") for word in words)][: rows + 1]
    recent = sorted(sore_days, key=lambda muscle: max(sore_days[muscle]), reverse=True)[:rows]
    order = {muscle: index for index, muscle in enumerate(muscles)}
    shown = sorted(recent, key=lambda muscle: (order.get(muscle, len(order)), muscle))
    left_out = len(sore_days) - len(shown)
    title += scale + Content.styled(f"  {left_out} more" if left_out else "", "$foreground-muted")
    return [title, *(_strip(muscle, sore_days[muscle], axis) for muscle in shown)]


def _strip(muscle: str, days: Mapping[date, int], axis: Axis) -> Content:
    """Return a muscle group's strip: the worst rating of each cell of the axis, a digit on its colour."""
    worst: dict[int, int] = {}
    for day, rating in days.items():
        index = axis.index_of(day)
        if index is not None:
            worst[index] = max(rating, worst.get(index, 0))
    parts: list[tuple[str, str]] = [(fitted(clean(muscle), GUTTER - 1) + " ", "")]
    for index in range(axis.count):
        found = worst.get(index)
        text = "·" if found is None else str(found)
        parts.append((f"{text:^{axis.cell}}", "$foreground-disabled" if found is None else RATING_STYLES[found]))
    return Content.assemble(*parts)


def _axis_line(axis: Axis) -> Content:
    line = [" "] * axis.width
    free_from = 0
    for day, label in days_to_label(axis.first, axis.last, max(1, axis.width // 10)):
        start = (day - axis.first).days * axis.cell // axis.span
        if start >= free_from and start + len(label) <= axis.width:
            line[start : start + len(label)] = label
            free_from = start + len(label) + 2
    return Content.styled(" " * GUTTER + "".join(line), "$foreground-muted")


def _weight_lines(series: Series, axis: Axis, unit: Unit, keymap: Keymap) -> list[Content]:
    """Return the lines above the plot, with a hint where there is nothing to plot."""
    title = Content.styled(f"{'BODY WEIGHT':<{GUTTER}}", "bold $text-accent")
    newest = series.newest_weight
    if newest is None:
        return [
            title,
            Content.styled(f"None yet: press {keymap.name('body.weigh')}. Once a week is enough.", "$foreground-muted"),
        ]
    points = _on_axis(series.weights, axis)
    title += Content.styled(format_load(newest.kg, unit), "bold")
    if len(points) > 1:
        days = (points[-1][0] - points[0][0]).days
        change = _signed(points[-1][1] - points[0][1], unit)
        title += Content.styled(f"   {change} in {days} d", "$foreground-muted")
    if points:
        return [title]
    last = f"last weighed on {day_text(newest.at)}: press {keymap.name('body.range')} for a longer time"
    return [title, Content.styled(last, "$foreground-muted")]


def _on_axis(weights: Sequence[tuple[date, float]], axis: Axis) -> list[tuple[date, float]]:
    return [(day, kg) for day, kg in weights if axis.index_of(day) is not None]


def _tests_by_lift(one_rms: Sequence[OneRm], lifts: Mapping[str, str]) -> list[tuple[str, list[OneRm]]]:
    """Return the tests of each lift, under the exercise whose 1RM it is, oldest first; what was tested last first."""
    found: dict[str, list[OneRm]] = {}
    for test in sorted(one_rms, key=lambda test: test.ms):
        found.setdefault(lifts.get(test.exercise, test.exercise), []).append(test)
    return sorted(found.items(), key=lambda lift: lift[1][-1].ms, reverse=True)


def _one_rm_lines(
    tests: Sequence[tuple[str, Sequence[OneRm]]],
    width: int,
    rows: int,
    unit: Unit,
    names: Mapping[str, str],
    keymap: Keymap,
) -> list[Content]:
    title = Content.styled(f"{'1RM':<{GUTTER}}", "bold $text-accent")
    if not tests:
        none = f"None yet: press {keymap.name('body.test')}. Loads are in % of it."
        return [title, Content.styled(none, "$foreground-muted")]
    if len(tests) > rows:
        title += Content.styled(f"{len(tests) - rows} more in the log", "$foreground-muted")
    with_change = width >= _CHANGE_FROM
    room = width - _TEST_WIDTH - (10 if with_change else 0) - (10 if width >= _SPARKLINE_FROM else 0)
    longest = max(cell_len(clean(names.get(slug, slug))) for slug, _ in tests[:rows] or tests)
    label = max(10, min(longest + 1, room))
    lines = [title]
    for slug, history in tests[:rows]:
        newest = history[-1]
        change = _signed(newest.kg - history[-2].kg, newest.unit or unit) if len(history) > 1 else ""
        parts = [
            (fitted(clean(names.get(slug, slug)), label - 1) + " ", ""),
            (f"{format_load(newest.kg, newest.unit or unit):>10}", "bold"),
            (f"  {newest.kind.value:<7}", "$foreground-muted"),
            (f"  {newest.at.day:>2} {short_month_text(newest.at)} {newest.at:%y}", "$foreground-muted"),
            (f"  {change:>8}" if with_change else "", "$foreground-muted"),
        ]
        room = width - sum(len(text) for text, _ in parts) - 2
        if width >= _SPARKLINE_FROM and room > 1 and len(history) > 1:
            parts.append(("  " + _sparkline([test.kg for test in history[-min(room, 24) :]]), "$text-primary"))
        lines.append(Content.assemble(*parts))
    return lines


def _sparkline(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    if low == high:
        return _BARS[3] * len(values)
    return "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in values)


def _signed(kg: float, unit: Unit) -> str:
    """Return "+2.5 kg", "−0.6 kg" or "±0 kg"."""
    load = format_load(abs(kg), unit)
    return f"{'±' if load.startswith('0 ') else '+' if kg > 0 else '−'}{load}"
