"""A text with a table: it shows what Textual's own would, and lays the table out no more often than it must."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.widgets.kept_text import KeptText

WORDS = "Lower it in five seconds and let the spotters lift it"


class CountedTable(Table):
    """A table that counts how often it is laid out as a whole."""

    laid_out = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.laid_out += 1
        yield from super().__rich_console__(console, options)


def table(*rows: str) -> CountedTable:
    made = CountedTable.grid(padding=(0, 1), expand=True)
    made.add_column(width=1)
    made.add_column(ratio=1)
    for row in rows:
        made.add_row("!", Text(row, style="bold"))
    assert isinstance(made, CountedTable)
    return made


class Both(App[None]):
    """A kept text above Textual's own, which show the same."""

    CSS = "Static { height: auto; color: $text-warning; text-style: italic; }"

    def compose(self) -> ComposeResult:
        yield KeptText(table(WORDS), id="kept")
        yield Static(table(WORDS), id="own")


def counted(app: App[None]) -> CountedTable:
    content = app.query_one("#kept", Static).content
    assert isinstance(content, CountedTable)
    return content


def looks(app: App[None], which: str) -> list[list[tuple[str, str]]]:
    """What a text shows: each piece with its style."""
    widget = app.query_one(which, Static)
    return [[(piece.text, str(piece.style)) for piece in widget.render_line(y)] for y in range(widget.size.height)]


def words(app: App[None], which: str) -> str:
    """What a text says."""
    return "".join(text for line in looks(app, which) for text, _ in line)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(60):
        while not holds():
            await pilot.pause()


async def test_it_is_laid_out_once_for_its_height_and_once_to_be_drawn() -> None:
    app = Both()
    async with app.run_test(size=(30, 24)) as pilot:
        kept = app.query_one("#kept", Static)
        layouts: list[object] = []
        app.screen.screen_layout_refresh_signal.subscribe(kept, layouts.append, immediate=True)
        for number in range(1, 4):
            kept.refresh(layout=True)
            await until(pilot, lambda number=number: len(layouts) >= number)
        assert looks(app, "#kept") == looks(app, "#own")
        assert counted(app).laid_out == 2


async def test_another_width_another_theme_and_another_table_are_shown() -> None:
    app = Both()
    async with app.run_test(size=(30, 24)) as pilot:
        await until(pilot, lambda: app.query_one("#kept").size.height > 0)
        rows = app.query_one("#kept").size.height
        await pilot.resize_terminal(20, 24)
        await until(pilot, lambda: app.query_one("#kept").size.height > rows)
        before = looks(app, "#kept")
        assert before == looks(app, "#own")
        app.theme = "textual-light"
        await until(pilot, lambda: looks(app, "#own") != before)
        await until(pilot, lambda: looks(app, "#kept") == looks(app, "#own"))
        for which in ("#kept", "#own"):
            app.query_one(which, Static).update(table("Rack it", WORDS))
        await until(pilot, lambda: "Rack it" in words(app, "#kept") and "Rack it" in words(app, "#own"))
        await until(pilot, lambda: looks(app, "#kept") == looks(app, "#own"))


async def test_a_text_without_a_table_is_shown_as_it_is() -> None:
    app = Both()
    async with app.run_test(size=(30, 24)) as pilot:
        for which in ("#kept", "#own"):
            app.query_one(which, Static).update("[b]Rack it[/b]")
        await until(pilot, lambda: words(app, "#kept").strip() == words(app, "#own").strip() == "Rack it")
        assert looks(app, "#kept") == looks(app, "#own")
