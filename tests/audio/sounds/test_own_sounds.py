"""The lifter's own sounds: each file is checked, and whatever is wrong with one, the pack's is heard."""

from __future__ import annotations

import itertools
import math
import os
import struct
import sys
import threading
from array import array
from pathlib import Path

import pytest

from negcoach.audio.playback.shelf import Shelf
from negcoach.audio.sounds import own_sounds
from negcoach.audio.sounds.own_sounds import LARGEST_BYTES, MOST_FILES, SHORTEST_CALL_MS, load_sounds, read_own_sounds
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS, NAMES, PACKS, load_pack
from negcoach.audio.sounds.wav import RATES, Recording, parse_wav, resampled

EVERY_RATE = pytest.mark.parametrize("rate", RATES)


def tone(ms: int = 300, *, rate: int = FRAME_RATE, hertz: float = 440.0, peak: float = 0.5) -> list[float]:
    """A tone from the top of its wave: its first sample is its loudest."""
    return [peak * math.cos(2 * math.pi * hertz * at / rate) for at in range(rate * ms // 1000)]


def wav(
    frames: list[float], *, rate: int = FRAME_RATE, channels: int = 1, bits: int = 16, tag: int = 1, before: bytes = b""
) -> bytes:
    """A WAV file with the same sound on each channel; ``before`` stands in front of its form."""
    packed = b"".join(packed_frame(frame, bits, tag) * channels for frame in frames)
    extension = struct.pack("<HHI", 22, bits, 0) + struct.pack("<H", 1) + bytes(14) if tag == 0xFFFE else b""
    width = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * width, width, bits) + extension
    body = before + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(packed)) + packed
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def packed_frame(frame: float, bits: int, tag: int) -> bytes:
    if tag == 3:
        return struct.pack("<f", frame)
    if bits == 8:
        return bytes([128 + round(127 * frame)])
    return round(frame * (2 ** (bits - 1) - 1)).to_bytes(bits // 8, "little", signed=True)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def faults(folder: Path) -> tuple[str, ...]:
    return read_own_sounds(folder).faults


def rms(samples: array[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


@EVERY_RATE
def test_every_rate_that_is_read_keeps_its_pitch_its_length_and_its_first_sample(rate: int) -> None:
    samples = array("h", [round(32_767 * value) for value in tone(200, rate=rate)])
    new = resampled(samples, rate, FRAME_RATE)
    assert abs(len(new) - 200 * FRAMES_PER_MS) <= 6
    inner = range(20 * FRAMES_PER_MS, 180 * FRAMES_PER_MS)
    wanted = array("h", [round(32_767 * value) for value in tone(200)])
    error = rms(array("h", [new[at] - wanted[at] for at in inner]))
    assert error < 0.01 * rms(wanted)  # 40 dB below the tone
    assert new[0] > 0.7 * samples[0]  # a lower rate cannot begin as sharply


@EVERY_RATE
def test_no_sound_stays_no_sound_at_any_rate(rate: int) -> None:
    assert resampled(array("h"), rate, FRAME_RATE) == array("h")


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("bits", "tag"), [(8, 1), (16, 1), (24, 1), (32, 1), (32, 3), (16, 0xFFFE), (24, 0xFFFE)])
def test_the_usual_forms_are_read(tmp_path: Path, bits: int, tag: int, channels: int) -> None:
    put(tmp_path, "lift.wav", wav(tone(), rate=44_100, bits=bits, tag=tag, channels=channels))
    own = read_own_sounds(tmp_path)
    assert own.faults == ()
    assert list(own.samples) == ["lift"]
    assert own.missing == tuple(name for name in NAMES if name != "lift")


def test_other_chunks_before_the_form_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav(tone(), before=b"LIST" + struct.pack("<I", 3) + b"abc\0"))
    assert read_own_sounds(tmp_path).faults == ()


def test_a_sound_begins_on_the_beat_and_ends_softly(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav([0.0] * 24_000 + tone() + [0.0001] * 9_600))
    sound = read_own_sounds(tmp_path).samples["lift"]
    assert max(abs(sample) for sample in sound[: 2 * FRAMES_PER_MS]) > 5_000
    assert abs(len(sound) - 301 * FRAMES_PER_MS) < FRAMES_PER_MS
    assert abs(sound[-1]) < 100


@pytest.mark.parametrize("peak", [0.02, 0.1, 0.5])
def test_soft_and_loud_recordings_become_as_loud_as_one_another(tmp_path: Path, peak: float) -> None:
    put(tmp_path, "lift.wav", wav(tone(peak=peak)))
    sound = read_own_sounds(tmp_path).samples["lift"]
    level_db = 20 * math.log10(rms(sound[10 * FRAMES_PER_MS : 200 * FRAMES_PER_MS]) / 32_768)
    assert abs(level_db + 18) < 0.5


def test_the_wake_tone_stays_as_soft_as_it_is(tmp_path: Path) -> None:
    put(tmp_path, "wake.wav", wav(tone(peak=0.03)))
    assert max(read_own_sounds(tmp_path).samples["wake"]) < 0.031 * 32_768


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("lift.wav", b"", "lift.wav is not a WAV file"),
        ("lift.wav", b"RIFF", "lift.wav is not a WAV file"),
        ("lift.wav", b"ID3 music, not in this form", "lift.wav is not a WAV file"),
        ("lift.wav", wav(tone())[:40], "lift.wav is not a WAV file: it has no sound in it"),
        ("lift.wav", wav(tone())[:-1_000], "lift.wav is cut short"),
        ("lift.wav", wav(tone(), rate=47_999), "lift.wav has 47999 Hz, which cannot be read: save it at 48000 Hz"),
        ("lift.wav", wav(tone(), channels=6), "lift.wav has 6 channels: only one or two can be read"),
        ("lift.wav", wav(tone(), channels=0), "lift.wav has 0 channels: only one or two can be read"),
        ("lift.wav", wav(tone(), tag=85), "lift.wav has 16 bits in a form that cannot be read: save it as 16-bit PCM"),
        ("lift.wav", wav(tone(1_100)), "lift.wav lasts 1.1 s: a sound must end within its second"),
        ("lift.wav", wav(tone(2_100)), "lift.wav lasts 2.1 s: a sound must end within its second"),
        ("lift.wav", wav([]), "lift.wav is silent"),
        ("lift.wav", wav([0.0] * 9_600), "lift.wav is silent"),
        ("lift.wav", wav(tone(peak=0.002)), "lift.wav is too quiet, -57 dB: record it louder"),
        ("lift.wav", wav([0.0] * 2_000 + [0.9]), "lift.wav is too short to be heard"),
        ("wake.wav", wav([0.0] * 2_000 + [0.9]), "wake.wav is too short to be heard"),
        ("lift.wav", wav([math.nan] * 9_600, bits=32, tag=3), "lift.wav is silent"),
        ("lift.wav", bytes(LARGEST_BYTES + 1), "lift.wav is 2.0 MB: at most 2 MB are read"),
        ("lfit.wav", wav(tone()), "lfit.wav is left out: no sound has this name. Did you mean lift.wav?"),
        ("three.wav", wav(tone()), "three.wav is left out: no sound has this name. Did you mean count-3.wav?"),
        ("10.wav", wav(tone()), "10.wav is left out: no sound has this name. Did you mean count-10.wav?"),
        ("Rep_Two.wav", wav(tone()), "Rep_Two.wav is left out: no sound has this name. Did you mean rep-2.wav?"),
        ("bells.wav", wav(tone()), "bells.wav is left out: no sound has this name"),
        ("lift.mp3", b"ID3", "lift.mp3 is left out: only .wav files are read"),
        ("\x1b[31mred.wav", b"", "red.wav is left out: no sound has this name"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line_and_left_to_the_pack(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    put(tmp_path, name, content)
    put(tmp_path, "hold.wav", wav(tone()))
    own = read_own_sounds(tmp_path)
    assert own.faults == (why,)
    assert list(own.samples) == ["hold"]


@EVERY_RATE
def test_no_click_however_short_and_wherever_it_is_is_used_unless_it_can_be_heard(tmp_path: Path, rate: int) -> None:
    put(tmp_path, "hold.wav", wav(tone(120)))
    for before, peaks, after in itertools.product((0, 500), ([0.1], [-0.9], [0.9, -0.9]), (0, 1, 30, 500)):
        for name in ("tick", "wake"):
            put(tmp_path, f"{name}.wav", wav([0.0] * before + peaks + [0.0] * after, rate=rate))
        own = read_own_sounds(tmp_path)
        assert own.samples.keys() == {"hold", "tick", "wake"} - {fault.split(".")[0] for fault in own.faults}
        assert all(fault.endswith(("is too short to be heard", "record it louder")) for fault in own.faults)
        assert all(max(map(abs, sound)) > 100 for sound in own.samples.values())


@pytest.mark.parametrize("ms", [1, 10, 60, 95])
def test_no_call_is_so_short_that_nobody_hears_it_and_what_keeps_time_may_be(tmp_path: Path, ms: int) -> None:
    keep_time = {name for name in NAMES if name.startswith(("tick", "wake", "count", "rep"))}
    for name in NAMES:
        put(tmp_path, f"{name}.wav", wav([0.0] * 9_600 + tone(ms, peak=0.9) + [0.0] * 9_600))
    own = read_own_sounds(tmp_path)
    assert set(own.samples) == keep_time
    assert len(own.faults) == len(NAMES) - len(keep_time)
    assert all(fault.endswith("ms: to be heard, a call needs 100 ms") for fault in own.faults)
    for name in NAMES:
        put(tmp_path, f"{name}.wav", wav(tone(110)))
    assert set(read_own_sounds(tmp_path).samples) == set(NAMES)


@pytest.mark.parametrize("pack", PACKS)
def test_no_call_of_a_pack_is_shorter_than_one_of_ones_own_may_be(pack: str) -> None:
    sounds = load_pack(pack)
    calls = {name for name in NAMES if not name.startswith(("tick", "wake", "count", "rep"))}
    assert min(len(sounds[name]) for name in calls) >= SHORTEST_CALL_MS * FRAMES_PER_MS


def test_a_recording_that_nobody_thought_of_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "lift.wav", wav(tone(200)))
    put(tmp_path, "hold.wav", wav(tone()))

    def parse(content: bytes, longest_s: float) -> Recording:
        if len(content) < 200 * FRAMES_PER_MS * 2 + 100:
            raise ZeroDivisionError
        return parse_wav(content, longest_s)

    monkeypatch.setattr(own_sounds, "parse_wav", parse)
    own = read_own_sounds(tmp_path)
    assert list(own.samples) == ["hold"]
    assert own.faults == ("lift.wav cannot be read: save it again as 16-bit PCM",)


def test_a_clipped_sound_is_used_and_said(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav([max(-1.0, min(1.0, value)) for value in tone(peak=3)]))
    own = read_own_sounds(tmp_path)
    assert own.faults == ("lift.wav is distorted, but used: record it at a lower level",)
    assert list(own.samples) == ["lift"]


def test_floats_beyond_full_scale_are_limited(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav([*tone(), 5.0, -5.0, math.inf, -math.inf], bits=32, tag=3))
    assert list(read_own_sounds(tmp_path).samples) == ["lift"]


def test_letters_of_either_case_name_a_sound_but_only_once(tmp_path: Path) -> None:
    put(tmp_path, "LIFT.WAV", wav(tone()))
    assert list(read_own_sounds(tmp_path).samples) == ["lift"]
    if len({put(tmp_path, "lift.wav", wav(tone())).name, *(path.name for path in tmp_path.iterdir())}) > 1:
        assert faults(tmp_path) == ("lift.wav is left out: lift is there already, in other upper and lower case",)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_links_are_followed_and_whatever_is_no_file_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "lift.wav").symlink_to(put(tmp_path, "elsewhere.wav", wav(tone())))
    (folder / "hold.wav").symlink_to(folder / "hold.wav")
    (folder / "jump.wav").mkdir()
    (folder / "reset.wav").symlink_to("/dev/zero")
    os.mkfifo(folder / "pause.wav")
    (folder / ".DS_Store").write_bytes(b"")
    own = read_own_sounds(folder)
    assert list(own.samples) == ["lift"]
    assert [fault.split()[0] for fault in own.faults] == ["hold.wav", "jump.wav", "pause.wav", "reset.wav"]
    assert own.faults[1:] == ("jump.wav is not a file", "pause.wav is not a file", "reset.wav is not a file")


def test_a_folder_that_is_not_there_or_empty_or_full_says_so(tmp_path: Path) -> None:
    assert faults(tmp_path / "gone") == (f"the folder {tmp_path / 'gone'} cannot be read: No such file or directory",)
    assert faults(tmp_path) == ("the folder is empty: it needs files such as lift.wav",)
    for number in range(MOST_FILES + 1):
        put(tmp_path, f".{number:04}", b"")
    assert faults(tmp_path)[0] == f"there are more than {MOST_FILES} files in the folder: not all were looked at"


def test_own_sounds_take_the_place_of_the_packs_and_the_others_stay(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav(tone()))
    put(tmp_path, "hold.wav", b"broken")
    sounds, pack = load_sounds("tones", tmp_path), load_pack("tones")
    assert {name for name in NAMES if sounds[name] != pack[name]} == {"lift"}
    assert load_sounds("tones", tmp_path / "gone") == pack


def test_the_shelf_goes_on_with_the_pack_until_own_sounds_are_read(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav(tone()))
    read = threading.Event()
    shelf = Shelf(read.set)
    tones = load_pack("tones")
    shelf.want("tones", str(tmp_path))
    assert shelf.sounds["hold"] == tones["hold"]
    assert read.wait(20)
    assert shelf.sounds["lift"] != tones["lift"] and shelf.sounds["hold"] == tones["hold"]
    shelf.want("voice", None)
    assert shelf.sounds == load_pack("voice")


def test_own_sounds_that_were_changed_are_read_again_when_they_are_chosen_again(tmp_path: Path) -> None:
    put(tmp_path, "lift.wav", wav(tone()))
    read = threading.Event()
    shelf = Shelf(read.set)
    shelf.want("voice", str(tmp_path))
    assert read.wait(20)
    first = shelf.sounds["lift"]
    put(tmp_path, "lift.wav", wav(tone(200)))
    shelf.want("voice", None)
    read.clear()
    shelf.want("voice", str(tmp_path))
    assert read.wait(20)
    assert shelf.sounds["lift"] != first
