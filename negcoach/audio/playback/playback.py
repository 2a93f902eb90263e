"""Playback of a score through the sound device: supplies its samples, and computes how far it has been heard.

Far more is handed over than has been heard, so that a machine that stands still for a moment interrupts no sound. When
a key changes what was handed over already, the engine switches devices: it throws that away, and goes on with a fresh
one from what is heard then.

Lives in the process that owns the device. The device's own thread calls :meth:`Playback.next_frames`; every other
method may be called from another thread.
"""

from __future__ import annotations

import threading
from array import array
from collections import deque
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace

from negcoach.audio.clock import frames_in, now_ns
from negcoach.audio.playback.cue_update import CueKey, merge_cues, place_cues, replace_after_switch
from negcoach.audio.playback.heard_clock import FIRST_FRAME_NS, HeardClock
from negcoach.audio.playback.track import LevelledPack, Pack, PlacedSound, Track
from negcoach.audio.sounds.sounds import FRAMES_PER_MS
from negcoach.training.score.timeline import Cue

SWITCH_FRAMES = 12 * FRAMES_PER_MS
"""How long a switch takes, from the command to the first frame heard, until it was measured (7 to 11 ms here)."""

_SHORTEST_SWITCH_FRAMES = 8 * FRAMES_PER_MS
_LONGEST_SWITCH_FRAMES = 100 * FRAMES_PER_MS
_COMPARED_SWITCHES = 8
_TOLERANCE_FRAMES = FRAMES_PER_MS // 2


@dataclass(frozen=True, slots=True)
class PositionReport:
    """The position being heard: ``frame`` at the time ``at_ns``.

    ``start_id`` is the number of the start command that this belongs to. The device asks for ``block`` frames at once,
    and has ``queued`` frames now that are not heard yet (0 where the engine plays whole buffers). A change that is sent
    now is heard after ``switch`` frames.
    """

    start_id: int
    at_ns: int
    frame: int
    block: int
    queued: int
    switch: int

    def predicts(self, later: PositionReport) -> bool:
        """Return whether a later report can be computed from this one, to half a millisecond."""
        frame = self.frame + frames_in(later.at_ns - self.at_ns)
        return (
            self.start_id == later.start_id
            and (self.block, self.switch) == (later.block, later.switch)
            and abs(later.frame - frame) <= _TOLERANCE_FRAMES
        )


@dataclass(frozen=True, slots=True)
class Mix:
    """All that determines the sound, for an engine that renders it in advance."""

    sounds: Mapping[CueKey, PlacedSound]
    pack: Pack
    volume: int

    def render(self, frame: int, n: int, without: Container[CueKey] = ()) -> array[int]:
        """Return the ``n`` frames from ``frame`` on, some cues left out."""
        sounds = [sound for key, sound in self.sounds.items() if key not in without]
        return Track.of(sounds, LevelledPack(self.pack, self.volume)).read(frame, n)


