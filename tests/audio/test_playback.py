"""Playback hands over the frames of the score and estimates what is heard."""

from __future__ import annotations

from array import array
from dataclasses import replace

from negcoach.audio.playback import Playback, PositionReport, next_frame_at
from negcoach.training.score.timeline import Cue

PACK = {"one": array("h", [100] * 4800), "two": array("h", [200] * 4800)}
BLOCK = 1200
BLOCK_NS = 25_000_000


class Device:
    """Takes a block from its playback every 25 ms, some of them late."""

    def __init__(self) -> None:
        self.now_ns = 1_000_000_000
        self.reports: list[PositionReport] = []
        self.playback = Playback(PACK, self.reports.append, clock=lambda: self.now_ns)
        self.heard = array("h")

    def play(self, *late_ns: int) -> None:
        for late in late_ns:
            self.now_ns += late
            self.heard += self.playback.take(BLOCK)
            self.now_ns += BLOCK_NS - late


def test_the_frames_follow_one_another_from_where_it_starts() -> None:
    device = Device()
    device.playback.load([Cue(50, "one")])
    device.playback.seek(start_id=1, frame=1200)
    device.play(0, 0, 0)
    assert list(device.heard[:1200]) == [0] * 1200
    assert list(device.heard[1200:]) == [100] * 2400


def test_the_frame_heard_is_one_block_behind_and_runs_with_the_clock() -> None:
    device = Device()
    device.playback.seek(start_id=7, frame=0)
    device.play(0, 0, 0)
    last = device.reports[-1]
    assert (last.start_id, last.frame, last.next_frame, last.block) == (7, 1200, 3600, BLOCK)


def test_a_delayed_call_does_not_move_the_estimate() -> None:
    device = Device()
    device.playback.seek(start_id=1, frame=0)
    device.play(0, 0, 9_000_000, 0, 17_000_000)
    offsets = {report.frame - report.at_ns * 48 // 1_000_000 for report in device.reports}
    assert len(offsets) == 1


def test_an_update_changes_the_very_next_frame() -> None:
    device = Device()
    device.playback.load([])
    device.playback.seek(start_id=1, frame=0)
    device.play(0)
    device.playback.update([Cue(25, "two")])
    device.play(0)
    assert list(device.heard) == [0] * 1200 + [200] * 1200


def test_a_sound_that_the_pack_lacks_does_not_silence_the_others() -> None:
    device = Device()
    device.playback.load([Cue(0, "one"), Cue(0, "missing")])
    device.playback.seek(start_id=1, frame=0)
    device.play(0)
    assert list(device.heard) == [100] * 1200


def test_the_loudness_changes_without_a_jump() -> None:
    device = Device()
    device.playback.load([Cue(0, "one")])
    device.playback.seek(start_id=1, frame=0)
    device.play(0)
    device.playback.set_sound(PACK, 0)
    device.play(0, 0)
    steps = [abs(b - a) for a, b in zip(device.heard, device.heard[1:], strict=False)]
    assert max(steps) <= 1
    assert not any(device.heard[-1200:])


def test_a_start_that_is_due_is_made_where_the_clock_has_come_to() -> None:
    device = Device()
    device.playback.seek(start_id=1, frame=48_000, due_ns=device.now_ns - 100_000_000)
    device.play(0)
    assert device.reports[0].next_frame - BLOCK == 48_000 + 104 * 48


def test_a_device_that_keeps_its_pace_is_predicted() -> None:
    device = Device()
    device.playback.seek(start_id=1, frame=4_800)
    device.play(0, 0, 3_000_000, 0, 11_000_000, 0)
    first, *later = device.reports
    assert all(first.predicts(report) for report in later)


def test_what_is_not_as_before_is_not_predicted() -> None:
    device = Device()
    device.playback.seek(start_id=1, frame=0)
    device.play(0, 0)
    first, later = device.reports
    assert first.predicts(later)
    assert not first.predicts(replace(later, start_id=2))
    assert not first.predicts(replace(later, frame=later.frame + 25))  # moved by over half a millisecond
    assert not first.predicts(replace(later, next_frame=later.next_frame + BLOCK))  # a block was fetched too soon
    assert not first.predicts(replace(later, block=960, next_frame=later.next_frame - 240))


def test_the_next_frame_to_hand_over_follows_block_by_block() -> None:
    assert [next_frame_at(2_400, BLOCK, frame) for frame in (0, 1_199, 1_200, 2_399, 2_400, 7_000)] == [
        2_400,
        2_400,
        3_600,
        3_600,
        4_800,
        8_400,
    ]
