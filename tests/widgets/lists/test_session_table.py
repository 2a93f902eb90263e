"""The virtual table: it asks for the rows near its window alone, and answers every key at any length."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from negcoach.widgets.lists.session_table import PAGE, SessionTable, TableLine

HEIGHT = 10


class TableApp(App[None]):
    """Rows are numbers, their group the ten that they are in."""

    CSS = "SessionTable { height: 10; }"

    def __init__(self, count: int, there: int | None = None) -> None:
        super().__init__()
        self._count = count
        self._there = count if there is None else there
        self.asked: list[int] = []
        self.drawn: list[int] = []
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield SessionTable(self._read, self._draw)

    def on_mount(self) -> None:
        self.table.show(self._count)
        self.table.focus()

    @property
    def table(self) -> SessionTable[int]:
        return self.query_one(SessionTable)

    @property
    def lines(self) -> list[str]:
        return [self.table.render_line(y).text.rstrip() for y in range(HEIGHT)]

    def on_session_table_moved(self) -> None:
        self.heard.append("moved")

    def on_session_table_opened(self) -> None:
        self.heard.append("opened")

    def _read(self, start: int, limit: int) -> Sequence[int]:
        self.asked.append(start)
        return range(start, min(start + limit, self._there))

    def _draw(self, row: int, width: int) -> TableLine:
        self.drawn.append(row)
        return TableLine(
            f"{row // 10 * 10:<6}", ((f"row {row} ", "bold"), (f"[b]{width}[/b]", "")), "*" if row == 3 else " "
        )


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (["down"], 1),
        (["up"], 0),
        (["pagedown"], HEIGHT - 1),
        (["pagedown", "pagedown", "pageup"], HEIGHT - 1),
        (["end"], 19_999),
        (["end", "down", "pagedown"], 19_999),
        (["end", "up", "pageup"], 19_998 - HEIGHT + 1),
        (["end", "home", "pageup"], 0),
    ],
)
async def test_keys_move_the_cursor_and_the_window_follows(keys: list[str], cursor: int) -> None:
    app = TableApp(20_000)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*keys)
        assert app.table.cursor == cursor
        assert any(f"row {cursor} " in line for line in app.lines)
        chosen = next(line for line in app.lines if f"row {cursor} " in line)
        assert chosen[1] == "▸"


async def test_going_to_the_end_of_20000_rows_asks_for_one_page_more() -> None:
    app = TableApp(20_000)
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.asked == [0]
        await pilot.press("end")
        await pilot.pause()
        assert app.asked == [0, 19_999 // PAGE * PAGE]
        await pilot.press("home")
        await pilot.pause()
        assert len(app.asked) == 2


async def test_memory_stays_small_however_far_one_scrolls() -> None:
    app = TableApp(20_000)
    async with app.run_test(size=(60, 20)) as pilot:
        for _ in range(200):
            app.table.action_page(5)
            await pilot.pause()
        assert len(app.asked) == len(set(app.asked))
        assert len(app.table._pages) <= 8


async def test_a_group_is_told_where_it_changes_and_at_the_top_of_the_window() -> None:
    app = TableApp(100)
    async with app.run_test(size=(60, 20)) as pilot:
        assert [line[2:8].strip() for line in app.lines] == ["0"] + [""] * 9
        app.table.scroll_to(y=6, animate=False)
        await pilot.pause()
        assert [line[2:8].strip() for line in app.lines] == ["0", "", "", "", "10"] + [""] * 5


async def test_lines_have_their_signs_and_no_markup() -> None:
    app = TableApp(5)
    async with app.run_test(size=(60, 20)):
        assert app.lines[0].startswith(" ▸0     row 0 [b]")
        assert app.lines[3].startswith("*       row 3 [b]")
        assert app.lines[5:] == [""] * 5


async def test_rows_that_are_gone_leave_their_lines_empty() -> None:
    app = TableApp(8, there=6)
    async with app.run_test(size=(60, 20)) as pilot:
        assert app.lines[6:] == [""] * 4
        await pilot.press("end")
        assert app.table.cursor == 7
        assert app.table.chosen is None


async def test_showing_another_count_keeps_the_cursor_on_a_line_that_there_is() -> None:
    app = TableApp(20_000)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("end")
        app.table.show(30, 100)
        await pilot.pause()
        assert app.table.cursor == 29
        assert "row 29 " in app.lines[-1]
        app.table.show(0)
        await pilot.pause()
        assert app.lines == [""] * HEIGHT
        await pilot.press("end", "down", "enter")
        assert app.table.chosen is None
        assert "opened" not in app.heard


async def test_a_row_that_is_shown_again_is_drawn_anew_only_when_asked_for() -> None:
    app = TableApp(5)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert sorted(app.drawn) == [0, 1, 2, 3, 4]
        app.drawn.clear()
        app.table.show(3)
        await pilot.pause()
        app.table.show(5)
        await pilot.pause()
        assert app.drawn == []
        app.table.redraw()
        await pilot.pause()
        assert sorted(app.drawn) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("there", [0, 2, 7])
async def test_lines_that_are_kept_are_those_of_their_rows(there: int) -> None:
    """The same rows stand in other places, under other headings, and with the cursor elsewhere."""
    app = TableApp(40)
    async with app.run_test(size=(60, 20)) as pilot:
        for key in ("down", "pagedown", "end", "home"):
            await pilot.press(key)
        rows = [row for row in range(40) if row % 3 == 1][there:]
        app.table._read = lambda start, limit: rows[start : start + limit]
        app.table.show(len(rows), 1)
        await pilot.pause()
        kept = app.lines
        app.table.redraw()
        assert kept == app.lines
        assert [index for index, line in enumerate(kept) if line[1:2] == "▸"] == [1]


@pytest.mark.parametrize("key", ["enter", "space", "right"])
async def test_a_key_opens_the_chosen_line(key: str) -> None:
    app = TableApp(5)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("down", key)
        assert app.heard[-1] == "opened"


async def test_a_click_chooses_a_line_and_another_opens_it() -> None:
    app = TableApp(200)
    async with app.run_test(size=(60, 20)) as pilot:
        app.table.scroll_to(y=100, animate=False)
        await pilot.pause()
        await _click(pilot, 4)
        assert app.table.cursor == 104
        assert "opened" not in app.heard
        await _click(pilot, 4)
        assert app.heard[-1] == "opened"


async def _click(pilot: Pilot[None], y: int) -> None:
    await pilot.click(SessionTable, offset=(20, y))
    await pilot.pause()


async def test_a_new_width_cuts_the_lines_anew() -> None:
    app = TableApp(5)
    async with app.run_test(size=(60, 20)) as pilot:
        before = app.lines[0]
        await pilot.resize_terminal(80, 20)
        await pilot.pause()
        assert app.lines[0] != before
        assert "[b]76[/b]" in app.lines[0]


async def test_the_scrollbar_moves_the_window_and_leaves_the_cursor() -> None:
    app = TableApp(1_000)
    async with app.run_test(size=(60, 20)) as pilot:
        top, below = (59, 0), (59, HEIGHT)
        await pilot.mouse_down(offset=top)
        await pilot.hover(offset=below)
        await pilot.mouse_up(offset=below)
        await pilot.pause()
        assert "row 999 " in app.lines[-1]
        assert app.table.cursor == 0
        assert "opened" not in app.heard
