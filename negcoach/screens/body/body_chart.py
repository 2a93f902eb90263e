"""The chart of the body: soreness as strips of digits, body weight as a line on the same axis, 1RM tests as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from negcoach.axes import days_to_label, round_values
from negcoach.formatting import day_text
from negcoach.screens.body.soreness import RATING_STYLES
from negcoach.store.editing.body import Series
from negcoach.store.queries.body_log import OneRm
from negcoach.texts import clean
from negcoach.training.progress.soreness import WORST
from negcoach.training.units import KG_PER_LB, Unit, format_load
from negcoach.widgets.drawing.cells import fitted

GUTTER = 16
"""Cells at the left for the names of muscle groups and the labels of the weight axis."""

RANGES: tuple[tuple[str, int | None], ...] = (("1 month", 30), ("3 months", 91), ("12 months", 365), ("all", None))
"""The ranges that can be shown: the name of each, and its minimum number of days (``None``: all)."""

_WIDEST_CELL = 3
_GAPS_FROM = 27
"""Rows from which on an empty line separates the parts."""

_LEAST_PLOT = 4
_MOST_PLOT = 24
_TEST_WIDTH = 31
"""Cells that a test's load, day and change take."""

_SPARKLINE_FROM = 62
"""Cells of width from which on a sparkline of the earlier tests is drawn beside the newest."""

_BARS = "▁▂▃▄▅▆▇█"


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

    def place(self, day: date) -> int | None:
        """Return the cell of a day, ``None`` where it is not on the axis."""
        cell = (day.toordinal() - self.first.toordinal()) // self.span
        return cell if 0 <= cell < self.count else None


class BodyChart(Widget):
    """The chart's widget; its screen draws the chart for its size."""

    class Resized(Message):
        """The widget has another size, for which the chart must be drawn."""

    def __init__(self) -> None:
        super().__init__(id="picture")
        self._drawn = Content("")

    def show(self, drawn: Content) -> None:
        """Show a chart that was drawn for the widget's size."""
        self._drawn = drawn
        self.refresh()

    def render(self) -> Content:
        """Return the chart."""
        return self._drawn

    def on_resize(self, event: events.Resize) -> None:
        """Post ``Resized``."""
        self.post_message(self.Resized())


