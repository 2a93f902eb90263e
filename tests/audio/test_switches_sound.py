"""Sound is handed over far ahead, and thrown away when a key changes it: recorded from a private sound server."""

from __future__ import annotations

import os
import random
import signal
import time
from array import array
from pathlib import Path

import pytest

from negcoach.audio.playback.track import LevelledPack
from negcoach.audio.queue import BLOCK_MS, BLOCKS
from negcoach.audio.sounds.sounds import FRAME_RATE, FRAMES_PER_MS, load_pack
from negcoach.training.score.timeline import Cue
from tests.audio.sounding import child_of, reach, sounding
from tests.soundserver import Recording, SoundServer, find_cues, needs_server, wait_until

pytestmark = [pytest.mark.sound, needs_server]

COUNTS = [Cue(500 + 1000 * i, f"count-{5 - i}") for i in range(5)]


@pytest.fixture(scope="module")
def pack() -> dict[str, array[int]]:
    return load_pack("voice")


def test_a_sound_process_that_stands_still_for_a_moment_tears_nothing(
    server: SoundServer, pack: dict[str, array[int]]
) -> None:
    with server.record() as recording, sounding() as player:
        player.load(COUNTS)
        player.start()
        child = child_of(player)
        for cue in COUNTS:
            reach(player, cue.at_ms + 50)
            os.kill(child, signal.SIGSTOP)
            time.sleep(0.15)
            os.kill(child, signal.SIGCONT)
        reach(player, 5_300)
        assert player.queue is not None
        assert player.queue.ms > BLOCKS * BLOCK_MS // 2
    heard = find_cues(recording.samples, pack)
    assert [name for _, name in heard] == [cue.sound for cue in COUNTS]
    first = heard[0][0]
    assert [index - first for index, _ in heard] == [(cue.at_ms - 500) * FRAMES_PER_MS for cue in COUNTS]


def test_thirty_switches_in_a_row_are_heard_once_each_and_leave_nothing_behind(
    server: SoundServer, pack: dict[str, array[int]]
) -> None:
    chance = random.Random(2026)
    with server.record() as recording, sounding() as player:
        player.load([])
        player.start()
        reach(player, 1_000)
        before = held_by(child_of(player))
        cues: list[Cue] = []
        for number in range(30):
            time.sleep(chance.uniform(0.05, 0.4))
            at_ms = player.earliest()
            if cues:
                cues[-1] = Cue(cues[-1].at_ms, cues[-1].sound, until_ms=at_ms)
            cues.append(Cue(at_ms, ("lift", "count-1", "reset")[number % 3]))
            player.replace(cues)
        reach(player, cues[-1].at_ms + 1_000)
        after = held_by(child_of(player))
    heard = find_cues(recording.samples, pack)
    assert len(heard) == len(cues)
    assert heard[-1][1] == cues[-1].sound
    assert after == before


@pytest.mark.parametrize("change", ["muted", "quieter", "other sounds"])
def test_a_change_of_sound_is_heard_in_the_middle_of_a_word(
    server: SoundServer, pack: dict[str, array[int]], change: str
) -> None:
    with server.record() as recording, sounding() as player:
        player.load(COUNTS)
        player.start()
        reach(player, 1_600)
        changed_ns = time.monotonic_ns()
        match change:
            case "muted":
                player.mute(True)
            case "quieter":
                player.set_volume(50)
            case "other sounds":
                player.use_pack("tones")
        reach(player, 2_900)
    begun = next(index for index, name in find_cues(recording.samples, pack) if name == "count-4")
    word = pack["count-4"]
    differs = next(at for at in range(len(word)) if recording.samples[begun + at] != word[at])
    assert -20_000_000 < recording.heard_ns(begun + differs) - changed_ns < 100_000_000  # known to about 10 ms
    after = recording.samples[begun + len(word) :]
    match change:
        case "muted":
            assert not any(after)
        case "quieter":
            assert [name for _, name in find_cues(after, pack, volume=50)] == ["count-3"]
        case "other sounds":
            assert [name for _, name in find_cues(after, load_pack("tones"))] == ["count-3"]


def test_a_switch_after_the_device_has_gone_is_heard_from_the_one_that_took_its_place(
    server: SoundServer, pack: dict[str, array[int]]
) -> None:
    with sounding() as player:
        player.load(COUNTS)
        player.start()
        reach(player, 1_200)
        server.unplug()
        with server.record() as recording:
            reach(player, 2_600)
            wait_until(lambda: player.engine != "silent", 5, f"the sound does not come back: {player.notice()}")
            at_ms = player.earliest()
            player.replace([*COUNTS[:2], Cue(2_500, "count-3", until_ms=at_ms), Cue(at_ms, "lift")])
            reach(player, at_ms + 1_000)
    assert "lift" in [name for _, name in find_cues(recording.samples, pack)]
    assert whole(recording, pack["lift"])


def test_a_device_that_has_gone_while_nothing_played_is_opened_again(
    server: SoundServer, pack: dict[str, array[int]]
) -> None:
    with sounding() as player:
        server.kill()
        server.start()
        with server.record() as recording:
            player.load([Cue(500, "lift")])
            player.start()
            reach(player, 1_500)
        assert player.notice() is None
    assert whole(recording, pack["lift"])


def test_a_word_that_goes_on_after_a_switch_fades_in(server: SoundServer, pack: dict[str, array[int]]) -> None:
    with server.record() as recording, sounding() as player:
        player.load(COUNTS)
        player.start()
        reach(player, 1_620)
        player.set_volume(50)
        reach(player, 2_400)
    begun = next(index for index, name in find_cues(recording.samples, pack) if name == "count-4")
    word, quiet = pack["count-4"], LevelledPack(pack, 50)["count-4"]
    changed = next(at for at in range(len(word)) if recording.samples[begun + at] != word[at])
    tail = quiet[-50 * FRAMES_PER_MS : -40 * FRAMES_PER_MS].tobytes()
    assert tail in recording.samples[begun + changed : begun + len(word) + FRAME_RATE // 10].tobytes()
    rise = recording.samples[begun + changed : begun + changed + 15 * FRAMES_PER_MS]
    assert min(map(abs, rise)) == 0


def whole(recording: Recording, sound: array[int]) -> bool:
    """Whether a sound is in a recording from its first sample to its last."""
    return sound.tobytes() in recording.samples.tobytes()


def held_by(pid: int) -> tuple[int, int]:
    """How many open files and threads a process has."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir())), len(list(Path(f"/proc/{pid}/task").iterdir()))
