"""A player that can be fast-forwarded: the same score at a multiple of its speed, in silence, then its sound again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from negcoach.audio.clock import NS_PER_MS, now_ns
from negcoach.audio.player import Player
from negcoach.audio.queue import Queue
from negcoach.training.score.timeline import Cue, RescueCall


@dataclass(frozen=True, slots=True)
class _Run:
    """A run at a multiple of the speed, from a position (ms) and a time (ns) on, until ``left_ms`` before the end."""

    speed: int
    from_ms: int
    since_ns: int
    left_ms: int


class FastForwardPlayer:
    """A :class:`~negcoach.audio.player.Player` over another one, which is still while this one runs ahead of it.

    The end of a score is its last cue: of a set that it is done, of a rest that it is over. A new score begins at its
    own speed.
    """

    def __init__(self, player: Player, clock: Callable[[], int] = now_ns) -> None:
        self._player = player
        self._clock = clock
        self._cues: tuple[Cue, ...] = ()
        self._run: _Run | None = None
        self._runs = False
        self._reached_ms = 0

    @property
    def engine(self) -> str:
        """The engine of the other player."""
        return self._player.engine

    @property
    def queue(self) -> Queue | None:
        """What the sound device has taken so far."""
        return self._player.queue

    @property
    def speed(self) -> int:
        """The multiple of its own speed at which the score runs now."""
        self.position()  # it may have come to where it goes on at its own speed
        return 1 if self._run is None else self._run.speed

    def forward(self, speed: int, left_ms: int = 0) -> None:
        """Run at ``speed`` until ``left_ms`` before the end, if the score runs and has more than that left."""
        at_ms = self.position()
        if self._runs and at_ms < self._end_ms - left_ms:
            self._player.stop()
            self._run = _Run(speed, at_ms, self._clock(), left_ms)

    def at_own_speed(self) -> None:
        """Run at the score's own speed, with its sound."""
        at_ms = self.position()
        if self._run is not None:
            self._go_on_from(at_ms)

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        """Take a new score, stopped at ``at_ms``; nobody is to be freed of a load that is not there."""
        self._cues, self._run, self._runs, self._reached_ms = tuple(cues), None, False, at_ms
        self._player.load(cues, at_ms)

    def start(self) -> None:
        """Run from the present position."""
        self._runs = True
        if self._run is None:
            self._player.start()

    def replace(self, cues: Sequence[Cue], rescue: Sequence[RescueCall] = ()) -> None:
        """Take the cues of the same score again, changed by a key."""
        self._cues = tuple(cues)
        if self._run is None:
            self._player.replace(cues)

    def stop(self) -> int:
        """Be silent at once and stop; return the position that was being heard (ms)."""
        at_ms = self.position()
        self._runs = False
        if self._run is not None:
            self._run = None
            self._player.load(self._cues, at_ms)
        else:
            self._player.stop()
        return at_ms

    def position(self) -> int:
        """The position (ms) being heard, or that would be; never going back."""
        run = self._run
        if run is None:
            at_ms = self._player.position()
        else:
            at_ms = run.from_ms + (self._clock() - run.since_ns) * run.speed // NS_PER_MS
            slow_from_ms = self._end_ms - run.left_ms
            if at_ms >= slow_from_ms:
                at_ms = max(run.from_ms, slow_from_ms)
                self._go_on_from(at_ms)
        self._reached_ms = max(self._reached_ms, at_ms)
        return self._reached_ms

    def earliest(self) -> int:
        """The first position (ms) at which a sound that is sent now can still begin exactly."""
        return self.position() if self._run is not None else max(self.position(), self._player.earliest())

    def heard_ns(self) -> int | None:
        """The time (monotonic ns) until which the sound is known to be heard; ``None`` while nothing is."""
        return None if self._run is not None else self._player.heard_ns()

    def set_volume(self, percent: int) -> None:
        """Set the loudness, 0 to 100 percent."""
        self._player.set_volume(percent)

    def mute(self, muted: bool) -> None:
        """Make the cues silent, or heard again; the time runs on."""
        self._player.mute(muted)

    def use_pack(self, pack: str, own: Path | None = None) -> None:
        """Use the sounds of another pack, and the lifter's own."""
        self._player.use_pack(pack, own)

    def notice(self) -> str | None:
        """Return one line about sound lost or regained, once."""
        return self._player.notice()

    def close(self) -> None:
        """Close the player."""
        self._player.close()

    @property
    def _end_ms(self) -> int:
        return max((cue.at_ms for cue in self._cues), default=0)

    def _go_on_from(self, at_ms: int) -> None:
        self._run = None
        self._player.load(self._cues, at_ms)
        self._player.start()
