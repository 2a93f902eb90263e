"""From cues to PCM: any window of a sound track, the same for the stream, a whole-set buffer and a file.

Positions here are frames of 48 kHz mono 16-bit sound; one millisecond is exactly 48 of them. Windows are
half-open ``[frame, frame + n)``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import wave
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from negcoach.audio.sounds import FRAME_RATE, FRAMES_PER_MS
from negcoach.errors import NegcoachError
from negcoach.training.score.timeline import Cue

Pack = Mapping[str, "array[int]"]
"""The samples of each sound by its name: mono, 48 kHz, signed 16-bit."""

FADE_FRAMES = 4 * FRAMES_PER_MS
"""How long a cut cue takes to fall silent: 4 ms, long enough not to click, too short to notice."""

_UNITY = 1 << 15
_CHUNK_FRAMES = FRAME_RATE


@dataclass(frozen=True, slots=True)
class Placed:
    """A sound at its place in the stream, in frames: heard from ``start``, silent again from ``until`` on.

    ``until`` of ``None`` lets it ring out; else the last ``FADE_FRAMES`` before it fade.
    """

    start: int
    sound: str
    until: int | None = None


def place(cue: Cue) -> Placed:
    """The cue in frames."""
    until = None if cue.until_ms is None else cue.until_ms * FRAMES_PER_MS
    return Placed(cue.at_ms * FRAMES_PER_MS, cue.sound, until)


class Track:
    """The sound of a list of cues.

    Overlapping cues are added and clipped. A cue that is given twice (same position, same sound) sounds once.
    ``volume`` is in per cent, 0 to 100 (see :func:`gain`). Raises :class:`NegcoachError` for a sound that is
    not in the pack.
    """

    def __init__(self, cues: Iterable[Cue], pack: Pack, volume: int = 100) -> None:
        self._lay([place(cue) for cue in cues], pack, volume)

    @classmethod
    def of(cls, placed: Iterable[Placed], pack: Pack, volume: int = 100) -> Track:
        """The track of sounds whose places are already known in frames."""
        track = cls((), pack, volume)
        track._lay(placed, pack, volume)
        return track

    def _lay(self, placed: Iterable[Placed], pack: Pack, volume: int) -> None:
        once = {(p.start, p.sound): p for p in placed}
        self._placed = sorted(once.values(), key=lambda p: (p.start, p.sound))
        self._starts = [p.start for p in self._placed]
        self._pack = pack
        self._gain = gain(volume)
        try:
            self._longest = max((len(pack[p.sound]) for p in self._placed), default=0)
        except KeyError as unknown:
            message = f"There is no sound called {unknown}; the pack has {len(pack)} others"
            raise NegcoachError(message) from None

    @property
    def end(self) -> int:
        """The frame at which the last sound has rung out (0 without cues)."""
        return max((self._end(p) for p in self._placed), default=0)

    def read(self, frame: int, n: int) -> array[int]:
        """The ``n`` frames from ``frame`` on. Any split into reads gives the same samples as one read."""
        parts = list(self._parts(frame, frame + n))
        if any(at < end for (_, end), (at, _) in pairwise((at, at + len(p)) for at, p in parts)):
            return self._levelled(_summed(parts, n))
        window = silence(n)
        for at, part in parts:
            window[at : at + len(part)] = self._levelled(part)
        return window

    def _parts(self, frame: int, stop: int) -> Iterator[tuple[int, Sequence[int]]]:
        """What each sound gives to the window, with its place in it; in the order in which they begin."""
        first = bisect_right(self._starts, frame - self._longest)
        last = bisect_left(self._starts, stop)
        for p in self._placed[first:last]:
            begin, end = max(p.start, frame), min(self._end(p), stop)
            if begin < end:
                yield begin - frame, self._part(p, begin, end)

    def _part(self, p: Placed, begin: int, end: int) -> Sequence[int]:
        samples = self._pack[p.sound][begin - p.start : end - p.start]
        if p.until is None or end <= p.until - FADE_FRAMES:
            return samples
        fade_from, until = p.until - FADE_FRAMES, p.until
        return [s if f < fade_from else s * (until - f) // FADE_FRAMES for f, s in enumerate(samples, start=begin)]

    def _levelled(self, samples: Sequence[int]) -> array[int]:
        """At the track's volume, clipped to 16 bits."""
        factor = self._gain
        if factor == _UNITY and isinstance(samples, array):
            return samples
        return array("h", [max(-32768, min(32767, s * factor >> 15)) for s in samples])

    def _end(self, p: Placed) -> int:
        end = p.start + len(self._pack[p.sound])
        return end if p.until is None else min(end, p.until)


def gain(percent: int) -> int:
    """The factor for a volume in per cent, as 1/32768ths; 100 leaves every sample as it is.

    It follows the square of the percentage: the steps then sound even, which a straight line does not.
    """
    share = max(0, min(100, percent))
    return share * share * _UNITY // 10_000


def _summed(parts: Iterable[tuple[int, Sequence[int]]], n: int) -> list[int]:
    """Sounds that overlap, added and not yet clipped."""
    sums = [0] * n
    for begin, part in parts:
        for at, sample in enumerate(part, start=begin):
            sums[at] += sample
    return sums


def silence(n: int) -> array[int]:
    """``n`` frames of nothing."""
    return array("h", bytes(2 * n))


def write_wav(
    path: Path, cues: Sequence[Cue], pack: Pack, length_ms: int, volume: int = 100, channels: int = 1
) -> None:
    """Write the track's first ``length_ms`` as a 16-bit WAV file of 48 kHz, in place only once it is whole.

    ``channels`` is 1 or 2 (the same sound on both). Raises :class:`NegcoachError` when the file cannot be
    written; nothing is left behind then, and an older file of that name stays as it was.
    """
    track = Track(cues, pack, volume)
    length = length_ms * FRAMES_PER_MS
    part: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            part = Path(file.name)
            with wave.open(file, "wb") as wav:
                wav.setnchannels(channels)
                wav.setsampwidth(2)
                wav.setframerate(FRAME_RATE)
                for frame in range(0, length, _CHUNK_FRAMES):
                    samples = track.read(frame, min(_CHUNK_FRAMES, length - frame))
                    wav.writeframesraw(_little_endian(_spread(samples, channels)))
        _let_others_read(part)
        part.replace(path)
    except OSError as error:
        raise NegcoachError(f"Cannot write {path}: {error.strerror or error}") from error
    finally:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _spread(samples: array[int], channels: int) -> array[int]:
    if channels == 1:
        return samples
    wide = silence(channels * len(samples))
    for channel in range(channels):
        wide[channel::channels] = samples
    return wide


def _little_endian(samples: array[int]) -> bytes:
    if sys.byteorder == "big":
        samples = samples[:]
        samples.byteswap()
    return samples.tobytes()


def _let_others_read(part: Path) -> None:
    """A temporary file is private; a sound track gets the rights that any new file of this user gets."""
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)
