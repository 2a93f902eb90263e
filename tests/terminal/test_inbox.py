"""Keys reach the app in order, and a flood of them neither waits there nor keeps a later key waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual.app import App
from textual.events import AppBlur, AppFocus, Key, MouseMove, Paste
from textual.message import Message

from negcoach.terminal.inbox import AT_ONCE, LONGEST_QUEUE, Inbox

WAIT_S = 20


class Listening(App[None]):
    """An app that notes the keys, and counts how many of them wait in it."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.most_waiting = 0

    def post_message(self, message: Message) -> bool:
        """Count what waits."""
        taken = super().post_message(message)
        self.most_waiting = max(self.most_waiting, self._message_queue.qsize())
        return taken

    async def on_key(self, event: Key) -> None:
        """Take a moment for each key, as an app does that acts on it."""
        await asyncio.sleep(0)
        self.pressed.append(event.character or "")


async def pressed(app: Listening, last: str) -> list[str]:
    """Wait until the last key has arrived; return all."""
    async with asyncio.timeout(WAIT_S):
        while last not in app.pressed:
            await asyncio.sleep(0.001)
    return app.pressed


async def test_keys_arrive_in_order() -> None:
    app = Listening()
    async with app.run_test():
        inbox = Inbox(app, asyncio.get_running_loop())
        typed = [chr(0x4E00 + number) for number in range(LONGEST_QUEUE)]
        for character in typed:
            inbox.put(Key(character, character))
        assert await pressed(app, typed[-1]) == typed


async def test_of_a_flood_the_newest_keys_arrive_and_few_wait_in_the_app() -> None:
    app = Listening()
    async with app.run_test():
        inbox = Inbox(app, asyncio.get_running_loop())
        for _ in range(200_000):
            inbox.put(Key("v", "v"))
        inbox.put(Key("h", "h"))
        arrived = await pressed(app, "h")
        assert len(arrived) == LONGEST_QUEUE
        assert app.most_waiting <= 4 * AT_ONCE  # a key passes the app twice, and some messages are Textual's own


@pytest.mark.parametrize(
    "flooding",
    [
        lambda number: Key("v", "v"),
        lambda number: Key("vw"[number % 2], "vw"[number % 2]),
        lambda number: Paste("v"),
        lambda number: (AppFocus, AppBlur)[number % 2](),
        lambda number: MouseMove(None, number % 80, 3, 0, 0, 0, False, False, False),
    ],
    ids=["a key held down", "two keys", "pastes", "focus", "a moving mouse"],
)
async def test_a_flood_pushes_out_no_key_that_was_pressed_before_it(flooding: Callable[[int], Message]) -> None:
    app = Listening()
    async with app.run_test():
        inbox = Inbox(app, asyncio.get_running_loop())
        inbox.put(Key("q", "q"))
        for number in range(10 * LONGEST_QUEUE):
            inbox.put(flooding(number))
        inbox.put(Key("h", "h"))
        arrived = await pressed(app, "h")
        assert arrived[0] == "q"
        assert len(arrived) <= LONGEST_QUEUE


@pytest.mark.parametrize("last", [AppFocus, AppBlur])
async def test_a_flood_does_not_drop_the_last_word_on_the_focus(last: type[Message]) -> None:
    app = Listening()
    async with app.run_test() as pilot:
        inbox = Inbox(app, asyncio.get_running_loop())
        inbox.put(AppBlur())
        inbox.put(AppFocus())
        inbox.put(last())
        for _ in range(10 * LONGEST_QUEUE):
            inbox.put(Paste(""))
        async with asyncio.timeout(WAIT_S):
            while inbox.waits:
                await pilot.pause()
        assert app.app_focus is (last is AppFocus)


async def test_a_screen_that_is_busy_holds_up_no_key_of_the_one_on_top() -> None:
    app = Listening()
    async with app.run_test():
        inbox = Inbox(app, asyncio.get_running_loop())
        released = asyncio.Event()
        app.screen.call_later(released.wait)
        for character in "abcdefghijklmnopqrstuvwxyz":
            inbox.put(Key(character, character))
        async with asyncio.timeout(WAIT_S):
            while inbox.waits:
                await asyncio.sleep(0.01)
        released.set()
        assert "".join(await pressed(app, "z")) == "abcdefghijklmnopqrstuvwxyz"
