"""What stands behind the sound device: the score being performed, and how far it has been heard.

Lives in the process that owns the device. The device's own thread asks :meth:`Stage.take` for the next frames;
every other method may be called from another thread.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from negcoach.audio.clock import frames_in, now_ns
from negcoach.audio.cue_update import Key, laid, turned
from negcoach.audio.sounds import FRAMES_PER_MS
from negcoach.audio.track import Pack, Placed, Track
from negcoach.training.score.timeline import Cue

_RAMP_FRAMES = 4 * FRAMES_PER_MS
_FIRST_BLOCK_NS = 4_000_000
"""From the first call of a device that starts to its first frame: 3 to 9 ms (PulseAudio null sink)."""
_BEND_FRAMES = FRAMES_PER_MS // 2
_REMEMBERED = 8
"""Blocks whose times are compared: the call that came soonest is the one that was not held up."""


@dataclass(frozen=True, slots=True)
class Report:
    """``frame`` was heard at ``at_ns``; ``following`` is the first frame that is not handed over yet.

    ``block`` is how many frames the device takes at once; ``run`` says which start this belongs to.
    """

    run: int
    at_ns: int
    frame: int
    following: int
    block: int

    def foretells(self, later: Report) -> bool:
        """Return whether whoever has this report knows as much as the later one says, to half a millisecond."""
        frame = self.frame + frames_in(later.at_ns - self.at_ns)
        return (
            self.run == later.run
            and self.block == later.block
            and abs(later.frame - frame) <= _BEND_FRAMES
            and following_at(self.following, self.block, later.frame) == later.following
        )


def following_at(following: int, block: int, frame: int) -> int:
    """Return the first frame that is not handed over when ``frame`` is heard, going on from an earlier ``following``.

    The device takes a block when the one before it begins to be heard.
    """
    passed = frame + block - following
    return following + (0 if passed < 0 else passed // block + 1) * block


@dataclass(frozen=True, slots=True)
class Script:
    """All that makes the sound: for an engine that renders it beforehand."""

    placed: Mapping[Key, Placed]
    pack: Pack
    volume: int

    def render(self, frame: int, n: int, without: Container[Key] = ()) -> array[int]:
        """The ``n`` frames from ``frame`` on, some cues left out."""
        placed = [p for key, p in self.placed.items() if key not in without]
        return Track.of(placed, self.pack, self.volume).read(frame, n)


class Stage:
    """The score, its loudness, and the line through (time, frame heard).

    ``on_report`` gets a report with each block, in the device's thread.
    """

    def __init__(
        self,
        pack: Pack,
        on_report: Callable[[Report], None],
        volume: int = 100,
        clock: Callable[[], int] = now_ns,
    ) -> None:
        self._lock = threading.Lock()
        self._on_report = on_report
        self._clock = clock
        self._pack = pack
        self._volume = volume
        self._placed: dict[Key, Placed] = {}
        self._track = Track((), pack, volume)
        self._leaving: Track | None = None
        self._run = 0
        self._following = 0
        self._due_ns: int | None = None
        self._leads: deque[int] = deque(maxlen=_REMEMBERED)

    def load(self, cues: Iterable[Cue]) -> None:
        """Take a new score."""
        with self._lock:
            self._placed = laid(self._known(cues))
            self._track = self._lay()
            self._leaving = None

    def set_out(self, run: int, frame: int, due_ns: int | None = None) -> None:
        """The next frame to hand over is ``frame``; with ``due_ns``, the one that is to be heard when
        ``frame`` should have been heard at ``due_ns``."""
        with self._lock:
            self._run = run
            self._following = frame
            self._due_ns = due_ns
            self._leads.clear()

    def turn(self, cues: Iterable[Cue]) -> None:
        """The same score, turned by a key (see :func:`~negcoach.audio.cue_update.turned`)."""
        with self._lock:
            self._placed = turned(self._placed, self._known(cues), self._following)
            self._track = self._lay()

    def dress(self, pack: Pack, volume: int) -> None:
        """Go on with other sounds or another loudness, without a click."""
        with self._lock:
            self._leaving = self._leaving or self._track
            self._pack, self._volume = pack, volume
            self._track = self._lay()

    def take(self, n: int) -> array[int]:
        """Hand over the next ``n`` frames: called by the device when it needs them."""
        with self._lock:
            now = self._clock()
            first = self._due(now + _FIRST_BLOCK_NS)
            samples = self._track.read(first, n)
            if self._leaving is not None:
                samples = _crossed(self._leaving.read(first, n), samples)
                self._leaving = None
            self._following = first + n
            report = self._reckon(now, first, n)
        self._on_report(report)
        return samples

    def begin(self, heard_ns: int) -> int:
        """The frame to start with when the start will be heard at ``heard_ns``."""
        with self._lock:
            return self._due(heard_ns)

    def script(self) -> Script:
        """What is being performed now."""
        with self._lock:
            return Script(self._placed, self._pack, self._volume)

    def note(self, now_ns: int, frame: int, following: int, block: int) -> None:
        """An engine that counts for itself says what is heard."""
        with self._lock:
            self._following = following
            report = Report(self._run, now_ns, frame, following, block)
        self._on_report(report)

    def _reckon(self, now: int, first: int, n: int) -> Report:
        """What is heard at this call: a device that keeps two blocks asks for one when the one before begins.

        A held-up call makes that look later than it is, never sooner; so the line goes through the soonest of
        the last few.
        """
        elapsed = frames_in(now)
        self._leads.append(first - n - elapsed)
        return Report(self._run, now, max(self._leads) + elapsed, first + n, n)

    def _due(self, heard_ns: int) -> int:
        if self._due_ns is not None:
            self._following += frames_in(heard_ns - self._due_ns)
            self._due_ns = None
        return self._following

    def _known(self, cues: Iterable[Cue]) -> list[Cue]:
        """A sound that the pack lacks must not silence the others."""
        return [cue for cue in cues if cue.sound in self._pack]

    def _lay(self) -> Track:
        return Track.of(self._placed.values(), self._pack, self._volume)


def _crossed(old: array[int], new: array[int]) -> array[int]:
    """From the old samples to the new within 4 ms."""
    over = min(_RAMP_FRAMES, len(new))
    head = [(a * (over - i) + b * i) // over for i, (a, b) in enumerate(zip(old[:over], new[:over], strict=True))]
    return array("h", head) + new[over:]
