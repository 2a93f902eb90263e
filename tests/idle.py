"""When an app that is tried has answered: once its event loop has nothing left to do.

Textual's pilot takes an app for idle that has used hardly any CPU for 20 ms. Beside other work it may get hardly any in
the middle of its answer, and is then looked at too soon; where there is no other work, each wait takes 20 ms.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from textual import app, pilot
from textual.message_pump import MessagePump

SOON_S = 0.02
"""A timer that is due so soon belongs to the answer: longer than between two frames."""

MOVING_S = 0.1
"""How long timers are slept for in one wait: what moves without end, as a bar, always has one that is due soon."""

IDLE_ROUNDS, REST_S = 2, 0.001
"""How often one after the other nothing is left to do, and the seconds in between, in which other threads get on."""


async def until_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until the event loop has nothing to do now or soon; one that always has is left after a while.

    Both are in seconds, as in ``textual._wait.wait_for_idle``, in whose place it stands.
    """
    loop: Any = asyncio.get_running_loop()
    begun_s, begun_cpu_s = loop.time(), time.process_time()
    slept_s, rounds = 0.0, 0
    while rounds < IDLE_ROUNDS and (
        loop.time() < begun_s + max_sleep or time.process_time() < begun_cpu_s + max_sleep / 4
    ):  # beside other work, a second may be hardly any CPU
        await asyncio.sleep(0)
        if loop._ready:
            rounds = 0
            continue
        due_s = min((timer._when for timer in loop._scheduled if not timer._cancelled), default=None)
        if due_s is not None and due_s < loop.time() + SOON_S and slept_s < MOVING_S:
            rest_s, rounds = max(0.0, due_s - loop.time()), 0
        else:
            rest_s, rounds = REST_S, rounds + 1
        slept_s += rest_s
        await asyncio.sleep(rest_s)
    if loop.time() < begun_s + min_sleep:
        await asyncio.sleep(begun_s + min_sleep - loop.time())


async def until_handled(waiting: pilot.Pilot[Any], timeout: float = 30.0) -> bool:
    """Wait until the screen and its widgets have handled what was sent to them; return whether nothing failed.

    It stands in the place of ``Pilot._wait_for_screen``, which waits for a widget that is removed meanwhile, too: that
    handles nothing any more. A layout that the screen still owes is waited for as well, unless it owes one all the
    time. Raises ``WaitForScreenTimeout`` after ``timeout`` seconds.
    """
    running = waiting.app
    if not running.screen_stack:
        return False
    left: set[MessagePump] = set()

    def handled(one: MessagePump) -> None:
        left.discard(one)

    for one in (running, *running.screen.walk_children(with_self=True)):
        if not _has_handled_all(one) and one.call_later(handled, one):
            left.add(one)
    until_s = time.monotonic() + timeout
    while left:
        if running._exception_event.is_set():
            return False
        if time.monotonic() > until_s:
            raise pilot.WaitForScreenTimeout(f"They have not handled what was sent to them: {left}")
        await asyncio.sleep(0 if asyncio.get_running_loop()._ready else REST_S)  # type: ignore[attr-defined]
        left.difference_update([one for one in left if one._closing or one._closed])
    until_s = time.monotonic() + MOVING_S
    while running.screen_stack and running.screen._layout_required and time.monotonic() < until_s:
        await asyncio.sleep(REST_S)
    return True


def _has_handled_all(one: MessagePump) -> bool:
    """Return whether nothing was sent to a widget that it has not handled: it waits for its next message.

    To ask it by a message of its own, as Textual does, takes a tenth of the tests' time.
    """
    ready: Any = one._message_queue.ready_event
    waits = not ready.is_set() and any(not waiter.done() for waiter in ready._waiters)
    return waits and one._pending_message is None and not one._next_callbacks


def wait_until_idle() -> None:
    """Let every pilot wait so."""
    pilot.Pilot._wait_for_screen = until_handled  # type: ignore[assignment, method-assign]
    app.wait_for_idle = until_idle  # type: ignore[attr-defined]
    pilot.wait_for_idle = until_idle  # type: ignore[attr-defined]
