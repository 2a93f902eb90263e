"""Keeping the computer's screen awake during a session."""

from __future__ import annotations

import threading


class Awake:
    """Holds the screen awake from ``begin`` to ``end``.

    Asking the desktop may take long or be refused, so it happens in a thread of its own and its failure is no
    failure of the set: the lifter's own power settings then hold.
    """

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Ask the desktop; returns at once, and does nothing the second time."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._hold, name="awake", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Let the screen sleep again."""
        self._ended.set()

    def _hold(self) -> None:
        from wakepy import keep  # 40 ms that no first frame should wait for

        with keep.presenting(on_fail="pass"):
            self._ended.wait()
