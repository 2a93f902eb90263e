"""``negcoach doctor``."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.audio.player import Engine, Player
from negcoach.audio.queue import Queue
from negcoach.audio.sound_check import TEST_CUES, TEST_MS
from negcoach.commands.doctor import sound_checks, store_checks, terminal_checks
from negcoach.commands.doctor.doctor import lines
from negcoach.commands.doctor.sound_checks import Polling
from negcoach.commands.doctor.terminal_checks import Terminal
from negcoach.extras import install_library_text
from negcoach.findings import CheckResult, Status, verdict, warning
from negcoach.training.score.timeline import Cue, RescueCall
from tests.commands.places import CommandLine, keep_session
from tests.store.samples import make_database

CHECKS = [
    "program",
    "terminal",
    "encoding",
    "colours",
    "data folder",
    "database",
    "settings",
    "exercises",
    "plans",
    "programmes",
    "sound pack",
    "sound library",
    "sound device",
    "phone",
]


def found(findings: Sequence[CheckResult], check: str) -> CheckResult:
    return next(finding for finding in findings if finding.check == check)


def statuses(findings: Sequence[CheckResult]) -> dict[str, Status]:
    return {finding.check: finding.status for finding in findings}


def test_json_lists_every_check_and_nothing_is_made(negcoach: CommandLine) -> None:
    done = negcoach("doctor", "--json", "--engine", "silent", "--config", str(negcoach.config))
    assert (done.status, done.err) == (0, "")
    findings = json.loads(done.out)
    assert [finding["check"] for finding in findings] == CHECKS
    assert all(list(finding) == ["check", "status", "detail", "advice"] for finding in findings)
    assert not negcoach.data.exists()
    assert not negcoach.config.exists()


def test_the_exercises_are_counted_that_are_offered(negcoach: CommandLine) -> None:
    done = negcoach("doctor", "--json", "--engine", "silent", "--config", str(negcoach.config))
    (exercises,) = (finding for finding in json.loads(done.out) if finding["check"] == "exercises")
    listed = [line for line in negcoach("exercises").out.splitlines() if line.startswith("  ")]
    assert exercises["detail"].startswith(f"{len(listed)} shipped, 0 of your own")


def test_a_warning_is_no_failure(negcoach: CommandLine) -> None:
    done = negcoach("doctor", "--engine", "silent", "--config", str(negcoach.config))
    assert done.status == 0
    assert "Ready to train, but look at: terminal" in done.out


@pytest.mark.parametrize(
    ("make", "check"),
    [
        ("config/config.toml", "settings"),
        ("config/exercises.toml", "exercises"),
        ("config/plans.toml", "plans"),
        ("config/programmes.toml", "programmes"),
        ("data/negcoach.db", "database"),
    ],
)
def test_what_is_broken_is_named_and_left_as_it_is(negcoach: CommandLine, make: str, check: str) -> None:
    file = negcoach.folder / make
    file.parent.mkdir(parents=True)
    file.write_text("[what is this\n" * 20)
    done = negcoach("doctor", "--json", "--engine", "silent", "--config", str(negcoach.config))
    assert done.status == 1
    (wrong,) = (finding for finding in json.loads(done.out) if finding["status"] == "broken")
    assert wrong["check"] == check
    assert wrong["advice"]
    assert file.read_text() == "[what is this\n" * 20
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_equipment_of_an_exercise_that_there_is_not_is_named_with_its_line(negcoach: CommandLine) -> None:
    negcoach.config.parent.mkdir(parents=True)
    negcoach.config.write_text('[equipment]\nbar = "20 kg"\nbench-pres = "bar"\n')
    done = negcoach("doctor", "--json", "--engine", "silent", "--config", str(negcoach.config))
    assert done.status == 1
    (wrong,) = (finding for finding in json.loads(done.out) if finding["status"] == "broken")
    assert wrong["check"] == "settings"
    assert f'{negcoach.config}, line 3: "bench-pres" is not known. Did you mean "bench-press"?' in wrong["detail"]


def test_the_database_is_told_with_what_is_in_it(tmp_path: Path) -> None:
    keep_session(tmp_path / "data")
    before = (tmp_path / "data" / "negcoach.db").read_bytes()
    finding = found(list(store_checks.check_files(tmp_path / "data", tmp_path / "config.toml")), "database")
    assert finding.status is Status.OK
    assert "integrity ok, 1 session," in finding.detail
    assert (tmp_path / "data" / "negcoach.db").read_bytes() == before


@pytest.mark.parametrize(
    ("closed", "check", "said"),
    [
        ("negcoach.db", "database", "can be read but not written"),
        ("backups", "backups", "cannot be written, so no backup can be made"),
    ],
)
def test_what_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str, check: str, said: str
) -> None:
    """A start would refuse such a database; a test that runs as root may write anything."""
    data = tmp_path / "data"
    keep_session(data)
    (data / "backups").mkdir()

    def access(path: Path, mode: int) -> bool:
        return path != data / closed or not mode & os.W_OK

    monkeypatch.setattr(os, "access", access)
    finding = found(list(store_checks.check_files(data, tmp_path / "config.toml")), check)
    assert finding.status is not Status.OK
    assert finding.detail == f"{data / closed} {said}"


def test_what_stands_in_the_way_of_backups_or_looks_like_one_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep_session(data)

    def told() -> list[str]:
        findings = list(store_checks.check_files(data, tmp_path / "config.toml"))
        assert found(findings, "database").status is Status.OK
        return [one.detail for one in findings if one.check == "backups" and one.status is Status.WARNING]

    place = data / "backups"
    place.write_text("")
    assert told() == [f"{place} is not a folder, so no backup can be made"]
    place.unlink()
    assert told() == []
    if os.name == "posix":
        place.symlink_to(place)  # which may not be looked into, as by rights
        assert told() == [f"{place} cannot be read (Too many levels of symbolic links). Check its permissions."]
        place.unlink()
    place.mkdir()
    (place / "negcoach-20261101T090000Z.db").write_text("none")
    (place / "negcoach-20900101T090000Z.db").write_bytes((data / "negcoach.db").read_bytes())
    assert told() == [
        f"in {place}, not a negcoach database: negcoach-20261101T090000Z.db",
        f"in {place}, dated after today, by a clock that was wrong: negcoach-20900101T090000Z.db",
    ]


def test_a_copy_beside_the_database_with_a_session_of_its_own_is_named(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep_session(data)
    shutil.copyfile(data / "negcoach.db", data / "negcoach (1).db")
    findings = list(store_checks.check_files(data, tmp_path / "config.toml"))
    assert [one for one in findings if one.check == "copies"] == []
    (data / "negcoach.db").unlink()
    make_database(data, sessions=0)
    findings = list(store_checks.check_files(data, tmp_path / "config.toml"))
    told = found(findings, "copies")
    assert told.status is Status.WARNING
    assert told.detail == "negcoach (1).db, beside the database, holds 1 session that your history does not know"


@pytest.mark.parametrize(
    ("exercise", "status", "says"),
    [("bench-press", Status.OK, "1 plan in "), ("slow-row", Status.WARNING, 'exercise: "slow-row" is not among')],
)
def test_a_plan_with_an_exercise_that_is_gone_is_a_warning(
    tmp_path: Path, exercise: str, status: Status, says: str
) -> None:
    (tmp_path / "plans.toml").write_text(f'[[plan]]\nname = "x"\nexercises = [{{ exercise = "{exercise}" }}]\n')
    finding = found(list(store_checks.check_files(tmp_path / "data", tmp_path / "config.toml")), "plans")
    assert finding.status is status
    assert says in finding.detail


def test_a_file_in_the_folders_place_is_broken(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    finding = found(list(store_checks.check_files(tmp_path / "data", tmp_path / "config.toml")), "data folder")
    assert finding.status is Status.BROKEN


@pytest.mark.parametrize(
    ("size", "status"),
    [
        ((39, 40), Status.BROKEN),
        ((40, 11), Status.BROKEN),
        ((40, 12), Status.WARNING),
        ((79, 24), Status.WARNING),
        ((80, 24), Status.OK),
        ((200, 50), Status.OK),
    ],
)
def test_the_size_is_judged_by_what_the_screens_need(size: tuple[int, int], status: Status) -> None:
    terminal = Terminal({"TERM": "xterm-256color"}, size, both=True, encoding="utf-8")
    assert statuses(list(terminal_checks.check_terminal(terminal)))["size"] is status


@pytest.mark.parametrize(
    ("environment", "status", "says"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Status.OK, "16 million"),
        ({"TERM": "xterm-256color"}, Status.OK, "256"),
        ({"TERM": "linux"}, Status.OK, "16"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, Status.OK, "NO_COLOR"),
        ({"TERM": "xterm-kitty"}, Status.OK, "256"),
        ({}, Status.WARNING, "TERM is not set"),
        ({"TERM": "unknown"}, Status.WARNING, "TERM does not say which terminal"),
    ],
)
def test_colours_are_told_from_the_environment(environment: dict[str, str], status: Status, says: str) -> None:
    terminal = Terminal(environment, (80, 24), both=True, encoding="utf-8")
    finding = found(list(terminal_checks.check_terminal(terminal)), "colours")
    assert finding.status is status
    assert says in finding.detail


@pytest.mark.parametrize(
    ("encoding", "status"), [("utf-8", Status.OK), ("UTF8", Status.OK), ("ascii", Status.WARNING), ("", Status.WARNING)]
)
def test_the_encoding_must_be_utf_8(encoding: str, status: Status) -> None:
    terminal = Terminal({"TERM": "xterm"}, (80, 24), both=True, encoding=encoding)
    assert statuses(list(terminal_checks.check_terminal(terminal)))["encoding"] is status


def test_what_a_dumb_terminal_means_is_said_and_nothing_of_screens() -> None:
    terminal = Terminal({"TERM": "dumb"}, (20, 5), both=True, encoding="ascii")
    (finding,) = terminal_checks.check_terminal(terminal)
    assert finding.status is Status.WARNING
    assert "lines of text" in finding.advice


class Clock:
    """Seconds that pass only while somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def nanoseconds(self) -> int:
        return round(self.now * 1e9)

    def pause(self, seconds: float) -> None:
        self.now += seconds