def axis_of(days: int, today: date, width: int) -> Axis:
    """Return an axis of at least ``days`` days that ends today and fills ``width`` columns."""
    columns = max(1, width)
    span = -(-days // columns)
    cell = min(_WIDEST_CELL, columns // days) if span == 1 else 1
    count = columns // cell
    return Axis(today - timedelta(days=count * span - 1), count, span, cell)


def draw_chart(
    series: Series, axis: Axis, height: int, unit: Unit, names: Mapping[str, str], muscles: Sequence[str]
) -> Content:
    """Return the chart, ``height`` rows high: soreness, body weight and 1RM tests.

    ``names`` holds the names of exercises by slug, ``muscles`` the muscle groups in their order.
    """
    gap = [Content("")] if height >= _GAPS_FROM else []
    tests = _tests_by_exercise(series.one_rms)
    free = height - 4 - 2 * len(gap)
    rm_rows = min(max(1, len(tests)), max(3, free // 4))
    sore_rows = max(1, min(max(2, len(series.sore_days)), free - rm_rows - _LEAST_PLOT))
    plot_rows = max(1, min(_MOST_PLOT, free - rm_rows - sore_rows))
    lines = [
        *_soreness_lines(series.sore_days, axis, sore_rows, muscles),
        _axis_line(axis) if series.sore_days or series.weights else Content(""),
        *gap,
        *_weight_lines(series, axis, plot_rows, unit),
        *gap,
        *_one_rm_lines(tests, GUTTER + axis.width, rm_rows, unit, names),
    ]
    return Content("\n").join(line.truncate(GUTTER + axis.width, ellipsis=True) for line in lines[:height])


def _soreness_lines(
    sore_days: Mapping[str, Mapping[date, int]], axis: Axis, rows: int, muscles: Sequence[str]
) -> list[Content]:
    scale = Content(" ").join(Content.styled(f" {rating} ", RATING_STYLES[rating]) for rating in range(WORST + 1))
    title = Content.assemble((f"{'SORENESS':<{GUTTER}}", "bold $text-accent"))
    if not sore_days:
        words = ("Nothing rated yet: s rates it now.", "negcoach asks 24, 48, 72 h after a session.")
        return _padded([title, *(Content.styled(word, "$foreground-muted") for word in words)], rows + 1)
    recent = sorted(sore_days, key=lambda muscle: max(sore_days[muscle]), reverse=True)[:rows]
    order = {muscle: place for place, muscle in enumerate(muscles)}
    shown = sorted(recent, key=lambda muscle: (order.get(muscle, len(order)), muscle))
    left_out = len(sore_days) - len(shown)
    title += scale + Content.styled(f"  {left_out} more" if left_out else "", "$foreground-muted")
    return _padded([title, *(_strip(muscle, sore_days[muscle], axis) for muscle in shown)], rows + 1)


def _strip(muscle: str, days: Mapping[date, int], axis: Axis) -> Content:
    """Return a muscle group's strip: the worst rating of each cell of the axis, a digit on its colour."""
    worst: dict[int, int] = {}
    for day, rating in days.items():
        place = axis.place(day)
        if place is not None:
            worst[place] = max(rating, worst.get(place, 0))
    parts: list[tuple[str, str]] = [(fitted(clean(muscle), GUTTER - 1) + " ", "")]
    for place in range(axis.count):
        found = worst.get(place)
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


def _weight_lines(series: Series, axis: Axis, rows: int, unit: Unit) -> list[Content]:
    title = Content.styled(f"{'BODY WEIGHT':<{GUTTER}}", "bold $text-accent")
    newest = series.newest_weight
    if newest is None:
        hint = Content.styled("None yet: press w. Once a week is enough.", "$foreground-muted")
        return _padded([title, hint], rows + 1)
    points = [(day, kg) for day, kg in series.weights if axis.place(day) is not None]
    title += Content.styled(format_load(newest.kg, unit), "bold")
    if len(points) > 1:
        days = (points[-1][0] - points[0][0]).days
        change = _signed(points[-1][1] - points[0][1], unit)
        title += Content.styled(f"   {change} in {days} d", "$foreground-muted")
    if not points:
        last = f"weighed last on {day_text(newest.at)}; r shows a longer time"
        return _padded([title, Content.styled(last, "$foreground-muted")], rows + 1)
    return [title, *_plot(points, axis, rows, unit)]


def _plot(points: Sequence[tuple[date, float]], axis: Axis, rows: int, unit: Unit) -> list[Content]:
    """Return the weights as a line with a dot at the newest, and the labels of the weight axis at the left."""
    scale = 1 / KG_PER_LB if unit == "lb" else 1.0
    columns = _weight_by_column(points, axis)
    values = {column: kg * scale for column, kg in columns.items()}
    ticks = round_values(min(values.values()), max(values.values()), max(3, min(5, rows)))
    low, high = ticks[0], ticks[-1]

    def row_of(value: float) -> int:
        return round((high - value) / (high - low) * (rows - 1))

    drawn = [[" "] * axis.width for _ in range(rows)]
    before: int | None = None
    for column, value in values.items():
        row = row_of(value)
        _draw_step(drawn, column, row if before is None else before, row)
        before = row
    last = max(values)
    labels = {row_of(tick): f"{tick:g}" for tick in ticks}
    lines = []
    for row, cells in enumerate(drawn):
        parts = [(f"{labels.get(row, ''):>{GUTTER - 2}} ", "$foreground-muted"), ("│", "$foreground-disabled")]
        if row == before:
            line = "".join(cells[:last])
            parts += [(line, "$text-primary"), ("●", "bold $text-accent")]
        else:
            parts.append(("".join(cells), "$text-primary"))
        lines.append(Content.assemble(*parts))
    return lines


def _weight_by_column(points: Sequence[tuple[date, float]], axis: Axis) -> dict[int, float]:
    """Return the weight at each column from the first to the last: the mean of its days, or interpolated."""
    found: dict[int, list[float]] = {}
    for day, kg in points:
        days = day.toordinal() - axis.first.toordinal()
        found.setdefault(min(axis.width - 1, (2 * days + 1) * axis.cell // (2 * axis.span)), []).append(kg)
    means = {column: sum(weights) / len(weights) for column, weights in sorted(found.items())}
    line = dict(means)
    for (start, kg), (end, end_kg) in pairwise(means.items()):
        for column in range(start + 1, end):
            line[column] = kg + (end_kg - kg) * (column - start) / (end - start)
    return dict(sorted(line.items()))


def _draw_step(drawn: list[list[str]], column: int, before: int, row: int) -> None:
    """Draw one column of the line, from the row ``before`` to the row ``row``."""
    if row == before:
        drawn[row][column] = "─"
        return
    down = row > before
    drawn[before][column] = "╮" if down else "╯"
    drawn[row][column] = "╰" if down else "╭"
    for between in range(min(row, before) + 1, max(row, before)):
        drawn[between][column] = "│"


def _tests_by_exercise(one_rms: Sequence[OneRm]) -> list[list[OneRm]]:
    """Return the tests of each exercise, oldest first; the exercise that was tested last comes first."""
    found = [list(tests) for _, tests in groupby(one_rms, key=lambda test: test.exercise)]
    return sorted(found, key=lambda tests: tests[-1].ms, reverse=True)


def _one_rm_lines(
    tests: Sequence[Sequence[OneRm]], width: int, rows: int, unit: Unit, names: Mapping[str, str]
) -> list[Content]:
    title = Content.styled(f"{'1RM, TESTED':<{GUTTER}}", "bold $text-accent")
    if not tests:
        hint = "None yet: press m. Loads are in % of it."
        return _padded([title, Content.styled(hint, "$foreground-muted")], rows + 1)
    if len(tests) > rows:
        title += Content.styled(f"{len(tests) - rows} more in the log", "$foreground-muted")
    label = max(10, min(26, width - _TEST_WIDTH - (12 if width >= _SPARKLINE_FROM else 0)))
    lines = [title]
    for history in tests[:rows]:
        newest = history[-1]
        change = _signed(newest.kg - history[-2].kg, unit) if len(history) > 1 else ""
        parts = [
            (fitted(clean(names.get(newest.exercise, newest.exercise)), label - 1) + " ", ""),
            (f"{format_load(newest.kg, unit):>10}", "bold"),
            (f"  {newest.at.day:>2} {newest.at:%b %y}", "$foreground-muted"),
            (f"  {change:>8}", "$foreground-muted"),
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


def _padded(lines: list[Content], rows: int) -> list[Content]:
    return [*lines, *([Content("")] * (rows - len(lines)))][:rows]
