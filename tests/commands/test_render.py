"""``negcoach render``: the same score and the same mixing as the live sound, exact to the sample."""

from __future__ import annotations

import os
import sys
import wave
from array import array
from pathlib import Path

import pytest

from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.cli import main
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Cue
from tests.commands.places import CommandLine


def samples_of(path: Path) -> array[int]:
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (48_000, 1, 2)
        samples = array("h", sound.readframes(sound.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


@pytest.mark.parametrize("slug", ["bench-press", "negative-pull-up", "heel-drop", "two-up-one-down"])
def test_every_cue_begins_at_its_sample(slug: str, tmp_path: Path) -> None:
    file = tmp_path / "set.wav"
    assert main(["render", slug, "-o", str(file), "--config", str(tmp_path / "config.toml")]) == 0
    samples = samples_of(file)
    exercise = find(shipped_exercises(), slug)
    score = SetRun(default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000), 10_000).score()
    pack = load_pack("voice")
    assert score.end_ms is not None
    assert len(samples) == score.end_ms * FRAMES_PER_MS
    cues = score.cues
    for cue, following in zip(cues, (*cues[1:], Cue(score.end_ms, "")), strict=True):
        start = cue.at_ms * FRAMES_PER_MS
        length = min(len(pack[cue.sound]), (following.at_ms - cue.at_ms) * FRAMES_PER_MS)
        if not _rings_into(cue, cues, pack):
            assert samples[start : start + length] == pack[cue.sound][:length], cue


def test_the_last_sound_has_rung_out(tmp_path: Path) -> None:
    file = tmp_path / "set.wav"
    assert main(["render", "negative-dip", "-o", str(file), "--config", str(tmp_path / "config.toml")]) == 0
    samples = samples_of(file)
    assert not any(samples[-480:])
    assert samples[0:4800] == load_pack("voice")["wake"][0:4800]


def test_the_options_are_those_of_coach(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "set.wav"
    options = "--load 100kg --sets 2 --reps 2 --tempo 3-0-A-0 --rest 60 --lead-in 5 --lift 2 --spotters 1"
    arguments = ["render", "bench-press", *options.split(), "--pack", "tones", "--volume", "50", "-o", str(file)]
    assert main([*arguments, "--config", str(tmp_path / "config.toml")]) == 0
    exercise = find(shipped_exercises(), "bench-press")
    assert "2 reps at 3-0-A-0" in capsys.readouterr().out
    lead_in, reps, lift, done = 5_000, 2 * 3_000, 2_000, 3_000
    assert len(samples_of(file)) >= (lead_in + reps + lift + done) * FRAMES_PER_MS
    assert exercise.reps != 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--reps fatigue", "Give a number, such as --reps 8."),
        ("--lift wait", "Give seconds, such as --lift 3."),
        ("--tempo 60-60-60-60 --reps 100", "Give it fewer --reps."),
        ("--volume loud", "--volume: A whole number from 0 to 100"),
    ],
)
def test_a_set_that_cannot_be_written_says_what_would_be_right(
    options: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "set.wav"
    assert main(["render", "bench-press", *options.split(), "-o", str(file), "--config", str(tmp_path / "c.toml")]) == 2
    written = capsys.readouterr().err
    assert says in written
    assert written.count("\n") == 1
    assert not file.exists()


@pytest.mark.parametrize(("target", "says"), [("", "is a folder"), ("none/set.wav", "There is no folder")])
def test_a_target_that_is_none_is_told(
    target: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / target)
    assert main(["render", "bench-press", "-o", out, "--config", str(tmp_path / "config.toml")]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_there_and_is_no_file_is_left_as_it_is(
    linked: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    link = tmp_path / "link"
    link.symlink_to(pipe)
    out = str(link if linked else pipe)
    assert main(["render", "bench-press", "-o", out, "--config", str(tmp_path / "config.toml")]) == 2
    written = capsys.readouterr().err
    assert "is not a file" in written
    assert written.count("\n") == 1
    assert pipe.is_fifo()
    assert link.is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_the_file_it_names_is_written(there: bool, tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    real, link = tmp_path / "music" / "set.wav", tmp_path / "link.wav"
    if there:
        real.write_bytes(b"RIFF\x04\x00\x00\x00WAVE, an older one")
    link.symlink_to(real)
    arguments = ["render", "bench-press", "--reps", "1", "-o", str(link), "--config", str(tmp_path / "config.toml")]
    assert main(arguments) == 0
    assert link.is_symlink()
    assert samples_of(real)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
@pytest.mark.parametrize("target", ["-", "circle", "~nobody-of-this-name/set.wav", "x" * 300])
def test_a_target_that_cannot_be_made_is_one_line(target: str, negcoach: CommandLine) -> None:
    (negcoach.folder / "circle").symlink_to("circle")
    done = negcoach("render", "bench-press", "-o", target, "--config", str(negcoach.config))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("negcoach: ")
    assert done.err.count("\n") == 1
    assert "should not have" not in done.err
    assert [path.name for path in negcoach.folder.iterdir() if path.is_file()] == []


def test_it_runs_as_a_program(negcoach: CommandLine) -> None:
    done = negcoach("render", "nordic-curl", "--reps", "1", "-o", "set.wav", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("set.wav: Nordic")
    assert samples_of(negcoach.folder / "set.wav")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"SQLite format 3\x00" + bytes(84), "a database"),
        (b"squat 3x5\n", "not a WAV file"),
        (b"RIFF\x04\x00\x00\x00AVI ", "not a WAV file"),
    ],
)
def test_a_file_that_is_no_wav_is_left_as_it_is(
    content: bytes, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine"
    file.write_bytes(content)
    assert main(["render", "negative-dip", "-o", str(file), "--config", str(tmp_path / "config.toml")]) == 2
    said = capsys.readouterr().err
    assert said.endswith(f"{file} is {what}, so it was left as it is. Name another file, such as -o set.wav.\n")
    assert file.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"RIFF\x04\x00\x00\x00WAVE"])
def test_an_empty_file_and_an_older_wav_are_replaced(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "set.wav"
    file.write_bytes(content)
    assert main(["render", "negative-dip", "-o", str(file), "--config", str(tmp_path / "config.toml")]) == 0
    assert samples_of(file)


def _rings_into(cue: Cue, cues: tuple[Cue, ...], pack: dict[str, array[int]]) -> bool:
    """Whether an earlier cue still sounds when this one begins."""
    return any(
        other.at_ms < cue.at_ms < other.at_ms + len(pack[other.sound]) / FRAMES_PER_MS
        for other in cues
        if other is not cue
    )


def test_the_longest_lowering_is_heard_up_to_the_call_that_frees_the_lifter(tmp_path: Path) -> None:
    file = tmp_path / "longest.wav"
    arguments = ["render", "negative-pull-up", "--test", "-o", str(file), "--config", str(tmp_path / "config.toml")]
    assert main(arguments) == 0
    samples, pack = samples_of(file), load_pack("voice")
    exercise = find(shipped_exercises(), "negative-pull-up")
    lowering_ms = 10_000 + exercise.lift_ms + 1_000
    heard = {
        0: "count-1",
        9: "count-10",
        10: "tick",
        16: "tick",
        17: "count-3",
        19: "count-1",
        20: exercise.words.take_sound,
    }
    for second, sound in heard.items():
        start = (lowering_ms + second * 1000) * FRAMES_PER_MS
        length = min(len(pack[sound]), 500 * FRAMES_PER_MS)
        assert samples[start : start + length] == pack[sound][:length], (second, sound)
    for second in range(20):  # a lifter hears each second
        start = (lowering_ms + second * 1000) * FRAMES_PER_MS
        assert any(samples[start : start + 100 * FRAMES_PER_MS]), second


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("heel-drop", "--test"), "has no test"),
        (("bench-press", "--test"), "has no test"),
        (("negative-dip", "--test", "--reps", "3"), "leave --reps out"),
    ],
)
def test_a_test_that_cannot_be_written_says_why(
    arguments: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "set.wav"
    assert main(["render", *arguments, "-o", str(file), "--config", str(tmp_path / "config.toml")]) == 2
    assert says in capsys.readouterr().err
    assert not file.exists()
