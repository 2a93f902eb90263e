"""The lifter's own sounds: WAV files in a folder, each checked before it takes the place of the pack's.

A sound that cannot be used is left to the pack, and why is said in one line: whatever is in the folder, the coach
sounds.
"""

from __future__ import annotations

import math
import stat
from array import array
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS, NAMES, SAYS, load_pack
from negcoach.audio.sounds.wav import parse_wav, resampled
from negcoach.errors import NegcoachError
from negcoach.texts import clean, nearest, shortened

LONGEST_MS = 1_000
"""A sound must have ended before the next second's begins."""

SHORTEST_CALL_MS = 100
"""Less than this of a call is a click that nobody takes for one (our own choice): the call that frees a lifter must be
heard, and the shortest of the packs lasts longer."""

LARGEST_BYTES = 2_000_000
"""More than two seconds in any form that is read."""

MOST_FILES = 500
"""A folder with more files is not one of sounds: what is beyond them is not looked at."""

_NO_CALLS = ("tick", "wake", "count-", "rep-")
"""How the names of the sounds begin that only keep time, and may be clicks."""

_LONGEST_WITH_SILENCE_S = 2.0
_ONSET = 0.01
"""Of a sound's peak: what is softer at its ends is the silence of a room (-40 dB)."""

_BEFORE_ONSET_MS = 1
_FADE_MS = 4
_LEVEL_DB = -18.0
"""The mean of the loudest tenth of a second, in dB of full scale: about what it is in the shipped packs."""

_QUIETEST_DB = -50.0
_WINDOW_MS = 100
_PEAK = 32_767 * 10 ** (-1 / 20)
_FULL_SCALE = 32_700
_CLIPPED_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class OwnSounds:
    """The sounds of a folder that can be used, by name; and a line for each thing that is wrong with it."""

    samples: dict[str, array[int]]
    faults: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The sounds that the folder does not have, or that cannot be used: the pack's are heard."""
        return tuple(name for name in NAMES if name not in self.samples)


def load_sounds(pack: str, own: Path | None = None) -> dict[str, array[int]]:
    """Return the samples of every sound: the lifter's own of the folder ``own``, the others of ``pack``.

    A sound of one's own that cannot be used is left out, whatever is wrong with it. Raises NegcoachError as
    ``load_pack`` does.
    """
    samples = load_pack(pack)
    if own is not None:
        samples |= read_own_sounds(own).samples
    return samples


def read_own_sounds(folder: Path) -> OwnSounds:
    """Return the sounds in a folder. It raises nothing: what is wrong is among the faults."""
    samples: dict[str, array[int]] = {}
    faults: list[str] = []
    try:
        files = sorted(islice(folder.iterdir(), MOST_FILES + 1))
    except OSError as error:
        return OwnSounds({}, (f"the folder {clean(str(folder))} cannot be read: {error.strerror or error}",))
    if len(files) > MOST_FILES:
        faults.append(f"there are more than {MOST_FILES} files in the folder: not all were looked at")
    for path in files[:MOST_FILES]:
        name, file = path.stem.lower(), shortened(clean(path.name), 40)
        if path.name.startswith("."):
            continue  # what systems leave in folders
        if path.suffix.lower() != ".wav" or name not in NAMES:
            faults.append(f"{file} is left out: {_why_no_name(path)}")
        elif name in samples:
            faults.append(f"{file} is left out: {name} is there already, in other upper and lower case")
        else:
            try:
                samples[name], note = _read(path, name)
            except NegcoachError as error:
                faults.append(f"{file} {error}")
            except Exception:  # noqa: BLE001 - a recording that nobody thought of costs itself, and no other sound
                faults.append(f"{file} cannot be read: save it again as 16-bit PCM")
            else:
                faults += [f"{file} {note}"] if note else []
    if not samples and not faults:
        faults.append("the folder is empty: it needs files such as lift.wav")
    return OwnSounds(samples, tuple(faults))


def _why_no_name(path: Path) -> str:
    if path.suffix.lower() != ".wav":
        return "only .wav files are read"
    near = _saying(path.stem) or nearest(path.stem, NAMES)
    return f"no sound has this name. Did you mean {near}.wav?" if near else "no sound has this name"


