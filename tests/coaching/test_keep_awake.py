"""The computer's screen is held awake in a thread that never holds up the set."""

from __future__ import annotations

import threading

from negcoach.coaching.keep_awake import Awake


def holders() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "awake"]


def test_it_asks_once_and_lets_go_whatever_the_desktop_says() -> None:
    awake = Awake()
    awake.begin()
    awake.begin()
    held = holders()
    assert len(held) == 1
    awake.end()
    held[0].join(30)
    assert not held[0].is_alive()


def test_what_was_never_begun_can_be_ended() -> None:
    Awake().end()
    assert holders() == []
