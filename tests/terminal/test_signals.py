"""The signals that end the program."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from negcoach.terminal.signals import ENDING, ENDING_TOO, SignalHandlers

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signals")

ALL = [getattr(signal, name) for name in (*ENDING, *ENDING_TOO) if hasattr(signal, name)]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Put back what the handlers took the place of; what another test's driver has left is none of it."""
    changed = [*ALL, signal.SIGTSTP, signal.SIGCONT, signal.SIGTTOU]
    before = {number: signal.getsignal(number) for number in changed}
    ignored = [number for number in ALL if before[number] is signal.SIG_IGN]  # as a shell has its background do
    for number in (signal.SIGTSTP, signal.SIGCONT, *ignored):
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


async def test_whatever_signal_is_to_end_the_program_it_ends_as_by_that_signal() -> None:
    left = asyncio.Queue[int]()
    SignalHandlers(left.put_nowait, lambda: False, lambda: None).install()
    for number in ALL:
        assert callable(signal.getsignal(number)), number  # else it would end the tests
        os.kill(os.getpid(), number)
        assert await asyncio.wait_for(left.get(), 30) == 128 + number


async def test_a_signal_that_was_held_back_when_the_program_was_started_ends_it() -> None:
    left = asyncio.Queue[int]()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGWINCH})
    try:
        SignalHandlers(left.put_nowait, lambda: False, lambda: None).install()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(left.get(), 30) == 128 + signal.SIGTERM
        assert signal.SIGWINCH not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def test_a_handler_of_somebody_else_stays() -> None:
    came: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _: came.append(number))
    SignalHandlers(came.append, lambda: False, lambda: None).install()
    signal.raise_signal(signal.SIGUSR1)
    assert came == [signal.SIGUSR1]


@pytest.mark.parametrize("fails", ["take_back", "woken"])
async def test_it_is_looked_again_after_a_look_that_failed(fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negcoach.terminal.signals.in_foreground", lambda: True)
    looks, again = 0, asyncio.Event()
    errors: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context.get("exception")))

    def failed() -> None:
        raise OSError(5, "Input/output error")

    def take_back(whole: bool) -> bool:
        nonlocal looks
        looks += 1
        if looks > 1:
            again.set()
        elif fails == "take_back":
            failed()
        return looks == 1

    handlers = SignalHandlers(lambda _: None, again.is_set, lambda: None, failed, take_back)
    handlers.install()
    await asyncio.wait_for(again.wait(), 30)
    assert [type(error) for error in errors] == [OSError]


async def test_it_is_looked_again_after_a_stop_although_going_on_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negcoach.terminal.signals.in_foreground", lambda: True)
    looked = asyncio.Event()

    def failed() -> None:
        raise OSError(5, "Input/output error")

    def take_back(whole: bool) -> bool:
        looked.set()
        return False

    handlers = SignalHandlers(lambda _: None, lambda: False, lambda: None, failed, take_back)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # the tests go on
    handlers.install()
    os.kill(os.getpid(), signal.SIGTSTP)
    async with asyncio.timeout(30):
        while handlers._next_look is not None:
            await asyncio.sleep(0.001)
    looked.clear()
    with pytest.raises(OSError, match="Input"):
        signal.raise_signal(signal.SIGCONT)
    await asyncio.wait_for(looked.wait(), 30)


async def test_after_a_stop_the_whole_terminal_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negcoach.terminal.signals.in_foreground", lambda: True)
    taken = asyncio.Queue[bool]()

    def take_back(whole: bool) -> bool:
        taken.put_nowait(whole)
        return False

    stopped = asyncio.Event()
    handlers = SignalHandlers(lambda _: None, lambda: False, stopped.set, lambda: None, take_back)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # the tests go on
    handlers.install()
    os.kill(os.getpid(), signal.SIGTSTP)
    await asyncio.wait_for(stopped.wait(), 30)
    while not taken.empty():
        taken.get_nowait()
    signal.raise_signal(signal.SIGCONT)
    async with asyncio.timeout(30):
        assert await taken.get(), "parts of another program may be on it, and Textual draws what changes"


async def test_the_terminal_is_taken_where_fg_follows_bg_before_the_program_has_stopped_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To the shell it has run since ``bg``: it gets no SIGCONT with ``fg``."""
    foreground = True
    monkeypatch.setattr("negcoach.terminal.signals.in_foreground", lambda: foreground)
    stopped, woken = asyncio.Event(), asyncio.Event()
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # the tests go on
    SignalHandlers(lambda _: None, lambda: False, stopped.set, woken.set).install()
    os.kill(os.getpid(), signal.SIGTSTP)
    await asyncio.wait_for(stopped.wait(), 30)
    foreground = False
    signal.raise_signal(signal.SIGCONT)
    foreground = True
    await asyncio.wait_for(woken.wait(), 30)


def test_going_on_when_the_program_has_ended_already_does_nothing() -> None:
    called: list[object] = []

    async def install() -> None:
        SignalHandlers(called.append, lambda: True, lambda: None, lambda: called.append("woken")).install()

    asyncio.run(install())
    signal.raise_signal(signal.SIGCONT)  # a terminal that hangs up sends it behind SIGHUP
    assert called == []