def _saying(name: str) -> str:
    """Return the sound that says what a file is named after, "" for none: of ``three`` and of ``3`` the count."""
    words = " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
    if words.isascii() and words.isdigit():
        words = f"count {int(words)}"
    return next((one for one, says in SAYS.items() if words in (says, one.replace("-", " "))), "")


def _read(path: Path, name: str) -> tuple[array[int], str]:
    """Return a sound as the track takes it, and a warning or "". Raises NegcoachError where it cannot be used."""
    recording = parse_wav(_content(path), _LONGEST_WITH_SILENCE_S)
    samples = recording.samples
    peak = max(map(abs, samples), default=0)
    level_db = _level_db(samples, recording.rate)
    if level_db < _QUIETEST_DB:
        raise NegcoachError("is silent" if peak < 33 else f"is too quiet, {level_db:.0f} dB: record it louder")
    clipped = sum(abs(sample) >= _FULL_SCALE for sample in samples) > _CLIPPED_SHARE * len(samples)
    sound = resampled(_trimmed(samples, recording.rate, peak), recording.rate, FRAME_RATE)
    length_ms = len(sound) // FRAMES_PER_MS
    if length_ms > LONGEST_MS:
        raise NegcoachError(f"lasts {length_ms / 1000:.1f} s: a sound must end within its second")
    if _level_db(sound, FRAME_RATE) < _QUIETEST_DB:  # a click: it is gone with the fade at its end
        raise NegcoachError("is too short to be heard")
    if length_ms < SHORTEST_CALL_MS and not name.startswith(_NO_CALLS):
        raise NegcoachError(f"lasts {length_ms} ms: to be heard, a call needs {SHORTEST_CALL_MS} ms")
    return _levelled(sound, name), "is distorted, but used: record it at a lower level" if clipped else ""


def _content(path: Path) -> bytes:
    """Return what a file holds. A link is followed; anything but a file would block, or never end."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NegcoachError("is not a file")
        if status.st_size > LARGEST_BYTES:
            megabytes = status.st_size / 1_000_000
            raise NegcoachError(f"is {megabytes:.1f} MB: at most {LARGEST_BYTES // 1_000_000} MB are read")
        with path.open("rb") as file:
            return file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise NegcoachError(f"cannot be read: {error.strerror or error}") from None


def _trimmed(samples: array[int], rate: int, peak: int) -> array[int]:
    """Return the sound without the silence around it, so that it begins on the beat; its last 4 ms fade out."""
    heard = _ONSET * peak
    first = next(at for at, sample in enumerate(samples) if abs(sample) >= heard)
    after = next(at for at, sample in enumerate(reversed(samples)) if abs(sample) >= heard)
    cut = samples[max(0, first - rate * _BEFORE_ONSET_MS // 1000) : len(samples) - after]
    fade = min(len(cut), rate * _FADE_MS // 1000)
    for left in range(fade):
        cut[-1 - left] = cut[-1 - left] * left // fade
    return cut


def _levelled(samples: array[int], name: str) -> array[int]:
    """Return a sound that can be heard as loud as those of the packs, as far as its peaks allow.

    ``wake`` stays as soft as it is.
    """
    if name == "wake":
        return samples
    wanted = 10 ** ((_LEVEL_DB - _level_db(samples, FRAME_RATE)) / 20)
    gain = min(wanted, _PEAK / max(map(abs, samples)))
    return array("h", [round(gain * sample) for sample in samples])


def _level_db(samples: array[int], rate: int) -> float:
    """The loudest tenth of a second, as a mean in dB of full scale; silence is -100."""
    window = rate * _WINDOW_MS // 1000
    step = max(1, window // 4)
    parts = [sum(sample * sample for sample in samples[at : at + step]) for at in range(0, len(samples), step)]
    loudest = max((sum(parts[at : at + 4]) for at in range(len(parts))), default=0)
    return 10 * math.log10(loudest / window / 32_768**2 + 1e-10)
