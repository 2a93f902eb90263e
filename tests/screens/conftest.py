"""What the tests of the screens share: the smallest app that a screen can be tried in, and what it shows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from weakref import WeakSet

import pytest
from textual import constants
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker

from negcoach.keys.keymap import USUAL, Keymap
from negcoach.mirror.screen import FOLLOWING
from negcoach.screens.shared.keys.fresh_keys import FreshKeys, FreshKeysApp
from tests.services import Clock, clock, perform, services

__all__ = ["clock", "perform", "services"]  # the fixtures


_RULES: dict[tuple[object, ...], list[RuleSet]] = {}
_COLOURS: dict[tuple[object, ...], int] = {}
_parse_rules = Stylesheet._parse_rules


def _parse_rules_once(self: Stylesheet, *arguments: object, **named: object) -> list[RuleSet]:
    """Parse a style sheet, once in a run for each set of colours: a tenth of each test would go by with it."""
    seen, colours = getattr(self, "_seen", (None, 0))
    if seen is not self._variables:
        colours = _COLOURS.setdefault(tuple(self._variables.items()), len(_COLOURS))
        self._seen = (self._variables, colours)  # type: ignore[attr-defined]
    key = (colours, arguments, tuple(named.items()))
    if key not in _RULES:
        _RULES[key] = _parse_rules(self, *arguments, **named)  # type: ignore[arg-type]
    return _RULES[key]


Stylesheet._parse_rules = _parse_rules_once  # type: ignore[method-assign]

# Pictures are in full colour whatever terminal the tests run in, unless a test sets it otherwise.
constants.COLOR_SYSTEM = "truecolor"  # type: ignore[misc]

# A notice stays as long as its test: on a busy machine its few seconds go by before it is looked at.
Notification.time_left = property(lambda _: 3_600.0)  # type: ignore[assignment]

SIZES = [(80, 24), (120, 40), (200, 50)]
"""The terminal sizes that every screen is tried at."""


WAIT_S = 60.0
"""The longest that a test waits for the app; an app that takes longer hangs."""


@dataclass
class Stage:
    """Where the tiny app keeps what it was told."""

    messages: list[Message] = field(default_factory=list)
    results: list[object] = field(default_factory=list)


class UnhurriedClock(Clock):
    """A clock that moves on by a second whenever it is looked at: no press comes too soon."""

    def monotonic_ns(self) -> int:
        self.advance(1_000)
        return self.ns


class StageApp(FreshKeysApp):
    """The smallest app that a screen can be tried in; it keeps messages of screens and their results.

    However fast a test presses them, every key comes long after the one before it, unless it sets another clock.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: Callable[[], Screen[object]] | None = None, colours: str = "auto") -> None:
        super().__init__(UnhurriedClock().monotonic_ns, colours=colours)
        self.stage = Stage()
        self.own_keymap = USUAL
        self._first = screen

    @property
    def keymap(self) -> Keymap:
        """The keys of each action, as a test has set them."""
        return self.own_keymap

    async def _press_keys(self, keys: Iterable[str]) -> None:
        """Press keys as Textual does, each only once the screen is drawn: a press before that is dropped."""
        for key in keys:
            await until_drawn(self)
            await super()._press_keys((key,))

    def on_mount(self) -> None:
        """Show the screen that is tried."""
        if self._first is not None:
            self.push_screen(self._first(), self.stage.results.append)

    def on_exercises_screen_chosen(self, message: Message) -> None:
        """Keep what was chosen."""
        self.stage.messages.append(message)


async def until_drawn(app: App[None]) -> None:
    """Wait until the screen is drawn, if it takes only keys that were pressed after that."""
    async with asyncio.timeout(WAIT_S):
        while isinstance(app.screen, FreshKeys) and app.screen._readable_from_ns is None:
            await asyncio.sleep(0)


def rows_of(app: App[None]) -> list[str]:
    """Return what the screen shows, row by row."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


_HELD: WeakSet[Worker[object]] = WeakSet()


def hold(app: App[None]) -> None:
    """Let ``settle`` not wait for the workers that are at work now: the test holds them for as long as it looks."""
    _HELD.update(worker for worker in app.workers if not worker.is_finished)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work and the screen shows the same twice: a new text can need a new layout.

    What a thread has found is shown a moment after it has ended, so that nothing counts which was seen before.
    """
    before: list[str] = []
    async with asyncio.timeout(WAIT_S):
        while (now := rows_of(pilot.app)) != before or not now or _at_work(pilot.app):
            before = [] if _at_work(pilot.app) else now
            await pilot.pause()


@pytest.fixture
def snap_compare(snap_compare: Callable[..., bool]) -> Callable[..., bool]:
    """Compare a screen with its picture once it has settled: after its start, and after each key.

    What ``run_before`` does waits itself for what it wants to show.
    """

    def compare(
        app: App[None],
        *,
        press: Iterable[str] = (),
        terminal_size: tuple[int, int] = (80, 24),
        run_before: Callable[[Pilot[None]], Awaitable[None]] | None = None,
    ) -> bool:
        async def settled(pilot: Pilot[None]) -> None:
            await settle(pilot)
            for key in press:
                await pilot.press(key)
                await settle(pilot)

        return snap_compare(app, terminal_size=terminal_size, run_before=run_before or settled)

    return compare


async def wait_for_workers(pilot: Pilot[None]) -> None:
    """Wait until no worker is at work: each has ended, or waits for the answer of a screen that is shown."""
    async with asyncio.timeout(WAIT_S):
        await pilot.pause()
        while _at_work(pilot.app):
            await pilot.pause()
        await pilot.pause()  # what a thread has found comes as a message


async def started(pilot: Pilot[None]) -> None:
    """Wait until the whole app has started: all of the home screen is there, and what is offered over it."""
    home = pilot.app.screen_stack[0]
    async with asyncio.timeout(WAIT_S):
        while not home.query("#name"):  # in the card, which is mounted last
            await pilot.pause()
    for _ in range(3):  # from the mounting to the screen, and from there to the app, goes the message that it is ready
        await pilot.pause()
    await settle(pilot)


def _at_work(app: App[None]) -> bool:
    """Return whether a worker does more than to wait for the answer of a screen that is shown."""
    unfinished = (worker for worker in app.workers if not worker.is_finished and worker.group != FOLLOWING)
    working = [worker for worker in unfinished if worker not in _HELD]
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]  # those of the other lifter too
    # Every screen that was pushed has a future; where nobody waits for its answer, it calls nobody once it is done.
    answers = [callback.future for screen in screens for callback in screen._result_callbacks]
    return len(working) > sum(bool(answer and answer._callbacks and not answer.done()) for answer in answers)


def text_of(widget: Static) -> str:
    """Return what a text shows."""
    return str(widget.content)


@pytest.fixture
def still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inputs whose cursor does not blink, and figures that stand still: a slow machine changes no picture."""
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
