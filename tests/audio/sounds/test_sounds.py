"""The shipped sounds keep what the track and the ear rely on."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import tomllib
import wave
from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import negcoach
from negcoach.audio.sounds import sounds
from negcoach.audio.sounds.sounds import AT_ONCE, FRAME_RATE, FRAMES_PER_MS, NAMES, PACKS
from negcoach.errors import NegcoachError

FULL_SCALE = 32_768
WITH_ONSET = tuple(name for name in NAMES if name != "wake")
SPOKEN = tuple(pack for pack in PACKS if pack != "tones")


@cache
def pack_samples(pack: str) -> dict[str, array[int]]:
    return sounds.load_pack(pack)


def write_wav(path: Path, *, rate: int = FRAME_RATE, channels: int = 1, width: int = 2) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(b"\x01\x02" * 240)


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_holds_every_name_and_nothing_else(pack: str) -> None:
    loaded = pack_samples(pack)
    assert tuple(loaded) == NAMES
    assert all(samples.typecode == "h" and len(samples) > 0 for samples in loaded.values())
    assert {path.stem for path in (sounds.sounds_folder() / pack).iterdir()} == set(NAMES)


def test_the_names_cover_the_counts_and_the_reps() -> None:
    assert len(NAMES) == len(set(NAMES)) == 65
    assert {f"count-{number}" for number in range(1, 11)} < set(NAMES)
    assert {f"rep-{number}" for number in range(1, 21)} < set(NAMES)


@pytest.mark.parametrize("pack", PACKS)
def test_the_first_sample_is_the_beat(pack: str) -> None:
    def begins_late(samples: array[int]) -> bool:
        first_ms = [abs(sample) for sample in samples[:FRAMES_PER_MS]]
        return min(first_ms[:2]) <= 0.5 * max(first_ms) or first_ms[0] <= 0.1 * FULL_SCALE

    assert [name for name in WITH_ONSET if begins_late(pack_samples(pack)[name])] == []


@pytest.mark.parametrize("pack", PACKS)
def test_a_sound_ends_without_a_click(pack: str) -> None:
    ends = {name: max(map(abs, samples[-4:])) for name, samples in pack_samples(pack).items()}
    assert {name: end for name, end in ends.items() if end >= 0.01 * FULL_SCALE} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_peaks_stay_below_minus_1_dbfs(pack: str) -> None:
    peaks = {name: max(max(samples), -min(samples)) for name, samples in pack_samples(pack).items()}
    assert {name: peak for name, peak in peaks.items() if peak >= FULL_SCALE * 10 ** (-1 / 20)} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_sounds_are_short_enough_to_follow_one_another(pack: str) -> None:
    length_ms = {name: len(samples) / FRAMES_PER_MS for name, samples in pack_samples(pack).items()}
    single_words = ("lift", "jump", "reset", "hold", "pause", "take-it", "tick")
    for name in (*(f"count-{number}" for number in range(1, 11)), *single_words):
        longest = 600 if pack in AT_ONCE else 700 if name.startswith("count-") else 950
        assert length_ms[name] < longest, name
    assert all(length < 1000 for length in length_ms.values())
    assert 280 <= length_ms["wake"] <= 420


@pytest.mark.parametrize("pack", SPOKEN)
def test_the_word_follows_the_tick_without_a_gap(pack: str) -> None:
    assert [name for name in WITH_ONSET if has_gap(pack_samples(pack)[name])] == []


def has_gap(samples: array[int]) -> bool:
    """Whether 40 ms of the first 200 are silent, before the sound fades."""
    block = 10 * FRAMES_PER_MS
    levels = [mean_square(samples[at : at + block]) for at in range(0, 200 * FRAMES_PER_MS, block)]
    quiet = [level < 0.001 * max(levels) for level in levels[: len(samples) // block - 2]]
    return any(all(quiet[at : at + 4]) for at in range(len(quiet) - 3))


def mean_square(samples: array[int]) -> float:
    return sum(sample * sample for sample in samples) / max(len(samples), 1)


@pytest.mark.parametrize("pack", PACKS)
def test_all_cues_sound_equally_loud(pack: str) -> None:
    allowed_db = 0.5 if pack in AT_ONCE else 1.0  # those with half the rate lose a little above 12 kHz
    loudness = {name: loudness_db(samples) for name, samples in pack_samples(pack).items() if name != "wake"}
    assert {name: level for name, level in loudness.items() if abs(level + 15) > allowed_db} == {}


def loudness_db(samples: array[int]) -> float:
    """The loudest 100 ms in dB of full scale, K-weighted: the two filters of ITU-R BS.1770-4 at 48 kHz."""
    energy = [0.0]
    x1 = x2 = y1 = y2 = z1 = z2 = total = 0.0
    for sample in samples:
        x = sample / FULL_SCALE
        y = 1.53512485958697 * x - 2.69169618940638 * x1 + 1.19839281085285 * x2
        y += 1.69065929318241 * y1 - 0.73248077421585 * y2
        z = y - 2 * y1 + y2 + 1.99004745483398 * z1 - 0.99007225036621 * z2
        x1, x2, y1, y2, z1, z2 = x, x1, y, y1, z, z1
        total += z * z
        energy.append(total)
    window = 100 * FRAMES_PER_MS
    loudest = max(energy[min(at + window, len(samples))] - energy[at] for at in range(0, len(samples), 48))
    return -0.691 + 10 * math.log10(loudest / window)


@pytest.mark.parametrize("pack", PACKS)
def test_the_wake_tone_is_quiet(pack: str) -> None:
    rms_db = 10 * math.log10(mean_square(pack_samples(pack)["wake"]) / FULL_SCALE**2)
    assert -33 < rms_db < -27


@pytest.mark.parametrize("pack", PACKS)
def test_the_pitch_of_the_counts_falls_from_10_to_1(pack: str) -> None:
    loaded = pack_samples(pack)
    pitches = [tick_pitch(loaded[f"count-{number}"]) for number in range(10, 0, -1)]
    # A whole tone at least, so that each step is heard.
    assert all(low * 1.1 < high for high, low in pairwise(pitches)), pitches
    assert tick_pitch(loaded["tick"]) > 1.2 * pitches[0]


def tick_pitch(samples: array[int]) -> float:
    """The strongest frequency (Hz) of the first 24 ms after the click, before any word: Goertzel, 10 Hz apart."""
    part = samples[2 * FRAMES_PER_MS : 26 * FRAMES_PER_MS]
    return max(range(300, 4000, 10), key=lambda hertz: goertzel(part, hertz))


def goertzel(samples: array[int], hertz: float) -> float:
    turn = 2 * math.cos(2 * math.pi * hertz / FRAME_RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    return before * before + last * last - turn * before * last


@pytest.mark.parametrize("pack", PACKS)
def test_every_sound_of_a_pack_differs_from_every_other(pack: str) -> None:
    """But for the rep numbers of the pack without words."""
    alike = 19 if pack == "tones" else 0
    assert len({samples.tobytes() for samples in pack_samples(pack).values()}) == len(NAMES) - alike


@pytest.mark.parametrize("name", ["tick", "wake"])
def test_sounds_without_words_are_the_same_in_every_language(name: str) -> None:
    first = pack_samples("voice")[name]
    for pack in SPOKEN:
        samples = pack_samples(pack)[name]
        assert len(samples) == len(first)
        error = mean_square(array("h", [(one - other) // 2 for one, other in zip(samples, first, strict=True)]))
        assert error < 0.003 * mean_square(first)


def test_the_sounds_stay_below_fifteen_megabytes() -> None:
    assert sum(path.stat().st_size for path in sounds.sounds_folder().rglob("*.wav")) < 15_000_000


def test_the_wheel_takes_every_pack() -> None:
    project = sounds.sounds_folder().parents[1] / "pyproject.toml"
    taken = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert taken["force-include"] == {f"assets/sounds/{pack}": f"negcoach/sounds/{pack}" for pack in PACKS}


def run_copy(folder: Path, code: str) -> str:
    """What ``code`` prints in an interpreter of its own that imports negcoach from ``folder``."""
    for path in (
        "__init__.py",
        "errors.py",
        "texts.py",
        "audio/__init__.py",
        "audio/sounds/sounds.py",
        "audio/sounds/wav.py",
    ):
        copy = folder / "negcoach" / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((Path(negcoach.__file__).parent / path).read_bytes())
    return subprocess.run([sys.executable, "-c", code], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("place", ["negcoach/sounds", "assets/sounds"])
def test_the_sounds_are_found_in_a_wheel_and_in_a_checkout(tmp_path: Path, place: str) -> None:
    shutil.copytree(sounds.sounds_folder() / "tones", tmp_path / place / "tones")
    code = "from negcoach.audio.sounds.sounds import load_pack; print(len(load_pack('tones')))"
    assert run_copy(tmp_path, code).strip() == str(len(NAMES))


def test_an_install_without_sounds_says_so(tmp_path: Path) -> None:
    code = """
