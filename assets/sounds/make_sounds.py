"""Make every sound of negcoach again, from nothing, into ``voice/`` and ``tones/`` beside this script.

How to run it (Python 3.11 or later; these packages are tools of this script, not of the program)::

    python3 -m venv voicevenv
    voicevenv/bin/pip install "numpy==2.4.6" "hibari-tts==0.2.1"
    voicevenv/bin/python assets/sounds/make_sounds.py

The voice is hibari-tts's default one, which its wheel contains. Its noise is seeded and everything else is
arithmetic, so a second run on the same machine writes the same bytes; another processor may round the
network's last bits differently.

Every cue but ``wake`` begins with a struck note whose first sample, sample 0, is the beat. In the voice pack
the word follows at once, over the last note's ring; the tones pack has longer notes and no words.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # make_languages.py uses this script without the voice
    from hibari import Hibari

Signal = NDArray[np.float64]

FRAME_RATE = 48_000
FRAMES_PER_MS = FRAME_RATE // 1000
VOICE_RATE = 24_000

LOUDNESS_DB = -15.0
"""What every cue's loudest 100 ms measures, K-weighted as in ITU-R BS.1770, in dB of full scale.

A tenth of a second is about what the ear adds up, so a tick and a word that measure the same sound alike.
"""
WINDOW_MS = 100
PEAK = 10 ** (-1.5 / 20)
STRIKE_PEAK = 0.42  # of the notes before a word: a clear beat that leaves the loudness to the word
FLAT_SHARE = 0.8  # of its time a flat note sounds, so that two of them are heard as two
WORD_AFTER_MS = 28  # from the last note's beat to the word's first sound
DAMPING = 0.6  # of notes before a word: they ring this much shorter, so as not to cover its first sound
SPEED = 1.1  # of the voice: in noise a recogniser understood a little more than at its own pace, 1.0
REP_SPEED = 1.25
WAKE_RMS = 10 ** (-30 / 20)

# The white keys used, in hertz (equal temperament, A4 = 440).
D5, E5, G5, A5, B5 = 587.33, 659.26, 783.99, 880.00, 987.77
C6, D6, E6, F6, G6, A6, C7, G7 = 1046.50, 1174.66, 1318.51, 1396.91, 1567.98, 1760.00, 2093.00, 3135.96
COUNT_PITCHES = (523.25, E5, G5, A5, C6, D6, E6, G6, A6, C7)
"""Of count 1 to count 10, a pentatonic scale: as the bar goes down, so does the pitch."""

# fmt: off
NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on
CALLED_OUT = ("one", "six")  # read with an exclamation mark they stood out from noise better; others did not


@dataclass(frozen=True)
class Note:
    """A note: pitch in hertz, beats until the next one, decay time constant in beats (None: held flat)."""

    pitch: float
    beats: float = 1.0
    decay: float | None = 0.5


@dataclass(frozen=True)
class Recipe:
    """How one cue is made: notes, how long a beat of them is in each pack, and the words ("" for none)."""

    notes: tuple[Note, ...]
    words: str = ""
    speed: float = SPEED
    voice_beat_ms: int = 45
    tones_beat_ms: int = 90
    soft: bool = False


BLIP = (Note(D5, 1.0, None),)
"""Of a rep's number: flat, and of a pitch that no count has."""


def struck(*pitches: float, last: float = 1.0) -> tuple[Note, ...]:
    """Notes of one beat each, the last of which rings for ``last`` beats."""
    return (*(Note(pitch) for pitch in pitches[:-1]), Note(pitches[-1], last, 0.5 * last))


