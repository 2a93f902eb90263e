"""The notice while something takes long: what it says of how much is done."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from threading import Event

from textual.widgets import LoadingIndicator, ProgressBar

from negcoach.screens.shared.working import WorkingScreen
from negcoach.services import Services
from tests.screens.conftest import StageApp, wait_for_workers


async def test_work_that_says_how_much_is_done_moves_a_bar(services: Services) -> None:
    said, reported, may_end = list[str](), Event(), Event()

    def work(on_progress: Callable[[int, int], None]) -> str:
        on_progress(1204, 20_000)
        reported.set()
        may_end.wait(30)
        return "written"

    screen = WorkingScreen("Writing the export", work, said.append, lambda error: None)
    app = StageApp(lambda: screen)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await to_thread(reported.wait, 30)
        await pilot.pause()
        bar = screen.query_one(ProgressBar)
        assert (bar.progress, bar.total, bar.display) == (1204, 20_000, True)
        assert not screen.query_one(LoadingIndicator).display
        may_end.set()
        await wait_for_workers(pilot)
        await pilot.pause()
        assert said == ["written"]
