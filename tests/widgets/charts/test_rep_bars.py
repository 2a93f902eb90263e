"""The reps as bars against their target."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Phase, Rep
from negcoach.training.terms import Side
from negcoach.widgets.charts.rep_bars import RepBars, draw_reps, rep_figures
from negcoach.widgets.drawing.canvas import Canvas
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import Ground
from tests.widgets.moments import rep


def test_figures_tell_measured_target_and_share() -> None:
    assert rep_figures(rep(1, 5100)) == "5.1 s / 5 s · 102 %"
    assert rep_figures(rep(1, None)) == "by the clock"


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60_000)), max_size=20),
    st.integers(1, 220),
    st.integers(1, 30),
    st.sampled_from(ColourMode),
)
def test_rows_have_their_width_at_every_size(
    measured: list[int | None], width: int, height: int, mode: ColourMode
) -> None:
    canvas = Canvas(width, height, scheme(Phase.LEAD_IN, mode, Ground.DARK))
    draw_reps(canvas, tuple(rep(n, ms) for n, ms in enumerate(measured, 1)), StopRules())
    for y in range(height):
        assert cell_len("".join(segment.text for segment in canvas.segments(y))) == width


def test_bar_is_as_long_as_the_lowering_was() -> None:
    canvas = Canvas(80, 3, scheme(Phase.LEAD_IN, ColourMode.NONE, Ground.DARK))
    draw_reps(canvas, (rep(1, 5000), rep(2, 2500), rep(3, None)), StopRules())
    rows = ["".join(segment.text for segment in canvas.segments(y)) for y in range(3)]
    full, half, none = (row.count("▆") for row in rows)
    assert half == full // 2 or half == full // 2 + 1
    assert none == 0
    assert len({row.index("┃") for row in rows}) == 1


def rows_drawn(*reps: Rep, beside: tuple[Rep, ...] = ()) -> list[str]:
    """Draw reps in 80 columns, and return their rows."""
    canvas = Canvas(80, len(reps), scheme(Phase.LEAD_IN, ColourMode.FULL, Ground.DARK))
    draw_reps(canvas, reps, StopRules(), beside)
    return ["".join(segment.text for segment in canvas.segments(y)) for y in range(len(reps))]


def test_line_leads_to_the_target() -> None:
    by_the_clock, half, longer = (
        row[2 : row.index("┃")] for row in rows_drawn(rep(1, None), rep(2, 2500), rep(3, 6000))
    )
    assert by_the_clock == "┈" * len(by_the_clock) != ""
    assert half == "▆" * (len(half) // 2) + "┈" * (len(half) - len(half) // 2)
    assert longer == "▆" * len(longer)


def test_target_stands_out_in_a_bar_that_is_longer() -> None:
    (row,) = rows_drawn(rep(1, 6000))
    assert re.search("▆┃▆+ ", row)


def test_figures_are_right_aligned() -> None:
    rows = rows_drawn(replace(rep(1, 9900), target_ms=10_000), replace(rep(2, 10_500), target_ms=10_000))
    assert [row[row.index("✓") :].rstrip() for row in rows] == ["✓  9.9 s / 10 s ·  99 %", "✓ 10.5 s / 10 s · 105 %"]


def test_bars_of_several_sets_are_drawn_to_one_scale() -> None:
    longer = rep(1, 6000)
    (alone,), (with_it,), (that,) = (
        rows_drawn(rep(1, 4500)),
        rows_drawn(rep(1, 4500), beside=(longer,)),
        rows_drawn(longer, beside=(rep(1, 4500),)),
    )
    assert with_it.index("┃") == that.index("┃") < alone.index("┃")


def test_side_is_named() -> None:
    canvas = Canvas(80, 1, scheme(Phase.LEAD_IN, ColourMode.NONE, Ground.DARK))
    draw_reps(canvas, (rep(1, 5000, Side.RIGHT),), StopRules())
    assert canvas.segments(0)[0].text.startswith("R1")


def test_what_counts_towards_a_stop_is_marked_as_too_fast() -> None:
    def marks(rules: StopRules) -> list[str]:
        canvas = Canvas(80, 3, scheme(Phase.LEAD_IN, ColourMode.NONE, Ground.DARK))
        draw_reps(canvas, (rep(1, 5000), rep(2, 4300), rep(3, 3000)), rules)
        rows = ["".join(segment.text for segment in canvas.segments(y)) for y in range(3)]
        return [mark for row in rows for mark in "✓~!" if mark in row]

    assert marks(StopRules()) == ["✓", "~", "!"]
    assert marks(StopRules(single_percent=90)) == ["✓", "!", "!"]
    assert marks(StopRules(0, 0)) == ["✓", "~", "~"]


class BarsApp(App[None]):
    """A screen with nothing but the bars."""

    def compose(self) -> ComposeResult:
        """Return the bars of one rep."""
        yield RepBars(rep(1, 5100), rules=StopRules())


async def test_widget_takes_a_row_a_rep() -> None:
    app = BarsApp()
    async with app.run_test(size=(60, 15)) as pilot:
        bars = app.query_one(RepBars)
        assert bars.size.height == 1
        assert "5.1 s / 5 s · 102 %" in bars.render_line(0).text
        bars.reps = (rep(1, 5100), rep(2, None))
        await pilot.pause()
        assert bars.size.height == 2
        assert "by the clock" in bars.render_line(1).text


async def test_a_cell_that_no_bar_takes_has_the_ground_of_the_others() -> None:
    app = BarsApp()
    async with app.run_test(size=(61, 15)):
        bars = app.query_one(RepBars)
        bars.most_width = 60
        cells = [*bars.render_line(0)]
        assert sum(cell.cell_length for cell in cells) == 61
        assert len({cell.style.bgcolor for cell in cells if cell.style is not None}) == 1
