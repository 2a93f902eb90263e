"""Keeping the computer's screen awake during a session."""

from __future__ import annotations

import threading


class WakeLock:
    """A lock that keeps the screen awake from ``acquire`` to ``release``.

    Asking the desktop can take long and can be refused, so it happens in a thread of its own. A refusal does not
    disturb the set: the lifter's own power settings then apply.
    """

    def __init__(self) -> None:
        self._released = threading.Event()
        self._thread: threading.Thread | None = None

    def acquire(self) -> None:
        """Ask the desktop for the lock; return at once, and do nothing the second time."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._hold, name="wake-lock", daemon=True)
            self._thread.start()

    def release(self) -> None:
        """Let the screen sleep again."""
        self._released.set()

    def _hold(self) -> None:
        from wakepy import keep  # 40 ms that no first frame should wait for

        with keep.presenting(on_fail="pass"):
            self._released.wait()
