"""Which frame is being heard, computed from the moments at which the device asks for frames.

Pure: it is told each call of the device and its time.
"""

from __future__ import annotations

from collections import deque

from negcoach.audio.clock import frames_in

FIRST_FRAME_NS = 5_000_000
"""From the first call of a device that starts to its first frame: 4 to 6 ms (PulseAudio, measured)."""

_COMPARED_CALLS = 8


class HeardClock:
    """The line of frames against time on which a device plays.

    It begins at the first call, whose frame is heard :data:`FIRST_FRAME_NS` later. After that the device asks long
    before it needs a block, nobody knows how long. So the later calls do not say what is heard, but they come at a
    steady pace: once there are enough of them, the line follows their changes (two clocks that drift, a gap). A call
    can come late, never early: of the last few, the one that was earliest for its frames counts.
    """

    def __init__(self) -> None:
        self._offset: int | None = None  # the frame heard at time 0; None: nothing plays
        self._bias: int | None = None  # from there to the frame that a steady call asks for
        self._asked: deque[int] = deque(maxlen=_COMPARED_CALLS)

    @property
    def running(self) -> bool:
        """Whether a device has asked for its first block."""
        return self._offset is not None

    def stop(self) -> None:
        """Nothing is heard until the next ``start``."""
        self._offset = None

    def start(self, now_ns: int, frame: int) -> None:
        """Take the first call of a device, which asked for ``frame`` and those after it."""
        self._offset = frame - frames_in(now_ns + FIRST_FRAME_NS)
        self._bias = None
        self._asked.clear()

    def follow(self, now_ns: int, frame: int) -> None:
        """Take a later call of the same device, which asked for ``frame`` and those after it."""
        assert self._offset is not None
        self._asked.append(frame - frames_in(now_ns))
        if len(self._asked) < _COMPARED_CALLS:
            return
        asked = max(self._asked)
        if self._bias is None:
            self._bias = asked - self._offset
        self._offset = asked - self._bias

    def frame_at(self, time_ns: int) -> int:
        """Return the frame that is heard at a time. Only while it is ``running``."""
        assert self._offset is not None
        return self._offset + frames_in(time_ns)
