"""A list under headings: an option stays marked whatever key goes through it, and its heading can be seen."""

from __future__ import annotations

from typing import ClassVar

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.widgets.option_list import Option

from negcoach.screens.palette.palette import MarkedCommands
from negcoach.widgets.lists.option_lists import HeadedList, MarkedList, PagedList
from negcoach.widgets.themes.themes import show_theme


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


class GroundedApp(App[None]):
    """A list in which a value has a ground of its own, and what is selected in reverse beside it, in two lines."""

    def compose(self) -> ComposeResult:
        line = Content.assemble("line ", (" 1 ", "on red"), (" 6 ", "reverse"), "\nbelow")
        yield PagedList(Option(line), Option(line), compact=True)


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "terminal"])
async def test_what_is_selected_has_the_sign_and_one_ground_to_the_end_of_each_of_its_lines(theme: str) -> None:
    app = GroundedApp()
    show_theme(app, theme)
    async with app.run_test(size=(30, 6)) as pilot:
        app.query_one(PagedList).focus()
        await pilot.press("down")
        lines = [[*strip] for strip in app.screen._compositor.render_strips()][:4]
    texts = ["".join(segment.text for segment in line) for line in lines]
    assert [text.rstrip() for text in texts] == [" line  1  6", " below", "▸line  1  6", " below"]
    styles = [{segment.style for segment in line if segment.style} for line in lines]
    grounds = [{(style.bgcolor, bool(style.reverse)) for style in each} for each in styles]
    assert grounds[2] == grounds[3] and len(grounds[2]) == 1 and not grounds[2] & grounds[1]


@pytest.mark.parametrize("kind", [PagedList, MarkedCommands])
async def test_a_click_on_an_option_that_has_gone_meanwhile_does_nothing(kind: type[MarkedList]) -> None:
    class OneApp(App[None]):
        """A list of two options."""

        def compose(self) -> ComposeResult:
            yield kind(Option("one"), Option("two"))

        def on_option_list_option_selected(self, event: MarkedList.OptionSelected) -> None:
            raise AssertionError(event)

    app = OneApp()
    async with app.run_test(size=(30, 6)) as pilot:
        shown = app.query_one(kind)
        shown.post_message(Click(shown, 3, 2, 0, 0, 1, False, False, False, style=Style(meta={"option": 1})))
        shown.set_options([Option("only one")])
        await pilot.pause()
        assert shown.highlighted is None


@pytest.mark.parametrize("width", range(1, 12))
async def test_a_list_is_drawn_in_however_few_columns(width: int) -> None:
    class NarrowApp(App[None]):
        """A list of words, in what a style sheet leaves of the terminal."""

        CSS = "MarkedList { padding: 0; width: 100%; } .option-list--option { padding: 0 1; }"

        def compose(self) -> ComposeResult:
            yield MarkedList("one long line", "another", compact=True)
            yield MarkedList("one long line", "another")

    app = NarrowApp()
    async with app.run_test(size=(width, 12)) as pilot:
        for shown in app.query(MarkedList):
            shown.focus()
            await pilot.press("down")
            assert app.is_running