def recipes() -> dict[str, Recipe]:
    """Every cue's name and recipe."""
    book = {
        f"count-{number}": Recipe((Note(pitch),), f"{word.capitalize()}{'!' if word in CALLED_OUT else '.'}")
        for number, (pitch, word) in enumerate(zip(COUNT_PITCHES, NUMBERS, strict=False), start=1)
    }
    book |= {
        f"rep-{number}": Recipe(BLIP, f"Rep {word}.", REP_SPEED, soft=True)
        for number, word in enumerate(NUMBERS, start=1)
    }
    up = 1.6
    return book | {
        "tick": Recipe((Note(G7),), voice_beat_ms=60, tones_beat_ms=60),
        "get-ready": Recipe(struck(E6, C6, last=2.0), "Get ready."),
        "hands-on": Recipe(struck(C6, C6), "Spotter hands on.", 1.2),
        "lift": Recipe(struck(G5, D6, last=up), "Lift!"),
        "jump": Recipe(struck(G5, G6, last=up), "Jump."),
        "reset": Recipe(struck(G5, B5, D6, last=up), "Reset."),
        "step-up": Recipe(struck(G5, C6, last=up), "Step up,"),
        "push-back": Recipe(struck(G5, E6, last=up), "Push back."),
        "other-leg": Recipe(struck(G5, A5, last=up), "Other leg."),
        "other-hand": Recipe(struck(G5, F6, last=up), "Other hand."),
        "both-up": Recipe(struck(G5, D6, G6, last=up), "Both up."),
        "hold": Recipe((Note(A5, 3.5, None),), "Hold.", voice_beat_ms=25),
        "last-rep": Recipe(BLIP * 3, "Last rep.", soft=True),
        "set-done": Recipe((Note(C6, 8.0, None),), "Set done.", voice_beat_ms=46),
        "rack-it": Recipe(struck(D6, A5, D5, last=2.0), "Rack it!", voice_beat_ms=55, tones_beat_ms=120),
        "hooks-on": Recipe(struck(C6, E6, last=2.0), "Hooks on.", tones_beat_ms=120),
        "less-weight": Recipe(struck(E6, C6, A5, last=2.0), "Less weight.", tones_beat_ms=120),
        "set-it-down": Recipe(struck(D6, G5, D5, last=2.0), "Set it down.", 1.2, tones_beat_ms=120),
        "handles-in": Recipe(struck(D6, B5, D5, last=2.0), "Handles in.", tones_beat_ms=120),
        "on-the-pins": Recipe(struck(C6, A5, D5, last=2.0), "On the pins.", tones_beat_ms=120),
        "step-down": Recipe(struck(D6, A5, E5, last=2.0), "Step down.", tones_beat_ms=120),
        "sit-back": Recipe(struck(C6, G5, E5, last=2.0), "Sit back.", tones_beat_ms=120),
        "come-down": Recipe(struck(C6, A5, E5, last=2.0), "Come down.", tones_beat_ms=120),
        "take-it": Recipe(struck(D6, D6, D6, last=up), "Take it!"),
        "feet-on-the-box": Recipe(struck(D6, D6, E5, last=up), "Feet on the box.", 1.25),
        "knees-down": Recipe(struck(D6, D6, G5, last=up), "Knees down."),
        "hands-down": Recipe(struck(D6, D6, A5, last=up), "Hands down."),
        "rest-warning": Recipe((*struck(G7, G7), Note(C6, 2.0)), "Ten seconds."),
        "rest-over": Recipe(struck(C6, E6, G6, C7, last=2.0), "Rest over.", tones_beat_ms=75),
        "switch-sides": Recipe(struck(E6, A5, E6, A5), "Switch sides.", voice_beat_ms=40),
        "pause": Recipe((Note(E5, 1.0, None), Note(E5, 1.6, None)), "Paused.", voice_beat_ms=40),
        "good": Recipe(struck(E5, B5), "Good.", soft=True),
        "slower": Recipe(struck(B5, E5), "Slower.", soft=True),
        "too-fast": Recipe(struck(B5, G5, E5), "Too fast.", soft=True),
    }


def make_all(folder: Path) -> None:
    """Write both packs into ``folder`` and say what each file measures."""
    for pack, make in (("voice", spoken), ("tones", toned)):
        (folder / pack).mkdir(exist_ok=True)
        write_cue(folder / pack / "wake.wav", wake())
        for name, recipe in recipes().items():
            write_cue(folder / pack / f"{name}.wav", make(recipe))


def spoken(recipe: Recipe) -> Signal:
    """The cue of the voice pack."""
    return with_word(recipe, say(recipe.words, recipe.speed)) if recipe.words else toned(recipe)


def with_word(recipe: Recipe, word: Signal) -> Signal:
    """A cue with a word: its notes, and from the last one on the word, raised to the common loudness."""
    notes = levelled(partial(scaled, strike(recipe, recipe.voice_beat_ms, DAMPING)))
    notes *= min(10 ** (-1 / 20), STRIKE_PEAK / np.max(np.abs(notes)))
    last = recipe.notes[-1]
    beats = sum(note.beats for note in recipe.notes[:-1])
    # A flat tone is over before the word; a struck one rings on under it.
    after_ms = FLAT_SHARE * last.beats * recipe.voice_beat_ms - 10 if last.decay is None else WORD_AFTER_MS
    start = round((beats * recipe.voice_beat_ms + after_ms) * FRAMES_PER_MS)
    word = levelled(partial(scaled, word))
    cue = np.zeros(max(len(notes), start + len(word)))
    cue[: len(notes)] += notes
    cue[start : start + len(word)] += word
    return levelled(partial(scaled, cue))


