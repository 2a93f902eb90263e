"""The computer's screen is kept awake by a thread that never holds up the set."""

from __future__ import annotations

import threading

from negcoach.coaching.keep_awake import WakeLock


def holders() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "wake-lock"]


def test_it_asks_once_and_lets_go_whatever_the_desktop_says() -> None:
    lock = WakeLock()
    lock.acquire()
    lock.acquire()
    held = holders()
    assert len(held) == 1
    lock.release()
    held[0].join(30)
    assert not held[0].is_alive()


def test_what_was_never_acquired_can_be_released() -> None:
    WakeLock().release()
    assert holders() == []
