"""Nobody is left under the load: what is heard and seen in the real terminal when a set is ended or paused there."""

from __future__ import annotations

import signal
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import dropwhile

import pytest

from negcoach.audio.playback.track import FADE_FRAMES, gain
from negcoach.audio.rescue import EVERY_MS
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS, load_pack
from negcoach.training.score.cues import RACK_MS
from negcoach.training.score.rescue import TAKE_MS
from tests.scene.terminal import Home, Terminal, needs_tmux
from tests.soundserver import Recording, SoundServer, find_cues, needs_server

pytestmark = [pytest.mark.scene, pytest.mark.sound, needs_tmux, needs_server]

VOLUME = 80
PACK = load_pack("voice")
LIFT_MS = 3_000
LEAD_IN_MS = 5_000
EXERCISE = """
[[exercise]]
name = "Spotted press"
family = "regression"   # nobody asks for a 1RM; the calls are those of a bench press
tempo = "4-2-A-0"
lift_seconds = 3
reps = 2
spotters = { at_least = 1 }
[exercise.words]
lift = "SPOTTER LIFT"
lift_sound = "lift"
bottom = "chest"
take = "SPOTTER TAKE IT"
take_sound = "take-it"
end = "RACK IT"
end_sound = "rack-it"
"""
HELD = EXERCISE.replace('tempo = "4-2-A-0"', 'tempo = "4-2-A-3"')
PULL = EXERCISE.replace('tempo = "4-2-A-0"', 'tempo = "4-2-A-1"\nstarts_with = "lift"').replace("press", "pull")
SETS = ("--sets", "2", "--reps", "2", "--rest", "14", "--lead-in", str(LEAD_IN_MS // 1000))
LATEST_CALL_FRAMES = 60 * FRAMES_PER_MS
LATEST_FRAMES = FRAME_RATE // 2
"""Half a second from the key to its call: tmux and Textual wait for what may follow an Escape."""


@dataclass
class Scene:
    """A set under way in a terminal, and what is recorded of it."""

    terminal: Terminal
    recording: Recording
    pressed: int = 0  # the sample that was being played when the key was pressed

    def press(self, *keys: str) -> None:
        """Press a key, and remember when."""
        self.terminal.press(*keys)
        self.pressed = self.recording.index_at(time.monotonic_ns())

    def heard(self) -> list[tuple[int, str]]:
        """Every cue that was heard so far, with its first sample."""
        return find_cues(self.recording.samples, PACK, volume=VOLUME)

    def calls(self) -> list[tuple[int, str]]:
        """The cues from the pressed key on, but for a count or tick that was due before the key had its turn."""
        after = (cue for cue in self.heard() if cue[0] > self.pressed - FRAME_RATE // 10)
        return list(dropwhile(lambda cue: cue[1] == "tick" or cue[1].startswith("count"), after))


@contextmanager
def set_under_way(home: Home, server: SoundServer, exercise: str = EXERCISE) -> Iterator[Scene]:
    """Begin a set of the test's own exercise."""
    home.configure("")
    (home.folder / "config" / "exercises.toml").write_text(exercise, encoding="utf-8")
    with server.record() as recording, Terminal(home, env=server.env) as terminal:
        terminal.start("coach", "spotted-pull" if "pull" in exercise else "spotted-press", *SETS)
        terminal.get_ready()
        terminal.wait_for(f"voice {VOLUME} %")
        terminal.press("Space")
        yield Scene(terminal, recording)


def whole(samples: array[int], index: int, name: str) -> bool:
    """Whether a sound was heard to its last sample, and nothing with it but what it cut, fading out as it began."""
    factor = gain(VOLUME)
    sound = array("h", [sample * factor >> 15 for sample in PACK[name]])
    return samples[index + FADE_FRAMES : index + len(sound)] == sound[FADE_FRAMES:]


def check_calls(scene: Scene, expected: Sequence[tuple[str, int]]) -> None:
    """The calls after the key, each with the ms to the next one: each whole, and no others.

    What was written out before is heard at its sample. A key's own call may begin late on a busy machine, not early.
    """
    calls, samples = scene.calls(), scene.recording.samples
    assert [name for _, name in calls] == [name for name, _ in expected]
    assert 0 <= calls[0][0] - scene.pressed + FRAME_RATE // 10 <= LATEST_FRAMES
    for (index, name), (following, _), (_, after_ms) in zip(calls, calls[1:], expected, strict=False):
        late = after_ms * FRAMES_PER_MS - (following - index)
        assert 0 <= late <= (LATEST_CALL_FRAMES if index == calls[0][0] else 0), name
    for index, name in calls:
        assert whole(samples, index, name), name


@pytest.mark.parametrize(
    ("seen", "reps"),
    [("LOWER 2  rep 1", 0), ("HOLD 2  rep 1", 1), ("SPOTTER LIFT  rep 1", 1)],
    ids=["lowering", "bottom", "lift"],
)
def test_ending_the_set_under_the_load_calls_the_lift_and_then_racks_it(
    home: Home, server: SoundServer, seen: str, reps: int
) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for(seen, 30)
        if "LIFT" in seen:
            time.sleep(0.6)  # its own call is over
        scene.press("Escape")
        scene.terminal.wait_for("next  ✕ RACK IT")
        scene.terminal.wait_for("▲ SPOTTER LIFT")
        scene.terminal.press("Escape")  # once more: nothing skips the call
        scene.terminal.wait_for("✕ RACK IT  ")
        time.sleep(1)
    check_calls(scene, [("lift", LIFT_MS), ("rack-it", RACK_MS)])
    assert len(home.reps()) == reps


def test_ending_the_set_where_the_load_is_safe_only_racks_it(home: Home, server: SoundServer) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for("GET READY 4")
        scene.press("Escape")
        scene.terminal.wait_for("✕ RACK IT")
        time.sleep(1)
    check_calls(scene, [("rack-it", RACK_MS)])


def test_an_exercise_that_is_safe_at_the_bottom_is_taken_on_its_way_down(home: Home, server: SoundServer) -> None:
    with set_under_way(home, server, PULL) as scene:
        scene.terminal.wait_for("LOWER 2  rep 1", 30)
        scene.press("Escape")
        scene.terminal.wait_for("SPOTTER TAKE IT")
        scene.terminal.wait_for("✕ RACK IT  ")
        time.sleep(1)
    check_calls(scene, [("take-it", TAKE_MS), ("rack-it", RACK_MS)])


@pytest.mark.parametrize("seen", ["LOWER 2  rep 1", "HOLD 2  rep 1"], ids=["lowering", "bottom"])
def test_a_pause_under_the_load_calls_to_take_it_and_goes_on_with_a_whole_hand_off(
    home: Home, server: SoundServer, seen: str
) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for(seen, 30)
        scene.press("p")
        scene.terminal.wait_for("‖ SPOTTER TAKE IT")
        time.sleep(2)
        check_calls(scene, [("take-it", 0)])
        scene.press("Space")
        scene.terminal.wait_for("► HANDS ON")
        scene.terminal.wait_for("LOWER 3", 20)
        scene.terminal.wait_for("LOWER 2")  # the three has been heard whole
    calls = [(index, name) for index, name in scene.calls() if name != "wake"][:6]
    assert [name for _, name in calls] == ["get-ready", "tick", "hands-on", "tick", "count-4", "count-3"]
    lowered = calls[4][0]
    after_ms = [(index - lowered) / FRAMES_PER_MS for index, _ in calls]
    assert after_ms == [500 - LEAD_IN_MS, -3_000, -2_000, -1_000, 0, 1_000]


@pytest.mark.parametrize("seen", ["► HANDS ON", "HOLD 2  rep 2"], ids=["unracked", "held at the top"])
def test_a_pause_at_arms_length_calls_to_take_it(home: Home, server: SoundServer, seen: str) -> None:
    with set_under_way(home, server, HELD) as scene:
        scene.terminal.wait_for(seen, 30)
        time.sleep(0.9)  # the call before is over
        scene.press("p")
        scene.terminal.wait_for("‖ SPOTTER TAKE IT")
        time.sleep(2)
    check_calls(scene, [("take-it", 0)])


def leave(scene: Scene) -> None:
    scene.press("q")
    scene.terminal.wait_for("End the session?")
    time.sleep(1)
    scene.terminal.press("y")
    scene.terminal.wait_for("✕ RACK IT  ")
    time.sleep(1)


def test_leaving_under_the_load_calls_to_take_it_and_then_the_lift(home: Home, server: SoundServer) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for("LOWER 2  rep 1", 30)
        leave(scene)
    names = [name for _, name in scene.calls()]
    assert names == ["take-it", "lift", "rack-it"]
    assert all(whole(scene.recording.samples, index, name) for index, name in scene.calls())


def stop_the_program(scene: Scene) -> None:
    scene.terminal.signal(signal.SIGTSTP)
    time.sleep(2)
    scene.terminal.signal(signal.SIGCONT)
    scene.terminal.wait_for("‖ SPOTTER TAKE IT")


def end_the_program(scene: Scene) -> None:
    scene.terminal.signal(signal.SIGTERM)
    scene.terminal.wait_for_end()


@pytest.mark.parametrize("act", [stop_the_program, end_the_program])
def test_a_signal_under_the_load_calls_to_take_it(
    home: Home, server: SoundServer, act: Callable[[Scene], None]
) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for("LOWER 2  rep 1", 30)
        scene.pressed = scene.recording.index_at(time.monotonic_ns())
        act(scene)
        time.sleep(1)
    calls = [cue for cue in scene.calls() if not cue[1].startswith("count")]
    assert [name for _, name in calls] == ["take-it"] * (2 if act is end_the_program else 1)  # then no screen says it
    assert whole(scene.recording.samples, *calls[0])


def test_a_program_that_dies_under_the_load_has_the_spotter_called_again_and_again(
    home: Home, server: SoundServer
) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for("LOWER 2  rep 1", 30)
        scene.pressed = scene.recording.index_at(time.monotonic_ns())
        scene.terminal.signal(signal.SIGKILL)
        time.sleep(EVERY_MS / 1000 + 1.5)
    calls = [cue for cue in scene.calls() if not cue[1].startswith("count")]
    assert [name for _, name in calls] == ["take-it", "take-it"]
    assert 0 <= EVERY_MS * FRAMES_PER_MS - (calls[1][0] - calls[0][0]) <= LATEST_CALL_FRAMES
    assert all(whole(scene.recording.samples, *call) for call in calls)


def test_one_press_too_many_after_the_set_does_not_delete_the_rest(home: Home, server: SoundServer) -> None:
    with set_under_way(home, server) as scene:
        scene.terminal.wait_for("✓ SET DONE  2", 40)
        scene.press("Space", "Space")  # it bounced
        scene.terminal.wait_for("effort")
        scene.terminal.press("Space")  # once: it only asks
        scene.terminal.wait_for("of rest left")
        scene.terminal.wait_for("HANDS ON", 30)
    heard = [cue for cue in scene.heard() if cue[0] > scene.pressed]
    names = [name for _, name in heard]
    assert names[: names.index("rest-over")] == ["rest-warning", "count-3", "count-2", "count-1"]
    rest_over = heard[names.index("rest-over")][0]
    assert rest_over - scene.pressed >= 13 * FRAME_RATE
    assert [heard[place][0] - rest_over for place in range(4)] == [-left * FRAME_RATE for left in (10, 3, 2, 1)]
