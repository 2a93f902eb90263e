"""When a set is drawn: a frame when what is shown changes, and steps of the bar between two frames."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from negcoach.training.score.timeline import Phase

STEP_S = 1 / 16
"""The time between two steps of the bar, each less than a third of a row. Counts and phases are drawn as they begin."""
_REFRESH_S = 1 / 4
"""The longest time between two frames: the notices and the session's clock change without a key."""
_LEAST_PAUSE_S = 0.002
"""The shortest time between two frames, for keys to be handled."""
_MOVING = frozenset({Phase.LOWER, Phase.LIFT})


class FrameSchedule:
    """The time of the next frame of a set, and of the next step before it.

    The event loop calls directly: Textual's timers would cost as much again as moving the bar. Times in seconds are on
    the loop's clock, those in milliseconds on the set's track.
    """

    def __init__(self, step: Callable[[], None]) -> None:
        """Call ``step`` whenever something is to be drawn; it is called in the running event loop."""
        self._step = step
        self._loop = asyncio.get_running_loop()
        self._next: asyncio.TimerHandle | None = None
        self._due_s = 0.0  # the latest time of the next frame
        self._due_ms: int | None = None  # the same on the set's track

    def now_s(self) -> float:
        """Return the time."""
        return self._loop.time()

    def set_next_frame(self, began_s: float, due_ms: int | None) -> None:
        """Draw the next frame at ``due_ms`` of the track (``None``: nothing changes), soon after ``began_s`` anyway."""
        self._due_s, self._due_ms = began_s + _REFRESH_S, due_ms

    def is_frame_due(self, now_s: float, drawn_ms: int) -> bool:
        """Return whether the next frame is due; ``drawn_ms`` is the position that is drawn now."""
        return now_s >= self._due_s or (self._due_ms is not None and drawn_ms >= self._due_ms)

    def schedule_step(self, phase: Phase, began_s: float, drawn_ms: int) -> None:
        """Schedule the next step: the frame that is due or, before it, a step of the bar.

        While the bar does not move, one step shortly before the frame is enough: the position that is heard, by which
        the frame is due, is corrected now and then.
        """
        self.cancel()
        due_s = self._due_s
        if self._due_ms is not None:
            due_s = min(due_s, began_s + (self._due_ms - drawn_ms) / 1000)
            if due_s > began_s + STEP_S:
                due_s = began_s + STEP_S if phase in _MOVING else due_s - STEP_S
        # However long a frame took, keys are handled before the next one.
        self._next = self._loop.call_at(max(due_s, self._loop.time() + _LEAST_PAUSE_S), self._step)

    def cancel(self) -> None:
        """Draw nothing more."""
        if self._next is not None:
            self._next.cancel()
