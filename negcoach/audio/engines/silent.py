"""The engine without sound: the monotonic clock keeps time, so that a set goes on by sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from negcoach.audio.clock import NS_PER_MS, now_ns
from negcoach.training.score.timeline import Cue, RescueCall


class SilentPlayer:
    """A :class:`~negcoach.audio.player.Player` whose position follows ``clock`` (nanoseconds, never back)."""

    engine = "silent"

    def __init__(self, clock: Callable[[], int] = now_ns) -> None:
        self._clock = clock
        self._at_ms = 0
        self._since_ns: int | None = None

    @property
    def queue(self) -> None:
        """``None``: there is no device."""
        return None

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        """Take a new score, stopped at ``at_ms``; its cues are not heard."""
        self._at_ms = at_ms
        self._since_ns = None

    def start(self) -> None:
        """Run from the present position (nothing changes when it already runs)."""
        if self._since_ns is None:
            self._since_ns = self._clock()

    def replace(self, cues: Sequence[Cue], rescue: Sequence[RescueCall] = ()) -> None:
        """Do nothing: no cue is heard."""

    def stop(self) -> int:
        """Stop; return the position (ms)."""
        self._at_ms = self.position()
        self._since_ns = None
        return self._at_ms

    def position(self) -> int:
        """The position now (ms)."""
        if self._since_ns is None:
            return self._at_ms
        return self._at_ms + (self._clock() - self._since_ns) // NS_PER_MS

    def earliest(self) -> int:
        """The position now (ms): silence needs no time to be sent."""
        return self.position()

    def heard_ns(self) -> int | None:
        """Return ``None``: nothing is heard."""
        return None

    def set_volume(self, percent: int) -> None:
        """Do nothing."""

    def mute(self, muted: bool) -> None:
        """Do nothing."""

    def use_pack(self, pack: str, own: Path | None = None) -> None:
        """Do nothing."""

    def notice(self) -> str | None:
        """Return ``None``: no sound is lost where there was none."""
        return None

    def close(self) -> None:
        """Do nothing."""
