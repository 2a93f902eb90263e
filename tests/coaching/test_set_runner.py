"""Running a set with a clock, a player and a folder handed in."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.coaching.session.session_recorder import DISK_IS_SLOW, SessionRecorder
from negcoach.coaching.set_runner import SetRunner
from negcoach.coaching.standstill import StandstillWatch
from negcoach.store.database.database import Database, open_database
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.sessions.history import RepRecord, sessions
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.services import PATIENT_S, without_answer
from tests.training.strategies import prescription

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class HandClock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.ns = 0
        self.slept_ms = 0

    def __call__(self) -> int:
        return self.ns

    def forward(self, ms: int) -> None:
        self.ns += ms * 1_000_000

    def elapsed_ns(self) -> int:
        return self.ns + self.slept_ms * 1_000_000

    def now(self) -> datetime:
        return START + timedelta(milliseconds=self.elapsed_ns() // 1_000_000)


class Scene:
    """A set of four reps, 5-0-A-0, with a three-second lift, in a folder of its own."""

    def __init__(
        self, folder: Path, tempo: str = "5-0-A-0", reps: int | None = 4, patience_s: float = PATIENT_S
    ) -> None:
        self.clock = HandClock()
        self.database: Database = open_database(folder, now=START, write_busy_ms=1)
        chosen = prescription(tempo, reps=reps)
        self.recorder = SessionRecorder(Journal(self.database), self.clock.now, self.clock, patience_s=patience_s)
        self.recorder.prepare_set(prescribed_set_of(chosen, 1, spotters=1, one_rm_kg=95.0))
        self.player = SilentPlayer(self.clock)
        watch = StandstillWatch(self.clock, self.clock.elapsed_ns, self.player)
        self.runner = SetRunner(SetRun(chosen, 10_000), self.player, self.recorder, watch)

    def at(self, ms: int) -> None:
        """Go to this many milliseconds of the clock, looking every frame."""
        while self.clock.ns < ms * 1_000_000:
            self.clock.forward(min(33, ms - self.clock.ns // 1_000_000))
            self.runner.advance()

    def stand_still(self, ms: int, *, asleep: bool) -> None:
        """Let time pass without the program."""
        self.clock.slept_ms += ms if asleep else 0
        self.clock.ns += 0 if asleep else ms * 1_000_000

    def records(self) -> list[RepRecord]:
        with self.database.read() as connection:
            return [rep for record in sessions(connection) for one in record.sets for rep in one.reps]

    def reps(self) -> list[tuple[int, int | None]]:
        return [(rep.number, rep.measured_ms) for rep in self.records()]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_nothing_moves_or_is_stored_before_the_first_key(scene: Scene) -> None:
    scene.at(60_000)
    assert scene.runner.advance().phase is Phase.READY
    assert scene.reps() == []


def test_a_rep_is_on_disk_before_it_is_shown_or_heard_to_end(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(14_800)
    assert scene.reps() == []
    scene.at(14_900)
    moment = scene.runner.advance()
    assert (moment.phase, moment.reps) == (Phase.LOWER, ())
    assert scene.reps() == [(1, None)]
    (only,) = scene.records()
    assert only.completed_at == START + timedelta(milliseconds=15_000)
    scene.clock.forward(90)
    moment = scene.runner.advance()
    assert (moment.phase, len(moment.reps)) == (Phase.LIFT, 1)


@pytest.mark.parametrize("reps", [2, None])
def test_looking_only_when_a_frame_is_due_shows_and_keeps_all_in_its_time(tmp_path: Path, reps: int | None) -> None:
    always, sparing = (Scene(tmp_path / name, "2-0-A-1", reps) for name in ("always", "sparing"))
    due_ns = -1
    for ms in range(26_000):
        for scene in (always, sparing):
            if ms in (0, 16_500):  # begin, and reach the second bottom before its time
                scene.runner.next_thing()
                due_ns = -1
        if ms % 5 == 0 or sparing.clock.ns >= due_ns:
            expected = always.runner.advance()
        if sparing.clock.ns >= due_ns:
            shown = sparing.runner.advance()
            still_ms = sparing.runner.still_ms(shown)
            due_ns = sparing.clock.ns + (60_000 if still_ms is None else still_ms) * 1_000_000
            assert still_ms is None or still_ms > 0
        if ms % 5 == 0:
            assert replace(shown, position_ms=0) == replace(expected, position_ms=0)
        if ms % 50 == 0:
            assert sparing.reps() == always.reps()
        for scene in (always, sparing):
            scene.clock.forward(1)
    assert len(always.reps()) >= 2


@pytest.mark.parametrize("key", ["pause", "stop"])
def test_a_lowering_cut_in_its_last_moment_is_not_recorded(scene: Scene, key: str) -> None:
    scene.runner.next_thing()
    scene.at(14_930)
    assert scene.reps() == [(1, None)]
    if key == "pause":
        scene.runner.pause()
    else:
        scene.runner.stop(StopReason.LIFTERS_CALL)
    scene.runner.advance()
    assert scene.reps() == []
    assert scene.runner.counting_reps == ()
    if key == "pause":
        scene.at(17_000)
        scene.runner.resume()
        scene.at(17_000 + 10_000 + 5_000)
        assert scene.reps() == [(1, None)]


def test_bottom_reached_in_the_last_moment_is_stored_with_its_true_time(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(14_930)
    scene.runner.next_thing()
    scene.at(16_000)
    assert scene.reps() == [(1, 4_930)]


def test_bottom_reached_is_stored_with_its_true_time(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(14_600)
    scene.runner.next_thing()
    assert scene.runner.advance().phase is Phase.LIFT
    assert scene.reps() == [(1, 4_600)]


def test_a_late_bottom_is_added_to_the_rep_already_stored(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(15_300)
    assert scene.reps() == [(1, None)]
    scene.runner.next_thing()
    scene.runner.advance()
    assert scene.reps() == [(1, 5_300)]


def test_a_rep_taken_back_is_no_longer_recorded(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(16_000)
    scene.runner.take_back()
    scene.runner.advance()
    assert scene.reps() == []
    scene.at(23_500)
    assert scene.reps() == [(1, None)]


def test_pausing_stands_still_for_as_long_as_it_takes(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(12_000)
    scene.runner.pause()
    scene.at(600_000)
    assert scene.runner.advance().phase is Phase.TAKE
    assert scene.runner.paused
    assert scene.reps() == []
    scene.runner.next_thing()
    assert scene.runner.advance().phase is Phase.LEAD_IN
    scene.at(610_000)
    moment = scene.runner.advance()
    assert (moment.phase, moment.count) == (Phase.LOWER, 5)


def test_a_set_runs_to_its_end_and_says_why(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(10_000 + 4 * 8_000 + 3_000)
    assert scene.runner.advance().finished
    assert scene.runner.stop_reason is StopReason.TARGET_REACHED
    assert [number for number, _ in scene.reps()] == [1, 2, 3, 4]


def test_stopping_a_set_that_was_paused_under_the_load_calls_the_lift_and_then_racks_it(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(12_000)
    scene.runner.pause()
    scene.at(60_000)
    scene.runner.stop(StopReason.LIFTERS_CALL)
    assert scene.runner.advance().phase is Phase.LIFT
    scene.at(63_001)
    assert scene.runner.advance().phase is Phase.RACK
    scene.at(67_001)
    assert scene.runner.advance().finished


def test_a_pause_plays_on_so_that_its_call_is_heard(scene: Scene) -> None:
    scene.runner.next_thing()
    scene.at(12_000)
    scene.runner.pause()
    before = scene.player.position()
    scene.at(12_500)
    assert scene.player.position() == before + 500


def test_an_open_set_goes_on_beyond_its_first_horizon(tmp_path: Path) -> None:
    scene = Scene(tmp_path, reps=None)
    scene.runner.next_thing()
    scene.at(400_000)
    assert len(scene.runner.advance().reps) == 49
    assert len(scene.reps()) == 49


def test_a_rep_that_cannot_be_written_is_told_and_written_later(scene: Scene) -> None:
    other = sqlite3.connect(scene.database.path, isolation_level=None)
    scene.runner.next_thing()
    other.execute("BEGIN IMMEDIATE")
    scene.at(16_000)
    assert "Another program" in (scene.recorder.trouble or "")
    other.execute("ROLLBACK")
    scene.at(17_000)
    assert scene.recorder.trouble is None
    assert scene.reps() == [(1, None)]
    other.close()


@pytest.mark.parametrize(("key", "call"), [("stop", Phase.LIFT), ("pause", Phase.TAKE)])
def test_on_a_disk_that_does_not_answer_keys_act_at_once_and_reps_keep_their_times(
    tmp_path: Path, key: str, call: Phase
) -> None:
    scene = Scene(tmp_path, patience_s=0)
    scene.runner.next_thing()
    with without_answer(scene.database):
        scene.at(15_500)
        moment = scene.runner.advance()
        assert (moment.phase, moment.reps, scene.recorder.trouble) == (Phase.LIFT, (), None), "not shown as done yet"
        assert scene.runner.still_ms(moment) == 50
        scene.at(15_900)
        assert (len(scene.runner.advance().reps), scene.recorder.trouble) == (1, DISK_IS_SLOW)
        scene.at(20_000)
        assert (scene.runner.advance().phase, scene.runner.can_free) == (Phase.LOWER, True)
        assert scene.recorder.trouble == DISK_IS_SLOW
        if key == "stop":
            scene.runner.stop(StopReason.LIFTERS_CALL)
        else:
            scene.runner.pause()
        scene.clock.forward(100)
        moment = scene.runner.advance()
        assert (moment.phase, len(moment.reps)) == (call, 1)
        scene.at(30_000)
    scene.recorder.finish()
    assert scene.recorder.trouble is None
    assert [rep.completed_at for rep in scene.records()] == [START + timedelta(milliseconds=15_000)]


@pytest.mark.parametrize("asleep", [True, False], ids=["asleep", "frozen"])
def test_after_standing_still_a_set_is_paused_where_it_was_and_keeps_no_rep_that_nobody_lowered(
    scene: Scene, asleep: bool
) -> None:
    scene.runner.begin()
    scene.at(21_000)
    assert scene.runner.advance().phase is Phase.LOWER
    reps = scene.reps()
    assert len(reps) == 1
    scene.stand_still(60_000, asleep=asleep)
    moment = scene.runner.advance()
    assert moment.phase is Phase.TAKE, "the load may be down, and the call says so"
    assert moment.elapsed_ms < 100
    assert scene.runner.paused
    assert scene.runner.stood_still
    assert scene.reps() == reps
    assert scene.player.position() < 21_100
    scene.runner.next_thing()
    assert not scene.runner.stood_still


@pytest.mark.parametrize("key", ["next_thing", "take_back", "pause", "stop"])
def test_a_key_that_wakes_the_computer_is_pressed_after_the_pause(scene: Scene, key: str) -> None:
    scene.runner.begin()
    scene.at(21_000)
    reps = scene.reps()
    scene.stand_still(60_000, asleep=False)
    if key == "stop":
        scene.runner.stop(StopReason.LIFTERS_CALL)
    else:
        getattr(scene.runner, key)()
    assert scene.runner.stood_still
    assert scene.runner.paused is (key != "stop")
    scene.at(scene.clock.ns // 1_000_000 + 30_000)
    assert scene.reps() == (reps[:-1] if key == "take_back" else reps)


@pytest.mark.parametrize("key", ["next_thing", "stop"])
def test_standing_still_changes_nothing_in_a_pause_and_before_a_set(scene: Scene, key: str) -> None:
    scene.stand_still(60_000, asleep=False)
    assert scene.runner.advance().phase is Phase.READY
    scene.runner.begin()
    scene.at(scene.clock.ns // 1_000_000 + 21_000)
    scene.runner.pause()
    scene.at(scene.clock.ns // 1_000_000 + 5_000)
    scene.stand_still(60_000, asleep=True)
    scene.runner.advance()
    assert scene.runner.paused
    assert not scene.runner.stood_still
