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
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS
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

    With ``until`` it fades out over the last ``FADE_FRAMES`` before; with ``None`` it plays to its end. With
    ``resumed`` it is silent before that frame, and fades in over the ``FADE_FRAMES`` after it: it had begun when the
    sound was interrupted.
    """

    start: int
    sound: str
    until: int | None = None
    resumed: int | None = None


def place_cue(cue: Cue) -> PlacedSound:
    """Return the cue in frames."""
    until = None if cue.until_ms is None else cue.until_ms * FRAMES_PER_MS
    return PlacedSound(cue.at_ms * FRAMES_PER_MS, cue.sound, until)


class LevelledPack:
    """The sounds of a pack at a volume in percent (see :func:`gain`); each is computed when it is first needed.

    Computing takes some 2 ms a sound, too long to do it again for each block.
    """

    def __init__(self, pack: Pack, volume: int = 100) -> None:
        self._pack = pack
        self._gain = gain(volume)
        self._levelled: dict[str, array[int]] = {}

    def __len__(self) -> int:
        return len(self._pack)

    def __getitem__(self, sound: str) -> array[int]:
        if self._gain == _UNITY:
            return self._pack[sound]
        levelled = self._levelled.get(sound)
        if levelled is None:
            factor = self._gain
            levelled = self._levelled[sound] = array("h", [sample * factor >> 15 for sample in self._pack[sound]])
        return levelled

    def length(self, sound: str) -> int:
        """Return the length of a sound, in frames. Raises ``KeyError`` for one that is not in the pack."""
        return len(self._pack[sound])


class Track:
    """The mixed sound of a list of cues.

    Overlapping cues are summed and clipped. A cue that is given twice (same position, same sound) is heard once.
    ``volume`` is in percent, 0 to 100 (see :func:`gain`). Raises :class:`NegcoachError` for a sound that is
    not in the pack.
    """

    def __init__(self, cues: Iterable[Cue], pack: Pack, volume: int = 100) -> None:
        self._arrange([place_cue(cue) for cue in cues], LevelledPack(pack, volume))

    @classmethod
    def of(cls, sounds: Iterable[PlacedSound], pack: LevelledPack) -> Track:
        """Return the track of sounds whose positions are already in frames."""
        track = cls((), {})
        track._arrange(sounds, pack)
        return track

    def _arrange(self, sounds: Iterable[PlacedSound], pack: LevelledPack) -> None:
        distinct = {(s.start, s.sound): s for s in sounds}
        self._sounds = sorted(distinct.values(), key=lambda s: (s.start, s.sound))
        self._starts = [s.start for s in self._sounds]
        self._pack = pack
        try:
            self._longest = max((pack.length(s.sound) for s in self._sounds), default=0)
        except KeyError as unknown:
            message = f"There is no sound called {unknown}; the pack has {len(pack)} others"
            raise NegcoachError(message) from None

    def read(self, frame: int, n: int) -> array[int]:
        """Return the ``n`` frames from ``frame`` on. Any split into reads gives the same samples as one read."""
        parts = list(self._parts(frame, frame + n))
        if any(at < end for (_, end), (at, _) in pairwise((at, at + len(p)) for at, p in parts)):
            return _sum(parts, n)
        window = silence(n)
        for at, part in parts:
            window[at : at + len(part)] = part
        return window

    def heard_within(self, frame: int, stop: int) -> frozenset[PlacedSound]:
        """Return the sounds that are heard in ``[frame, stop)``, so far as they differ there.

        Two tracks of the same pack and volume have the same samples there if these are equal.
        """
        return frozenset(
            replace(sound, until=None) if sound.until is not None and sound.until - FADE_FRAMES >= stop else sound
            for sound in self._between(frame, stop)
            if max(_audible_from(sound), frame) < min(self._end(sound), stop)
        )

    def _between(self, frame: int, stop: int) -> Sequence[PlacedSound]:
        """Return the sounds that begin before ``stop`` and may still be heard at ``frame``."""
        return self._sounds[bisect_right(self._starts, frame - self._longest) : bisect_left(self._starts, stop)]

    def _parts(self, frame: int, stop: int) -> Iterator[tuple[int, array[int]]]:
        """Yield each sound's samples within the window, with their offset in it, in the order in which they begin."""
        for sound in self._between(frame, stop):
            begin, end = max(_audible_from(sound), frame), min(self._end(sound), stop)
            if begin < end:
                yield begin - frame, self._samples(sound, begin, end)

    def _samples(self, sound: PlacedSound, begin: int, end: int) -> array[int]:
        """Return a sound's samples from one frame of the track to another, faded where it is cut or resumed."""
        samples = self._pack[sound.sound][begin - sound.start : end - sound.start]
        if sound.resumed is not None:
            for frame in range(begin, min(end, sound.resumed + FADE_FRAMES)):
                samples[frame - begin] = samples[frame - begin] * (frame - sound.resumed) // FADE_FRAMES
        if sound.until is not None:
            for frame in range(max(begin, sound.until - FADE_FRAMES), end):
                samples[frame - begin] = samples[frame - begin] * (sound.until - frame) // FADE_FRAMES
        return samples

    def _end(self, sound: PlacedSound) -> int:
        end = sound.start + self._pack.length(sound.sound)
        return end if sound.until is None else min(end, sound.until)


def _audible_from(sound: PlacedSound) -> int:
    return sound.start if sound.resumed is None else max(sound.start, sound.resumed)


def gain(percent: int) -> int:
    """Return the factor for a volume in percent, as 1/32768ths; 100 leaves every sample as it is.

    It is the square of the percentage, so that equal steps sound equal, which a linear factor does not give.
    """
    percent = max(0, min(100, percent))
    return percent * percent * _UNITY // 10_000


def _sum(parts: Iterable[tuple[int, Sequence[int]]], n: int) -> array[int]:
    """Return the sum of overlapping sounds, clipped to 16 bits."""
    sums = [0] * n
    for begin, part in parts:
        for at, sample in enumerate(part, start=begin):
            sums[at] += sample
    return array("h", [max(-32768, min(32767, each)) for each in sums])


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
