"""The answer to a key is drawn in one frame, and no frame waits for what never ends."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from negcoach.screens.shared.keys.open_screen import OpenScreen
from negcoach.terminal.frames import DUE_AFTER, OLDEST_AFTER, FrameTimer, tidy_between_frames

WAIT_S = 20


class Passed(Message):
    """A key that one widget passes to the next one."""


class Link(Static, can_focus=True):
    """A widget of a chain: each shows the key before it passes it on."""

    def __init__(self, number: int) -> None:
        super().__init__("before", id=f"link-{number}")
        self.number = number
        self.go_on = asyncio.Event()
        self.go_on.set()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.post_message(Passed())

    async def on_passed(self, event: Passed) -> None:
        event.stop()
        self.update("after", layout=False)
        found = self.screen.query(f"#link-{self.number + 1}")
        if found:
            found.first().post_message(Passed())
        await self.go_on.wait()


class Chain(OpenScreen, Screen[None]):
    """A chain of widgets that notes what each of its frames shows."""

    AUTO_FOCUS = "#link-0"

    def __init__(self, links: int) -> None:
        super().__init__()
        self.links = links
        self.frames: list[list[str]] = []

    def compose(self) -> ComposeResult:
        for number in range(self.links):
            yield Link(number)

    def _compositor_refresh(self) -> None:
        super()._compositor_refresh()
        self.frames.append(self.shown)

    @property
    def shown(self) -> list[str]:
        """What the widgets show."""
        return [str(link.content) for link in self.query(Link)]

    async def until_drawn(self) -> None:
        """Wait until the last widget of the chain was drawn with the key."""
        async with asyncio.timeout(WAIT_S):
            while not self.frames or self.frames[-1][-1] != "after":
                await asyncio.sleep(0.001)


@pytest.mark.parametrize("links", [1, 2, 12])
async def test_a_key_that_goes_through_several_widgets_is_answered_in_one_frame(links: int) -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Chain(links)
        await app.push_screen(screen)
        await pilot.pause()
        screen.frames.clear()
        screen.query_one("#link-0", Link).post_message(events.Key("x", "x"))
        await screen.until_drawn()
        assert screen.frames == [["after"] * links]


async def test_a_widget_that_never_has_done_holds_no_frame_up() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Chain(2)
        await app.push_screen(screen)
        await pilot.pause()
        stuck = screen.query_one("#link-0", Link)
        stuck.go_on.clear()
        for _ in range(5):
            stuck.post_message(Passed())
        await screen.until_drawn()
        assert stuck.message_queue_size > 0
        stuck.go_on.set()


async def test_frames_that_are_asked_for_all_the_time_keep_their_distance() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Chain(1)
        await app.push_screen(screen)
        await pilot.pause()
        screen.frames.clear()
        loop = asyncio.get_running_loop()
        begin_s = loop.time()
        while len(screen.frames) < 10:
            screen.query_one(Link).refresh()
            await asyncio.sleep(0)
        assert loop.time() - begin_s >= 9 / 60


async def test_a_closed_screen_has_no_timer_left() -> None:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Chain(1)
        await app.push_screen(screen)
        await pilot.pause()
        timer = screen._update_timer
        assert isinstance(timer, FrameTimer)  # Textual asks for its timer by this name
        task = timer._task
        assert task is not None
        app.pop_screen()
        async with asyncio.timeout(WAIT_S):
            while not task.done():
                await asyncio.sleep(0.001)


@pytest.fixture
def as_the_app_collects() -> Iterator[None]:
    """Python's garbage collection as the app sets it, while the test runs."""
    before = gc.get_threshold()
    tidy_between_frames()
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Circle:
    """What only a search for garbage frees: it holds itself."""

    def __init__(self) -> None:
        self.itself = self


async def test_garbage_that_grew_old_is_collected_once_nothing_is_drawn(as_the_app_collects: None) -> None:
    assert gc.get_threshold()[2] == OLDEST_AFTER
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Chain(1)
        await app.push_screen(screen)
        await pilot.pause()
        circle = Circle()
        for _ in range(DUE_AFTER):
            gc.collect(1)  # it outlives the searches of the young
        garbage = weakref.ref(circle)
        del circle
        gc.collect(1)
        assert garbage() is not None
        screen.query_one(Link).refresh()
        async with asyncio.timeout(3 * WAIT_S):  # a test process has ten times the app's objects
            while garbage() is not None:
                await asyncio.sleep(0.01)
