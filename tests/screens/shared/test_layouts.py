"""A screen that opens gets its styles once, lays out nothing below it, and is laid out again for what changes it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest
from textual._compositor import Compositor
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from negcoach.screens.shared.keys.open_screen import OpenScreen
from tests.screens.conftest import WAIT_S, StageApp, settle


class Below(OpenScreen, Screen[None]):
    """A screen that a dialog opens over."""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("below", id="text")


class Dialog(OpenScreen, ModalScreen[None]):
    """A dialog."""

    def compose(self) -> ComposeResult:
        yield Static("above", id="text")


class Page(OpenScreen, Screen[None]):
    """A page of so many rows, which scrolls where it is longer than the terminal."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield Static("\n".join("row" for _ in range(self._rows)), id="text")


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each kind of screen is laid out."""
    counted: Counter[str] = Counter()
    reflow = Compositor.reflow

    def count(self: Compositor, parent: Widget, size: Size) -> object:
        counted[type(parent).__name__] += 1
        return reflow(self, parent, size)

    monkeypatch.setattr(Compositor, "reflow", count)
    return counted


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait until something holds, and then until the screen is drawn."""
    async with asyncio.timeout(WAIT_S):
        while not holds():
            await pilot.pause()
    await settle(pilot)


def is_shown(app: StageApp, kind: type[Screen[None]]) -> bool:
    """Whether a screen of this kind is on top, and drawn."""
    return isinstance(app.screen, kind) and bool(app.screen.query("#text")) and bool(app.screen.query_one("#text").size)


async def test_what_is_below_a_dialog_that_opens_is_not_laid_out_again(layouts: Counter[str]) -> None:
    app = StageApp(Below)
    async with app.run_test() as pilot:
        await until(pilot, lambda: is_shown(app, Below))
        layouts.clear()
        app.push_screen(Dialog())
        await until(pilot, lambda: is_shown(app, Dialog))
        assert layouts.keys() == {"Dialog"}


async def test_a_terminal_of_another_size_lays_out_the_dialog_and_what_is_below_it(layouts: Counter[str]) -> None:
    app = StageApp(Below)
    async with app.run_test() as pilot:
        await until(pilot, lambda: is_shown(app, Below))
        app.push_screen(Dialog())
        await until(pilot, lambda: is_shown(app, Dialog))
        layouts.clear()
        await pilot.resize_terminal(100, 30)
        screens = app.screen_stack[1:]
        await until(pilot, lambda: {screen.size for screen in screens} == {(100, 30)})
        assert layouts.keys() >= {"Below", "Dialog"}


async def test_the_styles_of_a_screen_that_opens_are_applied_once(monkeypatch: pytest.MonkeyPatch) -> None:
    applied: Counter[DOMNode] = Counter()
    apply = Stylesheet.apply

    def count(self: Stylesheet, node: DOMNode, **named: object) -> None:
        applied[node] += 1
        apply(self, node, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Stylesheet, "apply", count)
    app = StageApp(Below)
    async with app.run_test() as pilot:
        await until(pilot, lambda: is_shown(app, Below))
        assert applied[app.screen.query_one("#text")] == 1


@pytest.mark.parametrize(("rows", "bar"), [(24, False), (25, True)])
async def test_a_page_has_a_scroll_bar_where_it_is_longer_than_the_terminal(rows: int, bar: bool) -> None:
    app = StageApp(lambda: Page(rows))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: is_shown(app, Page))
        text = app.screen.query_one("#text", Static)
        assert app.screen.show_vertical_scrollbar is bar
        assert (text.size.width < 80) is bar
        text.update("\n".join("row" for _ in range(49 - rows)))  # 25 rows where it was 24, and the other way round
        await until(pilot, lambda: text.size.height == 49 - rows)
        assert app.screen.show_vertical_scrollbar is not bar
        assert (text.size.width < 80) is not bar
