"""The notice while something takes long: what it says of how much is done."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from threading import Event

from textual.app import App, ComposeResult
from textual.widgets import LoadingIndicator, ProgressBar

from negcoach.screens.coaching.quit import QuitScreen
from negcoach.screens.shared.work_bar import WorkBar
from negcoach.screens.shared.working import WorkingScreen
from negcoach.services import Services
from tests.screens.conftest import StageApp, hold, rows_of, settle, wait_for_workers


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


async def test_work_that_ends_while_something_is_asked_over_it_closes_its_notice_after_the_answer(
    services: Services,
) -> None:
    said, may_end = list[str](), Event()

    def work(on_progress: Callable[[int, int], None]) -> str:
        may_end.wait(30)
        return "written"

    app = StageApp(lambda: WorkingScreen("Writing the export", work, said.append, lambda error: None))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        working = app.screen
        app.push_screen(QuitScreen(["Bench press"], 4))
        await pilot.pause()
        asked = app.screen
        may_end.set()
        await wait_for_workers(pilot)
        await pilot.pause()
        assert (app.screen, said) == (asked, [])
        asked.dismiss(None)
        await pilot.pause()
        assert working not in app.screen_stack
        assert said == ["written"]


class BarApp(App[None]):
    """An app of one bar, whose time stands until a test moves it on."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = 100.0

    def compose(self) -> ComposeResult:
        yield WorkBar(lambda: self.now_s)


async def test_a_bar_says_how_long_the_rest_takes_once_that_can_be_told() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 3)) as pilot:
        bar, shown = app.query_one(WorkBar), list[str]()
        await settle(pilot)
        shown.append(rows_of(app)[0])
        for passed_s, done in ((0.0, 100), (0.4, 140), (0.6, 200), (8.0, 600)):
            app.now_s += passed_s
            bar.show(done, 1_000)
            await settle(pilot)
            shown.append(rows_of(app)[0])
        said = [row.strip("━╸╺ ").split() for row in shown]
        assert said == [["0%"], ["10%"], ["14%"], ["20%", "8", "s", "left"], ["60%", "8", "s", "left"]]


async def test_where_nothing_moves_nothing_says_that_it_loads() -> None:
    may_end = Event()

    def work(on_progress: Callable[[int, int], None]) -> str:
        may_end.wait(30)
        return ""

    app = StageApp(lambda: WorkingScreen("Undoing the import", work, lambda said: None, lambda error: None))
    app.animation_level = "none"
    async with app.run_test(size=(80, 24)) as pilot:
        while not app.screen.query(LoadingIndicator):
            await pilot.pause()
        hold(app)
        await settle(pilot)
        rows = "\n".join(rows_of(app))
        assert "Undoing the import" in rows
        assert "Loading" not in rows
        may_end.set()
        await wait_for_workers(pilot)
