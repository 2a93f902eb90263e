"""A scroll bar is drawn in its last column, and nothing of it where there is nothing to scroll."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.segment import Segment

from negcoach.widgets.scroll_bar import SpacedBar

BACK, INK = Color.parse("#202020"), Color.parse("#808080")


def cells(**wanted: object) -> list[list[Segment]]:
    """Return the segments of each row of a bar of eight rows and two columns."""
    given: dict[str, object] = {"size": 8, "thickness": 2, "back_color": BACK, "bar_color": INK, **wanted}
    return [*Segment.split_lines(SpacedBar.render_bar(**given).segments)]  # type: ignore[arg-type]


def test_the_first_column_is_free_and_has_the_ground_of_what_is_scrolled() -> None:
    rows = cells(virtual_size=32, window_size=8, position=8)
    assert len(rows) == 8
    assert all(first.text == " " and first.style is None for first, _ in rows)
    assert all(bar.cell_length == 1 and bar.style is not None for _, bar in rows)


@pytest.mark.parametrize("window_size", [0, 32, 40])
def test_nothing_is_drawn_where_all_is_shown(window_size: int) -> None:
    rows = cells(virtual_size=32, window_size=window_size)
    assert [[segment.text for segment in row] for row in rows] == [["  "]] * 8
    assert all(segment.style is None for row in rows for segment in row)


def test_in_the_terminals_own_colours_the_thumb_is_a_line_that_can_be_grabbed() -> None:
    rows = cells(virtual_size=16, window_size=8, position=8, back_color=Color.default(), bar_color=Color.default())
    bars = [bar for _, bar in rows]
    assert [bar.text for bar in bars] == [" "] * 4 + ["┃"] * 4
    assert [bar.style and bar.style.meta["@mouse.down"] for bar in bars] == ["scroll_up"] * 4 + ["grab"] * 4
    assert all(bar.style and not bar.style.reverse and bar.style.bgcolor is None for bar in bars)