from negcoach.audio.sounds.sounds import load_pack
from negcoach.errors import NegcoachError
try:
    load_pack("voice")
except NegcoachError as error:
    print(error)
"""
    said = run_copy(tmp_path, code)
    assert said.startswith("the sounds are missing from ")
    assert said.endswith("install negcoach again\n")


def test_an_unknown_pack_is_refused_with_the_names_of_the_packs() -> None:
    with pytest.raises(NegcoachError, match=r"'bells'.*voice.*or tones"):
        sounds.load_pack("bells")


def test_a_missing_sound_is_named(tmp_path: Path) -> None:
    with pytest.raises(NegcoachError, match=r"lift\.wav.*No such file.*install negcoach again"):
        sounds.read_sound(tmp_path / "lift.wav")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all, only text"])
def test_a_damaged_sound_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lift.wav"
    path.write_bytes(content)
    with pytest.raises(NegcoachError, match=r"lift\.wav is not a WAV file"):
        sounds.read_sound(path)


@pytest.mark.parametrize("form", [{"rate": 47_000}, {"channels": 3}])
def test_a_sound_of_a_form_that_is_not_read_is_refused(tmp_path: Path, form: dict[str, int]) -> None:
    path = tmp_path / "lift.wav"
    write_wav(path, **form)
    with pytest.raises(NegcoachError, match=r"lift\.wav has .*install negcoach again"):
        sounds.read_sound(path)


def test_a_sound_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lift.wav"
    write_wav(path)
    path.write_bytes(path.read_bytes()[:-101])
    with pytest.raises(NegcoachError, match=r"lift\.wav is cut short"):
        sounds.read_sound(path)


def test_samples_are_read_as_little_endian_words(tmp_path: Path) -> None:
    path = tmp_path / "lift.wav"
    write_wav(path)
    assert list(sounds.read_sound(path)) == [0x0201] * 240
