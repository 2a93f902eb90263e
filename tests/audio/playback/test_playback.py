"""Playback hands over the frames of the score, lays them anew when a key changes them, and computes what is heard."""

from __future__ import annotations

from array import array
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from negcoach.audio.playback.heard_clock import FIRST_FRAME_NS
from negcoach.audio.playback.playback import SWITCH_FRAMES, Playback, PositionReport
from negcoach.audio.playback.track import FADE_FRAMES, Track
from negcoach.training.score.timeline import Cue

PACK = {"one": array("h", [1000] * 4800), "two": array("h", [2000] * 4800)}
MS = 48
BLOCK = 300 * MS
FIRST_MS = FIRST_FRAME_NS // 1_000_000


class Device:
    """Plays what its playback gives it, as a sound server does; a switch takes it 2 ms."""

    def __init__(self) -> None:
        self.now_ms = 1_000
        self.reports: list[PositionReport] = []
        self.playback = Playback(PACK, self.reports.append, clock=lambda: self.now_ms * 1_000_000)
        self.heard = array("h")
        self.plays: list[bool] = []
        """Of each millisecond of ``heard``, whether the device played: it is silent while it starts or is changed."""
        self._queue = array("h")
        self._silent_ms = 0

    def start(self, frame: int = 0, start_id: int = 1, due_ns: int | None = None) -> None:
        self.playback.seek(start_id, frame, due_ns)
        self._ask_first()

    def _ask_first(self) -> None:
        self._queue = self.playback.next_frames(BLOCK)
        self._silent_ms = FIRST_MS

    def play(self, ms: int) -> None:
        """Let so much time pass."""
        for _ in range(ms):
            self.now_ms += 1
            self.plays.append(not self._silent_ms)
            if self._silent_ms:
                self._silent_ms -= 1
                self.heard += array("h", bytes(2 * MS))
                continue
            self.heard += self._queue[:MS]
            del self._queue[:MS]
            if len(self._queue) <= 240 * MS:
                self._queue += self.playback.next_frames(BLOCK)

    def switch(self) -> None:
        """Do what an engine does when a change is to be heard."""
        assert self.playback.switch_is_due
        self.playback.prepare_switch()
        self.playback.switch()
        self._queue = array("h")
        self._silent_ms = 2
        self.play(2)
        self._ask_first()

    def beginnings(self, level: int) -> list[int]:
        """When (ms after the start) the sound of this level rose from silence, or from another one, to its full."""
        return [
            index // MS
            for index in range(MS, len(self.heard), MS)
            if self.heard[index] == level and self.heard[index - 1] < level // 2
        ]


def test_the_frames_follow_one_another_from_where_it_starts() -> None:
    device = Device()
    device.playback.load([Cue(50, "one")])
    device.start(frame=25 * MS)
    device.play(FIRST_MS + 75)
    heard = device.heard[FIRST_MS * MS :]
    assert list(heard) == [0] * 25 * MS + [1000] * 50 * MS


def test_more_is_handed_over_than_is_heard() -> None:
    device = Device()
    device.start(frame=0, start_id=7)
    device.play(1_000)
    last = device.reports[-1]
    assert (last.start_id, last.block) == (7, BLOCK)
    assert last.queued >= 500 * MS


