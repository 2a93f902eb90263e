"""The shipped sounds: packs with the same names, read as samples."""

from __future__ import annotations

from array import array
from pathlib import Path

import negcoach
from negcoach.audio.sounds.wav import parse_wav, resampled
from negcoach.errors import NegcoachError
from negcoach.texts import joined

FRAME_RATE = 48_000
"""Frames per second of every sound and of the track; all are mono."""

FRAMES_PER_MS = 48
"""Frames per millisecond, an integer: positions in ms are exact in frames."""

PACKS = {
    "voice": "a tick and a word, in American English",
    "british": "a tick and a word, in British English",
    "german": "a tick and a word, in German",
    "spanish": "a tick and a word, in Spanish",
    "french": "a tick and a word, in French",
    "italian": "a tick and a word, in Italian",
    "portuguese": "a tick and a word, in Brazilian Portuguese",
    "japanese": "a tick and a word, in Japanese",
    "tones": "tones alone, without words",
}
"""The shipped packs, each with what it is."""

AT_ONCE = ("voice", "tones")
"""The packs whose files are as they are played, so that reading them takes no time."""

_LONGEST_S = 1.0
_AGAIN = "install negcoach again"

# fmt: off
_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on

SAYS = {
    **{f"count-{number}": word for number, word in enumerate(_NUMBERS[:10], start=1)},
    "tick": "no word: a tick",
    "wake": "no word: a soft tone that wakes a loudspeaker",
    "get-ready": "get ready",
    "hands-on": "spotter, hands on",
    "lift": "lift",
    "jump": "jump",
    "reset": "reset",
    "step-up": "step up",
    "push-back": "push back",
    "other-leg": "other leg",
    "other-hand": "other hand",
    "both-up": "both up",
    "hold": "hold",
    **{f"rep-{number}": f"rep {word}" for number, word in enumerate(_NUMBERS, start=1)},
    "last-rep": "last rep",
    "set-done": "set done",
    "rack-it": "rack it",
    "set-it-down": "set it down",
    "handles-in": "handles in",
    "on-the-pins": "on the pins",
    "step-down": "step down",
    "sit-back": "sit back",
    "come-down": "come down",
    "take-it": "take it",
    "feet-on-the-box": "feet on the box",
    "knees-down": "knees down",
    "hands-down": "hands down",
    "hooks-on": "hooks on",
    "less-weight": "less weight",
    "rest-warning": "ten seconds",
    "rest-over": "rest over",
    "switch-sides": "switch sides",
    "pause": "paused",
    "good": "good",
    "slower": "slower",
    "too-fast": "too fast",
}
"""What every sound says in English; the names are the same in each pack."""

NAMES = tuple(SAYS)
"""Every sound. The beat is on the first sample of each but ``wake``."""


def load_pack(pack: str) -> dict[str, array[int]]:
    """Return the samples of every sound in ``pack``, by name: 48 kHz, mono, signed 16-bit (typecode ``h``).

    Raises NegcoachError when the pack is unknown, or one of its files is missing or in another format.
    """
    if pack not in PACKS:
        raise NegcoachError(f"there is no sound pack {pack!r}: choose {joined(list(PACKS), 'or')}")
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
    """Return the samples of one file at FRAME_RATE: 48 kHz, mono, signed 16-bit.

    Raises NegcoachError when it cannot be read, is cut short or is in a form that is not read (see ``wav``).
    """
    try:
        recording = parse_wav(path.read_bytes(), _LONGEST_S)
    except OSError as error:
        raise NegcoachError(f"cannot read the sound {path}: {error.strerror or error}; {_AGAIN}") from error
    except NegcoachError as error:
        raise NegcoachError(f"the sound {path} {error}; {_AGAIN}") from None
    return resampled(recording.samples, recording.rate, FRAME_RATE)
