"""``negcoach sounds``: the packs, the names, and a check of one's own; what the doctor says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.audio.sounds.sounds import NAMES, PACKS, load_pack
from negcoach.cli import main
from negcoach.commands.doctor.pack_checks import check_sounds
from negcoach.config.settings.settings import Settings
from negcoach.findings import Status
from tests.audio.sounds.test_own_sounds import put, tone, wav


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def mypack(tmp_path: Path) -> Path:
    folder = tmp_path / "sounds" / "mypack"
    folder.mkdir(parents=True)
    return folder


def said(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, list[str]]:
    status = main([*words, "--config", str(config)])
    written = capsys.readouterr()
    return status, (written.out + written.err).splitlines()


def test_it_lists_the_packs_and_ones_own_and_marks_what_is_in_use(
    config: Path, mypack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(mypack, "lift.wav", wav(tone()))
    put(mypack, "hold.wav", b"")
    config.write_text('[sound]\nsound_pack = "tones"\nown_sounds = "mypack"\n', encoding="utf-8")
    status, lines = said(capsys, config, "sounds")
    assert status == 0
    assert [line.split()[0] for line in lines if line.startswith("  ")] == [pack for pack in PACKS if pack != "tones"]
    assert "* tones       tones alone, without words" in lines
    assert f"* mypack      your own: 1 of {len(NAMES)} sounds; 1 thing to look at" in lines
    assert str(mypack.parent) in lines[-1]


def test_it_says_what_each_sound_is_called(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = said(capsys, config, "sounds", "names")
    assert status == 0
    assert [line.split()[0] for line in lines] == [f"{name}.wav" for name in NAMES]
    assert "hands-on.wav        spotter, hands on" in lines


def test_a_check_says_each_fault_and_what_is_missing(
    config: Path, mypack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        put(mypack, f"{name}.wav", wav(tone(100)))
    assert said(capsys, config, "sounds", "check", "mypack") == (0, [f"mypack: all {len(NAMES)} sounds are your own."])
    put(mypack, "lift.wav", b"")
    status, lines = said(capsys, config, "sounds", "check", "mypack")
    assert status == 1
    assert lines == [
        "lift.wav is not a WAV file",
        f"mypack: {len(NAMES) - 1} of {len(NAMES)} sounds are your own, the others come from voice.",
        "Not among them: lift.",
    ]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("check",), "No own sounds are in use. Name some, such as negcoach sounds check mypack."),
        (("check", "../mypack"), '"../mypack" is not a name for a folder: letters, digits, - and _ only.'),
        (("list", "mypack"), 'sounds lists the packs. To check your own: negcoach sounds check "NAME"'),
    ],
)
def test_bad_use_is_refused_in_a_line(
    config: Path, mypack: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], line: str
) -> None:
    status, lines = said(capsys, config, "sounds", *words)
    assert status == 2
    assert line in lines[0]


def test_a_folder_that_is_gone_is_said(config: Path, mypack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines = said(capsys, config, "sounds", "check", "gone")
    assert status == 2
    assert lines == [f"negcoach: There is no folder gone in {mypack.parent}."]


def test_the_doctor_names_the_pack_and_what_is_wrong_with_ones_own(config: Path, mypack: Path) -> None:
    assert [(finding.status, finding.detail) for finding in check_sounds(Settings(), config)] == [(Status.OK, "voice")]
    put(mypack, "lift.wav", wav(tone()))
    for name in ("hold", "jump", "reset", "pause", "tick", "wake", "count-1"):
        put(mypack, f"{name}.wav", b"")
    findings = list(check_sounds(Settings(own_sounds="mypack"), config))
    assert [finding.status for finding in findings] == [Status.OK, *[Status.WARNING] * 6, Status.OK]
    assert findings[1].detail == "count-1.wav is not a WAV file"
    assert findings[6].detail == "2 more" and "negcoach sounds check mypack" in findings[6].advice
    assert findings[7].detail == f"mypack: 1 of {len(NAMES)} sounds are your own, the others come from voice."


def test_the_doctor_says_where_none_can_be_used(config: Path) -> None:
    *_, fault, last = check_sounds(Settings(own_sounds="mypack"), config)
    assert "cannot be read" in fault.detail
    assert last.status is Status.WARNING and last.detail == "none can be used: voice is heard"


def test_a_rendered_set_has_ones_own_sounds(
    config: Path, mypack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(mypack, "get-ready.wav", wav(tone()))
    command = ("render", "bench-press", "--reps", "1", "-o")
    said(capsys, config, *command, str(tmp_path / "plain.wav"))
    status, lines = said(capsys, config, *command, str(tmp_path / "own.wav"), "--pack", "mypack")
    assert status == 0 and lines[0].endswith("mypack.")
    config.write_text('[sound]\nown_sounds = "mypack"\n', encoding="utf-8")
    said(capsys, config, *command, str(tmp_path / "set.wav"))
    plain, own, by_setting = ((tmp_path / f"{name}.wav").read_bytes() for name in ("plain", "own", "set"))
    assert own == by_setting and own != plain and len(own) == len(plain)
    said(capsys, config, *command, str(tmp_path / "again.wav"), "--pack", "voice")
    assert (tmp_path / "again.wav").read_bytes() == plain
    assert load_pack("voice")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("beeps", f"There are: {', '.join([*PACKS, 'mypack'])}."),
        ("tone", "Did you mean tones?"),
        ("mypakc", "Did you mean mypack?"),
    ],
)
def test_a_pack_that_there_is_not_is_told_with_what_there_is(
    config: Path, mypack: Path, capsys: pytest.CaptureFixture[str], asked: str, meant: str
) -> None:
    put(mypack, "lift.wav", wav(tone()))
    status, lines = said(capsys, config, "render", "dip", "-o", str(config.with_name("x.wav")), "--pack", asked)
    assert (status, lines) == (2, [f'negcoach: No sound pack "{asked}". {meant} See: negcoach render --help'])