class Playback:
    """The score that is being played, its sound pack and loudness, and the position being heard.

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
        self._levelled = LevelledPack(pack, volume)
        self._cues: tuple[Cue, ...] = ()
        self._sounds: dict[CueKey, PlacedSound] = {}
        self._track = Track.of((), self._levelled)
        self._start_id = 0
        self._next_frame = 0
        self._due_ns: int | None = None
        self._heard = HeardClock()
        self._changed_ns: int | None = None  # since when what was handed over is out of date
        self._heard_until: int | None = None  # set by a switch until its first block
        self._switches: deque[int] = deque(maxlen=_COMPARED_SWITCHES)

    def load(self, cues: Iterable[Cue]) -> None:
        """Take a new score."""
        with self._lock:
            self._place_cues(cues)
            self._sounds = place_cues(self._cues)
            self._track = self._make_track()

    def seek(self, start_id: int, frame: int, due_ns: int | None = None) -> None:
        """Hand over ``frame`` next, to a device that starts.

        With ``due_ns``, ``frame`` should have been heard at that time: hand over the frame that is due by now.
        """
        with self._lock:
            self._start_id = start_id
            self._next_frame = frame
            self._due_ns = due_ns

    def update(self, cues: Iterable[Cue]) -> None:
        """Take the cues of the same score, changed by a key (see ``cue_update``)."""
        with self._lock:
            self._place_cues(cues)
            if self._changed_ns is not None:
                return  # the switch that is due takes them
            if self._heard.running:
                now = self._clock()
                heard = self._heard.frame_at(now)
                changed = Track.of(merge_cues(self._sounds, self._cues, heard).values(), self._levelled)
                if changed.heard_within(heard, self._next_frame) != self._track.heard_within(heard, self._next_frame):
                    self._changed_ns = now
                    return
            self._sounds = merge_cues(self._sounds, self._cues, self._next_frame)
            self._track = self._make_track()

    def set_sound(self, pack: Pack, volume: int) -> None:
        """Go on with other sounds or another loudness."""
        with self._lock:
            if (pack, volume) == (self._pack, self._volume):
                return
            self._pack, self._volume = pack, volume
            self._levelled = LevelledPack(pack, volume)
            before, self._track = self._track, self._make_track()
            if self._heard.running and self._changed_ns is None:
                now = self._clock()
                heard = self._heard.frame_at(now)
                if any(track.heard_within(heard, self._next_frame) for track in (before, self._track)):
                    self._changed_ns = now

    @property
    def volume(self) -> int:
        """The loudness in percent."""
        return self._volume

    def heard_frame(self) -> int | None:
        """Return the frame that is being heard from a stream, ``None`` while none is."""
        with self._lock:
            return self._heard.frame_at(self._clock()) if self._heard.running else None

    @property
    def switch_is_due(self) -> bool:
        """Whether something that was handed over, and is not heard yet, has changed."""
        with self._lock:
            return self._changed_ns is not None

    def prepare_switch(self) -> None:
        """Compute what a switch will need, so that it takes no time then."""
        with self._lock:
            if self._heard.running:
                heard = self._heard.frame_at(self._clock())
                sounds = replace_after_switch(self._sounds, self._cues, heard, heard)
                Track.of(sounds.values(), self._levelled).read(heard, self._next_frame - heard)

    def switch(self) -> None:
        """What was handed over is heard no more: the next block is the first of a fresh device."""
        with self._lock:
            self._heard_until = self._heard.frame_at(self._clock()) if self._heard.running else None

    def halt(self) -> None:
        """Nothing is heard any more, nor what was handed over, until the next ``seek``."""
        with self._lock:
            if self._heard.running:
                self._next_frame = self._heard.frame_at(self._clock())
                self._sounds = merge_cues(self._sounds, self._cues, self._next_frame)
                self._track = self._make_track()
            self._heard.stop()
            self._changed_ns = self._heard_until = None

    def next_frames(self, n: int) -> array[int]:
        """Hand over the next ``n`` frames; called by the device when it needs them."""
        with self._lock:
            now = self._clock()
            if self._heard_until is not None:
                self._begin_switched(now, self._heard_until)
            elif self._heard.running:
                self._heard.follow(now, self._next_frame)
            else:
                self._begin(now)
            samples = self._track.read(self._next_frame, n)
            self._next_frame += n
            heard = self._heard.frame_at(now)
            report = PositionReport(self._start_id, now, heard, n, self._next_frame - heard, self._switch_frames())
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
        """Report the position being heard, for an engine that computes it; ``next_frame`` can still be changed."""
        with self._lock:
            self._next_frame = next_frame
            report = PositionReport(self._start_id, now_ns, frame, block, queued=0, switch=next_frame - frame)
        self._on_report(report)

    def _begin(self, now: int) -> None:
        """Begin at the frame that was sought; what had begun before it fades in."""
        self._next_frame = self._first_frame(now + FIRST_FRAME_NS)
        self._heard.start(now, self._next_frame)
        self._sounds = {
            key: replace(sound, resumed=self._next_frame) if sound.start < self._next_frame else sound
            for key, sound in self._sounds.items()
        }
        self._track = self._make_track()

    def _begin_switched(self, now: int, heard_until: int) -> None:
        """Go on with a fresh device from what is heard when its first frame is."""
        self._next_frame = self._heard.frame_at(now + FIRST_FRAME_NS)
        self._heard.start(now, self._next_frame)
        self._sounds = replace_after_switch(self._sounds, self._cues, heard_until, self._next_frame)
        self._track = self._make_track()
        if self._changed_ns is not None:
            self._switches.append(frames_in(now + FIRST_FRAME_NS - self._changed_ns))
        self._changed_ns = self._heard_until = None

    def _switch_frames(self) -> int:
        """Return how long a switch takes: as long as the slowest but one of the last few."""
        if len(self._switches) < 2:
            return SWITCH_FRAMES
        return min(max(sorted(self._switches)[-2], _SHORTEST_SWITCH_FRAMES), _LONGEST_SWITCH_FRAMES)

    def _first_frame(self, heard_ns: int) -> int:
        if self._due_ns is not None:
            self._next_frame += frames_in(heard_ns - self._due_ns)
            self._due_ns = None
        return self._next_frame

    def _place_cues(self, cues: Iterable[Cue]) -> None:
        """Keep the cues whose sound the pack has: one that is missing must not silence the others."""
        self._cues = tuple(cue for cue in cues if cue.sound in self._pack)

    def _make_track(self) -> Track:
        return Track.of(self._sounds.values(), self._levelled)