def toned(recipe: Recipe) -> Signal:
    """The cue of the tones pack: notes alone, at the common loudness."""
    return levelled(partial(scaled, strike(recipe, recipe.tones_beat_ms, 1.0)))


def wake() -> Signal:
    """A soft tone of 300 ms that a sleeping Bluetooth speaker may swallow instead of the first count."""
    seconds = np.arange(300 * FRAMES_PER_MS) / FRAME_RATE
    tone: Signal = np.sin(2 * np.pi * 440.0 * seconds) + 0.3 * np.sin(2 * np.pi * 880.0 * seconds)
    edge = 60 * FRAMES_PER_MS
    slope = 0.5 - 0.5 * np.cos(np.pi * np.arange(edge) / edge)
    tone[:edge] *= slope
    tone[-edge:] *= slope[::-1]
    return tone * float(WAKE_RMS / np.sqrt(np.mean(tone**2)))


def strike(recipe: Recipe, beat_ms: int, damping: float) -> Signal:
    """The notes of ``recipe`` one after the other; each rings out over the next, for ``damping`` of its time."""
    parts: list[tuple[int, Signal]] = []
    at_ms = 0.0
    for note in recipe.notes:
        parts.append((round(at_ms * FRAMES_PER_MS), struck_note(note, beat_ms, damping, recipe.soft)))
        at_ms += note.beats * beat_ms
    cue = np.zeros(max(start + len(part) for start, part in parts))
    for start, part in parts:
        cue[start : start + len(part)] += part
    return cue