def test_the_frame_heard_is_that_of_the_loudspeaker() -> None:
    device = Device()
    device.start()
    device.play(2_000)
    for report in device.reports:
        assert report.frame == (report.at_ns // 1_000_000 - 1_000 - FIRST_MS) * MS


def test_what_is_still_to_be_handed_over_changes_without_a_switch() -> None:
    device = Device()
    device.playback.load([Cue(100, "one")])
    device.start()
    device.play(50)
    device.playback.update([Cue(100, "one"), Cue(700, "two")])
    assert not device.playback.switch_is_due
    device.play(1_000)
    assert device.beginnings(2000) == [FIRST_MS + 700]


def test_a_switch_puts_a_sound_exactly_where_it_belongs_and_cuts_the_one_before_it() -> None:
    device = Device()
    device.playback.load([Cue(20, "one"), Cue(800, "one")])
    device.start()
    device.play(50)
    device.playback.update([Cue(20, "one", until_ms=60), Cue(60, "two")])
    device.switch()
    device.play(1_000)
    assert device.beginnings(2000) == [FIRST_MS + 60]
    assert device.beginnings(1000) == [FIRST_MS + 20]
    assert device.heard[(FIRST_MS + 60) * MS - 1] == 0


def test_a_sound_under_way_goes_on_after_a_switch_with_a_fade_in() -> None:
    device = Device()
    device.playback.load([Cue(20, "one"), Cue(200, "one")])
    device.start()
    device.play(50)
    device.playback.update([Cue(20, "one")])
    device.switch()
    device.play(200)
    again = next(index for index in range(52 * MS, len(device.heard)) if device.heard[index])
    rise = device.heard[again : again + FADE_FRAMES]
    assert list(rise) == sorted(rise)
    assert rise[0] <= 10
    assert device.heard[again + FADE_FRAMES] == 1000
    assert not device.heard[(FIRST_MS + 120) * MS]  # it ends where it always did


def test_a_sound_that_should_begin_while_the_device_is_changed_begins_whole_with_the_new_one() -> None:
    device = Device()
    device.playback.load([Cue(100, "one")])
    device.start()
    device.play(FIRST_MS + 99)
    device.playback.update([Cue(100, "one"), Cue(150, "two")])
    device.switch()
    device.play(300)
    assert device.beginnings(1000) == [FIRST_MS + 99 + 2 + FIRST_MS]


def test_a_change_of_loudness_is_heard_at_once_and_only_where_something_sounds() -> None:
    device = Device()
    device.playback.load([Cue(0, "one"), Cue(1_000, "one")])
    device.start()
    device.play(FIRST_MS + 50)
    device.playback.set_sound(PACK, 0)
    device.switch()
    device.play(100)
    assert not any(device.heard[(FIRST_MS + 50) * MS :])
    device.playback.set_sound(PACK, 50)
    assert not device.playback.switch_is_due
    device.play(1_000)
    assert max(device.heard[500 * MS :]) == 250


def test_what_was_changed_while_it_stood_still_is_heard_after_the_next_start() -> None:
    device = Device()
    device.playback.load([Cue(0, "one"), Cue(200, "one")])
    device.start()
    device.play(FIRST_MS + 50)
    device.playback.update([Cue(0, "one"), Cue(300, "two")])
    device.playback.halt()
    assert not device.playback.switch_is_due
    device.playback.update([Cue(0, "one"), Cue(400, "two")])
    del device.heard[:]
    device.start(frame=50 * MS)
    device.play(600)
    assert device.beginnings(2000) == [FIRST_MS + 350]
    assert device.beginnings(1000) == []  # it had begun before: it fades in


def test_a_sound_that_the_pack_lacks_does_not_silence_the_others() -> None:
    device = Device()
    device.playback.load([Cue(0, "one"), Cue(0, "missing")])
    device.start()
    device.play(FIRST_MS + 25)
    assert list(device.heard[FIRST_MS * MS :]) == [1000] * 25 * MS


def test_a_start_that_is_due_is_made_where_the_clock_has_come_to() -> None:
    device = Device()
    device.start(frame=48_000, due_ns=(device.now_ms - 100) * 1_000_000)
    assert device.reports[0].frame == 48_000 + 100 * MS


def test_how_long_a_switch_takes_is_learned_from_those_before() -> None:
    device = Device()
    device.playback.load([])
    device.start()
    assert device.reports[-1].switch == SWITCH_FRAMES
    cues: list[Cue] = []
    for number in range(4):
        device.play(400)
        cues.append(Cue(device.reports[-1].frame // MS + 400, "one" if number % 2 else "two"))
        device.playback.update(cues)
        device.now_ms += 9  # the engine is slow to begin
        device.switch()
    assert device.reports[-1].switch == (9 + 2 + FIRST_MS) * MS


def test_a_device_that_keeps_its_pace_is_predicted() -> None:
    device = Device()
    device.start(frame=4_800)
    device.play(2_000)
    first, *later = device.reports
    assert all(first.predicts(report) for report in later)


def test_what_is_not_as_before_is_not_predicted() -> None:
    device = Device()
    device.start()
    device.play(400)
    first, later = device.reports[:2]
    assert first.predicts(later)
    assert not first.predicts(replace(later, start_id=2))
    assert not first.predicts(replace(later, frame=later.frame + 25))  # moved by over half a millisecond
    assert not first.predicts(replace(later, block=960))
    assert not first.predicts(replace(later, switch=later.switch + 48))


@settings(max_examples=40)
@example([(1, 0), (4, 0), (5, 0)])  # three keys in ten milliseconds: the first cue waits for the last change
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 600)), min_size=1, max_size=8))
def test_however_often_it_switches_every_cue_is_heard_once(keys: list[tuple[int, int]]) -> None:
    device = Device()
    cues: list[Cue] = []
    device.playback.load(cues)
    device.start()
    for wait_ms, ahead_ms in keys:
        device.play(wait_ms)
        last = device.reports[-1]
        heard_ms = last.frame // MS + device.now_ms - last.at_ns // 1_000_000
        at_ms = max(heard_ms + 12 + ahead_ms, cues[-1].at_ms + 120 if cues else 0)  # none covers another
        cues.append(Cue(at_ms, "two"))
        device.playback.update(cues)
        if device.playback.switch_is_due:
            device.switch()
    device.play(2_000)
    begun = device.beginnings(2000)
    assert len(begun) == len(cues)
    for at_ms, cue in zip(begun, cues, strict=True):
        assert at_ms == device.plays.index(True, FIRST_MS + cue.at_ms)  # late only while the device is changed


def test_a_switch_hands_over_what_the_score_says() -> None:
    device = Device()
    device.playback.load([Cue(100 * number, "one") for number in range(20)])
    device.start()
    device.play(FIRST_MS + 350)
    cues = [Cue(100 * number, "one") for number in range(4)] + [Cue(400, "two"), Cue(650, "one")]
    device.playback.update(cues)
    device.switch()
    device.play(800)
    at = (FIRST_MS + 400) * MS
    assert device.heard[at : at + 500 * MS] == Track(cues, PACK).read(400 * MS, 500 * MS)
