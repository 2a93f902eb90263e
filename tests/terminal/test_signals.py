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
    """Put back what the handlers took the place of."""
    changed = [*ALL, signal.SIGTSTP, signal.SIGCONT, signal.SIGTTOU]
    before = {number: signal.getsignal(number) for number in changed}
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


async def test_a_handler_of_somebody_else_stays() -> None:
    came: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _: came.append(number))
    SignalHandlers(came.append, lambda: False, lambda: None).install()
    signal.raise_signal(signal.SIGUSR1)
    assert came == [signal.SIGUSR1]
