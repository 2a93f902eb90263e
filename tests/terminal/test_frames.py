"""The answer to a key is drawn in one frame, and no frame waits for what never ends."""

from __future__ import annotations

import asyncio
import gc
import time
import weakref
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from threading import Event
from types import ModuleType
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from negcoach.mirror.screen import MirrorScreen
from negcoach.screens import coaching
from negcoach.screens.choosing import gate
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.shared.keys.fresh_keys import FreshKeys, FreshKeysApp
from negcoach.screens.shared.keys.open_screen import OPENING, OpenScreen
from negcoach.terminal import frames
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


class Painted(FreshKeysApp):
    """An app that notes what the first widget shows in each frame that is drawn."""

    def __init__(self) -> None:
        super().__init__(time.monotonic_ns)
        self.frames: list[str] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if isinstance(screen, Growing) and renderable is not None and not self._batch_count:
            self.frames.append(screen.shown)


class Growing(FreshKeys, Screen[None]):
    """A screen that gets one more row after each of so many layouts."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.drawn_when_readable: list[str] | None = None

    def compose(self) -> ComposeResult:
        yield Static("1")

    def on_mount(self) -> None:
        self.grow()

    @property
    def shown(self) -> str:
        """What the widget shows."""
        return "\n".join(
            line.text.rstrip() for line in self.query_one(Static).render_lines(Region(0, 0, 10, 30))
        ).rstrip()

    def grow(self) -> None:
        """Grow by a row, and again once that is laid out."""
        text = self.query_one(Static)
        rows = str(text.content).count("\n") + 1
        if rows < self.rows:
            text.update(f"{text.content}\n{rows + 1}")
            self.call_after_refresh(self.grow)

    def _count_from_now(self) -> None:
        super()._count_from_now()
        if self.drawn_when_readable is None and isinstance(self.app, Painted):
            self.drawn_when_readable = list(self.app.frames)


class GrowingAtOnce(Growing):
    """One of a set."""

    OPENS_WHOLE = False


class Restless(Growing):
    """A screen that changes all the time until it is closed.

    By a timer: on a slow machine one callback after another, each of the screen's own, lets nothing else get on.
    """

    def on_mount(self) -> None:
        self.set_interval(0.001, self.grow)

    def grow(self) -> None:
        """Grow by a row, or lose it again."""
        text = self.query_one(Static)
        text.update("1" if "2" in str(text.content) else "1\n2")


class Reading(Growing):
    """A screen whose first frame shows what a thread reads; until it may end, it reads."""

    def __init__(self) -> None:
        super().__init__(1)
        self.may_end = Event()

    def on_mount(self) -> None:
        self.run_worker(self._read, thread=True, group=OPENING)

    def _read(self) -> None:
        self.may_end.wait(WAIT_S)
        self.call_if_open(self.query_one(Static).update, "read")


async def until_grown(app: Painted, screen: Growing) -> None:
    """Wait until a screen is drawn with all its rows, and takes keys."""
    async with asyncio.timeout(WAIT_S):
        while not app.frames or str(screen.rows) not in app.frames[-1] or screen.drawn_when_readable is None:
            await asyncio.sleep(0.001)


@pytest.fixture
def long_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold screens back longer than a test takes: nothing here is drawn only because the time is up."""
    monkeypatch.setattr(frames, "HELD_S", 2 * WAIT_S)


async def test_a_screen_that_changes_while_it_opens_is_drawn_in_one_frame(long_held: None) -> None:
    app = Painted()
    async with app.run_test():
        screen = Growing(5)
        await app.push_screen(screen)
        await until_grown(app, screen)
        assert set(app.frames) == {"1\n2\n3\n4\n5"}


async def test_a_screen_whose_layouts_take_longer_than_it_is_held_back_is_drawn_in_one_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frames, "HELD_S", 0.0)
    app = Painted()
    async with app.run_test():
        screen = Growing(2)  # as where the first layout finds that a scroll bar is needed
        await app.push_screen(screen)
        await until_grown(app, screen)
        assert set(app.frames) == {"1\n2"}
        assert screen.drawn_when_readable


