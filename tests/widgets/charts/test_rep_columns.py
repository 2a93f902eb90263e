"""Many reps stand in columns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.widgets.charts.rep_bars import RepBars
from negcoach.widgets.charts.rep_columns import GAP, MIN_WIDTH, RepColumns, columns_for, rows_for
from negcoach.widgets.coach.giant_word import GiantWord
from tests.screens.conftest import settle


@pytest.mark.parametrize(
    ("reps", "width", "max_rows", "columns"),
    [(4, 76, 6, 1), (7, 76, 6, 2), (30, 76, 6, 3), (30, 36, 6, 1), (30, 200, 12, 3), (0, 76, 6, 1), (1, 1, 1, 1)],
)
def test_they_take_the_fewest_columns_that_are_low_enough(reps: int, width: int, max_rows: int, columns: int) -> None:
    assert columns_for(reps, width, max_rows) == columns


@given(st.integers(0, 99), st.integers(0, 300), st.integers(0, 50))
def test_every_rep_has_its_row_and_no_column_is_empty(reps: int, width: int, max_rows: int) -> None:
    columns, rows = columns_for(reps, width, max_rows), rows_for(reps, width, max_rows)
    assert columns * rows >= reps
    assert columns == 1 or (columns - 1) * rows < reps
    assert columns == 1 or columns * (MIN_WIDTH + GAP) - GAP <= width


async def test_columns_follow_the_reps_and_the_width() -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield RepColumns(*(Rep(n, n, None, 5000, 5000, 0) for n in range(1, 31)), rules=StopRules())

    app = Shown()
    async with app.run_test(size=(76, 24)) as pilot:
        await settle(pilot)

        def shown() -> list[int]:
            return [len(bars.reps) for bars in app.query(RepBars) if bars.display]

        assert shown() == [10, 10, 10]
        await pilot.resize_terminal(40, 24)
        await settle(pilot)
        assert shown() == [30]
        app.query_one(RepColumns).reps = ()
        await settle(pilot)
        assert shown() == [0]


@pytest.mark.parametrize("width", range(74, 82))
async def test_bars_of_all_columns_have_one_scale(width: int) -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield RepColumns(*(Rep(n, n, None, 5000, 5000, 0) for n in range(1, 9)), rules=StopRules())

    app = Shown()
    async with app.run_test(size=(width, 24)) as pilot:
        await settle(pilot)
        app.query_one(RepColumns).max_rows = 4
        await settle(pilot)
        drawn = [bars.render_line(0).text.rstrip() for bars in app.query(RepBars) if bars.display]
        assert len(drawn) == 2
        assert len({(row.index("┃"), len(row)) for row in drawn}) == 1


@pytest.mark.parametrize("size", [(1, 1), (4, 2), (40, 7), (200, 50)])
async def test_a_giant_word_is_drawn_or_written_at_every_size(size: tuple[int, int]) -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield GiantWord("12 REPS")

    app = Shown()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.query_one(GiantWord).render_line(0).cell_length == size[0]
