"""Tests of the rule that no half of a large terminal is empty."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.screens.conftest import settle
from tests.screens.every.halves import empty_half_faults, largest_rectangle


class OneWidget(App[None]):
    """Shows a text of some rows, on the screen's ground or on its own, in a place."""

    def __init__(self, css: str) -> None:
        super().__init__()
        self.CSS = f"Screen {{ background: #121212; }} Static {{ {css} }}"  # type: ignore[misc]

    def compose(self) -> ComposeResult:
        yield Static("\n".join(["a short list, with a word or two in each of its lines"] * 10), markup=False)


@pytest.mark.parametrize(
    ("css", "faults"),
    [
        ("height: 10;", ["120 × 30 cells are empty: 75% of the terminal"]),
        ("height: 10; dock: bottom;", ["120 × 30 cells are empty: 75% of the terminal"]),
        ("width: 53; height: 40;", ["120 × 30 cells are empty: 75% of the terminal"]),
        ("height: 40; background: #1e1e1e;", []),
        ("height: 40; content-align: center middle;", []),
    ],
    ids=["at the top", "at the bottom", "at the left", "in a pane", "in the middle"],
)
async def test_a_short_text_is_framed_or_in_the_middle(css: str, faults: list[str]) -> None:
    app = OneWidget(css)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert [*empty_half_faults(app)] == faults


async def test_a_small_terminal_may_be_half_empty() -> None:
    app = OneWidget("height: 2;")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [*empty_half_faults(app)] == []


@pytest.mark.parametrize(
    ("rows", "largest"),
    [
        (["...", "...", "..."], (3, 3)),
        (["#..", "#..", "#.."], (2, 3)),
        (["#.#.", "....", ".##."], (4, 1)),
        (["..#..", "..#..", "#...."], (2, 3)),
        (["###"], (0, 0)),
    ],
)
def test_the_largest_rectangle_is_found(rows: list[str], largest: tuple[int, int]) -> None:
    assert largest_rectangle([[cell == "." for cell in row] for row in rows]) == largest