class SoundPlayer(SilentPlayer):
    """A player with an engine, or with a reason for none."""

    def __init__(self, clock: Clock, engine: str, said: str | None = None) -> None:
        super().__init__(clock.nanoseconds)
        self.engine = engine
        self.said = said
        self.closed = False
        self.played: tuple[Cue, ...] = ()
        self.taken: Queue | None = None

    @property
    def queue(self) -> Queue | None:
        return self.taken if self.position() else None

    def load(self, cues: Sequence[Cue], at_ms: int = 0, rescue: Sequence[RescueCall] = ()) -> None:
        self.played = tuple(cues)
        super().load(cues, at_ms)

    def notice(self) -> str | None:
        return self.said

    def close(self) -> None:
        self.closed = True


def listen(player: SoundPlayer, clock: Clock, *, play: bool = True) -> list[CheckResult]:
    def opened(engine: Engine) -> Player:
        return player

    return list(sound_checks.check_sound("auto", play, opened, "x86_64", Polling(clock, clock.pause)))


def test_an_open_device_plays_the_test_sound_to_its_end() -> None:
    clock = Clock()
    player = SoundPlayer(clock, "miniaudio")
    findings = listen(player, clock)
    assert [finding.status for finding in findings] == [Status.OK] * 3
    assert player.played == TEST_CUES
    assert TEST_MS <= player.position() < TEST_MS + 100
    assert player.closed


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (
            Queue(300, 540),
            "opened with miniaudio; takes 540 ms of sound ahead, 300 ms at a time: 90 % of what is asked for",
        ),
        (
            Queue(40, 80),
            "opened with miniaudio; takes 80 ms of sound ahead, 40 ms at a time: 13 % of what is asked for",
        ),
        (None, "opened with miniaudio"),
    ],
)
def test_it_says_how_far_ahead_the_device_takes_its_sound(taken: Queue | None, said: str) -> None:
    clock = Clock()
    player = SoundPlayer(clock, "miniaudio")
    player.taken = taken
    assert found(listen(player, clock, play=False), "sound device").detail == said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux on ARM has no ready-made library")
