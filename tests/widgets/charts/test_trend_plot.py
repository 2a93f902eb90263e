"""The plot fits its place whatever it is given, and tells its lines apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from plotext._utility import get_matrix_data
from textual.app import App, ComposeResult

from negcoach.training.progress.trends import PlotSpot
from negcoach.widgets.charts.trend_plot import Chart, LineColour, PlotLine, TrendPlot, _adjusted

START = date(2006, 7, 25)


def line(*values: float, days: int = 1, best: bool = True) -> PlotLine:
    """A line with a value every so many days."""
    found = tuple(PlotSpot(START + timedelta(days=days * place), value) for place, value in enumerate(values))
    return PlotLine("load", "●", "braille", LineColour.MAIN, found, best=best)


def chart(*lines: PlotLine) -> Chart:
    days = [spot.day for each in lines for spot in each.spots]
    return Chart(lines, min(days), max(days), format_value=lambda value: f"{value:g}")


class Wall(App[None]):
    """A plot that fills the terminal."""

    def __init__(self, shown: Chart | None) -> None:
        super().__init__()
        self._shown = shown

    def compose(self) -> ComposeResult:
        plot = TrendPlot()
        plot.chart = self._shown
        yield plot


async def rows_of(shown: Chart | None, size: tuple[int, int]) -> list[str]:
    app = Wall(shown)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


OTHER = PlotLine("1RM", "◆", "·", LineColour.OTHER, (PlotSpot(START, 90.0), PlotSpot(START + timedelta(days=9), 95.0)))
CHARTS = {
    "one": chart(line(100.0)),
    "zero": chart(line(0.0, 0.0)),
    "two lines": chart(line(*map(float, range(20))), OTHER),
    "twenty years": chart(line(*(60 + place % 50 for place in range(7000)))),
    "huge": chart(line(1e6, 9e6)),
    "nothing": None,
}


@pytest.mark.parametrize("size", [(1, 1), (5, 4), (12, 5), (20, 6), (54, 12), (200, 50)])
@pytest.mark.parametrize("name", CHARTS)
async def test_a_plot_fits_any_place(name: str, size: tuple[int, int]) -> None:
    rows = await rows_of(CHARTS[name], size)
    assert len(rows) == size[1]


async def test_two_lines_are_told_apart_by_shape() -> None:
    rows = await rows_of(CHARTS["two lines"], (80, 20))
    assert rows[0].split() == ["●", "load", "◆", "1RM"]
    assert sum(row.count("◆") for row in rows[1:]) == 2
    assert sum(row.count("●") for row in rows[1:]) >= 1


@pytest.mark.parametrize(("best", "said"), [(True, "load (best of 90 days)"), (False, "load (mean of 90 days)")])
async def test_more_spots_than_columns_are_merged_and_say_so(best: bool, said: str) -> None:
    rows = await rows_of(chart(line(*(float(place % 7) for place in range(7000)), best=best)), (80, 20))
    assert rows[0].strip() == f"● {said}"


async def test_axes_are_labelled_with_values_and_days() -> None:
    rows = await rows_of(chart(line(100.0, 104.0, 110.0, days=150)), (80, 20))
    labelled = [(place, row.split()[0]) for place, row in enumerate(rows) if row.strip()[:1].isdigit()]
    assert [label for _, label in labelled] == ["110", "107.5", "105", "102.5", "100"]
    assert {after - before for (before, _), (after, _) in pairwise(labelled)} == {4}
    assert rows[-1].split() == ["Sep", "Nov", "2007", "Mar", "May"]


async def test_where_markers_have_no_room_the_newest_spot_alone_has_one() -> None:
    rows = await rows_of(chart(line(*(float(place % 7) for place in range(60)))), (80, 20))
    assert sum(row.count("●") for row in rows[1:]) == 1
    assert max(row.rfind("●") for row in rows[1:]) == 79


@pytest.mark.parametrize("dots", [1, 2, 4])
@pytest.mark.parametrize("cells", [2, 7, 28, 129])
def test_a_fine_line_goes_through_the_cells_of_its_markers(cells: int, dots: int) -> None:
    limits = (80.0, 84.5)
    values = [80 + 4.5 * part / 1000 for part in range(1001)]
    adjusted = [_adjusted(value, *limits, cells, dots) for value in values]
    markers, line_dots = get_matrix_data(values, limits, cells), get_matrix_data(adjusted, limits, cells * dots)
    assert [dot // dots for dot in line_dots] == markers


async def test_a_plot_can_do_without_a_legend_and_labels_of_days() -> None:
    shown = replace(chart(replace(line(80.0, 81.0, 82.0), name="")), label_days=False, label_width=16)
    rows = await rows_of(shown, (60, 9))
    assert [row[:16] for row in (rows[0], rows[4], rows[8])] == [f"{label:>15} " for label in ("82", "81", "80")]
    assert not any("Jul" in row for row in rows)


async def test_a_low_plot_is_not_half_empty_above_its_values() -> None:
    rows = await rows_of(chart(line(40.0, 105.0, 85.0)), (60, 10))
    drawn = [place for place, row in enumerate(rows[1:9]) if "●" in row]
    assert drawn[0] <= 1, rows


async def test_where_the_legend_has_no_room_the_values_are_drawn_without_it() -> None:
    rows = await rows_of(CHARTS["two lines"], (40, 3))
    assert not any("load" in row for row in rows)
    assert any("●" in row for row in rows) and any("◆" in row for row in rows)
