"""The line of keys: it looks as Textual's footer does, a click presses a key, and it follows what the keys do."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Footer, Static

from negcoach.widgets.lists.key_footer import KeyFooter

Cell = tuple[str, object, object, bool, bool]


class KeysApp(App[None]):
    """Some keys: two for the same thing, a hidden one, one that does nothing now, and one that can be taken away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,b", "press('a')", "add", tooltip="Add one"),
        Binding("c", "press('c')", "ヌル compare"),
        Binding("x", "press('x')", "hidden", show=False),
        Binding("d", "off", "never now"),
        Binding("t", "takeable", "take away"),
    ]

    def __init__(self, footer: Widget) -> None:
        super().__init__()
        self._footer = footer
        self.pressed: list[str] = []
        self.taken = False

    def compose(self) -> ComposeResult:
        yield Static("above")
        yield self._footer

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "off":
            return None
        return not (action == "takeable" and self.taken)

    def action_press(self, key: str) -> None:
        self.pressed.append(key)

    def action_takeable(self) -> None:
        self.taken = True
        self.refresh_bindings()

    @property
    def last_line(self) -> str:
        return "".join(cell[0] for cell in self.cells)

    @property
    def cells(self) -> list[Cell]:
        """The last line's cells: what stands there, in which colours; nobody sees the ink of a blank."""
        (strip,) = self.screen._compositor.render_strips()[-1:]
        return [
            (letter, letter != " " and style.color, style.bgcolor, letter != " " and bool(style.bold), bool(style.dim))
            for segment in strip
            if (style := segment.style) is not None
            for letter in segment.text
        ]


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("width", [20, 38, 47, 80, 120])
async def test_it_looks_as_textuals_footer_does(width: int) -> None:
    looks = []
    for footer in (Footer(), KeyFooter()):
        app = KeysApp(footer)
        async with app.run_test(size=(width, 5)) as pilot:
            await pilot.pause()
            await pilot.pause()
            looks.append(app.cells)
    theirs, ours = looks
    assert [cell[:4] for cell in ours] == [cell[:4] for cell in theirs]


async def test_a_click_presses_the_key_that_it_falls_on() -> None:
    app = KeysApp(KeyFooter())
    async with app.run_test(size=(80, 5)) as pilot:
        for at in (1, app.last_line.index("add"), app.last_line.index("compare"), app.last_line.index("never")):
            await pilot.click(KeyFooter, offset=(at, 0))
        await pilot.click(KeyFooter, offset=(60, 0))
        assert app.pressed == ["a", "a", "c"]


async def test_a_click_at_the_right_opens_the_palette() -> None:
    app = KeysApp(KeyFooter())
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.click(KeyFooter, offset=(78, 0))
        await pilot.pause()
        assert len(app.screen_stack) == 2


async def test_the_mouse_over_a_key_says_what_it_does() -> None:
    app = KeysApp(KeyFooter())
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.hover(KeyFooter, offset=(2, 0))
        assert app.query_one(KeyFooter).tooltip == "Add one"
        await pilot.hover(KeyFooter, offset=(60, 0))
        assert app.query_one(KeyFooter).tooltip is None


async def test_a_key_that_does_nothing_any_more_is_gone() -> None:
    app = KeysApp(KeyFooter())
    async with app.run_test(size=(80, 5)) as pilot:
        assert "take away" in app.last_line
        await pilot.press("t")
        await pilot.pause()
        assert "take away" not in app.last_line