def struck_note(note: Note, beat_ms: float, damping: float, soft: bool) -> Signal:
    """One note, from the top of its wave and with a click of 1 ms: sample 0 is sharp and can be found."""
    decay_ms = None if note.decay is None else note.decay * beat_ms * damping
    ring_ms = FLAT_SHARE * note.beats * beat_ms if decay_ms is None else 4.0 * decay_ms
    frames = round(ring_ms * FRAMES_PER_MS)
    seconds = np.arange(frames) / FRAME_RATE
    partials = (1.0, 0.12) if soft else (1.0, 0.3, 0.12)
    tone = sum(
        share * np.cos(2 * np.pi * note.pitch * number * seconds) for number, share in enumerate(partials, start=1)
    ) / sum(partials)
    if decay_ms is not None:
        tone = tone * np.exp(-seconds * 1000 / decay_ms)
    noise = np.random.default_rng(1).uniform(-1.0, 1.0, frames) * np.exp(-seconds / 0.0003)
    tone = tone + 0.12 * noise
    edge = min(12 * FRAMES_PER_MS, frames // 4)
    tone[-edge:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(1, edge + 1) / edge)
    return tone


@cache
def voice() -> Hibari:
    """The speaker, loaded once."""
    from hibari import Hibari

    return Hibari()


def say(words: str, speed: float) -> Signal:
    """The words at 48 kHz, without silence around them, consonants raised and compressed."""
    return prepared(np.asarray(voice()(words, speed=speed, seed=1), dtype=np.float64))


def prepared(raw: Signal) -> Signal:
    """What a voice said, at 24 kHz, as a word: at 48 kHz, trimmed, consonants raised, and compressed."""
    return compressed(trimmed(brightened(doubled_rate(raw))))


def doubled_rate(signal: Signal) -> Signal:
    """24 kHz to 48 kHz without images: the same spectrum, with nothing above 12 kHz."""
    spectrum = np.fft.rfft(signal)
    wide = np.zeros(len(signal) + 1, dtype=complex)
    wide[: len(spectrum)] = spectrum
    return np.fft.irfft(wide, 2 * len(signal)) * (FRAME_RATE / VOICE_RATE)


def brightened(signal: Signal) -> Signal:
    """Raise 2-5 kHz by 6 dB, where consonants are told apart, and drop rumble under 100 Hz (zero phase)."""
    padded = np.pad(signal, FRAME_RATE // 20)
    hertz = np.maximum(np.fft.rfftfreq(len(padded), 1 / FRAME_RATE), 1.0)
    octaves_off = np.maximum(np.abs(np.log2(hertz / np.sqrt(2000 * 5000))) - np.log2(2.5) / 2, 0.0)
    bell_db = 6.0 * np.exp(-((octaves_off / 0.5) ** 2))
    rumble = 1 / (1 + (100.0 / hertz) ** 6)
    return np.fft.irfft(np.fft.rfft(padded) * 10 ** (bell_db / 20) * rumble, len(padded))


def compressed(signal: Signal) -> Signal:
    """Bring quiet sounds up: above -30 dB of the loudest, 3 dB of change become 1 dB."""
    level = np.sqrt(smoothed(signal**2, 12) + 1e-12)
    level /= np.max(level)
    return signal * np.maximum(level, 10 ** (-30 / 20)) ** (1 / 3 - 1)


def trimmed(signal: Signal) -> Signal:
    """Cut the silence at both ends, and fade what is left in over 2 ms and out over 15 ms."""
    level_db = 10 * np.log10(smoothed(signal**2, 4) + 1e-12)
    heard = np.flatnonzero(level_db > np.max(level_db) - 28)
    cut = signal[heard[0] : heard[-1] + 5 * FRAMES_PER_MS].copy()
    fade_in, fade_out = 2 * FRAMES_PER_MS, 15 * FRAMES_PER_MS
    cut[:fade_in] *= np.linspace(0, 1, fade_in)
    cut[-fade_out:] *= np.linspace(1, 0, fade_out) ** 2
    return cut


def smoothed(signal: Signal, window_ms: int) -> Signal:
    """The signal under a raised-cosine window of ``window_ms``, centred."""
    window = np.hanning(window_ms * FRAMES_PER_MS + 1)
    return np.maximum(np.convolve(signal, window / window.sum(), mode="same"), 0.0)


def levelled(make: Callable[[float], Signal]) -> Signal:
    """``make(gain)`` with the gain that gives LOUDNESS_DB, by halving: the limiter bends the way there."""
    low_db, high_db = -60.0, 40.0
    for _ in range(30):
        middle_db = (low_db + high_db) / 2
        if loudness_db(make(10 ** (middle_db / 20))) < LOUDNESS_DB:
            low_db = middle_db
        else:
            high_db = middle_db
    return make(10 ** (low_db / 20))


def scaled(signal: Signal, gain: float) -> Signal:
    """The signal times ``gain``; peaks are held under PEAK by turning down the 1.5 ms around each of them."""
    signal = signal * gain
    if np.max(np.abs(signal)) <= PEAK:
        return signal
    reach = 3 * FRAMES_PER_MS // 2
    over = np.minimum(PEAK / np.maximum(np.abs(signal), 1e-9), 1.0)
    views = np.lib.stride_tricks.sliding_window_view(np.pad(over, reach, mode="edge"), 2 * reach + 1)
    window = np.hanning(2 * reach + 1)
    lowest = np.pad(views.min(axis=1), reach, mode="edge")
    return signal * np.convolve(lowest, window / window.sum(), mode="valid")


def loudness_db(signal: Signal) -> float:
    """The loudest WINDOW_MS of the cue, K-weighted (ITU-R BS.1770-4, its coefficients for 48 kHz)."""
    ends = (WINDOW_MS * FRAMES_PER_MS, 2 * WINDOW_MS * FRAMES_PER_MS)
    padded = np.pad(signal, ends)
    padded = np.pad(padded, (0, (1 << len(padded).bit_length()) - len(padded)))
    weighted = np.fft.irfft(np.fft.rfft(padded) * k_weighting(len(padded)), len(padded))
    energy = np.concatenate(([0.0], np.cumsum(weighted**2)))
    frames = WINDOW_MS * FRAMES_PER_MS
    return float(-0.691 + 10 * np.log10(np.max(energy[frames:] - energy[:-frames]) / frames + 1e-12))


@cache
def k_weighting(frames: int) -> NDArray[np.complex128]:
    """The response of the two filters of ITU-R BS.1770-4 at the frequencies of a transform of so many frames."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(frames))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return shelf * high_pass


def write_cue(path: Path, signal: Signal) -> None:
    """Write 48 kHz mono 16-bit, and say the cue's length, peak and loudness."""
    samples = np.clip(np.round(signal * 32767), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(FRAME_RATE)
        file.writeframes(samples.tobytes())
    peak_db = 20 * np.log10(np.max(np.abs(signal)))
    sys.stdout.write(
        f"{path.parent.name:5} {path.stem:12} {len(samples) / FRAMES_PER_MS:5.0f} ms"
        f"  peak {peak_db:6.1f} dB  loudness {loudness_db(signal):6.1f} dB\n"
    )


if __name__ == "__main__":
    make_all(Path(__file__).resolve().parent)
