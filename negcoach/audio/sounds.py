"""The shipped sounds: two packs with the same names, read as samples."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import negcoach
from negcoach.errors import NegcoachError

FRAME_RATE = 48_000
"""Frames per second of every sound and of the track; all are mono."""

FRAMES_PER_MS = 48
"""Frames per millisecond, an integer: positions in ms are exact in frames."""

PACKS = ("voice", "tones")
"""``voice`` speaks a word after each tick; ``tones`` has no words."""

NAMES = (
    *(f"count-{number}" for number in range(1, 11)),
    "tick",
    "wake",
    "get-ready",
    "hands-on",
    "lift",
    "jump",
    "reset",
    "step-up",
    "push-back",
    "other-leg",
    "other-hand",
    "both-up",
    "hold",
    *(f"rep-{number}" for number in range(1, 21)),
    "last-rep",
    "set-done",
    "rack-it",
    "set-it-down",
    "handles-in",
    "on-the-pins",
    "step-down",
    "sit-back",
    "come-down",
    "take-it",
    "feet-on-the-box",
    "knees-down",
    "hands-down",
    "hooks-on",
    "less-weight",
    "rest-warning",
    "rest-over",
    "switch-sides",
    "pause",
)
"""Every sound, the same in each pack. The beat is on the first sample of each but ``wake``."""


def load_pack(pack: str) -> dict[str, array[int]]:
    """Return the samples of every sound in ``pack``, by name: 48 kHz, mono, signed 16-bit (typecode ``h``).

    Raises NegcoachError when the pack is unknown, or one of its files is missing or in another format.
    """
    if pack not in PACKS:
        raise NegcoachError(f"there is no sound pack {pack!r}: choose {' or '.join(PACKS)}")
    folder = sounds_folder() / pack
    return {name: read_sound(folder / f"{name}.wav") for name in NAMES}


def sounds_folder() -> Path:
    """Return the folder of the packs: ``negcoach/sounds`` in a wheel, ``assets/sounds`` in a checkout.

    An editable install has only the second: it does not map the files that a wheel has elsewhere. Raises
    NegcoachError when there is neither.
    """
    package = Path(negcoach.__file__).resolve().parent
    folders = (package / "sounds", package.parent / "assets" / "sounds")
    for folder in folders:
        if folder.is_dir():
            return folder
    raise NegcoachError(f"the sounds are missing from {folders[0]}: install negcoach again")


def read_sound(path: Path) -> array[int]:
    """Return the samples of one WAV file of 48 kHz, mono, 16-bit.

    Raises NegcoachError when it cannot be read, is cut short or is in another format.
    """
    try:
        with path.open("rb") as stream, wave.open(stream) as sound:
            found = (sound.getframerate(), sound.getnchannels(), 8 * sound.getsampwidth())
            length = sound.getnframes()
            frames = sound.readframes(length)
    except OSError as error:
        raise NegcoachError(
            f"cannot read the sound {path}: {error.strerror or error}; install negcoach again"
        ) from error
    except (wave.Error, EOFError) as error:
        raise NegcoachError(f"the sound {path} is no WAV file; install negcoach again") from error
    if found != (FRAME_RATE, 1, 16):
        rate, channels, bits = found
        raise NegcoachError(
            f"the sound {path} has {rate} Hz, {channels} channel(s), {bits} bits: "
            f"it must have {FRAME_RATE} Hz, 1 channel, 16 bits"
        )
    if len(frames) != 2 * length:
        raise NegcoachError(f"the sound {path} is cut short; install negcoach again")
    return array("h", frames)  # `wave` converts them to the machine's own byte order
