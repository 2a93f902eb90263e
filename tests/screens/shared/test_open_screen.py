"""Leaving screens at the worst moment: while they are mounted, while workers, timers and callbacks are under way."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker

import negcoach.screens
from negcoach.app import NegcoachApp
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.screens.body.soreness import SorenessScreen
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.history.opening import view_screen
from negcoach.screens.history.session.compare import CompareScreen
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.screens.importing.importing import ImportScreen
from negcoach.screens.palette.palette import Palette
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.screens.shared.history.history_view import View
from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.progress.soreness import Question
from tests.screens.conftest import StageApp, started, wait_for_workers
from tests.services import prescribed

TURNS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)
"""After how many turns of the event loop a screen is left: it is mounted in some ten, and whole after some fifty."""

Opener = Callable[[Services], Screen[object]]


def session_ids(services: Services) -> list[str]:
    with services.database.read() as connection:
        return [record.id for record in sessions(connection)]


OPENERS: dict[str, Opener] = {
    **{view.name.lower(): lambda services, view=view: view_screen(view, services) for view in View},  # type: ignore[misc]
    "session": lambda services: SessionScreen(services, session_ids(services)[0]),
    "compare": lambda services: CompareScreen(services, *session_ids(services)[:2]),
    "import": ImportScreen,
    "settings": SettingsScreen,
    "exercises": ExercisesScreen,
    "form": lambda services: PrescriptionScreen(services, prescribed(services).exercise),
    "coach": lambda services: CoachScreen(RunningSession(services), [SetsToDo(prescribed(services), 1, 100.0)]),
    "soreness": lambda _: SorenessScreen([Question("chest")], about="Why."),
    "dialog": lambda _: LeaveScreen(lambda: False, str, in_set=True),
}


@pytest.fixture
def history(services: Services, perform: Callable[..., None]) -> Services:
    """Services with three sessions."""
    for days_ago in (1, 3, 5):
        perform("bench-press", days_ago=days_ago, load_kg=100)
    return services


@pytest.mark.parametrize("name", OPENERS)
async def test_a_screen_can_be_closed_at_any_moment(history: Services, name: str) -> None:
    app = StageApp()
    async with app.run_test(size=(200, 50)) as pilot:
        for turns in TURNS:
            app.push_screen(OPENERS[name](history))
            for _ in range(turns):
                await asyncio.sleep(0)
            app.pop_screen()
            await wait_for_workers(pilot)


@pytest.mark.parametrize("turns", [0, 8, 34])
@pytest.mark.parametrize("name", OPENERS)
async def test_the_program_can_end_at_any_moment(history: Services, name: str, turns: int) -> None:
    app = StageApp()
    async with app.run_test(size=(200, 50)):
        app.push_screen(OPENERS[name](history))
        for _ in range(turns):
            await asyncio.sleep(0)
        app.exit()


@pytest.mark.parametrize("turns", [0, 5, 21])
@pytest.mark.parametrize("name", ["sessions", "exercise", "calendar", "body", "bin"])
async def test_a_view_can_be_changed_for_another_at_any_moment(history: Services, name: str, turns: int) -> None:
    app = StageApp()
    async with app.run_test(size=(200, 50)) as pilot:
        for view in View:
            app.push_screen(OPENERS[name](history))
            for _ in range(turns):
                await asyncio.sleep(0)
            app.switch_screen(view_screen(view, history))
            for _ in range(turns):
                await asyncio.sleep(0)
            app.pop_screen()
        await wait_for_workers(pilot)


def all_screens() -> Iterator[type[Screen[object]]]:
    """Every class of a screen in the program."""
    for module in pkgutil.walk_packages(negcoach.screens.__path__, "negcoach.screens."):
        importlib.import_module(module.name)
    found = [Screen]
    for kind in found:
        found += [one for one in kind.__subclasses__() if one not in found]
    yield from (kind for kind in found if kind.__module__.startswith("negcoach."))


def test_every_screen_acts_only_while_it_is_open() -> None:
    screens = list(all_screens())
    assert len(screens) > 20
    assert [kind.__name__ for kind in screens if not issubclass(kind, OpenScreen)] == []


def test_no_thread_calls_into_a_screen_that_may_be_gone() -> None:
    for path in Path(negcoach.screens.__path__[0]).rglob("*.py"):
        calls = [line for line in path.read_text(encoding="utf-8").splitlines() if "call_from_thread(" in line]
        assert calls == [], path


class Waiting(OpenScreen, Screen[None]):
    """A screen whose worker, thread and callback look for a widget once they are let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on, self.thread_goes_on = asyncio.Event(), threading.Event()
        self.did: list[str] = []
        self.workers_under_way: list[Worker[None]] = []

    def compose(self) -> ComposeResult:
        yield Static("here", id="place")

    def on_mount(self) -> None:
        self.did.append("mounted")
        self.workers_under_way = [self.run_worker(self.wait()), self.run_worker(self.work, thread=True)]

    async def wait(self) -> None:
        await self.go_on.wait()
        self.act("worker")

    def work(self) -> None:
        self.thread_goes_on.wait()
        self.call_if_open(self.act, "thread")

    def act(self, who: str) -> None:
        self.query_one("#place", Static).update(who)
        self.did.append(who)


