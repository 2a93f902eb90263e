"""What is told of themes that a screen is not shown in: it is what they show, and what is faint in one is found."""

from __future__ import annotations

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, Static

from negcoach.widgets.themes.themes import show_theme
from tests.screens.every.themes import TOLD, TOLD_BY, Row, faint_in_others, other_than_told

INKS = ("foreground", "text-muted", "text-disabled", "text-accent", "text-error", "border", "heat-1", "heat-4")
GROUNDS = ("background", "surface", "panel", "boost", "block-cursor-background")


class Written(App[None]):
    """A text in some inks on each ground, a dim one, and a field that has the focus."""

    CSS = "Input { background: $boost; }" + "".join(f".{name} {{ background: ${name}; }}" for name in GROUNDS)

    def __init__(self, *inks: str) -> None:
        super().__init__()
        self._inks = inks

    def compose(self) -> ComposeResult:
        for ground in GROUNDS:
            text = Content(" ").join(Content.styled(f"in {ink}", f"${ink}") for ink in self._inks)
            yield Static(text, classes=ground)
        yield Static(Text("dim", style="dim"), classes="panel")
        yield Input("a field")


async def painted(pilot: Pilot[None], theme: str) -> list[Row]:
    show_theme(pilot.app, theme)
    await pilot.pause()
    await pilot.pause()
    pilot.app.screen.refresh()
    return [[*row] for row in pilot.app.screen._compositor.render_strips()]


async def test_what_is_told_of_a_theme_is_what_it_shows() -> None:
    async with Written(*INKS).run_test(size=(120, 12)) as pilot:
        dark, light = [await painted(pilot, theme) for theme in TOLD_BY]
        for theme in TOLD:
            shown = await painted(pilot, theme)
            assert pilot.app.theme == theme
            assert list(other_than_told(pilot.app, dark, light, theme, shown)) == []
            if theme == "nord":
                (wrong, *_) = other_than_told(pilot.app, dark, light, "dracula", shown)
                assert "in dracula, and not ['#" in wrong


@pytest.mark.parametrize("ink", ["text-error", "text-muted", "text-disabled"])
async def test_an_ink_that_each_theme_made_legible_is_faint_in_none(ink: str) -> None:
    async with Written(ink).run_test(size=(120, 12)) as pilot:
        dark, light = [await painted(pilot, theme) for theme in TOLD_BY]
        assert list(faint_in_others(pilot.app, dark, light)) == []


async def test_what_is_faint_in_a_theme_that_is_not_shown_is_found() -> None:
    """The green of the theme ``light`` is legible on its ground, that of others is not."""
    async with Written("success").run_test(size=(120, 12)) as pilot:
        dark, light = [await painted(pilot, theme) for theme in TOLD_BY]
        found = list(faint_in_others(pilot.app, dark, light))
    assert any("in solarized-light" in fault and "in success" in fault for fault in found)


async def test_an_ink_that_no_theme_knows_is_found() -> None:
    class Painted(Written):
        CSS = "Static { color: #12d4a0; }"

    async with Painted().run_test(size=(120, 12)) as pilot:
        pilot.app.query(Static).last(Static).update("a text")
        dark, light = [await painted(pilot, theme) for theme in TOLD_BY]
        (found,) = faint_in_others(pilot.app, dark, light)
    assert "cannot be told" in found and "#12d4a0" in found
