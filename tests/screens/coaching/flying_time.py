"""A loop whose time flies: when nothing is left to do but wait, it is at once the time that was waited for.

So what a screen does in minutes, timer by timer, is seen in seconds and always alike.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime, timedelta

from tests.services import NOW, Clock


class _Selector(selectors.DefaultSelector):
    """Waits for what is there only, and moves the loop's time on by what it was to wait."""

    loop: FlyingLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(None if timeout is None else 0)
        if not found and timeout:
            self.loop.now_s += timeout
        return found


class FlyingLoop(asyncio.SelectorEventLoop):
    """The loop; ``now_s`` is its time."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.now_s = 1000.0
        super().__init__(selector)

    def time(self) -> float:
        """Return the time."""
        return self.now_s


class LoopClock(Clock):
    """The running loop's time."""

    def now(self) -> datetime:
        return NOW + timedelta(microseconds=self.monotonic_ns() // 1000)

    def monotonic_ns(self) -> int:
        return round(asyncio.get_running_loop().time() * 1_000_000_000)


def fly(scene: Coroutine[object, object, None]) -> None:
    """Run a scene in flying time."""
    with asyncio.Runner(loop_factory=FlyingLoop) as runner:
        runner.run(scene)