async def test_a_screen_that_opens_is_drawn_with_what_a_thread_reads_for_it(long_held: None) -> None:
    app = Painted()
    async with app.run_test() as pilot:
        screen = Reading()
        await app.push_screen(screen)
        for _ in range(5):
            await pilot.pause()
        assert not app.frames
        screen.may_end.set()
        async with asyncio.timeout(WAIT_S):
            while not app.frames:
                await pilot.pause()
        assert set(app.frames) == {"read"}


async def test_a_screen_is_drawn_before_a_thread_that_takes_long_has_read() -> None:
    app = Painted()
    async with app.run_test() as pilot:
        screen = Reading()
        await app.push_screen(screen)
        async with asyncio.timeout(WAIT_S):
            while not app.frames:
                await pilot.pause()
        assert set(app.frames) == {"1"}
        screen.may_end.set()


async def test_a_screen_takes_keys_only_after_its_first_frame(long_held: None) -> None:
    app = Painted()
    async with app.run_test():
        screen = Growing(5)
        await app.push_screen(screen)
        await until_grown(app, screen)
        assert screen.drawn_when_readable


async def test_a_screen_that_never_settles_is_drawn_and_takes_keys() -> None:
    app = Painted()
    async with app.run_test():
        screen = Restless(1)
        await app.push_screen(screen)
        async with asyncio.timeout(WAIT_S):
            while screen.drawn_when_readable is None:
                await asyncio.sleep(0.001)
        assert app.frames


async def test_a_screen_that_opens_while_nothing_may_be_drawn_is_drawn_after_that(long_held: None) -> None:
    app = Painted()
    async with app.run_test() as pilot:
        screen = Growing(3)
        with app.batch_update():
            await app.push_screen(screen)
            for _ in range(5):
                await pilot.pause()
            assert not app.frames
        await until_grown(app, screen)


async def test_a_screen_of_a_set_and_what_opens_over_it_is_drawn_at_once(long_held: None) -> None:
    app = Painted()
    async with app.run_test():
        screen = GrowingAtOnce(5)
        await app.push_screen(screen)
        await until_grown(app, screen)
        assert len(set(app.frames)) > 1
        app.frames.clear()
        over = Growing(5)
        await app.push_screen(over)
        await until_grown(app, over)
        assert len(set(app.frames)) > 1


async def test_a_screen_of_a_set_that_opens_over_one_that_still_opens_is_drawn_at_once(long_held: None) -> None:
    app = Painted()
    async with app.run_test():
        await app.push_screen(Restless(1))
        over = GrowingAtOnce(5)
        await app.push_screen(over)
        await until_grown(app, over)
        assert len(set(app.frames)) > 1


async def test_a_screen_that_was_covered_while_it_opened_is_drawn_when_it_is_shown_again(long_held: None) -> None:
    app = Painted()
    async with app.run_test():
        screen, over = Growing(3), Growing(2)
        await app.push_screen(screen)
        await app.push_screen(over)
        await until_grown(app, over)
        app.frames.clear()
        screen.drawn_when_readable = None
        await app.pop_screen()
        await until_grown(app, screen)
        assert set(app.frames) == {"1\n2\n3"}


async def test_an_app_that_ends_while_a_screen_opens_waits_for_no_frame(long_held: None) -> None:
    app = Painted()
    async with asyncio.timeout(WAIT_S), app.run_test():
        await app.push_screen(Restless(1))
        app.exit()


async def test_a_terminal_that_is_resized_while_a_screen_opens_gets_one_frame_of_its_new_size(long_held: None) -> None:
    app = Painted()
    async with app.run_test() as pilot:
        screen = Growing(5)
        await app.push_screen(screen)
        await pilot.resize_terminal(40, 12)
        await until_grown(app, screen)
        assert set(app.frames) == {"1\n2\n3\n4\n5"}
        assert screen._compositor.size == (40, 12)


@pytest.mark.parametrize("package", [gate, coaching], ids=lambda package: package.__name__)
def test_no_screen_of_a_set_waits_to_be_drawn(package: ModuleType) -> None:
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        for screen in vars(import_module(module.name)).values():
            if isinstance(screen, type) and issubclass(screen, OpenScreen) and screen.__module__ == module.name:
                assert not screen.OPENS_WHOLE or screen is SummaryScreen, screen  # nobody lifts any more


def test_no_mirror_waits_to_be_drawn() -> None:
    assert not MirrorScreen.OPENS_WHOLE


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