def test_without_a_library_it_says_how_to_get_sound_on_this_machine() -> None:
    usual = sound_checks.check_libraries("auto", {}, "x86_64")
    on_arm = sound_checks.check_libraries("auto", {}, "aarch64")
    assert usual.status is on_arm.status is Status.WARNING
    assert usual.advice == f"To have it: {install_library_text('miniaudio')}"
    assert install_library_text("miniaudio") in on_arm.advice
    assert "arm64" in on_arm.advice
    assert "python3-dev" in on_arm.advice


def test_without_asking_nothing_is_played() -> None:
    clock = Clock()
    player = SoundPlayer(clock, "miniaudio")
    assert [finding.check for finding in listen(player, clock, play=False)] == ["sound library", "sound device"]
    assert player.played == ()


def test_a_server_that_never_answers_is_given_up() -> None:
    clock = Clock()
    player = SoundPlayer(clock, "silent")
    findings = listen(player, clock)
    assert [finding.status for finding in findings][1:] == [Status.WARNING, Status.WARNING]
    assert clock.now < 10
    assert player.closed


@pytest.mark.parametrize(
    ("notice", "detail"),
    [
        ("No sound, the count goes on by sight: there is no sound device.", "there is no sound device"),
        ("Sound lost: the count goes on by sight.", "Sound lost: the count goes on by sight"),
        ("Sound is back.", "Sound is back"),
    ],
)
def test_the_reason_for_no_sound_is_told(notice: str, detail: str) -> None:
    clock = Clock()
    player = SoundPlayer(clock, "silent", notice)
    finding = found(listen(player, clock), "sound device")
    assert finding.detail == detail
    assert finding.advice


def test_the_silent_engine_opens_nothing() -> None:
    def opened(engine: Engine) -> Player:
        raise AssertionError("opened")

    findings = list(sound_checks.check_sound("silent", True, opened, "x86_64"))
    assert {finding.status for finding in findings} == {Status.OK}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    finding = warning("sound device", "word " * 40, "advice " * 30)
    assert max(map(len, lines(finding, width))) <= width


def test_what_was_found_twice_of_one_thing_is_named_once() -> None:
    found = [warning("own sounds", "lift.wav is silent", ""), warning("own sounds", "none can be used", "")]
    assert verdict(found) == "Ready to train, but look at: own sounds."
