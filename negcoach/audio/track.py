"""The sound track of a score: mixes cues to PCM samples, the same for a stream, a buffer and a file.

Positions are frames of 48 kHz mono 16-bit sound; one millisecond is exactly 48 of them. Windows are half-open:
``[frame, frame + n)``.
"""

from __future__ import annotations

import os
import sys
import wave
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from negcoach.audio.sounds import FRAME_RATE, FRAMES_PER_MS
from negcoach.errors import NegcoachError
from negcoach.files import staged_file
from negcoach.training.score.timeline import Cue

Pack = Mapping[str, "array[int]"]
"""The samples of each sound by its name: mono, 48 kHz, signed 16-bit."""

FADE_FRAMES = 4 * FRAMES_PER_MS
"""The fade-out of a cue that is cut: 4 ms, long enough not to click, too short to notice."""

_UNITY = 1 << 15
_CHUNK_FRAMES = FRAME_RATE


@dataclass(frozen=True, slots=True)
class PlacedSound:
    """A sound at its position in the track, in frames: heard from ``start``, silent again from ``until`` on.

    With ``until`` it fades out over the last ``FADE_FRAMES`` before; with ``None`` it plays to its end.
    """

    start: int
    sound: str
    until: int | None = None


def place_cue(cue: Cue) -> PlacedSound:
    """Return the cue in frames."""
    until = None if cue.until_ms is None else cue.until_ms * FRAMES_PER_MS
    return PlacedSound(cue.at_ms * FRAMES_PER_MS, cue.sound, until)


class Track:
    """The mixed sound of a list of cues.

    Overlapping cues are summed and clipped. A cue that is given twice (same position, same sound) is heard once.
    ``volume`` is in per cent, 0 to 100 (see :func:`gain`). Raises :class:`NegcoachError` for a sound that is
    not in the pack.
    """

    def __init__(self, cues: Iterable[Cue], pack: Pack, volume: int = 100) -> None:
        self._arrange([place_cue(cue) for cue in cues], pack, volume)

    @classmethod
    def of(cls, sounds: Iterable[PlacedSound], pack: Pack, volume: int = 100) -> Track:
        """Return the track of sounds whose positions are already in frames."""
        track = cls((), pack, volume)
        track._arrange(sounds, pack, volume)
        return track

    def _arrange(self, sounds: Iterable[PlacedSound], pack: Pack, volume: int) -> None:
        distinct = {(s.start, s.sound): s for s in sounds}
        self._sounds = sorted(distinct.values(), key=lambda s: (s.start, s.sound))
        self._starts = [s.start for s in self._sounds]
        self._pack = pack
        self._gain = gain(volume)
        try:
            self._longest = max((len(pack[s.sound]) for s in self._sounds), default=0)
        except KeyError as unknown:
            message = f"There is no sound called {unknown}; the pack has {len(pack)} others"
            raise NegcoachError(message) from None

    def read(self, frame: int, n: int) -> array[int]:
        """Return the ``n`` frames from ``frame`` on. Any split into reads gives the same samples as one read."""
        parts = list(self._parts(frame, frame + n))
        if any(at < end for (_, end), (at, _) in pairwise((at, at + len(p)) for at, p in parts)):
            return self._at_volume(_sum(parts, n))
        window = silence(n)
        for at, part in parts:
            window[at : at + len(part)] = self._at_volume(part)
        return window

    def _parts(self, frame: int, stop: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield each sound's samples within the window, with their offset in it, in the order in which they begin."""
        first = bisect_right(self._starts, frame - self._longest)
        last = bisect_left(self._starts, stop)
        for sound in self._sounds[first:last]:
            begin, end = max(sound.start, frame), min(self._end(sound), stop)
            if begin < end:
                yield begin - frame, self._samples(sound, begin, end)

    def _samples(self, sound: PlacedSound, begin: int, end: int) -> Sequence[int]:
        """Return a sound's samples from one frame of the track to another, faded out where it is cut."""
        samples = self._pack[sound.sound][begin - sound.start : end - sound.start]
        if sound.until is None or end <= sound.until - FADE_FRAMES:
            return samples
        fade_from, until = sound.until - FADE_FRAMES, sound.until
        return [s if f < fade_from else s * (until - f) // FADE_FRAMES for f, s in enumerate(samples, start=begin)]

    def _at_volume(self, samples: Sequence[int]) -> array[int]:
        """Return samples at the track's volume, clipped to 16 bits."""
        factor = self._gain
        if factor == _UNITY and isinstance(samples, array):
            return samples
        return array("h", [max(-32768, min(32767, s * factor >> 15)) for s in samples])

    def _end(self, sound: PlacedSound) -> int:
        end = sound.start + len(self._pack[sound.sound])
        return end if sound.until is None else min(end, sound.until)


def gain(percent: int) -> int:
    """Return the factor for a volume in per cent, as 1/32768ths; 100 leaves every sample as it is.

    It is the square of the percentage, so that equal steps sound equal, which a linear factor does not give.
    """
    percent = max(0, min(100, percent))
    return percent * percent * _UNITY // 10_000


def _sum(parts: Iterable[tuple[int, Sequence[int]]], n: int) -> list[int]:
    """Return the sum of overlapping sounds, not yet clipped."""
    sums = [0] * n
    for begin, part in parts:
        for at, sample in enumerate(part, start=begin):
            sums[at] += sample
    return sums


def silence(n: int) -> array[int]:
    """Return ``n`` frames of silence."""
    return array("h", bytes(2 * n))


def write_wav(
    path: Path, cues: Sequence[Cue], pack: Pack, length_ms: int, volume: int = 100, channels: int = 1
) -> None:
    """Write the track's first ``length_ms`` as a 16-bit WAV file of 48 kHz, in place only once it is complete.

    ``channels`` is 1 or 2 (the same sound on both). Raises :class:`NegcoachError` when the file cannot be
    written; nothing is left behind then, and an older file of that name stays as it was.
    """
    track = Track(cues, pack, volume)
    length = length_ms * FRAMES_PER_MS
    try:
        with staged_file(path) as staged:
            with wave.open(staged.file, "wb") as wav:
                wav.setnchannels(channels)
                wav.setsampwidth(2)
                wav.setframerate(FRAME_RATE)
                for frame in range(0, length, _CHUNK_FRAMES):
                    samples = track.read(frame, min(_CHUNK_FRAMES, length - frame))
                    wav.writeframesraw(_little_endian(_interleaved(samples, channels)))
            staged.commit(_usual_mode())
    except OSError as error:
        raise NegcoachError(f"Cannot write {path}: {error.strerror or error}") from error


def _interleaved(samples: array[int], channels: int) -> array[int]:
    """Return the same samples on each channel."""
    if channels == 1:
        return samples
    frames = silence(channels * len(samples))
    for channel in range(channels):
        frames[channel::channels] = samples
    return frames


def _little_endian(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples.tobytes()


def _usual_mode() -> int:
    """Return the usual permissions of this user's new files: a sound track has nothing private in it."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
