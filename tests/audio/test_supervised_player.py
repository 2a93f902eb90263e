"""Sound that is late, lost or regained never moves the position by more than the clock does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from negcoach.audio.pipe import Link, Message
from negcoach.audio.queue import Queue
from negcoach.audio.supervised_player import SupervisedPlayer
from negcoach.training.score.timeline import Cue, RescueCall

BY_SIGHT = "the count goes on by sight"


class Process:
    """A sound process as its messages show it; the test says what it answers."""

    def __init__(self, on_message: Callable[[Link, Message], None], on_gone: Callable[[Link], None]) -> None:
        self._on_message = on_message
        self._on_gone = on_gone
        self.told: list[Message] = []
        self.ended = False
        self.left = False
        self.listened = False

    def listen(self) -> None:
        self.listened = True

    def send(self, message: Message) -> None:
        self.told.append(message)

    def kill(self) -> None:
        self.ended = True

    def close(self) -> None:
        self.ended = True

    def leave(self) -> None:
        self.left = True

    def ready(self) -> None:
        self._on_message(self, {"reply": "ready", "engine": "miniaudio"})

    def fail(self, why: str, final: bool = False) -> None:
        self._on_message(self, {"reply": "failed", "why": why, "final": final})

    def die(self) -> None:
        self._on_gone(self)

    def hear(self, ms: int, at_ms: int, start_id: int | None = None, switch_ms: int = 10) -> None:
        starts = [message["start_id"] for message in self.told if message["command"] == "start"]
        self._on_message(
            self,
            {
                "reply": "heard",
                "start_id": starts[-1] if start_id is None else start_id,
                "at_ns": at_ms * 1_000_000,
                "frame": ms * 48,
                "block": 300 * 48,
                "queued": 540 * 48,
                "switch": switch_ms * 48,
            },
        )

    def last(self, do: str) -> Message:
        return [message for message in self.told if message["command"] == do][-1]


class Gym:
    """A supervised player with its clock and the processes it starts."""

    def __init__(self, offset_ms: int = 0) -> None:
        self.ms = 10_000
        self.processes: list[Process] = []
        self.player = SupervisedPlayer("auto", "voice", 80, offset_ms, lambda: self.ms * 1_000_000, self._launch)

    def _launch(
        self, _engine: str, on_message: Callable[[Link, Message], None], on_gone: Callable[[Link], None]
    ) -> Link:
        self.processes.append(Process(on_message, on_gone))
        return self.processes[-1]

    @property
    def process(self) -> Process:
        return self.processes[-1]

    def wait(self, ms: int) -> None:
        """Let time pass, watched every 50 ms."""
        for _ in range(ms // 50):
            self.ms += 50
            self.player.watch()
        self.ms += ms % 50

    def watch_as_told(self, ms: int) -> int:
        """Let time pass, watched only when it is time; return how often that was."""
        times, end, rest_s = 0, self.ms + ms, self.player.watch()
        assert rest_s is not None
        due = self.ms + rest_s * 1000
        while self.ms < end:
            self.ms += 1
            if self.ms >= due or self.player.wake_event.is_set():
                self.player.wake_event.clear()
                rest_s = self.player.watch()
                assert rest_s is not None
                due = self.ms + rest_s * 1000
                times += 1
        return times

    def running(self) -> Gym:
        """With sound, at position 25 of a score."""
        self.player.watch()
        self.process.ready()
        self.player.load([Cue(500, "lift")])
        self.player.start()
        self.ms += 50
        self.process.hear(25, self.ms)
        return self

    def play(self, ms: int, position: int) -> int:
        """Let time pass with a report each 100 ms; returns the position reached."""
        for _ in range(ms // 100):
            self.ms += 100
            position += 100
            self.process.hear(position, self.ms)
            self.player.watch()
        return position


@pytest.fixture
def gym() -> Gym:
    return Gym()


def test_it_is_silent_until_the_process_is_ready(gym: Gym) -> None:
    gym.player.watch()
    assert gym.player.engine == "silent"
    gym.process.ready()
    assert gym.player.engine == "miniaudio"
    assert gym.player.notice() is None


def test_a_process_that_is_ready_is_told_everything(gym: Gym) -> None:
    gym.player.load([Cue(500, "lift", 900)], at_ms=100)
    gym.player.watch()
    gym.process.ready()
    assert gym.process.told == [
        {"command": "set_sound", "pack": "voice", "own": None, "volume": 80},
        {"command": "load", "cues": [(500, "lift", 900)], "rescue": []},
    ]
    gym.player.start()
    assert gym.process.last("start")["frame"] == 4800


def test_the_position_is_what_is_reported_and_runs_on_between_reports(gym: Gym) -> None:
    gym.running()
    assert gym.player.position() == 25
    gym.ms += 13
    assert gym.player.position() == 38


def test_a_report_that_is_behind_holds_the_position_but_never_turns_it_back(gym: Gym) -> None:
    gym.running()
    gym.ms += 20
    assert gym.player.position() == 45
    gym.process.hear(40, gym.ms)
    assert gym.player.position() == 45
    gym.ms += 10
    assert gym.player.position() == 50


def test_sound_is_known_to_be_heard_until_its_last_report(gym: Gym) -> None:
    assert gym.player.heard_ns() is None
    gym.running()
    assert gym.player.heard_ns() == gym.ms * 1_000_000
    heard_ms = gym.ms
    gym.ms += 300
    assert gym.player.heard_ns() == heard_ms * 1_000_000
    gym.process.hear(340, gym.ms)
    assert gym.player.heard_ns() == gym.ms * 1_000_000
    gym.process.die()
    assert gym.player.heard_ns() is None


def test_a_report_of_an_earlier_run_is_ignored(gym: Gym) -> None:
    gym.running()
    gym.player.load([], at_ms=0)
    gym.player.start()
    gym.process.hear(9_000, gym.ms, start_id=1)
    gym.ms += 50
    gym.process.hear(10, gym.ms)
    assert gym.player.position() < 100


def test_stop_returns_the_position_and_start_goes_on_from_there(gym: Gym) -> None:
    gym.running()
    gym.ms += 15
    assert gym.player.stop() == 40
    gym.ms += 5_000
    assert gym.player.position() == 40
    gym.player.start()
    assert gym.process.last("start")["frame"] == 40 * 48


def test_a_late_loudspeaker_makes_the_position_late_but_not_the_cues() -> None:
    gym = Gym(offset_ms=200)
    gym.running()
    position = gym.play(1000, 25)
    assert gym.player.position() == position - 200
    assert gym.player.earliest() == position + 14


def test_earliest_is_as_far_from_what_is_heard_as_a_switch_takes(gym: Gym) -> None:
    gym.running()
    assert gym.player.earliest() == 25 + 4 + 10  # a message takes up to 4 ms
    gym.ms += 250
    assert gym.player.earliest() == 275 + 4 + 10
    gym.process.hear(300, gym.ms + 25, switch_ms=30)
    gym.ms += 25
    assert gym.player.earliest() == 300 + 4 + 30


def test_the_queue_is_the_longest_that_the_device_took(gym: Gym) -> None:
    assert gym.player.queue is None
    gym.running()
    assert gym.player.queue == Queue(block_ms=300, ms=540)


def test_earliest_is_now_when_nothing_is_heard(gym: Gym) -> None:
    gym.player.load([], at_ms=300)
    gym.player.start()
    gym.ms += 100
    assert gym.player.earliest() == gym.player.position() == 400


@pytest.mark.parametrize("loss", ["reports stay away", "process killed"])
def test_lost_sound_goes_on_silently_at_the_right_time(gym: Gym, loss: str) -> None:
    gym.running()
    position = gym.play(1000, 25)
    began = gym.ms
    if loss == "process killed":
        gym.process.die()
    gym.wait(1_000)
    assert gym.player.engine == "silent"
    assert gym.processes[0].ended
    assert gym.player.position() == position + gym.ms - began
    assert gym.player.notice() == f"Sound lost: {BY_SIGHT}."
    assert gym.player.notice() is None


def test_sound_that_reports_is_left_alone(gym: Gym) -> None:
    gym.running()
    times = 0
    for tenth in range(100):
        times += gym.watch_as_told(100)
        gym.process.hear(25 + 100 * (tenth + 1), gym.ms)
    assert times <= 30
    assert gym.player.engine == "miniaudio"


def test_sound_that_stops_is_noticed_as_soon_as_when_it_is_watched_all_the_time(gym: Gym) -> None:
    gym.running().play(1_000, 25)
    gym.watch_as_told(990)
    assert gym.player.engine == "miniaudio"
    gym.watch_as_told(120)
    assert gym.player.engine == "silent"


@pytest.mark.parametrize("loss", ["it fails", "it ends", "it ends while nothing plays"])
def test_a_lost_process_is_replaced_at_once_when_it_says_so(gym: Gym, loss: str) -> None:
    gym.running()
    if loss == "it ends while nothing plays":
        gym.player.stop()
    gym.watch_as_told(50)
    if loss == "it fails":
        gym.process.fail("there is no sound device")
    else:
        gym.process.die()
    gym.watch_as_told(2)
    assert len(gym.processes) == 2


def test_sound_that_never_comes_is_noticed_however_long_nothing_played_before(gym: Gym) -> None:
    gym.player.watch()
    gym.process.ready()
    gym.player.load([])
    gym.watch_as_told(300)
    gym.player.start()
    gym.watch_as_told(1_120)
    assert gym.player.engine == "silent"


@pytest.mark.parametrize("stopped_ms", range(50, 1_500, 10))
def test_a_program_that_stood_still_for_a_moment_does_not_blame_the_sound(gym: Gym, stopped_ms: int) -> None:
    gym.running().play(1_000, 25)
    gym.watch_as_told(100)
    gym.ms += stopped_ms  # neither watched nor read meanwhile
    gym.player.watch()
    assert gym.player.engine == "miniaudio"


def test_reports_that_were_only_read_late_are_no_loss(gym: Gym) -> None:
    gym.running()
    for _ in range(4):
        gym.wait(950)  # overdue, seen once
        gym.process.hear(25 + gym.ms - 10_050, gym.ms)
    assert gym.player.engine == "miniaudio"
    gym.wait(1_000)
    assert gym.player.engine == "silent"


def test_reports_that_stay_away_for_less_than_three_blocks_are_not_yet_a_loss(gym: Gym) -> None:
    gym.running()
    gym.wait(850)
    assert gym.player.engine == "miniaudio"


def test_regained_sound_follows_the_clock_without_a_jump(gym: Gym) -> None:
    gym.running()
    position = gym.play(1000, 25)
    gym.process.die()
    gym.player.watch()
    gym.wait(2_000)
    lost = gym.player.position()
    assert lost == position + 2_000
    gym.process.ready()
    start = gym.process.last("start")
    assert start["frame"] - lost * 48 == 0
    assert start["due_ns"] == gym.ms * 1_000_000
    gym.ms += 40
    gym.process.hear(lost + 40, gym.ms)
    assert gym.player.position() == lost + 40
    assert gym.player.engine == "miniaudio"
    assert gym.player.notice() == "Sound is back."


def test_a_score_that_was_changed_while_silent_is_heard_afterwards(gym: Gym) -> None:
    gym.running()
    gym.process.die()
    gym.player.replace([Cue(500, "lift"), Cue(9_000, "rack-it")])
    gym.player.set_volume(30)
    gym.player.watch()
    gym.process.ready()
    assert (9_000, "rack-it", None) in gym.process.last("load")["cues"]
    assert gym.process.last("set_sound")["volume"] == 30


def test_a_frozen_server_at_the_start_costs_no_time(gym: Gym) -> None:
    gym.player.watch()
    gym.process.ready()
    gym.player.load([])
    gym.player.start()
    gym.wait(1_000)
    assert 950 <= gym.player.position() <= 1_000
    assert gym.player.engine == "silent"


def test_a_process_that_cannot_open_the_device_is_given_up_and_tried_again_less_and_less_often(
    gym: Gym,
) -> None:
    gym.wait(60_000)
    assert 5 <= len(gym.processes) <= 12
    assert all(process.ended for process in gym.processes[:-1])


def test_no_device_is_said_once(gym: Gym) -> None:
    gym.player.watch()
    gym.process.fail("there is no sound device")
    assert gym.player.notice() == f"No sound, {BY_SIGHT}: there is no sound device."
    gym.wait(1_000)
    gym.process.fail("there is no sound device")
    assert gym.player.notice() is None


def test_a_missing_library_is_not_tried_again(gym: Gym) -> None:
    gym.player.watch()
    gym.process.fail("no sound library is installed", final=True)
    gym.wait(60_000)
    assert len(gym.processes) == 1


def test_a_process_lost_while_nothing_plays_is_replaced_without_a_word(gym: Gym) -> None:
    gym.running()
    gym.player.stop()
    gym.process.die()
    gym.player.watch()
    gym.process.ready()
    assert gym.player.notice() is None
    assert gym.player.engine == "miniaudio"


def test_a_program_that_was_stopped_itself_does_not_blame_the_sound(gym: Gym) -> None:
    gym.running()
    gym.ms += 60_000
    gym.player.watch()
    assert gym.player.engine == "miniaudio"


def test_a_process_that_cannot_be_started_is_a_loss_not_an_error(gym: Gym) -> None:
    def refuse(*_: object) -> Link:
        raise OSError(12, "Cannot allocate memory")

    player = SupervisedPlayer("auto", "voice", 80, 0, lambda: gym.ms * 1_000_000, refuse)
    player.watch()
    notice = player.notice()
    assert notice is not None
    assert "Cannot allocate memory" in notice


def test_mute_leaves_only_what_frees_the_lifter_at_the_volume_that_was_set(gym: Gym) -> None:
    gym.running()
    gym.player.replace([Cue(60_000, "count-5"), Cue(61_000, "take-it", aloud=True)])
    gym.player.mute(True)
    assert gym.process.last("update")["cues"] == [(61_000, "take-it", None)]
    gym.player.replace([Cue(60_000, "count-5"), Cue(60_500, "lift"), Cue(61_000, "rack-it", aloud=True)])
    assert gym.process.last("update")["cues"] == [(61_000, "rack-it", None)]
    assert gym.process.last("set_sound")["volume"] == 80
    gym.player.mute(False)
    assert [sound for _, sound, _ in gym.process.last("update")["cues"]] == ["count-5", "lift", "rack-it"]


def test_a_closed_player_ends_its_process_and_is_watched_no_longer(gym: Gym) -> None:
    gym.running()
    gym.player.close()
    assert gym.process.ended
    gym.process.die()
    assert gym.player.watch() is None
    assert len(gym.processes) == 1


@pytest.mark.parametrize(("at_ms", "left"), [(500, False), (1_500, True), (2_500, False)])
def test_a_process_that_has_to_free_somebody_is_left_to_end_by_itself(at_ms: int, left: bool) -> None:
    gym = Gym()
    gym.player.watch()
    (process,) = gym.processes
    process.ready()
    gym.player.load([], rescue=[RescueCall(1_000, 2_000, "take-it")])
    assert process.last("load")["rescue"] == [(1_000, 2_000, "take-it")]
    gym.player.start()
    process.hear(0, gym.ms)
    gym.ms += at_ms
    gym.player.close()
    assert (process.left, process.ended) == (left, not left)


def test_the_process_is_told_of_ones_own_sounds_and_again_when_they_change(gym: Gym) -> None:
    gym.player.watch()
    gym.process.ready()
    gym.player.use_pack("tones", Path("/gym/sounds/mypack"))
    assert gym.process.last("set_sound") == {
        "command": "set_sound",
        "pack": "tones",
        "own": str(Path("/gym/sounds/mypack")),
        "volume": 80,
    }
