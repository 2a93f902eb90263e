"""A list under headings: an option stays marked whatever key goes through it, and its heading can be seen."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets.option_list import Option

from negcoach.widgets.lists.option_lists import HeadedList


class KeyedList(HeadedList):
    """The list with keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up"),
        Binding("pagedown", "page_down"),
        Binding("home", "first"),
    ]


class ListApp(App[None]):
    """A list of thirty options, with a heading above each five."""

    def compose(self) -> ComposeResult:
        yield KeyedList(*(Option(f"line {number}", disabled=number % 6 == 0) for number in range(36)))


@pytest.mark.parametrize("height", [4, 6, 13])
@pytest.mark.parametrize("start", [1, 9, 35])
async def test_pages_up_end_at_the_first_option_below_its_heading(height: int, start: int) -> None:
    app = ListApp()
    async with app.run_test(size=(30, height)) as pilot:
        shown = app.query_one(KeyedList)
        shown.focus()
        shown.highlighted = start
        for _ in range(36 // (height - 2)):
            await pilot.press("pageup")
            assert shown.highlighted_option is not None and not shown.highlighted_option.disabled
        assert (shown.highlighted, shown.scroll_offset.y) == (1, 0)


async def test_home_shows_the_heading_too() -> None:
    app = ListApp()
    async with app.run_test(size=(30, 6)) as pilot:
        shown = app.query_one(KeyedList)
        shown.focus()
        await pilot.press("pagedown", "pagedown", "home")
        assert (shown.highlighted, shown.scroll_offset.y) == (1, 0)
