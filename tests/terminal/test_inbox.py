"""Keys reach the app in order, and a flood of them neither waits there nor keeps a later key waiting."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

import hypothesis.strategies as st
import pytest
from hypothesis import given
from textual.app import App
from textual.events import AppBlur, AppFocus, Key, MouseMove, Paste
from textual.message import Message

from negcoach.terminal.inbox import AT_ONCE, LONGEST_QUEUE, Inbox, Waiting

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


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3)), max_size=60))
def test_of_more_than_may_wait_the_oldest_is_dropped_that_comes_once_more(things: list[tuple[str, int]]) -> None:
    waiting = Waiting[tuple[str, int]](lambda thing: thing[0])
    expected: list[tuple[str, int]] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("negcoach.terminal.inbox.LONGEST_QUEUE", 5)
        for thing in things:
            if thing[1] == 0 and expected:
                assert waiting.popleft() == expected.pop(0)
            waiting.append(thing)
            expected.append(thing)
            if len(expected) > 5:
                kinds = Counter(kind for kind, _ in expected)
                del expected[next((at for at, one in enumerate(expected) if kinds[one[0]] > 1), 0)]
            assert list(waiting) == expected


def test_a_flood_of_the_mouse_behind_many_different_keys_asks_of_what_kind_each_is_but_once() -> None:
    asked: list[str] = []

    def kind(thing: str) -> str:
        asked.append(thing)
        return thing

    waiting = Waiting(kind)
    keys = [chr(0x4E00 + number) for number in range(LONGEST_QUEUE - 1)]
    for thing in [*keys, *["mouse"] * 1_000]:
        waiting.append(thing)
    assert list(waiting) == [*keys, "mouse"]
    assert len(asked) == len(keys) + 1_000