async def let_go_on(screen: Waiting) -> None:
    """Let all that waits go on, and end."""
    screen.go_on.set()
    screen.thread_goes_on.set()
    for worker in screen.workers_under_way:
        async with asyncio.timeout(10):
            while not worker.is_finished:
                await asyncio.sleep(0)


async def test_what_wakes_while_the_screen_is_open_acts() -> None:
    app = StageApp()
    async with app.run_test() as pilot:
        screen = Waiting()
        await app.push_screen(screen)
        screen.call_after_refresh(screen.act, "callback")
        await let_go_on(screen)
        await pilot.pause()
        assert screen.did[0] == "mounted"
        assert sorted(screen.did[1:]) == ["callback", "thread", "worker"]


async def test_what_wakes_after_the_screen_was_closed_does_nothing() -> None:
    app = StageApp()
    async with app.run_test() as pilot:
        screen = Waiting()
        await app.push_screen(screen)
        screen.call_after_refresh(screen.act, "callback")
        app.pop_screen()
        assert not screen.is_still_open
        await pilot.pause()
        await let_go_on(screen)
        await pilot.pause()
        assert screen.did == ["mounted"]


async def test_a_screen_that_is_closed_before_its_widgets_are_there_is_not_told_that_it_is_mounted() -> None:
    app = StageApp()
    async with app.run_test() as pilot:
        screen = Waiting()
        app.push_screen(screen)
        app.pop_screen()
        await pilot.pause()
        assert screen.did == []


async def test_a_covered_screen_is_still_open() -> None:
    app = StageApp()
    async with app.run_test() as pilot:
        screen = Waiting()
        await app.push_screen(screen)
        await app.push_screen(LeaveScreen(lambda: False, str, in_set=False))
        await let_go_on(screen)
        await pilot.pause()
        assert sorted(screen.did) == ["mounted", "thread", "worker"]


class ChangingScreen(OpenScreen, Screen[None]):
    """A screen with a text that can be selected."""

    def compose(self) -> ComposeResult:
        yield Static("a text", id="gone")
        yield Static("another", id="stays")


async def test_the_mouse_on_what_was_just_removed_ends_nothing() -> None:
    app = StageApp(ChangingScreen)
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.screen.query_one("#gone").remove()
        found, _ = app.screen._compositor.get_widget_and_offset_at(1, 0)
        assert found is not None and not found.is_attached, "laid out again too early to show anything"
        for kind in (events.MouseDown, events.MouseMove, events.MouseUp):
            app.screen._forward_event(kind(None, 1, 0, 0, 0, 1, False, False, False))
        await pilot.pause()
        assert app.screen.get_widget_and_offset_at(1, 0)[0] is app.screen.query_one("#stays")


@pytest.mark.parametrize("below", [ChangingScreen, Palette])
async def test_a_screen_that_is_covered_closes_no_other_in_its_place(
    services: Services, below: Callable[[], Screen[object]]
) -> None:
    app, answers = NegcoachApp(services), list[object]()
    async with app.run_test() as pilot:
        await started(pilot)
        app.push_screen(below())
        await pilot.pause()
        covered = app.screen
        app.push_screen(ChangingScreen(), answers.append)
        await pilot.pause()
        asked = app.screen
        for _ in "12":
            covered.dismiss()
            await pilot.pause()
            assert app.screen is asked
        asked.dismiss()
        await pilot.pause()
        assert answers == [None]
        assert app.screen is covered


class Sized(OpenScreen, Screen[None]):
    """A screen that counts how often it is laid out."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  # as Screen declares it
    layouts = 0

    def compose(self) -> ComposeResult:
        """Lay out a line."""
        yield Static("a line", id="line")

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        self.layouts += 1
        super()._refresh_layout(size, scroll)


async def test_a_screen_that_another_covers_is_laid_out_for_a_new_size_once_it_is_seen_again() -> None:
    app, below = StageApp(), Sized()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(below)
        await pilot.pause()
        app.push_screen(Sized())
        await pilot.pause()
        before = below.layouts
        for width in (90, 110, 120):
            await pilot.resize_terminal(width, 40)
        assert below.layouts == before
        app.pop_screen()
        await pilot.pause()
        assert (below.size.width, below.has_class("-wide"), below.has_class("-narrow")) == (120, True, False)
        assert below.query_one("#line").size.width == 120


async def test_a_screen_behind_a_dialog_follows_each_size() -> None:
    app, below = StageApp(), Sized()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(below)
        await pilot.pause()
        app.push_screen(LeaveScreen(lambda: False, str, in_set=True))
        await pilot.pause()
        await pilot.resize_terminal(120, 40)
        assert (below.size.width, below.has_class("-wide")) == (120, True)
