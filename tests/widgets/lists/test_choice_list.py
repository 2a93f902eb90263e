"""The list to choose from: what is marked, what a key and a click choose, and how a line is cut."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from negcoach.widgets.lists.choice_list import ChoiceLine, ChoiceList

LINES = (
    ChoiceLine("FRUIT", look="title"),
    ChoiceLine("sweet", look="about"),
    ChoiceLine("Apple", "apple", "5 d"),
    ChoiceLine("Pear", "pear"),
    ChoiceLine(""),
    ChoiceLine("ROOTS", look="title"),
    ChoiceLine("Beet", "beet", "today"),
    ChoiceLine("Swede", "swede"),
)


class Listed(ChoiceList):
    BINDINGS = [  # noqa: RUF012  # as Textual declares it
        Binding("enter", "choose"),
        Binding("up", "move(-1)"),
        Binding("down", "move(1)"),
        Binding("home", "first"),
        Binding("end", "last"),
        Binding("pageup", "page(-1)"),
        Binding("pagedown", "page(1)"),
    ]


class ListApp(App[None]):
    CSS = "Listed { height: 1fr; }"
    BINDINGS: list[BindingType] = []  # noqa: RUF012  # as Textual declares it

    def __init__(self, lines: tuple[ChoiceLine, ...] = LINES, marked: str | None = None) -> None:
        super().__init__()
        self.listed = Listed()
        self.listed.show(lines, marked)
        self.chosen: list[str | None] = []
        self.marks: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield self.listed

    def on_choice_list_chosen(self) -> None:
        self.chosen.append(self.listed.marked)

    def on_choice_list_marked(self) -> None:
        self.marks.append(self.listed.marked)

    def rows(self) -> list[str]:
        return [self.listed.render_line(y).text.rstrip() for y in range(self.listed.size.height)]


@pytest.mark.parametrize(
    ("keys", "marked"),
    [
        ((), "apple"),
        (("down",), "pear"),
        (("down", "down"), "beet"),
        (("up",), "swede"),
        (("end", "down"), "apple"),
        (("end",), "swede"),
        (("end", "home"), "apple"),
        (("pagedown",), "swede"),
        (("pagedown", "pageup"), "apple"),
    ],
)
async def test_keys_mark_choices_and_never_a_heading(keys: tuple[str, ...], marked: str) -> None:
    app = ListApp()
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.press(*keys, "enter")
        assert app.chosen == [marked]


async def test_lines_are_shown_on_the_choice_that_is_asked_for_else_on_the_first() -> None:
    app = ListApp(marked="beet")
    async with app.run_test(size=(30, 12)):
        assert app.listed.marked == "beet"
        app.listed.show(LINES, "gone")
        assert app.listed.marked == "apple"
        assert app.marks == []


async def test_without_a_choice_nothing_is_marked_or_chosen() -> None:
    app = ListApp(LINES[:2])
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.press("down", "up", "home", "end", "pagedown", "enter")
        assert (app.listed.marked, app.listed.keys, app.chosen) == (None, [], [])


async def test_a_click_marks_and_chooses_and_one_on_a_heading_does_neither() -> None:
    app = ListApp()
    async with app.run_test(size=(30, 12)) as pilot:
        await pilot.click(Listed, offset=(3, 6))
        assert (app.marks, app.chosen) == (["beet"], ["beet"])
        await pilot.click(Listed, offset=(3, 0))
        await pilot.click(Listed, offset=(3, 10))
        assert app.chosen == ["beet"]


async def test_notes_stand_at_the_edge_and_long_names_end_in_dots() -> None:
    app = ListApp(
        (ChoiceLine("A name that is far too long", "long", "12 d"), ChoiceLine("名前は長いです、とても", "wide", "1 d"))
    )
    async with app.run_test(size=(20, 4)):
        assert app.rows()[0] == "  A name that … 12 d"
        assert app.rows()[1].endswith("… 1 d")
        assert all(app.listed.render_line(y).cell_length == 20 for y in range(4))


async def test_the_marked_choice_is_kept_in_a_small_window() -> None:
    app = ListApp()
    async with app.run_test(size=(30, 3)) as pilot:
        await pilot.press("end")
        assert "  Swede" in app.rows()
        await pilot.press("home")
        assert app.rows()[0] == "FRUIT"
