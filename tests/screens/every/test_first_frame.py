"""What may change after the first frame of a screen is told by widgets: it holds at every size."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from negcoach.screens.shared.keys.open_screen import OpenScreen
from tests.screens.conftest import StageApp, rows_of, settle
from tests.screens.every.first_frame import FirstFrames
from tests.screens.every.walks import Size


class HistoryScreen(OpenScreen, Screen[None]):
    """Has the name and the widgets of the sessions' list; one of them changes once it is drawn."""

    CSS = "#hint { dock: bottom; height: 1; } #session { height: 1fr; } #columns { height: 1; }"

    def __init__(self, late: str) -> None:
        super().__init__()
        self._late = late

    def compose(self) -> ComposeResult:
        yield Static("長い columns", id="columns")
        yield Static("", id="session")
        yield Static("", id="hint")

    def on_mount(self) -> None:
        self.call_once_drawn(lambda: self.query_one(self._late, Static).update("found 長い"))


@pytest.mark.parametrize(("late", "expected"), [("#hint", False), ("#session", True), ("#columns", True)])
@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 50)])
async def test_what_is_found_later_may_change_wherever_it_is(
    monkeypatch: pytest.MonkeyPatch, size: Size, late: str, expected: bool
) -> None:
    frames = FirstFrames(monkeypatch)
    app = StageApp(lambda: HistoryScreen(late))
    async with app.run_test(size=size) as pilot:
        while not any("found" in row for row in rows_of(app)):
            await pilot.pause()
        await settle(pilot)
        assert bool(frames.faults(app)) is expected
