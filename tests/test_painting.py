"""What is painted in tests: the frames that they look at, and the one that they end with."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from tests.painting import frames_of


class Picky(Widget):
    """A line that cannot paint one text, and counts how often it paints another."""

    DEFAULT_CSS = "Picky { height: 1; }"

    text, painted = "fair", 0

    def render(self) -> str:
        if self.text == "foul":
            raise ValueError("a foul text")
        self.painted += 1
        return self.text

    def show(self, text: str) -> None:
        self.text = text
        self.refresh()


class PickyApp(App[None]):
    """The smallest app with that line."""

    def compose(self) -> ComposeResult:
        yield Picky()


async def test_what_cannot_be_painted_fails_the_test_that_ends_with_it() -> None:
    with pytest.raises(ValueError, match="a foul text"):
        async with PickyApp().run_test() as pilot:
            pilot.app.query_one(Picky).show("foul")
            await pilot.pause()


async def test_a_frame_is_painted_once_somebody_looks_at_it() -> None:
    async with PickyApp().run_test() as pilot:
        line, screen = pilot.app.query_one(Picky), pilot.app.screen
        before = frames_of(screen)
        for text in ("one", "two", "three"):
            line.show(text)
            await pilot.pause()
        assert frames_of(screen) == before + 3
        assert line.painted == 0
        assert screen._compositor.render_strips()[0].text.startswith("three")
        assert line.painted == 1
