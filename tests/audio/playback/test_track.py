"""Mixing: any window of the track is the same, however it is read."""

from __future__ import annotations

import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.audio.playback.track import FADE_FRAMES, LevelledPack, PlacedSound, Track, gain, write_wav
from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.errors import NegcoachError
from negcoach.training.score.timeline import Cue

PACK = {
    "step": array("h", [1000] * 480),
    "ramp": array("h", range(-2400, 2400)),
    "loud": array("h", [30_000] * 2400),
    "deep": array("h", [-30_000] * 960),
}

cues = st.lists(
    st.builds(
        Cue,
        st.integers(0, 300),
        st.sampled_from(sorted(PACK)),
        st.none() | st.integers(0, 400),
    ),
    max_size=8,
)


@given(cues, st.integers(0, 100), st.lists(st.integers(1, 4000), min_size=1, max_size=20))
def test_any_split_of_reads_gives_the_same_samples(score: list[Cue], volume: int, sizes: list[int]) -> None:
    track = Track(score, PACK, volume)
    whole = track.read(0, sum(sizes))
    split = array("h")
    for size in sizes:
        split += track.read(len(split), size)
    assert split == whole


@given(cues)
def test_the_track_is_the_clipped_sum_of_its_cues(score: list[Cue]) -> None:
    length = 500 * FRAMES_PER_MS
    sums = [0] * length
    once = {(cue.at_ms, cue.sound): cue for cue in score}
    for cue in once.values():
        for frame, sample in enumerate(Track([cue], PACK).read(0, length)):
            sums[frame] += sample
    clipped = array("h", [max(-32768, min(32767, value)) for value in sums])
    assert Track(score, PACK).read(0, length) == clipped


def test_the_first_sample_is_at_exactly_48_frames_for_each_millisecond() -> None:
    samples = Track([Cue(7, "step")], PACK).read(0, 1000)
    assert samples[7 * 48 - 1] == 0
    assert samples[7 * 48 : 7 * 48 + 480] == PACK["step"]
    assert samples[7 * 48 + 480] == 0


def test_a_cut_cue_fades_over_the_last_4_ms_and_is_silent_from_there_on() -> None:
    samples = Track([Cue(0, "loud", until_ms=20)], PACK).read(0, 2400)
    until = 20 * FRAMES_PER_MS
    fade = samples[until - FADE_FRAMES : until]
    assert samples[: until - FADE_FRAMES] == PACK["loud"][: until - FADE_FRAMES]
    assert list(fade) == sorted(fade, reverse=True)
    assert 0 < fade[-1] < 300
    assert not any(samples[until:])


@pytest.mark.parametrize("until_ms", [0, 5, 10])
def test_a_cue_cut_at_or_before_its_beginning_is_not_heard(until_ms: int) -> None:
    assert not any(Track([Cue(10, "loud", until_ms)], PACK).read(0, 4800))


def test_overlapping_cues_are_clipped_not_wrapped() -> None:
    samples = Track([Cue(0, "loud"), Cue(1, "loud")], PACK).read(0, 2400)
    assert max(samples) == 32767
    assert min(samples) >= 0


def test_a_sound_that_is_resumed_is_silent_before_and_fades_in() -> None:
    resumed = 1_200
    track = Track.of([PlacedSound(0, "loud", resumed=resumed)], LevelledPack(PACK))
    samples = track.read(0, 2_400)
    assert not any(samples[:resumed])
    rise = samples[resumed : resumed + FADE_FRAMES]
    assert list(rise) == sorted(rise)
    assert rise[0] == 0
    assert samples[resumed + FADE_FRAMES :] == PACK["loud"][resumed + FADE_FRAMES :]


def test_any_split_of_a_resumed_and_cut_sound_gives_the_same_samples() -> None:
    track = Track.of([PlacedSound(0, "loud", until=1_900, resumed=1_200)], LevelledPack(PACK, 60))
    whole = track.read(0, 4_800)
    for size in (7, 100, 192, 1_000):
        split = [sample for frame in range(0, 4_800, size) for sample in track.read(frame, size)]
        assert split[:4_800] == list(whole)


def test_what_is_heard_in_a_window_is_the_same_whatever_comes_after_it() -> None:
    def heard(*sounds: PlacedSound) -> frozenset[PlacedSound]:
        return Track.of(sounds, LevelledPack(PACK)).heard_within(1_000, 2_000)

    assert heard(PlacedSound(900, "loud")) == heard(PlacedSound(900, "loud", until=2_000 + FADE_FRAMES))
    assert heard(PlacedSound(900, "loud")) != heard(PlacedSound(900, "loud", until=1_999 + FADE_FRAMES))
    assert heard(PlacedSound(2_000, "loud")) == heard(PlacedSound(0, "loud", until=1_000)) == frozenset()
    assert heard(PlacedSound(1_999, "loud")) != frozenset()


def test_frames_before_the_track_are_silent() -> None:
    samples = Track([Cue(0, "step")], PACK).read(-48, 96)
    assert list(samples) == [0] * 48 + [1000] * 48


@pytest.mark.parametrize(("percent", "factor"), [(-1, 0), (0, 0), (50, 8192), (100, 32768), (101, 32768)])
def test_volume_goes_with_the_square_and_stays_in_bounds(percent: int, factor: int) -> None:
    assert gain(percent) == factor


def test_full_volume_leaves_the_samples_as_they_are() -> None:
    pack = load_pack("voice")
    sound = pack["count-5"]
    assert Track([Cue(500, "count-5")], pack).read(24_000, len(sound)) == sound


def test_a_sound_that_is_not_in_the_pack_is_named() -> None:
    with pytest.raises(NegcoachError, match="no sound called 'bang'"):
        Track([Cue(0, "bang")], PACK)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_wav_file_holds_the_track_to_the_sample(tmp_path: Path, channels: int) -> None:
    score = [Cue(100, "ramp"), Cue(1500, "step")]
    path = tmp_path / "set.wav"
    write_wav(path, score, PACK, 2100, channels=channels)
    with wave.open(str(path), "rb") as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (channels, 2, 48_000)
        samples = array("h", wav.readframes(wav.getnframes()))
    for channel in range(channels):
        assert samples[channel::channels] == Track(score, PACK).read(0, 2100 * 48)
    assert [p.name for p in tmp_path.iterdir()] == ["set.wav"]


def test_a_wav_that_cannot_be_written_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    taken = tmp_path / "set.wav"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(NegcoachError, match=r"Cannot write .*set\.wav"):
        write_wav(taken, [Cue(0, "step")], PACK, 100)
    assert [p.name for p in tmp_path.iterdir()] == ["set.wav"]


def test_a_wav_for_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NegcoachError, match="Cannot write"):
        write_wav(tmp_path / "none" / "set.wav", [], PACK, 100)
