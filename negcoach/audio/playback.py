"""Playback of a score through the sound device: supplies its samples, and estimates how far it has been heard.

Lives in the process that owns the device. The device's own thread calls :meth:`Playback.take` for the next frames;
every other method may be called from another thread.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from negcoach.audio.clock import frames_in, now_ns
from negcoach.audio.cue_update import CueKey, merge_cues, place_cues
from negcoach.audio.sounds import FRAMES_PER_MS
from negcoach.audio.track import Pack, PlacedSound, Track
from negcoach.training.score.timeline import Cue

_CROSSFADE_FRAMES = 4 * FRAMES_PER_MS
_FIRST_BLOCK_NS = 4_000_000
"""From the first call of a device that starts to its first frame: 3 to 9 ms (PulseAudio null sink)."""
_TOLERANCE_FRAMES = FRAMES_PER_MS // 2
_COMPARED_BLOCKS = 8
"""How many blocks' call times are compared: the earliest call, relative to its frames, was not delayed."""


@dataclass(frozen=True, slots=True)
class PositionReport:
    """The position being heard: ``frame`` at the time ``at_ns``.

    ``next_frame`` is the first frame that has not been handed over, ``block`` how many frames the device takes at
    once, ``start_id`` the number of the start command that this belongs to.
    """

    start_id: int
    at_ns: int
    frame: int
    next_frame: int
    block: int

    def predicts(self, later: PositionReport) -> bool:
        """Return whether a later report can be computed from this one, to half a millisecond."""
        frame = self.frame + frames_in(later.at_ns - self.at_ns)
        return (
            self.start_id == later.start_id
            and self.block == later.block
            and abs(later.frame - frame) <= _TOLERANCE_FRAMES
            and next_frame_at(self.next_frame, self.block, later.frame) == later.next_frame
        )


def next_frame_at(next_frame: int, block: int, frame: int) -> int:
    """Return the first frame not handed over when ``frame`` is heard, computed from an earlier ``next_frame``.

    The device takes a block when the one before it begins to be heard.
    """
    passed = frame + block - next_frame
    return next_frame + (0 if passed < 0 else passed // block + 1) * block


@dataclass(frozen=True, slots=True)
class Mix:
    """All that determines the sound, for an engine that renders it in advance."""

    sounds: Mapping[CueKey, PlacedSound]
    pack: Pack
    volume: int

    def render(self, frame: int, n: int, without: Container[CueKey] = ()) -> array[int]:
        """Return the ``n`` frames from ``frame`` on, some cues left out."""
        sounds = [sound for key, sound in self.sounds.items() if key not in without]
        return Track.of(sounds, self.pack, self.volume).read(frame, n)


class Playback:
    """The score that is being played, its sound pack and loudness, and the estimate of the position being heard.

    ``on_report`` gets a report with each block, in the device's thread.
    """

    def __init__(
        self,
        pack: Pack,
        on_report: Callable[[PositionReport], None],
        volume: int = 100,
        clock: Callable[[], int] = now_ns,
    ) -> None:
        self._lock = threading.Lock()
        self._on_report = on_report
        self._clock = clock
        self._pack = pack
        self._volume = volume
        self._sounds: dict[CueKey, PlacedSound] = {}
        self._track = Track((), pack, volume)
        self._outgoing_track: Track | None = None
        self._start_id = 0
        self._next_frame = 0
        self._due_ns: int | None = None
        self._clock_offsets: deque[int] = deque(maxlen=_COMPARED_BLOCKS)

    def load(self, cues: Iterable[Cue]) -> None:
        """Take a new score."""
        with self._lock:
            self._sounds = place_cues(self._playable(cues))
            self._track = self._make_track()
            self._outgoing_track = None

    def seek(self, start_id: int, frame: int, due_ns: int | None = None) -> None:
        """Hand over ``frame`` next.

        With ``due_ns``, ``frame`` should have been heard at that time: hand over the frame that is due by now.
        """
        with self._lock:
            self._start_id = start_id
            self._next_frame = frame
            self._due_ns = due_ns
            self._clock_offsets.clear()

    def update(self, cues: Iterable[Cue]) -> None:
        """Take the cues of the same score, changed by a key (see :func:`~negcoach.audio.cue_update.merge_cues`)."""
        with self._lock:
            self._sounds = merge_cues(self._sounds, self._playable(cues), self._next_frame)
            self._track = self._make_track()

    def set_sound(self, pack: Pack, volume: int) -> None:
        """Go on with other sounds or another loudness, without a click."""
        with self._lock:
            self._outgoing_track = self._outgoing_track or self._track
            self._pack, self._volume = pack, volume
            self._track = self._make_track()

    def take(self, n: int) -> array[int]:
        """Hand over the next ``n`` frames; called by the device when it needs them."""
        with self._lock:
            now = self._clock()
            first = self._first_frame(now + _FIRST_BLOCK_NS)
            samples = self._track.read(first, n)
            if self._outgoing_track is not None:
                samples = _crossfade(self._outgoing_track.read(first, n), samples)
                self._outgoing_track = None
            self._next_frame = first + n
            report = self._estimate(now, first, n)
        self._on_report(report)
        return samples

    def first_frame(self, heard_ns: int) -> int:
        """Return the frame to start with when the start will be heard at ``heard_ns``."""
        with self._lock:
            return self._first_frame(heard_ns)

    def mix(self) -> Mix:
        """Return the present mix."""
        with self._lock:
            return Mix(self._sounds, self._pack, self._volume)

    def report(self, now_ns: int, frame: int, next_frame: int, block: int) -> None:
        """Report the position being heard, for an engine that computes it itself."""
        with self._lock:
            self._next_frame = next_frame
            report = PositionReport(self._start_id, now_ns, frame, next_frame, block)
        self._on_report(report)

    def _estimate(self, now: int, first: int, n: int) -> PositionReport:
        """Estimate the frame heard at this call: a device with two blocks asks for one when the one before begins.

        A delayed call makes that look later than it is, never earlier. So the largest offset between frames and
        clock, of the last few calls, is taken.
        """
        elapsed = frames_in(now)
        self._clock_offsets.append(first - n - elapsed)
        return PositionReport(self._start_id, now, max(self._clock_offsets) + elapsed, first + n, n)

    def _first_frame(self, heard_ns: int) -> int:
        if self._due_ns is not None:
            self._next_frame += frames_in(heard_ns - self._due_ns)
            self._due_ns = None
        return self._next_frame

    def _playable(self, cues: Iterable[Cue]) -> list[Cue]:
        """Return the cues whose sound the pack has: one that is missing must not silence the others."""
        return [cue for cue in cues if cue.sound in self._pack]

    def _make_track(self) -> Track:
        return Track.of(self._sounds.values(), self._pack, self._volume)


def _crossfade(old: array[int], new: array[int]) -> array[int]:
    """Return samples that go from the old to the new within 4 ms."""
    over = min(_CROSSFADE_FRAMES, len(new))
    head = [(a * (over - i) + b * i) // over for i, (a, b) in enumerate(zip(old[:over], new[:over], strict=True))]
    return array("h", head) + new[over:]
